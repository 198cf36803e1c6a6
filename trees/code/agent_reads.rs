use std::collections::HashMap;

use crate::otp::agent::{Agent, AgentError};

pub type Visits = Agent<HashMap<String, u64>>;

/// Reads go past it, in the task of whoever asks: no lock, no waiting.
pub fn get(visits: &Visits, page: &str) -> Result<u64, AgentError> {
    visits.get(|visits| visits.get(page).copied().unwrap_or(0))
}

/// It alone writes, to a copy that is then published as a whole.
pub async fn count(visits: &Visits, page: &str) -> Result<u64, AgentError> {
    let page = page.to_owned();
    let count = move |visits: &mut HashMap<String, u64>| {
        let visits = visits.entry(page).or_default();
        *visits += 1;
        *visits
    };
    visits.get_and_update(count).await
}
