//! The database as `graphile_worker` is shown it: it always answers, if only with an error, and how a job
//! ended is written down when it is back. The library would give up its worker, and with it all jobs
//! that run.
//!
//! The server gives a statement up before this does, so that one that has failed here does nothing later;
//! what might have been done all the same is looked for twice.

use std::{
    any::Any,
    collections::HashSet,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use graphile_worker::sqlx::SqlxDatabase;
use graphile_worker::{
    BoxFuture, Database, DatabaseDriver, DbError, DbExecutor, DbParams, DbRow, DbTransaction,
    DbValue, NotificationStream, TransactionDriver,
};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::{Jobs, PAUSE, PAUSE_AT_MOST, STATEMENT};
use crate::otp::pauses::Pauses;

/// What is in the statement that takes jobs, and in no other.
const CLAIM: &str = "attempts = jobs.attempts + 1";

/// What is in those that end, fail or give back a job. They may be repeated.
const RELEASES: [&str; 3] = ["delete from", "locked_by = null", "_private_return_jobs"];

/// What is in the statement by which a worker shows that it lives, and in the one by which it may look for
/// others that do not.
const SIGN: &str = "worker_heartbeat";
const SWEEP: &str = "pg_try_advisory_xact_lock";

/// What a claim took whose answer was lost: nobody would begin with it, and its worker lives.
const GIVE_BACK: &str = "
    SELECT graphile_worker._private_return_jobs($1::text, ARRAY(
        SELECT id FROM graphile_worker._private_jobs
        WHERE locked_by = $1::text AND NOT id = ANY ($2::bigint[])))";

/// Whether the last claims may have taken jobs of which nobody heard.
#[derive(Debug)]
enum Doubt {
    None,
    /// One has failed.
    New,
    /// What it took was given back; at that time that is done again. What was on its way to a server that
    /// could not be reached may arrive after all, and after what was sent later.
    Until(Instant),
}

/// What this worker's signs of life tell about the database.
#[derive(Debug)]
struct Signs {
    /// As whom it gives them.
    worker: Option<String>,
    /// When the last one arrived; none if one has failed since.
    last: Option<Instant>,
    /// Since when they arrive again, if ever they did not.
    again: Option<Instant>,
}

#[derive(Debug)]
struct Claims {
    doubt: Doubt,
    /// After those that fail: the library asks again at once.
    pauses: Pauses,
}

/// A database that is waited for until it is stopped, and a while after that.
#[derive(Debug)]
pub(super) struct Patient {
    own: SqlxDatabase,
    /// For signs of life alone: what waits for a lock, or in crowds, must not keep them back.
    alive: SqlxDatabase,
    /// What handlers get: they must not use up the connections of the queue.
    users: SqlxDatabase,
    stop: CancellationToken,
    grace: Duration,
    lease: Duration,
    signs: tokio::sync::Mutex<Signs>,
    /// The jobs that were taken and have not ended.
    held: Mutex<HashSet<i64>>,
    /// How long what was sent may be under way.
    under_way: Duration,
    /// One claim at a time.
    claims: tokio::sync::Mutex<Claims>,
}

/// Has a statement fail that takes too long.
async fn within<T>(statement: impl Future<Output = Result<T, DbError>>) -> Result<T, DbError> {
    let done = timeout(STATEMENT, statement).await;
    done.unwrap_or_else(|_| Err(DbError::new(super::JobError::Timeout.to_string())))
}

impl Patient {
    pub(super) fn database(
        jobs: &Jobs,
        stop: &CancellationToken,
        grace: Duration,
        lease: Duration,
    ) -> Database {
        Database::new(Self::new(jobs, stop, grace, lease))
    }

    fn new(jobs: &Jobs, stop: &CancellationToken, grace: Duration, lease: Duration) -> Self {
        Self {
            own: jobs.own.clone().into(),
            alive: jobs.alive.clone().into(),
            users: jobs.pool.clone().into(),
            stop: stop.clone(),
            grace,
            lease,
            signs: tokio::sync::Mutex::new(Signs {
                worker: None,
                last: Some(Instant::now()),
                again: None,
            }),
            held: Mutex::default(),
            under_way: lease.max(STATEMENT),
            claims: tokio::sync::Mutex::new(Claims {
                doubt: Doubt::None,
                pauses: Pauses::new(PAUSE, PAUSE_AT_MOST),
            }),
        }
    }

    /// Nothing that is done under this lock can panic.
    fn held(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn claim(&self, sql: &str, params: DbParams) -> Result<Vec<DbRow>, DbError> {
        let mut claims = self.claims.lock().await;
        let claimed = self.claim_at_once(&mut claims.doubt, sql, params).await;
        if claimed.is_ok() {
            claims.pauses.reset();
        } else {
            let pause = sleep(claims.pauses.grow());
            self.stop.run_until_cancelled(pause).await;
        }
        claimed
    }

    async fn claim_at_once(
        &self,
        doubt: &mut Doubt,
        sql: &str,
        params: DbParams,
    ) -> Result<Vec<DbRow>, DbError> {
        let due = match *doubt {
            Doubt::None => None,
            Doubt::New => Some(Doubt::Until(Instant::now() + self.under_way)),
            Doubt::Until(time) => (time <= Instant::now()).then_some(Doubt::None),
        };
        if let (Some(next), Some(worker)) = (due, params.values().first()) {
            let held = self.held().iter().copied().collect();
            let lost = vec![worker.clone(), DbValue::I64Array(held)];
            within(self.own.execute(GIVE_BACK, lost.into())).await?;
            *doubt = next;
        }
        // Also if this is dropped.
        let before = mem::replace(doubt, Doubt::New);
        let rows = within(self.own.fetch_all(sql, params)).await?;
        *doubt = before;
        let ids = rows.iter().filter_map(|row| row.try_get::<i64>("id").ok());
        self.held().extend(ids);
        Ok(rows)
    }

    /// Shows that this worker lives.
    async fn sign(&self, sql: &str, params: DbParams) -> Result<u64, DbError> {
        let mut signs = self.signs.lock().await;
        if let Some(DbValue::Text(worker)) = params.values().first() {
            signs.worker = Some(worker.clone());
        }
        let last = signs.last.take();
        let signed = within(self.alive.execute(sql, params)).await?;
        if last.is_none_or(|last| last.elapsed() > self.lease) {
            signs.again = Some(Instant::now());
        }
        signs.last = Some(Instant::now());
        Ok(signed)
    }

    /// Who this worker is, and whether it may judge which others are gone: after an outage, not until they
    /// have had a lease to show that they live. Waits for a sign that is under way.
    async fn judge(&self) -> (Option<String>, bool) {
        let signs = self.signs.lock().await;
        let hears = signs.last.is_some_and(|last| last.elapsed() <= self.lease);
        let long = signs.again.is_none_or(|again| again.elapsed() > self.lease);
        (signs.worker.clone(), hears && long)
    }

    /// Writes down what became of jobs, however long that takes.
    async fn release(&self, sql: &str, params: DbParams) -> Result<u64, DbError> {
        let mut pauses = Pauses::new(PAUSE, PAUSE_AT_MOST);
        let over = async {
            self.stop.cancelled().await;
            sleep(self.grace).await;
        };
        let released = async {
            loop {
                match within(self.own.execute(sql, params.clone())).await {
                    Ok(released) => return released,
                    Err(reason) => {
                        let pause = pauses.grow();
                        warn!(%reason, ?pause, "a job has ended, which waits for the database");
                        sleep(pause).await;
                    }
                }
            }
        };
        let released = tokio::select! {
            biased;
            released = released => released,
            () = over => return Err(DbError::new("stopped before the database was back")),
        };
        let mut held = self.held();
        for value in params.values() {
            match value {
                DbValue::I64(id) => _ = held.remove(id),
                DbValue::I64Array(ids) => held.retain(|id| !ids.contains(id)),
                _ => {}
            }
        }
        Ok(released)
    }
}

impl DbExecutor for Patient {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        if RELEASES.iter().any(|part| sql.contains(part)) {
            Box::pin(self.release(sql, params))
        } else if sql.contains(SIGN) {
            Box::pin(self.sign(sql, params))
        } else {
            Box::pin(within(self.own.execute(sql, params)))
        }
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        if sql.contains(CLAIM) {
            Box::pin(self.claim(sql, params))
        } else {
            Box::pin(within(self.own.fetch_all(sql, params)))
        }
    }
}

impl DatabaseDriver for Patient {
    fn as_any(&self) -> &dyn Any {
        &self.users
    }

    fn begin(&self) -> BoxFuture<'_, Result<DbTransaction, DbError>> {
        Box::pin(async {
            // Dropped while the server answers, `begin` of sqlx 0.9 does not know that it has begun.
            let own = self.own.clone();
            let begun = tokio::spawn(async move { own.begin().await });
            let gone = |_| Err(DbError::new("the program ends"));
            let begun = within(async { begun.await.unwrap_or_else(gone) }).await?;
            let (worker, judges) = self.judge().await;
            Ok(DbTransaction::new(Box::new(Bounded {
                begun,
                worker,
                judges,
            })))
        })
    }

    fn listen<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Option<NotificationStream>, DbError>> {
        Box::pin(within(self.own.listen(channel)))
    }
}

/// A transaction whose statements fail rather than wait for ever, and in which a worker that lives is not
/// found dead.
struct Bounded {
    begun: DbTransaction,
    worker: Option<String>,
    judges: bool,
}

impl Bounded {
    async fn fetch(&self, sql: &str, params: DbParams) -> Result<Vec<DbRow>, DbError> {
        if !self.judges && sql.contains(SWEEP) {
            // As if another one were at it.
            return Ok(Vec::new());
        }
        let mut rows = within(self.begun.fetch_all(sql, params)).await?;
        // This one lives, however long it was silent.
        rows.retain(|row| {
            let silent = row.try_get::<String>("worker_id").ok();
            silent.is_none() || silent != self.worker
        });
        Ok(rows)
    }
}

impl DbExecutor for Bounded {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(within(self.begun.execute(sql, params)))
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        Box::pin(self.fetch(sql, params))
    }
}

impl TransactionDriver for Bounded {
    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(within(self.begun.commit()))
    }
}
