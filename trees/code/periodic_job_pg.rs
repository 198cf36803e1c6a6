use graphile_worker::parse_crontab;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::otp::BoxError;
use crate::otp::pg_jobs::{Jobs, Queue};

#[derive(Serialize, Deserialize)]
pub struct Report {}

impl TaskHandler for Report {
    const IDENTIFIER: &'static str = "report";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        tracing::info!("the report is written");
    }
}

/// Midnight in UTC, every day (three is `0 3`), once for all who share it.
pub fn queue(jobs: &Jobs) -> Result<Queue, BoxError> {
    let queue = Queue::new(jobs, "reports", 10).with::<Report>();
    let times = parse_crontab("0 0 * * * report ?fill=1d {}")?;
    Ok(times.into_iter().fold(queue, Queue::every))
}
