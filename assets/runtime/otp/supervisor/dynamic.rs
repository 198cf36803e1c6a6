//! An Elixir `DynamicSupervisor` (Erlang: `simple_one_for_one`): children that come and go at run
//! time, without order between them, stopped all at once.
//!
//! All children share one restart limit, so that one which crashes again and again ends them all:
//! make them transient or temporary, or raise the limit.

use std::collections::{BTreeMap, HashMap};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use thiserror::Error;
use tokio::select;
use tokio::sync::{mpsc, watch};
use tokio::task::Id;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::{CancellationToken, DropGuard};
use tracing::{Instrument, error, warn};

use super::policy::{Limit, Sequel};
use super::tasks::{KILL_GRACE, Task, Tasks};
use super::{
    COMMANDS, ChildContext, ChildError, ChildSpec, Counted, Exit, Options, Outcome, Reply,
    Shutdown, StartError, Strategy, SupervisorError, ask, ended,
};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Names a child, also after restarts of it. None is given twice, not even after a restart of its
/// supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChildId(u64);
//% if is.partitions and not is.registry

impl ChildId {
    /// Its place in the count of ids.
    pub fn number(self) -> u64 {
        self.0
    }
}
//% endif

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DynamicError {
    /// The supervisor is not running, or stopped before it could answer.
    #[error("the supervisor has stopped")]
    Stopped,
    /// There are as many children as there may be.
    #[error("no more than {0} children may run")]
    MaxChildren(usize),
    /// An id names one child only.
    #[error("a child of that id is running")]
    AlreadyStarted,
    /// The child declined to run; it is not kept.
    #[error("the child declined to run")]
    Declined,
    /// The child ended before it was ready; it is not kept.
    #[error("the child failed to start: {0}")]
    Failed(Exit),
    /// It has ended and is forgotten, or never was.
    #[error("there is no such child")]
    NotFound,
    /// It was told to stop and killed, but runs on, as it does not await. It is forgotten.
    #[error("the child does not await, cannot be stopped, and was left behind")]
    LeftBehind,
}

#[derive(Debug)]
enum Command {
    Start(ChildId, ChildSpec, Reply<Result<(), DynamicError>>),
    Terminate(ChildId, Reply<Result<(), DynamicError>>),
    Count(Reply<usize>),
}

/// Reaches one incarnation of a dynamic supervisor.
#[derive(Clone, Debug)]
struct Link {
    commands: mpsc::Sender<Command>,
    stop: CancellationToken,
    outcome: watch::Receiver<Outcome>,
}

/// Reaches a dynamic supervisor, also after a restart of it, which has lost the children.
#[derive(Clone, Debug)]
pub struct DynamicSupervisor {
    link: watch::Receiver<Option<Link>>,
    last_id: Arc<AtomicU64>,
    /// Of one that stands alone: stops it when the last handle is dropped, even while a child is starting.
    _last: Option<Arc<DropGuard>>,
}

impl DynamicSupervisor {
    /// Starts one that stands alone, on the current runtime; it stops when its last handle is
    /// dropped.
    pub fn start(options: Options, max_children: usize) -> Result<Self, StartError> {
        let stop = CancellationToken::new();
        let last = Some(Arc::new(stop.clone().drop_guard()));
        let (link, run) = prepare(options, max_children, Tasks::default(), stop)?;
        // Not detached: it ends with the last handle, and `outcome` tells how, even by a panic.
        tokio::spawn(run.in_current_span());
        let (_, link) = watch::channel(Some(link));
        Ok(Self {
            link,
            last_id: Arc::default(),
            _last: last,
        })
    }

