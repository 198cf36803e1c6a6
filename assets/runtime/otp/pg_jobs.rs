//! Jobs that survive a crash, a deploy and a failed attempt: rows in `PostgreSQL`, as in Oban.
//!
//! [`Jobs`] inserts and inspects them; a [`Queue`] runs them, on as
//! many nodes as you like. Behind both is `graphile_worker`, with its tables in a schema of that name. A
//! job that is inserted in a transaction exists if and only if that transaction commits. What is not as in
//! Oban:
//!
//! - a job belongs to the queue that has a handler for it ([`Queue::with`]); one that nobody handles
//!   waits. A handler fails, or succeeds: to cancel or to snooze, succeed and insert another job;
//! - a failed attempt (an error or a panic) is repeated after e^n seconds, at most six hours, where
//!   n is the attempt. The time is in the row, so waiting survives a restart;
//! - a job that is done is deleted. One that failed [`MAX_ATTEMPTS`] times is `discarded`: it keeps its
//!   last error for [`KEEP_DISCARDED`];
//! - a job has all the time it wants: one that may never end needs a `tokio::time::timeout` in its `run`
//!   (Oban's `timeout/1`, which is `:infinity` too unless you say otherwise);
//! - what is cut off by an orderly stop is given back, and that attempt does not count (in Oban it does);
//! - a node that dies is noticed after [`LEASE`](queue::LEASE) (Oban's Lifeline waits an hour), and
//!   that counts as a failed attempt, for a job may be what kills its nodes.
//!
//! A database that fails or cannot be reached is waited for by the queues, and for [`PATIENCE`] by who
//! connects; whoever inserts has an error after [`STATEMENT`] at the latest, and does not know then whether
//! the job exists or will (one that is [unique](NewJob::unique) can be inserted again). Until the library's
//! listener finds back, jobs are found by polling.
//!
//! A job may run more than once, so what it does must be idempotent: its node can die after the work and
//! before saying so, or be cut off from the database for longer than a lease, when another one runs the job
//! too (the first run is not cut off, and may be the one that is recorded). Uniqueness is judged at
//! insertion and does not limit what runs.
//! Arguments and errors are logged when a job fails: keep secrets out of them.

use std::error::Error as _;
use std::time::Duration;

use graphile_worker::errors::GraphileWorkerError;
use graphile_worker::{DbError, TaskHandler, WorkerUtils};
use sqlx::postgres::{PgConnectOptions, PgRow};
use sqlx::{FromRow, PgConnection, PgPool, Postgres, Row, Transaction};
use thiserror::Error;
use tokio::time::{Instant, sleep, timeout};
use tracing::warn;

use super::{canonical::canonical, pauses::Pauses};
use connect::reach;

mod connect;
mod patient;
pub mod policy;
pub mod queue;

pub use queue::Queue;

/// How often a job is tried before it is discarded.
pub const MAX_ATTEMPTS: i16 = 20;

/// How long discarded jobs are kept for somebody to look at. (Oban keeps them for a minute, once
/// its pruner is on.)
pub const KEEP_DISCARDED: Duration = Duration::from_hours(168);

/// The schema of `graphile_worker`, which it makes and changes itself.
const SCHEMA: &str = "graphile_worker";

/// How long to wait for one of them.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// How long connecting waits for a server that may come back.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The pauses while the database fails, from the first to the longest.
const PAUSE: Duration = Duration::from_millis(200);
const PAUSE_AT_MOST: Duration = Duration::from_secs(10);

/// After how long a statement has failed, whatever it waits for. Whether it was done is then not known:
/// the server may still be at it.
pub const STATEMENT: Duration = Duration::from_secs(10);

/// How long the tables may take to be brought up to date.
const MIGRATION: Duration = Duration::from_mins(10);

/// More than this is for ever, and more than `PostgreSQL` can count.
const EVER: Duration = Duration::from_hours(24 * 365 * 1_000);

