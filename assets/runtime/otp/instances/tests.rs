//! Instances that come and go, and callers who give up half-way. Time is paused.

use std::time::Duration;

use parking_lot::Mutex;
use tokio::task::yield_now;
use tokio::time::sleep;

use super::*;
use crate::otp::polls::dropped_at;
use crate::otp::supervisor::{Supervisor, SupervisorHandle};

//% if is.registry
mod named;
//% endif

/// The keys of the processes that run.
type Running = Arc<Mutex<Vec<String>>>;

/// Is in the list while its process runs.
struct Mark(Running, String);

impl Mark {
    fn set(running: &Running, key: &str) -> Self {
        running.lock().push(key.to_owned());
        Mark(Arc::clone(running), key.to_owned())
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        let mut running = self.0.lock();
        let at = running.iter().position(|key| *key == self.1);
        running.remove(at.unwrap());
    }
}

/// Makes processes that take some polls to start and to stop; their handles are their keys.
fn make(running: &Running) -> impl Fn(&str) -> (String, ChildSpec) + Send + Sync + 'static {
    let running = Arc::clone(running);
    move |key| {
        let (running, name) = (Arc::clone(&running), key.to_owned());
        let child = ChildSpec::new(key, move |ctx| {
            let (running, name) = (Arc::clone(&running), name.clone());
            async move {
                yield_now().await;
                let _running = Mark::set(&running, &name);
                yield_now().await;
                ctx.ready();
                ctx.shutdown().cancelled().await;
                yield_now().await;
                Ok(())
            }
        });
        (key.to_owned(), child)
    }
}

/// Instances under a supervisor, with room for two.
struct Bed {
    instances: Instances<String>,
    running: Running,
    supervisor: SupervisorHandle,
}

impl Bed {
    async fn start() -> Self {
        let running = Running::default();
        let made = Instances::child("instances", Options::default(), 2, make(&running));
        Self::under(made, running).await
    }

    //% if is.partitions
    async fn partitioned(max: usize) -> Self {
        let running = Running::default();
        let options = Options::default();
        let made = Instances::partitioned("instances", options, 8, max, make(&running));
        Self::under(made, running).await
    }

    //% endif
    async fn under(made: (Instances<String>, ChildSpec), running: Running) -> Self {
        let (instances, child) = made;
        let supervisor = Supervisor::start(Options::default(), vec![child]).await;
        Self {
            instances,
            running,
            supervisor: supervisor.unwrap(),
        }
    }
    //% if is.registry

    /// One truth about who runs: what runs is what the supervisor has, and is what is found.
    async fn check(&self) {
        settle().await;
        let mut running = self.running.lock().clone();
        running.sort_unstable();
        assert_eq!(self.instances.count().await, Ok(running.len()));
        assert_eq!(self.instances.names(), running);
    }
    //% endif
}

/// On paused time a sleep ends only when every other task waits: everything has settled.
async fn settle() {
    sleep(Duration::from_millis(1)).await;
}

//% if not is.registry
#[tokio::test(start_paused = true)]
async fn s25_instances_come_and_go() {
    let bed = Bed::start().await;
    let (first, handle) = bed.instances.start("a").await.unwrap();
    assert_eq!(handle, "a");
    bed.instances.start("a").await.unwrap();
    let refused = bed.instances.start("a").await;
    assert_eq!(refused, Err(DynamicError::MaxChildren(2)));
    bed.instances.stop_child(first).await.unwrap();
    settle().await;
    assert_eq!(*bed.running.lock(), ["a"]);
    assert_eq!(bed.instances.count().await, Ok(1));
    let gone = bed.instances.stop_child(first).await;
    assert_eq!(gone, Err(DynamicError::NotFound));
    bed.supervisor.stop().await;
    assert!(bed.running.lock().is_empty());
    assert_eq!(bed.instances.count().await, Err(DynamicError::Stopped));
}