    /// One that is a child of another supervisor, and its handle.
    pub fn child(
        id: impl Into<Arc<str>>,
        options: Options,
        max_children: usize,
    ) -> (Self, ChildSpec) {
        let (publish, link) = watch::channel(None);
        let run = move |context: ChildContext| {
            let publish = publish.clone();
            async move {
                let stop = context.shutdown().clone();
                let tasks = Tasks::below(context.tally());
                let (link, run) = prepare(options, max_children, tasks, stop)?;
                publish.send_replace(Some(link));
                context.ready();
                Ok(run.await?)
            }
        };
        let supervisor = Self {
            link,
            last_id: Arc::default(),
            _last: None,
        };
        let child = ChildSpec::new(id, run).with_supervisor_defaults();
        (supervisor, child)
    }

    /// Starts a child and waits until it is ready; meanwhile no other command is served.
    pub async fn start_child(&self, spec: ChildSpec) -> Result<ChildId, DynamicError> {
        let id = self.next_id();
        self.start_child_as(id, spec).await?;
        Ok(id)
    }

    /// The id of a child to come, for [`Self::start_child_as`].
    pub fn next_id(&self) -> ChildId {
        ChildId(self.last_id.fetch_add(1, Ordering::Relaxed))
    }

    /// [`Self::start_child`] under an id that is known beforehand: whoever stops waiting half-way can
    /// still say which child is meant.
    pub async fn start_child_as(&self, id: ChildId, spec: ChildSpec) -> Result<(), DynamicError> {
        self.ask(|reply| Command::Start(id, spec, reply)).await?
    }

    /// Stops a child as its spec says and forgets it.
    pub async fn terminate_child(&self, id: ChildId) -> Result<(), DynamicError> {
        self.ask(|reply| Command::Terminate(id, reply)).await?
    }

    /// How many children there are, those that wait for a restart included.
    pub async fn count(&self) -> Result<usize, DynamicError> {
        self.ask(Command::Count).await
    }

    /// Stops all children at once, each as its spec says, and waits for the end. Where it is a
    /// child itself, its supervisor decides whether it is started again.
    pub async fn stop(&self) {
        if let Some(link) = self.link() {
            link.stop.cancel();
            let _ = ended(link.outcome).await;
        }
    }

    /// Waits until the supervisor has ended: `Ok` if it was stopped.
    pub async fn wait(&self) -> Result<(), SupervisorError> {
        match self.link() {
            Some(link) => ended(link.outcome).await,
            None => Err(SupervisorError::Aborted),
        }
    }

    /// Cloned out: a guard must not be held while waiting.
    fn link(&self) -> Option<Link> {
        self.link.borrow().clone()
    }

    async fn ask<T>(&self, command: impl FnOnce(Reply<T>) -> Command) -> Result<T, DynamicError> {
        let link = self.link().ok_or(DynamicError::Stopped)?;
        let answer = ask(&link.commands, &link.outcome, command).await;
        answer.ok_or(DynamicError::Stopped)
    }
}

/// A supervisor ready to run, and what reaches it.
fn prepare(
    options: Options,
    max_children: usize,
    tasks: Tasks,
    stop: CancellationToken,
) -> Result<(Link, impl Future<Output = Result<(), SupervisorError>>), StartError> {
    if options.strategy != Strategy::OneForOne {
        return Err(StartError::NotOneForOne);
    }
    if options.max_seconds == 0 {
        return Err(StartError::NoWindow);
    }
    let pool = Pool {
        limit: Limit::new(options),
        born: Instant::now(),
        max_children,
        children: HashMap::new(),
        ids: HashMap::new(),
        full: None,
        tasks,
        stop: stop.clone(),
    };
    let (commands, inbox) = mpsc::channel(COMMANDS);
    let (ended, outcome) = watch::channel(None);
    let link = Link {
        commands,
        stop,
        outcome,
    };
    Ok((link, pool.run(inbox, ended)))
}

enum Phase {
    Running,
    /// To be restarted when its task ends, because of this exit.
    Restarting(Exit),
    Killed,
}

struct Child {
    spec: ChildSpec,
    task: Task,
    phase: Phase,
}

/// A dynamic supervisor at work.
struct Pool {
    limit: Limit,
    born: Instant,
    max_children: usize,
    children: HashMap<ChildId, Child>,
    ids: HashMap<Id, ChildId>,
    /// Since somebody was refused, until half of the places are free.
    full: Option<Counted>,
    tasks: Tasks,
    stop: CancellationToken,
}

