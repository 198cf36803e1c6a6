//! The Rust that advice shows beside the Elixir: it is formatted, and compiles in the project that is
//! emitted for its outcome. (`.ci/elixir` does the same for the other side.)

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use otp_advisor::inside::ids::OutcomeIx;

use crate::advisor;
use crate::designs::design;
use crate::projects::{cargo, folder, workspace};

fn shown() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("trees/code")
}

/// Every outcome that Rust code shows, and the code.
fn outcomes() -> Vec<(OutcomeIx, &'static str)> {
    let advisor = advisor();
    let all = advisor.section_ixs();
    let all = all.flat_map(|section| advisor.section(section).outcomes.iter().copied());
    all.filter_map(|outcome| {
        let mut code = advisor.outcome(outcome).code.iter();
        let (_, rust) = code.find(|(language, _)| language == "rust")?;
        Some((outcome, rust.as_str()))
    })
    .collect()
}

#[test]
fn a35_shown_rust_is_formatted() {
    let files = fs::read_dir(shown()).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    let output = Command::new("rustfmt")
        .args(["--check", "--config-path"])
        .arg(shown())
        .args(files)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

#[test]
#[ignore = "checks some twenty projects, a few minutes: .ci/run, or cargo test --test emitted both_worlds -- --ignored"]
fn a35_shown_rust_compiles_in_the_project_of_its_outcome() {
    let advisor = advisor();
    let outcomes = outcomes();
    let designs: Vec<_> = outcomes
        .iter()
        .map(|(outcome, code)| {
            let mut session = design(advisor, &[*outcome]).unwrap();
            // Of the two that are emitted for ETS, the table and not the cache.
            if code.contains("use papaya::") {
                session.tell("keep", "table").unwrap();
                session.finish_with_defaults().unwrap();
            }
            session
        })
        .collect();
    let root = folder("both-worlds");
    workspace(&root, &designs, |_| &[]);
    for (place, (_, code)) in outcomes.iter().enumerate() {
        let source = root.join(format!("design-{place:02}/src"));
        fs::write(source.join("shown.rs"), format!("{code}\n")).unwrap();
        let library = source.join("lib.rs");
        let text = fs::read_to_string(&library).unwrap() + "pub mod shown;\n";
        fs::write(library, text).unwrap();
    }
    let said = cargo(&root, &["check", "--workspace"]);
    assert!(!said.contains("warning: unused"), "{said}");
    println!("{} pieces of code compiled", outcomes.len());
    assert!(outcomes.len() >= 22);
}
