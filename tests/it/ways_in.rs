//! The ways answers come in: piped lines, sheets, `--set`, JSON lines, prompts and keys. What is right
//! or wrong on one of them is so on all. The names are those of the list of what once failed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use otp_advisor::inside::session::Origin;
use serde_json::Value;

use crate::support::program::{Ran, run};
use crate::support::tui::advisors::tea;
use crate::support::tui::{Fake, Player};

const SERVER: &str = "yes\nyes\nyes\nyes\nno\n";

/// A file of this test's own.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("ways-in-{name}"));
    fs::write(&path, text).unwrap();
    path
}

fn sheet() -> String {
    let ran = run(&["--format", "yaml"], SERVER);
    assert_eq!(ran.status, 0, "{ran:?}");
    ran.output
}

fn first_line(ran: &Ran) -> &str {
    ran.errors.lines().next().unwrap_or_default()
}

#[test]
fn f18_a_dash_is_standard_input() {
    let sheet = sheet();
    let path = file("f18.yaml", &sheet);
    let path = path.to_str().unwrap();
    for args in [
        &["--answers"][..],
        &["--format", "json", "--answers"],
        &["why", "gen_server", "--answers"],
    ] {
        let from = |file| run(&[args, &[file]].concat(), &sheet);
        assert_eq!(from("-"), from(path));
        assert_eq!(from("-").status, 0);
    }
    let reviewed = run(&["review", "-"], &sheet);
    assert_eq!(reviewed.output, "standard input: as recorded\n");
    assert_eq!(reviewed.status, 0);
    // A fault has its place, and a record has no name to find the sheet by.
    let torn = run(&["--answers", "-"], "advisor: otp\nanswers: {stat: no}\n");
    assert!(
        torn.errors.contains("--> standard input:2:11\n"),
        "{}",
        torn.errors
    );
    let record = run(&["--answers", "-", "--format", "markdown"], &sheet);
    assert!(!record.output.contains("`-`"), "{}", record.output);
    // A file of that name is still to be had.
    let ran = run(&["--answers", "./-"], &sheet);
    assert_eq!(ran.status, 3);
}

#[test]
fn f18_a_sheet_piped_in_as_answers_is_recognised() {
    let sheet = sheet();
    let json = r#"{"answers": {"state": "no"}}"#;
    for (input, place) in [
        (&*sheet, "3:1"),
        ("answers:\n  state: no\n", "1:1"),
        (json, "1:1"),
        ("{\n  \"answers\": {\"state\": \"no\"}\n}\n", "1:1"),
    ] {
        for (lang, says) in [("en", "`--answers -` reads"), ("pt-BR", "`--answers -` lê")] {
            for command in [&[][..], &["why", "agent"]] {
                let ran = run(&[command, &["--lang", lang]].concat(), input);
                assert_eq!(ran.status, 3);
                assert_eq!(
                    ran.errors.matches("[wrong-type]").count(),
                    1,
                    "{}",
                    ran.errors
                );
                assert!(ran.errors.contains(says), "{}", ran.errors);
                let at = format!(":{place}\n");
                assert!(ran.errors.contains(&at), "{}", ran.errors);
            }
        }
        assert_eq!(run(&["--answers", "-"], input).status, 0, "{input}");
    }
}

#[test]
fn f20_a_backslash_is_named_where_it_stands() {
    for (text, escape, column) in [
        (r"C:\Users\x", r"`\U`", 13),
        (r"a\d", r"`\d`", 12),
        (r"tab\x9", r"`\x9`", 14),
        (r"\u12", r"`\u12`", 11),
        (r"fine \\ and \n, but \w", r"`\w`", 31),
    ] {
        let sheet = format!("advisor: otp\nanswers:\n  state: \"{text}\"\n");
        let ran = run(&["--answers", "-"], &sheet);
        assert_eq!(ran.status, 3);
        let what = format!("{escape} is no escape");
        assert!(ran.errors.contains(&what), "{}", ran.errors);
        let at = format!("standard input:3:{column}\n");
        assert!(ran.errors.contains(&at), "{}", ran.errors);
        assert!(!ran.errors.contains("closing quote"), "{}", ran.errors);
    }
    // A quote that is not closed is still called that, whatever backslashes stand in it.
    let open = "advisor: otp\nanswers:\n  state: \"a \\n b\n";
    let ran = run(&["--answers", "-"], open);
    assert!(ran.errors.contains("closing quote"), "{}", ran.errors);
}