impl Pool {
    async fn run(
        mut self,
        mut inbox: mpsc::Receiver<Command>,
        ended: watch::Sender<Outcome>,
    ) -> Result<(), SupervisorError> {
        let stop = self.stop.clone();
        let outcome = loop {
            // The same rounds as those of a supervisor whose children are known beforehand.
            let command = select! {
                biased;
                () = stop.cancelled() => break Ok(()),
                () = self.tasks.exited(), if !inbox.is_closed() => inbox.try_recv().ok(),
                command = inbox.recv() => match command {
                    Some(command) => Some(command),
                    None => break Ok(()),
                },
            };
            if let Err(error) = self.handle_exits().await {
                break Err(error);
            }
            if let Some(command) = command {
                self.execute(command).await;
            }
            if self.children.len() <= self.max_children / 2 {
                self.full = None;
            }
        };
        inbox.close();
        while let Ok(command) = inbox.try_recv() {
            if let Command::Start(_, spec, _) = command {
                self.tasks.release(spec);
            }
        }
        self.stop_all().await;
        for (_, child) in self.children.drain() {
            self.tasks.release(child.spec);
        }
        self.tasks.released().await;
        ended.send_replace(Some(outcome.clone()));
        outcome
    }

    async fn handle_exits(&mut self) -> Result<(), SupervisorError> {
        for _ in 0..self.tasks.backlog() {
            // A stop takes the exits that are left.
            if self.stop.is_cancelled() {
                break;
            }
            if let Some((task, exit)) = self.tasks.take_exit() {
                self.ended(task, exit).await?;
            }
        }
        Ok(())
    }

    /// A child has ended, or its pause before a restart.
    async fn ended(&mut self, task: Id, exit: Exit) -> Result<(), SupervisorError> {
        let Some(id) = self.ids.remove(&task) else {
            return Ok(()); // Left behind, or a pause that was cut short.
        };
        let Some(child) = self.children.remove(&id) else {
            return Ok(());
        };
        if let Phase::Restarting(exit) = child.phase {
            return self.restart(id, child.spec, exit).await;
        }
        child.spec.report(&exit);
        match child.spec.plan().after(exit.end()) {
            Sequel::Nothing => self.tasks.release(child.spec),
            Sequel::Restart => return self.restart(id, child.spec, exit).await,
            Sequel::Pause => self.pause(id, child.spec, exit),
        }
        Ok(())
    }

    async fn restart(
        &mut self,
        id: ChildId,
        spec: ChildSpec,
        exit: Exit,
    ) -> Result<(), SupervisorError> {
        if !self.limit.allows_one_more(self.born.elapsed().as_secs()) {
            let id = Arc::clone(&spec.id);
            self.tasks.release(spec);
            error!(child = %id, "restart limit exceeded, giving up");
            return Err(SupervisorError::RestartLimit { id, exit });
        }
        self.tasks.count_restart();
        match self.tasks.start(&spec, &self.stop).await {
            Ok(Some(task)) => self.insert(id, spec, task, Phase::Running),
            Err(ChildError::Failed(exit)) => {
                error!(child = %spec.id, reason = %exit, "restart failed");
                self.pause(id, spec, exit);
            }
            // It declined, or the supervisor is about to stop.
            Ok(None) | Err(_) => self.tasks.release(spec),
        }
        Ok(())
    }

    fn pause(&mut self, id: ChildId, spec: ChildSpec, exit: Exit) {
        let pause = self.tasks.pause(spec.plan().delay);
        self.insert(id, spec, pause, Phase::Restarting(exit));
    }

    fn insert(&mut self, id: ChildId, spec: ChildSpec, task: Task, phase: Phase) {
        self.ids.insert(task.id(), id);
        self.children.insert(id, Child { spec, task, phase });
    }

