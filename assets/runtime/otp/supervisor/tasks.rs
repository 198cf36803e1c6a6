//! The tasks of one supervisor: how a child is started and stopped, and the order of their ends.

use std::collections::VecDeque;
use std::future::pending;
//% if is.tallied and not is.server
//+ use std::sync::Arc;
//% endif
//% if is.tallied
use std::sync::atomic::{AtomicUsize, Ordering};
//% endif
//% if is.server
use std::sync::{Arc, OnceLock};
//% endif
use std::time::Duration;

use tokio::select;
use tokio::task::{AbortHandle, Id, JoinError, JoinSet};
//% if is.server
use tokio::time::{Instant, sleep, timeout};
//% else
//+ use tokio::time::{sleep, timeout};
//% endif
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, debug, error, info_span};

use super::Alive;
use super::ChildError;
use super::child::{ChildContext, ChildSpec, Exit, Shutdown};
//% if is.tallied
use super::tally::{Counted, Tally};
//% endif

/// How long an aborted task may take to reach its next `.await` before it is left behind.
pub(super) const KILL_GRACE: Duration = Duration::from_secs(1);

/// A running incarnation of a child, or the pause before the next one.
pub(super) struct Task {
    pub(super) abort: AbortHandle,
    pub(super) shutdown: CancellationToken,
    //% if is.server
    told: Arc<OnceLock<Instant>>,
    //% endif
}

impl Task {
    pub(super) fn id(&self) -> Id {
        self.abort.id()
    }

    /// Tells it to stop, unless it is killed at once.
    pub(super) fn tell(&self, how: Shutdown) {
        //% if is.server
        let _ = self.told.set(Instant::now());
        //% endif
        if how != Shutdown::BrutalKill {
            self.shutdown.cancel();
        }
    }
}

/// Cancelled when it is dropped: what is aborted then, but left behind, knows that it is to end.
#[derive(Default)]
struct Shutdowns(CancellationToken);

impl Drop for Shutdowns {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The tasks of one supervisor. Dropping it aborts them all.
#[derive(Default)]
pub(super) struct Tasks {
    set: JoinSet<Result<(), Exit>>,
    shutdowns: Shutdowns,
    /// Exits seen and not yet handled, in the order in which they happened. Tokio counts task ids up,
    /// so that the id of an ended task names no other.
    exits: VecDeque<(Id, Exit)>,
    /// Those that drop what children held.
    releases: JoinSet<()>,
    //% if is.tallied
    pub(super) tally: Arc<Tally>,
    /// Whether these are counted in there: the first supervisor tells of its own when it is asked.
    counted: bool,
    //% endif
}

impl Tasks {
    //% if is.tallied
    /// Those of a supervisor below another one.
    pub(super) fn below(tally: &Arc<Tally>) -> Self {
        Self {
            tally: Arc::clone(tally),
            counted: true,
            ..Self::default()
        }
    }

