use std::time::Duration;

use crate::otp::BoxError;
use crate::otp::task_supervisor::TaskSupervisor;

/// At most `MAX_TASKS` of them run at once; one more is refused.
pub async fn make(
    tasks: &TaskSupervisor,
    photo: u64,
) -> Result<String, BoxError> {
    let mut task = tasks.async_nolink("thumbnail", shrink(photo))?;
    // Its panic is an error here; the caller lives on.
    let thumbnail = task.result(Duration::from_secs(5)).await?;
    Ok(thumbnail)
}

async fn shrink(photo: u64) -> String {
    tokio::task::yield_now().await;
    format!("{photo}.small.jpg")
}
