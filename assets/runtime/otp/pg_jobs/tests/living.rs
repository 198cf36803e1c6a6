//! Workers that live: what they took by a claim that failed is not lost, and they are not taken for dead.

use super::outages::{Line, Log, Wire};
use super::*;

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
