//! Colours are ours; nothing else of what a terminal obeys comes from the texts that are shown.

use std::fs;

use super::pty::Session;
use super::{PROGRAM, SIZE};

const HOSTILE: &str = "\u{1b}[31mPWN\u{1b}]0;title\u{7}\u{9b}2J\u{8}\u{202e}\u{2028}\u{85}";
const MANIFEST: &str = "advisor: a\nversion: '1'\ntitle: T\ndescription: D\nlanguage: en\n\
    sections: [s]\nemit: emit\n";
const SECTION: &str = "\
section: s
kind: tree
title: S
start: q
questions:
  - id: q
    kind: choice
    ask: Which one?
    options: [{id: one, label: One, outcome: a}, {id: two, label: Two, outcome: b}]
outcomes: [{id: a, title: Outcome A}, {id: b, title: B}]
";
const EMIT: &str = "targets: [{id: t, title: T, confirm: 'true', \
    files: [{path: out.rs, template: out.j2, main: true}]}]\n";

/// An advisor whose template is hostile, in a directory whose name is.
fn advisor() -> (tempfile::TempDir, String) {
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join(HOSTILE);
    fs::create_dir_all(directory.join("templates")).unwrap();
    let files = [
        ("advisor.yaml", MANIFEST),
        ("s.yaml", SECTION),
        ("emit.yaml", EMIT),
        ("templates/out.j2", HOSTILE),
    ];
    for (path, text) in files {
        fs::write(directory.join(path), text).unwrap();
    }
    (place, directory.to_str().unwrap().to_owned())
}

/// None of the hostile sequences is among what came out.
#[track_caller]
fn obeyed_nothing(session: &Session) {
    let bytes = session.bytes();
    let text = String::from_utf8_lossy(&bytes);
    for hostile in [
        "\u{1b}[31mPWN",
        "\u{1b}]0;",
        "\u{9b}",
        "\u{8}",
        "\u{202e}",
        "\u{2028}",
        "\u{85}",
    ] {
        assert!(!text.contains(hostile), "{hostile:?} in {text:?}");
    }
    assert!(text.contains("PWN"), "{text:?}");
}

#[test]
fn h09_a_coloured_report_holds_only_our_colours() {
    let (_place, directory) = advisor();
    let set = format!("q={HOSTILE}");
    let flag = format!("--{HOSTILE}");
    for args in [
        &[PROGRAM, "--advisor", &directory, "--set", &set][..],
        &[PROGRAM, "check", HOSTILE],
        &[PROGRAM, &flag],
        &[PROGRAM, "why", HOSTILE],
        &[
            PROGRAM,
            "--advisor",
            &directory,
            "--set",
            "q=one",
            "--format",
            "code",
        ],
    ] {
        let mut session = Session::start(args, SIZE, &[]);
        session.wait_exit();
        obeyed_nothing(&session);
        // Coloured it is, where it is a report.
        let coloured = String::from_utf8_lossy(&session.bytes()).contains("\u{1b}[1m");
        assert_eq!(coloured, !args.contains(&"code"), "{args:?}");
    }
}

#[test]
fn h09_the_wizard_shows_hostile_code_and_obeys_nothing_of_it() {
    let (_place, directory) = advisor();
    let emit = format!("PWN{HOSTILE}");
    let argv = [
        PROGRAM,
        "--advisor",
        &directory,
        "--name",
        "app",
        "--emit",
        &emit,
    ];
    let mut session = Session::start(&argv, SIZE, &[]);
    session
        .wait_for("Which one?")
        .send("1")
        .wait_for("Outcome A");
    session.send("\t").wait_for("PWN").send("\u{3}");
    session.wait_exit();
    obeyed_nothing(&session);
}
