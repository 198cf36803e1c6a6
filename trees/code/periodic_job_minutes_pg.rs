use graphile_worker::parse_crontab;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::otp::BoxError;
use crate::otp::pg_jobs::{Jobs, Queue};

#[derive(Serialize, Deserialize)]
pub struct Feed {}

impl TaskHandler for Feed {
    const IDENTIFIER: &'static str = "feed";

    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        tracing::info!("what is new is fetched");
    }
}

/// Every minute (every five is `*/5`), once for all who share the database.
pub fn queue(jobs: &Jobs) -> Result<Queue, BoxError> {
    let queue = Queue::new(jobs, "feeds", 10).with::<Feed>();
    let times = parse_crontab("* * * * * feed {}")?;
    Ok(times.into_iter().fold(queue, Queue::every))
}
