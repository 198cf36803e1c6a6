//! These need a server: `DATABASE_URL=postgres://localhost/postgres cargo test jobs -- --ignored`, as a
//! user who may create databases. Each test makes one of its own and removes it in the end.
//!
//! Nothing here waits for a backoff or a period to pass: the time that is in a row is moved instead.

use std::collections::{BTreeSet, HashMap};
use std::env;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use graphile_worker::{Cron, CrontabFill, IntoTaskHandlerResult, WorkerContext};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Connection};
use tokio::sync::{Barrier, Semaphore, SemaphorePermit};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::connect::{CONNECTIONS, OWN_CONNECTIONS};
use super::policy::after_failure;
use super::*;
use crate::otp::BoxError;
use crate::otp::supervisor::{Options, Supervisor};

mod dropped;
mod living;
mod lost;
mod outages;
mod times;

const MINUTE: Duration = Duration::from_mins(1);

/// Long for a test, and no test waits for it to pass.
const GENEROUS: Duration = Duration::from_mins(1);

/// Short, so that a lost node is noticed soon.
const LEASE: Duration = Duration::from_secs(1);

/// A database of the test's own.
struct Bed {
    url: String,
    jobs: Jobs,
}

fn server() -> String {
    env::var("DATABASE_URL").expect("DATABASE_URL names a server")
}

async fn on_server(statement: String) {
    let pool = PgPool::connect(&server()).await.unwrap();
    let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&pool).await;
    done.unwrap();
}

impl Bed {
    async fn new(test: &str) -> Self {
        let name = format!("jobs_{test}_{}", std::process::id());
        on_server(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        on_server(format!("CREATE DATABASE {name}")).await;
        let server = server();
        let (address, _) = server.rsplit_once('/').unwrap();
        let url = format!("{address}/{name}");
        let jobs = Jobs::connect(&url).await.unwrap();
        Bed { url, jobs }
    }

    async fn end(self) {
        let name = self.url.rsplit('/').next().unwrap();
        on_server(format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }

    /// The same database in a program started anew.
    async fn reopen(&mut self) {
        self.jobs = Jobs::connect(&self.url).await.unwrap();
    }

    async fn insert(&self, job: &NewJob) -> i64 {
        match self.jobs.insert(job).await.unwrap() {
            Inserted::Job(id) => id,
            Inserted::Duplicate => panic!("refused as a duplicate"),
        }
    }

    async fn job(&self, id: i64) -> Job {
        self.jobs.get(id).await.unwrap().unwrap()
    }

    /// Runs a statement behind the back of the jobs, which is how time passes here.
    async fn run(&self, statement: &'static str) -> u64 {
        let done = sqlx::query(statement).execute(self.jobs.pool()).await;
        done.unwrap().rows_affected()
    }

    /// The `at` of a statement, in seconds since 1970.
    async fn seconds(&self, statement: &'static str) -> f64 {
        let seconds = format!("SELECT extract(epoch FROM at)::float8 FROM ({statement}) AS one");
        let seconds = sqlx::query_scalar(AssertSqlSafe(seconds));
        seconds.fetch_one(self.jobs.pool()).await.unwrap()
    }

    /// All waiting is over.
    async fn now(&self) {
        let moved = self.run("UPDATE graphile_worker._private_jobs SET run_at = now()");
        assert_ne!(moved.await, 0);
    }

    /// Waits until the job is so; none is one that is done.
    async fn until(&self, id: i64, mut so: impl FnMut(Option<&Job>) -> bool) {
        let wait = async {
            while !so(self.jobs.get(id).await.unwrap().as_ref()) {
                sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(GENEROUS, wait).await.is_ok(), "job {id}");
    }

    fn queue<T: TaskHandler>(&self) -> Queue {
        Queue::new(&self.jobs, "default", 2).with::<T>()
    }
}

/// A job that is tried three times, whatever the default is.
fn new<T: TaskHandler>(args: &T) -> NewJob {
    NewJob::new(args).unwrap().max_attempts(3)
}

/// Runs a queue until the token is cancelled; the set owns it.
fn run(queue: Queue) -> (CancellationToken, JoinSet<Result<(), JobError>>) {
    let stop = CancellationToken::new();
    let mut queues = JoinSet::new();
    let shutdown = stop.clone();
    queues.spawn(async move { queue.run(&shutdown).await });
    (stop, queues)
}

/// Waits for the end of what was told to stop.
async fn ended(mut queues: JoinSet<Result<(), JobError>>) {
    let ended = timeout(GENEROUS, queues.join_next()).await;
    ended.expect("it stops").unwrap().unwrap().unwrap();
}

/// Succeeds.
#[derive(Serialize, Deserialize)]
struct Good(u64);

impl TaskHandler for Good {
    const IDENTIFIER: &'static str = "good";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {}
}

/// Fails.
#[derive(Serialize, Deserialize)]
struct Bad(String);

impl TaskHandler for Bad {
    const IDENTIFIER: &'static str = "bad";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        Err::<(), BoxError>(self.0.into())
    }
}

/// Panics.
#[derive(Serialize, Deserialize)]
struct Panics;

impl TaskHandler for Panics {
    const IDENTIFIER: &'static str = "panics";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        assert!(ctx.job().id().is_negative(), "one is too few");
    }
}

/// Never ends.
#[derive(Serialize, Deserialize)]
struct Stuck {}

impl TaskHandler for Stuck {
    const IDENTIFIER: &'static str = "stuck";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        std::future::pending::<()>().await;
    }
}

/// Panics before there is a future.
#[derive(Serialize, Deserialize)]
struct Early {}

impl TaskHandler for Early {
    const IDENTIFIER: &'static str = "early";

    // As a macro or a wrapper may write it.
    fn run(self, ctx: WorkerContext) -> impl Future<Output = impl IntoTaskHandlerResult> + Send {
        assert!(ctx.job().id().is_negative(), "before the future");
        async {}
    }
}

/// Has a map.
#[derive(Serialize, Deserialize)]
struct Mapped {
    map: HashMap<u8, f64>,
}

impl TaskHandler for Mapped {
    const IDENTIFIER: &'static str = "mapped";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        assert_eq!(self.map, mapped().map);
    }
}

fn mapped() -> Mapped {
    let map = (0..20).map(|key| (key, f64::from(key))).collect();
    Mapped { map }
}

/// Says that it has begun, and ends when it may. One gate for one test: a handler is a type, and has
/// no other way to it.
#[derive(Serialize, Deserialize)]
struct Gated<const TEST: usize> {}

struct Gate {
    begun: Semaphore,
    may_end: Semaphore,
}

static GATES: [Gate; 8] = [const { Gate::shut() }; 8];

impl Gate {
    const fn shut() -> Self {
        Gate {
            begun: Semaphore::const_new(0),
            may_end: Semaphore::const_new(0),
        }
    }

    /// Waits until a handler has begun. (That its job is taken is not enough: one is taken ahead.)
    async fn begun(&self) {
        let begun = timeout(GENEROUS, self.begun.acquire()).await;
        begun.expect("it begins").unwrap().forget();
    }
}

impl<const TEST: usize> TaskHandler for Gated<TEST> {
    const IDENTIFIER: &'static str = "gated";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        let gate = &GATES[TEST];
        gate.begun.add_permits(1);
        gate.may_end.acquire().await.map(SemaphorePermit::forget)
    }
}

