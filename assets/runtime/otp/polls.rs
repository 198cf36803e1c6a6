//! For tests: every future may be dropped at any await, as by a time-out or a `select!` around it.

#![allow(dead_code, reason = "tests of some designs have no use for it")]

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

/// Drives a future to its poll of that number and drops it, unless it ends before.
pub(crate) async fn dropped_at<F: Future>(polls: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
