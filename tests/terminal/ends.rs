//! However and wherever it ends or stops, the terminal is as it was and the answers are kept.

use std::fs;

use rustix::process::Signal;

use super::{PROGRAM, SECOND, SIZE, at_first, at_result, kept, shell, wizard, wizard_in};
use crate::pty::Session;

/// What leads from the first question into each context, and what is seen there.
const CONTEXTS: &[(&str, &str)] = &[
    ("", "Enter choose"),
    ("1?", "─ Help"),
    ("1/restart", "> restart"),
    ("1\u{10}", "All that can be done here"),
    ("1w\r", "is not the advice"),
    ("1m", "─ Abstraction"),
    ("1t", "Enter change it"),
    ("1q", "would be lost"),
    ("11112f", "Your design"),
    ("11112f\t", "(1 of "),
    ("11112f\t/fn", "Search: fn"),
    ("11112fv", "src/"),
    ("11112fL", "─ Crash lab"),
    ("11112fe", "Directory to make:"),
    ("11112fs", "File to write:"),
];

#[test]
fn the_terminal_is_given_back_from_wherever_one_leaves() {
    for (keys, seen) in CONTEXTS {
        let mut session = wizard(&[]);
        at_first(&mut session)
            .send(keys)
            .wait_for(seen)
            .send("\u{3}");
        assert_eq!(session.wait_exit(), 130, "{keys:?}");
        session.assert_restored();
        assert_eq!(session.contents().trim(), "", "{keys:?}");
    }
}

#[test]
fn whoever_leaves_is_told_where_the_answers_are() {
    let place = tempfile::tempdir().unwrap();
    let state = place.path().join("state").display().to_string();
    let env = [("OTP_ADVISOR_STATE", state.as_str())];
    for (keys, seen, then, told) in [
        (
            "1",
            "question 2",
            "\u{3}",
            "Your answers are kept; otp-advisor in this",
        ),
        (
            "1q",
            "y keep them",
            "y",
            "Your answers are kept; otp-advisor in this",
        ),
        (
            "11112fs\r",
            "Saved",
            "q",
            "saved; otp-advisor --answers otp-advisor.yaml takes",
        ),
    ] {
        let mut session = wizard_in(place.path(), SIZE, &env);
        at_first(&mut session).send(keys).wait_for(seen).send(then);
        assert_eq!(session.wait_exit(), 130, "{keys:?}");
        session.assert_restored();
        assert!(session.contents().contains(told), "{}", session.contents());
        assert_eq!(session.contents().trim().lines().count(), 1);
    }
    // Of what is dropped, nothing is told.
    let mut session = wizard_in(place.path(), SIZE, &env);
    at_first(&mut session)
        .send("1q")
        .wait_for("d drop them")
        .send("d");
    assert_eq!(session.wait_exit(), 130);
    assert_eq!(session.contents().trim(), "");
}

#[test]
fn a_stop_and_a_start_lead_back_to_the_same_place() {
    for (keys, seen) in CONTEXTS.iter().filter(|(keys, _)| keys.len() > 4) {
        let mut session = wizard(&[]);
        at_first(&mut session).send(keys).wait_for(seen);
        session.kill(Signal::TSTP);
        session.wait_until("primary screen", |screen| !screen.alternate_screen());
        session.kill(Signal::CONT);
        session.wait_until("alternate screen", vt100::Screen::alternate_screen);
        session.wait_for(seen).send("\u{3}");
        assert_eq!(session.wait_exit(), 130, "{keys:?}");
        session.assert_restored();
    }
}

#[test]
fn fg_brings_the_lab_back() {
    let mut session = shell("set -m; \"$PROGRAM\"; echo stopped; read line; fg; echo ended");
    at_result(&mut session)
        .send("Lc")
        .wait_for("▸ worker crashes");
    session.send("\u{1a}").wait_for("stopped").send("\r");
    session.wait_until("alternate screen", vt100::Screen::alternate_screen);
    session
        .wait_for("▸ worker crashes")
        .send("\u{3}")
        .wait_for("ended");
    session.wait_exit();
    session.assert_restored();
}

#[test]
fn a_lost_line_in_the_lab_keeps_the_answers_for_the_next_time() {
    let (place, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = state.path().display().to_string();
    let env = [("OTP_ADVISOR_STATE", path.as_str())];
    for signal in [Signal::HUP, Signal::KILL] {
        let mut session = wizard_in(place.path(), SIZE, &env);
        at_result(&mut session)
            .send("Lc")
            .wait_for("▸ worker crashes");
        session.kill(signal);
        let status = session.wait_exit();
        if signal == Signal::HUP {
            assert_eq!(status, 129);
            session.assert_restored();
        }
        assert_eq!(kept(state.path()), 1, "{signal:?}");
        // What was answered is there again, and what nobody answered is none of it.
        let mut session = wizard_in(place.path(), SIZE, &env);
        session
            .wait_for("5 answers were kept")
            .send("\u{1b}[B")
            .wait_for("▸ Your last result: GenServer")
            .send("\r")
            .wait_for("Abstraction  GenServer")
            .wait_for("Left at their defaults");
        session.send("d");
        assert_eq!(session.wait_exit(), 0);
        assert_eq!(kept(state.path()), 0, "{signal:?}");
    }
}

#[test]
fn a_line_that_nobody_reads_from_holds_no_end_up() {
    let (state, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let config = own.path().join("config.yaml");
    fs::write(&config, "theme: dark\n").unwrap();
    let (path, config) = (
        state.path().display().to_string(),
        config.display().to_string(),
    );
    let env = [
        ("OTP_ADVISOR_STATE", path.as_str()),
        ("OTP_ADVISOR_CONFIG", config.as_str()),
        ("COLORTERM", "truecolor"),
    ];
    // One frame is more than a terminal holds unread.
    let mut session = Session::start(&[PROGRAM], (500, 200), &env);
    at_first(&mut session).send("1").wait_for(SECOND);
    session.stop_reading().send("\u{c}").wait_unread();
    session.kill(Signal::HUP);
    assert_eq!(session.wait_exit(), 129);
    assert_eq!(kept(state.path()), 1);
}
