//! Runs the jobs of one queue: at most so many at a time in this program.
//!
//! A worker of `graphile_worker` takes a job in one statement that also counts the attempt. It shows
//! every now and then that it lives; when it does not for a [`LEASE`], any other one on the same
//! database gives its jobs back.
//!
//! A database that fails is waited for: no new jobs begin meanwhile, those that run go on, and how they
//! ended is written down when it is back.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use graphile_worker::{
    Crontab, Database, FailureReason, IntoTaskHandlerResult, JobDefinition, JobRecovery,
    JobRecoveryContext, JobRecoveryResult, JobStart, LocalQueueConfig, TaskHandler, Worker,
    WorkerContext, WorkerOptions, WorkerRecoveryConfig, WorkerShutdownConfig,
};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

pub use super::policy::LEASE;
use super::policy::{RECONNECT, RECONNECT_AT_MOST, SIGNS};
use super::{EVER, JobError, Jobs, MAX_ATTEMPTS, SCHEMA, patient::Patient};
use crate::otp::pauses::Pauses;
use crate::otp::supervisor::{Alive, ChildSpec, Shutdown};

/// How often the queue looks for jobs whose time has come. It hears of new ones at once.
pub const POLL: Duration = Duration::from_secs(1);

/// How many jobs a queue runs at a time at most.
pub const PLACES: usize = 10_000;

/// The library panics where there is no time at all between two of its looks, or more than clocks can tell.
const SHORTEST: Duration = Duration::from_millis(1);

/// How long shutdown waits for running jobs.
pub const GRACE: Duration = Duration::from_secs(15);

/// How long a job that was cut off by a shutdown waits before it runs again.
pub const AFTER_SHUTDOWN: Duration = Duration::from_secs(1);

/// How often what is long over is removed.
const TIDY: Duration = Duration::from_mins(10);

/// What the worker may need beyond the grace period to give back what it has.
const MARGIN: Duration = Duration::from_millis(1_500);

/// What is added to that for the task to end.
const MOMENT: Duration = Duration::from_millis(500);

/// A queue: its handlers, and how many of its jobs run at a time in this program. Clones share it.
#[must_use = "it must be run"]
#[derive(Clone)]
pub struct Queue {
    jobs: Jobs,
    name: &'static str,
    concurrency: usize,
    grace: Duration,
    lease: Duration,
    poll: Duration,
    handlers: Vec<JobDefinition>,
    periodic: Vec<Crontab>,
}

