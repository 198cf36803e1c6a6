use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use papaya::HashMap;

/// Reads go past every mailbox, in the task of whoever asks.
#[derive(Clone, Default)]
pub struct Visits(Arc<HashMap<String, AtomicU64>>);

impl Visits {
    pub fn get(&self, page: &str) -> u64 {
        let visits = self.0.pin();
        visits.get(page).map_or(0, |n| n.load(Ordering::Relaxed))
    }

    pub fn count(&self, page: &str) -> u64 {
        let visits = self.0.pin();
        let row =
            visits.get_or_insert_with(page.to_owned(), AtomicU64::default);
        row.fetch_add(1, Ordering::Relaxed) + 1
    }
}
