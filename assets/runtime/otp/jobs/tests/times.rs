//! Which jobs are inserted, and when they run: unique ones, those of a time, and periodic ones.

use super::*;

#[tokio::test]
async fn o03_a_unique_job_is_inserted_once_in_its_period() {
    let bed = Bed::new().await;
    let unique = work(1).unique(MINUTE);
    let first = bed.insert(&unique).await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    bed.advance(MINUTE.saturating_sub(SECOND));
    let again = bed.jobs.insert(&unique).await.unwrap();
    assert_eq!(again, Inserted::Duplicate);
    bed.insert(&work(2).unique(MINUTE)).await;

    bed.advance(SECOND);
    let next = bed.insert(&unique).await;
    assert_ne!(first, next);

    // One that was given up does not stand in the way.
    bed.drain(Ok(Done::Cancel("not wanted".to_owned()))).await;
    assert_eq!(bed.job(next).await.state, "cancelled");
    bed.insert(&unique).await;
}

#[tokio::test]
async fn o03_a_job_that_is_unique_for_longer_than_finished_ones_are_kept_is_known_until_then() {
    const WEEK: Duration = Duration::from_hours(7 * 24);
    let bed = Bed::new().await;
    let unique = work(1).unique(WEEK);
    let first = bed.insert(&unique).await;
    let other = bed.insert(&work(2)).await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 2);
    let unwanted = bed.insert(&work(3).unique(WEEK)).await;
    bed.drain(Ok(Done::Cancel("not wanted".to_owned()))).await;
    bed.advance(WEEK.saturating_sub(SECOND));
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    for gone in [other, unwanted] {
        assert_eq!(bed.jobs.get(gone).await.unwrap(), None);
    }

    bed.advance(SECOND);
    bed.insert(&unique).await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.jobs.get(first).await.unwrap(), None);

    // One whose period is over sooner is kept like all others.
    let short = bed.insert(&work(4).unique(MINUTE)).await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    bed.advance(KEEP_FINISHED.saturating_sub(SECOND));
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    assert_eq!(bed.job(short).await.state, "completed");
    bed.advance(SECOND);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    assert_eq!(bed.jobs.get(short).await.unwrap(), None);
}

#[tokio::test]
async fn o03_of_many_insertions_at_once_one_succeeds() {
    let dir = tempfile::tempdir().unwrap();
    // They wait for each other, and on a busy machine for long.
    let jobs = Jobs::open(&dir.path().join("jobs.db"), Clock::system()).await;
    let jobs = jobs.unwrap();
    let mut insertions = JoinSet::new();
    for _ in 0..20 {
        let jobs = jobs.clone();
        insertions.spawn(async move { jobs.insert(&work(1).unique(MINUTE)).await.unwrap() });
    }
    let inserted = insertions.join_all().await;
    let jobs = inserted.iter().filter(|one| **one != Inserted::Duplicate);
    assert_eq!(jobs.count(), 1);
}

#[tokio::test]
async fn o04_a_scheduled_job_waits_for_its_time() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1).after(MINUTE)).await;
    assert_eq!(bed.job(id).await.state, "scheduled");
    bed.advance(MINUTE.saturating_sub(SECOND));
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    bed.advance(SECOND);

    // A snoozed job waits again, without having used up an attempt.
    assert_eq!(bed.drain(Ok(Done::Snooze(MINUTE))).await, 1);
    assert_eq!(bed.job(id).await.attempt, 0);
    bed.advance(MINUTE);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(id).await.state, "completed");
}

#[tokio::test]
async fn o04_a_periodic_job_is_inserted_once_in_each_period() {
    let bed = Bed::new().await;
    // Two programs on one database.
    let queue = |bed: &Bed| {
        let workers = Workers::new().with("work", |_| async { Ok(Done::Complete) });
        bed.queue(workers).every(MINUTE, work(1))
    };
    let (one, other) = (queue(&bed), queue(&bed));
    assert_eq!(one.drain().await.unwrap(), 0);
    for _ in 0..3 {
        bed.advance(MINUTE);
        let ran = one.drain().await.unwrap() + other.drain().await.unwrap();
        assert_eq!(ran, 1);
    }
}

