use crate::otp::instances::Instances;
use crate::otp::supervisor::dynamic::DynamicError;
use crate::otp::supervisor::{ChildSpec, Options};

/// A device's handle, and the child that it leads to.
type Device<D> = fn(&str) -> (D, ChildSpec);

/// Eight supervisors start devices side by side, 100 000 at most in all. A
/// serial number always belongs to the same one, so there is one registry.
pub fn devices<D: Clone + Send + Sync + 'static>(
    limit: Options,
    device: Device<D>,
) -> (Instances<D>, ChildSpec) {
    Instances::partitioned("devices", limit, 8, 100_000, device)
}

/// Two who ask for the same number at once get the same device.
pub async fn connect<D: Clone + Send + Sync + 'static>(
    devices: &Instances<D>,
    serial: &str,
) -> Result<D, DynamicError> {
    devices.get_or_start(serial).await
}
