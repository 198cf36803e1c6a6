use std::collections::HashMap;
use std::sync::{Arc, Weak};

use parking_lot::RwLock;
use tokio::sync::mpsc::Sender;

type Room = Sender<String>;

/// Who is called what. The one who runs a room keeps its `Arc`: when that
/// is dropped, the name is free again.
#[derive(Clone, Default)]
pub struct Rooms(Arc<RwLock<HashMap<String, Weak<Room>>>>);

impl Rooms {
    /// False if the name is taken.
    pub fn register(&self, name: &str, room: &Arc<Room>) -> bool {
        let mut names = self.0.write();
        let free =
            names.get(name).is_none_or(|room| room.strong_count() == 0);
        if free {
            names.insert(name.to_owned(), Arc::downgrade(room));
        }
        free
    }
}
