//! The rows on dynamic supervisors, and those of a supervisor that hold here, too.

use std::future::pending;
use std::time::Duration;

use tokio::time::sleep;

use super::super::tests::hostile::hostile_children;
use super::super::tests::{Lab, Order, settle};
use super::super::{DEFAULT_SHUTDOWN, Restart, Supervisor};
use super::*;
use crate::otp::polls::dropped_at;

fn dynamic(max_children: usize) -> DynamicSupervisor {
    DynamicSupervisor::start(Options::default(), max_children).unwrap()
}

#[tokio::test(start_paused = true)]
async fn s25_children_come_and_go_up_to_their_limit() {
    let lab = Lab::default();
    let supervisor = dynamic(2);
    let first = supervisor.start_child(lab.child("a")).await.unwrap();
    // The same name twice: here it is the ids that tell children apart.
    supervisor.start_child(lab.child("a")).await.unwrap();
    let refused = supervisor.start_child(lab.child("a")).await;
    assert_eq!(refused, Err(DynamicError::MaxChildren(2)));
    assert_eq!(supervisor.terminate_child(first).await, Ok(()));
    let gone = supervisor.terminate_child(first).await;
    assert_eq!(gone, Err(DynamicError::NotFound));
    assert_eq!(supervisor.count().await, Ok(1));
    supervisor.start_child(lab.child("a")).await.unwrap();
    supervisor.stop().await;
    assert_eq!(supervisor.count().await, Err(DynamicError::Stopped));
    assert_eq!(lab.trace(), "+a +a -a +a -a -a");
}

