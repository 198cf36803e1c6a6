//! The threads of the runtime that have not ended: of its workers, which only a task that blocks can keep,
//! and of those that it lends to blocking calls.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::env;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Runtime};

/// The variable of the environment that says how many workers there are, instead of one for each core.
const WORKERS: &str = "TOKIO_WORKER_THREADS";

/// The threads that have not ended, by the order in which they began.
#[derive(Clone, Default)]
pub(super) struct Threads(Arc<Mutex<(usize, BTreeSet<usize>)>>);

thread_local! {
    static OWN: Cell<usize> = const { Cell::new(0) };
}

impl Threads {
    /// A runtime of which it is known.
    pub(super) fn runtime(&self) -> io::Result<Runtime> {
        let asked = env::var(WORKERS).ok().and_then(|asked| asked.parse().ok());
        let workers = asked.filter(|workers| *workers > 0);
        let workers =
            workers.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
        given(workers)?;
        let (begun, ended) = (self.clone(), self.clone());
        let mut runtime = Builder::new_multi_thread();
        let runtime = runtime.worker_threads(workers).enable_all();
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

/// Begins a thread of the program's own, for what no task may block.
pub(super) fn apart(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(drop).map_err(|error| refused(name, &error))
}

fn refused(what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("no thread for {what}: {error}"))
}

/// Has the system give so many threads at a time, or tell why it does not. Without them tokio panics, or goes
/// on with fewer, on which what others wait for may never run.
fn given(count: usize) -> io::Result<()> {
    let end = Mutex::new(());
    thread::scope(|scope| {
        let not_yet = end.lock();
        let wait = || drop(end.lock());
        let one = |_| thread::Builder::new().spawn_scoped(scope, wait).map(drop);
        let given = (0..count).try_for_each(one);
        drop(not_yet);
        given.map_err(|error| refused(&format!("one of {count} workers"), &error))
    })
}
