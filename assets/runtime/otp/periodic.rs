//! By the clock: work that is due at intervals, in a supervised task. Nobody waits for it.
//!
//! The first time is one interval after the start, as with `Process.send_after` in `init`. Two runs
//! never overlap: one that takes longer than the interval is followed at once by one more, and what
//! else was due meanwhile is dropped. When told to stop, a run that has begun is finished
//! first, if it does not take longer than its supervisor waits. One that is cut off then but does not await is
//! left behind, as is what it has given to `spawn_blocking`, and a clock that is started anew runs beside it.
//!
//! A run that returns an error is tried again, after pauses that grow: what it needs may be back soon, and a
//! restart would cure nothing, but use up those of its siblings. One that panics ends the clock, and its
//! supervisor starts it anew. What was due while the program was down is not made up: what must happen for
//! certain belongs into a queue in a database.

use std::pin::pin;
use std::time::Duration;

use tokio::time::{self, Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use crate::otp::BoxError;
use crate::otp::failure::of_error;
use crate::otp::pauses::Pauses;
use crate::otp::supervisor::{ChildContext, ChildSpec};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// The pauses after runs that failed, from the first to the longest.
const PAUSE: Duration = Duration::from_secs(1);
const PAUSE_AT_MOST: Duration = Duration::from_mins(1);

/// It is not due more often than this.
const SHORTEST: Duration = Duration::from_millis(1);

/// A run that takes longer than this, and than the interval, is spoken of.
const SLOW: Duration = Duration::from_secs(5);

/// The clock as a child of a supervisor: it does the work every `period`, until it is told to stop.
pub fn clock<F, W, T>(id: &str, period: Duration, work: F) -> ChildSpec
where
    F: Fn() -> W + Clone + Send + Sync + 'static,
    W: Future<Output = Result<T, BoxError>> + Send,
    T: Send,
{
    ChildSpec::new(id, move |context: ChildContext| {
        let work = work.clone();
        async move {
            context.ready();
            every(period, context.shutdown(), work).await;
            Ok(())
        }
    })
}

async fn every<F, W, T>(period: Duration, stop: &CancellationToken, mut work: F)
where
    F: FnMut() -> W,
    W: Future<Output = Result<T, BoxError>>,
{
    let period = period.max(SHORTEST);
    let Some(first) = Instant::now().checked_add(period) else {
        return stop.cancelled().await;
    };
    let mut clock = time::interval_at(first, period);
    clock.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
    while stop.run_until_cancelled(clock.tick()).await.is_some() {
        while let Err(error) = spoken_of(period.max(SLOW), work()).await {
            let pause = pauses.grow();
            let error = of_error(error);
            warn!(%error, ?pause, "what was due has failed, and is tried again");
            let waiting = time::sleep(pause);
            if stop.run_until_cancelled(waiting).await.is_none() {
                return;
            }
        }
        pauses.reset();
    }
}

/// Says so when it takes longer than that: as long as it runs, nothing else is due.
async fn spoken_of<T>(long: Duration, run: impl Future<Output = T>) -> T {
    let mut run = pin!(run);
    if let Ok(done) = time::timeout(long, &mut run).await {
        return done;
    }
    warn!(after = ?long, "what was due is still running; until it ends, it is not due again");
    run.await
}
