use std::sync::atomic::AtomicUsize;

use tokio::{
    sync::{Semaphore, oneshot},
    task::JoinSet,
};

use super::*;
use crate::otp::polls::dropped_at;

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn e04_an_entry_ends_after_its_time_to_live() {
    let built = Cache::<u64>::new(10_000, MINUTE).entries;
    assert_eq!(built.policy().time_to_live(), Some(MINUTE));
    assert_eq!(built.policy().max_capacity(), Some(10_000));

    // A time to live that is over at once shows the effect without waiting.
    let loads = AtomicUsize::new(0);
    for (time_to_live, expected) in [(MINUTE, 1), (Duration::ZERO, 3)] {
        let cache = Cache::new(10_000, time_to_live);
        loads.store(0, Ordering::SeqCst);
        for _ in 0..3 {
            let load = async { Ok::<_, ()>(loads.fetch_add(1, Ordering::SeqCst)) };
            cache.get_or_load("key", load).await.unwrap();
        }
        assert_eq!(loads.load(Ordering::SeqCst), expected);
    }
}

#[tokio::test]
async fn e04_the_cache_stays_within_its_bound() {
    let cache = Cache::new(10, MINUTE);
    for key in 0..1_000 {
        let load = async { Ok::<_, ()>(key) };
        cache.get_or_load(&key.to_string(), load).await.unwrap();
    }
    cache.entries.run_pending_tasks().await;
    assert!(cache.entries.entry_count() <= 10);
}

#[tokio::test]
async fn e04_many_callers_that_miss_at_once_compute_once() {
    const CALLERS: usize = 100;
    let cache = Cache::<&str>::new(10_000, MINUTE);
    let loads = Arc::new(AtomicUsize::new(0));
    let gate = Arc::new(Semaphore::new(0));
    let asked = Arc::new(AtomicUsize::new(0));
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let (cache, loads, gate) = (cache.clone(), Arc::clone(&loads), Arc::clone(&gate));
        let asked = Arc::clone(&asked);
        callers.spawn(async move {
            let load = async {
                loads.fetch_add(1, Ordering::SeqCst);
                let _open = gate.acquire().await;
                Ok::<_, ()>("value")
            };
            asked.fetch_add(1, Ordering::SeqCst);
            cache.get_or_load("key", load).await
        });
    }
    while asked.load(Ordering::SeqCst) < CALLERS {
        tokio::task::yield_now().await;
    }
    gate.add_permits(CALLERS);
    while let Some(value) = callers.join_next().await {
        assert_eq!(value.unwrap().unwrap(), "value");
    }
    assert_eq!(loads.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn e04_a_failed_or_panicked_computation_is_not_cached() {
    let cache = Cache::<u64>::new(10_000, MINUTE);
    let failed = cache.get_or_load("key", async { Err("no answer") }).await;
    assert_eq!(*failed.unwrap_err().reason(), "no answer");

    let mut callers = JoinSet::new();
    let shared = cache.clone();
    callers.spawn(async move {
        let load = async { panic!("the computation panics") };
        shared.get_or_load::<(), _>("key", load).await
    });
    assert!(callers.join_next().await.unwrap().unwrap_err().is_panic());

    assert_eq!(cache.get("key").await, None);
    let load = async { Ok::<_, ()>(42) };
    assert_eq!(cache.get_or_load("key", load).await.unwrap(), 42);
    cache.forget("key").await;
    assert_eq!(cache.get("key").await, None);
}

/// A computation that waits to be let go, and what lets it.
fn gated(value: u64) -> (oneshot::Sender<()>, impl Future<Output = Result<u64, ()>>) {
    let (open, gate) = oneshot::channel();
    let load = async move {
        let _ = gate.await;
        Ok(value)
    };
    (open, load)
}

/// Polls a future once: what it does at first, it has done.
async fn begin<F: Future + Unpin>(future: &mut F) {
    assert!(dropped_at(1, future).await.is_none());
}

#[tokio::test]
async fn k12_what_was_forgotten_while_it_was_computed_is_not_served() {
    let cache = Cache::new(10, MINUTE);
    let (open, stale) = gated(1);
    let mut before = Box::pin(cache.get_or_load("key", stale));
    begin(&mut before).await;

    cache.forget("key").await;
    // Who asks now waits for nobody, and gets what is computed now.
    let fresh = cache.get_or_load("key", async { Ok::<_, ()>(2) });
    assert_eq!(fresh.await.unwrap(), 2);

    open.send(()).unwrap();
    assert_eq!(before.await.unwrap(), 1);
    assert_eq!(cache.get("key").await, Some(2));
    assert!(cache.loads.lock().is_empty());
}

#[tokio::test]
async fn k12_who_waited_for_what_was_forgotten_computes_it_anew() {
    let cache = Cache::new(10, MINUTE);
    let (open, stale) = gated(1);
    let mut first = Box::pin(cache.get_or_load("key", stale));
    begin(&mut first).await;
    let load = async { Ok::<_, ()>(2) };
    let mut second = Box::pin(cache.get_or_load("key", load));
    begin(&mut second).await;

    cache.forget("key").await;
    open.send(()).unwrap();
    assert_eq!(first.await.unwrap(), 1);
    assert_eq!(cache.get("key").await, None);
    assert_eq!(second.await.unwrap(), 2);
    assert_eq!(cache.get("key").await, Some(2));
}

#[tokio::test]
async fn k12_an_entry_that_comes_too_late_is_not_served() {
    let cache = Cache::new(10, MINUTE);
    let caller = cache.join("key");
    // Between the look at the mark and the entry.
    let forgotten = caller.load.forgotten.clone();
    let late = Arc::new(Entry {
        value: 1,
        forgotten,
    });
    cache.forget("key").await;
    cache.entries.insert("key".to_owned(), late).await;
    assert_eq!(cache.get("key").await, None);
    let load = async { Ok::<_, ()>(2) };
    assert_eq!(cache.get_or_load("key", load).await.unwrap(), 2);
    assert_eq!(cache.get("key").await, Some(2));
}

#[tokio::test]
async fn k12_of_two_who_compute_a_forgotten_entry_the_younger_stays() {
    let cache = Cache::new(10, MINUTE);
    let mut open = Vec::new();
    let mut callers = Vec::new();
    for value in 0..5 {
        let (gate, load) = gated(value);
        let mut caller = Box::pin(cache.get_or_load("key", load));
        begin(&mut caller).await;
        cache.forget("key").await;
        open.push(gate);
        callers.push(caller);
    }
    let load = async { Ok::<_, ()>(5) };
    assert_eq!(cache.get_or_load("key", load).await.unwrap(), 5);
    for (gate, caller) in open.into_iter().zip(callers).rev() {
        gate.send(()).unwrap();
        caller.await.unwrap();
        assert_eq!(cache.get("key").await, Some(5));
    }
    assert!(cache.loads.lock().is_empty());
}

#[tokio::test]
async fn k13_get_or_load_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let cache = Cache::new(10, MINUTE);
        let slow = async {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            Ok::<_, ()>(1)
        };
        let mut first = Box::pin(cache.get_or_load("key", slow));
        let ended = dropped_at(polls, &mut first).await;
        let mut second = Box::pin(cache.get_or_load("key", async { Ok::<_, ()>(2) }));
        let waits = dropped_at(1, &mut second).await;
        drop(first);
        // Whoever waited takes over; what was begun is not left behind.
        let value = match waits {
            Some(value) => value,
            None => second.await,
        };
        assert_eq!(cache.get("key").await, Some(value.unwrap()));
        assert!(cache.loads.lock().is_empty());
        if ended.is_some() {
            assert!(polls > 1, "it waits at least once");
            assert_eq!(cache.get("key").await, Some(1));
            return;
        }
        assert_eq!(cache.get("key").await, Some(2));
    }
}

#[tokio::test]
async fn k13_forget_may_be_given_up_at_any_await() {
    for polls in 0.. {
        let cache = Cache::new(10, MINUTE);
        let load = async { Ok::<_, ()>(1) };
        cache.get_or_load("key", load).await.unwrap();
        let ended = dropped_at(polls, cache.forget("key")).await;
        dropped_at(polls, cache.get("key")).await;
        let before = cache.get("key").await;
        assert!(before == Some(1) || before.is_none());
        cache.forget("key").await;
        assert_eq!(cache.get("key").await, None);
        if ended.is_some() {
            return;
        }
    }
}

#[tokio::test]
async fn an_error_of_another_type_is_not_the_callers() {
    let cache = Cache::<u64>::new(10, MINUTE);
    let (open, gate) = oneshot::channel::<()>();
    let failing = async move {
        let _ = gate.await;
        Err::<u64, _>("no answer")
    };
    let mut first = Box::pin(cache.get_or_load("key", failing));
    begin(&mut first).await;
    let mut second = Box::pin(cache.get_or_load("key", async { Err::<u64, _>(404) }));
    begin(&mut second).await;
    open.send(()).unwrap();
    assert_eq!(*first.await.unwrap_err().reason(), "no answer");
    assert_eq!(*second.await.unwrap_err().reason(), 404);
    assert!(cache.loads.lock().is_empty());
}

/// A value whose `Clone` and `Drop` look into the cache that it is in.
struct Nosy(Cache<Nosy>);

impl Nosy {
    fn look(&self) {
        // Nobody else is here: if the lock is taken, it is by our own caller.
        assert!(self.0.loads.try_lock().is_some());
    }
}

impl Clone for Nosy {
    fn clone(&self) -> Self {
        self.look();
        Nosy(self.0.clone())
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        self.look();
    }
}

#[tokio::test]
async fn k24_values_are_cloned_and_dropped_outside_of_the_lock() {
    let cache = Cache::new(10, MINUTE);
    let load = async { Ok::<_, ()>(Nosy(cache.clone())) };
    cache.get_or_load("key", load).await.ok().unwrap();
    cache.get("key").await.unwrap();
    // The last one to know the value is a computation that was forgotten.
    cache.forget("key").await;
    let caller = cache.join("key");
    let compute = || async { Ok::<_, Failure>(Nosy(cache.clone())) };
    caller.load.result.get_or_init(compute).await;
    drop(caller);
    assert!(cache.loads.lock().is_empty());
}

#[tokio::test]
async fn k18_for_ever_is_a_time_to_live() {
    let cache = Cache::new(1, Duration::MAX);
    let load = async { Ok::<_, ()>(1) };
    assert_eq!(cache.get_or_load("key", load).await.unwrap(), 1);
}
