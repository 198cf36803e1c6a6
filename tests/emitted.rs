//! Emitted projects, really built: rustfmt, clippy with warnings denied, their tests, their demo.
//!
//! The six abstractions are built exactly as a user gets them, each alone. A pairwise matrix over the
//! outcomes of all sections is built as one workspace, so that its dependencies are built once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/designs.rs"]
mod designs;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};

use designs::{describe, design, outcome, pairwise};
use otp_advisor::advice::Advice;
use otp_advisor::embedded;
use otp_advisor::emit::{self, Brief, File};
use otp_advisor::render;
use otp_advisor::session::Session;

fn files(session: &Session<'_>, name: &str) -> Vec<File> {
    let advisor = session.advisor();
    let target = emit::target(advisor, None).unwrap();
    let context = render::markdown::Context {
        target: Some(target),
        ..Default::default()
    };
    let record = render::markdown::record(&Advice::of(session), session, context);
    let sheet = render::yaml::sheet(session);
    let brief = Brief {
        name,
        target,
        record: &record,
        sheet: &sheet,
    };
    let templates: emit::Templates = Arc::new(|name| embedded::template(name).map(str::to_owned));
    emit::project(session, brief, &templates)
        .unwrap_or_else(|fault| panic!("{}\n{fault}", describe(session)))
}

/// A folder of this test that outlives the run, so that what was built is built once.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Where emitted projects are built; kept outside the clone by CI.
fn build_folder() -> PathBuf {
    env::var_os("OTP_ADVISOR_EMITTED_TARGET")
        .map_or_else(|| folder("emitted-target"), PathBuf::from)
}

fn lay(directory: &Path, files: &[File]) {
    if directory.exists() {
        // The lock file stays: it saves resolving the same versions again.
        let _ = fs::remove_dir_all(directory.join("src"));
        let _ = fs::remove_dir_all(directory.join("tests"));
    }
    emit::write::write(directory, files, true).unwrap();
}

/// Runs cargo in a project and returns what it printed.
fn cargo(directory: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", build_folder())
        .env_remove("RUSTFLAGS")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success(),
        "cargo {} in {} failed:\n{text}",
        args.join(" "),
        directory.display()
    );
    text
}

/// Sums `test result: ok. N passed` over all of cargo's lines.
fn passed(text: &str) -> usize {
    text.lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "))
        .filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok())
        .sum()
}

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
    let designs = pairwise(&advisor);
    let root = folder("matrix");
    let mut members = String::new();
    for (place, session) in designs.iter().enumerate() {
        let name = format!("design-{place:02}");
        let mut files = files(session, &name);
        for file in &mut files {
            if file.path == "Cargo.toml" {
                // Profiles belong to the root of a workspace.
                file.text = without_profiles(&file.text);
            }
        }
        lay(&root.join(&name), &files);
        writeln!(members, "    \"{name}\", # {}", describe(session)).unwrap();
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
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

fn without_profiles(manifest: &str) -> String {
    let mut kept = String::new();
    let mut in_profile = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_profile = line.starts_with("[profile");
        }
        if !in_profile {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
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
