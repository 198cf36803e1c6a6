//! Answers that are worked out beside the server.

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::DEFAULT_SHUTDOWN;

#[tokio::test(start_paused = true)]
async fn g05_a_late_reply_comes_from_a_task_while_others_are_served() {
    let lab = Lab::new(Args::default()).await;
    let before = Instant::now();
    let late = async { (lab.server.call(TIMEOUT, Msg::Ask).await, before.elapsed()) };
    let soon = async { (lab.get().await, before.elapsed()) };
    let (late, soon) = tokio::join!(late, soon);
    assert_eq!(soon, (Ok(0), Duration::ZERO));
    assert_eq!(late, (Ok(0), ASKING));
}

#[tokio::test(start_paused = true)]
async fn g05_a_stop_waits_for_the_answers_under_way() {
    let lab = Lab::new(Args::default()).await;
    let stop = async {
        time::sleep(ASKING / 2).await;
        lab.supervisor.stop().await;
    };
    let (late, ()) = tokio::join!(lab.server.call(TIMEOUT, Msg::Ask), stop);
    assert_eq!(late, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn g05_at_the_end_no_more_answers_are_under_way_than_may_be() {
    let lab = Lab::new(Args::default()).await;
    let before = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..3 * MAX_LATER {
        let server = lab.server.clone();
        callers.spawn(async move { server.call(TIMEOUT, Msg::Ask).await });
    }
    settle().await;
    lab.supervisor.stop().await;
    while let Some(answer) = callers.join_next().await {
        assert_eq!(answer.unwrap(), Ok(0));
    }
    // One round was begun before.
    assert_eq!(before.elapsed(), 3 * ASKING);
}

#[tokio::test(start_paused = true)]
async fn g05_with_many_answers_under_way_the_mailbox_waits() {
    let lab = Lab::new(Args::default()).await;
    let before = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..=MAX_LATER {
        let server = lab.server.clone();
        callers.spawn(async move { server.call(TIMEOUT, Msg::Ask).await });
    }
    while let Some(answer) = callers.join_next().await {
        assert_eq!(answer.unwrap(), Ok(0));
    }
    // One too many for one round.
    assert_eq!(before.elapsed(), 2 * ASKING);
}

#[tokio::test(start_paused = true)]
async fn g05_an_answer_that_panics_is_the_loss_of_its_caller_alone() {
    let lab = Lab::new(Args::default()).await;
    let lost = lab.server.call(TIMEOUT, Msg::PanicLater).await;
    assert_eq!(lost, Err(CallError::Stopped));
    assert_eq!(lab.get().await, Ok(0));
}

/// A server that works out as many answers as it may, of which none comes by itself.
async fn full(args: Args) -> Lab {
    let lab = Lab::new(args).await;
    for _ in 0..MAX_LATER {
        lab.server.cast(Msg::Never).unwrap();
    }
    settle().await;
    lab
}

#[tokio::test(start_paused = true)]
async fn g05_with_many_answers_under_way_a_stop_is_heard_behind_what_was_sent_before() {
    let lab = full(Args::default()).await;
    let (reply, answer) = oneshot::channel();
    lab.server.cast(Msg::Put(3, reply)).unwrap();
    while lab.server.cast(Msg::Add(1)).is_ok() {}
    settle().await;
    assert_eq!(lab.server.queue_len(), MAILBOX);
    // A wish that is given up before there was room for it changes nothing.
    let given_up = dropped_at(1, lab.server.stop(Exit::Normal)).await;
    assert_eq!(given_up, None);
    settle().await;
    assert_eq!(lab.server.queue_len(), MAILBOX);
    lab.server.stop(Exit::Shutdown).await.unwrap();
    assert_eq!(answer.await, Ok(3));
}
//% if is.own_clock

#[tokio::test(start_paused = true)]
async fn g17_with_many_answers_under_way_the_clock_goes_on() {
    let every = Some(Duration::from_secs(1));
    let lab = full(Args {
        every,
        ..Args::default()
    })
    .await;
    time::sleep(Duration::from_secs(10)).await;
    assert_eq!(lab.args.ticks.load(Ordering::Relaxed), 10);
}
//% endif

#[tokio::test(start_paused = true)]
async fn g13_an_answer_that_never_comes_leaves_time_to_terminate() {
    let lab = Lab::new(Args::default()).await;
    lab.server.cast(Msg::Never).unwrap();
    settle().await;
    let told = Instant::now();
    lab.supervisor.stop().await;
    assert_eq!(lab.args.terminated.load(Ordering::Relaxed), 1);
    assert!(told.elapsed() < DEFAULT_SHUTDOWN);
}
