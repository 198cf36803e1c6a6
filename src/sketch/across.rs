//! From left to right: every question's answers in a column of their own, and what the drawing goes on
//! with in the question's own row.
//!
//! ```text
//! ● remembers? ┯ yes ━● more than get? ┬ yes ─○ Agent
//!              └ no ┄┄✗ Plain function
//! ```
//! Each node has the rows from its own on to itself, so that nothing can lie over anything else.

use super::folds::Folds;
use super::label::width;
use super::plan::{Fate, Part, Plan, Run};
use super::tree::{Node, Tree, What};

/// Draws all of the tree but what is folded.
pub(super) fn across(tree: &Tree, folds: Folds) -> Plan {
    let mut drawing = Drawing {
        tree,
        folds,
        plan: Plan::default(),
    };
    if !tree.nodes.is_empty() {
        drawing.plan.height = drawing.node(0, 0, 0);
    }
    drawing.plan.width = drawing
        .plan
        .runs
        .iter()
        .map(|run| run.x + width(&run.text))
        .max()
        .unwrap_or(0);
    drawing.plan
}

struct Drawing<'t> {
    tree: &'t Tree,
    folds: Folds,
    plan: Plan,
}

impl Drawing<'_> {
    /// Draws a node with all below it and returns the row after.
    fn node(&mut self, place: usize, x: usize, y: usize) -> usize {
        let tree = self.tree;
        let node = &tree.nodes[place];
        let (name, folded) = self.folds.name(tree, place, usize::MAX);
        let after = x + 2 + width(&name);
        if node.here {
            self.plan.here = y;
        }
        self.run(x, y, node.mark(), Part::Mark, place);
        self.run(x + 2, y, &name, part(node), place);
        self.plan.folded += folded;
        if folded > 0 || node.children.is_empty() {
            return y + 1;
        }
        let column = node
            .children
            .iter()
            .map(|child| width(&tree.nodes[*child].answer));
        let column = column.max().unwrap_or(0);
        let fork = after + 1;
        let mut row = y;
        let mut rows = Vec::new();
        let heavy = node.heavy.into_iter();
        let light = node
            .children
            .iter()
            .copied()
            .filter(|child| Some(*child) != node.heavy);
        for child in heavy.chain(light) {
            rows.push((child, row));
            let (answer, line) = {
                let child = &tree.nodes[child];
                (child.answer.clone(), child.way.line())
            };
            let mut at = fork + 1;
            if column > 0 && !answer.is_empty() {
                self.run(at + 1, row, &answer, Part::Answer, child);
                at += 2 + width(&answer);
            }
            let end = if column > 0 {
                fork + 3 + column
            } else {
                fork + 1
            };
            self.run(at, row, &line.repeat(end + 1 - at), Part::Line, child);
            row = self.node(child, end + 1, row);
        }
        self.fork(place, fork, &rows);
        row
    }

    /// The line that the answers branch off from.
    fn fork(&mut self, place: usize, x: usize, rows: &[(usize, usize)]) {
        let Some((first, rest)) = rows.split_first() else {
            return;
        };
        let taken = self.tree.nodes[first.0].way == Fate::Taken;
        let sign = match (taken, rest.is_empty()) {
            (true, false) => "┯",
            (true, true) => "━",
            (false, false) => "┬",
            (false, true) => "─",
        };
        self.line(x, first.1, sign, place, first.0);
        let mut above = first.1;
        for (nth, (child, row)) in rest.iter().enumerate() {
            for y in above + 1..*row {
                self.line(x, y, "│", place, *child);
            }
            let taken = self.tree.nodes[*child].way == Fate::Taken;
            let sign = match (taken, nth + 1 == rest.len()) {
                (true, true) => "┕",
                (true, false) => "┝",
                (false, true) => "└",
                (false, false) => "├",
            };
            self.line(x, *row, sign, place, *child);
            above = *row;
        }
    }

    fn line(&mut self, x: usize, y: usize, sign: &str, node: usize, to: usize) {
        let fate = self.tree.nodes[to].way;
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

/// What the name of a node is.
pub(super) fn part(node: &Node) -> Part {
    match node.what {
        What::Question(_) | What::Again(_) => Part::Question,
        What::Outcome(_) => Part::Outcome,
    }
}

/// A run that belongs to a node.
pub(super) fn run(
    node: &Node,
    (x, y): (usize, usize),
    text: &str,
    part: Part,
    place: usize,
) -> Run {
    Run {
        x,
        y,
        text: text.to_owned(),
        part,
        fate: match part {
            Part::Line | Part::Answer => node.way,
            _ => node.fate,
        },
        fresh: node.is_fresh(),
        here: node.here,
        node: place,
    }
}