#[test]
fn f26_what_never_counts_is_refused_however_the_rest_is_asked() {
    let refused = "error[answer-unused]: the answer to `time_to_live` is never used";
    let set = ["--set", "time_to_live=5"];
    let sheet = file("f26.yaml", "answers: {state: no, time_to_live: 5}\n");
    for (args, input) in [
        (&["--set", "state=no"][..], ""),
        (&[], "no\n"),
        (&["--plain"], "no\n"),
        (&["--plain", "--partial"], "no\nnothing\n"),
        (&["--plain"], SERVER),
        (&["why", "agent"], "no\n"),
        (&["--answers", sheet.to_str().unwrap()], ""),
    ] {
        let ran = run(&[args, &set].concat(), input);
        assert!(ran.errors.contains(refused), "{args:?}: {}", ran.errors);
        assert_eq!((ran.status, &*ran.output), (3, ""), "{args:?}");
    }
    let batch = run(&["batch"], "{\"state\": \"no\", \"time_to_live\": 5}\n");
    assert!(
        batch.output.contains("`time_to_live` is never used"),
        "{}",
        batch.output
    );
}

#[test]
fn f26_what_cannot_count_any_more_is_refused_before_anything_is_asked() {
    let sets = ["--set", "keep=nothing", "--set", "time_to_live=5"];
    let ran = run(&[&["--plain"], &sets[..]].concat(), SERVER);
    assert_eq!(ran.status, 3);
    assert_eq!(
        first_line(&ran),
        "error[answer-unused]: the answer to `time_to_live` is never used"
    );
}

#[test]
fn f26_whoever_takes_an_answer_back_may_leave_others_without_use() {
    let ran = run(
        &[
            "--plain",
            "--format",
            "yaml",
            "--set",
            "state=yes",
            "--set",
            "supervision=yes",
        ],
        ":go state\nno\n:finish\n\n",
    );
    assert_eq!(ran.status, 0, "{}", ran.errors);
    assert!(
        ran.output.contains("  abstraction: plain_function\n"),
        "{}",
        ran.output
    );
}

#[cfg(unix)]
#[test]
fn f29_what_cannot_be_read_is_told_as_reading() {
    let directory = || Stdio::from(File::open(env!("CARGO_TARGET_TMPDIR")).unwrap());
    for args in [
        &["batch"][..],
        &[],
        &["--plain"],
        &["--answers", "-"],
        &["review", "-"],
        &["why", "agent"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
            .args(args)
            .stdin(directory())
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let told = "error[unreadable]: standard input cannot be read: Is a directory";
        assert!(errors.contains(told), "{args:?}: {errors}");
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn f33_an_empty_answer_is_the_default_on_every_way_in() {
    let json = |args: &[&str], input: &str| -> Value {
        let ran = run(&[args, &["--format", "json"]].concat(), input);
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.errors);
        serde_json::from_str(&ran.output).unwrap()
    };
    let batch = |input: &str| -> Value {
        let ran = run(&["batch"], input);
        serde_json::from_str(&ran.output).unwrap()
    };
    // Asked right after `state`.
    let sheet = file("f33.yaml", "answers: {state: no, work_source: \"\"}\n");
    let ways = [
        ("in order", json(&[], "no\n\n")),
        ("by name", json(&[], "state: no\nwork_source:\n")),
        ("prompts", json(&["--plain"], "no\n\n")),
        (
            "--set",
            json(&["--set", "state=no", "--set", "work_source="], ""),
        ),
        ("sheet", json(&["--answers", sheet.to_str().unwrap()], "")),
        (
            "batch",
            batch("{\"state\": \"no\", \"work_source\": \"\"}\n"),
        ),
        (
            "sheet in batch",
            batch("{\"answers\": {\"state\": \"no\", \"work_source\": \"\"}}\n"),
        ),
    ];
    for (way, advice) in &ways {
        assert_eq!(
            advice["answers"],
            serde_json::json!({"state": "no"}),
            "{way}"
        );
        assert_eq!(advice["defaults"]["work_source"], "no_queue", "{way}");
        assert_eq!(advice, &ways[0].1, "{way}");
    }
    // A program's own session.
    let advisor = otp_advisor::Advisor::embedded(None).unwrap();
    let mut session = otp_advisor::Session::new(&advisor);
    session.tell("state", "no").unwrap();
    session.tell("work_source", "").unwrap();
    let report = otp_advisor::Report::of(&session).json();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["answers"], serde_json::json!({"state": "no"}));
    assert_eq!(report["defaults"]["work_source"], "no_queue");
}

#[test]
fn f33_an_empty_line_is_the_default_in_the_wizard() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // The question behind is a number with a default.
    player.press("13<ret>");
    let session = player.wizard.session();
    let numbers = tea()
        .question_ixs()
        .filter(|ix| tea().question(*ix).is_typed());
    let given: Vec<Origin> = numbers
        .filter_map(|ix| session.given(ix))
        .map(|given| given.origin)
        .collect();
    assert_eq!(given, [Origin::Accepted]);
}
