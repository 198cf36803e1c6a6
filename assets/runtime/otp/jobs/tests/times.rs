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
async fn o03_whether_a_job_is_unique_is_found_by_an_index() {
    let bed = Bed::new().await;
    let plan = sqlx::query(sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {INSERT}")));
    let plan = plan.fetch_all(&bed.jobs.pool).await.unwrap();
    let steps: Vec<String> = plan.iter().map(|step| step.get("detail")).collect();
    let by = "jobs_alike (worker=? AND queue=? AND args=? AND inserted_at>?)";
    assert!(steps.iter().any(|step| step.contains(by)), "{steps:?}");
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
