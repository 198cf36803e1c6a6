//! Whatever the wizard can do, the prompts can: each of its actions has a command, which is run here, or a
//! reason why lines of text need none. A new action fails until it has either.

use otp_advisor::inside::tui::actions;

use crate::plain::transcript;
use crate::support::advisors::{complete, english, partial};

/// How the prompts do what an action of the wizard does.
enum Way {
    /// These lines at the first question, the last of them doing it, and what is then told.
    Asking(&'static [&'static str], &'static str),
    /// The same at a finished design.
    Done(&'static [&'static str], &'static str),
    /// Why it needs no command.
    Needless(&'static str),
}

use Way::{Asking, Done, Needless};

/// What only moves about on a screen.
const ON_SCREEN: Way = Needless("all is told in full, one line after the other");
/// What only edits a line.
const EDITS: Way = Needless("the terminal edits the line before it is entered");
const STEPS: Way = Needless("a story is told whole, and what was told stays above");

fn way(action: &str) -> Way {
    match action {
        "up" | "down" | "first" | "last" | "page-up" | "page-down" | "wheel-up" | "wheel-down"
        | "point" => ON_SCREEN,
        "cursor-left" | "cursor-right" | "cursor-start" | "cursor-end" | "erase-left"
        | "erase-right" | "erase-word" | "erase-line" => EDITS,
        "step-to" | "step-back" => STEPS,
        "mouse" => Needless("nothing is drawn, so nothing can be clicked"),
        "theme" => Needless("there is no colour"),
        "redraw" => Needless("nothing is drawn; :again shows the question once more"),
        "suspend" => Needless("the terminal suspends what does not take its keys"),
        "copy" => Needless("what is on the terminal can be selected there, unwrapped"),

        "choose" => Asking(&["1"], "Noted, state: Yes"),
        "pick" => Asking(&["2"], "Noted, state: No"),
        "yes" => Asking(&["y"], "Noted, state: Yes"),
        "no" => Asking(&["n"], "Noted, state: No"),
        "unknown" => Asking(&["?"], "Noted, state: not known."),
        "type" => Asking(&["state"], "state"),
        "back" => Asking(&["y", ":back"], "question 1 of"),
        "forward" => Asking(&["y", ":back", ":forward"], "question 2 of"),
        "finish" => Asking(&["n", ":finish"], "All questions are answered."),
        "trail" => Asking(&["y", ":review"], "1. state: Yes"),
        "recall" => Asking(&["y", ":go 1"], "Your answer so far: Yes"),
        "go-to" => Asking(&["y", ":go state"], "Your answer so far: Yes"),
        "visit" => Asking(&["y", ":go state"], "question 1 of"),
        "starts" => Asking(&[":begin"], "4. cache: Cache slow results."),
        "discard" => Asking(&[":drop"], "No answers are kept."),
        "help" | "palette" => Asking(&[":help"], ":why OUTCOME"),
        "examples" => Asking(&[":why"], "What each answer would leave possible"),
        "search" => Asking(&[":find mailbox"], "Read on:"),
        "why" | "explain" => Asking(&[":why registry"], "Naming: Registry"),
        "map" | "section" => Asking(&[":map"], "You are here."),
        "undo" => Asking(&["y", ":undo"], "Undone:"),
        "redo" => Asking(&["y", ":undo", ":redo"], "Done again:"),
        "language" => Asking(&[":lang pt-BR"], "De agora em diante em português."),
        "quit" | "leave" | "cancel" => Asking(&["y", ":quit"], "Leave without advice?"),

        "settle" => Done(&[":advice"], "--set"),
        "done" => Needless(
            "an empty line at the end leaves with the result, as the end of the input does",
        ),
        "pairs" => Done(&[":pairs"], "  Elixir"),
        "sources" => Done(&[":sources"], "Left at their defaults"),
        "files" => Done(&[":files"], "1. src/main.rs"),
        "show" => Done(&[":code Cargo.toml"], "[package]"),
        "switch" => Done(&[":code"], "pub struct Counter"),
        "next-file" => Done(&[":code 2"], "[package]"),
        "previous-file" => Done(&[":code 1"], "pub struct Counter"),
        "find" | "next-match" | "previous-match" => {
            Done(&[":files counter"], "Cargo.toml:3: name = \"counter\"")
        }
        "save" => Done(&[":save sheet.yaml"], "sheet.yaml"),
        "emit" => Done(&[":emit there"], "2 files in there"),
        "lab" => Done(&[":lab"], "The tree"),
        "crash" => Done(&[":lab crash queue"], "queue crashes"),
        "end-part" => Done(&[":lab end queue"], "queue ends"),
        "stop-all" => Done(&[":lab stop"], "queue is stopped"),
        "pass-time" => Done(&[":lab wait 6"], "6 seconds pass"),
        "afresh" => Done(&[":lab crash queue", ":lab"], "The tree"),
        "add-job" => Done(&[":lab job 1"], "job 1"),
        "fail-job" => Done(&[":lab job 1 fail 1"], "job 1"),
        "store-away" => Done(&[":lab store-down"], "store"),
        "kill" => Done(&[":lab kill"], "kill"),
        other => panic!("the prompts lack `{other}`: give it a command, or a reason"),
    }
}

#[test]
fn whatever_the_wizard_can_do_the_prompts_can() {
    let mut run = 0;
    let mut lacks = Vec::new();
    for action in actions() {
        let (session, lines, told) = match way(action) {
            Needless(reason) => {
                assert!(!reason.is_empty());
                continue;
            }
            Asking(lines, told) => (partial(english(), ""), lines, told),
            Done(lines, told) => (complete(english(), DESIGN), lines, told),
        };
        let (_, before) = lines.split_last().expect("it is done by a line");
        let before = transcript(session.clone(), before);
        let screen = transcript(session, lines);
        let after = after(&before, &screen);
        if !after.contains(told) || after.contains("is no command") {
            lacks.push(format!("{action}: no `{told}` after {lines:?}\n{after}"));
        }
        run += 1;
    }
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));
    assert!(run > 40, "{run}");
}

/// Background work whose jobs are kept: it has a tree, jobs and files.
const DESIGN: &str = "state=no work_source=own_jobs durable=yes";

/// What a longer transcript tells beyond a shorter one.
fn after<'s>(before: &str, screen: &'s str) -> &'s str {
    let same = before.chars().zip(screen.chars());
    let same = same.take_while(|(one, other)| one == other);
    let length = same.map(|(c, _)| c.len_utf8()).sum();
    &screen[length..]
}
