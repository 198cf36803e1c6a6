//! The database as `graphile_worker` is shown it: it always answers, if only with an error, and how a job
//! ended is written down when it is back. The library would give up its worker, and with it all jobs
//! that run.
//!
//! The server gives a statement up before this does, so that one that has failed here does nothing later;
//! what might have been done all the same is looked for twice.

use std::{
    any::Any,
    collections::HashSet,
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

/// What a claim took whose answer was lost: nobody would begin with it, and its worker lives.
const GIVE_BACK: &str = "
    SELECT graphile_worker._private_return_jobs($1::text, ARRAY(
        SELECT id FROM graphile_worker._private_jobs
        WHERE locked_by = $1::text AND NOT id = ANY ($2::bigint[])))";

/// Whether the last claims may have taken jobs of which nobody heard.
#[derive(Debug, Default)]
enum Doubt {
    #[default]
    None,
    /// One has failed.
    New,
    /// What it took was given back; at that time that is done again. What was on its way to a server that
    /// could not be reached may arrive after all, and after what was sent later.
    Until(Instant),
}

/// A database that is waited for until it is stopped, and a while after that.
#[derive(Debug)]
pub(super) struct Patient {
    own: SqlxDatabase,
    /// What handlers get: they must not use up the connections of the queue.
    users: SqlxDatabase,
    stop: CancellationToken,
    grace: Duration,
    /// The jobs that were taken and have not ended.
    held: Mutex<HashSet<i64>>,
    /// How long what was sent may be under way.
    under_way: Duration,
    /// One claim at a time.
    doubt: tokio::sync::Mutex<Doubt>,
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
            users: jobs.pool.clone().into(),
            stop: stop.clone(),
            grace,
            held: Mutex::default(),
            under_way: lease.max(STATEMENT),
            doubt: tokio::sync::Mutex::default(),
        }
    }

    /// Nothing that is done under this lock can panic.
    fn held(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn claim(&self, sql: &str, params: DbParams) -> Result<Vec<DbRow>, DbError> {
        let mut doubt = self.doubt.lock().await;
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
        let before = std::mem::replace(&mut *doubt, Doubt::New);
        let rows = within(self.own.fetch_all(sql, params)).await?;
        *doubt = before;
        let ids = rows.iter().filter_map(|row| row.try_get::<i64>("id").ok());
        self.held().extend(ids);
        Ok(rows)
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
            Ok(DbTransaction::new(Box::new(Bounded(begun))))
        })
    }

    fn listen<'a>(
        &'a self,
        channel: &'a str,
    ) -> BoxFuture<'a, Result<Option<NotificationStream>, DbError>> {
        Box::pin(within(self.own.listen(channel)))
    }
}

/// A transaction whose statements fail rather than wait for ever.
struct Bounded(DbTransaction);

impl DbExecutor for Bounded {
    fn execute<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<u64, DbError>> {
        Box::pin(within(self.0.execute(sql, params)))
    }

    fn fetch_all<'a>(
        &'a self,
        sql: &'a str,
        params: DbParams,
    ) -> BoxFuture<'a, Result<Vec<DbRow>, DbError>> {
        Box::pin(within(self.0.fetch_all(sql, params)))
    }
}

impl TransactionDriver for Bounded {
    fn commit(self: Box<Self>) -> BoxFuture<'static, Result<(), DbError>> {
        Box::pin(within(self.0.commit()))
    }
}