#[tokio::test(start_paused = true)]
async fn s25_a_child_that_ended_for_good_makes_room() {
    for restart in [Restart::Transient, Restart::Temporary] {
        let lab = Lab::default();
        let supervisor = dynamic(1);
        let child = lab.child("a").restart(restart);
        supervisor.start_child(child).await.unwrap();
        lab.after("a", Order::End).await;
        assert_eq!(supervisor.count().await, Ok(0));
        supervisor.start_child(lab.child("b")).await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn s25_a_child_that_does_not_start_is_not_kept() {
    let supervisor = dynamic(1);
    let failing = ChildSpec::new("a", |_| async { Err("no start".into()) });
    let failed = supervisor.start_child(failing).await;
    let exit = Exit::Error("no start".into());
    assert_eq!(failed, Err(DynamicError::Failed(exit)));
    let declining = ChildSpec::new("a", |_| async { Ok(()) });
    let declined = supervisor.start_child(declining).await;
    assert_eq!(declined, Err(DynamicError::Declined));
    assert_eq!(supervisor.count().await, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn s25_a_child_keeps_its_id_over_a_restart() {
    let lab = Lab::default();
    let supervisor = dynamic(8);
    let id = supervisor.start_child(lab.child("a")).await.unwrap();
    supervisor.start_child(lab.child("b")).await.unwrap();
    lab.trace();
    assert_eq!(lab.after("a", Order::Panic).await, "+a");
    assert_eq!(supervisor.terminate_child(id).await, Ok(()));
    assert_eq!(lab.trace(), "-a");
}

#[tokio::test(start_paused = true)]
async fn s25_a_restart_that_fails_is_retried_and_all_children_share_one_limit() {
    let lab = Lab::default();
    let supervisor = dynamic(8);
    for id in ["a", "b", "c"] {
        supervisor.start_child(lab.child(id)).await.unwrap();
    }
    lab.trace();
    lab.fail("a", 1);
    assert_eq!(lab.after("a", Order::Crash).await, "!a +a");
    assert_eq!(lab.after("b", Order::Crash).await, "+b");
    lab.after("c", Order::Crash).await;
    let exit = Exit::Error("crash".into());
    let id = "c".into();
    let ended = supervisor.wait().await;
    assert_eq!(ended, Err(SupervisorError::RestartLimit { id, exit }));
}

#[tokio::test(start_paused = true)]
async fn s25_the_handle_of_a_nested_one_stays_valid_over_a_restart() {
    let lab = Lab::default();
    let options = Options {
        max_restarts: 0,
        ..Options::default()
    };
    let (dynamic, child) = DynamicSupervisor::child("dynamic", options, 8);
    let early = dynamic.start_child(lab.child("a")).await;
    assert_eq!(early, Err(DynamicError::Stopped));
    let root = Supervisor::start(Options::default(), vec![child]).await;
    let lost = dynamic.start_child(lab.child("a")).await.unwrap();
    lab.after("a", Order::Crash).await;
    assert_eq!(dynamic.count().await, Ok(0));
    dynamic.start_child(lab.child("b")).await.unwrap();
    // An id from before the restart is nobody else's.
    let gone = dynamic.terminate_child(lost).await;
    assert_eq!(gone, Err(DynamicError::NotFound));
    lab.trace();
    root.unwrap().stop().await;
    assert_eq!(lab.trace(), "-b");
}

#[tokio::test(start_paused = true)]
async fn s24_another_strategy_is_refused() {
    for strategy in [Strategy::OneForAll, Strategy::RestForOne] {
        let options = Options {
            strategy,
            ..Options::default()
        };
        let error = DynamicSupervisor::start(options, 1).unwrap_err();
        assert_eq!(error, StartError::NotOneForOne);
    }
}

#[tokio::test(start_paused = true)]
async fn s26_thousands_are_stopped_at_once_within_one_deadline() {
    let supervisor = dynamic(10_000);
    let second = Duration::from_secs(1);
    for at in 0..10_000 {
        let child = ChildSpec::new("many", move |context| async move {
            context.ready();
            context.shutdown().cancelled().await;
            match at % 3 {
                0 => {}
                1 => sleep(second).await,
                _ => pending().await,
            }
            Ok(())
        });
        supervisor.start_child(child).await.unwrap();
    }
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), DEFAULT_SHUTDOWN);
    assert_eq!(supervisor.wait().await, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn s26_each_child_is_stopped_as_its_spec_says() {
    let lab = Lab::default();
    let supervisor = dynamic(3);
    let minute = Duration::from_mins(1);
    for (id, shutdown) in [
        ("killed", Shutdown::BrutalKill),
        ("late", Shutdown::Timeout(minute / 2)),
        ("patient", Shutdown::Infinity),
    ] {
        let child = lab.slow_child(id, minute).shutdown(shutdown);
        supervisor.start_child(child).await.unwrap();
    }
    lab.trace();
    let asked = Instant::now();
    supervisor.stop().await;
    assert_eq!(asked.elapsed(), minute);
    assert_eq!(lab.trace(), "-patient");
}

#[tokio::test(start_paused = true)]
async fn s29_a_child_whose_start_hangs_does_not_make_stop_hang() {
    let supervisor = dynamic(8);
    let starting = supervisor.clone();
    let hanging = ChildSpec::new("hanging", |_context| pending());
    let caller = tokio::spawn(async move { starting.start_child(hanging).await });
    settle().await;
    supervisor.stop().await;
    assert_eq!(caller.await.unwrap(), Err(DynamicError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn s29_commands_are_served_during_a_restart_loop() {
    let lab = Lab::default();
    let options = Options {
        max_restarts: usize::MAX,
        ..Options::default()
    };
    let supervisor = DynamicSupervisor::start(options, 8).unwrap();
    let id = supervisor.start_child(lab.child("a")).await.unwrap();
    lab.fail("a", usize::MAX);
    lab.order("a", Order::Crash);
    for _ in 0..100 {
        assert_eq!(supervisor.count().await, Ok(1));
    }
    assert_eq!(supervisor.terminate_child(id).await, Ok(()));
    assert_eq!(supervisor.count().await, Ok(0));
}

/// Does something to a supervisor with the children `a` and `b`, and gives up after every number of polls:
/// what runs is known, whatever became of it.
async fn given_up(act: impl AsyncFn(&Lab, &DynamicSupervisor, ChildId)) {
    for polls in 0.. {
        let lab = Lab::default();
        let supervisor = dynamic(8);
        let id = supervisor.start_child(lab.child("a")).await.unwrap();
        supervisor.start_child(lab.child("b")).await.unwrap();
        let ended = dropped_at(polls, act(&lab, &supervisor, id)).await;
        settle().await;
        let known = supervisor.count().await.unwrap_or(0);
        assert_eq!(known, lab.running().len(), "{polls} polls");
        supervisor.stop().await;
        assert_eq!(lab.running(), [""; 0], "{polls} polls");
        if ended.is_some() {
            break;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_caller_may_give_up_anywhere() {
    given_up(async |lab, supervisor, _| {
        supervisor.start_child(lab.child("c")).await.unwrap();
    })
    .await;
    given_up(async |_, supervisor, id| supervisor.terminate_child(id).await.unwrap()).await;
    given_up(async |_, supervisor, _| drop(supervisor.count().await)).await;
    given_up(async |_, supervisor, _| supervisor.stop().await).await;
    given_up(async |_, supervisor, _| {
        supervisor.link().unwrap().stop.cancel();
        supervisor.wait().await.unwrap();
    })
    .await;
    given_up(async |lab, supervisor, _| {
        lab.order("a", Order::Crash);
        supervisor
            .terminate_child(supervisor.next_id())
            .await
            .unwrap_err();
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn k13_a_child_whose_start_was_given_up_is_found_by_its_id() {
    for polls in 0..9 {
        let lab = Lab::default();
        let supervisor = dynamic(8);
        let id = supervisor.next_id();
        dropped_at(polls, supervisor.start_child_as(id, lab.child("a"))).await;
        let found = supervisor.terminate_child(id).await;
        let expected = if polls == 0 {
            Err(DynamicError::NotFound)
        } else {
            Ok(())
        };
        assert_eq!(found, expected, "{polls} polls");
        assert_eq!(lab.running(), [""; 0]);
    }
}

#[tokio::test(start_paused = true)]
async fn k13_an_id_names_one_child() {
    let lab = Lab::default();
    let supervisor = dynamic(8);
    let id = supervisor.next_id();
    assert_eq!(supervisor.start_child_as(id, lab.child("a")).await, Ok(()));
    let again = supervisor.start_child_as(id, lab.child("a")).await;
    assert_eq!(again, Err(DynamicError::AlreadyStarted));
    assert_eq!(supervisor.terminate_child(id).await, Ok(()));
    assert_eq!(lab.trace(), "+a -a");
}

#[tokio::test(start_paused = true)]
async fn k19_the_handle_of_a_killed_one_says_that_it_has_stopped() {
    let lab = Lab::default();
    let (dynamic, child) = DynamicSupervisor::child("dynamic", Options::default(), 8);
    let child = child.shutdown(Shutdown::BrutalKill);
    let root = Supervisor::start(Options::default(), vec![child])
        .await
        .unwrap();
    let id = dynamic.start_child(lab.child("a")).await.unwrap();
    let hanging = ChildSpec::new("hanging", |_context| pending());
    let other = dynamic.clone();
    let asked = tokio::spawn(async move { other.start_child(hanging).await });
    settle().await;
    root.terminate_child("dynamic").await.unwrap();
    settle().await;
    assert_eq!(asked.await.unwrap(), Err(DynamicError::Stopped));
    assert_eq!(dynamic.count().await, Err(DynamicError::Stopped));
    assert_eq!(
        dynamic.terminate_child(id).await,
        Err(DynamicError::Stopped)
    );
    let refused = dynamic.start_child(lab.child("b")).await;
    assert_eq!(refused, Err(DynamicError::Stopped));
    assert_eq!(dynamic.wait().await, Err(SupervisorError::Aborted));
    dynamic.stop().await;
    assert_eq!(lab.running(), [""; 0]);
    assert_eq!(lab.trace(), "+a");
}

#[tokio::test(start_paused = true)]
async fn k18_the_longest_duration_is_never() {
    let lab = Lab::default();
    let options = Options {
        max_restarts: usize::MAX,
        max_seconds: u64::MAX,
        ..Options::default()
    };
    let supervisor = DynamicSupervisor::start(options, usize::MAX).unwrap();
    let slow = lab.slow_child("slow", Duration::from_hours(24));
    let slow = slow.shutdown(Shutdown::Timeout(Duration::MAX));
    supervisor.start_child(slow).await.unwrap();
    let never = lab.child("never").restart_delay(Duration::MAX);
    supervisor.start_child(never).await.unwrap();
    assert_eq!(lab.after("never", Order::Crash).await, "+slow +never");
    sleep(Duration::from_hours(24)).await;
    assert_eq!(supervisor.count().await, Ok(2));
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-slow");
}

#[tokio::test(start_paused = true)]
async fn k11_children_that_panic_wherever_they_can_end_alone() {
    let lab = Lab::default();
    let supervisor = dynamic(64);
    supervisor.start_child(lab.child("a")).await.unwrap();
    for (start, child) in hostile_children() {
        assert_eq!(supervisor.start_child(child).await.is_ok(), start);
    }
    settle().await;
    assert!(supervisor.count().await.unwrap() > 1);
    supervisor.stop().await;
    assert_eq!(supervisor.wait().await, Ok(()));
    assert_eq!(lab.trace(), "+a -a");
}
