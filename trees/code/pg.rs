use crate::otp::BoxError;
use crate::otp::groups::nats::Cluster;
use serde::{Serialize, de::DeserializeOwned};

/// Whoever joined is told, on whichever node it is. Messages go over NATS
/// and may be lost when a link breaks.
pub async fn forget_everywhere<H, M>(
    caches: &Cluster<H, M>,
    key: &M,
) -> Result<(), BoxError>
where
    H: Clone + Send + Sync + 'static,
    M: Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let sent = caches.send("caches", key).await?;
    tracing::debug!(here = sent.here, nodes = sent.nodes, "told");
    Ok(())
}