#[test]
fn a_job_is_tried_as_often_as_was_decided() {
    let job = NewJob::new(&Good(1)).unwrap();
    assert_eq!(job.max_attempts, MAX_ATTEMPTS);
    assert_eq!((job.handler, job.args.as_str()), ("good", "1"));
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o01_a_job_exists_if_and_only_if_its_transaction_commits() {
    let bed = Bed::new("o01").await;
    bed.run("CREATE TABLE users (name TEXT)").await;
    // A handler is made known by whoever is first; a queue would wait for a transaction that was.
    bed.queue::<Good>().drain().await.unwrap();
    for (commit, expected) in [(false, 0), (true, 1)] {
        let mut transaction = bed.jobs.pool().begin().await.unwrap();
        sqlx::query("INSERT INTO users VALUES ('Joe')")
            .execute(&mut *transaction)
            .await
            .unwrap();
        let inserted = bed.jobs.insert_with(&mut transaction, &new(&Good(1))).await;
        assert!(matches!(inserted, Ok(Inserted::Job(_))));
        // Nobody sees it before that.
        assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 0);
        if commit {
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
        assert_eq!(bed.queue::<Good>().drain().await.unwrap(), expected);
    }
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o02_a_failed_job_is_retried_later_and_finally_discarded_with_its_error() {
    let mut bed = Bed::new("o02").await;
    let id = bed.insert(&new(&Bad("no luck".to_owned()))).await;
    for attempt in 1..=2 {
        let before = bed.seconds("SELECT clock_timestamp() AS at").await;
        assert_eq!(bed.queue::<Bad>().drain().await.unwrap(), 1);
        let after = bed.seconds("SELECT clock_timestamp() AS at").await;

        // The delay is in the row, so it goes on while no program runs.
        bed.reopen().await;
        let job = bed.job(id).await;
        assert_eq!((job.state.as_str(), job.attempt), ("retryable", attempt));
        let due = bed.seconds("SELECT run_at AS at FROM graphile_worker.jobs");
        let due = due.await;
        let delay = after_failure(attempt, 3).unwrap().as_secs_f64();
        assert!(due - before > delay - 0.001 && due - after < delay + 0.001);

        let later = "UPDATE graphile_worker._private_jobs SET run_at = run_at + INTERVAL '1 hour'";
        bed.run(later).await;
        assert_eq!(bed.queue::<Bad>().drain().await.unwrap(), 0);
        bed.now().await;
    }
    assert_eq!(bed.queue::<Bad>().drain().await.unwrap(), 1);
    bed.now().await;
    assert_eq!(bed.queue::<Bad>().drain().await.unwrap(), 0);
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("discarded", 3));
    assert!(job.last_error.unwrap().contains("no luck"));

    // It is kept for somebody to look at, and not for ever.
    bed.jobs.tidy().await.unwrap();
    bed.job(id).await;
    bed.run("UPDATE graphile_worker._private_jobs SET run_at = now() - INTERVAL '8 days'")
        .await;
    bed.jobs.tidy().await.unwrap();
    assert_eq!(bed.jobs.get(id).await.unwrap(), None);
    bed.end().await;
}

/// Ends together with another one, and counts how many run at a time.
#[derive(Serialize, Deserialize)]
struct Paired {}

static PAIR: LazyLock<Barrier> = LazyLock::new(|| Barrier::new(2));
static RUNNING: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

impl TaskHandler for Paired {
    const IDENTIFIER: &'static str = "paired";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        let running = RUNNING.fetch_add(1, Ordering::SeqCst) + 1;
        MOST.fetch_max(running, Ordering::SeqCst);
        PAIR.wait().await;
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k11_a_handler_that_panics_before_its_future_has_failed() {
    let bed = Bed::new("k11").await;
    let id = bed.insert(&new(&Early {})).await;
    assert_eq!(bed.queue::<Early>().drain().await.unwrap(), 1);
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("retryable", 1));
    assert!(job.last_error.unwrap().contains("before the future"));
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o05_a_queue_runs_no_more_jobs_at_once_than_it_may_and_a_backlog_without_polling() {
    let bed = Bed::new("o05").await;
    for _ in 0..50 {
        bed.insert(&new(&Paired {})).await;
    }
    let queue = bed.queue::<Paired>().poll(Duration::from_hours(1));
    let (stop, queues) = run(queue);
    let done = async {
        while bed.run("SELECT 1 FROM graphile_worker.jobs").await > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(timeout(GENEROUS, done).await.is_ok());
    stop.cancel();
    ended(queues).await;
    assert_eq!(MOST.load(Ordering::SeqCst), 2);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o07_a_panicking_job_counts_as_a_failure_and_the_worker_lives() {
    let bed = Bed::new("o07").await;
    let bad = bed.insert(&new(&Panics)).await;
    let good = bed.insert(&new(&Good(1))).await;
    let queue = Queue::new(&bed.jobs, "default", 1);
    let (stop, queues) = run(queue.with::<Panics>().with::<Good>());
    bed.until(good, |job| job.is_none()).await;
    stop.cancel();
    ended(queues).await;

    let job = bed.job(bad).await;
    assert_eq!((job.state.as_str(), job.attempt), ("retryable", 1));
    assert!(job.last_error.unwrap().contains("one is too few"));
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o08_running_jobs_may_finish_during_shutdown_and_no_new_ones_begin() {
    let bed = Bed::new("o08").await;
    let first = bed.insert(&new(&Gated::<0> {})).await;
    let queue = Queue::new(&bed.jobs, "default", 1).with::<Gated<0>>();
    let (stop, queues) = run(queue);
    GATES[0].begun().await;
    stop.cancel();
    let second = bed.insert(&new(&Gated::<0> {})).await;
    GATES[0].may_end.add_permits(1);
    ended(queues).await;
    assert_eq!(bed.jobs.get(first).await.unwrap(), None);
    assert_eq!(bed.job(second).await.state, "available");
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o08_a_supervised_queue_finishes_its_jobs_when_the_supervisor_stops() {
    let bed = Bed::new("o08b").await;
    let queue = bed.queue::<Gated<1>>();
    let supervisor = Supervisor::start(Options::default(), vec![queue.child()]);
    let supervisor = supervisor.await.unwrap();
    let id = bed.insert(&new(&Gated::<1> {})).await;
    GATES[1].begun().await;
    let stopping = supervisor.stop();
    tokio::pin!(stopping);
    // It has begun to stop, and waits.
    tokio::select! {
        biased;
        () = &mut stopping => panic!("the job was not waited for"),
        () = yield_now() => GATES[1].may_end.add_permits(1),
    }
    stopping.await;
    assert_eq!(bed.jobs.get(id).await.unwrap(), None);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o08_a_job_that_outlasts_the_grace_period_is_cut_off_and_runs_again() {
    let bed = Bed::new("o08c").await;
    let id = bed.insert(&new(&Gated::<2> {})).await;
    for _ in 0..2 {
        let (stop, queues) = run(bed.queue::<Gated<2>>().grace(Duration::ZERO));
        GATES[2].begun().await;
        stop.cancel();
        ended(queues).await;
        // The attempt does not count: that somebody stopped the program is not the job's fault.
        let job = bed.job(id).await;
        assert_ne!(job.state, "executing");
        assert_eq!(job.attempt, 0);
        bed.now().await;
    }
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn a_job_that_nobody_handles_waits_and_urgent_ones_run_first() {
    let bed = Bed::new("order").await;
    let orphan = bed.insert(&new(&Bad("nobody".to_owned()))).await;
    let late = bed.insert(&new(&Good(1)).priority(9)).await;
    let soon = bed.insert(&new(&Good(2))).await;
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 2);
    assert_eq!(bed.job(orphan).await.state, "available");
    assert_eq!(bed.jobs.get(late).await.unwrap(), None);
    assert_eq!(bed.jobs.get(soon).await.unwrap(), None);
    bed.end().await;
}
