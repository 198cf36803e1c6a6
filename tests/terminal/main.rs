//! The real program in a real terminal: what it leaves behind however it ends, and which stream
//! gets what.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod acting;
mod changes;
mod comfort;
mod ends;
mod front;
mod leaving;
mod outgoing;
mod pty;
mod shown;
mod typed;

use std::io::Write as _;
use std::process::{Command, Stdio};

use rustix::process::Signal;

use self::pty::Session;

const PROGRAM: &str = env!("CARGO_BIN_EXE_otp-advisor");
const SIZE: (u16, u16) = (80, 24);
const FIRST: &str = "Must this code itself remember something from one call to the next?";
const SECOND: &str = "Does it do more with that memory than read and replace it?";

fn wizard(args: &[&str]) -> Session {
    let argv: Vec<&str> = std::iter::once(PROGRAM)
        .chain(args.iter().copied())
        .collect();
    Session::start(&argv, SIZE, &[])
}

/// Past the first page, to the question that it shows already.
fn begin(session: &mut Session) -> &mut Session {
    session.wait_for(FIRST).wait_for("Enter begin").send("\r");
    session.wait_for("1 Yes")
}

/// The wizard in a directory of its own, where it keeps what is interrupted, with more variables.
fn wizard_in(directory: &std::path::Path, size: (u16, u16), env: &[(&str, &str)]) -> Session {
    let path = directory.display().to_string();
    let script = "cd \"$WHERE\"; exec \"$PROGRAM\"";
    let own = [("PROGRAM", PROGRAM), ("WHERE", path.as_str())];
    Session::start(&["/bin/sh", "-c", script], size, &[&own, env].concat())
}

/// Goes from the first screen to the first question.
fn at_first(session: &mut Session) -> &mut Session {
    begin(session)
}

/// Answers so that there is a server, a result and a project.
fn at_result(session: &mut Session) -> &mut Session {
    at_first(session).send("11112f").wait_for("Your design")
}

/// Through a shell, for redirections and jobs.
/// The interviews that are kept. A run that was killed leaves its lock as well.
fn kept(state: &std::path::Path) -> usize {
    std::fs::read_dir(state).map_or(0, |entries| {
        let paths = entries.map(|entry| entry.unwrap().path());
        let sheets = paths.filter(|path| path.extension().is_some_and(|kind| kind == "yaml"));
        sheets.count()
    })
}

fn shell(script: &str) -> Session {
    Session::start(&["/bin/sh", "-c", script], SIZE, &[("PROGRAM", PROGRAM)])
}

#[test]
fn the_result_is_printed_after_the_screen_is_given_back() {
    let mut session = wizard(&["--format", "json"]);
    session.wait_until("alternate screen", vt100::Screen::alternate_screen);
    session.wait_for(FIRST).send("2").wait_for("Queue");
    session.send("f").wait_for("Plain function").send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    // Nothing is left of the wizard, and the object is whole.
    let bytes = String::from_utf8(session.bytes()).unwrap();
    let (_, result) = bytes
        .rsplit_once("\u{1b}[?1049l")
        .expect("the screen was left");
    assert!(result.contains("\"status\": \"complete\""), "{result}");
    assert!(result.trim_end().ends_with('}'), "{result}");
}

#[test]
fn the_result_alone_goes_into_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("result.yaml");
    let path = file.display().to_string();
    let script = "exec \"$PROGRAM\" --format yaml > \"$RESULT\"";
    let env = [("PROGRAM", PROGRAM), ("RESULT", path.as_str())];
    let mut session = Session::start(&["/bin/sh", "-c", script], SIZE, &env);
    session
        .wait_for(FIRST)
        .send("2f")
        .wait_for("─ Advice")
        .send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let wizard = std::fs::read(&file).unwrap();
    // Byte for byte what the same answers give without a wizard.
    let plain = Command::new(PROGRAM)
        .args(["--set", "state=no", "--format", "yaml"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(plain.status.success());
    assert_eq!(
        String::from_utf8(wizard).unwrap(),
        String::from_utf8(plain.stdout).unwrap()
    );
}

#[test]
fn what_is_typed_before_anything_is_shown_answers_the_first_question() {
    let mut session = wizard(&["--format", "yaml"]);
    session.send("2f").wait_for("─ Advice").send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    let bytes = String::from_utf8(session.bytes()).unwrap();
    assert!(bytes.contains("abstraction: plain_function"), "{bytes}");
}

#[test]
fn the_first_page_leads_to_the_questions_and_to_situations() {
    let mut session = wizard(&[]);
    begin(&mut session).send("b").wait_for("▸ Send e-mails");
    session
        .send("j")
        .wait_for("▸ Do heavy work later")
        .send("\r");
    session
        .wait_for("question")
        .send("f")
        .wait_for("─ Advice")
        .send("d");
    assert_eq!(session.wait_exit(), 0);
    session.assert_restored();
    // Who says how to begin is not asked.
    for (args, asked) in [
        (
            &["--start", "cache"][..],
            "What were you about to use for it?",
        ),
        (&["--set", "state=yes"], "Still possible"),
    ] {
        let mut session = wizard(args);
        session.wait_for("question").wait_for(asked);
        assert!(!session.contents().contains("How to begin"));
        session.send("\u{3}");
        session.wait_exit();
    }
}

#[test]
fn ctrl_c_cancels() {
    let mut session = wizard(&[]);
    session
        .wait_for(FIRST)
        .send("1")
        .wait_for(SECOND)
        .send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
    assert_eq!(session.contents().trim(), "", "nothing is printed");
}

#[test]
fn quitting_asks_first() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("1").wait_for(SECOND);
    session.send("q").wait_for("One answer would be lost.");
    session.send("n").wait_until("question", |screen| {
        !screen.contents().contains("would be lost")
    });
    session
        .send("q")
        .wait_for("One answer would be lost.")
        .send("y");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn signals_end_it_with_the_terminal_given_back() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let mut session = wizard(&[]);
        session.wait_for(FIRST).send("1").wait_for(SECOND);
        session.kill(signal);
        assert_eq!(session.wait_exit(), status, "{signal:?}");
        session.assert_restored();
    }
}

