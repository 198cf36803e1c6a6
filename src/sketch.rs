//! Drawings of decisions as plans: where each word and line goes, and what it stands for.
//!
//! ```text
//! session -> tree (what leads where, and whether it still does) -> across | outline -> Plan
//!         -> grid (the rows of a table)                         -> columns | list   -> Plan
//! ```
//! A plan knows no terminal: whoever paints it looks at what a run is (its [`Part`] and [`Fate`]).
//! Signs tell apart what is taken (`━●`), open (`─○`) and closed (`┄✗`), so that no meaning hangs on
//! colour.

mod across;
mod asked;
mod fit;
mod folds;
mod grid;
mod label;
mod outline;
mod picture;
mod plan;
mod sight;
mod tree;

pub use self::grid::Grid;
pub use self::label::question;
#[cfg(feature = "inside")]
pub use self::label::width;
pub use self::picture::{Hung, Pictured, pictured};
pub use self::plan::{Fate, Part, Plan, Run};
pub use self::tree::{Node, Tree, What};

use self::fit::{fitted, whole};
use self::grid::grid;
use self::tree::tree;

use crate::ids::{QuestionIx, SectionIx};
use crate::model::Logic;
use crate::session::Session;

/// What can be drawn of a section.
#[derive(Clone, Debug)]
pub enum Drawing {
    Tree(Tree),
    Grid(Grid),
}

/// The drawing of a section, as the answers in `shown` leave it. Its shape is that of `open`, where
/// the answer that is highlighted is still left out: it stays while the highlight moves. `None` where
/// a section only asks.
pub fn drawing(
    open: &Session<'_>,
    shown: &Session<'_>,
    section: SectionIx,
    here: Option<QuestionIx>,
) -> Option<Drawing> {
    match &open.advisor().section(section).logic {
        Logic::Tree { start } => Some(Drawing::Tree(tree(open, shown, *start, here))),
        Logic::Table { hit, rows, .. } => Some(Drawing::Grid(grid(
            open,
            shown,
            section,
            (*hit, rows),
            here,
        ))),
        Logic::Questions => None,
    }
}

/// Whether there is a drawing of a section.
pub fn is_drawn(session: &Session<'_>, section: SectionIx) -> bool {
    !matches!(session.advisor().section(section).logic, Logic::Questions)
}

/// The sections of an interview that can be drawn, in their order.
pub fn drawn<'s>(session: &'s Session<'_>) -> impl Iterator<Item = SectionIx> + 's {
    let sections = session.advisor().section_ixs();
    sections.filter(|section| !session.section(*section).is_absent() && is_drawn(session, *section))
}

impl Drawing {
    /// As much of it as fits into so many columns and rows.
    pub fn fitted(&self, width: usize, height: usize) -> Plan {
        match self {
            Self::Tree(tree) => fitted(tree, width, height),
            Self::Grid(grid) => grid.fitted(width, height),
        }
    }

    /// What a run of its plans stands for, where that is one thing and seen as such.
    pub fn stands_for(&self, run: &Run) -> Option<What> {
        match (self, run.part) {
            (Self::Tree(tree), Part::Mark | Part::Question | Part::Outcome) => {
                tree.nodes.get(run.node).map(|node| node.what)
            }
            (Self::Grid(grid), Part::Mark | Part::Outcome) => {
                let line = grid.lines.get(run.node);
                line.map(|line| What::Outcome(line.outcome))
            }
            (Self::Grid(grid), Part::Head) => {
                let question = grid.asks.get(run.node).copied().flatten();
                question.map(What::Question)
            }
            _ => None,
        }
    }

    /// All of it in so many columns, in as many rows as it takes.
    pub fn whole(&self, width: usize) -> Plan {
        match self {
            Self::Tree(tree) => whole(tree, width),
            Self::Grid(grid) => grid.fitted(width, usize::MAX),
        }
    }
}
