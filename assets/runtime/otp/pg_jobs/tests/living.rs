//! Workers that live: what they took and do not run is not lost, and they are not taken for dead.

use graphile_worker::{DbExecutor, DbParams};

use super::outages::{Line, Log, Wire};
use super::*;
use crate::otp::pg_jobs::patient::Patient;

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k16_the_server_gives_up_a_claim_that_failed_and_nothing_stays_locked() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new("k16c").await;
    let (stop, queues) = run(bed.queue::<Good>());
    let first = bed.insert(&new(&Good(0))).await;
    bed.until(first, |job| job.is_none()).await;

    let mut transaction = bed.jobs.pool().begin().await.unwrap();
    sqlx::raw_sql("LOCK TABLE graphile_worker._private_jobs IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *transaction)
        .await
        .unwrap();
    let mut ids = Vec::new();
    for number in 1..=20 {
        let job = new(&Good(number));
        let inserted = bed.jobs.insert_with(&mut transaction, &job);
        let Inserted::Job(id) = inserted.await.unwrap() else {
            panic!("refused as a duplicate");
        };
        ids.push(id);
    }
    // It is the server that ends them: one that only the client has given up would still be there, and take
    // a job when the lock is gone.
    log.until("due to statement timeout", 2).await;
    transaction.commit().await.unwrap();
    for id in ids {
        bed.until(id, |job| job.is_none()).await;
    }
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k16_what_a_claim_takes_after_it_was_given_up_is_given_back() {
    let bed = Bed::new("k16d").await;
    let wire = Wire::new().await;
    let jobs = wire.jobs(&bed).await;
    wire.set(Line::Without("unheard"));
    let job = new(&Bad("unheard".to_owned())).max_attempts(1);
    let heard = bed.insert(&job).await;
    let queue = Queue::new(&jobs, "default", 2).with::<Bad>();
    let (stop, queues) = run(queue.lease(LEASE));
    bed.until(heard, |job| job.is_some_and(|job| job.state == "discarded"))
        .await;
    assert_eq!(*wire.line.borrow(), Line::Whole, "an answer was lost");

    // What the lost claim took was given back. Now comes another one of which nobody heard.
    let mut transaction = bed.jobs.pool().begin().await.unwrap();
    let late = bed.jobs.insert_with(&mut transaction, &job).await.unwrap();
    let Inserted::Job(late) = late else {
        panic!("refused as a duplicate");
    };
    let taken = sqlx::query(
        "UPDATE graphile_worker._private_jobs SET attempts = 1, locked_at = now(),
             locked_by = (SELECT id FROM graphile_worker._private_workers)
         WHERE id = $1",
    );
    let taken = taken.bind(late).execute(&mut *transaction).await.unwrap();
    assert_eq!(taken.rows_affected(), 1);
    transaction.commit().await.unwrap();
    bed.until(late, |job| job.is_some_and(|job| job.state == "discarded"))
        .await;
    let job = bed.job(late).await;
    assert!(job.last_error.unwrap().contains("unheard"), "it was run");
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k09_a_claim_that_fails_at_once_is_made_again_after_growing_pauses() {
    let bed = Bed::new("k09c").await;
    let stop = CancellationToken::new();
    let database = Patient::database(&bed.jobs, &stop, MINUTE, MINUTE);
    let claim = async || {
        let sql = "UPDATE jobs SET attempts = jobs.attempts + 1";
        let failed = database.fetch_all(sql, DbParams::new()).await;
        assert!(failed.is_err());
    };
    bed.jobs.own.close().await;
    tokio::time::pause();
    let begun = Instant::now();
    for _ in 0..8 {
        claim().await;
    }
    // 0.2 + 0.4 + ... + 6.4 + 10 + 10 seconds, and half of that if luck will have it.
    assert!(begun.elapsed() >= Duration::from_millis(16_300));
    let begun = Instant::now();
    stop.cancel();
    claim().await;
    assert_eq!(begun.elapsed(), Duration::ZERO, "it ends at once");
    tokio::time::resume();
    bed.end().await;
}

impl Bed {
    /// Runs statements at once, of which nobody sees a part.
    async fn at_once(&self, statements: &'static str) {
        let done = sqlx::raw_sql(statements).execute(self.jobs.pool()).await;
        done.unwrap();
    }
}

/// From now on the workers that there are do not get to show that they live, and what they try does that.
macro_rules! silence {
    ($done:literal) => {
        concat!(
            "BEGIN;
             LOCK TABLE graphile_worker._private_workers;
             CREATE FUNCTION silence() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN ",
            $done,
            "; END $$;
             UPDATE graphile_worker._private_workers SET last_heartbeat_at = now() - INTERVAL '1 hour';
             CREATE TRIGGER silence BEFORE UPDATE ON graphile_worker._private_workers
                 FOR EACH ROW EXECUTE FUNCTION silence();
             COMMIT;"
        )
    };
}

/// Two nodes of which nobody has heard for an hour have a job each, of those that nobody began.
const GONE: &str = "
    BEGIN;
    UPDATE graphile_worker._private_jobs
    SET attempts = 1, locked_by = 'node ' || max_attempts, locked_at = now() - INTERVAL '1 hour'
    WHERE locked_at IS NULL;
    INSERT INTO graphile_worker._private_workers (id, last_heartbeat_at)
    VALUES ('node 2', now() - INTERVAL '1 hour'), ('node 3', now() - INTERVAL '1 hour');
    COMMIT;";

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o06_a_worker_does_not_find_itself_dead() {
    let bed = Bed::new("o06c").await;
    let own = bed.insert(&new(&Gated::<6> {})).await;
    let (stop, queues) = run(bed.queue::<Gated<6>>().lease(LEASE));
    GATES[6].begun().await;
    bed.at_once(silence!("RETURN NULL")).await;
    let gone = bed.insert(&new(&Stuck {}).max_attempts(2)).await;
    bed.at_once(GONE).await;
    // It has looked for silent ones, and is one.
    let failed = |job: Option<&Job>| job.is_some_and(|job| job.state == "retryable");
    bed.until(gone, failed).await;
    assert_eq!(bed.job(own).await.state, "executing");
    GATES[6].may_end.add_permits(1);
    bed.until(own, |job| job.is_none()).await;
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o06_after_an_outage_nobody_is_found_dead_before_all_could_show_that_they_live() {
    let (log, _guard) = Log::begin();
    let bed = Bed::new("o06d").await;
    let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
    let first = bed.insert(&new(&Good(1))).await;
    bed.until(first, |job| job.is_none()).await;
    bed.at_once(silence!("RAISE 'there is none'")).await;
    log.until("Worker heartbeat failed", 1).await;
    let alive = bed.insert(&new(&Stuck {}).max_attempts(2)).await;
    let gone = bed.insert(&new(&Stuck {}).max_attempts(3)).await;
    bed.at_once(GONE).await;
    // As often as it shows that it lives it looks for others.
    log.until("Worker heartbeat failed", 10).await;
    assert_eq!(bed.job(alive).await.state, "executing");
    assert_eq!(bed.job(gone).await.state, "executing");

    // One of them is back as soon as the database.
    bed.at_once(
        "BEGIN;
         DROP TRIGGER silence ON graphile_worker._private_workers;
         UPDATE graphile_worker._private_workers SET last_heartbeat_at = now() + INTERVAL '1 hour'
         WHERE id = 'node 2';
         COMMIT;",
    )
    .await;
    let failed = |job: Option<&Job>| job.is_some_and(|job| job.state == "retryable");
    bed.until(gone, failed).await;
    assert_eq!(bed.job(alive).await.state, "executing");
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o06_a_queue_whose_connections_all_wait_shows_that_it_lives() {
    let bed = Bed::new("o06e").await;
    let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
    let first = bed.insert(&new(&Good(1))).await;
    bed.until(first, |job| job.is_none()).await;
    let mut taken = Vec::new();
    // One of them listens.
    for _ in 1..OWN_CONNECTIONS {
        taken.push(bed.jobs.own.acquire().await.unwrap());
    }
    bed.run(
        "UPDATE graphile_worker._private_workers SET last_heartbeat_at = now() - INTERVAL '1 hour'",
    )
    .await;
    let shown = async {
        let recent = "SELECT 1 FROM graphile_worker._private_workers
                      WHERE last_heartbeat_at > now() - INTERVAL '30 minutes'";
        while bed.run(recent).await == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(timeout(GENEROUS, shown).await.is_ok());
    drop(taken);
    stop.cancel();
    ended(queues).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn o05_a_job_for_which_a_full_node_has_no_place_is_left_to_another_one() {
    let bed = Bed::new("o05b").await;
    let long = bed.insert(&new(&Gated::<7> {}).priority(-1)).await;
    let next = bed.insert(&new(&Good(1))).await;
    let full = || Queue::new(&bed.jobs, "default", 1).with::<Good>();
    let (stop_full, full) = run(full().with::<Gated<7>>());
    GATES[7].begun().await;
    let idle = Jobs::connect(&bed.url).await.unwrap();
    let (stop_idle, idle) = run(Queue::new(&idle, "default", 1).with::<Good>());
    bed.until(next, |job| job.is_none()).await;
    assert_eq!(bed.job(long).await.state, "executing");
    stop_idle.cancel();
    ended(idle).await;

    // And it takes jobs again when it has a place.
    let last = bed.insert(&new(&Good(2))).await;
    GATES[7].may_end.add_permits(1);
    bed.until(long, |job| job.is_none()).await;
    bed.until(last, |job| job.is_none()).await;
    stop_full.cancel();
    ended(full).await;
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k01_a_job_has_a_name_while_it_runs() {
    let bed = Bed::new("k01n").await;
    let id = bed.insert(&new(&Stuck {})).await;
    let (stop, queues) = run(bed.queue::<Stuck>().grace(Duration::ZERO));
    let name = format!("job {id} (stuck)");
    let named = async {
        while !crate::otp::supervisor::alive().contains(&name) {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(timeout(GENEROUS, named).await.is_ok());
    stop.cancel();
    ended(queues).await;
    assert!(!crate::otp::supervisor::alive().contains(&name));
    bed.end().await;
}
