//! The statements of the queues: what they take, keep, record and give up. Each fails after a while
//! rather than never, and each may be repeated.

use std::{
    collections::HashSet,
    sync::{
        Arc, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{Connection, FromRow, Row, SqliteExecutor, SqlitePool};
use tokio::{
    runtime::Handle,
    sync::oneshot,
    time::{Instant, sleep},
};
use tracing::{error, warn};

use super::policy::{self, LEASE, PAUSE, PAUSE_AT_MOST};
use super::{Done, Job, JobError, Jobs, KEEP_FINISHED, NewJob, millis, within};
use crate::otp::failure::in_a_line;
use crate::otp::pauses::Pauses;

/// How many bytes of an error are kept.
const LONGEST: usize = 4_096;

/// How many finished jobs are removed at a time, so that no statement takes long.
const PRUNED: i64 = 1_000;

/// How many delayed jobs become available at a time.
const STAGED: i64 = 10_000;

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        queue TEXT NOT NULL,
        worker TEXT NOT NULL,
        args TEXT NOT NULL,
        state TEXT NOT NULL,
        priority INTEGER NOT NULL,
        attempt INTEGER NOT NULL DEFAULT 0,
        max_attempts INTEGER NOT NULL,
        last_error TEXT,
        inserted_at INTEGER NOT NULL,
        run_at INTEGER NOT NULL,
        leased_until INTEGER,
        finished_at INTEGER,
        unique_until INTEGER,
        claims INTEGER NOT NULL DEFAULT 0
    );
    CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, slot INTEGER NOT NULL);
";

/// The columns that tables of earlier versions have not.
const ADDED: [(&str, &str); 2] = [
    (
        "unique_until",
        "ALTER TABLE jobs ADD COLUMN unique_until INTEGER",
    ),
    (
        "claims",
        "ALTER TABLE jobs ADD COLUMN claims INTEGER NOT NULL DEFAULT 0",
    ),
];

const INDEXES: &str = "
    DROP INDEX IF EXISTS jobs_unique;
    DROP INDEX IF EXISTS jobs_due;
    DROP INDEX IF EXISTS jobs_finished;
    CREATE INDEX IF NOT EXISTS jobs_available ON jobs (queue, priority, run_at, id)
        WHERE state = 'available';
    CREATE INDEX IF NOT EXISTS jobs_delayed ON jobs (run_at)
        WHERE state IN ('scheduled', 'retryable');
    CREATE INDEX IF NOT EXISTS jobs_alike ON jobs (worker, queue, args, inserted_at);
    CREATE INDEX IF NOT EXISTS jobs_leased ON jobs (leased_until) WHERE state = 'executing';
    CREATE INDEX IF NOT EXISTS jobs_over ON jobs (finished_at)
        WHERE finished_at IS NOT NULL AND unique_until IS NULL;
    CREATE INDEX IF NOT EXISTS jobs_kept ON jobs (unique_until) WHERE unique_until IS NOT NULL;
";

// `SQLite` takes a partial index only for a statement that says the index's condition word for word.

/// One statement, and `SQLite` has one writer: no insertion comes between looking and writing.
pub(super) const INSERT: &str = "
    INSERT INTO jobs (queue, worker, args, state, priority, max_attempts, inserted_at, run_at,
        unique_until)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?10
    WHERE ?9 IS NULL OR NOT EXISTS (
        SELECT 1 FROM jobs
        WHERE queue = ?1 AND worker = ?2 AND args = ?3 AND inserted_at > ?9
            AND state NOT IN ('cancelled', 'discarded'))
    RETURNING id";

pub(super) const WAITING: &str = "
    SELECT (SELECT count(*) FROM jobs WHERE state = 'available')
        + (SELECT count(*) FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= ?)";

/// It only reads, so a claim waits for one lock and not for two.
pub(super) const DUE: &str = "
    SELECT EXISTS (
        SELECT 1 FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= ?)";

/// What waits for its time is in no claim's way, however much that is.
pub(super) const STAGE: &str = "
    UPDATE jobs SET state = 'available'
    WHERE id IN (
        SELECT id FROM jobs WHERE state IN ('scheduled', 'retryable') AND run_at <= ?
        ORDER BY run_at LIMIT ?)";

/// What was given back or snoozed has the number of its next attempt once more, so claims are counted apart
/// from that: who asks again, because an answer was lost, must not mean the claim of somebody else.
pub(super) const CLAIM: &str = "
    UPDATE jobs SET state = 'executing', attempt = attempt + 1, claims = claims + 1, leased_until = ?1
    WHERE id IN (
        SELECT id FROM jobs WHERE queue = ?2 AND state = 'available'
        ORDER BY priority, run_at, id LIMIT ?3)
    RETURNING *";

