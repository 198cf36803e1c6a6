//! What is given up half-way, at any await.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::*;

/// Drives a future to that poll and drops it there; what it gave, if it was done before.
async fn cut_off<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut polled = 0;
    poll_fn(|cx| {
        polled += 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polled == polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_insertions_and_questions_may_be_dropped_at_any_await() {
    let bed = Bed::new("k13").await;
    let unique = new(&Good(1)).unique(MINUTE);
    for polls in 1.. {
        let inserted = cut_off(bed.jobs.insert(&unique), polls).await;
        let asked = cut_off(bed.jobs.get(1), polls).await;
        let begun = cut_off(bed.jobs.begin(), polls).await.map(drop);
        let tidied = cut_off(bed.jobs.tidy(), polls).await;
        bed.assert_tidy().await;
        if inserted.is_some() && asked.is_some() && begun.is_some() && tidied.is_some() {
            break;
        }
    }
    // However often it was cut off, there is one.
    let _ = bed.jobs.insert(&unique).await.unwrap();
    assert_eq!(bed.queue::<Good>().drain().await.unwrap(), 1);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_draining_may_be_dropped_at_any_await() {
    let bed = Bed::new("k13b").await;
    bed.queue::<Good>().drain().await.unwrap();
    for polls in 1.. {
        let id = bed.insert(&new(&Good(1)).max_attempts(2)).await;
        let done = cut_off(bed.queue::<Good>().drain(), polls).await;
        bed.assert_tidy().await;
        // What was taken is given back when the lease ends; that it was counted is the library's.
        let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
        let over = async {
            while bed.jobs.get(id).await.unwrap().is_some() {
                bed.run("UPDATE graphile_worker._private_jobs SET run_at = now()")
                    .await;
                sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(GENEROUS, over).await.is_ok(), "after {polls}");
        stop.cancel();
        ended(queues).await;
        if done.is_some() {
            break;
        }
    }
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_connecting_may_be_dropped_at_any_await() {
    let bed = Bed::new("k13c").await;
    for polls in 1.. {
        let connected = cut_off(Jobs::connect(&bed.url), polls).await;
        bed.assert_tidy().await;
        // Half of the tables are in nobody's way.
        if let Some(jobs) = connected {
            let _ = jobs.unwrap().insert(&new(&Good(1))).await.unwrap();
            break;
        }
    }
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_an_insertion_in_a_transaction_is_part_of_it_or_not_at_all() {
    let bed = Bed::new("k13d").await;
    let unique = new(&Good(1)).unique(MINUTE);
    for polls in 1.. {
        let mut transaction = bed.jobs.begin().await.unwrap();
        let inserted = cut_off(bed.jobs.insert_with(&mut transaction, &unique), polls).await;
        drop(transaction.rollback().await);
        bed.assert_tidy().await;
        let found = bed.run("SELECT 1 FROM graphile_worker._private_jobs").await;
        assert_eq!(found, 0, "after {polls}");
        if inserted.is_some() {
            break;
        }
    }
    assert_ne!(bed.insert(&unique).await, 0);
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_a_transaction_that_is_left_open_takes_no_jobs_of_others_along() {
    let bed = Bed::new("k13f").await;
    // As many as the pool has connections, so that whoever comes next gets one of these.
    let mut left = Vec::new();
    for _ in 0..CONNECTIONS {
        let mut connection = bed.jobs.pool().acquire().await.unwrap();
        let begin = sqlx::raw_sql("BEGIN").execute(&mut *connection).await;
        begin.unwrap();
        left.push(connection);
    }
    drop(left);
    for polls in 1..20 {
        cut_off(bed.jobs.pool().begin(), polls).await;
    }
    let id = bed.insert(&new(&Good(1))).await;
    let elsewhere = Jobs::connect(&bed.url).await.unwrap();
    assert!(elsewhere.get(id).await.unwrap().is_some());
    bed.end().await;
}

#[tokio::test]
#[ignore = "needs PostgreSQL at DATABASE_URL"]
async fn k13_a_running_queue_may_be_dropped_at_any_await() {
    let bed = Bed::new("k13e").await;
    for polls in 1.. {
        let id = bed.insert(&new(&Good(1)).max_attempts(2)).await;
        let never = CancellationToken::new();
        let done = async {
            while bed.jobs.get(id).await.unwrap().is_some() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let queue = bed.queue::<Good>();
        let ended = async {
            tokio::select! {
                _ = cut_off(queue.run(&never), polls) => false,
                () = done => true,
            }
        };
        let whole = timeout(GENEROUS, Box::pin(ended)).await.unwrap();
        bed.assert_tidy().await;
        let (stop, queues) = run(bed.queue::<Good>().lease(LEASE));
        let over = async {
            while bed.jobs.get(id).await.unwrap().is_some() {
                bed.run("UPDATE graphile_worker._private_jobs SET run_at = now()")
                    .await;
                sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(timeout(GENEROUS, over).await.is_ok(), "after {polls}");
        stop.cancel();
        super::ended(queues).await;
        if whole {
            break;
        }
    }
    bed.end().await;
}
