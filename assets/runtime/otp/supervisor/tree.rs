//! The supervisor at work: does what its policy decides, and serves the commands.

use std::collections::HashSet;
use std::sync::Arc;

use tokio::select;
use tokio::sync::mpsc;
use tokio::task::Id;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use super::policy::{Action, Event, Options, Policy, Status, Why};
use super::tasks::{Task, Tasks};
use super::{ChildError, ChildInfo, ChildSpec, Command, Exit, StartError, SupervisorError};

struct Child {
    spec: ChildSpec,
    /// Its incarnation, or the pause before the next one.
    task: Option<Task>,
    /// What it last ended with by itself.
    exit: Exit,
}

impl Child {
    fn new(spec: ChildSpec) -> Self {
        Self {
            spec,
            task: None,
            exit: Exit::Normal,
        }
    }
}

/// A supervisor at work: children in start order, which is also the order of dependency.
pub(super) struct Tree {
    policy: Policy,
    /// By their numbers in the policy.
    children: Vec<Child>,
    tasks: Tasks,
    stop: CancellationToken,
    born: Instant,
    /// Because of which child it gave up, and what that one ended with.
    gave_up: Option<(Arc<str>, Exit)>,
}

impl Tree {
    pub(super) fn new(
        options: Options,
        specs: Vec<ChildSpec>,
        tasks: Tasks,
        stop: CancellationToken,
    ) -> Result<Self, StartError> {
        if options.max_seconds == 0 {
            return Err(StartError::NoWindow);
        }
        let mut ids = HashSet::with_capacity(specs.len());
        if let Some(twice) = specs.iter().find(|spec| !ids.insert(&*spec.id)) {
            return Err(StartError::DuplicateId(twice.id.clone()));
        }
        Ok(Self {
            policy: Policy::new(options, specs.iter().map(ChildSpec::plan)),
            children: specs.into_iter().map(Child::new).collect(),
            tasks,
            stop,
            born: Instant::now(),
            gave_up: None,
        })
    }

    /// Starts the children in order; if one fails, stops those before it.
    pub(super) async fn start_all(&mut self) -> Result<(), StartError> {
        let started = self.follow(Event::Begin).await;
        let error = match self.gave_up.take() {
            Some((id, exit)) => StartError::Child { id, exit },
            None if started == Err(ChildError::Stopped) => StartError::Stopped,
            None => return Ok(()),
        };
        self.stop_all().await;
        Err(error)
    }

    /// Runs until it is stopped, its last handle is dropped, or its limit is exceeded.
    pub(super) async fn serve(
        mut self,
        mut inbox: mpsc::Receiver<Command>,
    ) -> Result<(), SupervisorError> {
        let stop = self.stop.clone();
        loop {
            // A round is at most one command and before it all exits that have happened by now. So a
            // command sees every exit before it was sent, and a crash loop keeps no command waiting.
            let command = select! {
                biased;
                () = stop.cancelled() => break,
                () = self.tasks.exited(), if !inbox.is_closed() => inbox.try_recv().ok(),
                command = inbox.recv() => match command {
                    Some(command) => Some(command),
                    None => break,
                },
            };
            self.handle_exits().await;
            if self.is_ending() {
                break;
            }
            if let Some(command) = command {
                self.execute(command).await;
            }
        }
        // Who waits for the beginning of the end hears of it, also when nobody has asked for that.
        self.stop.cancel();
        // Before the children stop, of which some may wait for an answer.
        inbox.close();
        while let Ok(command) = inbox.try_recv() {
            if let Command::Start(spec, _) = command {
                self.tasks.release(spec);
            }
        }
        self.stop_all().await;
        match self.gave_up {
            Some((id, exit)) => Err(SupervisorError::RestartLimit { id, exit }),
            None => Ok(()),
        }
    }

    fn is_ending(&self) -> bool {
        self.stop.is_cancelled() || self.gave_up.is_some()
    }

    async fn stop_all(&mut self) {
        // Interrupted or not: there is an order in which they stop.
        let _ = self.follow(Event::StopAsked).await;
        for child in self.children.drain(..) {
            self.tasks.release(child.spec);
        }
        self.tasks.released().await;
    }

    async fn handle_exits(&mut self) {
        for _ in 0..self.tasks.backlog() {
            // A stop takes the exits that are left, as a group restart takes those of its children.
            if self.is_ending() {
                break;
            }
            if let Some((task, exit)) = self.tasks.take_exit() {
                self.ended(task, exit).await;
            }
        }
    }

    /// A child has ended, or its pause before a restart.
    async fn ended(&mut self, task: Id, exit: Exit) {
        let is_its = |child: &Child| child.task.as_ref().is_some_and(|its| its.id() == task);
        let Some(at) = self.children.iter().position(is_its) else {
            return; // Left behind, or a pause that was cut short.
        };
        let child = &mut self.children[at];
        child.task = None;
        let event = if self.policy.status(at) == Status::Restarting {
            Event::PauseOver(at)
        } else {
            child.spec.report(&exit);
            let end = exit.end();
            child.exit = exit;
            Event::Ended(at, end)
        };
        let _ = self.follow(event).await;
    }

