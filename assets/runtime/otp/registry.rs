//! A unique `Registry`: names of running processes, at most one owner for each.
//!
//! Names are strings, made at run time as freely as any other: there is no atom table to fill. The
//! registry knows this program only; names for several nodes need a database or a lock service.
//!
//! A name is held by a [`Registration`]. Whoever runs the process keeps it, so that the name is free
//! again when the process has ended, in whatever way. Each has a number of its own: the late end of
//! an old owner does not take the name from a new one. `Registry::child` does that for a child of a
//! supervisor.
//!
//! Handles are cloned, compared and dropped outside of the lock: what they do then is theirs.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;
use thiserror::Error;

use crate::otp::supervisor::ChildSpec;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// The name has an owner.
#[derive(Clone, PartialEq, Eq, Error)]
#[error("the name {name:?} is taken")]
pub struct AlreadyRegistered<H> {
    /// The name.
    pub name: String,
    /// Its owner: usually what was wanted.
    pub owner: H,
}

impl<H> fmt::Debug for AlreadyRegistered<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AlreadyRegistered")
            .field(&self.name)
            .finish()
    }
}

/// Names and the handles of those who own them.
pub struct Registry<H> {
    names: Arc<RwLock<Names<H>>>,
}

struct Names<H> {
    owners: HashMap<String, (u64, Arc<H>)>,
    last: u64,
}

impl<H> Clone for Registry<H> {
    fn clone(&self) -> Self {
        let names = Arc::clone(&self.names);
        Registry { names }
    }
}

impl<H> Default for Registry<H> {
    fn default() -> Self {
        let names = Names {
            owners: HashMap::new(),
            last: 0,
        };
        let names = Arc::new(RwLock::new(names));
        Registry { names }
    }
}

impl<H> fmt::Debug for Registry<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.names.read().owners.len();
        f.debug_tuple("Registry").field(&count).finish()
    }
}

impl<H: Clone> Registry<H> {
    /// Takes a name for as long as the registration is kept.
    pub fn register(&self, name: &str, handle: H) -> Result<Registration<H>, AlreadyRegistered<H>> {
        let handle = Arc::new(handle);
        match self.take(name, &handle) {
            Ok(generation) => Ok(Registration {
                registry: self.clone(),
                name: name.to_owned(),
                generation,
            }),
            Err(owner) => Err(AlreadyRegistered {
                name: name.to_owned(),
                owner: H::clone(&owner),
            }),
        }
    }

    /// The number of the new owner, or the owner that there is.
    fn take(&self, name: &str, handle: &Arc<H>) -> Result<u64, Arc<H>> {
        let mut names = self.names.write();
        if let Some((_, owner)) = names.owners.get(name) {
            return Err(Arc::clone(owner));
        }
        names.last += 1;
        let owner = (names.last, Arc::clone(handle));
        names.owners.insert(name.to_owned(), owner);
        Ok(names.last)
    }

    /// The owner of a name: a clone, so that no lock is held while it is used.
    pub fn lookup(&self, name: &str) -> Option<H> {
        let owner = self.find(name)?;
        Some(H::clone(&owner))
    }

    fn find(&self, name: &str) -> Option<Arc<H>> {
        let names = self.names.read();
        names.owners.get(name).map(|(_, handle)| Arc::clone(handle))
    }

    /// All names, sorted.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.names.read().owners.keys().cloned().collect();
        names.sort_unstable();
        names
    }
}

impl<H: Clone + Send + Sync + 'static> Registry<H> {
    /// A child that has this name while it runs. If somebody else has it then, the child fails to
    /// start.
    pub fn child(&self, name: &str, handle: H, spec: ChildSpec) -> ChildSpec {
        let (names, name) = (self.clone(), name.to_owned());
        spec.holding(move || names.register(&name, handle.clone()))
    }
}

/// A name that is held. Dropping it gives it back.
#[must_use = "the name is given back when this is dropped"]
#[derive(Debug)]
pub struct Registration<H> {
    registry: Registry<H>,
    name: String,
    generation: u64,
}

impl<H> Drop for Registration<H> {
    fn drop(&mut self) {
        let mut names = self.registry.names.write();
        let owner = names.owners.get(&self.name);
        let ours = owner.is_some_and(|(generation, _)| *generation == self.generation);
        let handle = ours.then(|| names.owners.remove(&self.name));
        // The user's `Drop` runs after the lock.
        drop(names);
        drop(handle);
    }
}
