use std::time::Duration;

use crate::otp::jobs::{Done, JobError, Jobs, NewJob, Queue, Workers};

/// Counted from 1970 in UTC, so a day begins at midnight.
const PERIOD: Duration = Duration::from_hours(24);

/// It is inserted once in each period, whoever shares the database.
pub fn queue(jobs: &Jobs) -> Result<Queue, JobError> {
    let workers = Workers::new().with("report", |job| async move {
        let () = job.args()?;
        write_report().await;
        Ok(Done::Complete)
    });
    // Three in the morning would be `.after(Duration::from_hours(3))`.
    let job = NewJob::new("report", &())?;
    Ok(Queue::new(jobs, "default", 10, workers).every(PERIOD, job))
}

async fn write_report() {}
