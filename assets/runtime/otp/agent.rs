//! An `Agent`: state behind functions that read or change it, and nothing else.
//!
//! As in OTP the functions run inside of the agent's own task, one after the other. So one that is slow
//! keeps the others waiting, and meanwhile one of the runtime's threads, but holds no lock; one that panics
//! crashes the agent, which its supervisor starts again with a fresh state; and nobody sees half a change.
//!
//! State that needs timers, messages of its own or work that awaits has outgrown this: take a
//! `GenServer`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time;

use crate::otp::failure::{Queue, Theirs};
use crate::otp::supervisor::{ChildContext, ChildResult, ChildSpec, give_way};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Functions that may wait. The mailbox of an Erlang process is unbounded; this one pushes back.
pub const MAILBOX: usize = 1_024;

/// How long a caller waits, from the call to its answer. (OTP: 5000 ms.)
pub const CALL_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a function has no answer.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AgentError {
    /// The answer did not come in time. A function that was not begun by then never is.
    #[error("the agent did not answer in time")]
    Timeout,
    /// The agent does not run, or it ended before it answered: perhaps by a panic of this function.
    #[error("the agent is not running")]
    Stopped,
}

/// What is done with the state.
type Function<T> = Box<dyn FnOnce(&mut T) + Send>;

/// The handle of an agent: cheap to clone, valid across restarts.
pub struct Agent<T> {
    mailbox: watch::Receiver<Option<mpsc::Sender<Function<T>>>>,
}

impl<T> Clone for Agent<T> {
    fn clone(&self) -> Self {
        let mailbox = self.mailbox.clone();
        Agent { mailbox }
    }
}

impl<T> fmt::Debug for Agent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").finish_non_exhaustive()
    }
}

impl<T: Send + 'static> Agent<T> {
    /// An agent that is not running yet, and the owner that gives it its state: what `init` returns,
    /// at every start.
    pub fn new(init: impl Fn() -> T + Send + Sync + 'static) -> (Agent<T>, AgentOwner<T>) {
        let (publish, mailbox) = watch::channel(None);
        let init = Arc::new(init);
        (Agent { mailbox }, AgentOwner { publish, init })
    }

    /// `Agent.get/2`.
    pub async fn get<R: Send + 'static>(
        &self,
        read: impl FnOnce(&T) -> R + Send + 'static,
    ) -> Result<R, AgentError> {
        self.get_and_update(|state| read(state)).await
    }

    /// `Agent.update/2`.
    pub async fn update(
        &self,
        change: impl FnOnce(&mut T) + Send + 'static,
    ) -> Result<(), AgentError> {
        self.get_and_update(change).await
    }

    /// `Agent.get_and_update/2`: reads and changes in one step, which two calls would not be.
    ///
    /// Dropping the future gives up the call: a function that was not begun by then never is.
    pub async fn get_and_update<R: Send + 'static>(
        &self,
        change: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Result<R, AgentError> {
        let (reply, answer) = oneshot::channel();
        let function: Function<T> = Box::new(move |state| {
            if !reply.is_closed() {
                let _ = reply.send(change(state));
            }
        });
        let call = async {
            // Cloned out: a guard must not be held while waiting.
            let mailbox = self.mailbox.borrow().clone();
            let mailbox = mailbox.ok_or(AgentError::Stopped)?;
            let sent = mailbox.send(function).await;
            sent.map_err(|_| AgentError::Stopped)?;
            // What comes to an agent that is ending is dropped with the last way to it.
            drop(mailbox);
            answer.await.map_err(|_| AgentError::Stopped)
        };
        let answer = time::timeout(CALL_TIMEOUT, call).await;
        answer.unwrap_or(Err(AgentError::Timeout))
    }
}

/// The agent as its supervisor knows it: each incarnation begins with a fresh state.
pub struct AgentOwner<T> {
    publish: watch::Sender<Option<mpsc::Sender<Function<T>>>>,
    init: Arc<dyn Fn() -> T + Send + Sync>,
}

impl<T> Clone for AgentOwner<T> {
    fn clone(&self) -> Self {
        AgentOwner {
            publish: self.publish.clone(),
            init: Arc::clone(&self.init),
        }
    }
}

impl<T> fmt::Debug for AgentOwner<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentOwner").finish_non_exhaustive()
    }
}

/// The way to a running incarnation: gone with it, however it ends.
struct Open<'a, T>(
    &'a watch::Sender<Option<mpsc::Sender<Function<T>>>>,
    mpsc::WeakSender<Function<T>>,
);

impl<T> Drop for Open<'_, T> {
    fn drop(&mut self) {
        let own = self.1.upgrade();
        self.0.send_if_modified(|newest| {
            let own = own.as_ref();
            let own = newest.take_if(|newest| own.is_some_and(|own| own.same_channel(newest)));
            own.is_some()
        });
    }
}

impl<T: Send + 'static> AgentOwner<T> {
    /// The child spec: how a supervisor starts it, restarts it and stops it.
    pub fn child(self, id: impl Into<Arc<str>>) -> ChildSpec {
        ChildSpec::new(id, move |ctx| self.clone().run(ctx))
    }

    /// One incarnation. At the end what was accepted is still done, and new functions are refused.
    async fn run(self, ctx: ChildContext) -> ChildResult {
        let mut state = Theirs(Some((self.init)()));
        let (sender, mailbox) = mpsc::channel::<Function<T>>(MAILBOX);
        let mut mailbox = Queue(mailbox);
        let own = sender.downgrade();
        if !ctx.publish(&self.publish, sender) {
            return Ok(());
        }
        let _open = Open(&self.publish, own);
        ctx.ready();
        loop {
            tokio::select! {
                biased;
                () = ctx.shutdown().cancelled(), if !mailbox.0.is_closed() => mailbox.0.close(),
                function = mailbox.0.recv() => match (function, &mut state.0) {
                    (Some(function), Some(state)) => function(state),
                    _ => return Ok(()),
                },
            }
            if !mailbox.0.is_empty() {
                give_way().await;
            }
        }
    }
}
