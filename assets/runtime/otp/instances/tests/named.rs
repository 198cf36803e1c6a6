//! Instances that are found by their names.

use std::pin::Pin;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::*;
use crate::otp::supervisor::{Restart, Shutdown};

#[tokio::test(start_paused = true)]
async fn r01_the_same_name_is_the_same_instance() {
    let bed = Bed::start().await;
    for name in ["a", "a", "b"] {
        let found = bed.instances.get_or_start(name).await;
        assert_eq!(found.as_deref(), Ok(name));
    }
    assert_eq!(bed.instances.names(), ["a", "b"]);
    bed.check().await;
}

#[tokio::test(start_paused = true)]
async fn r01_of_many_who_start_one_name_at_once_all_get_the_same() {
    let bed = Bed::start().await;
    let mut callers = JoinSet::new();
    for _ in 0..10 {
        let instances = bed.instances.clone();
        callers.spawn(async move { instances.get_or_start("a").await.is_ok() });
    }
    assert_eq!(callers.join_all().await, [true; 10]);
    assert_eq!(bed.instances.count().await, Ok(1));
    bed.check().await;
}

#[tokio::test(start_paused = true)]
async fn r02_a_stopped_instance_frees_its_name() {
    let bed = Bed::start().await;
    bed.instances.get_or_start("a").await.unwrap();
    bed.instances.stop("a").await.unwrap();
    // At once, without waiting for anything else.
    assert_eq!(bed.instances.lookup("a"), None);
    assert_eq!(bed.instances.stop("a").await, Err(DynamicError::NotFound));
    bed.instances.get_or_start("a").await.unwrap();
    bed.check().await;
}

#[tokio::test(start_paused = true)]
async fn r02_whoever_wants_an_instance_that_is_being_stopped_gets_the_next() {
    let slow = |key: &str| {
        let child = ChildSpec::new(key, |ctx| async move {
            ctx.ready();
            ctx.shutdown().cancelled().await;
            sleep(Duration::from_secs(1)).await;
            Ok(())
        });
        (key.to_owned(), child)
    };
    let made = Instances::child("instances", Options::default(), 2, slow);
    let bed = Bed::under(made, Running::default()).await;
    bed.instances.get_or_start("a").await.unwrap();
    let wanted = async {
        // It is told to stop by then, and has its name.
        sleep(Duration::from_millis(500)).await;
        assert_eq!(bed.instances.lookup("a"), None);
        bed.instances.get_or_start("a").await
    };
    let (stopped, wanted) = tokio::join!(bed.instances.stop("a"), wanted);
    assert_eq!((stopped, wanted.as_deref()), (Ok(()), Ok("a")));
    assert_eq!(bed.instances.lookup("a").as_deref(), Some("a"));
}

#[tokio::test(start_paused = true)]
async fn r02_an_instance_that_ended_by_itself_frees_its_name_and_its_place() {
    let once = |key: &str| {
        let child = ChildSpec::new(key, |ctx| async move {
            ctx.ready();
            sleep(Duration::from_secs(1)).await;
            Ok(())
        });
        (key.to_owned(), child.restart(Restart::Transient))
    };
    let made = Instances::child("instances", Options::default(), 2, once);
    let bed = Bed::under(made, Running::default()).await;
    for name in 0..100 {
        bed.instances.get_or_start(&name.to_string()).await.unwrap();
        sleep(Duration::from_secs(2)).await;
        bed.check().await;
    }
}

/// A process that fails as soon as it runs, and waits for its restart.
fn failing(key: &str) -> (String, ChildSpec) {
    let child = ChildSpec::new(key, |ctx| async move {
        ctx.ready();
        Err("fails".into())
    });
    (key.to_owned(), child.restart_delay(Duration::from_hours(1)))
}

