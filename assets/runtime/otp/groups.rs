//! Process groups as in `:pg`: who belongs to a group, and word of those who come and go.
//!
//! [`Groups`] are the members in this program. [`nats::Cluster`] makes them known to the other nodes
//! and knows theirs, where `:pg` uses Erlang's distribution. As in `:pg`, the views of two nodes agree
//! in the end, not at every moment, and groups are no unique names.
//!
//! Whoever runs a process keeps its [`Membership`], so that it has left when it has ended, in
//! whatever way.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;
use tokio::sync::broadcast;

use crate::otp::supervisor::ChildSpec;

pub mod nats;
pub mod peers;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Changes that a slow listener may fall behind; then it hears that it did, and asks for the members.
pub const CHANGES: usize = 256;

/// Somebody came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The group has one member more.
    Joined(String),
    /// The group has one member less.
    Left(String),
}

impl Change {
    /// The group that changed.
    pub fn group(&self) -> &str {
        match self {
            Change::Joined(group) | Change::Left(group) => group,
        }
    }
}

/// A scope: groups and the handles of their members.
pub struct Groups<H> {
    scope: Arc<Scope<H>>,
}

struct Scope<H> {
    members: RwLock<Members<H>>,
    changes: broadcast::Sender<Change>,
}

struct Members<H> {
    /// By group and, within it, in the order of joining. Counted references, because a handle is the
    /// user's: to clone it or to drop it may do anything, so neither is done under the lock.
    of: HashMap<String, BTreeMap<u64, Arc<H>>>,
    last: u64,
}

impl<H> Clone for Groups<H> {
    fn clone(&self) -> Self {
        let scope = Arc::clone(&self.scope);
        Groups { scope }
    }
}

impl<H> Default for Groups<H> {
    fn default() -> Self {
        let members = RwLock::new(Members {
            of: HashMap::new(),
            last: 0,
        });
        let changes = broadcast::Sender::new(CHANGES);
        let scope = Arc::new(Scope { members, changes });
        Groups { scope }
    }
}

impl<H> fmt::Debug for Groups<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.scope.members.read().of.len();
        f.debug_tuple("Groups").field(&count).finish()
    }
}

impl<H: Clone> Groups<H> {
    /// `pg:join/2`: a member for as long as the membership is kept. One may join several times.
    pub fn join(&self, group: &str, handle: H) -> Membership<H> {
        let (group, handle) = (group.to_owned(), Arc::new(handle));
        let mut members = self.scope.members.write();
        members.last += 1;
        let id = members.last;
        let of = members.of.entry(group.clone()).or_default();
        of.insert(id, handle);
        // Told under the lock, so that changes are heard in the order in which they happened.
        self.scope.tell(Change::Joined(group.clone()));
        drop(members);
        Membership {
            groups: self.clone(),
            group,
            id,
        }
    }

    /// `pg:get_members/1`, oldest first: clones, so that no lock is held while they are used.
    pub fn members(&self, group: &str) -> Vec<H> {
        let members = self.scope.members.read();
        let of = members.of.get(group);
        let handles: Vec<_> = of.map_or_else(Vec::new, |of| of.values().cloned().collect());
        drop(members);
        handles
            .into_iter()
            .map(|handle| H::clone(&handle))
            .collect()
    }

    /// How many members a group has.
    pub fn count(&self, group: &str) -> usize {
        let members = self.scope.members.read();
        members.of.get(group).map_or(0, BTreeMap::len)
    }

    /// The groups with members, and how many they have.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let members = self.scope.members.read();
        let counts = members.of.iter();
        counts.map(|(name, of)| (name.clone(), of.len())).collect()
    }

    /// `pg:which_groups/0`, sorted: those with members.
    pub fn which_groups(&self) -> Vec<String> {
        let members = self.scope.members.read();
        let mut groups: Vec<_> = members.of.keys().cloned().collect();
        groups.sort_unstable();
        groups
    }

    /// Does something with every member, in the caller; says how many. (`:pg` has no send either.)
    pub fn dispatch(&self, group: &str, mut each: impl FnMut(H)) -> usize {
        let members = self.members(group);
        let count = members.len();
        for member in members {
            each(member);
        }
        count
    }

    /// `pg:monitor_scope/0`: word of every change from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.scope.changes.subscribe()
    }
}

impl<H> Scope<H> {
    fn tell(&self, change: Change) {
        // An error only means that nobody listens.
        let _ = self.changes.send(change);
    }
}

impl<H: Clone + Send + Sync + 'static> Groups<H> {
    /// A child that is a member of this group while it runs.
    pub fn child(&self, group: &str, handle: H, spec: ChildSpec) -> ChildSpec {
        let (groups, group) = (self.clone(), group.to_owned());
        spec.holding(move || Ok::<_, Infallible>(groups.join(&group, handle.clone())))
    }
}

/// A member. Dropping it leaves the group.
#[must_use = "the group is left when this is dropped"]
#[derive(Debug)]
pub struct Membership<H> {
    groups: Groups<H>,
    group: String,
    id: u64,
}

impl<H> Drop for Membership<H> {
    fn drop(&mut self) {
        let scope = &self.groups.scope;
        let mut members = scope.members.write();
        let Some(of) = members.of.get_mut(&self.group) else {
            return;
        };
        let handle = of.remove(&self.id);
        if of.is_empty() {
            members.of.remove(&self.group);
        }
        scope.tell(Change::Left(std::mem::take(&mut self.group)));
        drop(members);
        drop(handle);
    }
}
