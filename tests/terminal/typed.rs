//! What a person typed is not lost with the run that asked for it.

use std::fs;

use super::{FIRST, shell};
use crate::pty::Session;

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
    let (session, status) = prompts(&format!("--name app --emit {}", directory.path().display()));
    assert_eq!(status, 5);
    // The prompts tell it before the end; the run tells it again beside its failure.
    let said = said(&session);
    assert_eq!(said.matches(AGAIN).count(), 2, "{said}");
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