    async fn execute(&mut self, command: Command) {
        match command {
            Command::Start(id, spec, reply) => drop(reply.send(self.add(id, spec).await)),
            Command::Terminate(id, reply) => drop(reply.send(self.terminate(id).await)),
            Command::Count(reply) => drop(reply.send(self.children.len())),
        }
    }

    async fn add(&mut self, id: ChildId, spec: ChildSpec) -> Result<(), DynamicError> {
        match self.started(id, &spec).await {
            Ok(task) => self.insert(id, spec, task, Phase::Running),
            Err(error) => {
                self.tasks.release(spec);
                return Err(error);
            }
        }
        Ok(())
    }

    async fn started(&mut self, id: ChildId, spec: &ChildSpec) -> Result<Task, DynamicError> {
        if self.children.contains_key(&id) {
            return Err(DynamicError::AlreadyStarted);
        }
        if self.children.len() >= self.max_children {
            if self.full.is_none() {
                warn!(
                    max_children = self.max_children,
                    "no more children may run: refused"
                );
                self.full = Some(Counted::full(&self.tasks.tally));
            }
            return Err(DynamicError::MaxChildren(self.max_children));
        }
        match self.tasks.start(spec, &self.stop).await {
            Ok(task) => task.ok_or(DynamicError::Declined),
            Err(ChildError::Failed(exit)) => Err(DynamicError::Failed(exit)),
            Err(_) => Err(DynamicError::Stopped),
        }
    }

    async fn terminate(&mut self, id: ChildId) -> Result<(), DynamicError> {
        let child = self.children.remove(&id).ok_or(DynamicError::NotFound)?;
        self.ids.remove(&child.task.id());
        let stopped = match child.phase {
            Phase::Restarting(_) => {
                child.task.abort.abort();
                true
            }
            _ => self.tasks.stop(&child.task, &child.spec).await,
        };
        self.tasks.release(child.spec);
        if stopped {
            Ok(())
        } else {
            Err(DynamicError::LeftBehind)
        }
    }

    /// Tells all children to stop, then waits for all; each has its own deadline.
    async fn stop_all(&mut self) {
        let now = Instant::now();
        let mut deadlines: BTreeMap<Instant, Vec<ChildId>> = BTreeMap::new();
        for (id, child) in &mut self.children {
            if let Phase::Restarting(_) = child.phase {
                self.ids.remove(&child.task.id());
                continue;
            }
            child.task.tell(child.spec.shutdown);
            let deadline = match child.spec.shutdown {
                Shutdown::BrutalKill => Some(child.kill()),
                Shutdown::Timeout(limit) => now.checked_add(limit),
                Shutdown::Infinity => None,
            };
            if let Some(deadline) = deadline {
                deadlines.entry(deadline).or_default().push(*id);
            }
        }
        while !self.ids.is_empty() {
            let next = deadlines.keys().next().copied();
            select! {
                biased;
                () = self.tasks.exited() => while let Some((task, exit)) = self.tasks.take_exit() {
                    let id = self.ids.remove(&task);
                    if let Some(child) = id.and_then(|id| self.children.remove(&id)) {
                        child.spec.report_stop(&exit);
                        self.tasks.release(child.spec);
                    }
                },
                at = reached(next) => for id in deadlines.remove(&at).unwrap_or_default() {
                    let Some(child) = self.children.get_mut(&id) else {
                        continue;
                    };
                    if matches!(child.phase, Phase::Killed) {
                        child.spec.report_stuck();
                        self.ids.remove(&child.task.id());
                    } else {
                        deadlines.entry(child.kill()).or_default().push(id);
                    }
                }
            }
        }
    }
}

impl Child {
    /// Aborts the child and says until when that may take.
    fn kill(&mut self) -> Instant {
        self.task.abort.abort();
        self.task.shutdown.cancel();
        self.phase = Phase::Killed;
        Instant::now() + KILL_GRACE
    }
}

async fn reached(deadline: Option<Instant>) -> Instant {
    match deadline {
        Some(deadline) => {
            sleep_until(deadline).await;
            deadline
        }
        None => pending().await,
    }
}
