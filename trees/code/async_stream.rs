use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::time::timeout;

/// At most eight at a time; the results come in the order of the items.
pub async fn minutes(distances: Vec<u64>) -> Vec<Option<u64>> {
    stream::iter(distances)
        .map(|distance| timeout(Duration::from_secs(5), estimate(distance)))
        .buffered(8)
        .map(Result::ok)
        .collect()
        .await
}

async fn estimate(distance: u64) -> u64 {
    tokio::task::yield_now().await;
    distance * 3
}
