//! What stands under what in a finished design, as the advisor's picture has it, for programs.

use schemars::JsonSchema;
use serde::Serialize;

use crate::data::Str;
use crate::model::PictureFact;
use crate::session::Session;
use crate::sketch::{Hung, pictured};

/// The finished design: what stands under what.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Structure")]
pub(super) struct StructureObject {
    #[schemars(with = "String")]
    title: Str,
    /// What stands at the top.
    nodes: Vec<NodeObject>,
}

/// A part of the design.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "StructureNode")]
struct NodeObject {
    /// By which the advisor knows it, the same in every language.
    #[schemars(with = "String")]
    id: Str,
    #[schemars(with = "String")]
    name: Str,
    /// What it is, in a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    kind: Option<Str>,
    /// How those below it are started again when one of them fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    strategy: Option<Str>,
    /// When it is started again itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    restart: Option<Str>,
    /// All that is said of it.
    #[schemars(with = "Vec<String>")]
    notes: Vec<Str>,
    /// In the order in which they are drawn.
    children: Vec<NodeObject>,
}

/// The structure of a session's design, once nothing is open.
pub(super) fn structure(session: &Session<'_>) -> Option<StructureObject> {
    let picture = pictured(session)?;
    let mut nodes = picture.nodes.into_iter().peekable();
    let mut tops = Vec::new();
    while let Some(node) = nodes.next() {
        tops.push(with_children(node, &mut nodes));
    }
    Some(StructureObject {
        title: picture.title,
        nodes: tops,
    })
}

/// A node with what follows it as long as that stands deeper.
fn with_children(
    node: Hung,
    rest: &mut std::iter::Peekable<impl Iterator<Item = Hung>>,
) -> NodeObject {
    let depth = node.depth();
    let mut children = Vec::new();
    while let Some(child) = rest.next_if(|next| next.depth() > depth) {
        children.push(with_children(child, rest));
    }
    let fact = |wanted| {
        let mut facts = node.facts.iter();
        facts
            .find(|(fact, _)| *fact == wanted)
            .map(|(_, said)| said.clone())
    };
    NodeObject {
        strategy: fact(PictureFact::Strategy),
        restart: fact(PictureFact::Restart),
        id: node.id,
        name: node.label,
        kind: node.kind,
        notes: node.notes,
        children,
    }
}
