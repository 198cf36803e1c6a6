//! Jobs whose nodes are gone.

use super::*;

/// Names the database to the child process of the test that kills it.
const DATABASE: &str = "JOBS_TEST_DATABASE";

/// A process that is killed (SIGKILL on Unix) when this is dropped.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o06_the_job_of_a_process_killed_with_sigkill_runs_again() {
    let bed = Bed::new("o06").await;
    let id = bed.insert(&new(&Stuck {})).await;
    let process = Killed(
        Command::new(env::current_exe().unwrap())
            .args(["pg_jobs::tests::lost::process_to_be_killed", "--nocapture"])
            .env(DATABASE, &bed.url)
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let executing = |job: Option<&Job>| job.is_some_and(|job| job.state == "executing");
    bed.until(id, executing).await;

    drop(process);

    let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
    let failed = |job: Option<&Job>| job.is_some_and(|job| job.state == "retryable");
    bed.until(id, failed).await;
    let job = bed.job(id).await;
    assert_eq!(job.attempt, 1);
    assert_eq!(job.last_error.as_deref(), Some("WorkerCrashed"));
    stop.cancel();
    ended(queues).await;

    bed.now().await;
    let (stop, queues) = run(bed.queue::<Stuck>().grace(Duration::ZERO));
    bed.until(id, |job| job.is_some_and(|job| job.attempt == 2))
        .await;
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

/// Not a test of its own: what runs in the process that the test above kills.
#[tokio::test]
async fn process_to_be_killed() {
    let Some(url) = env::var_os(DATABASE) else {
        return;
    };
    let jobs = Jobs::connect(url.to_str().unwrap()).await.unwrap();
    let queue = Queue::new(&jobs, "default", 1).with::<Stuck>();
    let ended = queue.lease(LEASE).run(&CancellationToken::new()).await;
    ended.unwrap();
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o06_a_job_that_kills_its_node_each_time_is_discarded_and_a_long_one_is_left_alone() {
    let bed = Bed::new("o06b").await;
    let killer = bed.insert(&new(&Stuck {}).max_attempts(1)).await;
    let long = bed.insert(&new(&Stuck {}).max_attempts(2)).await;
    // Both were taken long ago: one by a node that nobody has heard of since, the other by one that
    // is heard of all the time.
    bed.run(
        "UPDATE graphile_worker._private_jobs
         SET attempts = 1, locked_by = 'node ' || max_attempts,
             locked_at = now() - INTERVAL '1 hour'",
    )
    .await;
    bed.run(
        "INSERT INTO graphile_worker._private_workers (id, last_heartbeat_at)
         VALUES ('node 1', now() - INTERVAL '1 hour'), ('node 2', now() + INTERVAL '1 hour')",
    )
    .await;
    let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
    let discarded = |job: Option<&Job>| job.is_some_and(|job| job.state == "discarded");
    bed.until(killer, discarded).await;
    stop.cancel();
    ended(queues).await;
    assert_eq!(bed.job(long).await.state, "executing");
    bed.end().await;
}
