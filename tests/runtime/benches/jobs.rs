//! Jobs per second beside bare sqlx with the same statements and, where a server is, bare graphile_worker:
//! `cargo bench -p otp-runtime --features sqlite,postgresql --bench jobs`, with `DATABASE_URL` for the
//! server. Both sides take turns in one run and the best round of each counts, so that what else the
//! machine does hits both. A ratio above 1.3 is worth a look.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::doc_markdown
)]

use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

/// Jobs of a round.
const JOBS: u32 = 1_000;

/// Rounds of each side.
const ROUNDS: u32 = 5;

/// Jobs at a time.
const CONCURRENCY: usize = 10;

fn main() {
    let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
    lite::compare(&runtime);
    #[cfg(feature = "postgresql")]
    if let Ok(url) = std::env::var("DATABASE_URL") {
        pg::compare(&runtime, &url);
    }
}

/// Lets two sides take turns, and prints what each did in its best round.
fn versus(what: &str, mut ours: impl FnMut() -> Duration, mut bare: impl FnMut() -> Duration) {
    let (mut best, mut floor) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        best = best.min(ours());
        floor = floor.min(bare());
    }
    let per_second = |time: Duration| f64::from(JOBS) / time.as_secs_f64();
    let ratio = best.as_secs_f64() / floor.as_secs_f64();
    println!(
        "{what:<52} {:>8.0}/s {:>8.0}/s {ratio:>6.2}",
        per_second(best),
        per_second(floor)
    );
}

fn timed(runtime: &Runtime, work: impl Future<Output = ()>) -> Duration {
    let begun = Instant::now();
    runtime.block_on(work);
    begun.elapsed()
}

mod lite {
    //! SQLite, in a file of its own for each side.

    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use otp_runtime::otp::jobs::{Clock, Done, Jobs, NewJob, Queue, Workers};
    use sqlx::sqlite::{
        SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
    };
    use sqlx::{Row, SqlitePool};
    use tokio_util::sync::CancellationToken;

    use super::{CONCURRENCY, JOBS, Runtime, timed, versus};

    struct Side {
        jobs: Jobs,
        /// One connection, as the queue has.
        bare: SqlitePool,
    }

    impl Side {
        async fn new(folder: &std::path::Path, name: &str) -> Self {
            let path = folder.join(name);
            let jobs = Jobs::open(&path, Clock::system()).await.unwrap();
            let options = SqliteConnectOptions::new()
                .filename(&path)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full);
            let bare = SqlitePoolOptions::new().max_connections(1);
            let bare = bare.connect_with(options).await.unwrap();
            Self { jobs, bare }
        }

        async fn fill(&self) {
            let job = NewJob::new("nothing", &()).unwrap();
            let mut transaction = self.jobs.pool().begin().await.unwrap();
            for _ in 0..JOBS {
                let inserted = self.jobs.insert_with(&mut *transaction, &job).await;
                let _ = inserted.unwrap();
            }
            transaction.commit().await.unwrap();
        }

        async fn clear(&self) {
            let cleared = sqlx::query("DELETE FROM jobs").execute(&self.bare).await;
            cleared.unwrap();
        }

        async fn insert_bare(&self) {
            for _ in 0..JOBS {
                sqlx::query(
                    "INSERT INTO jobs
                         (queue, worker, args, state, priority, max_attempts, inserted_at, run_at)
                     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
                     WHERE ?9 IS NULL OR NOT EXISTS (
                         SELECT 1 FROM jobs
                         WHERE queue = ?1 AND worker = ?2 AND args = ?3 AND inserted_at > ?9
                             AND state NOT IN ('cancelled', 'discarded'))
                     RETURNING id",
                )
                .bind("default")
                .bind("nothing")
                .bind("null")
                .bind("available")
                .bind(0)
                .bind(20)
                .bind(1_000_000_000_i64)
                .bind(1_000_000_000_i64)
                .bind(None::<i64>)
                .fetch_all(self.jobs.pool())
                .await
                .unwrap();
            }
        }

