//! Which row of OTP's behaviour is shown by which test: `docs/conformance.md`.
//!
//! Every row must be the beginning of some test's name, of the runtime (`cargo test -p otp-runtime`) or of
//! a project's own parts (`matrix`). Whether these pass is for those to say. The table is written anew by
//! `CONFORMANCE=update cargo test --test emitted row`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;

use crate::matrix;
use crate::projects::files;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/conformance.md");

#[derive(Deserialize)]
struct Rows {
    rows: BTreeMap<String, String>,
    /// Rows that cannot hold as they stand, and why.
    limits: BTreeMap<String, String>,
}

/// Where the tests of the runtime are.
const RUNTIME: [&str; 2] = ["assets/runtime", "tests/runtime"];

/// By row: the tests that show it, each as `file: name`.
fn shown() -> BTreeMap<String, BTreeSet<String>> {
    let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut note = |file: &str, text: &str| {
        let tests = text.split("fn ").skip(1);
        let tests = tests.filter_map(|rest| rest.split('(').next());
        for name in tests.filter(|name| is_row(name)) {
            let row = shown.entry(name[..3].to_owned()).or_default();
            row.insert(format!("{file}: `{name}`"));
        }
    };
    for root in RUNTIME {
        let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(root)];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let file = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                    note(
                        &file.display().to_string(),
                        &fs::read_to_string(&path).unwrap(),
                    );
                }
            }
        }
    }
    // What a project's own parts show.
    for session in matrix::designs() {
        let files = files(session, "app");
        let own = files
            .iter()
            .filter(|file| !file.path.starts_with("src/otp"));
        for file in own.filter(|file| file.path.starts_with("src/")) {
            note(&format!("(project) {}", file.path), &file.text);
        }
    }
    shown
}

/// Whether a test is named after a row, as in `s07_rest_for_one_…`.
fn is_row(name: &str) -> bool {
    matches!(name.as_bytes(), [letter, tens, ones, b'_', ..]
        if letter.is_ascii_lowercase() && tens.is_ascii_digit() && ones.is_ascii_digit())
}

#[test]
fn every_row_is_shown_by_a_test() {
    let text = include_str!("rows.yaml");
    let rows: Rows = serde_yaml::from_str(text).unwrap();
    let shown = shown();
    let missing: Vec<_> = rows
        .rows
        .keys()
        .filter(|row| !shown.contains_key(*row))
        .collect();
    assert!(missing.is_empty(), "no test shows {missing:?}");
    let unknown: Vec<_> = shown
        .keys()
        .filter(|row| !rows.rows.contains_key(*row))
        .collect();
    assert!(unknown.is_empty(), "no row is called {unknown:?}");
    for row in rows.limits.keys() {
        assert!(
            rows.rows.contains_key(row),
            "{row} has a limit and is no row"
        );
    }
    let table = table(&rows, &shown);
    if env::var_os("CONFORMANCE").is_some_and(|wish| wish == "update") {
        fs::write(TABLE, &table).unwrap();
    }
    let written = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        written == table,
        "docs/conformance.md is out of date: CONFORMANCE=update writes it"
    );
}

fn table(rows: &Rows, shown: &BTreeMap<String, BTreeSet<String>>) -> String {
    let mut table = "# What of OTP's behaviour is shown where\n\n\
        Each row is shown by tests of the runtime, which `--runtime-tests` brings along, or of a project's \
        own parts. Those of servers run where the server is. Supervisor, server, state machine and groups are \
        compared with OTP's own besides: [tests/emitted/oracle](../tests/emitted/oracle/README.md).\n\n\
        | row | what holds | shown by |\n|---|---|---|\n"
        .to_owned();
    for (row, text) in &rows.rows {
        let tests: Vec<&str> = shown[row].iter().map(String::as_str).collect();
        writeln!(table, "| {row} | {text} | {} |", tests.join("<br>")).unwrap();
    }
    table.push_str("\n## What cannot hold as it stands\n\n");
    for (row, text) in &rows.limits {
        writeln!(table, "- **{row}** {text}").unwrap();
    }
    table
}