/// What `graphile_worker` has not: its keys are free again as soon as the job is done.
const UNIQUE: &str = "
    BEGIN;
    SELECT pg_advisory_xact_lock(hashtext('schema unique_jobs'));
    CREATE SCHEMA IF NOT EXISTS unique_jobs;
    CREATE TABLE IF NOT EXISTS unique_jobs.taken (
        key BYTEA PRIMARY KEY,
        until TIMESTAMPTZ NOT NULL,
        job BIGINT
    );
    CREATE INDEX IF NOT EXISTS taken_until ON unique_jobs.taken (until);
    COMMIT;
";

/// What can go wrong with the jobs themselves.
#[derive(Debug, Error)]
pub enum JobError {
    /// The database refused, or was lost.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// It cannot be reached, or does not let anybody in.
    #[error("no connection to {address}: {reason}{advice}")]
    Connection {
        /// Which database, as whom; without the password.
        address: String,
        /// What was the matter.
        reason: sqlx::Error,
        /// What would be right.
        advice: &'static str,
    },
    /// All connections are in use.
    #[error(
        "no connection was free within {:?}: others keep them",
        ACQUIRE_TIMEOUT
    )]
    Busy,
    /// The database did not answer. Whether it did what it was told is not known.
    #[error("the database did not answer within {:?}", STATEMENT)]
    Timeout,
    /// The tables could not be made or brought up to date.
    #[error("the tables of the jobs: {0}")]
    Schema(String),
    /// The arguments cannot be written as JSON.
    #[error(transparent)]
    Args(#[from] serde_json::Error),
    /// The worker could not be started, or has ended with an error.
    #[error("the worker: {0}")]
    Worker(String),
}

impl From<GraphileWorkerError> for JobError {
    fn from(error: GraphileWorkerError) -> Self {
        JobError::Worker(error.to_string())
    }
}

impl JobError {
    /// With it, whether it may heal by itself.
    fn with_hope(self) -> (Self, bool) {
        let may_heal = match &self {
            Self::Database(reason) => connect::may_heal(reason),
            Self::Timeout => true,
            _ => false,
        };
        (self, may_heal)
    }
}

/// A job to insert.
#[must_use = "it must be inserted"]
#[derive(Debug, Clone)]
pub struct NewJob {
    handler: &'static str,
    args: String,
    priority: i16,
    max_attempts: i16,
    delay: Duration,
    unique: Option<Duration>,
}

fn seconds(duration: Duration) -> f64 {
    duration.min(EVER).as_secs_f64()
}

/// Has a statement fail that takes too long.
async fn within<T, E>(statement: impl Future<Output = Result<T, E>>) -> Result<T, JobError>
where
    JobError: From<E>,
{
    let done = timeout(STATEMENT, statement).await;
    Ok(done.map_err(|_| JobError::Timeout)??)
}

impl NewJob {
    /// A job to be run at once. The arguments are stored as JSON, with the keys of maps in order: pass
    /// ids, not records that will be old when the job runs.
    pub fn new<T: TaskHandler>(args: &T) -> Result<Self, JobError> {
        Ok(Self {
            handler: T::IDENTIFIER,
            args: canonical(args)?,
            priority: 0,
            max_attempts: MAX_ATTEMPTS,
            delay: Duration::ZERO,
            unique: None,
        })
    }

    /// Lower runs first; the default is 0.
    pub fn priority(self, priority: i16) -> Self {
        Self { priority, ..self }
    }

    /// How often it is tried, instead of [`MAX_ATTEMPTS`].
    pub fn max_attempts(self, max_attempts: i16) -> Self {
        Self {
            max_attempts,
            ..self
        }
    }

    /// Runs it not before `delay` has passed, by the clock of the database.
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Inserts it only if no job of the same handler and arguments was inserted in the last `period`,
    /// except one that is discarded. (Oban's period is a minute, unless you say otherwise.)
    pub fn unique(self, period: Duration) -> Self {
        Self {
            unique: Some(period),
            ..self
        }
    }
}

/// What became of an insertion.
#[must_use = "a duplicate was not inserted"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// The job has this id.
    Job(i64),
    /// A job like it was inserted within its period.
    Duplicate,
}

/// A job as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number.
    pub id: i64,
    /// The identifier of its handler.
    pub handler: String,
    /// `available`, `scheduled`, `executing`, `retryable` or `discarded`.
    pub state: String,
    /// Which attempt this is, or was the last; 1 is the first.
    pub attempt: i64,
    /// After how many attempts it is discarded.
    pub max_attempts: i64,
    /// Why the last attempt failed, as Rust's `Debug` writes it.
    pub last_error: Option<String>,
}

