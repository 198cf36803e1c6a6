//! What a reader of an emitted project meets first: the construct of the strongest decision, then what
//! it stands on, manifests last.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::embedded;
use otp_advisor::inside::emit::{self, File};
use otp_advisor::inside::render;
use otp_advisor::inside::session::{Origin, Session};
use regex_lite::Regex;

use crate::advisor;
use crate::matrix::designs;
use crate::projects::{answered, describe, files, folder, lay};

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
        (&[jobs, many, kept][..], "src/app/workers.rs"),
        (&[jobs, ("database", "postgresql")], "src/app/workers.rs"),
        (&[("work_source", "broker"), many], "src/app/handler.rs"),
        (&[many, kept], "src/app.rs"),
        (
            &[("how_many", "each_node"), ("found_by", "key"), kept],
            "src/app.rs",
        ),
        (&[("how_many", "each_node")], "src/app.rs"),
        (&[kept], "src/app/storage.rs"),
        (&[], "src/app.rs"),
    ] {
        assert_eq!(paths(given)[0], main, "{given:?}");
    }
}

#[test]
fn a31_an_email_job_shows_its_worker_and_not_order_prices() {
    let session = answered(advisor(), &[("state", "no"), ("work_source", "own_jobs")]);
    let files = files(&session, "app");
    assert!(files[0].main);
    assert_eq!(files[0].path, "src/app.rs");
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
            ("src/app/workers.rs", "src/otp/jobs.rs"),
            ("src/app/handler.rs", "src/otp/pipeline.rs"),
            ("src/app.rs", "src/otp/system.rs"),
            ("src/otp/system.rs", "src/otp/supervisor.rs"),
        ] {
            if let (Some(first), Some(then)) = (place(first), place(then)) {
                assert!(first < then, "{}", describe(session));
            }
        }
    }
}

fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("no {path}")).text
}

#[test]
fn a33_readme_tells_where_the_code_of_every_construct_goes() {
    let target = emit::target(advisor(), None).unwrap();
    for session in designs() {
        let design = describe(session);
        let files = files(session, "app");
        let there = |path: &str| files.iter().any(|file| file.path == path);
        let readme = text(&files, "README.md");
        let lines = readme.lines().count();
        assert!(lines <= 120, "{lines} lines: {design}");
        let parts: Vec<&str> = readme.split("\n## ").collect();
        for (part, heading) in
            parts[1..]
                .iter()
                .zip(["Run it", "Where your code goes", "Stop it", "Test it"])
        {
            assert!(part.starts_with(heading), "{heading}: {design}");
        }
        let mains = target.files.iter().filter(|file| file.main);
        for main in mains {
            let path = main.path.replace("{crate}", "app");
            // The last resort of a target, which no design comes to.
            if there(&path) && path != "src/main.rs" {
                assert!(parts[2].contains(&path), "{path}: {design}");
            }
        }
        // What it names, there is.
        let names = readme.split('`').filter(|name| name.starts_with("src/"));
        for name in names.filter(|name| !name.contains('…')) {
            assert!(there(name), "{name}: {design}");
        }
    }
}

/// What a text names in code.
fn named(text: &str) -> BTreeSet<&str> {
    let every_other = text.split('`').skip(1).step_by(2);
    every_other.filter(|name| !name.contains('\n')).collect()
}

#[test]
fn a33_a_source_that_a_comment_names_there_is() {
    let source = Regex::new(r"`[\w/]+\.rs`").unwrap();
    let jobs = [("work_source", "own_jobs"), ("database", "postgresql")];
    let jobs = [
        answered(advisor(), &jobs),
        answered(advisor(), &[&[("state", "no")], &jobs[..]].concat()),
    ];
    for session in designs().iter().chain(&jobs) {
        // Another name than the templates may have in mind.
        let files = files(session, "shop");
        for file in &files {
            let comments = file.text.lines().map(str::trim_start);
            let comments: Vec<&str> = comments.filter(|line| line.starts_with("//")).collect();
            for name in source.find_iter(&comments.join(" ")) {
                let name = name.as_str().trim_matches('`');
                assert!(
                    files.iter().any(|other| other.path.ends_with(name)),
                    "{name} in {}: {}",
                    file.path,
                    describe(session)
                );
            }
        }
    }
}

#[test]
fn a33_readme_in_portuguese_names_what_the_english_one_names() {
    let portuguese = embedded::advisor(Some("pt-BR")).unwrap();
    for session in designs() {
        let design = describe(session);
        let mut other = Session::new(portuguese);
        for question in advisor().question_ixs() {
            if let Some(answer) = session.answer(question) {
                other.set(question, answer.clone(), Origin::Given);
            }
        }
        let (english, portuguese) = (files(session, "app"), files(&other, "app"));
        let (english, portuguese) = (text(&english, "README.md"), text(&portuguese, "README.md"));
        let (_, told) = english.split_once("Laid out by").unwrap();
        let (_, dito) = portuguese.split_once("Montado pelo").unwrap();
        assert_eq!(named(told), named(dito), "{design}");
        let headings = |text: &str| text.matches("\n## ").count();
        assert_eq!(headings(told), headings(dito), "{design}");
        assert!(portuguese.lines().count() <= 120, "{design}");
        for english in ["\n## Run it", "Where your code goes", "Laid out by"] {
            assert!(!portuguese.contains(english), "{english}: {design}");
        }
    }
}

#[test]
fn a33_the_record_is_a_file_of_its_own_and_the_one_that_is_printed() {
    let session = answered(advisor(), &[("work_source", "own_jobs")]);
    let files = files(&session, "my-app");
    let context = render::markdown::Context {
        target: Some(emit::target(advisor(), None).unwrap()),
        ..Default::default()
    };
    let printed = render::markdown::record(&Advice::of(&session), &session, context);
    let path = "docs/decisions/0001-my-app.md";
    assert_eq!(text(&files, path), printed);
    let readme = text(&files, "README.md");
    assert!(readme.contains(&format!("]({path})")));
    assert!(!readme.contains("Decision Drivers"));
}

#[test]
fn a33_a_project_whose_readme_was_the_record_is_written_anew() {
    let session = answered(advisor(), &[]);
    let files = files(&session, "app");
    // As it was laid out before: the record was the README, and no file of its own.
    let record = text(&files, "docs/decisions/0001-app.md").to_owned();
    let mut earlier = files.clone();
    earlier.retain(|file| !file.path.starts_with("docs/"));
    for file in &mut earlier {
        if file.path == "README.md" {
            file.text.clone_from(&record);
        }
    }
    let directory = folder("reading").join("app");
    let _ = fs::remove_dir_all(&directory);
    lay(&directory, &earlier);
    lay(&directory, &files);
    let read = |path: &str| fs::read_to_string(directory.join(path)).unwrap();
    assert_eq!(read("README.md"), text(&files, "README.md"));
    assert_eq!(read("docs/decisions/0001-app.md"), record);
    assert!(
        !directory.join(emit::write::REPLACED).exists(),
        "nobody edited it"
    );
}
