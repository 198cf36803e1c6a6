use crate::otp::supervisor::ChildSpec;
use crate::otp::supervisor::dynamic::{
    ChildId, DynamicError, DynamicSupervisor,
};

/// One task for each room. When there are too many, it is refused.
pub async fn open(
    rooms: &DynamicSupervisor,
    room: &'static str,
) -> Result<ChildId, DynamicError> {
    let child = ChildSpec::new(room, move |ctx| async move {
        tracing::info!(room, "is open");
        ctx.ready();
        ctx.shutdown().cancelled().await;
        Ok(())
    });
    rooms.start_child(child).await
}
