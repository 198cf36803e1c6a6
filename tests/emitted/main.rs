//! Emitted projects, really built: rustfmt, clippy with warnings denied, their tests, their demo.
//!
//! The six abstractions are built exactly as a user gets them, each alone. A pairwise matrix over the
//! outcomes of all sections is built as one workspace, so that its dependencies are built once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod conformance;
mod designs;
mod oracle;
mod projects;
mod services;
mod wiring;

use std::sync::LazyLock;

use designs::{design, details, outcome, pairwise};
use otp_advisor::embedded;
use otp_advisor::model::Advisor;
use otp_advisor::session::Session;
use projects::{cargo, describe, files, folder, lay, lint, passed, workspace};

fn advisor() -> &'static Advisor {
    embedded::advisor(None).unwrap()
}

/// The designs that are built together: every feasible pair of outcomes, and details.
fn matrix() -> &'static [Session<'static>] {
    static MATRIX: LazyLock<Vec<Session<'static>>> = LazyLock::new(|| {
        let mut designs = pairwise(advisor());
        designs.extend(details(advisor()));
        designs
    });
    &MATRIX
}

/// Every abstraction alone, as emitted, with the number of tests it brings at least.
#[test]
fn each_abstraction_is_a_project_that_stands_alone() {
    let advisor = advisor();
    let abstractions = [
        ("plain_function", 3),
        ("agent", 3),
        ("spawn_link", 6),
        ("task_supervisor", 6),
        ("gen_server", 6),
        ("gen_state_machine", 6),
    ];
    for (id, at_least) in abstractions {
        let session = design(advisor, &[outcome(advisor, "abstraction", id)]).unwrap();
        let directory = folder("alone").join(id);
        // The longest name must format as well as the shortest.
        let name = match id {
            "agent" => "a".to_owned(),
            "gen_server" => "n".repeat(64),
            _ => format!("my-{id}"),
        };
        lay(&directory, &files(&session, &name));
        cargo(&directory, &["fmt", "--check"]);
        lint(&directory);
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
    let designs = matrix();
    let root = folder("matrix");
    workspace(&root, designs);
    cargo(&root, &["fmt", "--all", "--check"]);
    lint(&root);
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
    let (advisor, designs) = (advisor(), matrix());
    for session in designs {
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
