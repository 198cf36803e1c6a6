//! A server that ends when there is nothing to do.

use super::*;

#[tokio::test(start_paused = true)]
async fn g12_an_idle_server_ends_and_one_in_use_does_not() {
    let idle = Duration::from_secs(4);
    let args = Args {
        idle: Some(idle),
        ..Args::default()
    };
    let lab = Lab::with(args, Restart::Transient).await;
    for _ in 0..3 {
        time::sleep(idle * 3 / 4).await;
        assert_eq!(lab.get().await, Ok(0));
    }
    time::sleep(idle * 3 / 4).await;
    assert_eq!(lab.status().await, Status::Running);
    time::sleep(idle / 4).await;
    assert_eq!(lab.status().await, Status::Stopped);
    assert_eq!(lab.get().await, Err(CallError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k18_an_idle_time_of_for_ever_is_never_over() {
    let args = Args {
        idle: Some(Duration::MAX),
        ..Args::default()
    };
    let lab = Lab::new(args).await;
    time::sleep(Duration::from_hours(24)).await;
    assert_eq!(lab.get().await, Ok(0));
}
