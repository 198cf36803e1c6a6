//! Fitting a tree into an area: from left to right if there is room, else as an outline, else with
//! what is closed folded, and in the end a window around the question in front.

use super::across::across;
use super::folds::Folds;
use super::label::cut;
use super::outline::outline;
use super::plan::{Fate, Part, Plan, Run};
use super::tree::Tree;

/// How a tree is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Across,
    Outline,
}

const TRIALS: [(Form, Folds); 5] = [
    (Form::Across, Folds::Nothing),
    (Form::Outline, Folds::Nothing),
    (Form::Across, Folds::Closed),
    (Form::Outline, Folds::Closed),
    (Form::Outline, Folds::Aside),
];

/// As much as fits into so many columns and rows.
pub fn fitted(tree: &Tree, columns: usize, rows: usize) -> Plan {
    for (form, folds) in TRIALS {
        let plan = drawn(tree, form, folds, columns);
        if plan.width <= columns && plan.height <= rows {
            return plan;
        }
    }
    let least = drawn(tree, Form::Outline, Folds::Aside, columns);
    window(least, (columns, rows))
}

/// All of it, in as many rows as it takes.
pub fn whole(tree: &Tree, columns: usize) -> Plan {
    let plan = drawn(tree, Form::Across, Folds::Nothing, columns);
    if plan.width <= columns {
        return plan;
    }
    drawn(tree, Form::Outline, Folds::Nothing, columns)
}

fn drawn(tree: &Tree, form: Form, folds: Folds, columns: usize) -> Plan {
    match form {
        Form::Across => across(tree, folds),
        Form::Outline => outline(tree, folds, columns),
    }
}

/// The rows around the one that matters; what lies above and below is counted.
pub(super) fn window(plan: Plan, (columns, height): (usize, usize)) -> Plan {
    if plan.height <= height {
        return plan;
    }
    if height < 3 {
        let folded = plan.folded + nodes(&plan.runs);
        return Plan {
            folded,
            ..Plan::default()
        };
    }
    let above = plan
        .here
        .saturating_sub(height / 2)
        .min(plan.height - height);
    let from = if above > 0 { above + 1 } else { 0 };
    let to = if above + height < plan.height {
        above + height - 1
    } else {
        plan.height
    };
    let (within, lost): (Vec<Run>, Vec<Run>) = plan
        .runs
        .into_iter()
        .partition(|run| (from..to).contains(&run.y));
    let (over, under): (Vec<Run>, Vec<Run>) = lost.into_iter().partition(|run| run.y < from);
    let mut kept = Plan {
        width: plan.width,
        height,
        runs: within,
        folded: plan.folded + nodes(&over) + nodes(&under),
        here: plan.here - above,
    };
    for run in &mut kept.runs {
        run.y -= above;
    }
    for (lost, sign, y) in [(&over, "▲", 0), (&under, "▼", height - 1)] {
        if !lost.is_empty() {
            let text = cut(&format!("{sign} {}", nodes(lost)), columns);
            kept.runs.push(Run {
                x: 0,
                y,
                text,
                part: Part::Folded,
                fate: Fate::Open,
                fresh: false,
                here: false,
                node: 0,
            });
        }
    }
    kept
}

/// How many nodes some runs show.
fn nodes(runs: &[Run]) -> usize {
    runs.iter().filter(|run| run.part == Part::Mark).count()
}
