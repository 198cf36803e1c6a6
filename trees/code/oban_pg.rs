use crate::otp::pg_jobs::{JobError, Jobs, NewJob};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};

#[derive(serde::Serialize, serde::Deserialize)]
pub struct Receipt {
    order: i64,
}
impl TaskHandler for Receipt {
    const IDENTIFIER: &'static str = "receipt";

    /// May run more than once: the mail's id tells the provider so.
    async fn run(self, _: WorkerContext) -> impl IntoTaskHandlerResult {
        tracing::info!(key = format!("receipt-{}", self.order), "deliver");
    }
}

/// Both rows, or neither: no order without its job.
pub async fn checkout(jobs: &Jobs, order: i64) -> Result<(), JobError> {
    let mut both = jobs.begin().await?;
    let insert = sqlx::query("INSERT INTO orders (id) VALUES ($1)");
    insert.bind(order).execute(&mut *both).await?;
    let job = NewJob::new(&Receipt { order })?;
    let _ = jobs.insert_with(&mut both, &job).await?;
    Ok(both.commit().await?)
}
