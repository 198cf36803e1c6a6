//! One child: how it is described, what it is given, how it ends.

use std::convert::Infallible;
//% if is.callbacks
use std::fmt::{self, Debug};
//% else
//+ use std::fmt;
//% endif
use std::future::Future;
use std::pin::Pin;
//% if is.server
use std::sync::{Arc, OnceLock};
//% else
//+ use std::sync::Arc;
//% endif
use std::time::Duration;

//% if is.found_anew
use tokio::sync::{mpsc, watch};
//% else
//+ use tokio::sync::mpsc;
//% endif
use tokio::task::JoinError;
//% if is.server
use tokio::time::{Instant, sleep};
//% else
//+ use tokio::time::sleep;
//% endif
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

//% if is.callbacks
use super::alive::{Alive, At};
//% else
//+ use super::alive::Alive;
//% endif
use super::policy::{End, Options, Plan, Restart};
//% if is.tallied
use super::tally::Tally;
//% endif
use super::tasks::Tasks;
use super::tree::Tree;
use super::{StartError, SupervisorError};
use crate::otp::BoxError;
//% if is.found
use crate::otp::failure::Theirs;
//% endif
use crate::otp::failure::{caught, in_a_line, in_full, let_go, of_panic};

/// A name as logs can show it: it may come from anywhere, and must not write lines of its own.
fn in_one_line(name: Arc<str>) -> Arc<str> {
    if name.contains(char::is_control) {
        return name.escape_debug().to_string().into();
    }
    name
}

/// How long a worker may take to stop unless its spec says otherwise (OTP: 5000 ms).
pub const DEFAULT_SHUTDOWN: Duration = Duration::from_secs(5);

/// A child that is not ready after this long is spoken of: perhaps it forgot to say so.
const SLOW_START: Duration = Duration::from_secs(5);

/// What a child returns: `Ok` is a normal end, `Err` an abnormal one.
///
/// Before [`ChildContext::ready`], `Err` is a failed start and `Ok` declines to run (`ignore`).
pub type ChildResult = Result<(), BoxError>;

type Running = Pin<Box<dyn Future<Output = ChildResult> + Send>>;

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
    pub(super) fn end(&self) -> End {
        match self {
            Self::Normal | Self::Shutdown => End::Normal,
            Self::Error(_) | Self::Panic(_) | Self::Killed => End::Abnormal,
        }
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
        let exit = error.downcast();
        let told = |error: BoxError| Self::Error(in_a_line(&in_full(&*error)));
        exit.map_or_else(told, |exit| *exit)
    }
}

impl From<JoinError> for Exit {
    fn from(error: JoinError) -> Self {
        let panic = error.try_into_panic();
        let told = |panic| Self::Panic(in_a_line(&of_panic(panic)));
        panic.map_or(Self::Killed, told)
    }
}

/// The child's side of the agreement with its supervisor.
#[derive(Clone, Debug, Default)]
pub struct ChildContext {
    // A token rather than a oneshot: it may be raised through `&self`, and twice.
    pub(super) ready: CancellationToken,
    pub(super) shutdown: CancellationToken,
    //% if is.callbacks
    pub(super) at: Arc<At>,
    //% endif
    //% if is.server
    pub(super) deadline: Option<Duration>,
    /// When it was told to stop, if its supervisor did.
    pub(super) told: Arc<OnceLock<Instant>>,
    //% endif
    //% if is.tallied
    pub(super) tally: Arc<Tally>,
    //% endif
}

impl ChildContext {
    /// Says that the child has started (OTP: `init` returned); only now is the next one started.
    pub fn ready(&self) {
        self.ready.cancel();
    }

    //% if is.registry
    /// Has it said so?
    pub fn is_ready(&self) -> bool {
        self.ready.is_cancelled()
    }

    //% endif
    //% if is.callbacks
    /// Says what the child does next, in the first word of this, for whoever asks what is stuck.
    pub fn does(&self, what: impl Debug) {
        self.at.does(what);
    }

    //% endif
    //% if is.tallied
    /// Where it counts what is full.
    pub fn tally(&self) -> &Arc<Tally> {
        &self.tally
    }

    //% endif
    //% if is.server
    /// How long it may go on now, told to stop, with what it has begun: the last fifth of the time that is left
    /// until it is killed is for cleaning up.
    pub fn grace(&self) -> Duration {
        let passed = self.told.get().map_or(Duration::ZERO, Instant::elapsed);
        let left = |limit: Duration| limit.saturating_sub(passed) / 5 * 4;
        self.deadline.map_or(Duration::MAX, left)
    }

    //% endif
    //% if is.found_anew
    /// Makes this the way to the child, unless it was told to stop meanwhile: then the way may be that of the
    /// next incarnation already.
    pub fn publish<W>(&self, ways: &watch::Sender<Option<W>>, way: W) -> bool {
        let mut way = Some(way);
        ways.send_if_modified(|newest| {
            let goes_on = !self.shutdown.is_cancelled();
            if goes_on {
                std::mem::swap(newest, &mut way);
            }
            goes_on
        })
    }