const DISCARD: &str = "
    UPDATE jobs SET state = 'discarded', last_error = ?, finished_at = ?, leased_until = NULL,
        unique_until = NULL
    WHERE id = ? AND state = 'executing'";

pub(super) const GIVE_BACK: &str = "
    UPDATE jobs SET attempt = attempt - 1, leased_until = NULL,
        state = iif(attempt > 1, 'retryable', 'available')
    WHERE id = ? AND attempt = ? AND claims = ? AND state = 'executing'";

pub(super) const RENEW: &str = "
    UPDATE jobs SET leased_until = ?
    WHERE id = ? AND attempt = ? AND claims = ? AND state = 'executing'";

/// The second half is for what was recorded already, and may be available again since.
pub(super) const RECORD: &str = "
    UPDATE jobs SET state = ?1, run_at = ?2, attempt = ?3, finished_at = ?4,
        last_error = coalesce(?5, last_error), leased_until = NULL,
        unique_until = iif(?1 IN ('cancelled', 'discarded'), NULL, unique_until)
    WHERE id = ?6 AND claims = ?8 AND (
        attempt = ?7 AND state IN ('executing', 'available', 'discarded')
        OR attempt = ?3 AND state IN (?1, 'available'))";

pub(super) const RESCUE: &str = "
    UPDATE jobs SET leased_until = NULL, last_error = 'its worker was lost',
        state = iif(attempt < max_attempts, 'available', 'discarded'),
        finished_at = iif(attempt < max_attempts, NULL, ?1),
        unique_until = iif(attempt < max_attempts, unique_until, NULL)
    WHERE state = 'executing' AND leased_until <= ?1
        AND id NOT IN (SELECT value FROM json_each(?2))";

/// A time that is still to come was written by a clock that went wrong.
pub(super) const NEXT_SLOT: &str = "
    UPDATE schedules SET slot = ?1 WHERE name = ?2 AND (slot < ?1 OR slot > ?1 + ?3)";

/// A job whose period is over stands in nobody's way, and need not be kept for that.
pub(super) const EXPIRE: &str = "
    UPDATE jobs SET unique_until = NULL
    WHERE id IN (SELECT id FROM jobs WHERE unique_until <= ? LIMIT ?)";

pub(super) const PRUNE: &str = "
    DELETE FROM jobs
    WHERE id IN (
        SELECT id FROM jobs WHERE finished_at <= ? AND unique_until IS NULL LIMIT ?)";

/// Makes the tables and their indexes, or brings those of an earlier version up to date.
pub(super) async fn prepare(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let tables = sqlx::raw_sql(TABLES).execute(&mut *connection);
    tables.await?;
    for (column, add) in ADDED {
        if !has(&mut *connection, column).await? {
            // Another program may be doing the same.
            let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
            if !has(&mut *transaction, column).await? {
                sqlx::raw_sql(add).execute(&mut *transaction).await?;
            }
            transaction.commit().await?;
        }
    }
    let indexes = sqlx::raw_sql(INDEXES).execute(&mut *connection);
    indexes.await?;
    Ok(())
}

/// Whether the table has that column.
async fn has<'e>(executor: impl SqliteExecutor<'e>, column: &str) -> Result<bool, sqlx::Error> {
    let there = "SELECT EXISTS (SELECT 1 FROM pragma_table_info('jobs') WHERE name = ?)";
    sqlx::query_scalar(there)
        .bind(column)
        .fetch_one(executor)
        .await
}

/// A job that was taken. It belongs to this program until this is dropped; dropped before anybody began
/// with it, it is given back, and the attempt does not count.
#[derive(Debug)]
pub(super) struct Claimed {
    pub(super) job: Job,
    /// Which claim of the job this is, counted from 1.
    pub(super) number: i64,
    /// A moment before its lease began.
    pub(super) since: Instant,
    /// Whether the worker was called.
    pub(super) begun: Arc<AtomicBool>,
    jobs: Jobs,
}

impl Drop for Claimed {
    fn drop(&mut self) {
        self.jobs.held().remove(&self.job.id);
        // Without a runtime the program ends, and the end of the lease does it.
        if !self.begun.load(Ordering::Acquire)
            && let Ok(runtime) = Handle::try_current()
        {
            let (jobs, job, number) = (self.jobs.clone(), self.job.clone(), self.number);
            let giving = async move {
                if let Err(reason) = jobs.give_back_at_last(&job, number).await {
                    warn!(id = job.id, %reason, "the job waits for the end of its lease");
                }
            };
            self.jobs.claims.spawn_on(giving, &runtime);
        }
    }
}

