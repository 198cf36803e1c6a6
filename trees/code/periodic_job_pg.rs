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

/// 3:00 in UTC, every day; inserted once, whoever shares the database.
pub fn queue(jobs: &Jobs) -> Result<Queue, BoxError> {
    let queue = Queue::new(jobs, "reports", 1).with::<Report>();
    let times = parse_crontab("0 3 * * * report ?fill=1d {}")?;
    Ok(times.into_iter().fold(queue, Queue::every))
}
