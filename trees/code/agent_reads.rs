use std::collections::HashMap;

use crate::otp::agent::{Agent, AgentError};

pub type Bids = Agent<HashMap<String, u64>>;

/// Reads go past it, in the task of whoever asks: no lock, no waiting.
pub fn highest(bids: &Bids, lot: &str) -> Result<u64, AgentError> {
    bids.get(|bids| bids.get(lot).copied().unwrap_or(0))
}

/// It alone writes, to a copy that is then published as a whole.
pub async fn bid(
    bids: &Bids,
    (lot, n): (String, u64),
) -> Result<bool, AgentError> {
    let accept = move |bids: &mut HashMap<String, u64>| {
        let highest = bids.entry(lot).or_default();
        let accepted = n > *highest;
        *highest = n.max(*highest);
        accepted
    };
    bids.get_and_update(accept).await
}
