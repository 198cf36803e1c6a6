//! What somebody trips over who sees the wizard for the first time: help that is about something else, words
//! that say more than was answered, lists without their questions, two names for one thing.

use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::{Key, Step, key_table};

use crate::every_key::place;
use crate::support::program::run;
use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

/// The contexts by name, in English and in Portuguese.
fn contexts() -> Vec<(String, String)> {
    let names = |language| -> Vec<String> {
        let table = key_table(language);
        let rows = table.lines().skip(2);
        let names = rows.filter_map(|row| row.trim_matches('|').split(" | ").next().map(str::trim));
        let names = names.filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    };
    let (english, portuguese) = (names("en"), names("pt-BR"));
    assert_eq!(english.len(), portuguese.len());
    english.into_iter().zip(portuguese).collect()
}

fn in_portuguese(advisor: &Advisor) -> &'static Advisor {
    if advisor.id == otp().id {
        otp_pt_br()
    } else {
        tea_pt_br()
    }
}

#[test]
fn help_tells_first_what_the_keys_do_where_it_was_opened() {
    let contexts = contexts();
    let mut opened = Vec::new();
    for (name, name_pt) in &contexts {
        // What is shared has no place of its own, and where a name is typed there is no help.
        if [
            "everywhere",
            "where nothing is typed",
            "longer pages",
            "any line",
            "the result",
            "help",
        ]
        .contains(&&**name)
        {
            continue;
        }
        let (english, script) = place(name);
        for (advisor, name) in [(english, name), (in_portuguese(english), name_pt)] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (90, 400));
            let before = player.press(script).text();
            player.key(Key::F(1));
            let text = player.text();
            if text.lines().nth(2) == before.lines().nth(2) {
                continue;
            }
            let all = contexts.iter().flat_map(|(one, other)| [one, other]);
            let all: Vec<&String> = all.collect();
            let mut heads = text.lines().map(str::trim);
            let first = heads.find(|line| all.iter().any(|name| *name == line));
            assert_eq!(first, Some(&**name), "{text}");
            opened.push(name);
        }
    }
    assert!(opened.len() >= 30, "{opened:?}");
}

#[test]
fn help_over_a_list_is_not_first_about_the_question_below() {
    for (script, first) in [
        ("b?", " situations"),
        ("w?", " outcomes"),
        ("1m?", " the map of a section"),
        ("1t?", " your answers"),
        ("11112fL?", " the crash lab"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, (80, 24));
        let text = player.press(script).text();
        let title = text.lines().position(|line| line.starts_with("─ Help"));
        let below = text.lines().nth(title.unwrap() + 1).unwrap();
        assert_eq!(below, first, "{script}\n{text}");
    }
    // At the question itself it is what is asked about.
    let mut host = Fake::default();
    let text = Player::new(otp(), &mut host, (80, 24)).press("?").text();
    assert!(
        text.contains("─ Help") && text.contains(" About this question"),
        "{text}"
    );
}

#[test]
fn what_is_possible_is_called_a_preview_until_it_is_answered() {
    let sizes = [(40, 12), (80, 24), (120, 40), (200, 60)];
    let words = [
        (otp(), "Possible if chosen", "Still possible"),
        (otp_pt_br(), "Possíveis se escolhida", "Ainda possíveis"),
    ];
    for (advisor, preview, now) in words {
        for size in sizes {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, size);
            // Nothing is highlighted at the first question, so nothing is supposed.
            let text = player.text();
            assert!(
                !text.contains(preview) && text.contains(now),
                "{size:?}\n{text}"
            );
            let text = player.press("<down>").text();
            assert!(
                text.contains(preview) && !text.contains(now),
                "{size:?}\n{text}"
            );
            // The default of the next question is no answer yet.
            let text = player.press("2").text();
            assert!(
                text.contains(preview) && !text.contains(now),
                "{size:?}\n{text}"
            );
            // What was answered is no supposition, and another answer than that is one.
            let text = player.press("<esc>").text();
            assert!(
                !text.contains(preview) && text.contains(now),
                "{size:?}\n{text}"
            );
            let text = player.press("<up>").text();
            assert!(
                text.contains(preview) && !text.contains(now),
                "{size:?}\n{text}"
            );
        }
    }
    // A number that is typed is one as well.
    let mut host = Fake::default();
    let text = Player::new(tea(), &mut host, (120, 40))
        .press("1350")
        .text();
    assert!(text.contains("Possible if chosen"), "{text}");
}

