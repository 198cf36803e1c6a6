use crate::otp::instances::Instances;
use crate::otp::supervisor::dynamic::{ChildId, DynamicError};

/// Whoever starts it is handed the way to it, and is the only one who knows
/// it: there is no name to look up. After a crash start a new one.
pub async fn start<U: Clone + Send + Sync + 'static>(
    uploads: &Instances<U>,
    path: &str,
) -> Result<(ChildId, U), DynamicError> {
    uploads.start(path).await
}

pub async fn stop<U: Clone + Send + Sync + 'static>(
    uploads: &Instances<U>,
    id: ChildId,
) -> Result<(), DynamicError> {
    uploads.stop_child(id).await
}
