use crate::supervisor::dynamic::{
    ChildId, DynamicError, DynamicSupervisor,
};
use crate::supervisor::partition::PartitionSupervisor;
use crate::supervisor::{ChildSpec, Options};

/// Eight supervisors start devices side by side; a key always belongs to
/// the same one.
pub fn devices(
    limit: Options,
) -> (PartitionSupervisor<DynamicSupervisor>, ChildSpec) {
    let make = |_| DynamicSupervisor::child("devices", limit, 1_000);
    PartitionSupervisor::child("partitions", limit, 8, make)
}

pub async fn connect(
    devices: &PartitionSupervisor<DynamicSupervisor>,
    device: &str,
    child: ChildSpec,
) -> Result<ChildId, DynamicError> {
    devices.route(device).start_child(child).await
}