    //% endif
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
    run: Arc<Run>,
}

/// The user's function, with what it holds. Whoever lets go of it last must not die of their `Drop`, and it is
/// known whose that is if it never returns.
struct Run(
    Arc<str>,
    Option<Box<dyn Fn(ChildContext) -> Running + Send + Sync>>,
);

impl Run {
    fn new(
        id: &Arc<str>,
        run: impl Fn(ChildContext) -> Running + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self(Arc::clone(id), Some(Box::new(run))))
    }

    fn call(&self, context: ChildContext) -> Running {
        match &self.1 {
            Some(run) => run(context),
            None => Box::pin(async { Ok(()) }),
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let alive = Alive::new(format!("what {} holds", self.0));
        alive.during(|| let_go(self.1.take()));
    }
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
        let id = in_one_line(id.into());
        let run = Run::new(&id, move |context| Box::pin(run(context)));
        Self {
            id,
            restart: Restart::Permanent,
            restart_delay: Duration::ZERO,
            shutdown: Shutdown::Timeout(DEFAULT_SHUTDOWN),
            kind: Kind::Worker,
            run,
        }
    }

    /// A supervisor as a child: failures inside it stay inside until its own limit is exceeded.
    pub fn supervisor(id: impl Into<Arc<str>>, options: Options, children: Vec<Self>) -> Self {
        let run = move |context: ChildContext| {
            let children = children.clone();
            async move {
                //% if is.tallied
                let tasks = Tasks::below(context.tally());
                //% else
                //+ let tasks = Tasks::default();
                //% endif
                let stop = context.shutdown.clone();
                let mut tree = Tree::new(options, children, tasks, stop)?;
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

    /// A pause before each restart. OTP has none and neither has the default: a restart is for
    /// faults that a clean start cures; waiting for a remote service belongs into the child. What
    /// the strategy restarts with it is stopped at once and waits as well, as it would for a start
    /// that fails; if the child is terminated meanwhile, it stays stopped. Note that restarts so spread out
    /// exceed the supervisor's limit later, or never.
    #[must_use]
    pub fn restart_delay(self, restart_delay: Duration) -> Self {
        Self {
            restart_delay,
            ..self
        }
    }

    /// How the child is stopped. Default: [`DEFAULT_SHUTDOWN`]; for a supervisor, infinity.
    #[must_use]
    pub fn shutdown(self, shutdown: Shutdown) -> Self {
        Self { shutdown, ..self }
    }

    //% if is.found
    /// Has the child hold something while it runs, such as its name: `take` is called for every start,
    /// and what it returns is dropped when that incarnation has ended, however it ended. If `take`
    /// fails, so does the start.
    #[must_use]
    pub fn holding<G, E>(self, take: impl Fn() -> Result<G, E> + Send + Sync + 'static) -> Self
    where
        G: Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        self.holding_with(move |_| take())
    }

    /// The same, given the tokens of that incarnation.
    pub(in crate::otp) fn holding_with<G, E>(
        self,
        take: impl Fn(&ChildContext) -> Result<G, E> + Send + Sync + 'static,
    ) -> Self
    where
        G: Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        let inner = self.run;
        let run = move |context: ChildContext| -> Running {
            let held = take(&context);
            let inner = Arc::clone(&inner);
            Box::pin(async move {
                let _held = Theirs(Some(held.map_err(Into::into)?));
                inner.call(context).await
            })
        };
        Self {
            run: Run::new(&self.id, run),
            ..self
        }
    }

    //% endif
    pub(super) fn plan(&self) -> Plan {
        Plan {
            restart: self.restart,
            delay: self.restart_delay,
        }
    }

    /// One incarnation of the child. All that is the user's happens inside, where a panic is the
    /// child's own: calling their function, and reading and dropping their error.
    pub(super) fn run(
        &self,
        context: ChildContext,
    ) -> impl Future<Output = Result<(), Exit>> + use<> {
        let run = Arc::clone(&self.run);
        async move {
            let ended = caught(async { run.call(context).await }).await;
            let told = |panic| Err(Exit::Panic(in_a_line(&of_panic(panic))));
            ended.map_or_else(told, |ended| ended.map_err(Exit::from))
        }
    }

    /// What runs it, if nobody else has that any more: to drop it is to drop what the user gave.
    pub(super) fn into_run(self) -> Option<impl Send> {
        Arc::into_inner(self.run)
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
        if exit.end() == End::Abnormal {
            error!(child = %self.id, reason = %exit, "child terminated");
        } else {
            info!(child = %self.id, reason = %exit, "child terminated");
        }
    }

    /// Tells that the child, asked to stop or killed, ended in another way.
    pub(super) fn report_stop(&self, exit: &Exit) {
        if exit.end() == End::Abnormal
            && (*exit != Exit::Killed || self.shutdown != Shutdown::BrutalKill)
        {
            error!(child = %self.id, reason = %exit, "child did not stop as asked");
        }
    }

    pub(super) fn report_stuck(&self) {
        error!(child = %self.id, "child does not await and cannot be killed: left behind");
    }
}
