use std::collections::HashMap;

use crate::otp::agent::{Agent, AgentError};

/// The way to the state, which is changed by functions alone.
pub type Stock = Agent<HashMap<String, u64>>;

/// Reads and changes in one step; says what is left, if there was enough.
/// The function runs in the agent: keep it short, the others wait.
pub async fn take(
    stock: &Stock,
    item: &str,
    amount: u64,
) -> Result<Option<u64>, AgentError> {
    let item = item.to_owned();
    let take = move |counts: &mut HashMap<String, u64>| {
        let count = counts.get_mut(&item)?;
        *count = count.checked_sub(amount)?;
        Some(*count)
    };
    stock.get_and_update(take).await
}
