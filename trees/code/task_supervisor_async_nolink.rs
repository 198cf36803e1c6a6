use std::time::Duration;

use crate::otp::BoxError;
use crate::otp::task_supervisor::TaskSupervisor;

pub async fn minutes(
    tasks: &TaskSupervisor,
    km: u64,
) -> Result<u64, BoxError> {
    let mut task = tasks.async_nolink("estimate", estimate(km))?;
    // Not linked: its panic is a value, and the caller lives on.
    let minutes = task.result(Duration::from_secs(5)).await;
    // It would run on after the time is up.
    task.abort();
    Ok(minutes?)
}

async fn estimate(km: u64) -> u64 {
    tokio::task::yield_now().await;
    km * 3
}
