//! Children that do what they should not: they end alone.

use std::fmt::{self, Debug, Display, Formatter};
use std::future::{Ready, ready};
use std::panic::panic_any;

use super::*;

/// Panics when it is dropped.
#[derive(Debug)]
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

/// An error that cannot be read.
struct Unreadable;

impl Debug for Unreadable {
    fn fmt(&self, _: &mut Formatter<'_>) -> fmt::Result {
        panic!("no debug")
    }
}

impl Display for Unreadable {
    fn fmt(&self, _: &mut Formatter<'_>) -> fmt::Result {
        panic!("no display")
    }
}

impl std::error::Error for Unreadable {}

#[derive(Debug, thiserror::Error)]
#[error("an error with a bomb in it")]
struct Mined(Bomb);

/// Temporary children that panic wherever they can, and whether they start.
pub(crate) fn hostile_children() -> Vec<(bool, ChildSpec)> {
    let held = Bomb;
    let children = [
        (
            false,
            ChildSpec::new("factory", |_| -> Ready<ChildResult> { panic!("at once") }),
        ),
        (
            false,
            ChildSpec::new("mined start", |_| ready(Err(Mined(Bomb).into()))),
        ),
        (
            false,
            ChildSpec::new("unreadable", |_| ready(Err(Unreadable.into()))),
        ),
        (
            false,
            ChildSpec::new("payload", |_| async { panic_any(Bomb) }),
        ),
        (
            true,
            ChildSpec::new("held", move |context: ChildContext| {
                let _held = &held;
                async move {
                    context.ready();
                    context.shutdown().cancelled().await;
                    Ok(())
                }
            }),
        ),
        (
            true,
            ChildSpec::new("mined", |context: ChildContext| async move {
                context.ready();
                context.shutdown().cancelled().await;
                Err(Mined(Bomb).into())
            }),
        ),
        (
            true,
            ChildSpec::new("ends", |context: ChildContext| async move {
                context.ready();
                let _bomb = Bomb;
                Ok(())
            }),
        ),
        (
            true,
            ChildSpec::new("aborted", |context: ChildContext| async move {
                context.ready();
                let _bomb = Bomb;
                pending().await
            }),
        ),
        (
            true,
            ChildSpec::new("killed", |context: ChildContext| async move {
                context.ready();
                let _bomb = Bomb;
                pending().await
            })
            .shutdown(Shutdown::BrutalKill),
        ),
    ];
    let temporary =
        |(starts, child): (bool, ChildSpec)| (starts, child.restart(Restart::Temporary));
    children.into_iter().map(temporary).collect()
}

#[tokio::test(start_paused = true)]
async fn k11_children_that_panic_wherever_they_can_end_alone() {
    let lab = Lab::default();
    let supervisor = lab.start(Strategy::OneForOne, lab.children("a")).await;
    for (starts, child) in hostile_children() {
        let id = child.id.clone();
        let started = supervisor.start_child(child).await;
        assert_eq!(started.is_ok(), starts, "{id}: {started:?}");
    }
    settle().await;
    for id in ["held", "mined", "aborted"] {
        let terminated = supervisor.terminate_child(id).await;
        assert_eq!(terminated, Ok(()), "{id}");
    }
    supervisor.stop().await;
    assert_eq!(supervisor.wait().await, Ok(()));
    assert_eq!(lab.trace(), "-a");
}

#[tokio::test(start_paused = true)]
async fn k11_a_group_restart_survives_what_its_children_do_when_they_are_dropped() {
    let lab = Lab::default();
    let bomb = ChildSpec::new("bomb", |context: ChildContext| async move {
        let _bomb = Bomb;
        context.ready();
        pending().await
    });
    let children = vec![
        lab.child("a"),
        bomb.shutdown(Shutdown::BrutalKill),
        lab.child("b"),
    ];
    let supervisor = lab.start(Strategy::OneForAll, children).await;
    assert_eq!(lab.after("a", Order::Crash).await, "-b +a +b");
    assert_eq!(status(&supervisor, "bomb").await, Some(Status::Running));
    supervisor.stop().await;
    assert_eq!(lab.trace(), "-b -a");
}

#[tokio::test(start_paused = true)]
async fn k18_the_longest_duration_is_never() {
    let lab = Lab::default();
    let options = Options {
        strategy: Strategy::OneForOne,
        max_restarts: usize::MAX,
        max_seconds: u64::MAX,
    };
    let day = Duration::from_hours(24);
    let slow = lab.slow_child("slow", day);
    let slow = slow.shutdown(Shutdown::Timeout(Duration::MAX));
    let never = lab.child("never").restart_delay(Duration::MAX);
    let children = vec![slow, never];
    let supervisor = Supervisor::start(options, children).await.unwrap();
    lab.order("never", Order::Crash);
    sleep(day).await;
    assert_eq!(status(&supervisor, "never").await, Some(Status::Restarting));
    supervisor.stop().await;
    assert_eq!(lab.trace(), "+slow +never -slow");
}

/// Not dropped before it may be.
struct Clinging(Mutex<std::sync::mpsc::Receiver<()>>);

impl Clinging {
    fn new() -> (std::sync::mpsc::Sender<()>, Self) {
        let (release, held) = std::sync::mpsc::channel();
        (release, Self(Mutex::new(held)))
    }
}

impl Drop for Clinging {
    fn drop(&mut self) {
        let _ = self.0.lock().unwrap().recv();
    }
}

/// It holds this, and ends when it is told to.
fn holding(id: &str, held: impl Send + Sync + 'static) -> ChildSpec {
    ChildSpec::new(id, move |context: ChildContext| {
        let _ = &held;
        async move {
            context.ready();
            context.shutdown().cancelled().await;
            Ok(())
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k04_what_a_child_holds_and_never_drops_keeps_no_supervisor() {
    let (release, held) = Clinging::new();
    let supervisor = Supervisor::start(Options::default(), Vec::new());
    let supervisor = supervisor.await.unwrap();
    let child = holding("clinging", held).restart(Restart::Temporary);
    assert_eq!(supervisor.start_child(child).await, Ok(Status::Running));
    assert_eq!(supervisor.terminate_child("clinging").await, Ok(()));
    assert_eq!(supervisor.which_children().await.unwrap(), []);
    let refused = holding("other", ());
    assert_eq!(supervisor.start_child(refused).await, Ok(Status::Running));
    supervisor.stop().await;
    assert!(
        alive()
            .iter()
            .any(|left| left.starts_with("what clinging holds"))
    );
    drop(release);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k04_a_panic_that_is_never_dropped_keeps_no_supervisor() {
    let (release, held) = Clinging::new();
    let held = Mutex::new(Some(held));
    let child = ChildSpec::new("clinging", move |context: ChildContext| {
        let held = held.lock().unwrap().take();
        async move {
            context.ready();
            if let Some(held) = held {
                panic_any(held);
            }
            context.shutdown().cancelled().await;
            Ok(())
        }
    });
    let supervisor = Supervisor::start(Options::default(), vec![child]);
    let supervisor = supervisor.await.unwrap();
    while supervisor.which_children().await.unwrap()[0].restarts == 0 {
        tokio::task::yield_now().await;
    }
    supervisor.stop().await;
    drop(release);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k04_what_children_held_is_dropped_when_the_supervisor_has_stopped() {
    let held = Arc::new(());
    let children = (0..10).map(|id| holding(&id.to_string(), Arc::clone(&held)));
    let supervisor = Supervisor::start(Options::default(), children.collect());
    let supervisor = supervisor.await.unwrap();
    supervisor.stop().await;
    assert_eq!(Arc::strong_count(&held), 1);
}
