//! Inputs that once failed: keys and pastes in the wizard, lines of the plain prompts and of a pipe.
//! The names are those of the list of them.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use otp_advisor::inside::model::Answer;
use otp_advisor::inside::tui::{Input, Key, Step};

use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

/// Whether a question has an answer.
fn answered(player: &Player<'_, '_>, question: &str) -> bool {
    let session = player.wizard.session();
    let question = session.advisor().find_question(question).unwrap();
    session.answer(question).is_some()
}

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

#[test]
fn f03_the_letters_of_yes_and_no_answer() {
    let mut host = Fake::default();
    for (advisor, script, expected) in [
        (otp(), "y", 0),
        (otp(), "n", 1),
        (otp(), "N", 1),
        (otp_pt_br(), "s", 0),
        (otp_pt_br(), "n", 1),
    ] {
        let mut player = Player::new(advisor, &mut host, (80, 24));
        player.press(script);
        let state = advisor.find_question("state").unwrap();
        let given = player.wizard.session().answer(state);
        assert_eq!(given, Some(&Answer::Option(expected)), "{script}");
    }
}

#[test]
fn f03_without_a_default_nothing_is_highlighted_and_enter_takes_nothing() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let text = player.press("").text();
    assert!(!text.contains('▸'), "{text}");
    let text = player.press("<ret><ret>").text();
    assert!(text.contains("Nothing is chosen yet"), "{text}");
    assert!(!answered(&player, "state"));
    // Highlighted on purpose, it is taken.
    player.press("<down><ret>");
    assert!(answered(&player, "state"));
}

#[test]
fn f03_a_key_that_means_nothing_is_told_and_changes_nothing() {
    for (advisor, told, default) in [
        (tea(), "does nothing here", "▸ 2 No"),
        (tea_pt_br(), "não faz nada aqui", "▸ 2 Não"),
    ] {
        // A question with a default, which is highlighted.
        for key in [Key::Char('x'), Key::F(5), Key::Ctrl('r')] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (80, 24));
            let text = player.press("2<ret><ret>").text();
            assert!(text.contains(default), "{text}");
            player.key(key);
            let text = player.text();
            assert!(text.contains(told) && text.contains(default), "{text}");
            player.press("<ret>");
            assert!(answered(&player, "milk"), "{key}");
        }
        // So it is with a number that no option has, and with a paste.
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        let text = player.press("2<ret><ret>7").text();
        assert!(text.contains(default), "{text}");
        player.wizard.input(Input::Paste("no".to_owned()));
        assert!(player.text().contains(default), "{}", player.text());
        player.press("<ret>");
        assert!(answered(&player, "milk"));
    }
}

#[test]
fn f03_a_letter_meant_for_the_question_before_answers_no_other() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // "no" and Enter, typed at the first question; the second is a number with a default.
    player.press("no<ret>");
    assert!(answered(&player, "wake"));
    assert!(!answered(&player, "water"), "{}", player.text());
}

#[test]
fn f04_letters_after_digits_are_text() {
    let mut host = Fake::default();
    for typed in ["50f", "5u", "300 requests", "7f", "50q", "50t", "5?", "5j5"] {
        let mut player = Player::new(tea(), &mut host, (80, 24));
        let text = player.press(&format!("13{typed}")).text();
        assert!(text.contains(&format!("> {typed} ml")), "{typed}: {text}");
        let text = player.press("<ret>").text();
        assert!(
            text.contains('✗') && text.contains("1 to 5000 ml"),
            "{text}"
        );
        assert!(text.contains(&format!("> {typed} ml")), "{typed}: {text}");
        assert!(!answered(&player, "water"), "{typed}");
    }
}

#[test]
fn f04_commands_work_on_an_empty_line_or_with_ctrl() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    assert!(
        player
            .press("13u")
            .text()
            .contains("What is the pot called?")
    );
    let mut player = Player::new(tea(), &mut host, (80, 24));
    assert!(player.press("135<bs>t").text().contains("Your answers"));
    let mut player = Player::new(tea(), &mut host, (80, 24));
    assert!(player.press("1350<c-t>").text().contains("Your answers"));
}

