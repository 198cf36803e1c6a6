//! The mouse, the terminal's answer about its background, the configuration and what is kept of an
//! interrupted interview, as only a real terminal shows them.

use std::fs;

use rustix::process::Signal;

use super::pty::Session;
use super::{FIRST, PROGRAM, SECOND, SIZE, begin, wizard};

/// The wizard with these variables.
fn with(args: &[&str], env: &[(&str, &str)]) -> Session {
    let argv: Vec<&str> = std::iter::once(PROGRAM)
        .chain(args.iter().copied())
        .collect();
    Session::start(&argv, SIZE, env)
}

fn wrote(session: &Session, bytes: &str) -> bool {
    String::from_utf8_lossy(&session.bytes()).contains(bytes)
}

const MOUSE_ON: &str = "\u{1b}[?1000h\u{1b}[?1006h";

/// Clicks on the row that shows a text.
fn click(session: &mut Session, text: &str) {
    let rows = session.contents();
    let row = rows.lines().position(|row| row.contains(text)).unwrap();
    session.send(&format!(
        "\u{1b}[<0;10;{}M\u{1b}[<0;10;{}m",
        row + 1,
        row + 1
    ));
}

#[test]
fn clicks_answer_and_the_mouse_is_given_back() {
    for end in ["\u{3}", "signal"] {
        let mut session = wizard(&[]);
        begin(&mut session);
        assert!(wrote(&session, MOUSE_ON));
        assert!(!wrote(&session, "?1003h"), "motion is not asked for");
        click(&mut session, "1 Yes");
        session.wait_for("▸ 1 Yes");
        click(&mut session, "1 Yes");
        session.wait_for(SECOND);
        if end == "signal" {
            session.kill(Signal::TERM);
        } else {
            session.send(end);
        }
        session.wait_exit();
        session.assert_restored();
    }
}

#[test]
fn the_mouse_stays_with_the_terminal_where_it_is_not_wanted() {
    let mut session = wizard(&["--no-mouse"]);
    session.wait_for(FIRST);
    assert!(!wrote(&session, "?1000h"));
    session
        .send("M")
        .wait_for("The mouse clicks and scrolls here");
    assert!(wrote(&session, MOUSE_ON));
    session.send("M").wait_for("it selects text");
    session.wait_until("no mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    session.send("\u{3}");
    session.wait_exit();
    session.assert_restored();
}

#[test]
fn a_stopped_program_leaves_no_mouse_behind() {
    let mut session = wizard(&[]);
    session.wait_for(FIRST);
    session.kill(Signal::TSTP);
    session.wait_until("primary screen", |screen| !screen.alternate_screen());
    session.wait_until("no mouse", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    });
    session.kill(Signal::CONT);
    session.wait_until("the mouse again", |screen| {
        screen.mouse_protocol_mode() == vt100::MouseProtocolMode::PressRelease
    });
    session.wait_for(FIRST).send("\u{3}");
    session.wait_exit();
    session.assert_restored();
}

/// The background of the first cell.
fn ground(screen: &vt100::Screen) -> vt100::Color {
    screen.cell(0, 0).unwrap().bgcolor()
}

#[test]
fn the_background_decides_the_theme_and_no_key_is_lost() {
    for (told, expected) in [
        ("ffff/ffff/ffff", vt100::Color::Rgb(0xfb, 0xfa, 0xf7)),
        ("1c1c/1c1c/1c1c", vt100::Color::Rgb(0x16, 0x18, 0x1d)),
    ] {
        let mut session = with(&[], &[("COLORTERM", "truecolor")]);
        session.wait_for(FIRST);
        assert!(wrote(&session, "\u{1b}]11;?\u{7}"));
        // Until it is told, the terminal's own colours are kept.
        session.wait_until("own", |screen| ground(screen) == vt100::Color::Default);
        // The answer comes late, in the middle of keys.
        session.send(&format!("1\u{1b}]11;rgb:{told}\u{7}1"));
        session.wait_until("the theme", |screen| ground(screen) == expected);
        session.wait_for("question 3").send("\u{3}");
        session.wait_exit();
        session.assert_restored();
    }
}

#[test]
fn a_late_answer_of_the_terminal_answers_no_question() {
    let mut session = wizard(&[]);
    begin(&mut session);
    assert!(!wrote(&session, "\u{1b}]11;"), "nothing was asked");
    session.send("\u{1b}]11;rgb:1111/1111");
    // Half of it is there, and time goes by in which a key's sequence would be given up.
    assert!(!session.soon(|screen| !screen.contents().contains(FIRST)));
    session
        .send("/1111\u{1b}\\")
        .send("?")
        .wait_for("Esc close");
    session.send("\u{1b}").wait_for("b situations");
    session.send("t").wait_for("Nothing is answered yet");
    session.send("\u{3}");
    session.wait_exit();
    session.assert_restored();
}

