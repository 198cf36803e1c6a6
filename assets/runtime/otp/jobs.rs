//! Jobs that survive a crash, a deploy and a failed attempt: rows in a database, as in Oban.
//!
//! [`Jobs`] inserts and inspects them; a [`Queue`] runs them. [`Jobs::insert_with`] takes any
//! executor, so a job can be part of the transaction that makes it necessary: it exists if and only
//! if that transaction commits. The defaults are Oban's:
//!
//! - a failed attempt (an error or a panic) is repeated after 15 + 2^n seconds and up to 10 %
//!   jitter; the time is in the row, so waiting survives a restart; attempts count when they begin;
//! - after [`MAX_ATTEMPTS`] a job is `discarded` and keeps its last error;
//! - a `unique` job is not inserted again within its period, unless it was cancelled or discarded;
//! - shutdown waits [`GRACE`](queue::GRACE) for running jobs; what is left is cut off and given back. That
//!   attempt does not count (in Oban it does, and the job waits for the Lifeline);
//! - the job of a worker that was killed is rescued when its lease ends, and that attempt counts, for the
//!   job may be what kills its workers;
//! - a job has all the time it wants, unless its worker has a time-out ([`Workers::with_timeout`]).
//!
//! A database that fails, or is locked by others, is waited for by the queues, and for
//! [`PATIENCE`] by who opens it; whoever inserts has an error after [`STATEMENT`] at the latest. A file
//! that was removed is written to no more: queues say so and wait, insertions are refused.
//!
//! A job may run more than once (its worker can die after the work and before saying so), so what
//! it does must be idempotent. Uniqueness is judged at insertion and does not limit what runs.

use std::{
    collections::HashSet,
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    FromRow, Row, SqliteExecutor, SqlitePool,
    sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use thiserror::Error;
use tokio::{
    sync::{Mutex as Turns, MutexGuard as Turn, watch},
    task::spawn_blocking,
    time::{Instant, sleep, timeout},
};
use tokio_util::task::TaskTracker;
use tracing::warn;

use super::{canonical::canonical, file::Place, pauses::Pauses};

pub mod policy;
pub mod queue;
mod store;

use policy::{PAUSE, PAUSE_AT_MOST};
pub use queue::{Done, Queue, Workers};
use store::{INSERT, WAITING, prepare};

/// How often a job is tried before it is discarded.
pub const MAX_ATTEMPTS: i64 = 20;

/// How long finished jobs are kept; a unique one is until its period is over, if that is later. (Oban keeps them
/// for a minute, once its pruner is on.)
pub const KEEP_FINISHED: Duration = Duration::from_hours(24);

/// How long a statement waits for another program's write to the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long to wait for one of the connections: longer than for a lock, so that it is known which it was.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(8);

/// How long opening waits for a database that another program has locked.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// How long a write waits for its turn: not for one that waits for a lock, or that nobody polls.
const TURN: Duration = Duration::from_millis(250);

/// After how long a statement has failed, whatever it waits for.
pub const STATEMENT: Duration = Duration::from_secs(10);

/// What can go wrong with the queue itself.
#[derive(Debug, Error)]
pub enum JobError {
    /// The database refused.
    #[error(transparent)]
    Database(sqlx::Error),
    /// Another connection has the file for itself, for longer than a statement waits; or this one's transaction
    /// has read before it writes, and others have written since: it is not waited for, as it would be in vain.
    #[error(
        "the database is locked by another connection, of another program (`fuser FILE` tells which) or of \
         this one, which has to commit or to end; a transaction that reads before it writes has to be begun \
         by BEGIN IMMEDIATE"
    )]
    Locked,
    /// All connections are in use.
    #[error(
        "no connection was free within {:?}: others keep them, or wait themselves",
        ACQUIRE_TIMEOUT
    )]
    Busy,
    /// The file cannot be opened, and why.
    #[error("the jobs in `{}`: {reason}", .path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// What was the matter.
        reason: Box<JobError>,
    },
    /// The disk failed, or is full.
    #[error("the disk fails: {0}")]
    Disk(sqlx::Error),
    /// The file is not where it was: what would be written is lost when the program ends.
    #[error("`{}` was removed or replaced while it is in use: end the program and look for the file", .0.display())]
    Removed(PathBuf),
    /// The database did not answer. Whether it did what it was told is not known.
    #[error("the database did not answer within {:?}", STATEMENT)]
    Timeout,
    /// The arguments cannot be written as JSON, or are not what the worker expects.
    #[error(transparent)]
    Args(#[from] serde_json::Error),
}

