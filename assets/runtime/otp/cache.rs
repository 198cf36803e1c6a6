//! A cache in memory with a time to live and a bound: what ETS is used for, plus what ETS leaves out.
//!
//! An ETS table never evicts and knows no age, and when an entry is missing every process that asks
//! computes it again. So this is moka, the Rust counterpart of Cachex: entries end a while
//! after they were written, at most so many are kept (the least used go first), and of many
//! callers that miss the same key at once one computes while the others wait (single flight).
//!
//! The cache has no owner task, so there is nothing to supervise: reads and writes run in the
//! callers. It dies with the program; only keep what can be computed again.

use std::{fmt, sync::Arc, time::Duration};

use thiserror::Error;
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

/// A handle on the cache; clones share it. Values are cloned out, so keep large ones in an `Arc`.
#[derive(Clone)]
pub struct Cache<V>(moka::future::Cache<String, V>);

impl<V> Cache<V>
where
    V: Clone + Send + Sync + 'static,
{
    /// An empty cache of at most `capacity` entries, each of which is served for `time_to_live`.
    pub fn new(capacity: u64, time_to_live: Duration) -> Self {
        let cache = moka::future::Cache::builder()
            .max_capacity(capacity)
            .time_to_live(time_to_live)
            .build();
        Self(cache)
    }

    /// The entry under `key`, if there is one and it is young enough.
    pub async fn get(&self, key: &str) -> Option<V> {
        self.0.get(key).await
    }

    /// The entry under `key`; when there is none, `load` computes it. However many callers miss at
    /// the same time, `load` runs once. If that caller goes away, one of the others takes over.
    pub async fn get_or_load<E, F>(&self, key: &str, load: F) -> Result<V, LoadError<E>>
    where
        E: Send + Sync + 'static,
        F: Future<Output = Result<V, E>>,
    {
        let load = async {
            debug!(key, "cache miss");
            load.await
        };
        self.0
            .try_get_with_by_ref(key, load)
            .await
            .map_err(LoadError)
    }

    /// Forgets one entry, for when its source has changed.
    pub async fn forget(&self, key: &str) {
        self.0.invalidate(key).await;
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
