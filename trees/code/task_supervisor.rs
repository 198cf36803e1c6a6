use crate::otp::BoxError;
use crate::otp::task_supervisor::{SpawnError, TaskSupervisor};

/// Nobody waits for it. When `MAX_TASKS` run, one more is refused.
pub fn make_later(
    tasks: &TaskSupervisor,
    n: u64,
) -> Result<(), SpawnError> {
    let thumbnail = shrink(n);
    tasks.start_child("thumbnail", async { _ = thumbnail.await })
}

/// Somebody waits: its panic is an error here, and the caller lives on.
pub async fn make(tasks: &TaskSupervisor, n: u64) -> Result<u64, BoxError> {
    let mut task = tasks.async_nolink("thumbnail", shrink(n))?;
    let thumbnail = task.result(std::time::Duration::from_secs(5)).await;
    // It would run on after the time is up.
    task.abort();
    Ok(thumbnail?)
}

async fn shrink(photo: u64) -> u64 {
    tokio::task::yield_now().await;
    photo / 8
}
