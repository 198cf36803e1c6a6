use tokio::sync::mpsc::Sender;

use crate::otp::registry::{AlreadyRegistered, Registration, Registry};

type Room = Sender<String>;

/// The name is the room's for as long as it keeps the registration, and
/// free again however it ends. Who comes second is told who has it.
pub fn open(
    rooms: &Registry<Room>,
    name: &str,
    room: Room,
) -> Result<Registration<Room>, AlreadyRegistered<Room>> {
    rooms.register(name, room)
}

/// False when nobody has this name, or its owner has just ended.
pub async fn say(rooms: &Registry<Room>, name: &str, line: String) -> bool {
    match rooms.lookup(name) {
        Some(room) => room.send(line).await.is_ok(),
        None => false,
    }
}
