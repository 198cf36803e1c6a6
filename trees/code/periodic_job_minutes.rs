use std::time::Duration;

use crate::otp::jobs::{Done, JobError, Jobs, NewJob, Queue, Workers};

/// Counted from 1970 in UTC, so each begins with a full minute.
const PERIOD: Duration = Duration::from_mins(1);

/// It is inserted once in each period, whoever shares the database.
pub fn queue(jobs: &Jobs) -> Result<Queue, JobError> {
    let workers = Workers::new().with("feed", |job| async move {
        let () = job.args()?;
        fetch_what_is_new().await;
        Ok(Done::Complete)
    });
    let job = NewJob::new("feed", &())?;
    Ok(Queue::new(jobs, "default", 10, workers).every(PERIOD, job))
}

async fn fetch_what_is_new() {}
