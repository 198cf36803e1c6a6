//! A `Registry` with duplicate keys: topics, and the processes that want to hear of them.
//!
//! Topics are strings, made at run time as freely as any other: there is no atom table to fill. The
//! registry knows this program only.
//!
//! Whoever runs a process keeps its [`Membership`], so that it has left when it has ended, in
//! whatever way. `Topics::child` does that for a child of a supervisor.
//!
//! Handles are cloned and dropped outside of the lock: what they do then is theirs.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use parking_lot::RwLock;

use crate::otp::supervisor::ChildSpec;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// Topics and the handles of their members.
pub struct Topics<H> {
    topics: Arc<RwLock<Members<H>>>,
}

struct Members<H> {
    /// By topic and, within it, in the order of joining.
    of: HashMap<String, BTreeMap<u64, Arc<H>>>,
    last: u64,
}

impl<H> Clone for Topics<H> {
    fn clone(&self) -> Self {
        let topics = Arc::clone(&self.topics);
        Topics { topics }
    }
}

impl<H> Default for Topics<H> {
    fn default() -> Self {
        let members = Members {
            of: HashMap::new(),
            last: 0,
        };
        let topics = Arc::new(RwLock::new(members));
        Topics { topics }
    }
}

impl<H> fmt::Debug for Topics<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.topics.read().of.len();
        f.debug_tuple("Topics").field(&count).finish()
    }
}

impl<H: Clone> Topics<H> {
    /// `Registry.register/3`: a member for as long as the membership is kept.
    pub fn join(&self, topic: &str, handle: H) -> Membership<H> {
        let topic = topic.to_owned();
        let handle = Arc::new(handle);
        let mut members = self.topics.write();
        members.last += 1;
        let id = members.last;
        let of = members.of.entry(topic.clone()).or_default();
        of.insert(id, handle);
        drop(members);
        Membership {
            topics: self.clone(),
            topic,
            id,
        }
    }

    /// The members, oldest first: clones, so that no lock is held while they are used.
    pub fn members(&self, topic: &str) -> Vec<H> {
        let members = self.handles(topic);
        members.iter().map(|handle| H::clone(handle)).collect()
    }

    fn handles(&self, topic: &str) -> Vec<Arc<H>> {
        let members = self.topics.read();
        let of = members.of.get(topic);
        of.map_or_else(Vec::new, |of| of.values().cloned().collect())
    }

    /// `Registry.dispatch/3`: does something with every member, in the caller; says how many.
    pub fn dispatch(&self, topic: &str, mut each: impl FnMut(H)) -> usize {
        let members = self.members(topic);
        let count = members.len();
        for member in members {
            each(member);
        }
        count
    }
}

impl<H: Clone + Send + Sync + 'static> Topics<H> {
    /// A child that is a member of this topic while it runs.
    pub fn child(&self, topic: &str, handle: H, spec: ChildSpec) -> ChildSpec {
        let (topics, topic) = (self.clone(), topic.to_owned());
        spec.holding(move || Ok::<_, Infallible>(topics.join(&topic, handle.clone())))
    }
}

/// A member. Dropping it leaves the topic.
#[must_use = "the topic is left when this is dropped"]
#[derive(Debug)]
pub struct Membership<H> {
    topics: Topics<H>,
    topic: String,
    id: u64,
}

impl<H> Drop for Membership<H> {
    fn drop(&mut self) {
        let mut members = self.topics.topics.write();
        let mut handle = None;
        if let Some(of) = members.of.get_mut(&self.topic) {
            handle = of.remove(&self.id);
            if of.is_empty() {
                members.of.remove(&self.topic);
            }
        }
        // The user's `Drop` runs after the lock.
        drop(members);
        drop(handle);
    }
}
