//! Runs the jobs of one queue: at most so many at a time, each in a task of its own.
//!
//! A job is claimed in one statement that also counts the attempt and takes a [`LEASE`] on it. While
//! it runs, the lease is renewed; when a worker dies, the lease ends and any queue on the same
//! database makes the job available again (Oban's Lifeline, which waits an hour).

use std::{
    collections::HashMap,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use tokio::{
    task::{JoinError, JoinSet},
    time::{Instant, MissedTickBehavior, interval, interval_at, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};
use tracing::{Instrument, error, info, info_span, warn};

use super::{Job, JobError, Jobs, KEEP_FINISHED, NewJob, millis};
use crate::otp::BoxError;
use crate::otp::supervisor::{ChildSpec, Shutdown};

/// How often the queue looks for jobs whose time has come.
pub const POLL: Duration = Duration::from_secs(1);

/// How long shutdown waits for running jobs. (Oban: 15 s.) The application's own deadline is longer.
pub const GRACE: Duration = Duration::from_secs(15);

/// After how long a job whose worker does not renew its lease is taken from it.
pub const LEASE: Duration = Duration::from_secs(LEASE_SECONDS);
const LEASE_SECONDS: u64 = 60;

/// What a job that did not fail asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It is completed.
    Complete,
    /// It makes no sense (any more); it is not tried again.
    Cancel(String),
    /// Not now: again after this time. Does not count as an attempt.
    Snooze(Duration),
}

type Performing = Pin<Box<dyn Future<Output = Result<Done, BoxError>> + Send>>;
type Worker = Box<dyn Fn(Job) -> Performing + Send + Sync>;

/// What to do for each name of a worker.
#[must_use]
#[derive(Default)]
pub struct Workers(HashMap<&'static str, Worker>);

impl fmt::Debug for Workers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Workers {
    /// No worker yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Jobs for the worker `name` are done by `perform`.
    pub fn with<F, Fut>(mut self, name: &'static str, perform: F) -> Self
    where
        F: Fn(Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Done, BoxError>> + Send + 'static,
    {
        let worker: Worker = Box::new(move |job| Box::pin(perform(job)));
        self.0.insert(name, worker);
        self
    }
}

/// A queue: its name, and how many of its jobs run at a time in this program. Clones share it.
#[must_use = "it must be run"]
#[derive(Clone, Debug)]
pub struct Queue {
    jobs: Jobs,
    name: &'static str,
    concurrency: usize,
    grace: Duration,
    workers: Arc<Workers>,
    periodic: Vec<(Duration, NewJob)>,
}

impl Queue {
    /// A queue that does not run yet.
    pub fn new(jobs: &Jobs, name: &'static str, concurrency: usize, workers: Workers) -> Self {
        Self {
            jobs: jobs.clone(),
            name,
            concurrency,
            grace: GRACE,
            workers: Arc::new(workers),
            periodic: Vec::new(),
        }
    }

    /// Inserts `job` once in every `period`, counted from 1970 in UTC: every hour, every day. It is
    /// inserted once, however many programs share the database; periods missed while none ran are
    /// made up for once. One periodic job per worker.
    pub fn every(mut self, period: Duration, job: NewJob) -> Self {
        self.periodic.push((period, job));
        self
    }

    /// How long shutdown waits for running jobs, instead of [`GRACE`].
    pub fn grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// The queue as a supervised child.
    pub fn child(&self) -> ChildSpec {
        let queue = self.clone();
        let child = ChildSpec::new(format!("queue {}", self.name), move |ctx| {
            let queue = queue.clone();
            async move {
                ctx.ready();
                queue.run(ctx.shutdown()).await?;
                Ok(())
            }
        });
        child.shutdown(Shutdown::Timeout(self.grace + POLL))
    }

    /// Runs jobs until told to stop, or until the database fails. Either way, jobs that are running
    /// may finish within the grace period.
    pub async fn run(&self, shutdown: &CancellationToken) -> Result<(), JobError> {
        let mut running = JoinSet::new();
        let ended = self.keep_running(&mut running, shutdown).await;
        let finish = async {
            while let Some(job) = running.join_next().await {
                report(job);
            }
        };
        if timeout(self.grace, finish).await.is_err() {
            // They stay `executing`, and are rescued when their leases end.
            warn!(queue = self.name, jobs = running.len(), "jobs are orphaned");
            running.shutdown().await;
        }
        ended
    }

    async fn keep_running(
        &self,
        running: &mut JoinSet<Result<(), JobError>>,
        shutdown: &CancellationToken,
    ) -> Result<(), JobError> {
        let mut inserted = self.jobs.inserted.subscribe();
        let mut poll = interval(POLL);
        poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return Ok(()),
                _ = poll.tick() => self.tidy().await?,
                Some(job) = running.join_next() => report(job),
                Ok(()) = inserted.changed() => {}
            }
            for job in self.claim(self.concurrency - running.len()).await? {
                let id = job.id;
                let execute = self.clone().execute(job);
                running.spawn(execute.instrument(info_span!("job", id)));
            }
        }
    }

    /// Runs what is due, one after the other, until nothing is; returns how many attempts that
    /// were. For tests and scripts, like `Oban.drain_queue`.
    pub async fn drain(&self) -> Result<usize, JobError> {
        let mut attempts = 0;
        self.tidy().await?;
        while let Some(job) = self.claim(1).await?.pop() {
            self.clone().execute(job).await?;
            attempts += 1;
        }
        Ok(attempts)
    }

    /// Takes up to `limit` jobs that are due. The attempt counts from here on.
    pub(super) async fn claim(&self, limit: usize) -> Result<Vec<Job>, JobError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let now = self.jobs.clock.now();
        let mut jobs: Vec<Job> = sqlx::query_as(
            "UPDATE jobs SET state = 'executing', attempt = attempt + 1, leased_until = ?1
             WHERE id IN (
                 SELECT id FROM jobs
                 WHERE queue = ?2 AND run_at <= ?3
                     AND state IN ('available', 'scheduled', 'retryable')
                 ORDER BY priority, run_at, id LIMIT ?4)
             RETURNING *",
        )
        .bind(now + millis(LEASE))
        .bind(self.name)
        .bind(now)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.jobs.pool)
        .await?;
        jobs.sort_by_key(|job| (job.run_at, job.id));
        Ok(jobs)
    }

    /// Performs one claimed job in a task of its own, so that a panic is only its own failure, and
    /// records how it ended.
    async fn execute(self, job: Job) -> Result<(), JobError> {
        let performing = match self.workers.0.get(job.worker.as_str()) {
            Some(worker) => worker(job.clone()),
            None => Box::pin(async { Err("there is no worker of this name".into()) }),
        };
        let task = tokio::spawn(performing.in_current_span());
        let mut task = AbortOnDropHandle::new(task);
        let mut renewal = interval_at(Instant::now() + LEASE / 3, LEASE / 3);
        let ended = loop {
            tokio::select! {
                ended = &mut task => break ended,
                _ = renewal.tick() => if !self.renew(&job).await? {
                    warn!("the lease was lost, so the job is stopped here");
                    return Ok(());
                },
            }
        };
        let outcome = ended.unwrap_or_else(|crash| Err(panic_message(crash).into()));
        self.record(&job, outcome).await
    }

    /// Keeps a job for another [`LEASE`]; `false` if it is no longer this worker's.
    pub(super) async fn renew(&self, job: &Job) -> Result<bool, JobError> {
        let renewed = sqlx::query(
            "UPDATE jobs SET leased_until = ? WHERE id = ? AND attempt = ? AND state = 'executing'",
        )
        .bind(self.jobs.clock.now() + millis(LEASE))
        .bind(job.id)
        .bind(job.attempt)
        .execute(&self.jobs.pool)
        .await?;
        Ok(renewed.rows_affected() == 1)
    }

    /// Writes down how an attempt ended, unless the job was taken from this worker meanwhile.
    pub(super) async fn record(
        &self,
        job: &Job,
        outcome: Result<Done, BoxError>,
    ) -> Result<(), JobError> {
        let now = self.jobs.clock.now();
        let (state, run_at, attempt, reason) = match outcome {
            Ok(Done::Complete) => ("completed", job.run_at, job.attempt, None),
            Ok(Done::Cancel(reason)) => ("cancelled", job.run_at, job.attempt, Some(reason)),
            Ok(Done::Snooze(delay)) => ("scheduled", now + millis(delay), job.attempt - 1, None),
            Err(reason) if job.attempt < job.max_attempts => {
                warn!(attempt = job.attempt, %reason, "the job failed and will be tried again");
                let run_at = now + millis(backoff(job));
                ("retryable", run_at, job.attempt, Some(reason.to_string()))
            }
            Err(reason) => {
                error!(attempt = job.attempt, %reason, "the job failed for the last time");
                let reason = Some(reason.to_string());
                ("discarded", job.run_at, job.attempt, reason)
            }
        };
        let finished = matches!(state, "completed" | "cancelled" | "discarded");
        let recorded = sqlx::query(
            "UPDATE jobs SET state = ?, run_at = ?, attempt = ?, finished_at = ?,
                 last_error = coalesce(?, last_error), leased_until = NULL
             WHERE id = ? AND attempt = ? AND state = 'executing'",
        )
        .bind(state)
        .bind(run_at)
        .bind(attempt)
        .bind(finished.then_some(now))
        .bind(reason)
        .bind(job.id)
        .bind(job.attempt)
        .execute(&self.jobs.pool)
        .await?;
        if recorded.rows_affected() == 0 {
            warn!(id = job.id, "the job was rescued meanwhile, and runs again");
        }
        Ok(())
    }

    /// Rescues the jobs of dead workers, inserts what is periodic, removes what is long finished.
    pub(super) async fn tidy(&self) -> Result<(), JobError> {
        let now = self.jobs.clock.now();
        let rescued = sqlx::query(
            "UPDATE jobs SET leased_until = NULL, last_error = 'its worker was lost',
                 state = iif(attempt < max_attempts, 'available', 'discarded'),
                 finished_at = iif(attempt < max_attempts, NULL, ?1)
             WHERE state = 'executing' AND leased_until <= ?1",
        )
        .bind(now)
        .execute(&self.jobs.pool)
        .await?
        .rows_affected();
        if rescued > 0 {
            warn!(rescued, "jobs of lost workers are available again");
        }
        for (period, job) in &self.periodic {
            let slot = now / millis(*period).max(1);
            self.insert_once(slot, job).await?;
        }
        sqlx::query("DELETE FROM jobs WHERE finished_at <= ?")
            .bind(now - millis(KEEP_FINISHED))
            .execute(&self.jobs.pool)
            .await?;
        Ok(())
    }

    /// Inserts a periodic job if this slot is new. A worker seen for the first time waits for the
    /// next slot.
    async fn insert_once(&self, slot: i64, job: &NewJob) -> Result<(), JobError> {
        let mut transaction = self.jobs.pool.begin_with("BEGIN IMMEDIATE").await?;
        let due = sqlx::query("UPDATE periodic SET slot = ?1 WHERE name = ?2 AND slot < ?1")
            .bind(slot)
            .bind(job.worker)
            .execute(&mut *transaction)
            .await?;
        if due.rows_affected() == 1 {
            self.jobs.insert_with(&mut *transaction, job).await?;
        } else {
            sqlx::query("INSERT INTO periodic (slot, name) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .bind(slot)
                .bind(job.worker)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Oban's backoff: 15 + 2^n seconds and up to 10 % more, where n is the attempt, scaled down to at
/// most 20. The jitter is drawn from the job, so that jobs that failed together come apart.
pub(super) fn backoff(job: &Job) -> Duration {
    let power = if job.max_attempts <= 20 {
        job.attempt
    } else {
        (job.attempt * 20 + job.max_attempts / 2) / job.max_attempts
    };
    let base = Duration::from_secs(15 + (1 << power.clamp(0, 20)));
    let mut hasher = DefaultHasher::new();
    (job.id, job.attempt).hash(&mut hasher);
    let per_mille = u32::try_from(hasher.finish() % 101).unwrap_or(0);
    base + base * per_mille / 1_000
}

fn panic_message(crash: JoinError) -> String {
    let Ok(panic) = crash.try_into_panic() else {
        return "the job was aborted".to_owned();
    };
    let message = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(message), _) => message,
        (_, Some(message)) => message.as_str(),
        _ => "no message",
    };
    format!("panic: {message}")
}

fn report(job: Result<Result<(), JobError>, JoinError>) {
    match job {
        Ok(Ok(())) => info!("an attempt ended"),
        Ok(Err(reason)) => error!(%reason, "an attempt could not be recorded"),
        Err(reason) => error!(%reason, "an attempt was cut off"),
    }
}