        /// Takes so many at a time and completes each.
        async fn work_bare(&self, limit: i64) {
            loop {
                let rows = sqlx::query(
                    "UPDATE jobs SET state = 'executing', attempt = attempt + 1, leased_until = ?1
                     WHERE id IN (
                         SELECT id FROM jobs
                         WHERE queue = ?2 AND state = 'available'
                         ORDER BY priority, run_at, id LIMIT ?3)
                     RETURNING *",
                )
                .bind(i64::MAX)
                .bind("default")
                .bind(limit)
                .fetch_all(&self.bare)
                .await
                .unwrap();
                if rows.is_empty() {
                    return;
                }
                for row in rows {
                    sqlx::query(
                        "UPDATE jobs SET state = ?, run_at = ?, attempt = ?, finished_at = ?,
                             last_error = coalesce(?, last_error), leased_until = NULL
                         WHERE id = ? AND attempt = ?
                             AND state IN ('executing', 'available', 'discarded')",
                    )
                    .bind("completed")
                    .bind(row.get::<i64, _>("run_at"))
                    .bind(1)
                    .bind(1_000_000_000_i64)
                    .bind(None::<String>)
                    .bind(row.get::<i64, _>("id"))
                    .bind(1)
                    .execute(&self.bare)
                    .await
                    .unwrap();
                }
            }
        }
    }

    pub(super) fn compare(runtime: &Runtime) {
        let folder = tempfile::tempdir().unwrap();
        let ours = runtime.block_on(Side::new(folder.path(), "ours.db"));
        let bare = runtime.block_on(Side::new(folder.path(), "bare.db"));
        let job = NewJob::new("nothing", &()).unwrap();
        println!(
            "{:<52} {:>10} {:>10} {:>6}",
            "SQLite", "ours", "bare sqlx", "ratio"
        );
        versus(
            "inserted, one by one",
            || {
                runtime.block_on(ours.clear());
                timed(runtime, async {
                    for _ in 0..JOBS {
                        let _ = ours.jobs.insert(&job).await.unwrap();
                    }
                })
            },
            || {
                runtime.block_on(bare.clear());
                timed(runtime, bare.insert_bare())
            },
        );
        let ready = |side: &Side| {
            runtime.block_on(async {
                side.clear().await;
                side.fill().await;
            });
        };
        versus(
            "done, one by one",
            || {
                ready(&ours);
                let workers = Workers::new().with("nothing", |_| async { Ok(Done::Complete) });
                let queue = Queue::new(&ours.jobs, "default", 1, workers);
                timed(runtime, async {
                    assert_eq!(queue.drain().await.unwrap(), JOBS as usize);
                })
            },
            || {
                ready(&bare);
                timed(runtime, bare.work_bare(1))
            },
        );
        versus(
            "done, ten at a time",
            || {
                ready(&ours);
                let stop = CancellationToken::new();
                let left = Arc::new(AtomicU32::new(JOBS));
                let ended = stop.clone();
                let workers = Workers::new().with("nothing", move |_| {
                    if left.fetch_sub(1, Ordering::SeqCst) == 1 {
                        ended.cancel();
                    }
                    async { Ok(Done::Complete) }
                });
                let queue = Queue::new(&ours.jobs, "default", CONCURRENCY, workers);
                timed(runtime, queue.run(&stop))
            },
            || {
                ready(&bare);
                timed(runtime, bare.work_bare(10))
            },
        );
    }
}

#[cfg(feature = "postgresql")]
mod pg {
    //! PostgreSQL, in one database of its own.

    use graphile_worker::{
        IntoTaskHandlerResult, JobSpec, LocalQueueConfig, TaskHandler, WorkerContext,
        WorkerOptions, WorkerShutdownConfig, WorkerUtils,
    };
    use otp_runtime::otp::pg_jobs::{Jobs, NewJob, Queue};
    use serde::{Deserialize, Serialize};
    use sqlx::postgres::PgPoolOptions;
    use sqlx::{AssertSqlSafe, PgPool};
    use tokio_util::sync::CancellationToken;

    use super::{CONCURRENCY, Duration, JOBS, Runtime, timed, versus};

    #[derive(Serialize, Deserialize)]
    struct Nothing {}

    impl TaskHandler for Nothing {
        const IDENTIFIER: &'static str = "nothing";

        async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {}
    }

    const DATABASE: &str = "jobs_bench";