#[test]
fn f04_finishing_takes_what_stands_in_the_line_or_stays() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press("1350<c-f>").text();
    assert!(text.contains("Your design"), "{text}");
    let water = tea().find_question("water").unwrap();
    assert_eq!(
        player.wizard.session().answer(water),
        Some(&Answer::Number(50.0))
    );
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press("1350x<c-f>").text();
    assert!(text.contains("> 50x ml") && text.contains('✗'), "{text}");
}

#[test]
fn f04_a_line_left_behind_is_not_passed_over() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // Typed and left, then finished from the question before it.
    let text = player.press("1312<esc>f").text();
    assert!(
        text.contains("> 12 ml") && text.contains("not entered"),
        "{text}"
    );
    // An answer changed and not entered, then on to the result and out of it.
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("1312<ret><ret><ret>");
    assert!(player.text().contains("Your design"), "{}", player.text());
    player.press("<esc><esc><esc>0<tab><tab><tab>");
    assert!(player.text().contains("Your design"), "{}", player.text());
    assert_eq!(player.press("d").step, Step::Continue);
    assert!(player.text().contains("> 120 ml"), "{}", player.text());
}

#[test]
fn f13_input_without_end_comes_to_an_end() {
    for script in ["yes", "yes ''", "yes :why", "yes perhaps"] {
        let output = Command::new("sh")
            .args(["-c", &format!("{script} | \"$PROGRAM\" --plain")])
            .env("PROGRAM", env!("CARGO_BIN_EXE_otp-advisor"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{script}");
        assert!(output.stdout.is_empty(), "{script}");
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(
            errors.contains("error[unknown-answer]"),
            "{script}: {errors}"
        );
        assert!(errors.contains("possible answers"), "{script}: {errors}");
        assert!(errors.len() < 200_000, "{script}: {} bytes", errors.len());
    }
}

#[test]
fn f13_back_and_forth_without_end_comes_to_an_end() {
    let script = "while :; do echo yes; echo :back; done 2>/dev/null | \"$PROGRAM\" --plain";
    let output = Command::new("sh")
        .args(["-c", script])
        .env("PROGRAM", env!("CARGO_BIN_EXE_otp-advisor"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn f15_what_the_wizard_saved_it_offers_to_replace() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("2<ret><ret><ret>");
    player.press("s<c-u>a.yaml<ret>");
    assert!(player.text().contains("Saved a.yaml."), "{}", player.text());
    let text = player.press("s<ret>").text();
    assert!(text.contains("was saved from here before"), "{text}");
    // Another name is another question.
    let text = player.press("<end>x").text();
    assert!(!text.contains("was saved from here before"), "{text}");
    player.press("<bs><ret>");
    let text = player.press("<ret>").text();
    assert!(text.contains("Saved a.yaml."), "{text}");
    drop(player);
    assert_eq!(host.saved.len(), 2);
}

#[test]
fn f15_a_dialogue_stays_open_with_the_reason() {
    let mut host = Fake {
        refusal: Some("the disk is full".to_owned()),
        ..Fake::default()
    };
    for (key, title) in [
        ("s", "Save the answer sheet"),
        ("e", "Write the Rust project"),
    ] {
        let mut player = Player::new(tea(), &mut host, (80, 24));
        player.press("2<ret><ret><ret>");
        let text = player.press(&format!("{key}<ret>")).text();
        assert!(
            text.contains(title) && text.contains("the disk is full"),
            "{text}"
        );
        // What is typed now is a name and no command.
        let text = player.press("q").text();
        assert!(text.contains(title), "{text}");
        assert_eq!(player.press("<esc>").step, Step::Continue);
    }
}

#[test]
fn f30_a_warning_looks_like_one_wherever_it_stands() {
    use ratatui::style::{Color, Modifier};
    let mut host = Fake::default();
    for size in [(60, 20), (80, 24), (120, 40)] {
        let mut player = Player::new(tea(), &mut host, size);
        player.press("134000");
        let buffer = player.terminal.backend().buffer();
        let rows = crate::support::tui::frame::rows(buffer);
        let at = rows.iter().position(|row| row.contains("! Much water"));
        let y = u16::try_from(at.unwrap_or_else(|| panic!("{rows:#?}"))).unwrap();
        let before = rows[usize::from(y)].split("! Much").next().unwrap();
        let x = u16::try_from(before.chars().count()).unwrap();
        let cell = &buffer[(x, y)];
        let bold = cell.modifier.contains(Modifier::BOLD);
        assert_eq!((cell.fg, bold), (Color::Magenta, true), "{size:?}");
    }
}

#[test]
fn f38_what_is_undecided_has_no_code_and_one_key_settles_it() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.press("11u2f");
    assert!(player.text().contains("Not decided"), "{}", player.text());
    for script in ["e", "<tab>"] {
        let text = player.press(script).text();
        assert!(
            text.contains("not all is decided; a goes to “Must somebody watch over it"),
            "{text}"
        );
    }
    let text = player.press("a").text();
    assert!(
        text.contains("Must somebody watch over it") && text.contains("question 3"),
        "{text}"
    );
    // With the answer all is decided, and there is code.
    let text = player.press("1f<tab>").text();
    assert!(text.contains("src/main.rs"), "{text}");
    drop(player);
    assert!(host.emitted.is_empty());
}

#[test]
fn f40_leaving_an_undecided_result_asks_first() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    assert_eq!(player.press("11u2fd").step, Step::Continue);
    let text = player.text();
    assert!(text.contains("there is no result to print"), "{text}");
    assert_eq!(player.press("<esc>").step, Step::Continue);
    assert!(player.text().contains("Not decided"), "{}", player.text());
    // Enter goes where it is settled.
    player.press("d<ret>");
    assert!(player.text().contains("question 3"), "{}", player.text());
    assert_eq!(player.press("ufdy").step, Step::Finish);
}

#[test]
fn f44_the_command_told_gives_the_same_design() {
    for lines in ["no\n:finish\n", "1\n1\n1\n1\n2\n:finish\n", "yes\nyes\n?\n"] {
        let plain = piped(&["--plain"], lines);
        let prompts = String::from_utf8(plain.stderr).unwrap();
        let Some(command) = prompts
            .lines()
            .find_map(|line| line.trim().strip_prefix("otp-advisor "))
        else {
            assert!(lines.contains('?'), "{prompts}");
            continue;
        };
        let again = Command::new("sh")
            .args(["-c", &format!("\"$PROGRAM\" {command}")])
            .env("PROGRAM", env!("CARGO_BIN_EXE_otp-advisor"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(again.status.code(), Some(0), "{command}");
        assert_eq!(again.stdout, plain.stdout, "{command}");
    }
}

#[test]
fn f44_prompts_save_and_emit() {
    let directory = tempfile::tempdir().unwrap();
    let sheet = directory.path().join("my sheet.yaml");
    let project = directory.path().join("counter");
    let lines = format!(
        "no\n:finish\n:save {}\n:emit {}\n\n",
        sheet.display(),
        project.display()
    );
    let output = piped(&["--plain", "--format", "yaml"], &lines);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(std::fs::read(&sheet).unwrap(), output.stdout);
    assert!(project.join("Cargo.toml").is_file());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains(":save FILE, :emit DIR"), "{errors}");
}

#[test]
fn f44_nothing_undecided_is_emitted() {
    let directory = tempfile::tempdir().unwrap();
    let project = directory.path().join("counter");
    let lines = format!(
        ":emit {0}\nyes\nyes\n?\nno\n:finish\n:emit {0}\n\n",
        project.display()
    );
    let output = piped(&["--plain"], &lines);
    assert_eq!(output.status.code(), Some(3));
    assert!(!project.exists());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(
        errors.contains("The question state has no default"),
        "{errors}"
    );
    assert!(errors.contains("To settle it: :go supervision"), "{errors}");
}
