use crate::otp::store::{Store, StoreError};
use std::time::{SystemTime, UNIX_EPOCH};

/// What is missing or older than a minute is made again. It is not removed.
pub async fn rate(rates: &Store, key: &str) -> Result<Vec<u8>, StoreError> {
    if let Some(row) = rates.get(key).await?
        && let Some((at, rate)) = row.split_first_chunk()
        && u64::from_be_bytes(*at) + 60 > now()
    {
        return Ok(rate.to_vec());
    }
    // Two who miss it at once both load it, and the later one stays.
    let rate = load(key).await;
    let row = [&now().to_be_bytes(), rate.as_slice()].concat();
    rates.insert(key, row).await?;
    Ok(rate)
}
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}
async fn load(key: &str) -> Vec<u8> {
    key.as_bytes().to_vec()
}