#[tokio::test(start_paused = true)]
async fn k13_an_instance_that_waits_for_its_restart_has_no_double_and_can_be_stopped() {
    let made = Instances::child("instances", Options::default(), 2, failing);
    let bed = Bed::under(made, Running::default()).await;
    bed.instances.get_or_start("a").await.unwrap();
    settle().await;
    assert_eq!(bed.instances.lookup("a"), None);
    bed.instances.get_or_start("a").await.unwrap();
    assert_eq!(bed.instances.names(), ["a"]);
    assert_eq!(bed.instances.count().await, Ok(1));
    bed.instances.stop("a").await.unwrap();
    assert!(bed.instances.names().is_empty());
    assert_eq!(bed.instances.count().await, Ok(0));
}

#[tokio::test(start_paused = true)]
async fn k19_an_instance_that_has_ended_is_not_found_though_its_supervisor_is_busy() {
    let (starting, ending) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (gate, end) = (Arc::clone(&starting), Arc::clone(&ending));
    let two_sorts = move |key: &str| {
        let (gate, end, slow) = (Arc::clone(&gate), Arc::clone(&end), key == "slow");
        let child = ChildSpec::new(key, move |ctx| {
            let (gate, end) = (Arc::clone(&gate), Arc::clone(&end));
            async move {
                if slow {
                    gate.notified().await;
                }
                ctx.ready();
                end.notified().await;
                Ok(())
            }
        });
        (key.to_owned(), child.restart(Restart::Transient))
    };
    let made = Instances::child("instances", Options::default(), 2, two_sorts);
    let bed = Bed::under(made, Running::default()).await;
    bed.instances.get_or_start("a").await.unwrap();
    let mut slow = Box::pin(bed.instances.get_or_start("slow"));
    assert!(dropped_at(1, &mut slow).await.is_none());
    settle().await;
    ending.notify_waiters();
    settle().await;
    // The supervisor has not heard of the end, for it waits for the other one to start.
    assert_eq!(bed.instances.lookup("a"), None);
    let mut again = Box::pin(bed.instances.get_or_start("a"));
    assert!(dropped_at(1, &mut again).await.is_none());
    starting.notify_one();
    slow.await.unwrap();
    again.await.unwrap();
    assert_eq!(bed.instances.lookup("a").as_deref(), Some("a"));
    assert_eq!(bed.instances.count().await, Ok(2));
}

