//! What runs at this moment in the whole program, by name: the children of all supervisors, and what
//! they run in tasks of its own. It is what a program that cannot stop names as left. It is asked when
//! no task may answer any more, so it is a list under a lock, under which nothing of a task runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// In the order of starting.
struct Tasks {
    started: u64,
    alive: BTreeMap<u64, Arc<str>>,
}

static TASKS: Mutex<Tasks> = Mutex::new(Tasks {
    started: 0,
    alive: BTreeMap::new(),
});

fn tasks() -> MutexGuard<'static, Tasks> {
    TASKS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What runs is on the list as long as this is, which its task owns: until it has been dropped in full.
#[derive(Debug)]
#[must_use = "it is on the list as long as this is"]
pub struct Alive(u64);

impl Alive {
    /// Puts a name on the list.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        let name = name.into();
        let mut tasks = tasks();
        let key = tasks.started;
        tasks.started += 1;
        tasks.alive.insert(key, name);
        Self(key)
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        let name = tasks().alive.remove(&self.0);
        drop(name);
    }
}

/// The names of what runs, the first started first; also of what was left behind.
pub fn alive() -> Vec<Arc<str>> {
    tasks().alive.values().cloned().collect()
}