impl Jobs {
    /// What this program holds. Nothing that is done under this lock can panic.
    fn held(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes when it is its turn, and fails if it takes too long.
    async fn write<T, E>(&self, write: impl Future<Output = Result<T, E>>) -> Result<T, JobError>
    where
        JobError: From<E>,
    {
        // What wraps it would hold it once more each.
        let write = Box::pin(write);
        let in_turn = async {
            self.still_there().await?;
            let _turn = self.turn().await;
            Ok::<_, JobError>(write.await?)
        };
        within::<_, JobError>(in_turn).await
    }

    /// Takes up to `limit` jobs that are due. The attempt counts from here on.
    pub(super) async fn claim(
        &self,
        queue: &'static str,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Claimed>, JobError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let jobs = self.clone();
        // It goes on if whoever asked is gone meanwhile, or has waited long enough: what was taken then
        // is given back, and not lost until its lease ends.
        let (hand_over, taken) = oneshot::channel();
        self.claims.spawn(async move {
            // What nobody receives is dropped in here, so that who waits for claims waits for that, too.
            let _ = hand_over.send(jobs.take(queue, limit, lease).await);
        });
        within(async { taken.await.unwrap_or(Ok(Vec::new())) }).await
    }

    /// Waits until no claim is under way, and all is given back that was claimed in vain.
    pub(super) async fn claims_settled(&self) {
        self.claims.wait().await;
    }

    async fn take(
        self,
        queue: &'static str,
        limit: usize,
        lease: Duration,
    ) -> Result<Vec<Claimed>, JobError> {
        within(self.still_there()).await?;
        let since = Instant::now();
        let now = self.clock.now();
        let turn = self.turn().await;
        let due = sqlx::query_scalar(DUE).bind(now).fetch_one(&self.own);
        if due.await? {
            let stage = sqlx::query(STAGE).bind(now).bind(STAGED);
            stage.execute(&self.own).await?;
        }
        let rows = sqlx::query(CLAIM)
            .bind(now.saturating_add(millis(lease)))
            .bind(queue)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(&self.own)
            .await?;
        drop(turn);
        let (mut jobs, mut unreadable) = (Vec::new(), Vec::new());
        for row in &rows {
            match Job::from_row(row).and_then(|job| Ok((job, row.try_get("claims")?))) {
                Ok(job) => jobs.push(job),
                Err(reason) => unreadable.push((row.try_get::<i64, _>("id")?, reason)),
            }
        }
        jobs.sort_by_key(|(job, _)| (job.run_at, job.id));
        self.held().extend(jobs.iter().map(|(job, _)| job.id));
        let claimed = jobs.into_iter().map(|(job, number)| Claimed {
            job,
            number,
            since,
            begun: Arc::default(),
            jobs: self.clone(),
        });
        let claimed = claimed.collect();
        for (id, reason) in unreadable {
            error!(id, %reason, "a job cannot be read, and is discarded");
            if let Err(reason) = self.discard(id, &reason.to_string()).await {
                warn!(id, %reason, "it waits for the end of its lease");
            }
        }
        Ok(claimed)
    }

    /// Gives up a job that was claimed and cannot be read: nobody can do it, and it must not keep the others
    /// from being done.
    async fn discard(&self, id: i64, reason: &str) -> Result<(), JobError> {
        let discarding = sqlx::query(DISCARD)
            .bind(in_a_line(reason))
            .bind(self.clock.now())
            .bind(id)
            .execute(&self.own);
        self.write(discarding).await?;
        Ok(())
    }

    /// Undoes a claim, for which the database is waited for as long as a lease may last: then anybody takes
    /// the job.
    pub(super) async fn give_back_at_last(&self, job: &Job, number: i64) -> Result<(), JobError> {
        let begun = Instant::now();
        let mut pauses = Pauses::new(PAUSE / 4, PAUSE_AT_MOST);
        while let Err(reason) = self.give_back(job, number).await {
            if begun.elapsed() >= LEASE || matches!(reason, JobError::Removed(_)) {
                return Err(reason);
            }
            let pause = pauses.grow();
            warn!(id = job.id, %reason, ?pause, "a job is not given back yet");
            sleep(pause).await;
        }
        Ok(())
    }

    /// Undoes a claim: the attempt does not count, and the job is due at once.
    async fn give_back(&self, job: &Job, number: i64) -> Result<(), JobError> {
        let giving = sqlx::query(GIVE_BACK)
            .bind(job.id)
            .bind(job.attempt)
            .bind(number)
            .execute(&self.own);
        self.write(giving).await?;
        self.inserted.send_replace(());
        Ok(())
    }

    /// Keeps a job for another lease; `false` if it is no longer this worker's.
    pub(super) async fn renew(&self, claimed: &Claimed, lease: Duration) -> Result<bool, JobError> {
        let renewal = sqlx::query(RENEW)
            .bind(self.clock.now().saturating_add(millis(lease)))
            .bind(claimed.job.id)
            .bind(claimed.job.attempt)
            .bind(claimed.number)
            .execute(&self.own);
        Ok(self.write(renewal).await?.rows_affected() == 1)
    }

    /// Writes down how an attempt ended, and says what the job is now. It counts as long as no other attempt
    /// has begun, even if the job was taken from this worker meanwhile.
    pub(super) async fn record(
        &self,
        claimed: &Claimed,
        outcome: &Result<Done, String>,
    ) -> Result<&'static str, JobError> {
        let (job, now) = (&claimed.job, self.clock.now());
        let (state, run_at, attempt, reason) = match outcome {
            Ok(Done::Complete) => ("completed", job.run_at, job.attempt, None),
            Ok(Done::Cancel(reason)) => ("cancelled", job.run_at, job.attempt, Some(reason)),
            Ok(Done::Snooze(delay)) => {
                let run_at = now.saturating_add(millis(*delay));
                ("scheduled", run_at, job.attempt - 1, None)
            }
            Err(reason) => match policy::after_failure(job.id, job.attempt, job.max_attempts) {
                Some(pause) => {
                    let run_at = now.saturating_add(millis(pause));
                    ("retryable", run_at, job.attempt, Some(reason))
                }
                None => ("discarded", job.run_at, job.attempt, Some(reason)),
            },
        };
        let finished = matches!(state, "completed" | "cancelled" | "discarded");
        let recording = sqlx::query(RECORD)
            .bind(state)
            .bind(run_at)
            .bind(attempt)
            .bind(finished.then_some(now))
            .bind(reason.map(|reason| &reason[..reason.floor_char_boundary(LONGEST)]))
            .bind(job.id)
            .bind(job.attempt)
            .bind(claimed.number)
            .execute(&self.own);
        if self.write(recording).await?.rows_affected() == 0 {
            warn!(id = job.id, "the job was taken by another worker meanwhile");
            return Ok("rescued");
        }
        if let Err(reason) = outcome {
            let reason = in_a_line(reason);
            if finished {
                error!(attempt, %reason, "the job failed for the last time");
            } else {
                warn!(attempt, %reason, "the job failed and will be tried again");
            }
        }
        Ok(state)
    }