#[tokio::test(start_paused = true)]
async fn k19_nobody_is_given_an_instance_that_has_not_started() {
    let (starting, broken) = (Arc::new(Notify::new()), Arc::new(Mutex::new(true)));
    let (gate, breaks) = (Arc::clone(&starting), Arc::clone(&broken));
    let slow = move |key: &str| {
        let (gate, breaks) = (Arc::clone(&gate), Arc::clone(&breaks));
        let child = ChildSpec::new(key, move |ctx| {
            let (gate, breaks) = (Arc::clone(&gate), Arc::clone(&breaks));
            async move {
                gate.notified().await;
                if *breaks.lock() {
                    return Err("its store is away".into());
                }
                ctx.ready();
                ctx.shutdown().cancelled().await;
                Ok(())
            }
        });
        (key.to_owned(), child)
    };
    let made = Instances::child("instances", Options::default(), 2, slow);
    let bed = Bed::under(made, Running::default()).await;
    for fails in [true, false] {
        *broken.lock() = fails;
        let mut first = Box::pin(bed.instances.get_or_start("a"));
        let mut second = Box::pin(bed.instances.get_or_start("a"));
        for caller in [&mut first, &mut second] {
            assert!(dropped_at(1, caller).await.is_none());
            settle().await;
        }
        assert_eq!(bed.instances.lookup("a"), None);
        let opened = async {
            // Who comes second after a failure tries it once more.
            for _ in 0..2 {
                settle().await;
                starting.notify_one();
            }
        };
        let (first, second, ()) = tokio::join!(first, second, opened);
        assert_eq!((first.is_err(), second.is_err()), (fails, fails));
        assert_eq!(bed.instances.lookup("a").is_none(), fails);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k19_one_that_a_stop_leaves_behind_is_an_error_and_not_found() {
    left_behind(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn k13_nor_is_it_found_when_that_stop_is_given_up() {
    left_behind(true).await;
}

async fn left_behind(given_up: bool) {
    let (release, blocked) = std::sync::mpsc::channel::<()>();
    let (blocked, blocks) = (Arc::new(Mutex::new(blocked)), Arc::new(Notify::new()));
    let told = Arc::clone(&blocks);
    let stuck = move |key: &str| {
        let (blocked, told) = (Arc::clone(&blocked), Arc::clone(&told));
        let child = ChildSpec::new(key, move |ctx| {
            let (blocked, told) = (Arc::clone(&blocked), Arc::clone(&told));
            async move {
                ctx.ready();
                yield_now().await;
                told.notify_one();
                // It does not await any more, so nothing can end it.
                let _ = blocked.lock().recv();
                Ok(())
            }
        });
        (key.to_owned(), child.shutdown(Shutdown::BrutalKill))
    };
    let made = Instances::child("instances", Options::default(), 2, stuck);
    let bed = Bed::under(made, Running::default()).await;
    bed.instances.get_or_start("a").await.unwrap();
    blocks.notified().await;
    if given_up {
        // Its supervisor goes on with it.
        assert_eq!(dropped_at(1, bed.instances.stop("a")).await, None);
        while bed.instances.lookup("a").is_some() {
            yield_now().await;
        }
    } else {
        let stopped = bed.instances.stop("a").await;
        assert_eq!(stopped, Err(DynamicError::LeftBehind));
    }
    assert_eq!(bed.instances.lookup("a"), None);
    let again = bed.instances.get_or_start("a").await;
    assert!(matches!(again, Err(DynamicError::Failed(_))), "{again:?}");
    // Its name is free when it has ended after all.
    drop(release);
    while !bed.instances.names().is_empty() {
        yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn k13_get_or_start_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let bed = Bed::start().await;
        let ended = dropped_at(polls, bed.instances.get_or_start("a")).await;
        bed.check().await;
        // Whatever happened, it can be asked for, and stopped.
        let found = bed.instances.get_or_start("a").await;
        assert_eq!(found.as_deref(), Ok("a"));
        bed.check().await;
        assert_eq!(bed.instances.stop("a").await, Ok(()));
        bed.check().await;
        assert_eq!(bed.instances.count().await, Ok(0));
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_get_or_start_may_be_given_up_at_any_time() {
    // Here the time passes between the polls: what is given up is found in every state of a start.
    for rounds in 0..12 {
        let bed = Bed::start().await;
        let mut callers = JoinSet::new();
        let instances = bed.instances.clone();
        callers.spawn(async move { instances.get_or_start("a").await });
        for _ in 0..rounds {
            yield_now().await;
        }
        callers.shutdown().await;
        bed.check().await;
        let stopped = bed.instances.stop("a").await;
        let found = stopped == Ok(());
        assert!(found || stopped == Err(DynamicError::NotFound));
        bed.check().await;
        assert_eq!(bed.instances.count().await, Ok(0));
    }
}

#[tokio::test(start_paused = true)]
async fn k13_stop_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let bed = Bed::start().await;
        bed.instances.get_or_start("a").await.unwrap();
        let ended = dropped_at(polls, bed.instances.stop("a")).await;
        bed.check().await;
        bed.instances.get_or_start("a").await.unwrap();
        bed.check().await;
        assert_eq!(bed.instances.stop("a").await, Ok(()));
        bed.check().await;
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            return;
        }
    }
}

/// What a caller may want, and gives up if it has not come by then.
type Wish<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Turns that the callers and the supervisor take.
const TURNS: u32 = 7;

/// They take turns in this order, a digit each, and then all give up; says how many need not.
async fn take_turns(mut wishes: [Option<Wish<'_>>; 2], mut order: usize) -> usize {
    for _ in 0..TURNS {
        match wishes.get_mut(order % 3) {
            Some(caller) => {
                if let Some(wish) = caller
                    && dropped_at(1, wish).await.is_some()
                {
                    *caller = None;
                }
            }
            None => yield_now().await,
        }
        order /= 3;
    }
    wishes.iter().filter(|wish| wish.is_none()).count()
}

#[tokio::test(start_paused = true)]
async fn k13_two_callers_may_take_turns_and_give_up_in_every_order() {
    let mut ended = [0; 3];
    for order in 0..3_usize.pow(TURNS) {
        for runs in [false, true] {
            for stops in [false, true] {
                let bed = Bed::start().await;
                let instances = &bed.instances;
                if runs {
                    instances.get_or_start("a").await.unwrap();
                }
                let start = || async { _ = instances.get_or_start("a").await };
                let other: Wish<'_> = if stops {
                    Box::pin(async { _ = instances.stop("a").await })
                } else {
                    Box::pin(start())
                };
                ended[take_turns([Some(Box::pin(start())), Some(other)], order).await] += 1;
                bed.check().await;
                // Nobody has to know in which of the states it is.
                assert_eq!(instances.get_or_start("a").await.as_deref(), Ok("a"));
                assert_eq!(instances.stop("a").await, Ok(()));
                bed.check().await;
                assert_eq!(instances.count().await, Ok(0));
            }
        }
    }
    // It was tried whatever of it came to an end.
    assert!(ended.iter().all(|orders| *orders > 0), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn k13_a_start_that_fails_leaves_no_name() {
    let refusing = |key: &str| {
        let child = ChildSpec::new(key, |_| async { Err("refused".into()) });
        (key.to_owned(), child)
    };
    let made = Instances::child("instances", Options::default(), 2, refusing);
    let bed = Bed::under(made, Running::default()).await;
    let refused = bed.instances.get_or_start("a").await.unwrap_err();
    assert!(matches!(refused, DynamicError::Failed(_)), "{refused}");
    bed.check().await;
}

#[tokio::test(start_paused = true)]
async fn s25_one_more_than_may_run_is_refused() {
    let bed = Bed::start().await;
    bed.instances.get_or_start("a").await.unwrap();
    bed.instances.get_or_start("b").await.unwrap();
    let refused = bed.instances.get_or_start("c").await;
    assert_eq!(refused, Err(DynamicError::MaxChildren(2)));
    bed.check().await;
    bed.instances.stop("a").await.unwrap();
    bed.instances.get_or_start("c").await.unwrap();
    bed.check().await;
}

#[tokio::test(start_paused = true)]
async fn s26_the_end_of_the_supervisor_is_the_end_of_all_instances() {
    let bed = Bed::start().await;
    bed.instances.get_or_start("a").await.unwrap();
    bed.instances.get_or_start("b").await.unwrap();
    bed.supervisor.stop().await;
    assert!(bed.running.lock().is_empty());
    assert!(bed.instances.names().is_empty());
    assert_eq!(bed.instances.count().await, Err(DynamicError::Stopped));
    let late = bed.instances.get_or_start("a").await;
    assert_eq!(late, Err(DynamicError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k19_when_their_supervisor_is_killed_no_instance_is_found() {
    use crate::otp::supervisor::Shutdown;
    let running = Running::default();
    let made = Instances::child("instances", Options::default(), 2, make(&running));
    let (instances, child) = made;
    let bed = Bed::under((instances, child.shutdown(Shutdown::BrutalKill)), running).await;
    bed.instances.get_or_start("a").await.unwrap();
    bed.supervisor.terminate_child("instances").await.unwrap();
    settle().await;
    assert!(bed.running.lock().is_empty());
    assert_eq!(bed.instances.lookup("a"), None);
    let late = bed.instances.get_or_start("a").await;
    assert_eq!(late, Err(DynamicError::Stopped));
    assert_eq!(bed.instances.stop("a").await, Err(DynamicError::NotFound));
    // Its supervisor starts it again: the handle is valid, and there is room.
    bed.supervisor.restart_child("instances").await.unwrap();
    bed.instances.get_or_start("a").await.unwrap();
    bed.check().await;
}
