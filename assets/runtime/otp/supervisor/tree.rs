//! The supervisor at work: strategies, the restart limit, and the commands.

use std::mem;
use std::ops::Range;

use tokio::select;
use tokio::sync::mpsc;
use tokio::task::Id;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use super::tasks::{Task, Tasks};
use super::{
    ChildError, ChildInfo, ChildSpec, Command, Exit, Options, Restart, StartError, Status,
    Strategy, SupervisorError,
};

/// OTP's restart intensity: restarts are counted over a sliding window of whole seconds, of which
/// both ends belong to it.
pub(super) struct Limit {
    max_restarts: usize,
    max_seconds: u64,
    epoch: Instant,
    restarts: Vec<u64>,
}

impl Limit {
    pub(super) fn new(options: Options) -> Result<Self, StartError> {
        if options.max_seconds == 0 {
            return Err(StartError::NoWindow);
        }
        Ok(Self {
            max_restarts: options.max_restarts,
            max_seconds: options.max_seconds,
            epoch: Instant::now(),
            restarts: Vec::new(),
        })
    }

    /// Counts a restart; false if it is one too many.
    pub(super) fn allows_one_more(&mut self) -> bool {
        let now = self.epoch.elapsed().as_secs();
        let oldest = now.saturating_sub(self.max_seconds);
        self.restarts.retain(|restart| *restart >= oldest);
        self.restarts.push(now);
        self.restarts.len() <= self.max_restarts
    }
}

enum State {
    Running(Task),
    /// To be restarted when this task ends, because of that exit.
    Restarting(Task, Exit),
    Stopped,
}

struct Child {
    spec: ChildSpec,
    state: State,
    restarts: u64,
}

/// A supervisor at work: children in start order, which is also the order of dependency.
pub(super) struct Tree {
    strategy: Strategy,
    limit: Limit,
    children: Vec<Child>,
    tasks: Tasks,
    stop: CancellationToken,
}

impl Tree {
    pub(super) fn new(
        options: Options,
        specs: Vec<ChildSpec>,
        stop: CancellationToken,
    ) -> Result<Self, StartError> {
        let mut tree = Self {
            strategy: options.strategy,
            limit: Limit::new(options)?,
            children: Vec::with_capacity(specs.len()),
            tasks: Tasks::default(),
            stop,
        };
        for spec in specs {
            if tree.position(&spec.id).is_some() {
                return Err(StartError::DuplicateId(spec.id));
            }
            tree.children.push(Child {
                spec,
                state: State::Stopped,
                restarts: 0,
            });
        }
        Ok(tree)
    }

    /// Starts the children in order; if one fails, stops those before it.
    pub(super) async fn start_all(&mut self) -> Result<(), StartError> {
        for at in 0..self.children.len() {
            let Err(error) = self.start_at(at).await else {
                continue;
            };
            let id = self.children[at].spec.id.clone();
            self.stop_from(0).await;
            return Err(match error {
                ChildError::Failed(exit) => StartError::Child { id, exit },
                _ => StartError::Stopped,
            });
        }
        self.forget_ended();
        Ok(())
    }

    /// Runs until it is stopped, its last handle is dropped, or its limit is exceeded.
    pub(super) async fn serve(
        mut self,
        mut inbox: mpsc::Receiver<Command>,
    ) -> Result<(), SupervisorError> {
        let stop = self.stop.clone();
        let outcome = loop {
            // A round is at most one command and before it all exits that have happened by now. So a
            // command sees every exit before it was sent, and a crash loop keeps no command waiting.
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
        };
        drop(inbox);
        self.stop_from(0).await;
        outcome
    }

