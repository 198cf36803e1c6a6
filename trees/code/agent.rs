use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

/// The lock is held for one short step, never across an `.await`.
#[derive(Clone, Default)]
pub struct Stock(Arc<Mutex<HashMap<String, i64>>>);

impl Stock {
    pub fn count(&self, fruit: &str) -> i64 {
        self.0.lock().get(fruit).copied().unwrap_or(0)
    }

    pub fn take(&self, fruit: &str, amount: i64) -> i64 {
        let mut counts = self.0.lock();
        let left = counts.entry(fruit.to_owned()).or_default();
        *left -= amount;
        *left
    }
}
