//! What a reader of an emitted project meets first: the construct of the strongest decision, then what
//! it stands on, manifests last.

use std::path::Path;

use crate::advisor;
use crate::matrix::designs;
use crate::projects::{answered, describe, files};

/// The files of a server with these answers.
fn paths(given: &[(&str, &str)]) -> Vec<String> {
    let files = files(&answered(advisor(), given), "app");
    files.into_iter().map(|file| file.path).collect()
}

#[test]
fn a31_the_main_file_is_that_of_the_strongest_decision() {
    let many = ("how_many", "many");
    let kept = ("keep", "table");
    let jobs = ("work_source", "own_jobs");
    for (given, main) in [
        (&[jobs, many, kept][..], "src/jobs/workers.rs"),
        (&[jobs, ("database", "postgresql")], "src/jobs/workers.rs"),
        (
            &[("work_source", "broker"), many],
            "src/pipeline/handler.rs",
        ),
        (&[many, kept], "src/instances.rs"),
        (
            &[("how_many", "each_node"), ("found_by", "key"), kept],
            "src/registry.rs",
        ),
        (&[("how_many", "each_node")], "src/groups.rs"),
        (&[kept], "src/storage.rs"),
        (&[], "src/gen_server.rs"),
    ] {
        assert_eq!(paths(given)[0], main, "{given:?}");
    }
}

#[test]
fn a31_an_email_job_shows_its_worker_and_not_order_prices() {
    let mut session = otp_advisor::session::Session::new(advisor());
    for (question, answer) in [("state", "no"), ("work_source", "own_jobs")] {
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    let files = files(&session, "app");
    assert!(files[0].main);
    assert_eq!(files[0].path, "src/jobs/workers.rs");
    assert!(files[0].text.contains("Greet::WORKER, |job| async move"));
    assert!(!files[0].text.contains("price"));
}

#[test]
fn a31_manifests_come_after_whatever_a_reader_came_for() {
    for session in designs() {
        let files = files(session, "app");
        let place = |path: &str| files.iter().position(|file| file.path == path);
        let is_source = |path: &str| Path::new(path).extension().is_some_and(|ext| ext == "rs");
        let sources = files.iter().rposition(|file| is_source(&file.path));
        for manifest in [
            "Cargo.toml",
            "clippy.toml",
            ".gitignore",
            "otp-advisor.yaml",
        ] {
            assert!(
                place(manifest) > sources,
                "{manifest}: {}",
                describe(session)
            );
        }
        // What stands on a file comes before it.
        for (first, then) in [
            ("src/jobs/workers.rs", "src/jobs.rs"),
            ("src/pipeline/handler.rs", "src/pipeline.rs"),
            ("src/instances.rs", "src/supervisor/dynamic.rs"),
            ("src/app.rs", "src/supervisor.rs"),
        ] {
            if let (Some(first), Some(then)) = (place(first), place(then)) {
                assert!(first < then, "{}", describe(session));
            }
        }
    }
}