impl From<sqlx::Error> for JobError {
    fn from(error: sqlx::Error) -> Self {
        let database = error.as_database_error();
        let code = database.and_then(|error| error.code()?.parse::<u32>().ok());
        match code.map(|code| code & 0xff) {
            // SQLITE_BUSY and SQLITE_LOCKED, and what is said about them in the other bits.
            Some(5 | 6) => Self::Locked,
            // SQLITE_NOMEM, SQLITE_IOERR, SQLITE_FULL, SQLITE_PROTOCOL.
            Some(7 | 10 | 13 | 15) => Self::Disk(error),
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

/// Where a queue has its time from; tests bring their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// The clock of the system.
    pub fn system() -> Self {
        Self::new(SystemTime::now)
    }

    /// A clock that tells what `now` returns.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Milliseconds since 1970, as they are stored.
    fn now(&self) -> i64 {
        let now = (self.0)().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(0, millis)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A job to insert.
#[must_use = "it must be inserted"]
#[derive(Debug, Clone)]
pub struct NewJob {
    worker: &'static str,
    args: String,
    queue: &'static str,
    priority: i64,
    max_attempts: i64,
    delay: Duration,
    unique: Option<Duration>,
}

impl NewJob {
    /// A job for the worker of that name, in the queue `default`, to be run at once. The arguments
    /// are stored as JSON, with the keys of maps in order: pass ids, not records that will be old when
    /// the job runs.
    pub fn new(worker: &'static str, args: &impl Serialize) -> Result<Self, JobError> {
        Ok(Self {
            worker,
            args: canonical(args)?,
            queue: "default",
            priority: 0,
            max_attempts: MAX_ATTEMPTS,
            delay: Duration::ZERO,
            unique: None,
        })
    }

    /// Puts it in another queue.
    pub fn queue(self, queue: &'static str) -> Self {
        Self { queue, ..self }
    }

    /// Lower runs first; the default is 0.
    pub fn priority(self, priority: i64) -> Self {
        Self { priority, ..self }
    }

    /// How often it is tried, instead of [`MAX_ATTEMPTS`].
    pub fn max_attempts(self, max_attempts: i64) -> Self {
        Self {
            max_attempts,
            ..self
        }
    }

    /// Runs it not before `delay` has passed.
    pub fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Inserts it only if no job of the same worker, queue and arguments was inserted in the last
    /// `period`, which is counted from its insertion, as in Oban. (There it is a minute, unless you say
    /// otherwise.) It is known for as long: a job that was inserted without this, only until it is removed,
    /// [`KEEP_FINISHED`] after its end.
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
    /// The name of its worker.
    pub worker: String,
    /// Its arguments, as JSON.
    pub args: String,
    /// `available`, `scheduled`, `executing`, `retryable`, `completed`, `cancelled` or `discarded`.
    pub state: String,
    /// Which attempt this is, or was the last; 1 is the first.
    pub attempt: i64,
    /// After how many attempts it is discarded.
    pub max_attempts: i64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it may run, in milliseconds since 1970.
    pub run_at: i64,
}

impl Job {
    /// Its arguments.
    pub fn args<T: DeserializeOwned>(&self) -> Result<T, JobError> {
        Ok(serde_json::from_str(&self.args)?)
    }
}

impl FromRow<'_, SqliteRow> for Job {
    fn from_row(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.try_get("id")?,
            worker: row.try_get("worker")?,
            args: row.try_get("args")?,
            state: row.try_get("state")?,
            attempt: row.try_get("attempt")?,
            max_attempts: row.try_get("max_attempts")?,
            last_error: row.try_get("last_error")?,
            run_at: row.try_get("run_at")?,
        })
    }
}

/// The jobs of one database; clones share it.
#[derive(Clone, Debug)]
pub struct Jobs {
    pool: SqlitePool,
    /// For the queues alone, so that nobody who keeps connections can keep a lease from being
    /// renewed. It is one, for there is one writer: waiting for it is cheaper than for a lock.
    own: SqlitePool,
    /// Writes of this program, first come, first served: `SQLite` lets in whoever asks at the right moment,
    /// and where many insert that is hardly ever the queue.
    turns: Arc<Turns<()>>,
    /// How long one is waited for.
    turn: Duration,
    clock: Clock,
    inserted: watch::Sender<()>,
    /// What this program has claimed and not recorded yet.
    held: Arc<Mutex<HashSet<i64>>>,
    /// Claims, and what gives jobs back: they go on when nobody waits for them any more.
    claims: TaskTracker,
    file: Option<Place>,
    /// For who looks whether it is there.
    looks: Arc<Turns<()>>,
}

/// Has a statement fail that takes too long.
async fn within<T, E>(statement: impl Future<Output = Result<T, E>>) -> Result<T, JobError>
where
    JobError: From<E>,
{
    let done = timeout(STATEMENT, statement).await;
    Ok(done.map_err(|_| JobError::Timeout)??)
}

impl Jobs {
    /// Opens the database and makes its tables if they are not there.
    pub async fn open(path: &Path, clock: Clock) -> Result<Self, JobError> {
        Self::open_with(path, clock, BUSY_TIMEOUT, PATIENCE).await
    }

