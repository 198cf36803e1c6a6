use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::{sync::Semaphore, task::JoinSet};

use super::*;

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn e04_an_entry_ends_after_its_time_to_live() {
    let built = Cache::<u64>::new(10_000, MINUTE).0;
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
    cache.0.run_pending_tasks().await;
    assert!(cache.0.entry_count() <= 10);
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
