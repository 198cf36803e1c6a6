use tokio::sync::mpsc::Sender;

use crate::otp::groups::Groups;
use crate::otp::groups::nats::{Cluster, SendError, Sent};
use crate::otp::supervisor::ChildSpec;

/// The member's child: it has left when it ends, in whatever way.
pub fn member(
    groups: &Groups<Sender<String>>,
    group: &str,
    member: Sender<String>,
    child: ChildSpec,
) -> ChildSpec {
    groups.child(group, member, child)
}

/// To those here, and over NATS to those on the other nodes that this one
/// knows; what is on its way may be lost when a link breaks.
pub async fn tell(
    all: &Cluster<Sender<String>, String>,
    group: &str,
    news: String,
) -> Result<Sent, SendError> {
    all.send(group, &news).await
}
