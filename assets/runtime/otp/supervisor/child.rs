//! One child: how it is described, what it is given, how it ends.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinError;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::tree::Tree;
use super::{Options, StartError, SupervisorError};
use crate::otp::BoxError;

/// How long a worker may take to stop unless its spec says otherwise (OTP: 5000 ms).
pub const DEFAULT_SHUTDOWN: Duration = Duration::from_secs(5);

/// A child that is not ready after this long is spoken of: perhaps it forgot to say so.
const SLOW_START: Duration = Duration::from_secs(5);

/// More than this between two attempts is not a restart any more.
const MAX_RESTART_DELAY: Duration = Duration::from_hours(24);

/// What a child returns: `Ok` is a normal end, `Err` an abnormal one.
///
/// Before [`ChildContext::ready`], `Err` is a failed start and `Ok` declines to run (`ignore`).
pub type ChildResult = Result<(), BoxError>;

type Running = Pin<Box<dyn Future<Output = ChildResult> + Send>>;

/// When a child that has ended is started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restart {
    /// Always.
    #[default]
    Permanent,
    /// Only after an abnormal end.
    Transient,
    /// Never; its spec is forgotten when it ends.
    Temporary,
}

impl Restart {
    pub(super) fn applies_to(self, exit: &Exit) -> bool {
        match self {
            Self::Permanent => true,
            Self::Transient => exit.is_abnormal(),
            Self::Temporary => false,
        }
    }
}

/// How a child is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// Aborted at once.
    BrutalKill,
    /// Asked to stop, and aborted if it has not done so within this time.
    Timeout(Duration),
    /// Asked to stop and waited for, however long it takes: for supervisors, risky for workers.
    Infinity,
}

/// Worker or supervisor, as `count_children` tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Does the work.
    Worker,
    /// Has children of its own.
    Supervisor,
}

/// What a child ended with. A child may also return one as its error, to end with that reason.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exit {
    /// Its work is done.
    #[error("normal")]
    Normal,
    /// An intended end: only a permanent child is restarted after it.
    #[error("shutdown")]
    Shutdown,
    /// It returned this error, with its sources.
    #[error("{0}")]
    Error(String),
    /// It panicked with this message.
    #[error("panic: {0}")]
    Panic(String),
    /// It was aborted.
    #[error("killed")]
    Killed,
}

impl Exit {
    pub(super) fn is_abnormal(&self) -> bool {
        !matches!(self, Self::Normal | Self::Shutdown)
    }
}

impl From<BoxError> for Exit {
    fn from(error: BoxError) -> Self {
        // A supervisor that gives up, or is stopped while starting, exits with reason `shutdown`:
        // a transient one is not restarted.
        let stopped = matches!(error.downcast_ref(), Some(StartError::Stopped));
        if stopped || error.is::<SupervisorError>() {
            return Self::Shutdown;
        }
        error.downcast().map_or_else(
            |error| {
                let mut text = error.to_string();
                let mut cause = error.source();
                while let Some(error) = cause {
                    text = format!("{text}: {error}");
                    cause = error.source();
                }
                Self::Error(text)
            },
            |exit| *exit,
        )
    }
}

impl From<JoinError> for Exit {
    fn from(error: JoinError) -> Self {
        let Ok(panic) = error.try_into_panic() else {
            return Self::Killed;
        };
        let message = match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => (*panic.downcast_ref().unwrap_or(&"(no message)")).to_owned(),
        };
        Self::Panic(message)
    }
}

/// The child's side of the agreement with its supervisor.
#[derive(Clone, Debug, Default)]
pub struct ChildContext {
    // A token rather than a oneshot: it may be raised through `&self`, and twice.
    pub(super) ready: CancellationToken,
    pub(super) shutdown: CancellationToken,
}

impl ChildContext {
    /// Says that the child has started (OTP: `init` returned); only now is the next one started.
    pub fn ready(&self) {
        self.ready.cancel();
    }

    /// Cancelled when this incarnation of the child has to stop.
    #[must_use]
    pub fn shutdown(&self) -> &CancellationToken {
        &self.shutdown
    }
}

/// How to run, restart and stop one child.
#[derive(Clone)]
pub struct ChildSpec {
    pub(super) id: Arc<str>,
    pub(super) restart: Restart,
    pub(super) restart_delay: Duration,
    pub(super) shutdown: Shutdown,
    pub(super) kind: Kind,
    pub(super) run: Arc<dyn Fn(ChildContext) -> Running + Send + Sync>,
}

