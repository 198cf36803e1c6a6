//! A server's own clock.

use super::*;

#[tokio::test(start_paused = true)]
async fn g17_the_clock_is_served_beside_messages() {
    let every = Duration::from_mins(1);
    let args = Args {
        every: Some(every),
        ..Args::default()
    };
    let lab = Lab::new(args).await;
    for _ in 0..7 {
        lab.server.cast(Msg::Add(1)).unwrap();
        time::sleep(every / 2).await;
    }
    assert_eq!(lab.get().await, Ok(7));
    assert_eq!(lab.args.ticks.load(Ordering::Relaxed), 3);
}

#[tokio::test(start_paused = true)]
async fn k18_a_clock_of_any_period_does_no_harm() {
    for every in [Duration::ZERO, Duration::MAX, Duration::from_nanos(1)] {
        let args = Args {
            every: Some(every),
            ..Args::default()
        };
        let lab = Lab::new(args).await;
        time::sleep(Duration::from_secs(1)).await;
        assert_eq!(lab.get().await, Ok(0));
        let ticks = lab.args.ticks.load(Ordering::Relaxed);
        assert_eq!(ticks == 0, every == Duration::MAX, "{ticks}");
    }
}
