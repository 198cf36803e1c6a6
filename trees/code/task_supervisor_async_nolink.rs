use std::time::Duration;

use crate::otp::task_supervisor::{TaskError, TaskSupervisor};

/// Not linked: its panic is a value, and the caller lives on.
pub async fn minutes(tasks: &TaskSupervisor, distance: u64) -> Option<u64> {
    let mut task =
        tasks.async_nolink("estimate", estimate(distance)).ok()?;
    match task.result(Duration::from_secs(5)).await {
        Ok(minutes) => Some(minutes),
        Err(TaskError::Timeout) => None,
        Err(error) => {
            tracing::warn!(%error, "no estimate");
            None
        }
    }
}

async fn estimate(distance: u64) -> u64 {
    tokio::task::yield_now().await;
    distance * 3
}
