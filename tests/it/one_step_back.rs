//! Esc takes one step back, everywhere: what was opened last is closed, and nothing below it; and no
//! answer is lost on the way.

use std::collections::BTreeSet;

use otp_advisor::inside::ids::QuestionIx;
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::tui::{Step, key_table};

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, Player};

/// The answers, whoever gave them.
fn answers(player: &Player<'_, '_>) -> Vec<(QuestionIx, Option<Answer>)> {
    let session = player.wizard.session();
    let all = session.advisor().question_ixs();
    all.map(|question| (question, session.answer(question).cloned()))
        .collect()
}

type Load = fn() -> &'static Advisor;

/// By context, what leads before it and the keys that lead into it; Esc leads out again.
const STEPS: &[(&str, Load, &str, &str)] = &[
    ("situations", otp, "", "b"),
    ("help", otp, "1", "?"),
    ("help", otp, "1", "e"),
    ("help", otp, "1m", "?"),
    ("help", otp, "11112fL", "?"),
    ("finding", otp, "1", "/"),
    ("finding", otp, "1", "/restart"),
    ("finding", otp, "1", "<c-p>"),
    ("finding", otp, "1m", "<c-p>"),
    ("finding", otp, "11112fL", "<c-p>map"),
    ("finding", otp, "11112fe", "<c-p>"),
    ("what was found", otp, "1/start_storm", "<ret>"),
    ("outcomes", otp, "1", "w"),
    ("why an outcome", otp, "1w", "<ret>"),
    ("why an outcome", otp, "11112f<down>", "<ret>"),
    ("your answers", otp, "11", "t"),
    ("the map of a section", otp, "1", "m"),
    ("the map of a section", otp, "11112f", "m"),
    ("leaving", otp, "1", "q"),
    ("leaving undecided", otp, "11u2f", "d"),
    ("an entry of the advice", otp, "11112f", "<down>"),
    ("the code", otp, "11112f", "<tab>"),
    ("the code", otp, "11112f<down>", "<tab>"),
    ("the list of files", otp, "11112f<tab>", "v"),
    ("searching the code", otp, "11112f<tab>", "/"),
    ("searching the code", otp, "11112f<tab>", "/fn"),
    ("searching the code", otp, "11112f<tab>v<down>", "/fn"),
    ("the crash lab", otp, "11112f", "L"),
    ("the crash lab", otp, "11112f", "Lc"),
    ("the crash lab", otp, "11112fLc", "<tab>"),
    ("a file name", otp, "11112f", "e"),
    ("a file name", otp, "11112f", "s"),
    ("a file name", tea, "11<c-f>", "eUpper<ret>"),
    ("trying an answer", tea, "11<c-f><down><down>", "<ret>"),
    // Going to a question from elsewhere is a step as well, not a way past what stands before it.
    ("choosing", otp, "111", "tg<ret>"),
    ("choosing", otp, "111", "/complex<ret>"),
    ("choosing", otp, "11112f", "a"),
    ("the result", otp, "11112", "f"),
];

#[test]
fn it_leads_out_of_what_was_opened_last() {
    for size in [(80, 24), (200, 60)] {
        for (context, advisor, before, into) in STEPS {
            let said = format!("{context}: {before:?}, then {into:?} in {size:?}");
            let mut host = Fake::default();
            let mut player = Player::new(advisor(), &mut host, size);
            let outside = player.press(before).frame();
            let held = answers(&player);
            let inside = player.press(into).frame();
            assert_ne!(inside, outside, "{said} leads nowhere");
            let back = player.press("<esc>").frame();
            assert_eq!(back, outside, "{said}");
            assert_eq!(player.step, Step::Continue, "{said}");
            assert_eq!(answers(&player), held, "{said}");
        }
    }
}

#[test]
fn it_leads_to_the_question_before_and_keeps_its_answer() {
    for (advisor, script, ask) in [
        (otp as Load, "1", "itself remember something"),
        (tea, "13", "Where should it come from?"),
        (tea, "13<ret>", "How much water"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(advisor(), &mut host, (80, 24));
        player.press(script);
        let held = answers(&player);
        let text = player.press("<esc>").text();
        assert!(text.contains(ask), "{script}\n{text}");
        assert_eq!(answers(&player), held, "{script}");
    }
}

#[test]
fn answers_that_were_taken_at_once_are_given_back_at_once() {
    // What was taken at once is given back at once, and said.
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("11<c-f><down><down>");
    let held = answers(&player);
    player.press("<ret><ret>");
    assert_ne!(answers(&player), held);
    let text = player.press("<esc>").text();
    assert_eq!(answers(&player), held);
    assert!(text.contains("It is as it was before."), "{text}");
    assert!(text.contains("─ Advice"), "{text}");
}

#[test]
fn what_was_written_is_closed_and_the_result_is_there() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("11<c-f>e<ret>");
    let held = answers(&player);
    assert!(player.text().contains("─ Written"), "{}", player.text());
    let text = player.press("<esc>").text();
    assert!(text.contains("─ Advice"), "{text}");
    assert_eq!(answers(&player), held);
}

#[test]
fn every_context_that_has_the_key_is_among_these() {
    let mut known: BTreeSet<&str> = STEPS.iter().map(|(context, ..)| *context).collect();
    // Each has a test of its own above; the first question leads nowhere.
    known.extend(["choosing", "a number", "a text"]);
    known.extend(["what was written", "what was interrupted"]);
    let table = key_table("en");
    let mut context = "";
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        if !cells[0].is_empty() {
            context = cells[0];
        }
        if cells[1]
            .trim_matches('`')
            .split(' ')
            .any(|key| key == "Esc")
        {
            assert!(known.contains(context), "{context}");
        }
    }
}
