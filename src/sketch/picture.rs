//! The picture that an advisor draws of a finished design: what stands under what, and what is said of it.

use smallvec::{SmallVec, smallvec};

use crate::advice::fill;
use crate::data::Str;
use crate::model::PictureFact;
use crate::session::Session;

/// A picture of a design.
#[derive(Clone, Debug)]
pub struct Pictured {
    pub title: Str,
    /// From the top down, what stands under something right after it.
    pub nodes: Vec<Hung>,
}

/// A node of it.
#[derive(Clone, Debug)]
pub struct Hung {
    /// As the advisor calls it.
    pub id: Str,
    /// What it is, and what is known of it, for programs.
    pub kind: Option<Str>,
    pub facts: Vec<(PictureFact, Str)>,
    pub label: Str,
    pub notes: Vec<Str>,
    /// By depth, whether more follows under the same one; the last tells of the node itself. Empty at
    /// the top.
    pub more: SmallVec<[bool; 16]>,
}

/// The picture of a session; `None` while something is open, or where nothing is to be drawn.
pub fn pictured(session: &Session<'_>) -> Option<Pictured> {
    let picture = session.advisor().picture.as_ref()?;
    if !session.is_complete() {
        return None;
    }
    let facts = session.facts();
    let nodes = &picture.nodes;
    let there = nodes.iter().map(|node| node.when.holds(&facts));
    let there: SmallVec<[bool; 32]> = there.collect();
    let mut children: SmallVec<[SmallVec<[usize; 4]>; 32]> =
        smallvec![SmallVec::new(); nodes.len()];
    let mut tops = Vec::new();
    for (place, node) in nodes.iter().enumerate() {
        let under = node.under.iter().find(|under| there[**under]);
        match under {
            _ if !there[place] => {}
            Some(under) => children[*under].push(place),
            None if node.under.is_empty() => tops.push(place),
            // What it would stand under is not there, so neither is it.
            None => {}
        }
    }
    let mut drawn = Vec::new();
    // What is to be drawn, with how it hangs; the next one last.
    let tops = tops.into_iter().rev();
    let mut ahead: Vec<_> = tops.map(|top| (top, SmallVec::new())).collect();
    while let Some((place, more)) = ahead.pop() {
        let node = &nodes[place];
        let own = &children[place];
        for (nth, child) in own.iter().enumerate().rev() {
            let mut hangs = more.clone();
            hangs.push(nth + 1 < own.len());
            ahead.push((*child, hangs));
        }
        let mut kinds = node.kind.iter().filter(|one| one.when.holds(&facts));
        let mut hung = Hung {
            kind: kinds.next().map(|one| one.is.clone()),
            facts: Vec::new(),
            id: node.id.clone(),
            label: fill(session, &node.label),
            notes: Vec::new(),
            more,
        };
        for note in node.notes.iter().filter(|note| note.when.holds(&facts)) {
            let text = fill(session, &note.text);
            hung.facts
                .extend(note.fact.map(|fact| (fact, text.clone())));
            hung.notes.push(text);
        }
        drawn.push(hung);
    }
    let title = picture.title.clone();
    (!drawn.is_empty()).then_some(Pictured {
        title,
        nodes: drawn,
    })
}

impl Hung {
    /// How deep it stands.
    pub fn depth(&self) -> usize {
        self.more.len()
    }

    /// All of it in words.
    pub fn told(&self) -> String {
        if self.notes.is_empty() {
            self.label.to_string()
        } else {
            format!("{}: {}", self.label, self.notes.join(", "))
        }
    }

    /// The lines that lead to it.
    pub fn lead(&self) -> String {
        let Some((own, above)) = self.more.split_last() else {
            return String::new();
        };
        let rails = above.iter().map(|more| if *more { "│ " } else { "  " });
        let own = if *own { "├ " } else { "└ " };
        rails.chain([own]).collect()
    }

    /// The lines of a row below its own.
    pub fn rail(&self) -> String {
        let rails = self.more.iter().map(|more| if *more { "│ " } else { "  " });
        rails.collect()
    }
}
