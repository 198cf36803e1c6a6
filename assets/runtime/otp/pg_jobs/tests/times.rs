//! Which jobs are inserted, and when they run: unique ones, those of a time, and those of a crontab.

use super::*;

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o03_a_unique_job_is_inserted_once_in_its_period() {
    let bed = Bed::new("o03").await;
    let unique = new(&Good(1)).unique(MINUTE);
    bed.insert(&unique).await;
    // Also when the first one is done, and deleted.
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 1);
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    bed.insert(&new(&Good(2)).unique(MINUTE)).await;
    bed.insert(&new(&Good(1))).await;

    // Not before its end, and no longer than that.
    let pass = "UPDATE unique_jobs.taken SET until = until - INTERVAL '50 seconds'";
    bed.run(pass).await;
    bed.jobs.tidy().await.unwrap();
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    bed.run(pass).await;
    bed.insert(&unique).await;
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o03_what_is_discarded_or_taken_back_does_not_stand_in_the_way() {
    let bed = Bed::new("o03b").await;
    let unique = NewJob::new(&Bad("no luck".to_owned())).unwrap();
    let unique = unique.max_attempts(1).unique(MINUTE);
    let mut transaction = bed.jobs.pool().begin().await.unwrap();
    let inserted = bed.jobs.insert_with(&mut transaction, &unique).await;
    assert!(matches!(inserted, Ok(Inserted::Job(_))));
    transaction.rollback().await.unwrap();

    let first = bed.insert(&unique).await;
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    assert_eq!(bed.queue::<Bad>().drain().await.unwrap(), 1);
    assert_eq!(bed.job(first).await.state, "discarded");
    bed.insert(&unique).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o03_what_was_discarded_does_not_stand_in_the_way_once_it_is_removed() {
    let bed = Bed::new("o03d").await;
    let (unique, other) = (new(&Good(1)).unique(MINUTE), new(&Good(2)).unique(MINUTE));
    let id = bed.insert(&unique).await;
    bed.run(
        "UPDATE graphile_worker._private_jobs
         SET attempts = max_attempts, run_at = now() - INTERVAL '8 days'",
    )
    .await;
    bed.insert(&other).await;
    bed.jobs.tidy().await.unwrap();
    assert_eq!(bed.jobs.get(id).await.unwrap(), None);
    bed.insert(&unique).await;
    assert_eq!(bed.jobs.insert(&unique).await.unwrap(), Inserted::Duplicate);
    // The others are known as before.
    assert_eq!(bed.jobs.insert(&other).await.unwrap(), Inserted::Duplicate);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o03_of_many_insertions_at_once_one_succeeds() {
    let bed = Bed::new("o03c").await;
    let mut insertions = JoinSet::new();
    for _ in 0..20 {
        let jobs = bed.jobs.clone();
        let job = new(&Good(1)).unique(MINUTE);
        insertions.spawn(async move { jobs.insert(&job).await.unwrap() });
    }
    let inserted = insertions.join_all().await;
    let jobs = inserted.iter().filter(|one| **one != Inserted::Duplicate);
    assert_eq!(jobs.count(), 1);
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 1);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o04_a_scheduled_job_waits_for_its_time() {
    let bed = Bed::new("o04").await;
    let id = bed.insert(&new(&Good(1)).after(MINUTE)).await;
    assert_eq!(bed.job(id).await.state, "scheduled");
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 0);
    bed.now().await;
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 1);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o04_a_cron_job_is_inserted_once_for_each_of_its_times() {
    let bed = Bed::new("o04b").await;
    let entry = Cron::every_minute::<Stuck>().payload(Stuck {}).unwrap();
    let entry = entry.fill(CrontabFill::minutes(5)).build();
    // It inserts, and has no handler that would take the jobs away.
    let queue = || Queue::new(&bed.jobs, "cron", 1).every(entry.clone());
    let (stop, first) = run(queue());
    let known = async {
        let touch = "UPDATE graphile_worker._private_known_crontabs
                     SET known_since = now() - INTERVAL '1 hour', last_execution = NULL";
        while bed.run(touch).await == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(GENEROUS, known).await.unwrap();
    stop.cancel();
    ended(first).await;

    // An hour later two programs start on one database.
    let (stop_one, one) = run(queue());
    let (stop_other, other) = run(queue());
    let inserted = async {
        loop {
            let times: Vec<String> = sqlx::query_scalar(
                "SELECT payload->'_cron'->>'ts' FROM graphile_worker._private_jobs",
            )
            .fetch_all(bed.jobs.pool())
            .await
            .unwrap();
            let distinct: BTreeSet<_> = times.iter().collect();
            assert_eq!(distinct.len(), times.len(), "{times:?}");
            if times.len() >= 4 {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(GENEROUS, inserted).await.unwrap();
    stop_one.cancel();
    stop_other.cancel();
    ended(one).await;
    ended(other).await;
    let attempts: Vec<i32> =
        sqlx::query_scalar("SELECT DISTINCT max_attempts::int FROM graphile_worker.jobs")
            .fetch_all(bed.jobs.pool())
            .await
            .unwrap();
    assert_eq!(attempts, [i32::from(MAX_ATTEMPTS)]);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k03_a_cron_job_follows_its_times_when_a_deploy_changes_them() {
    let bed = Bed::new("k03").await;
    // It was run every minute until a minute ago, and has a time in each hour from now on.
    let known = "INSERT INTO graphile_worker._private_known_crontabs
                 VALUES ('stuck', now() - INTERVAL '1 year', now() - INTERVAL '1 minute')";
    bed.queue::<Stuck>().drain().await.unwrap();
    bed.run(known).await;
    let hourly = Cron::hourly_at::<Stuck>(0)
        .unwrap()
        .payload(Stuck {})
        .unwrap();
    let hourly = hourly.id("stuck").fill(CrontabFill::minutes(180)).build();
    let (stop, queues) = run(Queue::new(&bed.jobs, "cron", 1).every(hourly.clone()));
    let touched = "SELECT 1 FROM graphile_worker._private_known_crontabs
                   WHERE last_execution > now() - INTERVAL '61 minutes'";
    assert_eq!(bed.run(touched).await, 1);
    stop.cancel();
    ended(queues).await;
    assert!(bed.run("SELECT 1 FROM graphile_worker.jobs").await <= 1);

    // Its last time was long ago: those times are made up for that it has now.
    bed.run(
        "UPDATE graphile_worker._private_known_crontabs
         SET last_execution = date_trunc('hour', now()) - INTERVAL '119 minutes'",
    )
    .await;
    bed.run("DELETE FROM graphile_worker._private_jobs").await;
    let (stop, queues) = run(Queue::new(&bed.jobs, "cron", 1).every(hourly));
    let inserted = async {
        while bed.run("SELECT 1 FROM graphile_worker.jobs").await < 2 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(GENEROUS, inserted).await.unwrap();
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k10_a_unique_job_is_known_by_what_its_arguments_say() {
    let bed = Bed::new("k10").await;
    let unique = || new(&mapped()).unique(MINUTE);
    bed.insert(&unique()).await;
    for _ in 0..10 {
        let again = bed.jobs.insert(&unique()).await.unwrap();
        assert_eq!(again, Inserted::Duplicate);
    }
    assert_eq!(bed.queue::<Mapped>().drain().await.unwrap(), 1);
    assert_eq!(bed.run("SELECT 1 FROM graphile_worker.jobs").await, 0);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k18_never_is_a_time_like_others() {
    let bed = Bed::new("k18").await;
    let never = new(&Good(1)).after(Duration::MAX).unique(Duration::MAX);
    let id = bed.insert(&never).await;
    assert_eq!(bed.jobs.insert(&never).await.unwrap(), Inserted::Duplicate);
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 0);
    assert_eq!(bed.job(id).await.state, "scheduled");
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k18_a_queue_runs_whatever_its_times_and_places_are() {
    let bed = Bed::new("k18q").await;
    let queue = || bed.queue::<Good>();
    for time in [Duration::ZERO, Duration::MAX] {
        let (many, few) = (
            Queue::new(&bed.jobs, "many", usize::MAX),
            Queue::new(&bed.jobs, "few", 0),
        );
        let (many, few) = (many.with::<Good>(), few.with::<Good>());
        for queue in [
            queue().poll(time),
            queue().lease(time),
            queue().grace(time),
            many,
            few,
        ] {
            let (stop, queues) = run(queue);
            let id = bed.insert(&new(&Good(1))).await;
            bed.until(id, |job| job.is_none()).await;
            stop.cancel();
            ended(queues).await;
        }
    }
    bed.end().await;
}