    /// Tells the policy what has happened and does what it says, until it gives up or is interrupted
    /// by a stop. Returns what came of the last start or stop.
    async fn follow(&mut self, event: Event) -> Result<Status, ChildError> {
        let mut started = Ok(Status::Stopped);
        self.tell(event);
        while let Some(step) = self.policy.next_step() {
            match step.action {
                Action::Start(at) => {
                    started = self.start(at, step.why).await;
                    self.tell(match &started {
                        Ok(Status::Running) => Event::Started(at),
                        Ok(_) => Event::Declined(at),
                        Err(ChildError::Failed(_)) => Event::Failed(at),
                        Err(_) => break,
                    });
                }
                Action::Stop(at) => {
                    if !self.stop(at, step.why).await {
                        started = Err(ChildError::LeftBehind);
                    }
                    self.tell(Event::Stopped(at));
                }
                Action::Wait(at, delay) => {
                    let Child { spec, exit, task } = &mut self.children[at];
                    if step.why == Why::Failed {
                        error!(child = %spec.id, reason = %exit, "restart failed");
                    }
                    *task = Some(self.tasks.pause(delay));
                }
                Action::Cancel(at) => {
                    if let Some(pause) = self.children[at].task.take() {
                        pause.abort.abort();
                    }
                }
                Action::Forget(at) => self.tasks.release(self.children.remove(at).spec),
                Action::GiveUp(at) => {
                    let Child { spec, exit, .. } = &self.children[at];
                    if step.why == Why::Limit {
                        error!(child = %spec.id, "restart limit exceeded, giving up");
                    }
                    self.gave_up = Some((spec.id.clone(), exit.clone()));
                    break;
                }
                Action::Done => {}
            }
        }
        started
    }

    fn tell(&mut self, event: Event) {
        self.policy.on(event, self.born.elapsed().as_secs());
    }

    async fn start(&mut self, at: usize, why: Why) -> Result<Status, ChildError> {
        let child = &mut self.children[at];
        //% if is.tallied
        if matches!(why, Why::Ended | Why::Pause) {
            self.tasks.count_restart();
        }
        //% endif
        match self.tasks.start(&child.spec, &self.stop).await {
            Ok(Some(task)) => {
                info!(child = %child.spec.id, ?why, "started");
                child.task = Some(task);
                Ok(Status::Running)
            }
            Ok(None) => Ok(Status::Stopped),
            Err(error) => {
                if let ChildError::Failed(exit) = &error {
                    child.exit = exit.clone();
                }
                Err(error)
            }
        }
    }

    /// False if the child had to be left behind.
    async fn stop(&mut self, at: usize, why: Why) -> bool {
        let child = &mut self.children[at];
        let Some(task) = child.task.take() else {
            return true;
        };
        let stopped = self.tasks.stop(&task, &child.spec).await;
        if stopped {
            info!(child = %child.spec.id, ?why, "stopped");
        }
        stopped
    }

    /// A caller that has gone away does not mind that its reply is lost.
    async fn execute(&mut self, command: Command) {
        match command {
            Command::Start(spec, reply) => drop(reply.send(self.add(spec).await)),
            Command::Terminate(id, reply) => drop(reply.send(match self.position(&id) {
                Ok(at) => self.follow(Event::Terminate(at)).await.map(|_| ()),
                Err(error) => Err(error),
            })),
            Command::Restart(id, reply) => drop(reply.send(match self.idle(&id) {
                Ok(at) => self.follow(Event::Start(at)).await,
                Err(error) => Err(error),
            })),
            Command::Delete(id, reply) => drop(reply.send(match self.idle(&id) {
                Ok(at) => self.follow(Event::Delete(at)).await.map(|_| ()),
                Err(error) => Err(error),
            })),
            Command::Which(reply) => drop(reply.send(self.infos())),
        }
    }

    async fn add(&mut self, spec: ChildSpec) -> Result<Status, ChildError> {
        let refused = match self.idle(&spec.id) {
            Err(ChildError::NotFound) => None,
            Err(ChildError::Running) => Some(ChildError::AlreadyStarted),
            _ => Some(ChildError::AlreadyPresent),
        };
        if let Some(error) = refused {
            self.tasks.release(spec);
            return Err(error);
        }
        let plan = spec.plan();
        self.children.push(Child::new(spec));
        self.follow(Event::Add(plan)).await
    }

    fn position(&self, id: &str) -> Result<usize, ChildError> {
        let position = self.children.iter().position(|child| &*child.spec.id == id);
        position.ok_or(ChildError::NotFound)
    }

    /// The place of a child that is not running.
    fn idle(&self, id: &str) -> Result<usize, ChildError> {
        let at = self.position(id)?;
        match self.policy.status(at) {
            Status::Running => Err(ChildError::Running),
            Status::Restarting => Err(ChildError::Restarting),
            Status::Stopped => Ok(at),
        }
    }

    fn infos(&self) -> Vec<ChildInfo> {
        let info = |(at, child): (usize, &Child)| ChildInfo {
            id: child.spec.id.clone(),
            status: self.policy.status(at),
            kind: child.spec.kind,
            restarts: self.policy.restarts(at),
        };
        self.children.iter().enumerate().map(info).collect()
    }
}