/// The panel beside the question: what stands under its title.
fn panel(text: &str, title: &str) -> Vec<String> {
    let mut rows = text.lines().skip_while(|line| !line.contains(title));
    let at = rows
        .next()
        .unwrap_or_else(|| panic!("no {title} on\n{text}"));
    let column = at.split(title).next().unwrap().chars().count();
    let rows = rows.map(|row| row.chars().skip(column.saturating_sub(2)).collect());
    rows.collect()
}

#[test]
fn the_panel_of_answers_tells_their_questions_and_scrolls_to_where_one_is() {
    for (advisor, title, above) in [
        (otp(), "Your answers", "more above"),
        (otp_pt_br(), "Suas respostas", " acima"),
    ] {
        for size in [(140, 30), (160, 24), (100, 48), (110, 40)] {
            let mut session = Session::new(advisor);
            session.be_thorough();
            let mut host = Fake::default();
            let mut player = Player::of(session, &mut host, size);
            let text = player
                .press("11112<ret><ret><ret><ret><ret><ret><ret><ret>")
                .text();
            let rows = panel(&text, title);
            assert!(rows[0].contains(above), "{size:?}\n{text}");
            // All the way back, the answer in front is there with its question.
            for _ in 0..12 {
                let text = player.press("<esc>").text();
                let rows = panel(&text, title);
                let here = rows
                    .iter()
                    .position(|row| row.trim_start().starts_with('▸'));
                let here = here.unwrap_or_else(|| panic!("{size:?}\n{text}"));
                let told: String = rows[here]
                    .chars()
                    .skip_while(|c| !c.is_alphabetic())
                    .take(16)
                    .collect();
                let asked = text.lines().filter(|line| line.contains(told.trim_end()));
                // In the panel, and where it is asked.
                assert!(asked.count() >= 2, "{size:?} {told}\n{text}");
            }
            let rows = panel(&player.text(), title);
            assert!(!rows[0].contains(above), "{size:?}\n{}", player.text());
        }
    }
}

#[test]
fn a_click_in_the_panel_goes_to_what_stands_there() {
    let mut session = Session::new(otp());
    session.be_thorough();
    let mut host = Fake::default();
    let mut player = Player::of(session, &mut host, (140, 30));
    player.press("11112<ret><ret><ret><ret><ret><ret><ret><ret>");
    let text = player.click_on("Does it also do").text();
    assert!(text.contains("▸ Does it also do"), "{text}");
    // The row that counts the others is nothing to click on.
    let before = player.press("<tab><tab><tab>").text();
    assert_eq!(player.click_on("more above").text(), before);
}

#[test]
fn enter_pressed_once_too_often_leaves_no_result() {
    for (advisor, told) in [
        (tea(), "d leaves and prints the result"),
        (tea_pt_br(), "d sai e imprime o resultado"),
    ] {
        for size in [(40, 12), (80, 24), (140, 40)] {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, size);
            player.press("13<ret><ret><ret>");
            let result = player.text();
            for _ in 0..5 {
                assert_eq!(player.press("<ret>").step, Step::Continue);
            }
            let words: Vec<String> = player
                .text()
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            assert!(words.join(" ").contains(told), "{}", player.text());
            assert_eq!(player.press("<pgup>").text(), result);
            assert_eq!(player.press("d").step, Step::Finish);
        }
    }
}

#[test]
fn a_project_has_one_name_before_it_is_given_another() {
    for (lang, advisor, name) in [
        ("en", otp(), "my_project"),
        ("pt-BR", otp_pt_br(), "meu_projeto"),
    ] {
        let printed = run(&["--set", "state=no", "--lang", lang], "").output;
        let markdown = run(
            &["--set", "state=no", "--lang", lang, "--format", "markdown"],
            "",
        );
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (120, 60));
        let shown = player.press("2f").text();
        let asked = player.press("e").text();
        for text in [&printed, &markdown.output, &shown, &asked] {
            assert!(text.contains(name), "{text}");
            assert!(!text.contains("otp-design"), "{text}");
        }
    }
}