#[tokio::test]
async fn o04_a_periodic_job_that_is_unique_misses_no_period() {
    let bed = Bed::new().await;
    let job = || work(1).unique(Duration::from_hours(24));
    let workers = Workers::new().with("work", |_| async { Ok(Done::Complete) });
    let queue = bed.queue(workers).every(Duration::from_hours(1), job());
    assert_eq!(queue.drain().await.unwrap(), 0);
    for hour in 0..48 {
        bed.advance(Duration::from_hours(1));
        assert_eq!(queue.drain().await.unwrap(), 1, "hour {hour}");
        // It is unique for everybody else.
        let again = bed.jobs.insert(&job()).await.unwrap();
        assert_eq!(again, Inserted::Duplicate);
    }
}

#[tokio::test]
async fn k03_a_periodic_job_follows_its_period_when_a_deploy_changes_it() {
    const HOUR: Duration = Duration::from_hours(1);
    let bed = Bed::new().await;
    // Two hours before midnight, and the job was seen before.
    let day = 24 * HOUR.as_secs();
    bed.seconds
        .store(20_000 * day - 2 * HOUR.as_secs(), Ordering::SeqCst);
    let ran = async |period| {
        let workers = Workers::new().with("work", |_| async { Ok(Done::Complete) });
        let queue = bed.queue(workers).every(period, work(1));
        queue.drain().await.unwrap()
    };
    assert_eq!(ran(HOUR).await, 0);
    bed.advance(HOUR);
    assert_eq!(ran(HOUR).await, 1);

    // Once a day from now on: it ran today.
    assert_eq!(ran(24 * HOUR).await, 0);
    bed.advance(HOUR);
    assert_eq!(ran(24 * HOUR).await, 1);
    bed.advance(23 * HOUR);
    assert_eq!(ran(24 * HOUR).await, 0);
    bed.advance(HOUR);
    assert_eq!(ran(24 * HOUR).await, 1);

    // And every hour again: at once when one has begun.
    assert_eq!(ran(HOUR).await, 0);
    bed.advance(HOUR);
    assert_eq!(ran(HOUR).await, 1);
    assert_eq!(ran(HOUR).await, 0);
    // A period that is no part of a day, one of no length, one without end.
    bed.advance(8 * HOUR);
    assert_eq!(ran(7 * HOUR).await, 1);
    assert_eq!(ran(Duration::ZERO).await, 1);
    assert_eq!(ran(Duration::MAX).await, 0);
    bed.advance(HOUR);
    assert_eq!(ran(HOUR).await, 1);
}

#[tokio::test]
async fn k03_a_clock_that_was_wrong_for_a_while_stops_no_schedule() {
    let bed = Bed::new().await;
    let ran = async || {
        let workers = Workers::new().with("work", |_| async { Ok(Done::Complete) });
        let queue = bed.queue(workers).every(MINUTE, work(1));
        queue.drain().await.unwrap()
    };
    assert_eq!(ran().await, 0);
    let right = bed.seconds.load(Ordering::SeqCst);
    bed.advance(Duration::from_hours(100_000));
    assert_eq!(ran().await, 1);
    bed.seconds.store(right, Ordering::SeqCst);
    assert_eq!(ran().await, 1);
    bed.advance(MINUTE);
    assert_eq!(ran().await, 1);

    // One that is a little late is no reason to run twice.
    bed.seconds.fetch_sub(MINUTE.as_secs(), Ordering::SeqCst);
    assert_eq!(ran().await, 0);
}

