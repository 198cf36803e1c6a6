//! Callers that give up half-way: either it never happened, or it is found afterwards.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::otp::polls::dropped_at;

/// Does something to a supervisor with the children `a` (which runs) and `b` (which is stopped), and gives
/// up after every number of polls: what runs is what the supervisor says.
async fn given_up(act: impl AsyncFn(&Lab, &SupervisorHandle)) {
    for polls in 0.. {
        let lab = Lab::default();
        let supervisor = lab.start(Strategy::RestForOne, lab.children("a b")).await;
        supervisor.terminate_child("b").await.unwrap();
        let ended = dropped_at(polls, act(&lab, &supervisor)).await;
        settle().await;
        let known = match supervisor.which_children().await {
            Ok(children) => {
                let running = children.iter().filter(|c| c.status == Status::Running);
                running.map(|child| child.id.to_string()).collect()
            }
            Err(stopped) => {
                assert_eq!(stopped, ChildError::Stopped);
                Vec::new()
            }
        };
        assert_eq!(known, lab.running(), "{polls} polls");
        supervisor.stop().await;
        assert_eq!(lab.running(), [""; 0], "{polls} polls");
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_caller_may_give_up_anywhere() {
    given_up(async |lab, supervisor| {
        supervisor.start_child(lab.child("c")).await.unwrap();
    })
    .await;
    given_up(async |_, supervisor| supervisor.terminate_child("a").await.unwrap()).await;
    given_up(async |_, supervisor| {
        supervisor.restart_child("b").await.unwrap();
    })
    .await;
    given_up(async |_, supervisor| supervisor.delete_child("b").await.unwrap()).await;
    given_up(async |_, supervisor| drop(supervisor.which_children().await)).await;
    given_up(async |_, supervisor| drop(supervisor.count_children().await)).await;
    given_up(async |_, supervisor| supervisor.stop().await).await;
}

#[tokio::test(start_paused = true)]
async fn k13_a_caller_may_give_up_while_the_supervisor_is_busy() {
    given_up(async |lab, supervisor| {
        lab.order("a", Order::Crash);
        supervisor.start_child(lab.child("c")).await.unwrap();
        supervisor.terminate_child("a").await.unwrap();
        supervisor.restart_child("a").await.unwrap();
    })
    .await;
    given_up(async |_, supervisor| {
        supervisor.stop.cancel();
        supervisor.ending().await;
        supervisor.wait().await.unwrap();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn k13_a_start_that_is_given_up_leaves_nothing_running() {
    for polls in 0.. {
        let lab = Lab::default();
        let inner = ChildSpec::supervisor("inner", Options::default(), lab.children("x y"));
        let children = vec![lab.child("a"), inner, lab.child("b")];
        let start = Supervisor::start(Options::default(), children);
        let Some(started) = dropped_at(polls, start).await else {
            settle().await;
            assert_eq!(lab.running(), [""; 0], "{polls} polls");
            continue;
        };
        assert!(polls > 1, "it waits at least once");
        assert_eq!(lab.running(), ["a", "b", "x", "y"]);
        drop(started);
        settle().await;
        assert_eq!(lab.running(), [""; 0]);
        break;
    }
}

#[test]
fn k19_a_handle_whose_runtime_has_ended_says_so() {
    let build = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().start_paused(true).build().unwrap()
    };
    let lab = Lab::default();
    let runtime = build();
    let started = Supervisor::start(Options::default(), vec![lab.child("a")]);
    let supervisor = runtime.block_on(started).unwrap();
    drop(runtime);
    assert_eq!(lab.running(), [""; 0]);
    build().block_on(async {
        let stopped = ChildError::Stopped;
        let added = supervisor.start_child(lab.child("b")).await;
        assert_eq!(added, Err(stopped.clone()));
        let ended = supervisor.terminate_child("a").await;
        assert_eq!(ended, Err(stopped.clone()));
        assert_eq!(supervisor.delete_child("a").await, Err(stopped.clone()));
        assert_eq!(supervisor.restart_child("a").await, Err(stopped.clone()));
        assert_eq!(supervisor.which_children().await, Err(stopped.clone()));
        assert_eq!(supervisor.count_children().await, Err(stopped));
        assert_eq!(supervisor.wait().await, Err(SupervisorError::Aborted));
        supervisor.stop().await;
    });
}

/// The inbox may be closed between the two steps of sending: the command is neither taken nor dropped.
#[tokio::test(start_paused = true)]
async fn k19_a_command_that_nobody_will_take_is_answered_when_the_supervisor_ends() {
    let (commands, inbox) = mpsc::channel(1);
    let (ending, outcome) = watch::channel(None);
    let asked = tokio::spawn(async move { ask(&commands, &outcome, Command::Which).await });
    settle().await;
    ending.send_replace(Some(Ok(())));
    assert_eq!(asked.await.unwrap(), None);
    drop(inbox);
}

#[tokio::test(start_paused = true)]
async fn k13_the_last_handle_that_is_dropped_while_a_child_starts_stops_the_others() {
    let lab = Lab::default();
    let first = AtomicBool::new(true);
    let child = ChildSpec::new("hangs", move |context: ChildContext| {
        let first = first.swap(false, Ordering::SeqCst);
        async move {
            if first {
                context.ready();
                return Err("crash".into());
            }
            std::future::pending().await
        }
    });
    let supervisor = lab
        .start(Strategy::OneForOne, vec![lab.child("a"), child])
        .await;
    settle().await;
    drop(supervisor);
    // The one that hangs is killed first.
    sleep(2 * DEFAULT_SHUTDOWN).await;
    assert_eq!(lab.trace(), "-a");
}
