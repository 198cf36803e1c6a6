//! Reports in English.

use crate::words::table::{Check, Graph, Reports, Review};

pub(super) const REPORTS: Reports = Reports {
    check: Check {
        summary: |counts, languages| {
            format!(
                "{}, {}, {}, {}, {} of {} scenarios as expected, languages {languages}",
                many(counts.sections, "section"),
                many(counts.questions, "question"),
                many(counts.outcomes, "outcome"),
                many(counts.rules, "rule"),
                counts.as_expected,
                counts.scenarios,
            )
        },
        scenario: |id, what| format!("scenario {id}: {what}"),
        no_default: |question| format!("`{question}` has no answer and no default"),
        undecided: "undecided",
        other_outcome: |section, is, expected| format!("{section} is {is}, not {expected}"),
        never_asked: |question| format!("`{question}` is never asked"),
        flag_missing: |flag| format!("the red flag {flag} is not raised"),
        flag_raised: |flag| format!("the red flag {flag} is raised"),
        caution_missing: |caution| format!("the caution {caution} is not shown"),
        not_rendered: |scenarios| {
            let scenarios = many(scenarios, "scenario");
            format!(
                "its templates were not rendered, for those before took all the work of one run ({scenarios} left out)"
            )
        },
    },
    review: Review {
        as_recorded: "as recorded",
        changed: |section, was, now| format!("{section} was {was} and is now {now}"),
        gone: |section, was| format!("{section} was {was} and does not come up any more"),
        new: |section, now| format!("{section} is now {now} and was not recorded"),
        nothing_recorded: "it records no decisions to compare with; `--format yaml` writes them",
        other_version: |was, now| {
            format!("note: it was made with version {was} of the advisor, and this is {now}")
        },
        other_fingerprint: "note: the advisor has changed since it was made, within its version",
        note: |text| format!("note: {text}"),
        flag: |id, text| format!("red flag {id}: {text}"),
    },
    graph: Graph {
        otherwise: "else",
        case: |number| format!("case {number}"),
    },
    written: |files, place| format!("{} in {place}", many(files, "file")),
    try_now: |command| format!("try: {command}"),
};

fn many(count: usize, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}
