use crate::otp::BoxError;
use crate::otp::jobs::{Done, Jobs, NewJob, Workers};

/// May run more than once: the mail's id tells the provider so.
pub fn workers() -> Workers {
    Workers::new().with("receipt", |job| async move {
        let order: i64 = job.args()?;
        tracing::info!(order, key = format!("receipt-{order}"), "deliver");
        Ok(Done::Complete)
    })
}

/// Both rows, or neither: no order without its job.
pub async fn checkout(jobs: &Jobs, order: i64) -> Result<(), BoxError> {
    let mut both = jobs.pool().begin().await?;
    let insert = sqlx::query("INSERT INTO orders (id) VALUES (?)");
    insert.bind(order).execute(&mut *both).await?;
    let job = NewJob::new("receipt", &order)?;
    let _ = jobs.insert_with(&mut *both, &job).await?;
    Ok(both.commit().await?)
}
