//! Unfinished interviews: nothing that was answered gets lost, and no text is half filled with what
//! is not known yet.

use std::fs;
use std::path::Path;

use otp_advisor::inside::model::{Answer, QuestionKind};
use serde_json::Value;

use crate::support::advisors::english;
use crate::support::program::{Ran, run};
use crate::support::tui::advisors::tea;
use crate::support::tui::{Fake, Player};

const PARTIAL: &[&str] = &["--partial", "--format", "json"];

fn object(ran: &Ran) -> Value {
    assert_eq!(ran.status, 0, "{}", ran.errors);
    serde_json::from_str(&ran.output).unwrap()
}

/// Runs with these answers, and again with the command that this prints.
fn again(sets: &[String], input: &str) -> (Value, Value) {
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let first = object(&run(&[PARTIAL, &sets].concat(), input));
    let command = first["command"].as_str().unwrap().to_owned();
    assert!(!command.contains('\''), "{command}");
    let args: Vec<&str> = command.split(' ').skip(1).collect();
    let args = [&args[..], &["--format", "json"]].concat();
    (first, object(&run(&args, "")))
}

#[test]
fn an_answer_ahead_of_its_turn_is_printed_and_the_command_repeats_it() {
    let advisor = english();
    let mut tried = 0;
    for ix in advisor.question_ixs() {
        let question = advisor.question(ix);
        let answer = match &question.kind {
            QuestionKind::Choice { options, .. } => Answer::Option(options.len() - 1),
            QuestionKind::Number { max, .. } => Answer::Number(*max),
            QuestionKind::Text { .. } => continue,
        };
        let id = question.id.as_str();
        let answer = question.answer_text(&answer);
        let (first, second) = again(&[format!("{id}={answer}")], "");
        assert_eq!(first, second);
        let printed = &first["answers"][id];
        let printed = printed.as_str().map_or(printed.to_string(), str::to_owned);
        assert_eq!(printed.trim_end_matches(".0"), answer, "{id}");
        tried += 1;
    }
    assert!(tried > 40, "{tried}");
}

#[test]
fn the_command_of_an_unfinished_interview_repeats_all_of_it() {
    let strings = |sets: &[&str]| -> Vec<String> { sets.iter().map(ToString::to_string).collect() };
    for (sets, input) in [
        // An answer that is the default says something while the rest is open.
        (&["work_source=no_queue", "keep=nothing"][..], ""),
        (&["work_source=", "keep="], "yes\n"),
        (&["supervision=no", "keep=unknown"], "?\n"),
        (&["state=unknown", "complex=no", "peak_rate=5"], ""),
        (&["peak_rate=0.5", "service_time=2"], "yes\nyes\n?\n"),
    ] {
        let (first, second) = again(&strings(sets), input);
        assert_eq!(first, second, "{sets:?}");
        assert_eq!(first["status"], "incomplete");
    }
}

#[test]
fn the_sheet_of_an_unfinished_interview_holds_what_was_answered_ahead() {
    let sets = [
        "--partial",
        "--set",
        "supervision=no",
        "--set",
        "keep=cache",
    ];
    let sheet = run(&[&sets[..], &["--format", "yaml"]].concat(), "");
    assert_eq!(sheet.status, 0, "{}", sheet.errors);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unfinished.yaml");
    fs::write(&path, &sheet.output).unwrap();
    let from_sheet = ["--answers", path.to_str().unwrap()];
    let (one, other) = (
        object(&run(&[PARTIAL, &from_sheet].concat(), "")),
        object(&run(&[PARTIAL, &sets[1..]].concat(), "")),
    );
    assert_eq!(one, other);
    let told = run(&sets, "").output;
    assert!(told.contains("supervision=no, keep=cache"), "{told}");
}

/// The small advisor of the wizard's tests, one of whose questions names the outcome of a section.
fn small() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tea");
    path.to_str().unwrap().to_owned()
}

#[test]
fn no_text_is_half_filled_on_any_way_out() {
    let small = small();
    let whole = "How much water for the Leaf?";
    let ran = |args: &[&str], input: &str| run(&[&["--advisor", &small], args].concat(), input);
    for (args, input) in [
        (&["questions"][..], ""),
        (&["questions", "--format", "json"], ""),
        (&["graph"], ""),
        (&["--set", "water=much"], "no\n"),
        (&["why", "small", "--set", "water=900"], "?\n"),
        (&["--plain"], "?\n?\n"),
        (&["--plain"], "?\n?\n:why\n"),
        (&["--partial", "--format", "json"], "?\n?\n"),
        (&["--partial", "--format", "markdown"], "?\nwater=300\n"),
        (&["--partial"], "?\n?\n"),
    ] {
        let Ran { output, errors, .. } = ran(args, input);
        let text = output + &errors;
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        for half in ["??", "the ?", "{leaf}"] {
            assert!(!text.contains(half), "{args:?} {input:?}: {text}");
        }
        let asked = whole.trim_end_matches('?');
        assert!(text.contains(asked), "{args:?} {input:?}: {text}");
    }
    // Once it is known it is said.
    let known = ran(&["--plain"], "no\n");
    assert!(
        known.errors.contains("How much water for the Herbs?"),
        "{}",
        known.errors
    );
}

#[test]
fn no_text_is_half_filled_in_the_wizard() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("uu");
    let screen = player.text();
    assert!(screen.contains("How much water for the Leaf?"), "{screen}");
    assert!(!screen.contains("??"), "{screen}");
}