    async fn open_with(
        path: &Path,
        clock: Clock,
        busy: Duration,
        patience: Duration,
    ) -> Result<Self, JobError> {
        // The program may go elsewhere later.
        let path = &std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A committed job is on the disk, also if the power fails.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(busy);
        let pools = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT);
        let own = pools()
            .max_connections(1)
            .connect_lazy_with(options.clone());
        let pool = pools().after_release(|connection, _| {
            Box::pin(async move {
                // Fails where none was left open. It would have the file for itself, and the jobs that others
                // insert by this connection would be part of it.
                if sqlx::raw_sql("ROLLBACK").execute(connection).await.is_ok() {
                    warn!("a connection came back with a transaction that is not over: undone");
                }
                Ok(true)
            })
        });
        let pool = pool.connect_lazy_with(options);
        let begun = Instant::now();
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        while let Err(reason) = within(prepare(&pool)).await {
            let file = path.display();
            let pause = pauses.grow();
            let may_heal = matches!(
                reason,
                JobError::Locked | JobError::Busy | JobError::Disk(_) | JobError::Timeout
            );
            if !may_heal || begun.elapsed().saturating_add(pause) >= patience {
                let (path, reason) = (path.to_owned(), Box::new(reason));
                return Err(JobError::Open { path, reason });
            }
            warn!(%file, %reason, ?pause, "opening waits for the database");
            sleep(pause).await;
        }
        let claims = TaskTracker::new();
        // Closed: one that waits is told whenever there are none.
        claims.close();
        Ok(Self {
            pool,
            own,
            turns: Arc::default(),
            turn: TURN,
            clock,
            inserted: watch::Sender::new(()),
            held: Arc::default(),
            claims,
            file: Place::of(path).ok(),
            looks: Arc::default(),
        })
    }

    /// Looks for the file, which takes as long as the file system wants, and threads that have nothing else to
    /// do: where one hangs, it is one for all who ask.
    async fn still_there(&self) -> Result<(), JobError> {
        let Some(file) = self.file.clone() else {
            return Ok(());
        };
        let alone = Arc::clone(&self.looks).lock_owned().await;
        let look = spawn_blocking(move || {
            let _alone = alone;
            file.is_left().then(|| file.path().to_owned())
        });
        // It answers unless the program ends.
        let left = look.await.unwrap_or(None);
        left.map_or(Ok(()), |path| Err(JobError::Removed(path)))
    }

    /// Waits for the turn to write, though not for long.
    async fn turn(&self) -> Option<Turn<'_, ()>> {
        timeout(self.turn, self.turns.lock()).await.ok()
    }

    /// The database, for transactions that insert jobs beside other rows.
    pub fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// Inserts a job in a transaction of its own, and has the queues look at once.
    pub async fn insert(&self, job: &NewJob) -> Result<Inserted, JobError> {
        let insertion = async {
            self.still_there().await?;
            // Before the turn, which waits for nobody who keeps connections.
            let mut connection = self.pool.acquire().await?;
            let _turn = self.turn().await;
            self.insert_row(&mut *connection, job, job.unique).await
        };
        let inserted = within(insertion).await?;
        self.inserted.send_replace(());
        Ok(inserted)
    }

    /// Inserts a job with the executor of the caller: `&mut *transaction` makes it part of that
    /// transaction. The queue finds it when it next polls. If you read before you write, begin it by
    /// `pool().begin_with("BEGIN IMMEDIATE")`, which also ends it when your future is dropped.
    pub async fn insert_with<'e, E>(&self, executor: E, job: &NewJob) -> Result<Inserted, JobError>
    where
        E: SqliteExecutor<'e>,
    {
        let insertion = async {
            self.still_there().await?;
            self.insert_row(executor, job, job.unique).await
        };
        within(insertion).await
    }

    /// Inserts it, unless there is one like it that was inserted within `unique`.
    async fn insert_row<'e, E>(
        &self,
        executor: E,
        job: &NewJob,
        unique: Option<Duration>,
    ) -> Result<Inserted, JobError>
    where
        E: SqliteExecutor<'e>,
    {
        let now = self.clock.now();
        let insertion = sqlx::query_scalar(INSERT)
            .bind(job.queue)
            .bind(job.worker)
            .bind(&job.args)
            .bind(if job.delay.is_zero() {
                "available"
            } else {
                "scheduled"
            })
            .bind(job.priority)
            .bind(job.max_attempts)
            .bind(now)
            .bind(now.saturating_add(millis(job.delay)))
            .bind(unique.map(|period| now - millis(period)))
            .bind(job.unique.map(|period| now.saturating_add(millis(period))))
            .fetch_all(executor);
        let rows = within(insertion).await?;
        Ok(rows
            .first()
            .map_or(Inserted::Duplicate, |id| Inserted::Job(*id)))
    }

    /// A job by its number.
    pub async fn get(&self, id: i64) -> Result<Option<Job>, JobError> {
        let job = sqlx::query_as("SELECT * FROM jobs WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool);
        within(job).await
    }

    /// Jobs whose time has come and that no worker has begun with.
    pub async fn waiting(&self) -> Result<u64, JobError> {
        let waiting = async {
            self.still_there().await?;
            let waiting = sqlx::query_scalar::<_, i64>(WAITING).bind(self.clock.now());
            Ok::<_, JobError>(waiting.fetch_one(&self.pool).await?)
        };
        Ok(within(waiting).await?.unsigned_abs())
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif
