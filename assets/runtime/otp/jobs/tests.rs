//! The clock is moved by hand; nothing here waits for time to pass.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use tempfile::TempDir;
use tokio::{
    sync::{Semaphore, mpsc},
    task::JoinSet,
    time::sleep,
};
use tokio_util::sync::CancellationToken;

use super::{
    policy::{after_failure, after_loss},
    queue::LEASE,
    store::Claimed,
    *,
};
use crate::otp::BoxError;
use crate::otp::supervisor::{
    ChildSpec, Options, Strategy, Supervisor, SupervisorHandle as Supervised,
};

mod dropped;
mod lost;
mod outages;
mod times;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

/// Long for a test, and no test waits for it to pass.
const GENEROUS: Duration = Duration::from_mins(1);

/// How long a statement waits for a lock here.
const BUSY: Duration = Duration::from_millis(20);

/// A database in a directory of its own, and a clock.
struct Bed {
    dir: TempDir,
    jobs: Jobs,
    seconds: Arc<AtomicU64>,
}

impl Bed {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let seconds = Arc::new(AtomicU64::new(1_000_000_000));
        let jobs = open(&dir, &seconds).await;
        Self { dir, jobs, seconds }
    }

    fn advance(&self, by: Duration) {
        self.seconds.fetch_add(by.as_secs(), Ordering::SeqCst);
    }

    /// The same database and clock in a program started anew.
    async fn reopen(&mut self) {
        self.jobs.pool.close().await;
        self.jobs.own.close().await;
        self.jobs = open(&self.dir, &self.seconds).await;
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

    /// Waits until the job is so.
    async fn until(&self, id: i64, so: impl Fn(&Job) -> bool) {
        let waiting = async {
            while !so(&self.job(id).await) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        assert!(timeout(GENEROUS, waiting).await.is_ok(), "job {id}");
    }

    /// Claims a job in another program, which is never heard of again.
    async fn lose_one(&self) -> (Jobs, Claimed) {
        let elsewhere = open(&self.dir, &self.seconds).await;
        let claimed = elsewhere
            .claim("default", 1, LEASE)
            .await
            .unwrap()
            .remove(0);
        (elsewhere, claimed)
    }

    fn queue(&self, workers: Workers) -> Queue {
        Queue::new(&self.jobs, "default", 2, workers)
    }

    /// Runs everything that is due with a worker that always says `done`.
    async fn drain(&self, done: Result<Done, &'static str>) -> usize {
        let workers = Workers::new().with("work", move |_| {
            let done = done.clone().map_err(BoxError::from);
            async move { done }
        });
        self.queue(workers).drain().await.unwrap()
    }
}

async fn open(dir: &TempDir, seconds: &Arc<AtomicU64>) -> Jobs {
    let seconds = Arc::clone(seconds);
    let clock = Clock::new(move || {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.load(Ordering::SeqCst))
    });
    let path = dir.path().join("jobs.db");
    let opened = Jobs::open_with(&path, clock, BUSY, PATIENCE).await;
    opened.unwrap()
}

/// A job that is tried three times, whatever the default is.
fn work(args: u64) -> NewJob {
    NewJob::new("work", &args).unwrap().max_attempts(3)
}

/// A worker that says when it begins and waits until it may end.
struct Gate {
    begun: mpsc::UnboundedReceiver<i64>,
    may_end: Arc<Semaphore>,
}

fn gated() -> (Gate, Workers) {
    let (sender, begun) = mpsc::unbounded_channel();
    let may_end = Arc::new(Semaphore::new(0));
    let gate = Arc::clone(&may_end);
    let workers = Workers::new().with("work", move |job| {
        sender.send(job.id).unwrap();
        let gate = Arc::clone(&gate);
        async move {
            gate.acquire().await?.forget();
            Ok(Done::Complete)
        }
    });
    (Gate { begun, may_end }, workers)
}

/// Runs a queue until the token is cancelled; the set owns it.
fn run(queue: Queue) -> (CancellationToken, JoinSet<()>) {
    let stop = CancellationToken::new();
    let mut queues = JoinSet::new();
    let shutdown = stop.clone();
    queues.spawn(async move { queue.run(&shutdown).await });
    (stop, queues)
}

#[tokio::test]
async fn o01_a_job_exists_if_and_only_if_its_transaction_commits() {
    let bed = Bed::new().await;
    sqlx::raw_sql("CREATE TABLE users (name TEXT)")
        .execute(bed.jobs.pool())
        .await
        .unwrap();
    for (commit, expected) in [(false, 0), (true, 1)] {
        let mut transaction = bed.jobs.pool().begin().await.unwrap();
        sqlx::query("INSERT INTO users VALUES ('Joe')")
            .execute(&mut *transaction)
            .await
            .unwrap();
        let inserted = bed.jobs.insert_with(&mut *transaction, &work(1)).await;
        assert!(matches!(inserted, Ok(Inserted::Job(_))));
        if commit {
            transaction.commit().await.unwrap();
        } else {
            transaction.rollback().await.unwrap();
        }
        assert_eq!(bed.drain(Ok(Done::Complete)).await, expected);
    }
}

#[tokio::test]
async fn o02_a_failed_job_is_retried_later_and_finally_discarded_with_its_error() {
    let mut bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    for attempt in 1..=2 {
        assert_eq!(bed.drain(Err("no luck")).await, 1);
        let job = bed.job(id).await;
        assert_eq!((job.state.as_str(), job.attempt), ("retryable", attempt));

        // The delay is in the row: it goes on while no program runs, and not a moment is lost.
        bed.reopen().await;
        let delay = Duration::from_secs(15 + (1 << attempt));
        bed.advance(delay.saturating_sub(SECOND));
        assert_eq!(bed.drain(Err("too early")).await, 0);
        bed.advance(delay / 10 + 2 * SECOND);
    }
    assert_eq!(bed.drain(Err("no luck at all")).await, 1);
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("discarded", 3));
    assert_eq!(job.last_error.as_deref(), Some("no luck at all"));
    bed.advance(MINUTE);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
}

#[tokio::test]
async fn o02_the_delay_grows_as_in_oban() {
    let bed = Bed::new().await;
    let default = NewJob::new("work", &()).unwrap();
    assert_eq!(default.max_attempts, MAX_ATTEMPTS);
    let id = bed.insert(&work(1)).await;
    let job = bed.job(id).await;
    let cases = [(1, 20, 1), (19, 20, 19), (1, 1_000, 0), (999, 1_000, 20)];
    for (attempt, max_attempts, power) in cases {
        let least = Duration::from_secs(15 + (1 << power));
        let pause = after_failure(job.id, attempt, max_attempts).unwrap();
        assert!((least..=least + least / 10).contains(&pause));
    }
    // The last one is the last, whether it failed or was lost.
    for attempt in [3, 4] {
        assert_eq!(after_failure(job.id, attempt, 3), None);
        assert_eq!(after_loss(attempt, 3), None);
    }
    assert_eq!(after_loss(2, 3), Some(Duration::ZERO));
}

#[tokio::test]
async fn k11_a_worker_that_panics_outside_its_future_has_failed() {
    /// Panics when it is shown.
    #[derive(Debug)]
    struct Shy;
    impl fmt::Display for Shy {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("do not look at me")
        }
    }
    impl std::error::Error for Shy {}
    /// Panics when it is dropped.
    struct Heavy;
    impl Drop for Heavy {
        fn drop(&mut self) {
            panic!("let go of me")
        }
    }

    let bed = Bed::new().await;
    let workers = Workers::new()
        .with("early", |job: Job| {
            assert!(job.id < 0, "before the future");
            async { Ok(Done::Complete) }
        })
        .with("shy", |_| async { Err(BoxError::from(Shy)) })
        .with("heavy", |_| {
            let heavy = Heavy;
            async move {
                let _heavy = heavy;
                Ok(Done::Complete)
            }
        });
    let queue = bed.queue(workers);
    for (worker, error) in [
        ("early", "panic: before the future"),
        ("shy", "panic: do not look at me"),
        ("heavy", "panic: let go of me"),
    ] {
        let id = bed.insert(&NewJob::new(worker, &()).unwrap()).await;
        assert_eq!(queue.drain().await.unwrap(), 1);
        let job = bed.job(id).await;
        assert_eq!((job.state.as_str(), job.attempt), ("retryable", 1));
        assert_eq!(job.last_error.as_deref(), Some(error));
    }
}

#[tokio::test]
async fn o05_a_queue_runs_no_more_jobs_at_once_than_it_may() {
    let bed = Bed::new().await;
    for args in 0..5 {
        bed.insert(&work(args)).await;
    }
    let running = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (ended, mut ends) = mpsc::unbounded_channel();
    let workers = Workers::new().with("work", {
        let most = Arc::clone(&most);
        move |_| {
            let (running, most, ended) = (Arc::clone(&running), Arc::clone(&most), ended.clone());
            async move {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Time for others to begin, if they could.
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
                running.fetch_sub(1, Ordering::SeqCst);
                ended.send(())?;
                Ok(Done::Complete)
            }
        }
    });
    let (stop, mut queues) = run(bed.queue(workers));
    for _ in 0..5 {
        ends.recv().await.unwrap();
    }
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    assert_eq!(most.load(Ordering::SeqCst), 2);
}

/// A process that is killed (SIGKILL on Unix) when this is dropped.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn o07_a_panicking_job_counts_as_a_failure_and_the_worker_lives() {
    let bed = Bed::new().await;
    let bad = bed.insert(&work(1)).await;
    let good = bed.insert(&work(2)).await;
    let (ended, mut ends) = mpsc::unbounded_channel();
    let workers = Workers::new().with("work", move |job| {
        let ended = ended.clone();
        async move {
            assert_ne!(job.args::<u64>()?, 1, "one is too few");
            ended.send(())?;
            Ok(Done::Complete)
        }
    });
    let queue = Queue::new(&bed.jobs, "default", 1, workers);
    let (stop, mut queues) = run(queue);
    ends.recv().await.unwrap();
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();

    let job = bed.job(bad).await;
    assert_eq!((job.state.as_str(), job.attempt), ("retryable", 1));
    assert!(job.last_error.unwrap().contains("panic: "));
    assert_eq!(bed.job(good).await.state, "completed");
}

#[tokio::test]
async fn o07_a_job_without_a_worker_is_a_failure_too() {
    let bed = Bed::new().await;
    let job = NewJob::new("nobody", &()).unwrap().max_attempts(3);
    let id = bed.insert(&job).await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(id).await.state, "retryable");
}

#[tokio::test]
async fn o08_running_jobs_may_finish_during_shutdown_and_no_new_ones_begin() {
    let bed = Bed::new().await;
    let first = bed.insert(&work(1)).await;
    let (mut gate, workers) = gated();
    let queue = Queue::new(&bed.jobs, "default", 1, workers);
    let (stop, mut queues) = run(queue);
    assert_eq!(gate.begun.recv().await, Some(first));
    let second = bed.insert(&work(2)).await;
    stop.cancel();
    gate.may_end.add_permits(1);
    queues.join_next().await.unwrap().unwrap();
    assert_eq!(bed.job(first).await.state, "completed");
    assert_eq!(bed.job(second).await.state, "available");
}

#[tokio::test]
async fn o08_a_supervised_queue_finishes_its_jobs_when_the_supervisor_stops() {
    let bed = Bed::new().await;
    let (mut gate, workers) = gated();
    let children = vec![bed.queue(workers).child()];
    let supervisor = Supervisor::start(Options::default(), children);
    let supervisor = supervisor.await.unwrap();
    let id = bed.insert(&work(1)).await;
    assert_eq!(gate.begun.recv().await, Some(id));
    gate.may_end.add_permits(1);
    supervisor.stop().await;
    assert_eq!(bed.job(id).await.state, "completed");
}

