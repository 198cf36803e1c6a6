//! English.
//!
//! Plain and short: headings of one or two words, sentences that can be read aloud.

use super::{Record, Sheet, Why, Words};

/// English.
pub const EN: Words = Words {
    yes: "yes",
    no: "no",
    unknown: "not known",

    stop: "STOP",
    warn: "WARNING",
    instead: "Instead:",
    dissent: "Others say:",
    source: "Source:",

    in_rust: "In Rust",
    because: "Because",
    details: "Details",
    figures: "Numbers",
    cautions: "Take care",
    tipping_points: "Would change if",
    in_short: "In short",
    by_default: "Left at their defaults",
    by_default_hint: "Their answers stand above; change any with --set QUESTION=ANSWER.",
    opens: |outcomes| format!("open again: {outcomes}"),
    undecided: |decided, open| {
        let sections = if decided == 1 { "section" } else { "sections" };
        format!("Not finished: {decided} {sections} decided, {open} open.")
    },
    so_far: "Answers so far:",
    still_possible: "Still possible",
    may_not_apply: "or not needed at all",
    next_question: "Next question",
    example: "Example:",
    answer_with: |question| format!("Answer with --set {question}=ANSWER."),
    default: "default",
    number: |whole, min, max, unit| {
        let kind = if whole { "A whole number" } else { "A number" };
        let space = if unit.is_empty() { "" } else { " " };
        format!("{kind} from {min} to {max}{space}{unit}.")
    },
    text: |expected| format!("A text: {expected}."),

    sheet: Sheet {
        header: |title, id, version| format!("Answers to: {title} ({id} {version})"),
        how_to_read: "Use them again: otp-advisor --answers FILE",
        unfinished: "Not finished: some questions have no answer yet.",
        default: "default",
    },
    record: Record {
        title_unfinished: "Which abstraction to use (not decided yet)",
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
            format!(
                "In CI, {sheet} judges these answers again and fails when the advice has changed."
            )
        },
        revisit: "Revisit When",
        revisit_point: |ask, answer, outcome| {
            format!("“{ask}” is answered “{answer}”: then {outcome}.")
        },
        revisit_open: |ask, answer, outcomes| {
            format!("“{ask}” is answered “{answer}”: then one of {outcomes}.")
        },
        more_information: "More Information",
        advisor: |id, version, fingerprint| {
            format!("Advisor {id}, version {version}, fingerprint {fingerprint}.")
        },
        sheet: |path| format!("The answers are in {path}."),
        by_default: "by default",
    },
    why: Why {
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
        none_near: "No answers of this section alone give it.",
        none_found: "No answers of this section alone were found that give it; it is too large to try them all.",
        now: |answer| format!("now {answer}"),
        not_answered: "not answered yet",
    },
};
