use crate::otp::BoxError;
use crate::otp::task_supervisor::{SpawnError, TaskSupervisor};

/// Nobody waits for it. When `MAX_TASKS` run, one more is refused.
pub fn make_later(
    tasks: &TaskSupervisor,
    photo: u64,
) -> Result<(), SpawnError> {
    let thumbnail = shrink(photo);
    tasks.start_child("thumbnail", async { drop(thumbnail.await) })
}

/// Somebody waits: its panic is an error here, and the caller lives on.
pub async fn make(
    tasks: &TaskSupervisor,
    photo: u64,
) -> Result<String, BoxError> {
    let mut task = tasks.async_nolink("thumbnail", shrink(photo))?;
    Ok(task.result(std::time::Duration::from_secs(5)).await?)
}

async fn shrink(photo: u64) -> String {
    tokio::task::yield_now().await;
    format!("{photo}.small.jpg")
}
