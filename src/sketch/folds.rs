//! What of a tree is left out where there is too little room, and how that is said.

use super::label::{cut, width};
use super::plan::Fate;
use super::tree::{Node, Tree};

/// What is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folds {
    Nothing,
    /// What stands below something closed.
    Closed,
    /// What stands beside the way that the drawing goes on with.
    Aside,
}

impl Folds {
    pub(super) fn is_folded(self, tree: &Tree, place: usize) -> bool {
        let node = &tree.nodes[place];
        let (closed, aside) = match self {
            Self::Nothing => (false, false),
            Self::Closed => (true, false),
            Self::Aside => (true, true),
        };
        // Where the user is stays in sight.
        !node.children.is_empty()
            && !holds_here(tree, place)
            && ((closed && node.before == Fate::Closed) || (aside && !on_spine(tree, place)))
    }

    /// A node's name in so many columns, and how many nodes are folded into it.
    pub(super) fn name(self, tree: &Tree, place: usize, room: usize) -> (String, usize) {
        let node = &tree.nodes[place];
        if self.is_folded(tree, place) {
            (Self::folded_name(node, room), node.below)
        } else {
            (cut(&node.name, room), 0)
        }
    }

    pub(super) fn folded_name(node: &Node, room: usize) -> String {
        let count = format!(" +{}", node.below);
        let name = cut(&node.name, room.saturating_sub(width(&count)));
        cut(&format!("{name}{count}"), room)
    }
}

fn holds_here(tree: &Tree, place: usize) -> bool {
    let node = &tree.nodes[place];
    // A node is followed by all below it.
    tree.nodes[place..=place + node.below]
        .iter()
        .any(|node| node.here)
}

/// Whether the drawing goes on with it, all the way from the root.
fn on_spine(tree: &Tree, place: usize) -> bool {
    let mut at = 0;
    while at != place {
        match tree.nodes[at].heavy {
            Some(heavy) => at = heavy,
            None => return false,
        }
    }
    true
}
