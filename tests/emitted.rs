//! Emitted projects, really built: rustfmt, clippy with warnings denied, their tests, their demo.
//!
//! The six abstractions are built exactly as a user gets them, each alone. A pairwise matrix over the
//! outcomes of all sections is built as one workspace, so that its dependencies are built once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/designs.rs"]
mod designs;

#[path = "support/projects.rs"]
mod projects;

use std::collections::BTreeSet;

use designs::{design, details, outcome, pairwise};
use otp_advisor::embedded;
use projects::{cargo, describe, files, folder, lay, passed, workspace};

/// Every abstraction alone, as emitted, with the number of tests it brings at least.
#[test]
fn each_abstraction_is_a_project_that_stands_alone() {
    let advisor = embedded::advisor(None).unwrap();
    let abstractions = [
        ("plain_function", 3),
        ("agent", 3),
        ("spawn_link", 6),
        ("task_supervisor", 6),
        ("gen_server", 6),
        ("gen_state_machine", 6),
    ];
    for (id, at_least) in abstractions {
        let session = design(&advisor, &[outcome(&advisor, "abstraction", id)]).unwrap();
        let directory = folder("alone").join(id);
        // The longest name must format as well as the shortest.
        let name = match id {
            "agent" => "a".to_owned(),
            "gen_server" => "n".repeat(64),
            _ => format!("my-{id}"),
        };
        lay(&directory, &files(&session, &name));
        cargo(&directory, &["fmt", "--check"]);
        cargo(
            &directory,
            &["clippy", "--all-targets", "--", "-D", "warnings"],
        );
        let tests = passed(&cargo(&directory, &["test"]));
        assert!(
            tests >= at_least,
            "{id} brings {tests} tests, fewer than {at_least}"
        );
        let shown = cargo(&directory, &["run", "--quiet"]);
        assert!(!shown.trim().is_empty(), "{id} shows nothing when run");
        println!("{id}: {tests} tests passed");
    }
}

#[test]
fn every_pair_of_outcomes_builds_together() {
    let advisor = embedded::advisor(None).unwrap();
    let mut designs = pairwise(&advisor);
    designs.extend(details(&advisor));
    let root = folder("matrix");
    workspace(&root, &designs);
    cargo(&root, &["fmt", "--all", "--check"]);
    cargo(
        &root,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    );
    let tests = passed(&cargo(&root, &["test", "--workspace"]));
    println!("{} designs, {tests} tests passed", designs.len());
    assert!(
        tests >= designs.len() * 3,
        "{tests} tests in {} designs",
        designs.len()
    );
}

/// A quick look at all pairs without building: every template renders.
#[test]
fn every_pair_of_outcomes_renders() {
    let advisor = embedded::advisor(None).unwrap();
    let designs = pairwise(&advisor);
    for session in &designs {
        let files = files(session, "app");
        assert!(
            files.iter().any(|file| file.main),
            "{}: no main file",
            describe(session)
        );
        for file in &files {
            assert!(
                file.text.ends_with('\n'),
                "{} ends without a line break",
                file.path
            );
            assert!(!file.text.contains("{{"), "{} has a tag left", file.path);
        }
    }
    for section in advisor.section_ixs() {
        for outcome in &advisor.section(section).outcomes {
            assert!(
                designs
                    .iter()
                    .any(|session| session.outcome(section) == Some(*outcome)),
                "no design comes to {}",
                advisor.outcome(*outcome).id
            );
        }
    }
}

/// The rows of the conformance list: its letters and how many rows each has. Row p02 needs two nodes.
const ROWS: &[(char, u32)] = &[
    ('s', 32),
    ('g', 18),
    ('m', 14),
    ('t', 5),
    ('r', 4),
    ('p', 1),
    ('e', 4),
    ('c', 1),
    ('d', 2),
    ('x', 2),
    ('b', 8),
    ('o', 8),
];

/// Every behaviour that was promised has a test in some project, which carries its id in its name.
#[test]
fn every_row_is_shown_in_some_project() {
    let advisor = embedded::advisor(None).unwrap();
    let mut designs = pairwise(&advisor);
    designs.extend(details(&advisor));
    let mut shown = BTreeSet::new();
    for session in &designs {
        for file in files(session, "app") {
            let tests = file
                .text
                .match_indices("fn ")
                .map(|(at, _)| &file.text[at + 3..]);
            shown.extend(tests.filter_map(|name| name.get(..4).map(str::to_owned)));
        }
    }
    let rows = ROWS
        .iter()
        .flat_map(|(letter, last)| (1..=*last).map(move |row| format!("{letter}{row:02}_")));
    let missing: Vec<_> = rows.filter(|row| !shown.contains(row)).collect();
    assert!(missing.is_empty(), "no test shows {missing:?}");
}
