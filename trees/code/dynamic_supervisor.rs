use crate::otp::instances::Instances;
use crate::otp::supervisor::dynamic::DynamicError;
use crate::otp::supervisor::{ChildSpec, Options};

/// A room's handle, and the child that it leads to.
type Room<R> = fn(&str) -> (R, ChildSpec);

/// For the tree: at most 1000 rooms, which are found by their names.
pub fn rooms<R: Clone + Send + Sync + 'static>(
    limit: Options,
    room: Room<R>,
) -> (Instances<R>, ChildSpec) {
    Instances::child("rooms", limit, 1_000, room)
}

/// Two who ask for the same name at once get the same room.
pub async fn enter<R: Clone + Send + Sync + 'static>(
    rooms: &Instances<R>,
    name: &str,
) -> Result<R, DynamicError> {
    rooms.get_or_start(name).await
}
