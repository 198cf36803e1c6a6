//! A `Task.Supervisor`: finite jobs, each in a task of its own that nobody else crashes with.
//!
//! It bounds how many run, keeps what they are called, and at the end waits for them until a
//! deadline, after which it aborts those that are left and names them. A job that must survive the
//! end of the program does not belong here but into a queue in a database.
//!
//! The jobs are futures that callers hand over. They must not block: computing for longer than about
//! 100 µs, and blocking I/O, belong into `tokio::task::spawn_blocking`. What was given to that cannot be
//! aborted: it goes on when its job was, is counted for no limit and waited for by no deadline of this.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use thiserror::Error;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinHandle};
use tokio::time;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;
use tracing::Instrument;

use crate::otp::failure::{in_a_line, of_panic};
use crate::otp::supervisor::{
    Alive, ChildContext, ChildResult, ChildSpec, Counted, Shutdown, Tally,
};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// How long the end waits for running jobs. (OTP: 5000 ms.)
pub const GRACE: Duration = Duration::from_secs(5);

/// How long an aborted job may take to its next `await`.
const ABORT_GRACE: Duration = Duration::from_secs(1);

/// What its own supervisor grants it: a little more than it needs.
const STOP: Shutdown = Shutdown::Timeout(GRACE.saturating_add(Duration::from_secs(2)));

/// How long a caller waits for a result. (`Task.await`: 5000 ms.)
pub const AWAIT_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a job was not started.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum SpawnError {
    /// As many as may run do run (OTP: `:max_children`).
    #[error("{0} jobs are running already")]
    MaxChildren(usize),
    /// It has ended, or begun to.
    #[error("the task supervisor is not running")]
    Stopped,
}

/// Why a job has no result. Whoever waited for it lives on: that is the point.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum TaskError {
    /// It panicked, with this message.
    #[error("the job crashed: {0}")]
    Crashed(String),
    /// It was aborted, because the supervisor ended or somebody gave it up.
    #[error("the job was aborted")]
    Aborted,
    /// It is not finished yet. It runs on.
    #[error("no result in time")]
    Timeout,
    /// Somebody has heard already how it ended.
    #[error("the result has been taken")]
    Taken,
}

/// A job whose result somebody may want.
///
/// Dropping it forgets the result; the job runs on, for it is not linked to its caller.
#[derive(Debug)]
pub struct Task<T> {
    /// None when it has been heard how the job ended.
    join: Option<JoinHandle<Option<T>>>,
}

impl<T> Task<T> {
    /// `Task.yield/2`: the result, if it comes within `patience`. After a timeout ask again, or
    /// [`abort`](Task::abort) it.
    pub async fn result(&mut self, patience: Duration) -> Result<T, TaskError> {
        let join = self.join.as_mut().ok_or(TaskError::Taken)?;
        let ended = time::timeout(patience, join).await;
        let ended = ended.map_err(|_| TaskError::Timeout)?;
        self.join = None;
        ended.map_err(reason)?.ok_or(TaskError::Aborted)
    }

    /// `Task.shutdown/2` with `:brutal_kill`: the job ends where it awaits next, without what it has given to
    /// `spawn_blocking`.
    pub fn abort(self) {
        if let Some(join) = self.join {
            join.abort();
        }
    }
}

fn reason(error: JoinError) -> TaskError {
    let panic = error.try_into_panic();
    panic.map_or(TaskError::Aborted, |panic| {
        TaskError::Crashed(of_panic(panic))
    })
}

/// The handle: cheap to clone, valid across restarts.
#[derive(Clone, Debug)]
pub struct TaskSupervisor {
    jobs: watch::Receiver<Option<Arc<Jobs>>>,
}

impl TaskSupervisor {
    /// A task supervisor that is not running yet, and its handle.
    pub fn new(max_tasks: usize) -> (TaskSupervisor, TaskSupervisorOwner) {
        let (publish, jobs) = watch::channel(None);
        let owner = TaskSupervisorOwner { publish, max_tasks };
        (TaskSupervisor { jobs }, owner)
    }

    /// `Task.Supervisor.async_nolink/2`: a job whose result is wanted; its crash is a value. It runs on the
    /// runtime of the task supervisor, from wherever it was handed over.
    pub fn async_nolink<F>(&self, name: &str, job: F) -> Result<Task<F::Output>, SpawnError>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        let join = self.jobs()?.spawn(name, job)?;
        Ok(Task { join: Some(join) })
    }

    /// `Task.Supervisor.start_child/2`: a job nobody waits for. A crash is logged, not repeated. It runs on the
    /// runtime of the task supervisor as well.
    pub fn start_child<F>(&self, name: &str, job: F) -> Result<(), SpawnError>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.jobs()?.spawn(name, job)?;
        Ok(())
    }

    /// The names of the jobs that run now, as the log has them: each in a line.
    pub fn children(&self) -> Vec<String> {
        self.jobs().map_or_else(|_| Vec::new(), |jobs| jobs.names())
    }

    fn jobs(&self) -> Result<Arc<Jobs>, SpawnError> {
        self.jobs.borrow().clone().ok_or(SpawnError::Stopped)
    }
}

