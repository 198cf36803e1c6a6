//! Projects built exactly as a user gets them, each alone: rustfmt, clippy with warnings denied, their
//! tests, their demo.

use crate::advisor;
use crate::designs::{design, outcome};
use crate::projects::{cargo, files_with, folder, lay, lint, passed};

/// Builds the project of an abstraction, called so, that brings this many tests at least.
fn stands_alone(id: &str, name: &str, at_least: usize) {
    let advisor = advisor();
    let session = design(advisor, &[outcome(advisor, "abstraction", id)]).unwrap();
    let directory = folder("alone").join(id);
    lay(&directory, &files_with(&session, name, &[]));
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

// The longest name must format as well as the shortest.

#[test]
fn an_agent_stands_alone() {
    stands_alone("agent", "a", 1);
}

#[test]
fn a_gen_server_stands_alone() {
    stands_alone("gen_server", &"n".repeat(64), 3);
}

#[test]
#[ignore = "builds four projects, some minutes: .ci/run, or cargo test --test emitted alone -- --ignored"]
fn the_other_abstractions_stand_alone() {
    for (id, at_least) in [
        ("plain_function", 3),
        ("spawn_link", 1),
        ("task_supervisor", 1),
        ("gen_state_machine", 6),
    ] {
        stands_alone(id, &format!("my-{id}"), at_least);
    }
}
