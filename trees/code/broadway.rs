use crate::otp::BoxError;
use crate::otp::pipeline::{Handler, Message};

/// What the pipeline does with what the broker gives it.
pub struct Events;

impl Handler for Events {
    type Item = u64;

    async fn handle_message(&self, one: &Message) -> Result<u64, BoxError> {
        Ok(str::from_utf8(&one.payload)?.parse()?)
    }

    /// Acknowledged when this returns, and not before.
    async fn handle_batch(&self, all: Vec<u64>) -> Result<(), BoxError> {
        tracing::info!(sum = all.iter().sum::<u64>(), "a batch");
        Ok(())
    }
}
