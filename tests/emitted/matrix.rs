//! Designs that show every feasible pair of outcomes: rendered always, built by `.ci/run`.

use std::sync::LazyLock;

use otp_advisor::inside::session::Session;

use crate::advisor;
use crate::designs::{details, pairwise, starts};
use crate::projects::{
    RUNTIME_TESTS, cargo, describe, files, folder, lint, member, passed, workspace,
};

/// The designs that are built together: every feasible pair of outcomes, and details.
pub(crate) fn designs() -> &'static [Session<'static>] {
    static MATRIX: LazyLock<Vec<Session<'static>>> = LazyLock::new(|| {
        let mut designs = pairwise(advisor());
        designs.extend(details(advisor()));
        designs
    });
    &MATRIX
}

/// As one workspace, so that what they share is built once.
#[test]
#[ignore = "builds some forty projects, a quarter of an hour: .ci/run, or cargo test --test emitted matrix -- --ignored"]
fn every_pair_of_outcomes_builds_together() {
    let designs = designs();
    let root = folder("matrix");
    // A pair stands in a design with much else, which hides what nothing uses: so the starts, as well.
    let plain = starts(advisor(), designs);
    let all: Vec<_> = designs.iter().chain(&plain).cloned().collect();
    // The runtime is tested as a crate. Here a few show that its tests come along as well.
    workspace(&root, &all, |place| match place % 8 {
        0 => RUNTIME_TESTS,
        _ => &[],
    });
    cargo(&root, &["fmt", "--all", "--check"]);
    lint(&root);
    let mut args = vec!["test".to_owned(), "--workspace".to_owned()];
    // To link and run their tests as well would take minutes.
    let linted = designs.len()..all.len();
    args.extend(linted.flat_map(|place| ["--exclude".to_owned(), member(place)]));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let tests = passed(&cargo(&root, &args));
    println!(
        "{} designs, {tests} tests passed, and {} starts",
        designs.len(),
        plain.len()
    );
    assert!(
        tests >= designs.len() * 2,
        "{tests} tests in {} designs",
        designs.len()
    );
}

/// A quick look at all pairs without building: every template renders.
#[test]
fn every_pair_of_outcomes_renders() {
    let (advisor, designs) = (advisor(), designs());
    for session in designs.iter().chain(&starts(advisor, designs)) {
        let files = files(session, "app");
        let mains: Vec<usize> = (0..files.len())
            .filter(|place| files[*place].main)
            .collect();
        assert_eq!(mains, [0], "{}: the main file", describe(session));
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
