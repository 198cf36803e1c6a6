//! As an outline in which only the light ways indent: the drawing goes on with the child that has the
//! most below it in the column of its parent, so that depth costs no columns.
//!
//! ```text
//! ● remembers?
//! ┠ no ┄✗ Plain function
//! ● yes: more than get?
//! ┗ no ━● Agent
//! ```

use super::across::{part, run};
use super::folds::Folds;
use super::label::{cut, width};
use super::plan::{Fate, Part, Plan, Run};
use super::tree::Tree;

/// Columns by which the light ways indent.
const STEP: usize = 2;
/// The least that is left for a name; what would have less is folded.
const LEAST: usize = 10;

/// Draws all of the tree but what is folded, in so many columns.
pub(super) fn outline(tree: &Tree, folds: Folds, columns: usize) -> Plan {
    let mut drawing = Drawing {
        tree,
        folds,
        columns,
        plan: Plan::default(),
    };
    if !tree.nodes.is_empty() {
        drawing.spine(0, 0);
    }
    let runs = &drawing.plan.runs;
    drawing.plan.width = runs
        .iter()
        .map(|run| run.x + width(&run.text))
        .max()
        .unwrap_or(0);
    drawing.plan
}

struct Drawing<'t> {
    tree: &'t Tree,
    folds: Folds,
    columns: usize,
    plan: Plan,
}

impl Drawing<'_> {
    /// A node that stands in the column of its parent, and all below it.
    fn spine(&mut self, place: usize, x: usize) {
        let node = &self.tree.nodes[place];
        let y = self.row(place);
        self.run(x, y, node.mark(), Part::Mark, place);
        let mut at = x + 2;
        if !node.answer.is_empty() {
            let answer = cut(
                &format!("{}:", node.answer),
                self.room(at).saturating_sub(LEAST),
            );
            if !answer.is_empty() {
                self.run(at, y, &answer, Part::Answer, place);
                at += width(&answer) + 1;
            }
        }
        self.name(place, at, y, false);
        self.below(place, x);
    }

    /// What is below a node, which stands in column `x`.
    fn below(&mut self, place: usize, x: usize) {
        let tree = self.tree;
        let node = &tree.nodes[place];
        if self.folds.is_folded(tree, place) {
            return;
        }
        // An outcome goes into its own row even where it is all there is to go on with.
        let on = node
            .heavy
            .filter(|heavy| !tree.nodes[*heavy].children.is_empty());
        let mut light = node
            .children
            .iter()
            .copied()
            .filter(|child| Some(*child) != on)
            .peekable();
        let spine = on.map_or(Fate::Open, |on| tree.nodes[on].way);
        while let Some(child) = light.next() {
            let last = light.peek().is_none() && on.is_none();
            let from = self.plan.height;
            self.light(child, x, last, spine);
            if !last {
                for y in from + 1..self.plan.height {
                    let sign = if spine == Fate::Taken { "┃" } else { "│" };
                    self.sign(x, y, sign, spine, place);
                }
            }
        }
        if let Some(on) = on {
            self.spine(on, x);
        }
    }

    /// A child that the drawing does not go on with, and all below it.
    fn light(&mut self, place: usize, x: usize, last: bool, spine: Fate) {
        let node = &self.tree.nodes[place];
        let y = self.row(place);
        let sign = match (spine, node.way, last) {
            (_, Fate::Taken, true) => "┗",
            (Fate::Taken, _, false) => "┠",
            (_, Fate::Taken, false) => "┝",
            (_, _, true) => "└",
            (..) => "├",
        };
        self.sign(x, y, sign, node.way, place);
        let mut at = x + 1;
        if !node.answer.is_empty() {
            let answer = cut(&node.answer, self.room(at + 3).saturating_sub(LEAST));
            if !answer.is_empty() {
                self.run(at + 1, y, &answer, Part::Answer, place);
                at += width(&answer) + 2;
            }
        }
        self.run(at, y, node.way.line(), Part::Line, place);
        self.run(at + 1, y, node.mark(), Part::Mark, place);
        let narrow = self.room(x + STEP) < LEAST + STEP + 4;
        self.name(place, at + 3, y, narrow);
        if !narrow {
            self.below(place, x + STEP);
        }
    }

    /// The name, with how many stand below it where those are folded.
    fn name(&mut self, place: usize, x: usize, y: usize, narrow: bool) {
        let node = &self.tree.nodes[place];
        let room = self.room(x);
        let (name, folded) = if narrow && node.below > 0 {
            (Folds::folded_name(node, room), node.below)
        } else {
            self.folds.name(self.tree, place, room)
        };
        self.plan.folded += folded;
        self.run(x, y, &name, part(node), place);
    }

    fn room(&self, x: usize) -> usize {
        self.columns.saturating_sub(x)
    }

    /// The next row, for a node.
    fn row(&mut self, place: usize) -> usize {
        let y = self.plan.height;
        self.plan.height += 1;
        if self.tree.nodes[place].here {
            self.plan.here = y;
        }
        y
    }

    fn sign(&mut self, x: usize, y: usize, sign: &str, fate: Fate, node: usize) {
        let text = sign.to_owned();
        self.plan.runs.push(Run {
            x,
            y,
            text,
            part: Part::Line,
            fate,
            fresh: false,
            here: false,
            node,
        });
    }

    fn run(&mut self, x: usize, y: usize, text: &str, part: Part, place: usize) {
        self.plan
            .runs
            .push(run(&self.tree.nodes[place], (x, y), text, part, place));
    }
}