/// The jobs of one incarnation.
#[derive(Debug)]
struct Jobs {
    list: Arc<Mutex<List>>,
    tracker: TaskTracker,
    room: Arc<Semaphore>,
    max: usize,
    abort: CancellationToken,
    tally: Arc<Tally>,
    runtime: Handle,
}

#[derive(Debug, Default)]
struct List {
    stopped: bool,
    last: u64,
    /// Since somebody was refused, until half of the places are free.
    full: Option<Counted>,
    names: BTreeMap<u64, String>,
}

impl Jobs {
    fn new(max: usize, tally: &Arc<Tally>) -> Jobs {
        Jobs {
            list: Arc::default(),
            tracker: TaskTracker::new(),
            room: Arc::new(Semaphore::new(max.min(Semaphore::MAX_PERMITS))),
            max,
            abort: CancellationToken::new(),
            tally: Arc::clone(tally),
            runtime: Handle::current(),
        }
    }

    fn spawn<F>(&self, name: &str, job: F) -> Result<JoinHandle<Option<F::Output>>, SpawnError>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        // It may come from anywhere, and must not write lines of its own.
        let name = in_a_line(name);
        let place = self.place(&name)?;
        let abort = self.abort.clone();
        let span = tracing::info_span!("job", name);
        let alive = Alive::new(format!("job {name}"));
        let job = alive.run(async move {
            let _place = place;
            abort.run_until_cancelled_owned(job).await
        });
        Ok(self.runtime.spawn(job.instrument(span)))
    }

    /// Room for one more, under this name.
    fn place(&self, name: &str) -> Result<Place, SpawnError> {
        let mut list = self.list.lock();
        if list.stopped {
            return Err(SpawnError::Stopped);
        }
        let permit = Arc::clone(&self.room).try_acquire_owned();
        let Ok(permit) = permit else {
            if list.full.is_none() {
                tracing::warn!(max = self.max, "no more jobs may run: refused");
                list.full = Some(Counted::full(&self.tally));
            }
            return Err(SpawnError::MaxChildren(self.max));
        };
        list.last += 1;
        let id = list.last;
        list.names.insert(id, name.to_owned());
        Ok(Place {
            list: Arc::clone(&self.list),
            id,
            max: self.max,
            permit: Some(permit),
            _waited_for: self.tracker.token(),
        })
    }

    fn names(&self) -> Vec<String> {
        self.list.lock().names.values().cloned().collect()
    }

    fn close(&self) {
        self.list.lock().stopped = true;
        self.tracker.close();
    }

    /// Starts no more jobs, waits [`GRACE`] for those that run, aborts the rest and names it.
    async fn stop(&self) -> Vec<String> {
        self.close();
        let waited = time::timeout(GRACE, self.tracker.wait()).await;
        let late = waited.map_or_else(|_| self.names(), |()| Vec::new());
        for name in &late {
            tracing::warn!(name, "not finished in time: aborted");
        }
        self.abort.cancel();
        let ended = time::timeout(ABORT_GRACE, self.tracker.wait()).await;
        if ended.is_err() {
            tracing::error!(jobs = ?self.names(), "left behind: they do not await");
        }
        late
    }
}

/// A job's place in the list, given back however the job ends.
struct Place {
    list: Arc<Mutex<List>>,
    id: u64,
    max: usize,
    permit: Option<OwnedSemaphorePermit>,
    _waited_for: TaskTrackerToken,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut list = self.list.lock();
        // Who sees that it is not there any more finds its place free.
        self.permit = None;
        let name = list.names.remove(&self.id);
        if list.names.len() <= self.max / 2 {
            list.full = None;
        }
        drop(list);
        if std::thread::panicking() {
            tracing::error!(name, "the job crashed");
        }
    }
}

/// The task supervisor as its own supervisor knows it.
#[derive(Clone, Debug)]
pub struct TaskSupervisorOwner {
    publish: watch::Sender<Option<Arc<Jobs>>>,
    max_tasks: usize,
}

impl TaskSupervisorOwner {
    /// The child spec: how a supervisor starts it, restarts it and stops it.
    pub fn child(self, id: impl Into<Arc<str>>) -> ChildSpec {
        ChildSpec::new(id, move |ctx| self.clone().run(ctx)).shutdown(STOP)
    }

    /// Lets jobs run until the shutdown, and then for at most [`GRACE`]. None outlives it but one that does not
    /// await, which is told of; what jobs have given to `spawn_blocking` may as well.
    async fn run(self, ctx: ChildContext) -> ChildResult {
        let jobs = Arc::new(Jobs::new(self.max_tasks, ctx.tally()));
        let running = Running(Arc::clone(&jobs));
        self.publish.send_replace(Some(jobs));
        ctx.ready();
        ctx.shutdown().cancelled().await;
        running.0.stop().await;
        Ok(())
    }
}

/// The jobs of a running incarnation: when it is killed, they are aborted and no more are accepted.
struct Running(Arc<Jobs>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.close();
        self.0.abort.cancel();
    }
}
