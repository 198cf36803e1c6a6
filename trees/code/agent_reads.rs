use std::collections::HashMap;

use crate::otp::agent::{Agent, AgentError};

pub type Stock = Agent<HashMap<String, u64>>;

/// Reads go past it, in the task of whoever asks: no lock, no waiting.
pub fn count(stock: &Stock, fruit: &str) -> Result<u64, AgentError> {
    stock.get(|counts| counts.get(fruit).copied().unwrap_or(0))
}

/// It alone writes, on a copy that is then published as a whole.
pub async fn put(
    stock: &Stock,
    fruit: &str,
    n: u64,
) -> Result<(), AgentError> {
    let fruit = fruit.to_owned();
    stock
        .update(move |counts| drop(counts.insert(fruit, n)))
        .await
}