    async fn on_server(url: &str, statement: String) {
        let pool = PgPool::connect(url).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&pool).await;
        done.unwrap();
        pool.close().await;
    }

    async fn fill(jobs: &Jobs) {
        sqlx::query(
            "SELECT graphile_worker.add_job('nothing', '{}'::json) FROM generate_series(1, $1)",
        )
        .bind(i32::try_from(JOBS).unwrap())
        .execute(jobs.pool())
        .await
        .unwrap();
    }

    async fn clear(jobs: &Jobs) {
        sqlx::raw_sql("TRUNCATE graphile_worker._private_jobs CASCADE")
            .execute(jobs.pool())
            .await
            .unwrap();
    }

    /// Stops what runs when no job is left.
    async fn until_done(jobs: &Jobs, stop: &CancellationToken) {
        loop {
            let left = sqlx::query("SELECT 1 FROM graphile_worker._private_jobs LIMIT 1");
            if left.fetch_optional(jobs.pool()).await.unwrap().is_none() {
                stop.cancel();
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    async fn bare_worker(jobs: &Jobs, bare: &PgPool) {
        let stop = CancellationToken::new();
        let shutdown = WorkerShutdownConfig::default()
            .listen_os_shutdown_signals(false)
            .shutdown_signal(stop.clone().cancelled_owned());
        let worker = WorkerOptions::default()
            .pg_pool(bare.clone())
            .schema("graphile_worker")
            .concurrency(CONCURRENCY)
            .local_queue(LocalQueueConfig::default().with_size(1))
            .define_job::<Nothing>()
            .worker_shutdown(shutdown)
            .init()
            .await
            .unwrap();
        let (ended, ()) = tokio::join!(worker.run(), until_done(jobs, &stop));
        ended.unwrap();
    }

    pub(super) fn compare(runtime: &Runtime, url: &str) {
        let drop = format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)");
        runtime.block_on(on_server(url, drop.clone()));
        runtime.block_on(on_server(url, format!("CREATE DATABASE {DATABASE}")));
        let (address, _) = url.rsplit_once('/').unwrap();
        let own = format!("{address}/{DATABASE}");
        let jobs = Jobs::connect(&own);
        let jobs = runtime.block_on(jobs).unwrap();
        let bare = PgPoolOptions::new()
            .max_connections(16)
            .connect_lazy(&own)
            .unwrap();
        let utils = WorkerUtils::new(&bare, "graphile_worker");
        let (plain, unique) = (new(), new().unique(Duration::from_secs(1)));
        println!(
            "{:<52} {:>10} {:>10} {:>6}",
            "PostgreSQL", "ours", "bare", "ratio"
        );
        let ours = |job: &NewJob| {
            runtime.block_on(clear(&jobs));
            timed(runtime, async {
                for _ in 0..JOBS {
                    let _ = jobs.insert(job).await.unwrap();
                }
            })
        };
        let graphile = || {
            runtime.block_on(clear(&jobs));
            timed(runtime, async {
                for _ in 0..JOBS {
                    utils.add_job(Nothing {}, JobSpec::default()).await.unwrap();
                }
            })
        };
        versus(
            "inserted, beside graphile_worker",
            || ours(&plain),
            graphile,
        );
        versus(
            "refused as a duplicate, beside an insertion",
            || ours(&unique),
            graphile,
        );
        versus(
            "inserted, beside the same statement by sqlx",
            || ours(&plain),
            || {
                runtime.block_on(clear(&jobs));
                timed(runtime, async {
                    for _ in 0..JOBS {
                        sqlx::query(
                            "SELECT id FROM graphile_worker.add_job(
                                 identifier => $1, payload => $2::json, priority => $3::int,
                                 max_attempts => $4::int,
                                 run_at => now() + $5 * INTERVAL '1 second')",
                        )
                        .bind("nothing")
                        .bind("{}")
                        .bind(0_i16)
                        .bind(20_i16)
                        .bind(0.0)
                        .fetch_one(&bare)
                        .await
                        .unwrap();
                    }
                })
            },
        );
        versus(
            "done, ten at a time, beside graphile_worker",
            || {
                runtime.block_on(clear(&jobs));
                runtime.block_on(fill(&jobs));
                let stop = CancellationToken::new();
                let queue = Queue::new(&jobs, "default", CONCURRENCY).with::<Nothing>();
                timed(runtime, async {
                    let (ended, ()) = tokio::join!(queue.run(&stop), until_done(&jobs, &stop));
                    ended.unwrap();
                })
            },
            || {
                runtime.block_on(clear(&jobs));
                runtime.block_on(fill(&jobs));
                timed(runtime, bare_worker(&jobs, &bare))
            },
        );
        runtime.block_on(async { tokio::join!(jobs.pool().close(), bare.close()) });
        runtime.block_on(on_server(url, drop));
    }

    fn new() -> NewJob {
        NewJob::new(&Nothing {}).unwrap()
    }
}
