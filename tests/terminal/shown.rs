//! What a terminal can show of what is printed on it: its signs, and lines of its width.

use super::PROGRAM;
use crate::pty::Session;

/// Lines typed, each after a text that is shown.
type Steps = &'static [(&'static str, &'static str)];

/// All that a run writes to a terminal of so many columns.
fn written(script: &str, steps: Steps, columns: u16, env: &[(&str, &str)]) -> String {
    let argv = ["/bin/sh", "-c", script];
    let env = [&[("PROGRAM", PROGRAM)], env].concat();
    let mut session = Session::start(&argv, (columns, 24), &env);
    for (text, keys) in steps {
        session.wait_for(text).send(&format!("{keys}\r"));
    }
    session.wait_exit();
    let bytes = session.bytes();
    String::from_utf8(bytes).unwrap()
}

const TEXTS: &[(&str, Steps)] = &[
    (
        "\"$PROGRAM\" --plain --lang pt-BR",
        &[
            ("Resposta: ", "2"),
            ("1): ", ":concluir"),
            ("rio: ", ":mapa"),
            ("rio: ", ":laboratorio"),
            ("rio: ", ":porque"),
            ("rio: ", ""),
        ],
    ),
    ("\"$PROGRAM\" --lang pt-BR --set state=no", &[]),
    ("\"$PROGRAM\" lab --lang pt-BR --start send_emails", &[]),
    ("\"$PROGRAM\" guide --lang pt-BR", &[]),
    (
        "\"$PROGRAM\" why gen_server --lang pt-BR --start send_emails",
        &[],
    ),
    ("\"$PROGRAM\" questions --lang pt-BR", &[]),
    ("\"$PROGRAM\" lab nao --lang pt-BR --start send_emails", &[]),
    ("\"$PROGRAM\" --lang pt-BR --help", &[]),
    ("\"$PROGRAM\" --lang pt-BR --nosuch", &[]),
];

#[test]
fn t1_a_locale_that_is_not_utf_8_gets_ascii_wherever_people_read() {
    for (script, keys) in TEXTS {
        let text = written(script, keys, 80, &[("LC_ALL", "C")]);
        assert!(text.is_ascii(), "{script}\n{text}");
        let text = written(script, keys, 80, &[("LC_ALL", "C.UTF-8")]);
        assert!(!text.is_ascii(), "{script}\n{text}");
    }
}

#[test]
fn t1_after_the_wizard_as_well() {
    let env = [("LC_ALL", "C"), ("PROGRAM", PROGRAM)];
    let mut session = Session::start(&[PROGRAM, "--lang", "pt-BR"], (80, 24), &env);
    session.wait_for("Enter").send("\r").wait_for("1 Sim");
    session.send("2f").wait_for("Conselho").send("d");
    assert_eq!(session.wait_exit(), 0);
    let bytes = session.bytes();
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.contains("Em resumo") || text.contains("Abstra"),
        "{text}"
    );
    assert!(text.is_ascii(), "{text}");
}

#[test]
fn t1_what_is_not_for_people_keeps_every_sign() {
    for script in [
        "\"$PROGRAM\" questions --lang pt-BR --format json",
        "\"$PROGRAM\" --lang pt-BR --set state=no --format markdown",
        "\"$PROGRAM\" guide --lang pt-BR | cat",
        "\"$PROGRAM\" lab nao --lang pt-BR --start send_emails 2>&1 | cat",
    ] {
        let text = written(script, &[], 80, &[("LC_ALL", "C")]);
        assert!(!text.is_ascii(), "{script}\n{text}");
    }
}

/// No line is wider than the terminal, but a command that is there to be copied.
#[track_caller]
fn assert_fits(text: &str, columns: usize) {
    for line in text.lines() {
        let line = line.trim_end_matches('\r');
        let copied = line.trim_start().starts_with("otp-advisor ");
        assert!(copied || line.chars().count() <= columns, "{line}\n{text}");
    }
}

#[test]
fn t6_what_is_said_last_is_in_lines_of_the_terminal() {
    let directory = tempfile::tempdir().unwrap();
    let state = directory.path().display().to_string();
    let env = [("OTP_ADVISOR_STATE", state.as_str()), ("NO_COLOR", "1")];
    let cases: [(&str, Steps); 4] = [
        (
            "\"$PROGRAM\" --plain",
            &[("Answer: ", "2"), ("1): ", ":quit"), ("(n): ", "y")],
        ),
        (
            "\"$PROGRAM\" --plain > /dev/null",
            &[
                ("Answer: ", "2"),
                ("1): ", ":finish"),
                (":lab: ", ":lab x"),
                ("wait SECONDS", ""),
            ],
        ),
        ("\"$PROGRAM\" lab foo --start send_emails", &[]),
        ("\"$PROGRAM\" --set tim=5 --set state=no > /dev/null", &[]),
    ];
    for (script, steps) in cases {
        let text = written(script, steps, 50, &env);
        assert!(!text.is_empty());
        assert_fits(&text, 50);
    }
}
