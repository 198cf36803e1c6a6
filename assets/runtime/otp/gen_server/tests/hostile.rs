//! What a server does to others, and they to it, takes nobody along.

use super::*;

#[tokio::test(start_paused = true)]
async fn k21_a_server_that_feeds_itself_lets_others_run_and_can_be_stopped() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Again).unwrap();
    for _ in 0..10 {
        assert_eq!(lab.get().await, Ok(0));
    }
    assert_eq!(lab.server.stop(Exit::Normal).await, Ok(()));
    settle().await;
    lab.server.cast(Msg::Again).unwrap();
    assert_eq!(lab.get().await, Ok(0));
    lab.supervisor.stop().await;
    assert_eq!(lab.get().await, Err(CallError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k11_a_drop_that_panics_takes_nobody_along() {
    let args = Args {
        panic_in_drop: true,
        ..Args::default()
    };
    let lab = Lab::new(args).await;
    // While it unwinds, a second panic would end the program.
    lab.server.cast(Msg::Panic).unwrap();
    settle().await;
    lab.server.cast(Msg::Fail).unwrap();
    settle().await;
    assert_eq!(lab.server.stop(Exit::Normal).await, Err(NotRunning));
    settle().await;
    assert_eq!(lab.get().await, Ok(0));
    lab.supervisor.stop().await;
    let stopped = lab.supervisor.which_children().await;
    assert_eq!(stopped, Err(ChildError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k11_messages_that_panic_when_they_are_dropped_take_nobody_along() {
    for crash in [Msg::Panic, Msg::Fail] {
        let lab = Lab::new(Args::default()).await;
        lab.server.cast(crash).unwrap();
        for _ in 0..3 {
            lab.server.cast(Msg::Bomb(Bomb)).unwrap();
        }
        settle().await;
        assert_eq!(lab.get().await, Ok(0));
    }
}
