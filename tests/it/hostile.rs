//! Advisors made to keep the program busy: the work is bounded, so these tests end.
//!
//! Nothing here measures time. Where a bound were lost, an interview would try 2^60 combinations and
//! more, and its test would not end at all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use otp_advisor::inside::advice::{Advice, NoNearest, why};
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::render::markdown;
use otp_advisor::inside::session::Session;

fn load(section: String) -> Advisor {
    let manifest =
        "advisor: a\nversion: '1'\ntitle: T\ndescription: D\nlanguage: en\nsections: [s]\n";
    let files = BTreeMap::from([
        ("advisor.yaml".to_owned(), manifest.to_owned()),
        ("s.yaml".to_owned(), section),
    ]);
    check::load(&Memory(files), &|_| None, None).unwrap_or_else(|faults| panic!("{faults}"))
}

const OUTCOMES: &str = "outcomes:\n  - {id: a, title: A}\n  - {id: b, title: B}\n";

fn question(text: &mut String, nth: usize, when: Option<String>, next: [&str; 2]) {
    let [yes, no] = next;
    writeln!(text, "  - id: q{nth}\n    ask: Q{nth}?\n    kind: yes_no").unwrap();
    writeln!(text, "    default: yes").unwrap();
    if let Some(when) = when {
        writeln!(text, "    when: {when}").unwrap();
    }
    writeln!(text, "    options:").unwrap();
    writeln!(text, "      - {{id: yes, label: Y{yes}}}").unwrap();
    writeln!(text, "      - {{id: no, label: N{no}}}").unwrap();
}

fn table(hit: &str, questions: &str, count: usize, rows: &[String]) -> String {
    let inputs: Vec<String> = (0..count).map(|nth| format!("q{nth}")).collect();
    let inputs = inputs.join(", ");
    let mut text =
        format!("section: s\nkind: table\ntitle: S\nhit: {hit}\ninputs: [{inputs}]\nrows:\n");
    for (nth, row) in rows.iter().enumerate() {
        writeln!(text, "  - {{id: r{nth}, {row}}}").unwrap();
    }
    format!("{text}questions:\n{questions}{OUTCOMES}")
}

/// Everything that is asked of an advisor: nothing said, some unknown, the rest by default.
fn goes_through(advisor: &Advisor) {
    let mut session = Session::new(advisor);
    assert_eq!(
        session
            .section(advisor.section_ixs().next().unwrap())
            .possible()
            .len(),
        2
    );
    session.finish_with_defaults().unwrap();
    let advice = Advice::of(&session);
    assert!(advice.complete);
    assert_eq!(advice.decisions.len(), 1);
    let section = advisor.section_ixs().next().unwrap();
    for outcome in &advisor.section(section).outcomes {
        let why = why(&session, *outcome);
        assert!(why.nearest != Err(NoNearest::Impossible), "{why:?}");
    }
    let record = markdown::record(&advice, &session, markdown::Context::default());
    assert!(record.contains("## "));
}

#[test]
fn conditions_on_conditions_do_not_multiply() {
    let mut questions = String::new();
    for nth in 0..50 {
        let when = (nth > 1).then(|| {
            let (one, two) = (nth - 1, nth - 2);
            format!("{{any: [{{all: [{{q{one}: yes}}, {{q{two}: no}}]}}, {{q{one}: yes}}]}}")
        });
        question(&mut questions, nth, when, ["", ""]);
    }
    let rows = ["when: {q49: yes}, outcome: a", "when: always, outcome: b"].map(str::to_owned);
    goes_through(&load(table("first", &questions, 50, &rows)));
}

#[test]
fn rows_that_need_every_input_do_not_multiply() {
    let mut questions = String::new();
    for nth in 0..50 {
        question(&mut questions, nth, None, ["", ""]);
    }
    // Overlapping triples that nothing short of all values decides.
    let mut rows: Vec<String> = (0..300)
        .map(|nth: usize| {
            let test = |step: usize| {
                let place = (nth * step + nth / 7) % 50;
                format!(
                    "{{q{place}: {}}}",
                    if (nth / step).is_multiple_of(2) {
                        "yes"
                    } else {
                        "no"
                    }
                )
            };
            let tests = [test(3), test(5), test(11), test(17)].join(", ");
            format!(
                "when: {{all: [{tests}]}}, outcome: {}",
                if nth.is_multiple_of(3) { "a" } else { "b" }
            )
        })
        .collect();
    rows.push("when: always, outcome: a".to_owned());
    for hit in ["first", "collect"] {
        let advisor = load(table(hit, &questions, 50, &rows));
        let mut session = Session::new(&advisor);
        session.finish_with_defaults().unwrap();
        assert!(Advice::of(&session).decisions.len() == 1);
    }
}

#[test]
fn a_tree_that_looks_back_everywhere_does_not_multiply() {
    let mut text = "section: s\nkind: tree\ntitle: S\nstart: q0\nquestions:\n".to_owned();
    for nth in 0..45_usize {
        let on = match nth {
            44 => "{outcome: a}".to_owned(),
            _ => format!("{{goto: q{}}}", nth + 1),
        };
        let back = nth.saturating_sub(1);
        let far = nth / 2;
        let yes = match nth {
            0 | 42..=44 => format!(", next: [{on}]"),
            _ => format!(
                ", next: [{{when: {{any: [{{q{back}: yes}}, {{q{far}: no}}]}}, goto: q{}}}, {on}]",
                nth + 2
            ),
        };
        let no = match nth {
            0 => format!(", next: [{on}]"),
            _ => format!(
                ", next: [{{when: {{all: [{{q{back}: no}}, {{q{far}: no}}]}}, outcome: b}}, {on}]"
            ),
        };
        question(&mut text, nth, None, [&yes, &no]);
    }
    goes_through(&load(format!("{text}{OUTCOMES}")));
}
