use std::time::Duration;

use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;

use crate::otp::BoxError;

/// Whoever drops this future, aborts both; a panic is an error here.
pub async fn there_and_back(
    there: u64,
    back: u64,
) -> Result<u64, BoxError> {
    let outward = AbortOnDropHandle::new(tokio::spawn(estimate(there)));
    let homeward = AbortOnDropHandle::new(tokio::spawn(estimate(back)));
    let both = async { tokio::try_join!(outward, homeward) };
    let (minutes, more) = timeout(Duration::from_secs(5), both).await??;
    Ok(minutes + more)
}

async fn estimate(distance: u64) -> u64 {
    tokio::task::yield_now().await;
    distance * 3
}