#[tokio::test]
async fn k10_a_unique_job_is_known_by_what_its_arguments_say() {
    let bed = Bed::new().await;
    let job = |args: &str| {
        let args: serde_json::Value = serde_json::from_str(args).unwrap();
        NewJob::new("work", &args).unwrap().unique(MINUTE)
    };
    bed.insert(&job(
        r#"{"a": {"x": 1, "y": [{"p": 2.0, "q": "\u00e9"}]}, "b": 0}"#,
    ))
    .await;
    let same = job(r#"{"b": 0.0, "a": {"y": [{"q": "é", "p": 2}], "x": 1}}"#);
    assert_eq!(bed.jobs.insert(&same).await.unwrap(), Inserted::Duplicate);
    bed.insert(&job(
        r#"{"b": 0, "a": {"y": [{"q": "e", "p": 2}], "x": 1}}"#,
    ))
    .await;

    // A map of Rust's has another order each time.
    let map = || (0..20).map(|key| (key, key)).collect::<HashMap<u8, u8>>();
    let job = NewJob::new("work", &map()).unwrap().unique(MINUTE);
    let id = bed.insert(&job).await;
    assert_eq!(bed.job(id).await.args::<HashMap<u8, u8>>().unwrap(), map());
    for _ in 0..10 {
        let same = NewJob::new("work", &map()).unwrap().unique(MINUTE);
        assert_eq!(bed.jobs.insert(&same).await.unwrap(), Inserted::Duplicate);
    }
}

#[tokio::test]
async fn k18_never_is_a_time_like_others() {
    let bed = Bed::new().await;
    let never = bed
        .insert(&work(1).after(Duration::MAX).unique(Duration::MAX))
        .await;
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    assert_eq!(bed.job(never).await.state, "scheduled");
    let snoozed = bed.insert(&work(2)).await;
    assert_eq!(bed.drain(Ok(Done::Snooze(Duration::MAX))).await, 1);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    assert_eq!(bed.job(snoozed).await.state, "scheduled");
}

#[tokio::test]
async fn k03_what_is_due_is_due_though_the_clock_is_set_back() {
    let bed = Bed::new().await;
    bed.insert(&work(1)).await;
    let later = bed.insert(&work(2).after(MINUTE)).await;
    bed.seconds.fetch_sub(3600, Ordering::SeqCst);
    assert_eq!(bed.jobs.waiting().await.unwrap(), 1);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(later).await.state, "scheduled");
}

/// What is done again and again, however many rows there are.
const OFTEN: [(&str, &str); 12] = [
    ("insert", store::INSERT),
    ("waiting", store::WAITING),
    ("due", store::DUE),
    ("stage", store::STAGE),
    ("claim", store::CLAIM),
    ("give back", store::GIVE_BACK),
    ("renew", store::RENEW),
    ("record", store::RECORD),
    ("rescue", store::RESCUE),
    ("next slot", store::NEXT_SLOT),
    ("expire", store::EXPIRE),
    ("prune", store::PRUNE),
];

/// Has no statement walk over all jobs, or sort them.
async fn assert_indexed(jobs: &Jobs) {
    // A plan alone does not see that another connection has changed the schema; a question does.
    let mut connection = jobs.pool.acquire().await.unwrap();
    let seen = sqlx::query("SELECT count(*) FROM jobs").fetch_one(&mut *connection);
    seen.await.unwrap();
    for (name, statement) in OFTEN {
        let plan = sqlx::query(sqlx::AssertSqlSafe(format!(
            "EXPLAIN QUERY PLAN {statement}"
        )));
        let plan = plan.fetch_all(&mut *connection).await.unwrap();
        let steps: Vec<String> = plan.iter().map(|step| step.get("detail")).collect();
        assert!(!steps.is_empty(), "{name}");
        for step in &steps {
            let table = step.starts_with("SCAN jobs") || step.starts_with("SCAN schedules");
            // A partial index has no row that is finished.
            let partial = step.contains("jobs_available") || step.contains("jobs_delayed");
            let well = (!table || partial) && !step.contains("TEMP B-TREE");
            assert!(well, "{name}: {steps:?}");
        }
    }
}

async fn run_sql(jobs: &Jobs, sql: &'static str) {
    sqlx::raw_sql(sql).execute(jobs.pool()).await.unwrap();
}