#[tokio::test(start_paused = true)]
async fn k13_a_start_that_is_given_up_at_any_await_leaves_nothing_behind() {
    for polls in 0.. {
        let bed = Bed::start().await;
        let ended = dropped_at(polls, bed.instances.start("a")).await;
        settle().await;
        let known = usize::from(ended.is_some());
        assert_eq!(bed.running.lock().len(), known, "after {polls} polls");
        assert_eq!(bed.instances.count().await, Ok(known));
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_stop_child_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let bed = Bed::start().await;
        let (id, _handle) = bed.instances.start("a").await.unwrap();
        let ended = dropped_at(polls, bed.instances.stop_child(id)).await;
        settle().await;
        // Once it was sent, it is done.
        let known = usize::from(polls == 0);
        assert_eq!(bed.running.lock().len(), known, "after {polls} polls");
        assert_eq!(bed.instances.count().await, Ok(known));
        if let Some(ended) = ended {
            assert!(polls > 1, "it waits at least once");
            assert_eq!(ended, Ok(()));
            return;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn k13_a_start_that_is_given_up_when_it_was_done_leaves_nothing_behind() {
    let bed = Bed::start().await;
    let mut starting = Box::pin(bed.instances.start("a"));
    assert!(dropped_at(1, &mut starting).await.is_none());
    // The answer has come, and nobody takes it.
    settle().await;
    assert_eq!(bed.instances.count().await, Ok(1));
    drop(starting);
    settle().await;
    assert_eq!(bed.instances.count().await, Ok(0));
    assert!(bed.running.lock().is_empty());
}

//% endif
#[tokio::test(start_paused = true)]
async fn k13_count_may_be_given_up_at_any_await() {
    let bed = Bed::start().await;
    for polls in 0.. {
        if dropped_at(polls, bed.instances.count()).await.is_some() {
            return;
        }
        assert_eq!(bed.instances.count().await, Ok(0));
    }
}
//% if is.partitions

#[tokio::test(start_paused = true)]
async fn s25_partitions_have_room_for_as_many_as_may_run_in_all() {
    for max in [0, 1, 7, 19] {
        let bed = Bed::partitioned(max).await;
        for key in 0..200 {
            let key = key.to_string();
            //% if is.registry
            let started = bed.instances.get_or_start(&key).await.map(drop);
            //% else
            //+ let started = bed.instances.start(&key).await.map(drop);
            //% endif
            let refused = matches!(started, Err(DynamicError::MaxChildren(_)));
            assert!(refused || started.is_ok(), "{started:?}");
        }
        assert_eq!(bed.instances.count().await, Ok(max));
        bed.supervisor.stop().await;
    }
}
//% endif
//% if is.partitions and is.registry

#[tokio::test(start_paused = true)]
async fn s32_a_name_always_belongs_to_the_same_partition() {
    let bed = Bed::partitioned(16).await;
    for name in ["a", "b", "c"] {
        let first = std::ptr::from_ref(bed.instances.supervisors.of(name));
        let again = bed.instances.supervisors.of(name);
        assert!(std::ptr::eq(first, again));
        bed.instances.get_or_start(name).await.unwrap();
        bed.instances.get_or_start(name).await.unwrap();
    }
    assert_eq!(bed.instances.count().await, Ok(3));
}
//% endif
//% if is.partitions and not is.registry

#[tokio::test(start_paused = true)]
async fn s32_instances_of_one_topic_are_spread_over_all_partitions() {
    let bed = Bed::partitioned(16).await;
    let mut ids = Vec::new();
    for _ in 0..16 {
        ids.push(bed.instances.start("a").await.unwrap().0);
    }
    let refused = bed.instances.start("a").await;
    assert_eq!(refused, Err(DynamicError::MaxChildren(2)));
    for id in ids {
        bed.instances.stop_child(id).await.unwrap();
    }
    assert_eq!(bed.instances.count().await, Ok(0));
}
//% endif