#[tokio::test]
async fn o08_a_job_that_outlasts_the_grace_period_is_cut_off_and_its_attempt_does_not_count() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    for _ in 0..2 {
        let (mut gate, workers) = gated();
        let (stop, mut queues) = run(bed.queue(workers).grace(Duration::ZERO));
        gate.begun.recv().await.unwrap();
        stop.cancel();
        queues.join_next().await.unwrap().unwrap();
        let job = bed.job(id).await;
        assert_eq!((job.state.as_str(), job.attempt), ("available", 0));
    }
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(id).await.attempt, 1);
}

#[tokio::test]
async fn o08_a_job_that_panics_when_it_is_cut_off_is_given_back_all_the_same() {
    struct Heavy;
    impl Drop for Heavy {
        fn drop(&mut self) {
            panic!("let go of me")
        }
    }

    let bed = Bed::new().await;
    let id = bed.insert(&work(1).max_attempts(1)).await;
    let (begun, mut begins) = mpsc::unbounded_channel();
    let workers = Workers::new().with("work", move |_| {
        let begun = begun.clone();
        async move {
            let _heavy = Heavy;
            begun.send(())?;
            std::future::pending().await
        }
    });
    let (stop, mut queues) = run(bed.queue(workers).grace(Duration::ZERO));
    begins.recv().await.unwrap();
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("available", 0));
}

#[derive(Debug, thiserror::Error)]
#[error("not sent")]
struct NotSent(#[source] BoxError);

#[tokio::test]
async fn o02_the_last_error_is_kept_with_what_it_came_from_and_not_at_any_length() {
    let bed = Bed::new().await;
    for (args, cause) in [(1, "no network".to_owned()), (2, "é".repeat(1 << 20))] {
        let id = bed.insert(&work(args)).await;
        let workers = Workers::new().with("work", move |_| {
            let error = NotSent(cause.clone().into());
            async move { Err(error.into()) }
        });
        bed.queue(workers).drain().await.unwrap();
        let error = bed.job(id).await.last_error.unwrap();
        assert!(error.starts_with("not sent: "), "{error}");
        assert!(error.contains("no network") || error.len() > 4_000);
        assert!(error.len() <= 4_096);
    }
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_worker_allows_has_failed() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let never = |_| async { std::future::pending::<Result<Done, BoxError>>().await };
    let workers = Workers::new().with_timeout("work", Duration::ZERO, never);
    assert_eq!(bed.queue(workers).drain().await.unwrap(), 1);
    let job = bed.job(id).await;
    assert_eq!((job.state.as_str(), job.attempt), ("retryable", 1));
    assert_eq!(job.last_error.as_deref(), Some("not done within 0ns"));
}

#[tokio::test]
async fn urgent_jobs_run_first_and_finished_ones_are_removed_in_time() {
    let bed = Bed::new().await;
    let late = bed.insert(&work(1).priority(9)).await;
    let soon = bed.insert(&work(2)).await;
    let claimed = bed.jobs.claim("default", 1, LEASE).await.unwrap();
    assert_eq!(claimed[0].job.id, soon);
    bed.drain(Ok(Done::Complete)).await;
    assert_eq!(bed.job(late).await.state, "completed");
    bed.advance(KEEP_FINISHED);
    bed.drain(Ok(Done::Complete)).await;
    assert_eq!(bed.jobs.get(late).await.unwrap(), None);
}

#[tokio::test]
async fn the_jobs_that_wait_are_those_whose_time_has_come() {
    let bed = Bed::new().await;
    bed.insert(&NewJob::new("greet", &1).unwrap()).await;
    let later = NewJob::new("greet", &2).unwrap().after(MINUTE);
    bed.insert(&later).await;
    assert_eq!(bed.jobs.waiting().await.unwrap(), 1);
    bed.advance(MINUTE);
    assert_eq!(bed.jobs.waiting().await.unwrap(), 2);
}
