//! The connections to the server: those of who inserts, those by which the queues work, and those by which
//! they show that they live; and why there are none.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::time::{Instant, timeout, timeout_at};

use super::{ACQUIRE_TIMEOUT, JobError};

/// How long to ask the server why there was none, or a connection whether it still is one.
const ASK: Duration = Duration::from_secs(3);

/// How many there are of each at most.
pub(super) const CONNECTIONS: u32 = 16;
pub(super) const OWN_CONNECTIONS: u32 = 8;
const ALIVE_CONNECTIONS: u32 = 2;

/// What has the server give up the statements of the queues, well before they do: it must not do later what
/// is done in another way by then. A transaction whose node is gone ends too, for it may keep all others
/// from looking for silent nodes.
const LIMITS: &str = "
    SET statement_timeout = '5s';
    SET idle_in_transaction_session_timeout = '30s';
";

/// What has the server end the statements of those whose connection was closed, and which would otherwise
/// wait for a lock as long as that is held: there may be more and more of them. Servers before
/// `PostgreSQL` 14, and some systems, have no such thing.
const GONE: &str = "SET client_connection_check_interval = '5s'";

/// Of queues, for work and for signs of life; they connect when they are used.
pub(super) fn own(options: &PgConnectOptions) -> (PgPool, PgPool) {
    let pool = |connections| {
        let pool = pools(connections).after_connect(|connection, _| {
            Box::pin(async move {
                // Not by the options of the connection, which not every proxy lets through.
                sqlx::raw_sql(LIMITS).execute(connection).await?;
                Ok(())
            })
        });
        let pool = pool.after_release(|connection, _| {
            Box::pin(async move { answers(connection.ping()).await.map(|()| true) })
        });
        pool.connect_lazy_with(options.clone())
    };
    (pool(OWN_CONNECTIONS), pool(ALIVE_CONNECTIONS))
}

fn pools(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .max_connections(connections)
        // sqlx 0.9 would wait for the answer of one that is dead until there is no time for another one.
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            Box::pin(async move { answers(connection.ping()).await.map(|()| true) })
        })
}

/// Of those who insert.
pub(super) async fn users(options: PgConnectOptions) -> Result<PgPool, sqlx::Error> {
    let pool = pools(CONNECTIONS).after_connect(|connection, _| {
        Box::pin(async move {
            match sqlx::raw_sql(GONE).execute(connection).await {
                Ok(_) | Err(sqlx::Error::Database(_)) => Ok(()),
                Err(reason) => Err(reason),
            }
        })
    });
    let pool = pool.after_release(|connection, _| {
        Box::pin(async move {
            // A transaction left open is undone: the jobs that others insert by this connection would be
            // part of it. One whose `begin` was dropped while the server answers is of that kind, which
            // sqlx 0.9 does not know. `ROLLBACK` alone would have the server complain where there is none.
            let undone = sqlx::raw_sql("BEGIN; ROLLBACK").execute(connection);
            answers(undone).await.map(|_| true)
        })
    });
    pool.connect_with(options).await
}

/// Asks a connection something, and has it closed if there is no answer soon: it keeps its place in the pool
/// until then, and nobody may ever say that its line is dead. Of one that comes back, sqlx 0.9 itself asks
/// once more, and waits for that, and for what it still has to send when it closes one, as long as the
/// system does: some 15 minutes if the other side is gone.
async fn answers<T>(asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    let answered = timeout(ASK, asked).await;
    answered.unwrap_or_else(|late| Err(sqlx::Error::Io(late.into())))
}

/// What would be right, by the code that a server gives that does not let anybody in.
fn advice(reason: &sqlx::Error) -> &'static str {
    let code = match reason {
        sqlx::Error::Database(error) => error.code().unwrap_or_default(),
        sqlx::Error::Io(_) => return "; is the server running, and is that its address?",
        _ => return "",
    };
    match &*code {
        "28P01" | "28000" => "; are user and password of the address right?",
        "3D000" => "; create it, or name another one in the address",
        "53300" => "; raise its `max_connections`, or end other programs",
        _ => "",
    }
}

/// Whether that may heal by itself.
pub(super) fn may_heal(reason: &sqlx::Error) -> bool {
    match reason {
        sqlx::Error::Database(error) => heals(&error.code().unwrap_or_default()),
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        _ => false,
    }
}

/// The same by the code of the server: it has too many connections, starts, or stops.
pub(super) fn heals(code: &str) -> bool {
    matches!(code, "53300" | "57P01" | "57P02" | "57P03")
}

/// Connects once, without a pool, which would not tell why it cannot. Takes no longer than that.
pub(super) async fn reach(options: &PgConnectOptions) -> Result<(), (JobError, bool)> {
    let late = Instant::now() + ASK;
    let reason = match timeout_at(late, PgConnection::connect_with(options)).await {
        Ok(Ok(connection)) => {
            let _ = timeout_at(late, connection.close()).await;
            return Ok(());
        }
        Ok(Err(reason)) => reason,
        Err(late) => sqlx::Error::Io(late.into()),
    };
    let (user, host, port) = (
        options.get_username(),
        options.get_host(),
        options.get_port(),
    );
    let database = options.get_database().unwrap_or(user);
    let address = format!("{user}@{host}:{port}/{database}");
    let (advice, may_heal) = (advice(&reason), may_heal(&reason));
    let error = JobError::Connection {
        address,
        reason,
        advice,
    };
    Err((error, may_heal))
}