    async fn handle_exits(&mut self) -> Result<(), SupervisorError> {
        for _ in 0..self.tasks.backlog() {
            // A stop takes the exits that are left, as a group restart takes those of its children.
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
        let position = self.children.iter().position(|c| c.task() == Some(task));
        let Some(at) = position else {
            return Ok(()); // Left behind, or a pause that was cut short.
        };
        let child = &mut self.children[at];
        if let State::Restarting(_, exit) = mem::replace(&mut child.state, State::Stopped) {
            return self.restart(at, exit).await;
        }
        child.spec.report(&exit);
        if !child.spec.restart.applies_to(&exit) {
            self.forget_ended();
        } else if child.spec.restart_delay.is_zero() {
            return self.restart(at, exit).await;
        } else {
            self.restart_later(at, exit);
        }
        Ok(())
    }

    /// Applies the strategy to a child that is down.
    async fn restart(&mut self, at: usize, exit: Exit) -> Result<(), SupervisorError> {
        if !self.limit.allows_one_more() {
            let id = self.children[at].spec.id.clone();
            error!(child = %id, "restart limit exceeded, giving up");
            return Err(SupervisorError::RestartLimit { id, exit });
        }
        self.children[at].restarts += 1;
        let group = match self.strategy {
            Strategy::OneForOne => at..at + 1,
            Strategy::RestForOne => self.stop_from(at).await,
            Strategy::OneForAll => self.stop_from(0).await,
        };
        for at in group {
            match self.start_at(at).await {
                Ok(_) => {}
                // The rest of the group waits for this one to start.
                Err(ChildError::Failed(exit)) => {
                    error!(child = %self.children[at].spec.id, reason = %exit, "restart failed");
                    self.restart_later(at, exit);
                    break;
                }
                Err(_) => break,
            }
        }
        self.forget_ended();
        Ok(())
    }

    fn restart_later(&mut self, at: usize, exit: Exit) {
        let child = &mut self.children[at];
        child.state = State::Restarting(self.tasks.restart_later(&child.spec), exit);
    }

    async fn start_at(&mut self, at: usize) -> Result<Status, ChildError> {
        let child = &mut self.children[at];
        Ok(match self.tasks.start(&child.spec, &self.stop).await? {
            Some(task) => {
                info!(child = %child.spec.id, "started");
                child.state = State::Running(task);
                Status::Running
            }
            None => Status::Stopped,
        })
    }

    async fn stop_at(&mut self, at: usize) {
        let child = &mut self.children[at];
        match mem::replace(&mut child.state, State::Stopped) {
            State::Running(task) => {
                self.tasks.stop(&task, &child.spec).await;
                info!(child = %child.spec.id, "stopped");
            }
            State::Restarting(pause, _) => pause.abort.abort(),
            State::Stopped => {}
        }
    }

    /// Stops a child and all after it, the last first; returns those that have a spec left.
    async fn stop_from(&mut self, first: usize) -> Range<usize> {
        for at in (first..self.children.len()).rev() {
            self.stop_at(at).await;
        }
        self.forget_ended();
        first..self.children.len()
    }

    /// A temporary child has a spec only while it runs.
    fn forget_ended(&mut self) {
        self.children.retain(|child| {
            child.spec.restart != Restart::Temporary || matches!(child.state, State::Running(_))
        });
    }

    fn position(&self, id: &str) -> Option<usize> {
        self.children.iter().position(|child| &*child.spec.id == id)
    }

    /// A caller that has gone away does not mind that its reply is lost.
    async fn execute(&mut self, command: Command) {
        match command {
            Command::Start(spec, reply) => drop(reply.send(self.add(spec).await)),
            Command::Terminate(id, reply) => drop(reply.send(self.terminate(&id).await)),
            Command::Restart(id, reply) => drop(reply.send(match self.idle(&id) {
                Ok(at) => self.start_at(at).await,
                Err(error) => Err(error),
            })),
            Command::Delete(id, reply) => drop(reply.send(self.idle(&id).map(|at| {
                self.children.remove(at);
            }))),
            Command::Which(reply) => {
                let children = self.children.iter().map(Child::info).collect();
                drop(reply.send(children));
            }
        }
    }

    async fn add(&mut self, spec: ChildSpec) -> Result<Status, ChildError> {
        match self.idle(&spec.id) {
            Err(ChildError::NotFound) => {}
            Err(ChildError::Running) => return Err(ChildError::AlreadyStarted),
            _ => return Err(ChildError::AlreadyPresent),
        }
        let at = self.children.len();
        self.children.push(Child {
            spec,
            state: State::Stopped,
            restarts: 0,
        });
        let started = self.start_at(at).await;
        if started.is_err() {
            self.children.pop();
        }
        self.forget_ended();
        started
    }

    async fn terminate(&mut self, id: &str) -> Result<(), ChildError> {
        let at = self.position(id).ok_or(ChildError::NotFound)?;
        self.stop_at(at).await;
        self.forget_ended();
        Ok(())
    }

    /// The place of a child that is not running.
    fn idle(&self, id: &str) -> Result<usize, ChildError> {
        let at = self.position(id).ok_or(ChildError::NotFound)?;
        match self.children[at].state {
            State::Running(_) => Err(ChildError::Running),
            State::Restarting(..) => Err(ChildError::Restarting),
            State::Stopped => Ok(at),
        }
    }
}

impl Child {
    fn task(&self) -> Option<Id> {
        match &self.state {
            State::Running(task) | State::Restarting(task, _) => Some(task.id()),
            State::Stopped => None,
        }
    }

    fn info(&self) -> ChildInfo {
        ChildInfo {
            id: self.spec.id.clone(),
            status: match self.state {
                State::Running(_) => Status::Running,
                State::Restarting(..) => Status::Restarting,
                State::Stopped => Status::Stopped,
            },
            kind: self.spec.kind,
            restarts: self.restarts,
        }
    }
}
