//! What was renamed: old sheets, old commands and old habits still work, and say what is called
//! otherwise now.

use std::fs;
use std::path::Path;

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Directory;
use tempfile::TempDir;

use crate::support::program::{Ran, run};

/// The small advisor, with ids that were others once.
struct Renamed(TempDir);

impl Renamed {
    fn new() -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bad_advisors/base");
        let to = TempDir::new().unwrap();
        copy(&from, to.path());
        let store = to.path().join("store.yaml");
        let mut text = fs::read_to_string(&store).unwrap();
        for (id, with) in [
            ("section: store\n", "section: store\nreplaces: [storage]\n"),
            (
                "  - id: survive\n",
                "  - id: survive\n    replaces: [lasts, keeps]\n",
            ),
            ("{id: large, ", "{id: large, replaces: [big], "),
            ("{id: disk, ", "{id: disk, replaces: [file], "),
        ] {
            assert_eq!(text.matches(id).count(), 1, "{id}");
            text = text.replace(id, with);
        }
        fs::write(store, text).unwrap();
        Self(to)
    }

    fn run(&self, args: &[&str], input: &str) -> Ran {
        let directory = self.0.path().to_str().unwrap();
        let with = [args, &["--advisor", directory]].concat();
        run(&with, input)
    }

    fn answers(&self, args: &[&str], input: &str) -> (String, String) {
        let ran = self.run(&[&["--format", "yaml"], args].concat(), input);
        assert_eq!(ran.status, 0, "{}", ran.errors);
        (ran.output, ran.errors)
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&there).unwrap();
            copy(&entry.path(), &there);
        } else {
            fs::copy(entry.path(), there).unwrap();
        }
    }
}

#[test]
fn old_ids_answer_and_are_told_the_new_ones() {
    let advisor = Renamed::new();
    let sheet = "advisor: toy\nanswers: {state: yes, lasts: no, size: big}\n";
    for (args, input) in [
        (&["--answers", "-"][..], sheet),
        (
            &[
                "--set",
                "state=yes",
                "--set",
                "keeps=no",
                "--set",
                "size=big",
            ],
            "",
        ),
        (&[], "state: yes\nlasts: no\nsize = big\n"),
        // In the order asked, too.
        (&[], "yes\n10\nno\nBig\n"),
    ] {
        let (output, errors) = advisor.answers(args, input);
        for line in ["  survive: no", "  size: large", "  store: table"] {
            assert!(output.contains(line), "{line}\n{output}");
        }
        assert!(errors.contains("hint[renamed]"), "{errors}");
        assert!(
            errors
                .to_lowercase()
                .contains("the answer `big` to `size` is called `large` now"),
            "{errors}"
        );
        let named = args.contains(&"--set") || input.contains("lasts");
        let told = errors.contains("is called `survive` now");
        assert_eq!(told, named, "{errors}");
    }
    let (_, errors) = advisor.answers(&["--answers", "-"], "answers: {state: yes, survive: no}");
    assert_eq!(errors, "");
}

#[test]
fn an_old_id_and_its_new_one_are_one_question() {
    let ran = Renamed::new().run(
        &["--answers", "-"],
        "answers: {state: yes, lasts: no, survive: no}",
    );
    assert_eq!(ran.status, 3);
    assert!(
        ran.errors.contains("`survive` is answered twice"),
        "{}",
        ran.errors
    );
}

#[test]
fn programs_hear_of_old_ids_in_json() {
    let ran = Renamed::new().run(
        &[
            "--format",
            "json",
            "--set",
            "state=yes",
            "--set",
            "lasts=yes",
        ],
        "",
    );
    assert_eq!(ran.status, 0, "{}", ran.errors);
    let told: serde_json::Value = serde_json::from_str(&ran.errors).unwrap();
    assert_eq!(told["errors"][0]["code"], "renamed");
    assert_eq!(told["errors"][0]["severity"], "hint");
}

#[test]
fn an_outcome_is_explained_by_its_old_name() {
    let advisor = Renamed::new();
    for name in ["file", "storage.file", "store.file"] {
        let ran = advisor.run(&["why", name, "--set", "state=yes"], "");
        assert_eq!(ran.status, 0, "{}", ran.errors);
        assert!(ran.output.contains("Disk"), "{}", ran.output);
        assert!(
            ran.errors
                .contains("the outcome `file` is called `disk` now"),
            "{}",
            ran.errors
        );
    }
}

#[test]
fn a_decision_recorded_by_old_ids_is_as_recorded() {
    let advisor = Renamed::new();
    let sheet = "answers: {state: yes, lasts: yes}\ndecisions: {shape: process, storage: file}\n";
    let ran = advisor.run(&["review", "-"], sheet);
    assert_eq!(
        (ran.status, &*ran.output),
        (
            0,
            "standard input: as recorded\n\
             standard input: note: the question `lasts` is called `survive` now\n"
        ),
        "{}",
        ran.errors
    );
}

#[test]
fn what_an_old_sheet_says_without_need_is_no_fault() {
    let advisor = Renamed::new();
    let idle = "answers: {state: no, survive: no}\ndecisions: {shape: function}\n";
    let (output, errors) = advisor.answers(&["--answers", "-"], idle);
    assert!(!output.contains("survive"), "{output}");
    assert!(
        errors.contains("the answer to `survive` is not needed any more: `no` stands without it"),
        "{errors}"
    );
    assert!(
        errors.contains("section `store` does not come up"),
        "{errors}"
    );
    let ran = advisor.run(&["review", "-"], idle);
    assert_eq!(ran.status, 0, "{}", ran.output);
    assert!(
        ran.output
            .contains("note: the answer to `survive` is not needed"),
        "{}",
        ran.output
    );
    // What it says otherwise is a question to its owner.
    let other = idle.replace("survive: no", "survive: yes");
    let ran = advisor.run(&["--answers", "-"], &other);
    assert_eq!(ran.status, 3);
    assert!(
        ran.errors
            .contains("delete this line: without it `no` stands"),
        "{}",
        ran.errors
    );
    // Whoever gives an answer now means it.
    let ran = advisor.run(&["--set", "state=no", "--set", "survive=no"], "");
    assert_eq!(ran.status, 3, "{}", ran.errors);
}

#[test]
fn an_old_id_in_the_files_of_the_advisor_is_a_slip() {
    let advisor = Renamed::new();
    let rules = advisor.0.path().join("rules.yaml");
    let text = fs::read_to_string(&rules).unwrap();
    fs::write(&rules, text.replace("about: store", "about: storage")).unwrap();
    let directory = Directory(advisor.0.path().to_path_buf());
    let faults = check::load(&directory, &|_| None, None).err().unwrap();
    assert!(
        faults.to_string().contains("did you mean `store`?"),
        "{faults}"
    );
}
