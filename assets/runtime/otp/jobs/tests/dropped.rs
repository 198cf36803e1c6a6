//! Every function may be dropped at any await: no job is lost or runs twice by that, no connection and no
//! transaction is left behind.

use std::{future::poll_fn, pin::pin, task::Poll};

use super::*;

/// Drives a future to that poll and drops it there; what it gave, if it was done before.
pub(super) async fn cut_off<F: Future>(future: F, polls: usize) -> Option<F::Output> {
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

impl Bed {
    /// Waits until all connections are back, and nobody has a lock.
    async fn assert_tidy(&self) {
        let back = async {
            for pool in [&self.jobs.pool, &self.jobs.own] {
                while pool.num_idle() != usize::try_from(pool.size()).unwrap() {
                    sleep(Duration::from_millis(1)).await;
                }
            }
        };
        assert!(
            timeout(GENEROUS, back).await.is_ok(),
            "a connection is kept"
        );
        let free = async {
            loop {
                let begun = self.jobs.pool.begin_with("BEGIN IMMEDIATE").await;
                if let Ok(transaction) = begun {
                    return transaction.rollback().await.unwrap();
                }
            }
        };
        assert!(timeout(GENEROUS, free).await.is_ok(), "a lock is kept");
    }
}

/// A worker that counts how often it began and how often it came to its end.
fn counted() -> (Arc<AtomicUsize>, Arc<AtomicUsize>, Workers) {
    let (begun, ended) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let counts = (Arc::clone(&begun), Arc::clone(&ended));
    let workers = Workers::new().with("work", move |_| {
        let (begun, ended) = (Arc::clone(&counts.0), Arc::clone(&counts.1));
        async move {
            begun.fetch_add(1, Ordering::SeqCst);
            for _ in 0..3 {
                sleep(Duration::from_millis(1)).await;
            }
            ended.fetch_add(1, Ordering::SeqCst);
            Ok(Done::Complete)
        }
    });
    (begun, ended, workers)
}

/// Cuts off a queue that has one job, tried once, at each of its awaits; then another one has to make
/// good of what is left. Ends when the queue came to its own end.
async fn cut_off_everywhere(cut: impl AsyncFn(Queue, usize, &AtomicUsize) -> bool) {
    for polls in 1.. {
        let bed = Bed::new().await;
        let id = bed.insert(&work(1).max_attempts(1)).await;
        let (begun, ended, workers) = counted();
        let queue = bed.queue(workers).every(MINUTE, work(2));
        let done = cut(queue.clone(), polls, &ended).await;
        let over = async {
            let mut rescued = false;
            loop {
                queue.drain().await.unwrap();
                let state = bed.job(id).await.state;
                if state == "completed" || state == "discarded" {
                    return state;
                }
                // It was stopped in the middle: its lease ends.
                let free = bed.jobs.held.lock().unwrap().is_empty();
                if !rescued && free && state == "executing" && begun.load(Ordering::SeqCst) == 1 {
                    rescued = true;
                    bed.advance(LEASE);
                }
                sleep(Duration::from_millis(1)).await;
            }
        };
        let state = timeout(GENEROUS, over).await.expect("the job is not lost");
        let (begun, ended) = (begun.load(Ordering::SeqCst), ended.load(Ordering::SeqCst));
        assert_eq!(
            begun, 1,
            "a job that nobody began is not lost, after {polls}"
        );
        let expected = if ended == 1 { "completed" } else { "discarded" };
        assert_eq!(state, expected, "after {polls}");
        bed.assert_tidy().await;
        if done {
            return;
        }
    }
}

#[tokio::test]
async fn k13_draining_may_be_dropped_at_any_await() {
    cut_off_everywhere(async |queue, polls, _| cut_off(queue.drain(), polls).await.is_some()).await;
}

#[tokio::test]
async fn k13_a_running_queue_may_be_dropped_at_any_await() {
    cut_off_everywhere(async |queue, polls, ended| {
        let never = CancellationToken::new();
        cut_off(queue.run(&never), polls).await;
        ended.load(Ordering::SeqCst) == 1
    })
    .await;
}

#[tokio::test]
async fn k13_claims_may_be_dropped_at_any_await() {
    for polls in 1.. {
        let bed = Bed::new().await;
        let id = bed.insert(&work(1)).await;
        let claimed = cut_off(bed.jobs.claim("default", 1, LEASE), polls).await;
        let done = claimed.is_some();
        drop(claimed);
        // The statement may not have been begun with.
        bed.assert_tidy().await;
        let idle = || async { bed.job(id).await.state == "available" };
        bed.until(id, |job| job.state == "available" && job.attempt == 0)
            .await;
        assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
        assert!(!idle().await);
        assert_eq!(bed.job(id).await.attempt, 1);
        if done {
            return;
        }
    }
}

#[tokio::test]
async fn k13_insertions_and_questions_may_be_dropped_at_any_await() {
    let bed = Bed::new().await;
    let mut done = false;
    for polls in 1.. {
        if done {
            break;
        }
        let job = work(1).unique(MINUTE);
        let inserted = cut_off(bed.jobs.insert(&job), polls).await;
        let asked = cut_off(bed.jobs.waiting(), polls).await;
        let got = cut_off(bed.jobs.get(1), polls).await;
        let scheduled = cut_off(bed.jobs.insert_once(MINUTE, &work(2)), polls).await;
        done = inserted.is_some() && asked.is_some() && got.is_some() && scheduled.is_some();
        bed.assert_tidy().await;
    }
    // However often it was cut off, there is one.
    let _ = bed.jobs.insert(&work(1).unique(MINUTE)).await.unwrap();
    assert_eq!(bed.jobs.waiting().await.unwrap(), 1);
    bed.advance(MINUTE);
    for _ in 0..2 {
        bed.jobs.insert_once(MINUTE, &work(2)).await.unwrap();
    }
    assert_eq!(bed.jobs.waiting().await.unwrap(), 2);
}

#[tokio::test]
async fn k13_an_insertion_in_a_transaction_is_part_of_it_or_not_at_all() {
    let bed = Bed::new().await;
    for polls in 1.. {
        let mut transaction = bed.jobs.pool().begin().await.unwrap();
        let job = work(1);
        let inserted = cut_off(bed.jobs.insert_with(&mut *transaction, &job), polls).await;
        transaction.rollback().await.unwrap();
        assert_eq!(bed.jobs.waiting().await.unwrap(), 0);
        bed.assert_tidy().await;
        if inserted.is_some() {
            return;
        }
    }
}

#[tokio::test]
async fn k13_a_transaction_that_is_left_open_takes_no_jobs_of_others_along() {
    let bed = Bed::new().await;
    let mut connection = bed.jobs.pool().acquire().await.unwrap();
    let begin = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *connection);
    begin.await.unwrap();
    drop(connection);
    let id = bed.insert(&work(1)).await;
    // By a connection that is not of that pool.
    assert_eq!(bed.drain(Ok(Done::Complete)).await, 1);
    assert_eq!(bed.job(id).await.state, "completed");
}

#[tokio::test]
async fn k13_opening_may_be_dropped_at_any_await() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("jobs.db");
    for polls in 1.. {
        let opened = cut_off(Jobs::open(&path, Clock::system()), polls).await;
        if let Some(opened) = opened {
            let _ = opened.unwrap().insert(&work(1)).await.unwrap();
            return;
        }
    }
}