/// Ten thousand finished jobs, alike but for their arguments.
const FINISHED: &str = "
    WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000)
    INSERT INTO jobs (queue, worker, args, state, priority, max_attempts, inserted_at, run_at, finished_at)
    SELECT 'default', 'work', n, 'completed', 0, 3, 1000000000000, 1000000000000, 1000000000000 FROM n;";

#[tokio::test]
async fn o05_no_statement_of_a_queue_walks_over_all_jobs_or_sorts_them() {
    let mut bed = Bed::new().await;
    assert_indexed(&bed.jobs).await;
    // What `SQLite` knows of the rows changes nothing.
    run_sql(&bed.jobs, FINISHED).await;
    bed.insert(&work(1).priority(2)).await;
    bed.insert(&work(2).after(MINUTE)).await;
    run_sql(&bed.jobs, "ANALYZE").await;
    bed.reopen().await;
    assert_indexed(&bed.jobs).await;
}

#[tokio::test]
async fn o05_a_database_of_an_earlier_version_is_brought_up_to_date() {
    let mut bed = Bed::new().await;
    run_sql(
        &bed.jobs,
        "DROP TABLE jobs;
        CREATE TABLE jobs (
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
            finished_at INTEGER
        );
        CREATE INDEX jobs_due ON jobs (queue, priority, run_at, id)
            WHERE state IN ('available', 'scheduled', 'retryable');
        CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;",
    )
    .await;
    run_sql(&bed.jobs, FINISHED).await;
    run_sql(
        &bed.jobs,
        "UPDATE jobs SET state = 'retryable', attempt = 1, finished_at = NULL WHERE id <= 3",
    )
    .await;
    for _ in 0..2 {
        bed.reopen().await;
        assert_indexed(&bed.jobs).await;
    }
    assert_eq!(bed.jobs.waiting().await.unwrap(), 3);
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 3);
    assert_eq!(bed.job(3).await.attempt, 2);
}

#[tokio::test]
async fn o04_what_was_delayed_and_is_due_runs_in_the_order_of_priority_then_time() {
    let bed = Bed::new().await;
    let jobs = [(3, 1, 60), (1, 0, 62), (0, 0, 61), (2, 1, 0)];
    for (args, priority, delay) in jobs {
        let job = work(args).priority(priority);
        bed.insert(&job.after(Duration::from_secs(delay))).await;
    }
    bed.advance(2 * MINUTE);
    assert_eq!(bed.jobs.waiting().await.unwrap(), 4);
    let (sender, mut ran) = mpsc::unbounded_channel();
    let workers = Workers::new().with("work", move |job| {
        sender.send(job.args::<u64>().unwrap()).unwrap();
        async { Ok(Done::Complete) }
    });
    assert_eq!(bed.queue(workers).drain().await.unwrap(), 4);
    for expected in 0..4 {
        assert_eq!(ran.recv().await, Some(expected));
    }
}

#[tokio::test]
async fn o05_jobs_run_however_many_insert() {
    const RAN: usize = 300;
    let mut bed = Bed::new().await;
    // However slow the disk is.
    bed.jobs.turn = GENEROUS;
    let inserted = Arc::new(AtomicUsize::new(0));
    let mut inserting = JoinSet::new();
    for number in 0..10 {
        let (jobs, inserted) = (bed.jobs.clone(), Arc::clone(&inserted));
        inserting.spawn(async move {
            loop {
                let _ = jobs.insert(&work(number)).await;
                inserted.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let (sender, mut ran) = mpsc::unbounded_channel();
    let workers = Workers::new().with("work", move |job| {
        sender.send(job.id).unwrap();
        async { Ok(Done::Complete) }
    });
    let queue = Queue::new(&bed.jobs, "default", 10, workers);
    let (stop, mut queues) = run(queue);
    for _ in 0..RAN {
        ran.recv().await.unwrap();
    }
    let inserted = inserted.load(Ordering::Relaxed);
    stop.cancel();
    queues.join_next().await.unwrap().unwrap();
    // A job takes two turns, if it is claimed alone, and each comes after those of ten at the most.
    assert!(inserted < RAN * 25, "{inserted}");
}
