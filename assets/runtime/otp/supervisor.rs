//! An OTP `supervisor` over plain tokio: starts its children in order, restarts those that fail,
//! gives up when they fail too often, stops them in reverse order.
//!
//! What differs from OTP is forced by the platform. A task can be aborted only where it awaits, so
//! a child stuck in synchronous code is reported and left behind; a supervisor that is killed takes
//! all below it along at once. Stopping also interrupts a start. Ends of children go before waiting
//! commands. `auto_shutdown` and `significant` do not exist. Supervision needs `panic = "unwind"`:
//! under `abort` the first panic ends the process.

use std::sync::Arc;

use tokio::select;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::Instrument;

mod alive;
mod child;
//% if is.many
pub mod dynamic;
//% endif
//% if is.partitions
pub mod partition;
//% endif
mod policy;
//% if is.tallied
mod tally;
//% endif
mod tasks;
mod tree;

//% if is.gives_way
pub use alive::give_way;
//% endif
pub use alive::{Alive, alive, overdue, stuck};
pub use child::{ChildContext, ChildResult, ChildSpec, DEFAULT_SHUTDOWN, Exit, Kind, Shutdown};
pub use policy::{Options, Restart, Status, Strategy};
//% if is.tallied
pub use tally::{Counted, Tally};
//% endif
use tasks::Tasks;
use tree::Tree;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Commands that may wait while the supervisor is busy; further callers wait to send theirs.
const COMMANDS: usize = 64;

/// Why a supervisor did not start; children started before the fault have been stopped again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// Ids must be unique among the children of one supervisor.
    #[error("two children are called `{0}`")]
    DuplicateId(Arc<str>),
    /// `max_seconds` is 0.
    #[error("max_seconds must be at least 1")]
    NoWindow,
    //% if is.many
    /// A dynamic supervisor is always one for one: its children have no order.
    #[error("a dynamic supervisor has no other strategy than one for one")]
    NotOneForOne,
    //% endif
    /// A child ended before it was ready.
    #[error("child `{id}` failed to start: {exit}")]
    Child {
        /// Which child.
        id: Arc<str>,
        /// What it ended with.
        exit: Exit,
    },
    /// It was told to stop before all children had started.
    #[error("stopped while starting")]
    Stopped,
}

/// Why a supervisor ended without being told to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupervisorError {
    /// Children failed more often than [`Options`] allow.
    #[error("child `{id}` exceeded the restart limit: {exit}")]
    RestartLimit {
        /// The child that failed last.
        id: Arc<str>,
        /// What it ended with.
        exit: Exit,
    },
    /// Its task was aborted, as happens when the runtime shuts down.
    #[error("the supervisor was aborted")]
    Aborted,
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChildError {
    /// The supervisor is not running, or stopped before it could answer.
    #[error("the supervisor has stopped")]
    Stopped,
    /// No child has that id.
    #[error("there is no such child")]
    NotFound,
    /// `start_child` with the id of a child that is running.
    #[error("a child of that id is running")]
    AlreadyStarted,
    /// `start_child` with the id of a child that is not running: restart or delete that one.
    #[error("a child of that id exists, but is not running")]
    AlreadyPresent,
    /// The command is for children that are not running.
    #[error("the child is running")]
    Running,
    /// The supervisor is about to restart it; terminate it first.
    #[error("the child is being restarted")]
    Restarting,
    /// The child ended before it was ready.
    #[error("the child failed to start: {0}")]
    Failed(Exit),
    /// It was told to stop and killed, but runs on, as it does not await. Another one may be started beside it.
    #[error("the child does not await, cannot be stopped, and was left behind")]
    LeftBehind,
}

/// One child, as [`SupervisorHandle::which_children`] tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildInfo {
    /// Its id, unique within the supervisor.
    pub id: Arc<str>,
    /// What it is doing.
    pub status: Status,
    /// Worker or supervisor.
    pub kind: Kind,
    /// How often an end of it has led to a restart.
    pub restarts: u64,
}

/// The answer of [`SupervisorHandle::count_children`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildCounts {
    /// All children, running or not.
    pub specs: usize,
    /// Those that run.
    pub active: usize,
    /// Those that are supervisors, running or not.
    pub supervisors: usize,
    /// Those that are workers, running or not.
    pub workers: usize,
}

/// Starts supervisors.
#[derive(Debug)]
pub struct Supervisor;

impl Supervisor {
    /// Starts the children in order, each when the one before it is ready. A child that fails to
    /// start is not tried again here: the earlier ones are stopped and its error is returned.
    ///
    /// Dropping this future, or later the last handle, also stops the children in order.
    pub async fn start(
        options: Options,
        children: Vec<ChildSpec>,
    ) -> Result<SupervisorHandle, StartError> {
        let stop = CancellationToken::new();
        let abandoned = stop.clone().drop_guard();
        let tasks = Tasks::default();
        //% if is.tallied
        let tally = Arc::clone(&tasks.tally);
        //% endif
        let mut tree = Tree::new(options, children, tasks, stop.clone())?;
        let (commands, inbox) = mpsc::channel(COMMANDS);
        let (ended, outcome) = watch::channel(None);
        let (started, starting) = oneshot::channel();
        let run = async move {
            let result = tree.start_all().await;
            let running = result.is_ok();
            let _ = started.send(result);
            if running {
                ended.send_replace(Some(tree.serve(inbox).await));
            }
        };
        // Not detached: it ends with the last handle, and `outcome` tells how, even by a panic.
        tokio::spawn(run.in_current_span());
        starting.await.unwrap_or(Err(StartError::Stopped))?;
        Ok(SupervisorHandle {
            commands,
            _last: Arc::new(abandoned),
            stop,
            outcome,
            //% if is.tallied
            tally,
            //% endif
        })
    }
}

