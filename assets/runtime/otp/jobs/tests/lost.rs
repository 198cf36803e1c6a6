//! Jobs whose workers are gone.

use super::*;

/// Names the database to the child process of the test that kills it.
const DATABASE: &str = "JOBS_TEST_DATABASE";

#[tokio::test]
async fn o06_the_job_of_a_lost_worker_is_rescued_and_runs_again() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1)).await;
    let (lost, claimed) = bed.lose_one().await;

    // While the lease is renewed, the job is left alone.
    bed.advance(LEASE.saturating_sub(SECOND));
    assert!(lost.renew(&claimed, LEASE).await.unwrap());
    bed.advance(LEASE.saturating_sub(SECOND));
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 0);
    bed.advance(SECOND);
    assert_eq!(bed.drain(Err("second attempt")).await, 1);
    assert_eq!(bed.job(id).await.attempt, 2);

    // The lost worker comes back: it has no say any more.
    assert!(!lost.renew(&claimed, LEASE).await.unwrap());
    let late = lost.record(&claimed, &Ok(Done::Complete)).await;
    late.unwrap();
    assert_eq!(bed.job(id).await.state, "retryable");
}

#[tokio::test]
async fn o06_a_job_that_kills_its_worker_each_time_is_discarded() {
    let bed = Bed::new().await;
    let id = bed.insert(&work(1).max_attempts(2)).await;
    for _ in 0..2 {
        let _lost = bed.lose_one().await;
        bed.advance(LEASE);
        bed.jobs.rescue().await.unwrap();
    }
    let job = bed.job(id).await;
    assert_eq!(job.state, "discarded");
    assert_eq!(job.last_error.as_deref(), Some("its worker was lost"));
}

#[tokio::test]
async fn o03_a_unique_job_that_was_lost_for_the_last_time_stands_in_no_way_and_is_removed() {
    let bed = Bed::new().await;
    let unique = || work(1).max_attempts(1).unique(Duration::MAX);
    for _ in 0..3 {
        bed.insert(&unique()).await;
        let _lost = bed.lose_one().await;
        bed.advance(LEASE);
        bed.jobs.rescue().await.unwrap();
        bed.advance(KEEP_FINISHED);
        bed.jobs.prune().await.unwrap();
        let left = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM jobs");
        assert_eq!(left.fetch_one(bed.jobs.pool()).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn k12_who_gives_back_or_snoozes_a_job_twice_does_not_take_it_from_who_has_it_then() {
    let bed = Bed::new().await;
    for back in [true, false] {
        let id = bed.insert(&work(1)).await;
        let first = bed.jobs.claim("default", 1, LEASE).await.unwrap().remove(0);
        let leave = async || {
            if back {
                let given = bed.jobs.give_back_at_last(&first.job, first.number);
                given.await.unwrap();
            } else {
                let snooze = Ok(Done::Snooze(Duration::ZERO));
                bed.jobs.record(&first, &snooze).await.unwrap();
            }
        };
        leave().await;
        let (elsewhere, second) = bed.lose_one().await;
        assert_eq!((second.job.id, second.job.attempt), (id, 1));
        // The answer was lost, so it asks once more.
        leave().await;
        assert!(!bed.jobs.renew(&first, LEASE).await.unwrap());
        let job = bed.job(id).await;
        assert_eq!((job.state.as_str(), job.attempt), ("executing", 1));
        let recorded = elsewhere.record(&second, &Ok(Done::Complete)).await;
        assert_eq!(recorded.unwrap(), "completed");
        assert_eq!(bed.job(id).await.state, "completed");
    }
}

#[tokio::test]
async fn k12_what_is_recorded_twice_is_recorded_once() {
    let bed = Bed::new().await;
    for (outcome, expected, attempt) in [
        (Ok(Done::Complete), "completed", 1),
        (Ok(Done::Cancel("no".to_owned())), "cancelled", 1),
        (Ok(Done::Snooze(MINUTE)), "scheduled", 0),
        (Err("no luck".to_owned()), "retryable", 1),
    ] {
        let id = bed.insert(&work(1)).await;
        let claimed = bed.jobs.claim("default", 1, LEASE).await.unwrap().remove(0);
        for _ in 0..2 {
            let state = bed.jobs.record(&claimed, &outcome).await.unwrap();
            let job = bed.job(id).await;
            assert_eq!((state, job.attempt), (expected, attempt));
            assert_eq!(job.state, expected);
        }
        claimed.begun.store(true, Ordering::Release);
    }
}

#[tokio::test]
async fn o06_the_job_of_a_process_killed_with_sigkill_runs_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("jobs.db");
    let jobs = Jobs::open(&path, Clock::system()).await.unwrap();
    let _ = jobs.insert(&work(1)).await.unwrap();

    let mut worker = Killed(
        Command::new(std::env::current_exe().unwrap())
            .args([
                "otp::jobs::tests::lost::process_to_be_killed",
                "--nocapture",
            ])
            .env(DATABASE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let said = BufReader::new(worker.0.stdout.take().unwrap());
    let mut lines = said.lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("the job has begun")));
    drop(worker);

    let later = Clock::new(|| SystemTime::now() + LEASE);
    let jobs = Jobs::open(&path, later).await.unwrap();
    let workers = Workers::new().with("work", |job| async move {
        assert_eq!(job.attempt, 2);
        Ok(Done::Complete)
    });
    let queue = Queue::new(&jobs, "default", 1, workers);
    assert_eq!(queue.drain().await.unwrap(), 1);
    assert_eq!(jobs.get(1).await.unwrap().unwrap().state, "completed");
}

/// Not a test of its own: what runs in the process that the test above kills.
#[tokio::test]
async fn process_to_be_killed() {
    let Some(path) = std::env::var_os(DATABASE) else {
        return;
    };
    let jobs = Jobs::open(Path::new(&path), Clock::system()).await.unwrap();
    let workers = Workers::new().with("work", |_| async {
        println!("the job has begun");
        std::future::pending().await
    });
    let queue = Queue::new(&jobs, "default", 1, workers);
    queue.drain().await.unwrap();
}