#[test]
fn a_configuration_sets_language_theme_mouse_and_keys() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config.yaml");
    fs::write(
        &file,
        "language: pt-BR\ntheme: dark\nmouse: false\nkeys:\n  choice:\n    f2: finish\n    f: none\n",
    )
    .unwrap();
    let path = file.display().to_string();
    let env = [
        ("OTP_ADVISOR_CONFIG", path.as_str()),
        ("COLORTERM", "24bit"),
    ];
    let mut session = with(&[], &env);
    session.wait_for("pergunta 1").send("2");
    session.wait_until("dark", |screen| {
        ground(screen) == vt100::Color::Rgb(0x16, 0x18, 0x1d)
    });
    assert!(!wrote(&session, "?1000h") && !wrote(&session, "]11;"));
    session
        .wait_for("F2")
        .send("f")
        .wait_for("f não faz nada aqui");
    session.send("\u{1b}OQ").wait_for("Resultado").send("d");
    assert_eq!(session.wait_exit(), 0);
    assert!(
        session.contents().contains("O que ficou no padrão"),
        "{}",
        session.contents()
    );
    // The flag wins.
    let mut session = with(&["--lang", "en"], &env);
    session.wait_for(FIRST).send("\u{3}");
    session.wait_exit();
    // A slip is told before anything is asked.
    fs::write(&file, "theme: drak\n").unwrap();
    let mut session = with(&[], &env);
    assert_eq!(session.wait_exit(), 2);
    let said = session.contents();
    assert!(
        said.contains("config.yaml:1:8") && said.contains("`dark`"),
        "{said}"
    );
}

#[test]
fn an_interrupted_interview_is_offered_once_and_taken_up() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().display().to_string();
    let env = [("OTP_ADVISOR_STATE", path.as_str())];
    let kept = || crate::kept(state.path());
    let mut session = with(&[], &env);
    session.wait_for(FIRST).send("1").wait_for(SECOND).send("1");
    session.wait_for("question 3");
    // Another one meanwhile is not offered what this one still works on.
    let mut other = with(&[], &env);
    other
        .wait_for(FIRST)
        .send("?")
        .wait_for("─ Help")
        .send("\u{3}");
    other.wait_exit();
    session.kill(Signal::KILL);
    session.wait_exit();
    assert_eq!(kept(), 1);
    // Passed by, it is still there, whatever is answered instead.
    let mut session = with(&[], &env);
    session.wait_for("2 answers were kept").send("\r");
    session.wait_for("are still kept; b goes to them").send("1");
    session.wait_for(SECOND).send("\u{3}");
    session.wait_exit();
    assert_eq!(kept(), 2);
    // The latest comes first. Taken up and taken back, it is as it was.
    let mut session = with(&[], &env);
    session.wait_for("One answer was kept").send("j\r");
    session.wait_for(SECOND).send("z");
    session.wait_for("Undone").send("b");
    session.wait_for("One answer was kept").send("\u{3}");
    session.wait_exit();
    assert_eq!(kept(), 2);
    // Dropped, it makes room for the other one.
    let mut session = with(&[], &env);
    session.wait_for("One answer was kept").send("jxx");
    session.wait_for("are dropped").send("\u{3}");
    session.wait_exit();
    assert_eq!(kept(), 1);
    let mut session = with(&[], &env);
    session.wait_for("2 answers were kept").send("j\r");
    session.wait_for("question 3");
    // Now they are this run's, and a signal keeps them.
    session.kill(Signal::TERM);
    session.wait_exit();
    session.assert_restored();
    assert_eq!(kept(), 1);
}

#[test]
fn what_is_finished_or_given_up_is_not_kept() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().display().to_string();
    let env = [("OTP_ADVISOR_STATE", path.as_str())];
    let kept = || crate::kept(state.path());
    let mut session = with(&[], &env);
    session.wait_for(FIRST).send("2f").wait_for("─ Advice");
    assert_eq!(kept(), 1);
    session.send("d");
    assert_eq!(session.wait_exit(), 0);
    assert_eq!(kept(), 0);
    let mut session = with(&[], &env);
    session.wait_for(FIRST).send("1").wait_for(SECOND).send("q");
    session.wait_for("can be kept").send("d");
    session.wait_exit();
    assert_eq!(kept(), 0);
    // Ctrl-C interrupts; it is offered, and dropped for good.
    let mut session = with(&[], &env);
    session
        .wait_for(FIRST)
        .send("1")
        .wait_for(SECOND)
        .send("\u{3}");
    session.wait_for("otp-advisor in this directory offers to go on with them");
    session.wait_exit();
    assert_eq!(kept(), 1);
    let mut session = with(&[], &env);
    session
        .wait_for("One answer was kept")
        .send("j")
        .wait_for("x drop them")
        .send("x")
        .wait_for("once more")
        .send("x")
        .wait_for("are dropped");
    session.send("\u{3}");
    session.wait_exit();
    assert_eq!(kept(), 0);
}
