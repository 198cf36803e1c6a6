//! The decision record and the explanation of an outcome in English.

use crate::words::table::{Questions, Record, Why};

pub(super) const RECORD: Record = Record {
    title_unfinished: |title| format!("{title} (not decided yet)"),
    context: "Context and Problem Statement",
    drivers: "Decision Drivers",
    no_drivers: "No question was answered; everything stands at its default.",
    options: "Considered Options",
    chosen: "chosen",
    rejected: |ask, answer| format!("rejected, since “{ask}” was answered “{answer}”"),
    rejected_elsewhere: "rejected by what was decided in other sections",
    open: "still possible",
    outcome: "Decision Outcome",
    consequences: "Consequences",
    no_consequences: "None beyond what is said above.",
    confirmation: "Confirmation",
    confirm_with: |command| {
        format!("The emitted project shows the decision at work: run {command} in it.")
    },
    confirm_review: |sheet| {
        format!("In CI, {sheet} judges these answers again and fails when the advice has changed.")
    },
    revisit: "Revisit When",
    revisit_point: |ask, answer, outcome| {
        format!("“{ask}” is answered “{answer}”: then {outcome}.")
    },
    revisit_open: |ask, answer, outcomes| {
        format!("“{ask}” is answered “{answer}”: then one of {outcomes}.")
    },
    more_information: "More Information",
    code: "As Code",
    advisor: |id, version, fingerprint| {
        format!("Advisor {id}, version {version}, fingerprint {fingerprint}.")
    },
    sheet: |path| format!("The answers are in {path}."),
    by_default: "by default",
};

pub(super) const WHY: Why = Why {
    holds: |outcome| format!("{outcome} is the advice."),
    open: |outcome| format!("{outcome} is still possible."),
    details_open: |outcome| {
        format!("{outcome} is the advice; questions about its details are open.")
    },
    not: |outcome| format!("{outcome} is not the advice."),
    absent: |section| format!("The section “{section}” does not come up with these answers."),
    comes_up: "It comes up, or may, with",
    instead: |outcome| format!("The advice is: {outcome}."),
    instead_open: |outcomes| format!("What remains: {outcomes}."),
    excluded_by: "Excluded by",
    elsewhere: "What was decided in other sections excludes it.",
    nearest: "Nearest answers that give it",
    nearest_open: "Answers that give it",
    none_near: "No answers give it.",
    none_found: "No answers were found that give it; there are too many to try them all.",
    not_answered: "not answered yet",
};

pub(super) const QUESTIONS: Questions = Questions {
    when: |condition| format!("if {condition}"),
    always: "always",
    and: "and",
    not: "not",
    answered: |question| format!("{question} is answered"),
};
