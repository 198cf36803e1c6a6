//! What is told of all that is below a supervisor, and not of its own children alone: counted by those who
//! know it, so that nobody has to be asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The counts of one tree of supervisors.
#[derive(Debug, Default)]
pub struct Tally {
    /// Children of supervisors below the first that run,
    pub(super) running: AtomicUsize,
    /// that wait for a restart,
    pub(super) restarting: AtomicUsize,
    /// and how often they were restarted.
    pub(super) restarts: AtomicUsize,
    full: AtomicUsize,
}

impl Tally {
    /// Of the children of supervisors below the first, how many run, how many wait for a restart, and how
    /// often they were restarted.
    pub fn below(&self) -> [usize; 3] {
        let counts = [&self.running, &self.restarting, &self.restarts];
        counts.map(|count| count.load(Ordering::Relaxed))
    }

    /// How many mailboxes, and what else has a limit, are full.
    pub fn full(&self) -> usize {
        self.full.load(Ordering::Relaxed)
    }
}

/// One in a count, as long as this is.
#[derive(Debug)]
pub struct Counted(Arc<Tally>, fn(&Tally) -> &AtomicUsize);

impl Counted {
    pub(super) fn new(tally: &Arc<Tally>, count: fn(&Tally) -> &AtomicUsize) -> Self {
        count(tally).fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(tally), count)
    }

    /// Something is full.
    pub fn full(tally: &Arc<Tally>) -> Self {
        Self::new(tally, |tally| &tally.full)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.1)(&self.0).fetch_sub(1, Ordering::Relaxed);
    }
}
