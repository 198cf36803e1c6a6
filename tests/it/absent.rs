//! What conditions make of a section that does not come up, as `trees/README.md` tells authors.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::program::run;

const FILES: &[(&str, &str)] = &[
    (
        "advisor.yaml",
        "advisor: absent\nversion: '1'\ntitle: T\ndescription: D\nlanguage: en\nsections: [first, queue]\nrules: [rules]\n",
    ),
    (
        "first.yaml",
        "\
section: first
kind: questions
title: F
questions:
  - {id: a, kind: yes_no, ask: A?, default: no}
",
    ),
    (
        "queue.yaml",
        "\
section: queue
kind: tree
title: Q
when: {a: yes}
start: n
questions:
  - {id: n, kind: number, ask: N?, min: 0, max: 9, default: 5, bands: [{id: all, label: All}], next: [{when: {n: {lt: 5}}, outcome: none}, {outcome: some}]}
outcomes:
  - {id: none, title: None}
  - {id: some, title: Some}
quantities:
  - {id: twice, title: Twice, value: 2 * n, bands: [{id: any, label: Any}]}
",
    ),
];

/// Tests of what an absent section has, and whether they hold when it is absent and when it is not.
const TESTS: &[(&str, &str, bool, bool)] = &[
    ("is", "{queue: some}", false, true),
    ("is_one_of", "{queue: [none, some]}", false, true),
    ("is_not", "{queue: {not: none}}", true, true),
    ("not_is", "{not: {queue: some}}", true, false),
    ("question", "{n: {ge: 0}}", false, true),
    ("differs", "{n: {ne: 7}}", false, true),
    ("not_in_band", "{n: {not: all}}", true, false),
    ("answered", "{n: {answered: yes}}", false, true),
    ("not_answered", "{n: {answered: no}}", true, false),
    ("quantity", "{twice: {ne: 7}}", false, true),
    ("not_quantity", "{not: {twice: any}}", true, false),
];

#[test]
fn tests_of_an_absent_section_are_false_and_their_opposites_true() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("absent");
    fs::create_dir_all(&directory).unwrap();
    let mut rules = "rules: rules\nred_flags:\n".to_owned();
    for (id, when, ..) in TESTS {
        writeln!(
            rules,
            "  - {{id: {id}, severity: warn, title: T, when: {when}, text: T., fix: F.}}"
        )
        .unwrap();
    }
    for (name, text) in FILES.iter().chain(&[("rules.yaml", rules.as_str())]) {
        fs::write(directory.join(name), text).unwrap();
    }
    let raised = |a: &str| -> Vec<String> {
        let advisor = directory.to_str().unwrap();
        let ran = run(&["--advisor", advisor, "--format", "json"], a);
        assert_eq!(ran.status, 0, "{}", ran.errors);
        let advice: Value = serde_json::from_str(&ran.output).unwrap();
        let flags = advice["red_flags"].as_array().unwrap().iter();
        flags
            .map(|flag| flag["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let (absent, there) = (raised("no\n"), raised("yes\n"));
    for (id, when, without, with) in TESTS {
        let holds = |raised: &[String]| raised.iter().any(|one| one == id);
        assert_eq!(holds(&absent), *without, "{when} where it is absent");
        assert_eq!(holds(&there), *with, "{when} where it is not");
    }
}