impl fmt::Debug for ChildSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ChildSpec").field(&self.id).finish()
    }
}

impl ChildSpec {
    /// A permanent worker with [`DEFAULT_SHUTDOWN`].
    ///
    /// `run` is called for every start, so what it builds does not survive a restart. It must call
    /// [`ChildContext::ready`]: until then its supervisor waits, as OTP's does for `init`.
    pub fn new<F, R>(id: impl Into<Arc<str>>, run: F) -> Self
    where
        F: Fn(ChildContext) -> R + Send + Sync + 'static,
        R: Future<Output = ChildResult> + Send + 'static,
    {
        Self {
            id: id.into(),
            restart: Restart::Permanent,
            restart_delay: Duration::ZERO,
            shutdown: Shutdown::Timeout(DEFAULT_SHUTDOWN),
            kind: Kind::Worker,
            run: Arc::new(move |context| Box::pin(run(context))),
        }
    }

    /// A supervisor as a child: failures inside it stay inside until its own limit is exceeded.
    pub fn supervisor(id: impl Into<Arc<str>>, options: Options, children: Vec<Self>) -> Self {
        let run = move |context: ChildContext| {
            let children = children.clone();
            async move {
                let mut tree = Tree::new(options, children, context.shutdown.clone())?;
                tree.start_all().await?;
                context.ready();
                // It has no handle; keeping the sender keeps the channel open.
                let (_commands, inbox) = mpsc::channel(1);
                Ok(tree.serve(inbox).await?)
            }
        };
        Self::new(id, run).with_supervisor_defaults()
    }

    /// Its id, unique within its supervisor.
    pub fn id(&self) -> &Arc<str> {
        &self.id
    }

    /// As OTP has it for supervisors: their own children must have the time that they need.
    pub(super) fn with_supervisor_defaults(self) -> Self {
        Self {
            shutdown: Shutdown::Infinity,
            kind: Kind::Supervisor,
            ..self
        }
    }

    /// When the child is started again. Default: [`Restart::Permanent`].
    #[must_use]
    pub fn restart(self, restart: Restart) -> Self {
        Self { restart, ..self }
    }

    /// A pause before each restart, of a day at most. OTP has none and neither has the default: a
    /// restart is for faults that a clean start cures; waiting for a remote service belongs into
    /// the child. Note that restarts so spread out exceed the supervisor's limit later, or never.
    #[must_use]
    pub fn restart_delay(self, delay: Duration) -> Self {
        Self {
            restart_delay: delay.min(MAX_RESTART_DELAY),
            ..self
        }
    }

    /// How the child is stopped. Default: [`DEFAULT_SHUTDOWN`]; for a supervisor, infinity.
    #[must_use]
    pub fn shutdown(self, shutdown: Shutdown) -> Self {
        Self { shutdown, ..self }
    }

    /// Has the child hold something while it runs, such as its name: `take` is called for every start,
    /// and what it returns is dropped when that incarnation has ended, however it ended. If `take`
    /// fails, so does the start.
    #[must_use]
    pub fn holding<G, E>(self, take: impl Fn() -> Result<G, E> + Send + Sync + 'static) -> Self
    where
        G: Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        let inner = self.run;
        let run = move |context| -> Running {
            let held = take();
            let inner = Arc::clone(&inner);
            Box::pin(async move {
                let _held = held.map_err(Into::into)?;
                inner(context).await
            })
        };
        Self {
            run: Arc::new(run),
            ..self
        }
    }

    /// Tells from time to time that the child is still starting.
    pub(super) async fn remind(&self) -> Infallible {
        loop {
            sleep(SLOW_START).await;
            warn!(child = %self.id, "not ready yet; its supervisor waits for it");
        }
    }

    /// Tells that the child ended by itself.
    pub(super) fn report(&self, exit: &Exit) {
        if exit.is_abnormal() {
            error!(child = %self.id, reason = %exit, "child terminated");
        } else {
            info!(child = %self.id, reason = %exit, "child terminated");
        }
    }

    /// Tells that the child, asked to stop or killed, ended in another way.
    pub(super) fn report_stop(&self, exit: &Exit) {
        if exit.is_abnormal() && (*exit != Exit::Killed || self.shutdown != Shutdown::BrutalKill) {
            error!(child = %self.id, reason = %exit, "child did not stop as asked");
        }
    }

    pub(super) fn report_stuck(&self) {
        error!(child = %self.id, "child does not await and cannot be killed: left behind");
    }
}