    /// Makes the jobs of dead workers available again, unless that was the last attempt: the job may be what
    /// kills its workers. This program knows of its own that they live, whatever the clock says.
    pub(super) async fn rescue(&self) -> Result<(), JobError> {
        let held = serde_json::to_string(&*self.held())?;
        let rescue = sqlx::query(RESCUE)
            .bind(self.clock.now())
            .bind(held)
            .execute(&self.own);
        let rescued = self.write(rescue).await?.rows_affected();
        if rescued > 0 {
            warn!(rescued, "jobs of lost workers are available again");
        }
        Ok(())
    }

    /// Inserts a periodic job if a new period has begun. A worker seen for the first time waits for the
    /// next one. What is stored is when the period began, which means the same whatever its length is.
    pub(super) async fn insert_once(&self, period: Duration, job: &NewJob) -> Result<(), JobError> {
        let period = millis(period).max(1);
        let now = self.clock.now();
        let slot = now - now % period;
        let insertion = async {
            let mut transaction = self.own.begin_with("BEGIN IMMEDIATE").await?;
            let due = sqlx::query(NEXT_SLOT)
                .bind(slot)
                .bind(job.worker)
                .bind(period)
                .execute(&mut *transaction)
                .await?;
            if due.rows_affected() == 1 {
                // Whether it is time is said by the schedule alone.
                let _ = self.insert_row(&mut *transaction, job, None).await?;
            } else {
                let seen =
                    "INSERT INTO schedules (slot, name) VALUES (?, ?) ON CONFLICT DO NOTHING";
                sqlx::query(seen)
                    .bind(slot)
                    .bind(job.worker)
                    .execute(&mut *transaction)
                    .await?;
            }
            Ok::<_, JobError>(transaction.commit().await?)
        };
        self.write(insertion).await
    }

    /// Removes what is long finished, and need not be known to keep another like it away; some at a time.
    pub(super) async fn prune(&self) -> Result<(), JobError> {
        let now = self.clock.now();
        let expiring = sqlx::query(EXPIRE)
            .bind(now)
            .bind(PRUNED)
            .execute(&self.own);
        self.write(expiring).await?;
        let pruning = sqlx::query(PRUNE)
            .bind(now - millis(KEEP_FINISHED))
            .bind(PRUNED)
            .execute(&self.own);
        self.write(pruning).await?;
        Ok(())
    }
}
