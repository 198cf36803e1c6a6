//! Inputs that once failed: keys and pastes in the wizard, lines of the plain prompts and of a pipe.
//! The names are those of the list of them.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use otp_advisor::tui::Input;

use crate::support::tui::advisors::tea;
use crate::support::tui::{Fake, Player};

/// Runs the program with standard input from a pipe.
fn piped(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn f05_lines_of_a_paste_do_not_become_one_number() {
    let mut host = Fake::default();
    for pasted in ["300\n400", "300\t400", "300\r\n400"] {
        let mut player = Player::new(tea(), &mut host, (80, 24));
        player.press("13");
        player.wizard.input(Input::Paste(pasted.to_owned()));
        assert!(!player.text().contains("300400"), "{}", player.text());
        let text = player.press("<ret>").text();
        assert!(
            text.contains("How much water") && text.contains('✗'),
            "{text}"
        );
    }
}

#[test]
fn f14_an_empty_line_is_told_at_its_own_place() {
    let output = piped(&[], "yes\n\nyes\n");
    assert_eq!(output.status.code(), Some(3));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains(" --> standard input:2:1\n"), "{errors}");
}
