//! An `Agent` that many read: state behind functions that read or change it, and nothing else.
//!
//! Changes run inside of the agent's own task as in OTP, one after the other, on a copy that is then
//! published whole. Reads run in the caller, on the newest published state: they take no lock and never
//! wait, whatever the agent does (OTP: state kept in an ETS table). So the state should be cheap to
//! clone, or seldom changed.
//!
//! A function that panics crashes the agent, which its supervisor starts again with a fresh state.

use std::fmt;
use std::sync::{Arc, Weak};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tokio::time;

use crate::otp::failure::{Queue, let_go};
use crate::otp::supervisor::{ChildContext, ChildResult, ChildSpec, give_way};

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Changes that may wait. The mailbox of an Erlang process is unbounded; this one pushes back.
pub const MAILBOX: usize = 1_024;

/// How long a caller waits for its change, from the call to its answer. (OTP: 5000 ms.)
pub const CALL_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a function has no answer.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum AgentError {
    /// The answer did not come in time. A change that was not begun by then never is.
    #[error("the agent did not answer in time")]
    Timeout,
    /// The agent does not run, or it ended before it answered: perhaps by a panic of this function.
    #[error("the agent is not running")]
    Stopped,
}

/// The state as readers see it; none when its incarnation has ended.
type Published<T> = ArcSwapOption<T>;

/// What replaces the state.
type Change<T> = Box<dyn FnOnce(&Published<T>) + Send>;

/// One life of the agent: the late end of an old one leaves the state of a new one alone.
struct Incarnation<T> {
    mailbox: mpsc::Sender<Change<T>>,
    state: Arc<Published<T>>,
}

/// Where the newest incarnation is found.
type Newest<T> = Arc<ArcSwapOption<Incarnation<T>>>;

/// The handle of an agent: cheap to clone, valid across restarts.
pub struct Agent<T> {
    newest: Newest<T>,
}

impl<T> Clone for Agent<T> {
    fn clone(&self) -> Self {
        let newest = Arc::clone(&self.newest);
        Agent { newest }
    }
}

impl<T> fmt::Debug for Agent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agent").finish_non_exhaustive()
    }
}

impl<T: Clone + Send + Sync + 'static> Agent<T> {
    /// An agent that is not running yet, and the owner that gives it its state: what `init` returns,
    /// at every start.
    pub fn new(init: impl Fn() -> T + Send + Sync + 'static) -> (Agent<T>, AgentOwner<T>) {
        let newest = Newest::default();
        let agent = Agent {
            newest: Arc::clone(&newest),
        };
        let init = Arc::new(init);
        (agent, AgentOwner { newest, init })
    }

    /// `Agent.get/2`, past the mailbox: sees the newest published state and never waits.
    pub fn get<R>(&self, read: impl FnOnce(&T) -> R) -> Result<R, AgentError> {
        let state = self.snapshot()?;
        Ok(read(&state))
    }

    /// The newest published state. It stays as it is; later changes are made on another copy.
    pub fn snapshot(&self) -> Result<Arc<T>, AgentError> {
        let newest = self.newest.load();
        let state = newest.as_ref().and_then(|newest| newest.state.load_full());
        state.ok_or(AgentError::Stopped)
    }

    /// `Agent.update/2`.
    pub async fn update(
        &self,
        change: impl FnOnce(&mut T) + Send + 'static,
    ) -> Result<(), AgentError> {
        self.get_and_update(change).await
    }

    /// `Agent.get_and_update/2`: reads and changes in one step, which two calls would not be. When it
    /// returns, every reader sees the change.
    ///
    /// Dropping the future gives up the call: a change that was not begun by then never is.
    pub async fn get_and_update<R: Send + 'static>(
        &self,
        change: impl FnOnce(&mut T) -> R + Send + 'static,
    ) -> Result<R, AgentError> {
        let (reply, answer) = oneshot::channel();
        let change: Change<T> = Box::new(move |published| {
            let state = published.load_full();
            if let Some(state) = state.filter(|_| !reply.is_closed()) {
                let mut state = T::clone(&state);
                let result = change(&mut state);
                published.store(Some(Arc::new(state)));
                let _ = reply.send(result);
            }
        });
        let call = async {
            let newest = self.newest.load_full().ok_or(AgentError::Stopped)?;
            let sent = newest.mailbox.send(change).await;
            sent.map_err(|_| AgentError::Stopped)?;
            // What comes to an agent that is ending is dropped with the last way to it.
            drop(newest);
            answer.await.map_err(|_| AgentError::Stopped)
        };
        let answer = time::timeout(CALL_TIMEOUT, call).await;
        answer.unwrap_or(Err(AgentError::Timeout))
    }
}

/// The agent as its supervisor knows it: each incarnation begins with a fresh state.
pub struct AgentOwner<T> {
    newest: Newest<T>,
    init: Arc<dyn Fn() -> T + Send + Sync>,
}

impl<T> Clone for AgentOwner<T> {
    fn clone(&self) -> Self {
        AgentOwner {
            newest: Arc::clone(&self.newest),
            init: Arc::clone(&self.init),
        }
    }
}

impl<T> fmt::Debug for AgentOwner<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AgentOwner").finish_non_exhaustive()
    }
}

impl<T: Send + Sync + 'static> AgentOwner<T> {
    /// The child spec: how a supervisor starts it, restarts it and stops it.
    pub fn child(self, id: impl Into<Arc<str>>) -> ChildSpec {
        ChildSpec::new(id, move |ctx| self.clone().run(ctx))
    }

    /// One incarnation. At the end what was accepted is still done, and new changes are refused.
    async fn run(self, ctx: ChildContext) -> ChildResult {
        let state = Published::from_pointee((self.init)());
        let (mailbox, changes) = mpsc::channel::<Change<T>>(MAILBOX);
        let state = Arc::new(state);
        let incarnation = Arc::new(Incarnation {
            mailbox,
            state: Arc::clone(&state),
        });
        let running = Running {
            newest: &self.newest,
            own: Arc::downgrade(&incarnation),
            state,
        };
        let mut changes = Queue(changes);
        let mut told = false;
        self.newest.rcu(|newest| {
            // The newest is that of the next incarnation then, perhaps.
            told = ctx.shutdown().is_cancelled();
            if told {
                Option::clone(newest)
            } else {
                Some(Arc::clone(&incarnation))
            }
        });
        drop(incarnation);
        if told {
            return Ok(());
        }
        ctx.ready();
        loop {
            tokio::select! {
                biased;
                () = ctx.shutdown().cancelled(), if !changes.0.is_closed() => changes.0.close(),
                change = changes.0.recv() => match change {
                    Some(change) => change(&running.state),
                    None => return Ok(()),
                },
            }
            if !changes.0.is_empty() {
                give_way().await;
            }
        }
    }
}

/// A running incarnation: gone with it, however it ends, are its state and the way to it.
struct Running<'a, T> {
    newest: &'a Newest<T>,
    own: Weak<Incarnation<T>>,
    state: Arc<Published<T>>,
}

impl<T> Drop for Running<'_, T> {
    fn drop(&mut self) {
        let_go(self.state.swap(None));
        if let Some(own) = self.own.upgrade() {
            self.newest.compare_and_swap(&own, None);
        }
    }
}
