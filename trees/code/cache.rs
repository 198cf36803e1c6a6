use std::time::Duration;

use crate::otp::cache::{Cache, LoadError};

/// At most 10 000 entries, each served for a minute.
pub fn rates() -> Cache<u64> {
    Cache::new(10_000, Duration::from_mins(1))
}

/// However many miss the same entry at once, one loads it for all of them.
pub async fn rate(
    rates: &Cache<u64>,
    currency: &str,
) -> Result<u64, LoadError<std::io::Error>> {
    rates.get_or_load(currency, load(currency)).await
}

/// What is slow: a query, a remote call.
async fn load(currency: &str) -> std::io::Result<u64> {
    tokio::task::yield_now().await;
    Ok(currency.len() as u64)
}