type Reply<T> = oneshot::Sender<T>;

#[derive(Debug)]
enum Command {
    Start(ChildSpec, Reply<Result<Status, ChildError>>),
    Terminate(Arc<str>, Reply<Result<(), ChildError>>),
    Restart(Arc<str>, Reply<Result<Status, ChildError>>),
    Delete(Arc<str>, Reply<Result<(), ChildError>>),
    Which(Reply<Vec<ChildInfo>>),
}

/// What a supervisor ended with; none while it runs.
type Outcome = Option<Result<(), SupervisorError>>;

async fn ended(mut outcome: watch::Receiver<Outcome>) -> Result<(), SupervisorError> {
    let ended = outcome.wait_for(Option::is_some).await;
    let ended = ended.ok().and_then(|result| result.clone());
    ended.unwrap_or(Err(SupervisorError::Aborted))
}

/// Sends a command and waits for its answer; none if the supervisor ends without one.
async fn ask<C, T>(
    commands: &mpsc::Sender<C>,
    outcome: &watch::Receiver<Outcome>,
    command: impl FnOnce(Reply<T>) -> C,
) -> Option<T> {
    let (reply, mut answer) = oneshot::channel();
    commands.send(command(reply)).await.ok()?;
    // A command that is sent while the inbox is being closed may stay there, with its reply.
    select! {
        biased;
        answer = &mut answer => answer.ok(),
        _ = ended(outcome.clone()) => answer.try_recv().ok(),
    }
}

/// Reaches a running supervisor. What is asked of it happens though the caller stops waiting, once it
/// has been sent, and [`Self::which_children`] tells. Commands wait, as in OTP, while it starts or stops
/// children.
#[derive(Clone, Debug)]
pub struct SupervisorHandle {
    commands: mpsc::Sender<Command>,
    stop: CancellationToken,
    /// Stops it when the last handle is dropped, even while a child is starting.
    _last: Arc<DropGuard>,
    outcome: watch::Receiver<Outcome>,
    //% if is.tallied
    tally: Arc<Tally>,
    //% endif
}

impl SupervisorHandle {
    //% if is.tallied
    /// What is counted of all that is below it.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    //% endif
    /// Adds a child at the end of the order and starts it. A child that fails to start is not kept;
    /// one that declines is, as [`Status::Stopped`].
    pub async fn start_child(&self, spec: ChildSpec) -> Result<Status, ChildError> {
        self.ask(|reply| Command::Start(spec, reply)).await?
    }

    /// Stops a child. Its spec is kept, unless it is temporary.
    pub async fn terminate_child(&self, id: &str) -> Result<(), ChildError> {
        self.ask(|reply| Command::Terminate(id.into(), reply))
            .await?
    }

    /// Starts a child that is not running.
    pub async fn restart_child(&self, id: &str) -> Result<Status, ChildError> {
        self.ask(|reply| Command::Restart(id.into(), reply)).await?
    }

    /// Forgets the spec of a child that is not running.
    pub async fn delete_child(&self, id: &str) -> Result<(), ChildError> {
        self.ask(|reply| Command::Delete(id.into(), reply)).await?
    }

    /// The children in start order.
    pub async fn which_children(&self) -> Result<Vec<ChildInfo>, ChildError> {
        self.ask(Command::Which).await
    }

    /// How many children there are, by state and by kind.
    pub async fn count_children(&self) -> Result<ChildCounts, ChildError> {
        let children = self.which_children().await?;
        let count = |test: fn(&ChildInfo) -> bool| children.iter().filter(|c| test(c)).count();
        Ok(ChildCounts {
            specs: children.len(),
            active: count(|child| child.status == Status::Running),
            supervisors: count(|child| child.kind == Kind::Supervisor),
            workers: count(|child| child.kind == Kind::Worker),
        })
    }

    /// Stops the children in reverse order, each as its spec says, and waits for the end. A child
    /// must not call this on its own supervisor: each would wait for the other.
    pub async fn stop(&self) {
        self.stop.cancel();
        let _ = self.wait().await;
    }

    /// Waits until it begins to end: it was told to stop, or has given up.
    pub async fn ending(&self) {
        self.stop.cancelled().await;
    }

    /// Waits until the supervisor has ended: `Ok` if it was stopped.
    pub async fn wait(&self) -> Result<(), SupervisorError> {
        ended(self.outcome.clone()).await
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, ChildError> {
        let answer = ask(&self.commands, &self.outcome, command).await;
        answer.ok_or(ChildError::Stopped)
    }
}
