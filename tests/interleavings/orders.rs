//! Threads that take turns in every order, or in so many random ones where there are too many.
//!
//! Shuttle rather than loom: the modules keep their `parking_lot` and their moka, for it replaces the one
//! and does not mind the other; what decides here are locks, not the orderings of atomics, which only
//! loom would weaken.

#![allow(clippy::unwrap_used, reason = "tests, and what they have in common")]

use otp_interleavings::otp::cache::Cache;
use otp_interleavings::otp::registry::Registry;
use otp_interleavings::otp::topics::Topics;
use shuttle::scheduler::{DfsScheduler, RandomScheduler};
use shuttle::{Config, Runner, future, thread};
use std::sync::Arc;
// Not shuttle's: turns are taken at locks and yields, and more of them would only be more of the same.
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Orders tried where not all of them can be.
const RANDOM: usize = 2_000;

/// Orders after which a test with all of them would have become too large.
const ALL: usize = 20_000;

/// Runs a test in every order, and says how many there were.
fn in_every_order(name: &str, test: impl Fn() + Send + Sync + 'static) {
    let started = Instant::now();
    let scheduler = DfsScheduler::new(Some(ALL), false);
    let orders = Runner::new(scheduler, Config::new()).run(test);
    assert!(orders < ALL, "{name} has too many orders to try them all");
    eprintln!("{name}: all {orders} orders in {:?}", started.elapsed());
}

/// Runs a test in some orders, always the same.
fn in_random_orders(name: &str, test: impl Fn() + Send + Sync + 'static) {
    let started = Instant::now();
    let scheduler = RandomScheduler::new_from_seed(0, RANDOM);
    let orders = Runner::new(scheduler, Config::new()).run(test);
    eprintln!("{name}: {orders} orders in {:?}", started.elapsed());
}

/// Counts those who own a name at the same time.
#[derive(Clone, Default)]
struct Owners(Arc<AtomicU64>);

impl Owners {
    fn enter(&self) {
        assert_eq!(self.0.fetch_add(1, Ordering::SeqCst), 0, "two owners");
    }

    fn leave(&self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Registers a name and gives it back; or hears who has it.
fn own(registry: &Registry<u64>, owners: &Owners, handle: u64) {
    match registry.register("a", handle) {
        Ok(name) => {
            owners.enter();
            assert_eq!(registry.lookup("a"), Some(handle));
            owners.leave();
            drop(name);
        }
        Err(refused) => assert_ne!(refused.owner, handle),
    }
}

#[test]
fn k12_a_name_has_one_owner_in_every_order() {
    in_every_order("registry, two owners", || {
        let (registry, owners) = (Registry::default(), Owners::default());
        let others: Vec<_> = (1..=2)
            .map(|handle| {
                let (registry, owners) = (registry.clone(), owners.clone());
                thread::spawn(move || own(&registry, &owners, handle))
            })
            .collect();
        for other in others {
            other.join().unwrap();
        }
        assert!(registry.names().is_empty());
    });
}

#[test]
fn k12_a_name_has_one_owner_however_often_it_changes() {
    in_random_orders("registry, four owners in turns", || {
        let (registry, owners) = (Registry::default(), Owners::default());
        let others: Vec<_> = (1..=4)
            .map(|handle| {
                let (registry, owners) = (registry.clone(), owners.clone());
                thread::spawn(move || {
                    own(&registry, &owners, handle);
                    own(&registry, &owners, handle + 10);
                })
            })
            .collect();
        for other in others {
            other.join().unwrap();
        }
        assert!(registry.names().is_empty());
    });
}

/// A handle that uses the registry it is in wherever it is cloned or dropped.
struct Nosy(Option<Registry<Nosy>>);

impl Clone for Nosy {
    fn clone(&self) -> Self {
        let registry = self.0.clone();
        drop(registry.as_ref().map(Registry::names));
        Nosy(registry)
    }
}

impl Drop for Nosy {
    fn drop(&mut self) {
        drop(self.0.as_ref().map(Registry::names));
    }
}

// A lock that is held meanwhile is a deadlock, which shuttle finds.
#[test]
fn k24_handles_may_use_the_registry_in_every_order() {
    in_every_order("registry, handles that use it", || {
        let registry = Registry::default();
        let name = registry.register("a", Nosy(Some(registry.clone())));
        let reader = registry.clone();
        let reader = thread::spawn(move || drop(reader.lookup("a")));
        drop(name);
        reader.join().unwrap();
        assert!(registry.names().is_empty());
    });
}

#[test]
fn r04_members_come_and_go_in_every_order() {
    in_every_order("topics, two members", || {
        let topics = Topics::default();
        let others: Vec<_> = (1..=2)
            .map(|handle| {
                let topics = topics.clone();
                thread::spawn(move || {
                    let member = topics.join("a", handle);
                    assert!(topics.members("a").contains(&handle));
                    drop(member);
                })
            })
            .collect();
        for other in others {
            other.join().unwrap();
        }
        assert!(topics.members("a").is_empty());
    });
}

/// What is computed: the source as it was when the computation began.
async fn read(source: Arc<AtomicU64>) -> Result<u64, ()> {
    let value = source.load(Ordering::SeqCst);
    future::yield_now().await;
    Ok(value)
}

/// The source changes and its entry is forgotten, while others ask for it.
fn changes(readers: usize) {
    let cache = Cache::new(10, Duration::from_mins(1));
    let source = Arc::new(AtomicU64::new(1));
    // What everybody may count on who asks from now on.
    let forgotten = Arc::new(AtomicU64::new(1));
    let readers: Vec<_> = (0..readers)
        .map(|_| {
            let (cache, source) = (cache.clone(), Arc::clone(&source));
            let forgotten = Arc::clone(&forgotten);
            thread::spawn(move || {
                let known = forgotten.load(Ordering::SeqCst);
                let value = cache.get_or_load("a", read(source));
                let value = future::block_on(value).unwrap();
                assert!(value >= known, "a stale value was served");
            })
        })
        .collect();
    source.store(2, Ordering::SeqCst);
    future::block_on(cache.forget("a"));
    forgotten.store(2, Ordering::SeqCst);
    let value = future::block_on(cache.get_or_load("a", read(source)));
    assert_eq!(value.unwrap(), 2, "a stale value was served");
    for reader in readers {
        reader.join().unwrap();
    }
    let value = future::block_on(cache.get("a"));
    assert!(value.is_none_or(|value| value == 2), "a stale value stayed");
}

#[test]
fn k12_what_was_forgotten_is_not_served_in_every_order() {
    in_every_order("cache, a change and a reader", || changes(1));
}

#[test]
fn k12_what_was_forgotten_is_not_served_however_many_read() {
    in_random_orders("cache, a change and three readers", || changes(3));
}
