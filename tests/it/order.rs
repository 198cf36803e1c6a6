//! Advisors whose conditions look at what is not known yet: refused, each with its place.

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::words::Language;

const MANIFEST: &str = "\
advisor: one
version: '1'
title: T
description: D
language: en
sections: [first, second]
";

const QUESTIONS: &str = "\
section: first
kind: questions
title: F
questions:
  - {id: a, kind: yes_no, ask: A?, default: no}
  - {id: early, kind: number, ask: E?, min: 0, max: 9, default: 1, bands: [{id: e, label: E}]}
";

/// The faults of an advisor with these sections, one line each.
fn faults(first: &str, second: &str) -> Vec<String> {
    let files = [
        ("advisor.yaml", MANIFEST),
        ("first.yaml", first),
        ("second.yaml", second),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    match check::load(&Memory(files.into()), &|_| None, None) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .iter()
            .map(|fault| {
                let place = fault.place.as_ref().unwrap();
                let at = &place.source.text[place.span.clone()];
                let (line, _) = place.line_column();
                let file = &place.source.name;
                let said = fault.said(Language::En);
                let help = said.help.join("; ");
                format!("{file}:{line}: {at}: {}: {help}", said.message)
            })
            .collect(),
    }
}

#[track_caller]
fn refused(first: &str, second: &str, expected: &[&str]) {
    assert_eq!(faults(first, second), expected);
}

fn tree(when_q: &str, way: &str, more: &str) -> String {
    format!(
        "section: second
kind: tree
title: S
start: q
details: [d]
questions:
  - {{id: q, kind: yes_no, ask: Q?, default: no, goto: n{when_q}}}
  - {{id: n, kind: number, ask: N?, min: 0, max: 9, default: 1, bands: [{{id: all, label: A}}], {way}}}
  - {{id: d, kind: number, ask: D?, min: 0, max: 9, default: 1, bands: [{{id: all_d, label: A}}]}}
outcomes:
  - {{id: x, title: X}}
  - {{id: y, title: Y}}
{more}"
    )
}

#[test]
fn a_tree_may_look_at_its_own_questions_but_not_at_its_details() {
    let by = |subject: &str| format!("next: [{{when: {{{subject}}}, outcome: x}}, {{outcome: y}}]");
    refused(QUESTIONS, &tree("", &by("q: yes"), ""), &[]);
    refused(
        QUESTIONS,
        &tree(", when: {n: {lt: 3}}", &by("n: {lt: 3}"), ""),
        &[],
    );
    refused(
        QUESTIONS,
        &tree("", &by("d: {lt: 3}"), ""),
        &["second.yaml:8: d: `d` cannot be looked at here: it is asked later"],
    );
    refused(
        QUESTIONS,
        &tree("", "goto: d", ""),
        &[
            "second.yaml:8: d: `d` is a detail, so no way leads to it: details are asked once the outcome is decided",
        ],
    );
}

#[test]
fn a_quantity_is_known_when_all_it_is_computed_from_is() {
    let by = |subject: &str| format!("next: [{{when: {{{subject}}}, outcome: x}}, {{outcome: y}}]");
    let of = |value: &str, when: &str| {
        format!("quantities:\n  - {{id: sum, title: S, value: {value}{when}}}\n")
    };
    refused(
        QUESTIONS,
        &tree("", &by("sum: {lt: 3}"), &of("n + early", "")),
        &[],
    );
    refused(
        QUESTIONS,
        &tree("", &by("sum: {lt: 3}"), &of("n + d", "")),
        &[
            "second.yaml:8: sum: `sum` cannot be looked at here: it is computed from `d`, asked later",
        ],
    );
    refused(
        QUESTIONS,
        &tree("", &by("sum: {lt: 3}"), &of("n", ", when: {second: x}")),
        &[
            "second.yaml:8: sum: `sum` cannot be looked at here: it depends on an outcome that is decided later",
        ],
    );
    refused(
        QUESTIONS,
        &tree("", "outcome: x", &of("n", ", when: {sum: {lt: 3}}")),
        &[
            "second.yaml:14: sum: `sum` cannot be looked at here: a quantity may look at the quantities before it",
        ],
    );
    let own = QUESTIONS.replace("ask: E?", "ask: E?, when: {sum: {lt: 3}}")
        + "quantities:\n  - {id: sum, title: S, value: early}\n";
    refused(
        &own,
        &tree("", "outcome: x", ""),
        &["first.yaml:6: sum: `sum` cannot be looked at here: it is computed from `early` itself"],
    );
}

#[test]
fn questions_inputs_and_details_look_at_those_before_them() {
    let ahead = QUESTIONS.replace("ask: A?", "ask: A?, when: {early: {lt: 3}}");
    refused(
        &ahead,
        &tree("", "outcome: x", ""),
        &["first.yaml:5: early: `early` cannot be looked at here: it is asked later"],
    );
    let table = "section: second
kind: table
title: S
hit: first
inputs: [p, q, p]
details: [d, q]
questions:
  - {id: p, kind: yes_no, ask: P?, default: no, when: {q: yes}}
  - {id: q, kind: yes_no, ask: Q?, default: no, when: {p: yes}}
  - {id: d, kind: yes_no, ask: D?, default: no, when: {p: yes, second: x, never: yes}}
  - {id: never, kind: yes_no, ask: N?, default: no}
rows:
  - {id: r, when: always, outcome: x}
outcomes:
  - {id: x, title: X}
";
    refused(
        QUESTIONS,
        &table
            .replace("inputs: [p, q, p]", "inputs: [p, q]")
            .replace("[d, q]", "[d]"),
        &[
            "second.yaml:8: q: `q` cannot be looked at here: it is asked later",
            "second.yaml:10: never: `never` cannot be looked at here: `never` is never asked",
        ],
    );
    let twice = faults(QUESTIONS, table);
    assert_eq!(
        twice[..2],
        [
            "second.yaml:5: p: `p` is listed twice: a question is an input or a detail, and comes up once",
            "second.yaml:6: q: `q` is listed twice: a question is an input or a detail, and comes up once",
        ]
    );
}

#[test]
fn a_section_has_an_end() {
    use std::fmt::Write as _;
    let mut many = QUESTIONS.to_owned();
    for place in 0..300 {
        let _ = writeln!(many, "  - {{id: q{place}, kind: yes_no, ask: Q?}}");
    }
    refused(
        &many,
        &tree("", "outcome: x", ""),
        &["first.yaml:1: first: 302 questions in one section; at most 256 are taken: "],
    );
}