#[test]
fn a_stopped_program_gives_the_terminal_back_until_it_goes_on() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("1").wait_for(SECOND);
    session.kill(Signal::TSTP);
    session.wait_until("primary screen", |screen| !screen.alternate_screen());
    session.kill(Signal::CONT);
    session.wait_until("alternate screen", vt100::Screen::alternate_screen);
    session
        .wait_for(SECOND)
        .send("\u{1b}")
        .wait_for(FIRST)
        .send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn ctrl_z_hands_the_terminal_to_the_shell_and_fg_brings_the_wizard_back() {
    let mut session = shell(
        "set -m; \"$PROGRAM\"; echo stopped with $?; read line; echo got $line; fg; echo ended with $?",
    );
    session
        .wait_for(FIRST)
        .send("1")
        .wait_for(SECOND)
        .send("\u{1a}");
    session.wait_for("stopped with 147");
    session.wait_until("primary screen", |screen| !screen.alternate_screen());
    session.send("a line\r").wait_for(SECOND);
    session.wait_until("alternate screen", vt100::Screen::alternate_screen);
    session.send("\u{3}").wait_for("ended with 130");
    assert!(
        session.contents().contains("got a line"),
        "{}",
        session.contents()
    );
    session.wait_exit();
    session.assert_restored();
}

#[test]
fn without_a_shell_to_wake_it_ctrl_z_does_nothing() {
    let mut session = wizard(&[]);
    session
        .wait_for(FIRST)
        .send("\u{1a}")
        .send("1")
        .wait_for(SECOND)
        .send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
}

#[test]
fn the_window_may_change_its_size() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST).send("1").wait_for(SECOND);
    session.resize((30, 8)).wait_for("too small");
    session
        .resize((140, 40))
        .wait_for("Your answers")
        .wait_for(SECOND);
    session
        .resize((40, 12))
        .wait_for("Does it do more with that memory than");
    session.send("\u{3}");
    assert_eq!(session.wait_exit(), 130);
    session.assert_restored();
}

#[test]
fn without_colour_no_colour_is_written() {
    let mut session = Session::start(&[PROGRAM], SIZE, &[("NO_COLOR", "1")]);
    session
        .wait_for(FIRST)
        .send("1")
        .wait_for(SECOND)
        .send("\u{3}");
    session.wait_exit();
    let bytes = String::from_utf8(session.bytes()).unwrap();
    for sequence in bytes.split("\u{1b}[").skip(1) {
        let Some((codes, _)) = sequence.split_once(|c: char| c.is_ascii_alphabetic()) else {
            continue;
        };
        if sequence[codes.len()..].starts_with('m') {
            let coloured = |code: &str| {
                let code: u8 = code.parse().unwrap_or(0);
                matches!(code, 30..=38 | 40..=48 | 58 | 90..=107)
            };
            assert!(!codes.split(';').any(coloured), "{codes}");
        }
    }
}

#[test]
fn without_any_terminal_answers_are_read_from_the_input() {
    let mut child = Command::new(PROGRAM)
        .args(["--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"no\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with('{') && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let program = std::env::current_exe().unwrap();
    let argv = [
        &*program.to_string_lossy(),
        "--exact",
        "panics",
        "--ignored",
        "--nocapture",
    ];
    let mut session = Session::start(&argv, SIZE, &[]);
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    session.send("s").wait_for("File to write").send("\r");
    assert_ne!(session.wait_exit(), 0);
    session.assert_restored();
    let contents = session.contents();
    assert!(contents.contains("the sheet is on fire"), "{contents}");
}

/// What the test above runs: this very test binary with a host that panics.
#[test]
#[ignore = "started by another test, in a terminal"]
fn panics() {
    use otp_advisor::inside::host::{Host, Refusal};
    use otp_advisor::inside::load::{check, source::Directory};
    use otp_advisor::inside::session::Session;
    use otp_advisor::inside::tui::{Options, run};

    struct OnFire;

    impl Host for OnFire {
        fn code(&self, _: &Session<'_>, _: &str) -> Result<Vec<(String, String)>, String> {
            Err("none".to_owned())
        }

        fn sheet(&self, _: &Session<'_>) -> String {
            panic!("the sheet is on fire")
        }

        fn command(&self, _: &Session<'_>) -> String {
            String::new()
        }

        fn save(&mut self, _: &str, _: &str, _: bool) -> Result<(), Refusal> {
            Ok(())
        }

        fn check_project(&self, _: &str, _: &Session<'_>) -> Result<String, String> {
            Ok(String::new())
        }

        fn emit(&mut self, _: &str, _: &Session<'_>) -> Result<String, String> {
            Ok(String::new())
        }
    }

    let trees = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("trees");
    let advisor = check::load(
        &Directory(trees),
        &|name| otp_advisor::inside::embedded::template(name).map(str::to_owned),
        None,
    )
    .unwrap();
    let _ = run(
        Session::new(&advisor),
        &mut OnFire,
        &Options::default(),
        None,
    );
}
