//! Which row of OTP's behaviour is shown by which test of an emitted project: `docs/conformance.md`.
//!
//! Every row must be the beginning of some test's name in some project that the advisor emits. Whether
//! these tests pass is for `matrix` and `services` to say, which build the same files. The table is
//! written anew by `CONFORMANCE=update cargo test --test emitted row`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{env, fs};

use serde::Deserialize;

use crate::projects::{answered, files};
use crate::{advisor, matrix};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/conformance.md");

#[derive(Deserialize)]
struct Rows {
    rows: BTreeMap<String, String>,
    /// Rows that cannot hold as they stand, and why.
    limits: BTreeMap<String, String>,
}

/// Designs that need a server, or bring one, and so are not in the matrix.
const SERVED: [&[(&str, &str)]; 6] = [
    &[("work_source", "broker"), ("broker", "rabbitmq")],
    &[("work_source", "broker"), ("broker", "kafka")],
    &[("work_source", "broker"), ("broker", "sqs")],
    &[("how_many", "each_node"), ("spans_nodes", "yes")],
    &[("work_source", "own_jobs"), ("database", "postgresql")],
    &[
        ("keep", "records"),
        ("survive", "yes"),
        ("nodes", "several"),
    ],
];

/// A test of an emitted project.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    file: String,
    name: String,
    /// The answers that choose the server it needs or brings.
    with: String,
}

/// By row: the tests that show it.
fn shown() -> BTreeMap<String, BTreeSet<Shown>> {
    let plain = matrix::designs().iter().cloned();
    let served = SERVED.iter().map(|given| {
        let last = given.last().unwrap();
        (
            answered(advisor(), given),
            format!("`{}={}`", last.0, last.1),
        )
    });
    let designs = plain.map(|session| (session, String::new())).chain(served);
    let mut shown: BTreeMap<String, BTreeSet<Shown>> = BTreeMap::new();
    let mut usual: BTreeSet<(String, String)> = BTreeSet::new();
    for (session, with) in designs {
        for file in files(&session, "app") {
            let tests = file.text.split("fn ").skip(1);
            let tests = tests
                .filter_map(|rest| rest.split('(').next())
                .filter(|name| is_row(name));
            for name in tests {
                let found = (file.path.clone(), name.to_owned());
                if with.is_empty() {
                    usual.insert(found);
                } else if usual.contains(&found) {
                    continue;
                }
                shown
                    .entry(name[..3].to_owned())
                    .or_default()
                    .insert(Shown {
                        file: file.path.clone(),
                        name: name.to_owned(),
                        with: with.clone(),
                    });
            }
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
fn every_row_is_shown_by_a_test_of_an_emitted_project() {
    let text = include_str!("rows.yaml");
    let rows: Rows = serde_yaml::from_str(text).unwrap();
    let shown = shown();
    let missing: Vec<_> = rows
        .rows
        .keys()
        .filter(|row| !shown.contains_key(*row))
        .collect();
    assert!(missing.is_empty(), "no emitted test shows {missing:?}");
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

fn table(rows: &Rows, shown: &BTreeMap<String, BTreeSet<Shown>>) -> String {
    let mut table = "# What of OTP's behaviour is shown where\n\n\
        Each row is shown by tests that an emitted project brings along. With an answer beside it, a test \
        is emitted for that answer; those of servers run where the server is (the project's README tells \
        how). The supervisor is compared with OTP's own besides: [tests/emitted/oracle](../tests/emitted/oracle/README.md).\n\n\
        | row | what holds | shown by |\n|---|---|---|\n"
        .to_owned();
    for (row, text) in &rows.rows {
        let tests: Vec<String> = shown[row]
            .iter()
            .map(|test| {
                let with = if test.with.is_empty() {
                    String::new()
                } else {
                    format!(" with {}", test.with)
                };
                format!("{}: `{}`{with}", test.file, test.name)
            })
            .collect();
        writeln!(table, "| {row} | {text} | {} |", tests.join("<br>")).unwrap();
    }
    table.push_str("\n## What cannot hold as it stands\n\n");
    for (row, text) in &rows.limits {
        writeln!(table, "- **{row}** {text}").unwrap();
    }
    table
}
