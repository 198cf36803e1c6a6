use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::otp::supervisor::ChildSpec;

const PERIOD: Duration = Duration::from_mins(1);

/// A child of the supervisor. Two runs never overlap, and none pile up.
pub fn clock() -> ChildSpec {
    ChildSpec::new("clock", |ctx| async move {
        let mut ticks = interval_at(Instant::now() + PERIOD, PERIOD);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        ctx.ready();
        loop {
            tokio::select! {
                () = ctx.shutdown().cancelled() => return Ok(()),
                _ = ticks.tick() => tidy_up().await,
            }
        }
    })
}

async fn tidy_up() {}
