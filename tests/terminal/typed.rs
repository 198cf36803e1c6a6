//! What a person typed is not lost with the run that asked for it.

use std::fs;

use super::{FIRST, PROGRAM, shell};
use crate::pty::Session;
use rustix::process::Signal;

const AGAIN: &str = "otp-advisor --set state=no";

/// The end of an interview by prompts with these flags, answered with `no` and the defaults.
fn prompts(flags: &str) -> (Session, u32) {
    let mut session = shell(&format!(
        "exec \"$PROGRAM\" --plain --format yaml {flags} 2>&1"
    ));
    session
        .wait_for(FIRST)
        .send("no\r:finish\r")
        .wait_for(":emit DIR")
        .send("\r");
    let status = session.wait_exit();
    (session, status)
}

/// All that was written, whatever the screen still shows.
fn said(session: &Session) -> String {
    String::from_utf8(session.bytes()).unwrap()
}

#[test]
fn f26_what_never_counted_is_told_and_the_advice_given() {
    for (lang, told) in [
        ("en", "warning[answer-unused]"),
        ("pt-BR", "aviso[answer-unused]"),
    ] {
        let flags = format!("--set time_to_live=5 --lang {lang}");
        let mut session = shell(&format!("exec \"$PROGRAM\" --plain --format yaml {flags}"));
        session.send("no\r").wait_for("state").send(":finish\r");
        session.wait_for(AGAIN).send("\r");
        assert_eq!(session.wait_exit(), 0, "{}", session.contents());
        let said = said(&session);
        assert!(
            said.contains(told) && said.contains("`time_to_live`"),
            "{said}"
        );
        assert!(said.contains("abstraction: plain_function"), "{said}");
    }
}

#[test]
fn f26_so_it_is_in_the_wizard() {
    let mut session = shell("exec \"$PROGRAM\" --format yaml --set time_to_live=5");
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session.send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let said = said(&session);
    assert!(said.contains("warning[answer-unused]"), "{said}");
    assert!(said.contains("abstraction: plain_function"), "{said}");
}

#[test]
fn the_answers_outlive_a_target_that_cannot_be_written() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("mine"), "mine\n").unwrap();
    // A file is no place for a directory.
    let place = directory.path().join("mine/app");
    let (session, status) = prompts(&format!("--name app --emit {}", place.display()));
    assert_eq!(status, 5);
    // The prompts tell it before the end; the run tells it again beside its failure.
    let said = said(&session);
    assert_eq!(said.matches(AGAIN).count(), 2, "{said}");
}

#[test]
fn a_directory_that_is_not_empty_is_refused_before_anything_is_asked() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("mine"), "mine\n").unwrap();
    let place = directory.path().display();
    for plain in ["", "--plain"] {
        let flags = format!("{plain} --name app --emit {place}");
        let mut session = shell(&format!("exec \"$PROGRAM\" {flags} 2>&1"));
        assert_eq!(session.wait_exit(), 5);
        let said = said(&session);
        assert!(
            said.contains("is not empty") && !said.contains(FIRST),
            "{said}"
        );
    }
}

#[test]
fn the_answers_outlive_an_end_that_comes_too_early() {
    let mut session = shell("exec \"$PROGRAM\" --plain");
    session.wait_for(FIRST).send("yes\r").wait_for("question 2");
    session.send("\u{4}");
    assert_eq!(session.wait_exit(), 3);
    let said = said(&session);
    assert!(
        said.contains("otp-advisor --set state=yes --partial"),
        "{said}"
    );
    // That command gives them without questions, as is said beside it.
    let mut session = shell("exec \"$PROGRAM\" --set state=yes --partial");
    assert_eq!(session.wait_exit(), 0);
    let said = self::said(&session);
    assert!(said.contains("state=yes"), "{said}");
    assert!(!said.contains("\u{1b}[?1049h"), "{said}");
}

#[test]
fn a_directory_whose_name_makes_no_package_is_refused_before_anything_is_asked() {
    let mut session = shell("exec \"$PROGRAM\" --plain --emit 'my app'");
    assert_eq!(session.wait_exit(), 2);
    let said = said(&session);
    assert!(said.contains("bad-name"), "{said}");
    assert!(!said.contains(FIRST), "{said}");
}

#[test]
fn prompts_that_are_killed_are_gone_on_with() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().display().to_string();
    let env = [("OTP_ADVISOR_STATE", path.as_str())];
    let prompts = || Session::start(&[PROGRAM, "--plain"], (80, 50), &env);
    let kept = || crate::kept(state.path());
    let mut session = prompts();
    session.wait_for(FIRST).send("yes\r").wait_for("question 2");
    session.send("yes\r").wait_for("question 3");
    session.kill(Signal::KILL);
    session.wait_exit();
    assert_eq!(kept(), 1);
    // Whose number it had may live again, as the first process of a container always does.
    for entry in fs::read_dir(&path).unwrap() {
        let sheet = entry.unwrap().path();
        let name = sheet.file_name().unwrap().to_str().unwrap();
        let (run, end) = name.rsplit_once('-').unwrap();
        let (_, kind) = end.split_once('.').unwrap();
        fs::rename(&sheet, state.path().join(format!("{run}-1.{kind}"))).unwrap();
    }
    // What is answered on top of it is kept with it, and so it is by whoever leaves.
    let mut session = prompts();
    session.wait_for("2 answers were kept").send(":resume\r");
    session.wait_for("question 3").send("yes\r");
    session.wait_for("question 4").send("\u{3}");
    session.wait_exit();
    let mut session = prompts();
    session.wait_for("3 answers were kept").send(":resume\r");
    session.wait_for("question 4").send(":q\r");
    session.wait_for("y keeps the answers").send("y\r");
    session.wait_for("otp-advisor --plain in this directory");
    session.wait_exit();
    assert_eq!(kept(), 1);
    // Two are told apart, and one makes room for the other.
    let mut session = prompts();
    session.wait_for("3 answers were kept").send("no\r");
    session.wait_for("Noted").send("\u{3}");
    session.wait_exit();
    let mut session = prompts();
    session.wait_for("2 interviews were kept").send(":resume\r");
    session.wait_for("2. 3 answers. Just now.");
    session.send(":drop 1\r").wait_for("y or n").send("y\r");
    session.wait_for("are dropped").send(":resume\r");
    session.wait_for("question 4").send("yes\rno\r:finish\r");
    session.wait_for("Empty line").send("\r");
    assert_eq!(session.wait_exit(), 0);
    assert_eq!(kept(), 0);
}

#[test]
fn advice_that_was_read_is_not_printed_again_on_the_same_terminal() {
    const ADVICE: &str = "Abstraction: Plain function";
    for (flags, rest, times) in [
        ("", "\r", 1),
        ("", ":advice\r\r", 1),
        // Other answers lead to other advice.
        ("", ":advice\r:go keep\r2\r:finish\r\r", 2),
        // Elsewhere it is read there.
        (">advice", ":advice\r\r", 2),
    ] {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path().display();
        let mut session = shell(&format!(
            "cd {directory}; exec \"$PROGRAM\" --plain {flags}"
        ));
        session.wait_for(FIRST).send("no\r:finish\r");
        session.wait_for("Empty line").send(rest);
        assert_eq!(session.wait_exit(), 0, "{}", session.contents());
        let mut all = said(&session);
        all += &fs::read_to_string(place.path().join("advice")).unwrap_or_default();
        assert_eq!(all.matches(ADVICE).count(), times, "{rest}: {all}");
    }
}