    pub(super) fn count_restart(&self) {
        if self.counted {
            self.tally.restarts.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn count(&self, count: fn(&Tally) -> &AtomicUsize) -> Option<Counted> {
        self.counted.then(|| Counted::new(&self.tally, count))
    }

    //% endif
    /// Starts a child and waits until it is ready; `None` if it declines to run. A `stop` meanwhile
    /// interrupts: otherwise a start that hangs would hang the stop of the whole tree.
    pub(super) async fn start(
        &mut self,
        spec: &ChildSpec,
        stop: &CancellationToken,
    ) -> Result<Option<Task>, ChildError> {
        if stop.is_cancelled() {
            return Err(ChildError::Stopped);
        }
        let alive = Alive::new(spec.id.clone());
        let (ready, shutdown) = (CancellationToken::new(), self.shutdowns.0.child_token());
        //% if is.server
        let told = Arc::<OnceLock<Instant>>::default();
        //% endif
        let context = ChildContext {
            ready: ready.clone(),
            shutdown: shutdown.clone(),
            //% if is.callbacks
            at: alive.at(),
            //% endif
            //% if is.tallied
            tally: Arc::clone(&self.tally),
            //% endif
            //% if is.server
            deadline: match spec.shutdown {
                Shutdown::Timeout(limit) => Some(limit),
                Shutdown::BrutalKill | Shutdown::Infinity => None,
            },
            told: Arc::clone(&told),
            //% endif
        };
        //% if is.tallied
        let counted = self.count(|tally| &tally.running);
        let run = spec.run(context);
        let child = alive.run(async {
            let _counted = counted;
            run.await
        });
        //% else
        //+ let child = alive.run(spec.run(context));
        //% endif
        let span = info_span!("child", id = %spec.id);
        let abort = self.set.spawn(child.instrument(span));
        //% if is.server
        let task = Task {
            abort,
            shutdown,
            told,
        };
        //% else
        //+ let task = Task { abort, shutdown };
        //% endif
        select! {
            biased;
            () = ready.cancelled() => {
                debug!(child = %spec.id, "started");
                Ok(Some(task))
            }
            exit = self.exit_of(task.id()) => match exit {
                Exit::Normal => Ok(None),
                exit => Err(ChildError::Failed(exit)),
            },
            () = stop.cancelled() => {
                self.stop(&task, spec).await;
                Err(ChildError::Stopped)
            }
            never = spec.remind() => match never {},
        }
    }

    /// A task that does nothing but end, after the delay: then the child is to be restarted. That
    /// puts a retry behind the exits which have happened before it, as OTP's message to itself.
    pub(super) fn pause(&mut self, delay: Duration) -> Task {
        //% if is.tallied
        let counted = self.count(|tally| &tally.restarting);
        //% endif
        let pause = async move {
            //% if is.tallied
            let _counted = counted;
            //% endif
            if !delay.is_zero() {
                sleep(delay).await;
            }
            Ok(())
        };
        let abort = self.set.spawn(pause);
        Task {
            abort,
            shutdown: CancellationToken::new(),
            //% if is.server
            told: Arc::default(),
            //% endif
        }
    }

    /// Stops a child as its spec says and waits for its end; false if it had to be left behind.
    pub(super) async fn stop(&mut self, task: &Task, spec: &ChildSpec) -> bool {
        task.tell(spec.shutdown);
        let exit = match spec.shutdown {
            Shutdown::BrutalKill => None,
            Shutdown::Timeout(limit) => timeout(limit, self.exit_of(task.id())).await.ok(),
            Shutdown::Infinity => Some(self.exit_of(task.id()).await),
        };
        if let Some(exit) = exit {
            spec.report_stop(&exit);
            return true;
        }
        task.abort.abort();
        // Whoever looks for it learns that it is to end.
        task.shutdown.cancel();
        let killed = timeout(KILL_GRACE, self.exit_of(task.id())).await;
        match &killed {
            Ok(exit) => spec.report_stop(exit),
            Err(_) => spec.report_stuck(),
        }
        killed.is_ok()
    }

    /// Lets go of a child for good. What it holds is the user's, and dropping it may take long or for ever: that
    /// is done beside the supervisor.
    pub(super) fn release(&mut self, spec: ChildSpec) {
        while self.releases.try_join_next().is_some() {}
        if let Some(run) = spec.into_run() {
            self.releases.spawn(async move { drop(run) });
        }
    }

    /// Waits until what was let go of is dropped, but not for ever.
    pub(super) async fn released(&mut self) {
        let all = async { while self.releases.join_next().await.is_some() {} };
        if timeout(KILL_GRACE, all).await.is_err() {
            error!("dropping what a child held takes long: left behind");
        }
        self.releases.detach_all();
    }

    /// Returns when there is an exit to handle; never, while nothing runs.
    pub(super) async fn exited(&mut self) {
        if self.exits.is_empty() {
            match self.join().await {
                Some(exit) => self.exits.push_back(exit),
                None => pending().await,
            }
        }
    }

    /// How many exits there are to handle, having happened by now.
    pub(super) fn backlog(&mut self) -> usize {
        while let Some(joined) = self.set.try_join_next_with_id() {
            self.exits.push_back(ended(joined));
        }
        self.exits.len()
    }

    /// The oldest exit.
    pub(super) fn take_exit(&mut self) -> Option<(Id, Exit)> {
        self.exits.pop_front()
    }

    /// The exit of one task; those of others are kept for [`Self::take_exit`].
    async fn exit_of(&mut self, id: Id) -> Exit {
        let seen = self.exits.iter().position(|(ended, _)| *ended == id);
        if let Some((_, exit)) = seen.and_then(|at| self.exits.remove(at)) {
            return exit;
        }
        while let Some((ended, exit)) = self.join().await {
            if ended == id {
                return exit;
            }
            self.exits.push_back((ended, exit));
        }
        Exit::Killed
    }

    async fn join(&mut self) -> Option<(Id, Exit)> {
        self.set.join_next_with_id().await.map(ended)
    }
}

fn ended(joined: Result<(Id, Result<(), Exit>), JoinError>) -> (Id, Exit) {
    match joined {
        Ok((id, Ok(()))) => (id, Exit::Normal),
        Ok((id, Err(exit))) => (id, exit),
        Err(error) => (error.id(), error.into()),
    }
}
