//! The threads of the runtime that have not ended: of its workers, which only a task that blocks can keep,
//! and of those that it lends to blocking calls.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Builder, Runtime};

/// The threads that have not ended, by the order in which they began.
#[derive(Clone, Default)]
pub(super) struct Threads(Arc<Mutex<(usize, BTreeSet<usize>)>>);

thread_local! {
    static OWN: Cell<usize> = const { Cell::new(0) };
}

impl Threads {
    /// A runtime of which it is known.
    pub(super) fn runtime(&self) -> io::Result<Runtime> {
        let (begun, ended) = (self.clone(), self.clone());
        let mut runtime = Builder::new_multi_thread();
        let runtime = runtime.enable_all();
        let runtime = runtime.on_thread_start(move || {
            begun.change(|count, threads| {
                OWN.set(*count);
                threads.insert(*count);
                *count += 1;
            });
        });
        runtime.on_thread_stop(move || ended.change(|_, threads| _ = threads.remove(&OWN.get())));
        runtime.build()
    }

    /// Of so many workers, which begin first, how many are left, and how many other threads.
    pub(super) fn left(&self, workers: usize) -> (usize, usize) {
        let mut left = (0, 0);
        self.change(|_, threads| {
            let kept = threads.range(..workers).count();
            left = (kept, threads.len() - kept);
        });
        left
    }

    fn change(&self, change: impl FnOnce(&mut usize, &mut BTreeSet<usize>)) {
        let mut threads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, threads) = &mut *threads;
        change(count, threads);
    }
}
