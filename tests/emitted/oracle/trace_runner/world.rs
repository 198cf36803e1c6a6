//! What the children of one case share: the trace, and the events that befall them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use otp_runtime::otp::supervisor::dynamic::{ChildId, DynamicError, DynamicSupervisor};
use otp_runtime::otp::supervisor::{ChildError, Restart, Status, SupervisorHandle};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Error, Node, Script, Sup};

#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) trace: Arc<Mutex<Vec<String>>>,
    /// Answers to commands: they may arrive before or after what else happens.
    pub(crate) asides: Arc<Mutex<Vec<String>>>,
    pub(crate) starts: Arc<Mutex<HashMap<String, usize>>>,
    pub(crate) running: Arc<Mutex<HashMap<String, Running>>>,
    pub(crate) permanent: Arc<Mutex<Vec<String>>>,
    pub(crate) root: Arc<Mutex<Option<SupervisorHandle>>>,
}

pub(crate) type Running = (mpsc::UnboundedSender<String>, CancellationToken);

impl World {
    pub(crate) fn note(&self, event: impl Into<String>) {
        lock(&self.trace).push(event.into());
    }

    fn aside(&self, answer: String) {
        lock(&self.asides).push(answer);
    }

    pub(crate) fn count_start(&self, id: &str) -> usize {
        let mut starts = lock(&self.starts);
        let count = starts.entry(id.to_owned()).or_default();
        *count += 1;
        *count
    }

    /// OTP reports every end of a permanent child, and abnormal ones of the others.
    pub(crate) fn permanent(&self, sup: &Sup) {
        for child in &sup.children {
            let (id, restart) = match child {
                Node::Sup(sup) => (&sup.id, sup.restart),
                Node::Worker(script) => (&script.id, script.restart),
            };
            if restart == Restart::Permanent {
                lock(&self.permanent).push(id.clone());
            }
            if let Node::Sup(sup) = child {
                self.permanent(sup);
            }
        }
    }

    pub(crate) async fn event(
        &self,
        number: usize,
        event: &str,
        root: &SupervisorHandle,
    ) -> Result<(), Error> {
        if root.which_children().await.is_err() {
            return Ok(());
        }
        match event.split_once(' ').unwrap_or((event, "")) {
            ("start", worker) => {
                let script = Script::read(worker.strip_prefix("worker ").ok_or("start?")?)?;
                let before = lock(&self.permanent).clone();
                lock(&self.permanent).retain(|id| *id != script.id);
                if script.restart == Restart::Permanent {
                    lock(&self.permanent).push(script.id.clone());
                }
                let started = root.start_child(script.spec(self)).await;
                if let Err(ChildError::AlreadyStarted | ChildError::AlreadyPresent) = started {
                    *lock(&self.permanent) = before;
                }
                self.aside(format!("@{number}{}", show(&started.map(Some))));
            }
            (verb @ ("terminate" | "restart" | "delete"), id) => {
                let result = command(root, verb, id).await;
                self.aside(format!("@{number}{}", show(&result)));
            }
            ("which", _) => {
                let children = root.which_children().await?;
                let children = children.iter().map(|child| match child.status {
                    Status::Running => format!("{}+", child.id),
                    Status::Restarting => format!("{}~", child.id),
                    Status::Stopped => format!("{}-", child.id),
                });
                self.note(format!("[{}]", children.collect::<Vec<_>>().join(",")));
            }
            ("count", _) => {
                let n = root.count_children().await?;
                self.note(format!(
                    "#{}/{}/{}/{}",
                    n.specs, n.active, n.supervisors, n.workers
                ));
            }
            (order, ids) => {
                // Orders given without a pause are followed in turn before the supervisor runs.
                for id in ids.split(' ') {
                    self.give(id, order);
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn dynamic_event(
        &self,
        number: usize,
        event: &str,
        root: &Sup,
        supervisor: &DynamicSupervisor,
        ids: &mut HashMap<String, ChildId>,
    ) -> Result<(), Error> {
        match event.split_once(' ').unwrap_or((event, "")) {
            ("start", worker) => {
                let script = Script::read(worker.strip_prefix("worker ").ok_or("start?")?)?;
                if root.restart == Restart::Permanent {
                    lock(&self.permanent).push(script.id.clone());
                }
                let spec = script.spec(self);
                let spec = spec.restart(root.restart).shutdown(root.shutdown);
                let answer = match supervisor.start_child(spec).await {
                    Ok(id) => {
                        ids.insert(script.id.clone(), id);
                        "=running"
                    }
                    Err(DynamicError::Declined) => "=stopped",
                    Err(DynamicError::Failed(_)) => "=failed",
                    Err(error) => return Err(error.into()),
                };
                self.aside(format!("@{number}{answer}"));
            }
            ("terminate", id) => {
                let running = lock(&self.running)
                    .get(id)
                    .is_some_and(|(_, e)| !e.is_cancelled());
                if let Some(id) = ids.get(id)
                    && running
                {
                    supervisor.terminate_child(*id).await?;
                    self.aside(format!("@{number}=ok"));
                }
            }
            ("count", _) => self.note(format!("#{}", supervisor.count().await?)),
            (order, ids) => {
                for id in ids.split(' ') {
                    self.give(id, order);
                }
            }
        }
        Ok(())
    }

    /// Makes a child end; returns what tells when it has.
    fn give(&self, id: &str, order: &str) -> Option<CancellationToken> {
        let running = lock(&self.running).get(id).cloned();
        let (orders, ended) = running?;
        orders.send(order.to_owned()).ok()?;
        Some(ended)
    }

    pub(crate) async fn hook(&self, what: &str) {
        if let Some(id) = what.strip_prefix("crash:") {
            if let Some(ended) = self.give(id, "crash") {
                ended.cancelled().await;
            }
            return;
        }
        let words: Vec<String> = what.split(':').map(str::to_owned).collect();
        let [_, verb, id] = words.as_slice() else {
            return;
        };
        let root = lock(&self.root).clone();
        if let Some(root) = root {
            let (verb, id, world) = (verb.clone(), id.clone(), self.clone());
            tokio::spawn(async move {
                let result = command(&root, &verb, &id).await;
                if result != Err(ChildError::Stopped) {
                    world.aside(format!("{verb}:{id}{}", show(&result)));
                }
            });
            // Until it is in the supervisor's mailbox.
            tokio::task::yield_now().await;
        }
    }
}

/// `None` where OTP says just `ok`.
async fn command(
    root: &SupervisorHandle,
    verb: &str,
    id: &str,
) -> Result<Option<Status>, ChildError> {
    match verb {
        "terminate" => root.terminate_child(id).await.map(|()| None),
        "delete" => root.delete_child(id).await.map(|()| None),
        _ => root.restart_child(id).await.map(Some),
    }
}

fn show(result: &Result<Option<Status>, ChildError>) -> &'static str {
    match result {
        Ok(None) => "=ok",
        Ok(Some(Status::Running)) => "=running",
        Ok(Some(_)) => "=stopped",
        Err(ChildError::AlreadyStarted) => "=already_started",
        Err(ChildError::AlreadyPresent) => "=already_present",
        Err(ChildError::Running) => "=is_running",
        Err(ChildError::Restarting) => "=is_restarting",
        Err(ChildError::NotFound) => "=not_found",
        Err(ChildError::Failed(_)) => "=failed",
        Err(ChildError::Stopped) => "=gone",
        // No child of OTP is.
        Err(ChildError::LeftBehind) => "=left_behind",
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