impl fmt::Debug for Queue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let handlers = self.handlers.iter().map(JobDefinition::identifier);
        f.debug_struct("Queue")
            .field("name", &self.name)
            .field("concurrency", &self.concurrency)
            .field("handlers", &handlers.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Queue {
    /// A queue that does not run yet and has no handlers. More than [`PLACES`] jobs do not run at a time.
    pub fn new(jobs: &Jobs, name: &'static str, concurrency: usize) -> Self {
        Self {
            jobs: jobs.clone(),
            name,
            // The library does not accept a queue that runs nothing, and makes all places at once.
            concurrency: concurrency.clamp(1, PLACES),
            grace: GRACE,
            lease: LEASE,
            poll: POLL,
            handlers: Vec::new(),
            periodic: Vec::new(),
        }
    }

    /// Jobs of this type are run here.
    pub fn with<T: TaskHandler>(mut self) -> Self {
        self.handlers.push(Named::<T>::definition());
        self
    }

    /// Inserts a job at certain times, in UTC and by the minute, for example
    /// `Cron::daily_at::<Greet>(8, 0)?`. It is inserted once, however many nodes share the database;
    /// times missed while none ran are made up for if the entry says so (`fill`).
    pub fn every(mut self, entry: impl Into<Crontab>) -> Self {
        let mut entry = entry.into();
        let attempts = MAX_ATTEMPTS.unsigned_abs();
        entry.options.max.get_or_insert(attempts);
        self.periodic.push(entry);
        self
    }

    /// How long shutdown waits for running jobs, instead of [`GRACE`].
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// After how long a silent node loses its jobs, instead of [`LEASE`]. The same on all nodes.
    pub fn lease(self, lease: Duration) -> Self {
        let lease = lease.clamp(SHORTEST, EVER);
        Self { lease, ..self }
    }

    /// How often to look for jobs whose time has come, instead of [`POLL`]. A job for which there is no
    /// place here by then is left to others, too.
    pub fn poll(self, poll: Duration) -> Self {
        let poll = poll.clamp(SHORTEST, EVER);
        Self { poll, ..self }
    }

    /// The queue as a supervised child. A database that cannot be reached is waited for in here: a
    /// restart would not cure it, and would use up the restarts of the siblings.
    pub fn child(&self) -> ChildSpec {
        let queue = self.clone();
        let child = ChildSpec::new(format!("queue {}", self.name), move |ctx| {
            let queue = queue.clone();
            async move {
                ctx.ready();
                let shutdown = ctx.shutdown();
                let run = || queue.run(shutdown);
                again_and_again(queue.name, shutdown, run).await;
                Ok(())
            }
        });
        let patience = self.grace.saturating_add(MARGIN + MOMENT);
        child.shutdown(Shutdown::Timeout(patience))
    }

    /// Runs jobs until told to stop; those that are running then may finish within the grace period.
    /// Fails if it cannot begin.
    pub async fn run(&self, shutdown: &CancellationToken) -> Result<(), JobError> {
        let patience = self.grace.saturating_add(MARGIN);
        let database = Patient::database(&self.jobs, shutdown, patience, self.lease);
        let begun = async {
            // The library would only say that its pool was in vain.
            self.jobs.reach().await?;
            self.worker(shutdown, database, |options| options).await
        };
        let Some(worker) = shutdown.run_until_cancelled(begun).await else {
            return Ok(());
        };
        let worker = worker?;
        let over = async {
            shutdown.cancelled().await;
            sleep(patience).await;
        };
        tokio::select! {
            ended = worker.run() => ended.map_err(|error| JobError::Worker(error.to_string())),
            never = self.keep_tidy() => match never {},
            () = over => {
                warn!(queue = self.name, "the database is not back: jobs are orphaned");
                Ok(())
            }
        }
    }

    /// Runs what is due until nothing is; returns how many attempts that were. For tests and
    /// scripts, like `Oban.drain_queue`.
    pub async fn drain(&self) -> Result<usize, JobError> {
        let attempts = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&attempts);
        let counted = move |options: WorkerOptions| {
            options.on(JobStart, move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                async {}
            })
        };
        // What has ended is recorded as long as others would leave it alone.
        let stopped = CancellationToken::new();
        stopped.cancel();
        let database = Patient::database(&self.jobs, &stopped, self.lease, self.lease);
        let never = CancellationToken::new();
        let worker = self.worker(&never, database, counted).await?;
        let ended = worker.run_once().await;
        ended.map_err(|error| JobError::Worker(error.to_string()))?;
        Ok(attempts.load(Ordering::Relaxed))
    }

    async fn worker(
        &self,
        shutdown: &CancellationToken,
        database: Database,
        more: impl FnOnce(WorkerOptions) -> WorkerOptions,
    ) -> Result<Worker, JobError> {
        let stop = WorkerShutdownConfig::default()
            // The program listens to the system, and tells its supervisor.
            .listen_os_shutdown_signals(false)
            .shutdown_signal(shutdown.clone().cancelled_owned())
            .grace_period(self.grace)
            .interrupted_job_retry_delay(AFTER_SHUTDOWN);
        let recovery = WorkerRecoveryConfig::default()
            .enabled(true)
            .heartbeat_interval(self.lease / SIGNS)
            .sweep_interval(self.lease / SIGNS)
            .sweep_threshold(self.lease)
            .recovery_delay(Duration::ZERO);
        let options = WorkerOptions::default()
            .database(database)
            .schema(SCHEMA)
            .concurrency(self.concurrency)
            .poll_interval(self.poll)
            // One job ahead. With none, a backlog gets on by one job a place and poll.
            .local_queue(LocalQueueConfig::default().with_size(1).with_ttl(self.poll))
            .define_jobs(self.handlers.clone())
            .with_crons(self.periodic.clone())
            .worker_recovery(recovery)
            .worker_shutdown(stop)
            .on(JobRecovery, |lost| async move { recover(&lost) });
        let worker = more(options).init().await;
        worker.map_err(|error| JobError::Worker(error.to_string()))
    }

    async fn keep_tidy(&self) -> Infallible {
        let mut tidy = interval(TIDY);
        tidy.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tidy.tick().await;
            if let Err(reason) = self.jobs.tidy().await {
                warn!(%reason, "what is long over could not be removed");
            }
        }
    }
}

/// A job that is known by name while it runs: the library runs it in a task of its own.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Named<T>(T);

impl<T: TaskHandler> TaskHandler for Named<T> {
    const IDENTIFIER: &'static str = T::IDENTIFIER;

    fn run(
        self,
        context: WorkerContext,
    ) -> impl Future<Output = impl IntoTaskHandlerResult> + Send + 'static {
        let alive = Alive::new(format!("job {} ({})", context.job().id(), T::IDENTIFIER));
        // The call may keep the thread as well.
        alive.run(async move { self.0.run(context).await })
    }
}

/// Runs a queue whenever it has ended, until it is told to stop.
pub(super) async fn again_and_again<F: Future<Output = Result<(), JobError>>>(
    queue: &str,
    shutdown: &CancellationToken,
    run: impl Fn() -> F,
) {
    let mut pauses = Pauses::new(RECONNECT, RECONNECT_AT_MOST);
    loop {
        let begun = Instant::now();
        let reason = match run().await {
            Ok(()) if shutdown.is_cancelled() => return,
            Ok(()) => JobError::Worker("it ended, and nobody told it to".to_owned()),
            Err(reason) => reason,
        };
        if begun.elapsed() > RECONNECT_AT_MOST {
            pauses.reset();
        }
        let pause = pauses.grow();
        error!(queue, %reason, ?pause, "the queue starts again");
        let stopped = shutdown.run_until_cancelled(sleep(pause)).await;
        if stopped.is_none() {
            return;
        }
    }
}

/// What becomes of a job whose worker is gone. `graphile_worker` does not count the attempt, so that
/// a job that kills its node would do so for ever.
fn recover(lost: &JobRecoveryContext) -> JobRecoveryResult {
    warn!(job = lost.job.id(), reason = ?lost.reason, "a job has lost its worker");
    if lost.reason == FailureReason::WorkerCrashed {
        JobRecoveryResult::FailWithBackoff
    } else {
        JobRecoveryResult::Default
    }
}