impl FromRow<'_, PgRow> for Job {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            handler: row.try_get("handler")?,
            state: row.try_get("state")?,
            attempt: row.try_get("attempt")?,
            max_attempts: row.try_get("max_attempts")?,
            last_error: row.try_get("last_error")?,
        })
    }
}

/// The jobs of one database; clones share it.
#[derive(Clone, Debug)]
pub struct Jobs {
    pool: PgPool,
    /// For the queues alone: whoever keeps connections cannot keep a node from showing that it lives.
    own: PgPool,
    /// For the signs of life of the queues.
    alive: PgPool,
}

impl Jobs {
    /// Connects to an address like `postgres://localhost/shop`, and makes or updates the tables.
    pub async fn connect(url: &str) -> Result<Self, JobError> {
        Self::connect_within(url, PATIENCE).await
    }

    /// The same with another patience than [`PATIENCE`].
    pub async fn connect_within(url: &str, patience: Duration) -> Result<Self, JobError> {
        let options: PgConnectOptions = url.parse()?;
        let begun = Instant::now();
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        loop {
            let (reason, may_heal) = match Self::connect_once(&options).await {
                Ok(jobs) => return Ok(jobs),
                Err(reason) => reason,
            };
            let pause = pauses.grow();
            if !may_heal || begun.elapsed().saturating_add(pause) >= patience {
                return Err(reason);
            }
            warn!(%reason, ?pause, "connecting waits for the database");
            sleep(pause).await;
        }
    }

    /// An error tells whether it may heal by itself. All of it may be repeated, for the server may be lost
    /// in the middle.
    async fn connect_once(options: &PgConnectOptions) -> Result<Self, (JobError, bool)> {
        reach(options).await?;
        let pool = within(connect::users(options.clone())).await;
        let pool = pool.map_err(JobError::with_hope)?;
        let migrated = timeout(MIGRATION, WorkerUtils::new(&pool, SCHEMA).migrate()).await;
        let migrated = migrated.map_err(|_| (JobError::Timeout, true))?;
        migrated.map_err(|error| {
            let database = error.source().and_then(|source| source.downcast_ref());
            // Without a code it was not the server that refused.
            let may_heal =
                database.is_some_and(|error: &DbError| error.code().is_none_or(connect::heals));
            (JobError::Schema(error.to_string()), may_heal)
        })?;
        let unique = within(sqlx::raw_sql(UNIQUE).execute(&pool)).await;
        unique.map_err(JobError::with_hope)?;
        let (own, alive) = connect::own(options);
        Ok(Self { pool, own, alive })
    }

    /// Has a statement fail that takes too long, and says why if there was no connection for it.
    async fn run<T, E>(&self, statement: impl Future<Output = Result<T, E>>) -> Result<T, JobError>
    where
        JobError: From<E>,
    {
        match within(statement).await {
            Err(JobError::Database(sqlx::Error::PoolTimedOut)) => {
                let reached = reach(&self.pool.connect_options()).await;
                Err(reached.map_or_else(|(reason, _)| reason, |()| JobError::Busy))
            }
            done => done,
        }
    }

    /// Finds out whether the database can be reached, and why not.
    async fn reach(&self) -> Result<(), JobError> {
        let reached = reach(&self.pool.connect_options()).await;
        reached.map_err(|(reason, _)| reason)
    }

