//! Which children exist at this moment, of all supervisors of the program: what one that cannot stop
//! names as left. It is asked when no task may answer any more, so it is a list under a lock, under
//! which nothing of a child runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// In the order of starting.
struct Children {
    started: u64,
    alive: BTreeMap<u64, Arc<str>>,
}

static CHILDREN: Mutex<Children> = Mutex::new(Children {
    started: 0,
    alive: BTreeMap::new(),
});

fn children() -> MutexGuard<'static, Children> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A child is on the list as long as this is, which its task owns: until it has been dropped in full.
pub(super) struct Alive(u64);

impl Alive {
    pub(super) fn new(id: &Arc<str>) -> Self {
        let mut children = children();
        let key = children.started;
        children.started += 1;
        children.alive.insert(key, Arc::clone(id));
        Self(key)
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        children().alive.remove(&self.0);
    }
}

/// The ids of the children that exist, the first started first; also of one that was left behind.
pub fn alive() -> Vec<Arc<str>> {
    children().alive.values().cloned().collect()
}
