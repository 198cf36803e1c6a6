//! What this node knows of the others: no network in here, and time is passed in.
//!
//! A node counts its changes. Whoever misses one, or hears of a node for the first time, asks that
//! node for a [`Report`], so that a lost message costs a moment and not the truth.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;
use uuid::Uuid;

//% if with.runtime_tests
#[cfg(test)]
mod tests;
//% endif

/// A node: one run of the program. One that was started again is another node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NodeId(Uuid);

impl NodeId {
    pub(super) fn random() -> Self {
        NodeId(Uuid::new_v4())
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// All members of a node after so many changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub(super) version: u64,
    pub(super) groups: BTreeMap<String, usize>,
}

/// What a node tells about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// I am here, with these members; who else is?
    Hello(Report),
    /// These are my members.
    Report(Report),
    /// A group of mine now has so many members. Not "one more": to hear it twice does no harm.
    Changed {
        /// The number of this change.
        version: u64,
        /// The group.
        group: String,
        /// Its members on that node.
        count: usize,
    },
    /// I still run, and have made so many changes.
    Alive {
        /// The number of the last change.
        version: u64,
    },
    /// I end.
    Leaving,
}

/// What has to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    /// Tell it of our members.
    Report,
    /// Ask for its members.
    Ask,
}

#[derive(Clone, Debug)]
struct Peer {
    report: Report,
    heard: Instant,
}

/// The other nodes and how many members they have.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    nodes: BTreeMap<NodeId, Peer>,
}

impl Peers {
    /// The other nodes.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.nodes.keys().copied()
    }

    /// The nodes with members of this group, and how many each has.
    pub fn members(&self, group: &str) -> impl Iterator<Item = (NodeId, usize)> {
        self.nodes.iter().filter_map(move |(node, peer)| {
            let count = peer.report.groups.get(group)?;
            Some((*node, *count))
        })
    }

    /// How many members this group has on other nodes.
    pub fn count(&self, group: &str) -> usize {
        // What others say of themselves may be anything.
        let counts = self.members(group).map(|(_, count)| count);
        counts.fold(0, usize::saturating_add)
    }

    pub(super) fn hear(&mut self, from: NodeId, news: News, now: Instant) -> Answer {
        let known = self.nodes.get_mut(&from);
        match (news, known) {
            (News::Leaving, _) => {
                self.nodes.remove(&from);
                Answer::Nothing
            }
            (News::Hello(report), _) => {
                self.learn(from, report, now);
                Answer::Report
            }
            (News::Report(report), known) => {
                // An answer may be overtaken by a change: what is older than known is dropped.
                if known.is_none_or(|peer| peer.report.version <= report.version) {
                    self.learn(from, report, now);
                }
                Answer::Nothing
            }
            // Nothing is known yet, or something was missed.
            (News::Changed { .. } | News::Alive { .. }, None) => Answer::Ask,
            (News::Alive { version }, Some(peer)) => {
                peer.heard = now;
                if version > peer.report.version {
                    Answer::Ask
                } else {
                    Answer::Nothing
                }
            }
            (
                News::Changed {
                    version,
                    group,
                    count,
                },
                Some(peer),
            ) => {
                peer.heard = now;
                let next = peer.report.version.saturating_add(1);
                if version > next {
                    return Answer::Ask;
                }
                if version == next {
                    peer.report.version = version;
                    if count == 0 {
                        peer.report.groups.remove(&group);
                    } else {
                        peer.report.groups.insert(group, count);
                    }
                }
                Answer::Nothing
            }
        }
    }

    fn learn(&mut self, from: NodeId, report: Report, now: Instant) {
        let heard = now;
        self.nodes.insert(from, Peer { report, heard });
    }

    /// Drops the nodes that have been silent for so long, with all their members.
    pub(super) fn sweep(&mut self, now: Instant, silence: Duration) -> Vec<NodeId> {
        let silent = |peer: &Peer| now.saturating_duration_since(peer.heard) >= silence;
        let lost = self.nodes.iter().filter(|(_, peer)| silent(peer));
        let lost: Vec<_> = lost.map(|(node, _)| *node).collect();
        for node in &lost {
            self.nodes.remove(node);
        }
        lost
    }
}