    /// The database, for transactions that insert jobs beside other rows.
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Begins one; an error tells what is the matter with the database, and comes soon.
    pub async fn begin(&self) -> Result<Transaction<'static, Postgres>, JobError> {
        // It is large, and would make everything large that begins one.
        self.run(Box::pin(self.pool.begin())).await
    }

    /// Inserts a job in a transaction of its own.
    pub async fn insert(&self, job: &NewJob) -> Result<Inserted, JobError> {
        let insertion = async {
            if job.unique.is_none() {
                // One statement is a transaction of its own.
                let mut connection = self.pool.acquire().await?;
                return self.insert_with(&mut connection, job).await;
            }
            let mut transaction = self.begin().await?;
            let inserted = self.insert_with(&mut transaction, job).await?;
            transaction.commit().await?;
            Ok::<_, JobError>(inserted)
        };
        self.run(insertion).await
    }

    /// Inserts a job as part of the caller's transaction; the queues hear of it when that commits. A
    /// unique job waits for other transactions that are inserting the same one.
    pub async fn insert_with(
        &self,
        connection: &mut PgConnection,
        job: &NewJob,
    ) -> Result<Inserted, JobError> {
        within(Self::add(connection, job)).await
    }

    async fn add(connection: &mut PgConnection, job: &NewJob) -> Result<Inserted, sqlx::Error> {
        let key = format!("{} {}", job.handler, job.args);
        if let Some(period) = job.unique {
            // The primary key decides between those who come at the same time.
            let taken = sqlx::query(
                "INSERT INTO unique_jobs.taken AS taken (key, until)
                 VALUES (sha256(convert_to($1, 'UTF8')), now() + $2 * INTERVAL '1 second')
                 ON CONFLICT (key) DO UPDATE SET until = excluded.until
                 WHERE taken.until <= now() OR EXISTS (
                     SELECT 1 FROM graphile_worker.jobs
                     WHERE id = taken.job AND attempts >= max_attempts AND locked_at IS NULL)",
            )
            .bind(&key)
            .bind(seconds(period))
            .execute(&mut *connection)
            .await?;
            if taken.rows_affected() == 0 {
                return Ok(Inserted::Duplicate);
            }
        }
        let id = sqlx::query_scalar(
            "SELECT id FROM graphile_worker.add_job(
                 identifier => $1, payload => $2::json, priority => $3::int,
                 max_attempts => $4::int, run_at => now() + $5 * INTERVAL '1 second')",
        )
        .bind(job.handler)
        .bind(&job.args)
        .bind(job.priority)
        .bind(job.max_attempts)
        .bind(seconds(job.delay))
        .fetch_one(&mut *connection)
        .await?;
        if job.unique.is_some() {
            let update =
                "UPDATE unique_jobs.taken SET job = $1 WHERE key = sha256(convert_to($2, 'UTF8'))";
            sqlx::query(update)
                .bind(id)
                .bind(&key)
                .execute(connection)
                .await?;
        }
        Ok(Inserted::Job(id))
    }

    /// A job by its number; none if it is done.
    pub async fn get(&self, id: i64) -> Result<Option<Job>, JobError> {
        let job = sqlx::query_as(
            "SELECT id, task_identifier AS handler, last_error,
                 attempts::bigint AS attempt, max_attempts::bigint AS max_attempts,
                 CASE
                     WHEN locked_at IS NOT NULL THEN 'executing'
                     WHEN attempts >= max_attempts THEN 'discarded'
                     WHEN attempts > 0 THEN 'retryable'
                     WHEN run_at > now() THEN 'scheduled'
                     ELSE 'available'
                 END AS state
             FROM graphile_worker.jobs WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool);
        self.run(job).await
    }

    /// Removes what is long over: periods of unique jobs, and discarded jobs. The server may take longer
    /// over that than the queues let it.
    async fn tidy(&self) -> Result<(), JobError> {
        let over = sqlx::query("DELETE FROM unique_jobs.taken WHERE until <= now()");
        self.run(over.execute(&self.pool)).await?;
        // The next attempt of a discarded job is never made; its time tells when the last one was. That it
        // was discarded is known as long as it is there: without it, it must not stand in the way of others.
        let discarded = sqlx::query(
            "WITH gone AS MATERIALIZED (
                 SELECT id FROM graphile_worker.complete_jobs(ARRAY(
                     SELECT id FROM graphile_worker.jobs
                     WHERE attempts >= max_attempts AND locked_at IS NULL
                         AND run_at <= now() - $1 * INTERVAL '1 second'))),
             freed AS (DELETE FROM unique_jobs.taken WHERE job IN (SELECT id FROM gone))
             SELECT count(*) FROM gone",
        )
        .bind(seconds(KEEP_DISCARDED));
        self.run(discarded.execute(&self.pool)).await?;
        Ok(())
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif
