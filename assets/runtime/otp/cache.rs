//! A cache in memory with a time to live and a bound: what ETS is used for, plus what ETS leaves out.
//!
//! An ETS table never evicts and knows no age, and when an entry is missing every process that asks
//! computes it again. So this is moka, the Rust counterpart of Cachex: entries end a while
//! after they were written, at most so many are kept (the least used go first), and of many
//! callers that miss the same key at once one computes while the others wait (single flight).
//!
//! The cache has no owner task, so there is nothing to supervise: reads and writes run in the
//! callers. It dies with the program; only keep what can be computed again. Its entries age by a clock of
//! its own, which tokio's paused time (`start_paused`) does not move.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use thiserror::Error;
use tokio::sync::OnceCell;
use tracing::debug;

/// The computation of an entry failed. All callers that waited for it get the same reason, and
/// nothing is cached: the next caller tries again.
#[derive(Debug, Error, Clone)]
#[error("the entry could not be computed: {0}")]
pub struct LoadError<E>(Arc<E>);

impl<E> LoadError<E> {
    /// What the computation failed with.
    pub fn reason(&self) -> &E {
        &self.0
    }
}

/// Nothing is served for longer: a hundred years.
const FOR_EVER: Duration = Duration::from_hours(876_000);

/// A handle on the cache; clones share it. Values are cloned out, so keep large ones in an `Arc`.
pub struct Cache<V> {
    entries: moka::future::Cache<String, Arc<Entry<V>>>,
    /// What is being computed.
    loads: Arc<Mutex<HashMap<String, Loading<V>>>>,
}

struct Entry<V> {
    value: V,
    forgotten: Forgotten,
}

/// Whether a key was forgotten after a computation of it had begun. An entry has that of its own
/// computation, so that one which comes too late is never served.
#[derive(Clone, Default)]
struct Forgotten(Arc<AtomicBool>);

impl Forgotten {
    fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The error of a computation, whatever its type.
type Failure = Arc<dyn Any + Send + Sync>;

/// One computation, by one of those who wait for it.
struct Load<V> {
    result: OnceCell<Result<V, Failure>>,
    forgotten: Forgotten,
}

/// A computation that new callers take part in, and how many do.
struct Loading<V> {
    load: Arc<Load<V>>,
    callers: usize,
}

impl<V> Clone for Cache<V> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            loads: Arc::clone(&self.loads),
        }
    }
}

impl<V> Cache<V>
where
    V: Clone + Send + Sync + 'static,
{
    /// An empty cache of at most `capacity` entries, each of which is served for `time_to_live`.
    pub fn new(capacity: u64, time_to_live: Duration) -> Self {
        let entries = moka::future::Cache::builder()
            .max_capacity(capacity)
            .time_to_live(time_to_live.min(FOR_EVER))
            .build();
        let loads = Arc::default();
        Self { entries, loads }
    }

    /// The entry under `key`, if there is one and it is young enough.
    pub async fn get(&self, key: &str) -> Option<V> {
        let entry = self.entries.get(key).await;
        let entry = entry.filter(|entry| !entry.forgotten.is_set())?;
        Some(entry.value.clone())
    }

    /// The entry under `key`; when there is none, `load` computes it. However many callers miss at
    /// the same time, `load` runs once. If that caller goes away, one of the others takes over. A `load` that
    /// asks for its own key waits for itself.
    pub async fn get_or_load<E, F>(&self, key: &str, load: F) -> Result<V, LoadError<E>>
    where
        E: Send + Sync + 'static,
        F: Future<Output = Result<V, E>>,
    {
        let mut load = pin!(load);
        loop {
            if let Some(value) = self.get(key).await {
                return Ok(value);
            }
            let caller = self.join(key);
            // One that has ended since then is here.
            if let Some(value) = self.get(key).await {
                return Ok(value);
            }
            let mut own = false;
            let compute = async {
                own = true;
                debug!(key, "cache miss");
                let result = load.as_mut().await;
                if let Ok(value) = &result {
                    caller.keep(value.clone()).await;
                }
                caller.leave(true);
                result.map_err(|error| Arc::new(error) as Failure)
            };
            let result = caller.load.result.get_or_init(|| compute).await.clone();
            // What somebody else computed and was forgotten meanwhile is no answer for this caller.
            if !own && caller.load.forgotten.is_set() {
                continue;
            }
            match result.map_err(Arc::downcast::<E>) {
                Ok(value) => return Ok(value),
                Err(Ok(error)) => return Err(LoadError(error)),
                // Somebody else's error, of another type.
                Err(Err(_)) => {}
            }
        }
    }

    /// Forgets one entry, for when its source has changed. What is being computed now is forgotten
    /// too: only those who began before will see it.
    pub async fn forget(&self, key: &str) {
        let loading = self.loads.lock().remove(key);
        if let Some(loading) = loading {
            loading.load.forgotten.set();
        }
        self.entries.invalidate(key).await;
    }

    /// Takes part in the computation of an entry.
    fn join(&self, key: &str) -> Caller<'_, V> {
        let mut loads = self.loads.lock();
        let loading = loads.entry(key.to_owned()).or_insert_with(|| Loading {
            load: Arc::new(Load {
                result: OnceCell::new(),
                forgotten: Forgotten::default(),
            }),
            callers: 0,
        });
        loading.callers += 1;
        Caller {
            cache: self,
            key: key.to_owned(),
            load: Arc::clone(&loading.load),
        }
    }
}

/// Somebody who takes part in a computation.
struct Caller<'a, V> {
    cache: &'a Cache<V>,
    key: String,
    load: Arc<Load<V>>,
}

impl<V: Clone + Send + Sync + 'static> Caller<'_, V> {
    /// Makes the value an entry, unless the key was forgotten meanwhile.
    async fn keep(&self, value: V) {
        if self.load.forgotten.is_set() {
            return;
        }
        let forgotten = self.load.forgotten.clone();
        let entry = Arc::new(Entry { value, forgotten });
        self.cache.entries.insert(self.key.clone(), entry).await;
    }
}

impl<V> Caller<'_, V> {
    /// Nobody else takes part in a computation that is over, or that the last one gives up.
    fn leave(&self, over: bool) {
        let mut loads = self.cache.loads.lock();
        let mut ended = None;
        if let Some(loading) = loads.get_mut(&self.key)
            && Arc::ptr_eq(&loading.load, &self.load)
        {
            loading.callers -= 1;
            if over || loading.callers == 0 {
                ended = loads.remove(&self.key);
            }
        }
        // The user's `Drop` runs after the lock.
        drop(loads);
        drop(ended);
    }
}

impl<V> Drop for Caller<'_, V> {
    fn drop(&mut self) {
        self.leave(false);
    }
}

impl<V> fmt::Debug for Cache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif
