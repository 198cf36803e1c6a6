use crate::otp::supervisor::dynamic::{
    ChildId, DynamicError, DynamicSupervisor,
};
use crate::otp::supervisor::partition::PartitionSupervisor;
use crate::otp::supervisor::{ChildSpec, Options};

/// Eight supervisors start devices side by side, 100 000 at most in all; a
/// key always belongs to the same one.
pub fn devices(
    limit: Options,
) -> (PartitionSupervisor<DynamicSupervisor>, ChildSpec) {
    let make = |_| DynamicSupervisor::child("devices", limit, 12_500);
    PartitionSupervisor::child("partitions", limit, 8, make)
}

pub async fn connect(
    devices: &PartitionSupervisor<DynamicSupervisor>,
    device: &str,
    child: ChildSpec,
) -> Result<ChildId, DynamicError> {
    devices.route(device).start_child(child).await
}
