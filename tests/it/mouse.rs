//! The mouse in the wizard: what is hit is what is painted there, and a click loses no answer.

use std::collections::BTreeMap;

use otp_advisor::inside::model::Answer;
use otp_advisor::inside::tui::{Does, Step};

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, Player};

fn answer(player: &Player<'_, '_>, question: &str) -> Option<Answer> {
    let session = player.wizard.session();
    let question = session.advisor().find_question(question).unwrap();
    session.answer(question).cloned()
}

#[test]
fn the_first_click_highlights_and_the_second_takes() {
    for size in [(40, 12), (80, 24), (120, 40), (200, 60)] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, size);
        let highlighted = player.press("<down><down>").frame();
        player.press("<up>");
        assert_eq!(player.click_on("2 No").frame(), highlighted, "{size:?}");
        assert_eq!(answer(&player, "state"), None);
        player.click_on("2 No");
        assert_eq!(answer(&player, "state"), Some(Answer::Option(1)));
    }
}

#[test]
fn a_click_into_a_line_is_no_end_of_typing() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("1312");
    player.click_on("> 12").click_on("> 12");
    assert_eq!(answer(&player, "water"), None);
    // "I don't know" is an entry like others.
    player.click_on("I don't know");
    assert_eq!(answer(&player, "water"), None);
    player.click_on("I don't know");
    assert_eq!(answer(&player, "water"), Some(Answer::Unknown));
}

#[test]
fn what_the_footer_tells_is_done_by_a_click_as_by_its_key() {
    for (script, hint, key) in [
        ("", "? help", "?"),
        ("", "b situations", "b"),
        ("1", "Esc back", "<esc>"),
        ("1", "t answers", "t"),
        ("1t", "Esc close", "<esc>"),
        ("1q", "y leave", "y"),
        ("1q", "y keep them", "y"),
        ("1q", "d drop them", "d"),
        ("1q", "n stay", "n"),
        ("2f", "Tab advice/code", "<tab>"),
        ("2f", "s save", "s"),
    ] {
        let mut host = Fake::default();
        let mut clicked = Player::new(otp(), &mut host, (120, 40));
        clicked.press(script).click_on(hint);
        let mut host = Fake::default();
        let mut pressed = Player::new(otp(), &mut host, (120, 40));
        pressed.press(script).press(key);
        assert_eq!(clicked.step, pressed.step, "{hint}");
        assert_eq!(clicked.frame(), pressed.frame(), "{hint}");
    }
    // Each of two keys that say the same does its own.
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (120, 40));
    let (column, row) = player.find("↑↓ move");
    let down = player.click(column + 1, row).click(column + 1, row).text();
    assert!(down.contains("▸ 2"), "{down}");
    assert!(player.click(column, row).text().contains("▸ 1"));
}

#[test]
fn lists_are_clicked_as_questions_are() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.press("b").click_on("Cache slow results");
    assert!(player.text().contains("▸ Cache slow results"));
    player.click_on("Cache slow results");
    assert!(!player.text().contains("Begin with a situation"));
    assert!(
        player
            .wizard
            .session()
            .answer(otp().find_question("state").unwrap())
            .is_some()
    );
    // Nothing is hit through what lies on top.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let (column, row) = player.find("1 Yes");
    let open = player.press("q").press("1?").frame();
    assert_eq!(player.click(column, row).click(column, row).frame(), open);
}

/// What is said of the highlighted row moves the rows below it.
#[test]
fn two_clicks_at_one_place_take_what_the_first_one_meant() {
    for title in ["Consume Kafka, RabbitMQ or SQS", "Do heavy work later"] {
        let mut host = Fake::default();
        let mut player = Player::opening(otp(), &mut host, (80, 24));
        let (column, row) = player.find(title);
        let text = player.click(column, row).text();
        assert!(text.contains(&format!("▸ {title}")), "{text}");
        assert_ne!(player.find(title), (column, row));
        player.click(column, row);
        let source = otp().find_question("work_source").unwrap();
        let found = player.wizard.session().answer(source).cloned();
        let expected = if title.starts_with("Consume") { 1 } else { 2 };
        assert_eq!(found, Some(Answer::Option(expected)), "{title}");
    }
}

#[test]
fn the_panel_of_answers_and_the_progress_bar_lead_back() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (200, 60));
    player.press("111");
    let first = otp().questions[0].ask.as_str();
    let words: Vec<&str> = first.split(' ').take(4).collect();
    player.click(5, 3);
    assert!(player.text().contains("question 1 of"), "{}", player.text());
    assert!(player.text().contains(&words.join(" ")));
    // No answer is lost on the way.
    assert!(answer(&player, "supervision").is_some());
    player.press("<tab><tab><tab>12");
    let text = player.text();
    assert!(!text.contains("Abstraction 1 of"), "{text}");
    let text = player.click(2, 1).text();
    assert!(text.contains("Abstraction 1 of"), "{text}");
    assert!(text.contains("question 1 of"), "{text}");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_moves_no_line() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (200, 40));
    player.press("11112f");
    let advice = player.mouse(Does::WheelDown, (10, 10)).text();
    assert!(advice.contains("▸ Advice"), "{advice}");
    let code = player.mouse(Does::WheelDown, (150, 10)).text();
    assert!(!code.contains("▸ Advice"), "{code}");
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let before = player.press("1312").frame();
    for row in 0..24 {
        player.mouse(Does::WheelDown, (10, row));
    }
    assert_eq!(player.frame(), before);
}

#[test]
fn a_key_leaves_the_mouse_to_the_terminal() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    assert_eq!(player.press("M").step, Step::Mouse(false));
    assert!(
        player.text().contains("it selects text"),
        "{}",
        player.text()
    );
    assert_eq!(player.press("M").step, Step::Mouse(true));
    assert!(
        player
            .press("?/mouse<ret>")
            .text()
            .contains("Shift (Option in iTerm2)")
    );
}

/// Each target of a frame with the cells where it is hit.
fn targets(player: &Player<'_, '_>) -> BTreeMap<String, Vec<(u16, u16)>> {
    let mut targets: BTreeMap<String, Vec<(u16, u16)>> = BTreeMap::new();
    for (at, target) in player.wizard.hits() {
        targets.entry(target).or_default().push(at);
    }
    targets
}

#[test]
fn what_is_hit_is_what_is_painted() {
    let states = [
        "", "j", "1", "13", "13<ret>", "1t", "1q", "?", "w", "wj", "wj<ret>", "2f", "2f<tab>",
        "1m", "m<tab>", "2fm",
    ];
    let mut seen = 0;
    for size in [(40, 12), (100, 30)] {
        for script in states {
            let mut host = Fake::default();
            let mut player = Player::new(tea(), &mut host, size);
            player.press(script);
            for (target, cells) in targets(&player) {
                let (name, number) = target.split_once(' ').unwrap();
                // The edges of an area are where it would be wrong.
                for at in [cells[0], cells[cells.len() - 1]] {
                    seen += 1;
                    hits(name, number, at, (size, script));
                }
            }
        }
    }
    assert!(seen > 150, "{seen}");
}

/// Clicks and looks whether that did what stands there.
fn hits(name: &str, number: &str, at: (u16, u16), (size, script): ((u16, u16), &str)) {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, size);
    let before = player.press(script).text();
    let row = |text: &str, y: u16| text.lines().nth(usize::from(y)).unwrap_or("").to_owned();
    let said = format!("{name} {number} at {at:?} after {script:?} in {size:?}:\n{before}");
    let target = format!("{name} {number}");
    let marked = |text: &str, player: &Player<'_, '_>| {
        let cells = targets(player).remove(&target).unwrap_or_default();
        cells.iter().any(|cell| row(text, cell.1).contains('▸'))
    };
    let taken = marked(&before, &player);
    let after = player.click(at.0, at.1).text();
    match name {
        // What was highlighted is taken, what was not is highlighted now.
        "Entry" | "Row" => assert!(taken || marked(&after, &player), "{said}\nthen\n{after}"),
        "Section" => {
            let session = player.wizard.session();
            let section = session.advisor().section_ixs().nth(number.parse().unwrap());
            let title = session
                .advisor()
                .section(section.unwrap())
                .title
                .to_string();
            assert!(row(&after, 0).contains(&title), "{said}\nthen\n{after}");
        }
        // A question is gone to, or told where it is not asked; an outcome is explained.
        "Question" => {
            let session = player.wizard.session();
            let question = session
                .advisor()
                .question_ixs()
                .nth(number.parse().unwrap());
            let ask = session
                .advisor()
                .question(question.unwrap())
                .ask
                .to_string();
            let first = ask.split([' ', '{']).next().unwrap();
            assert!(after.contains(first), "{said}\nthen\n{after}");
        }
        "Outcome" => assert!(after.contains("Why, or why not?"), "{said}\nthen\n{after}"),
        "Hint" => assert!(!row(&before, at.1).trim().is_empty(), "{said}"),
        _ => {}
    }
}

/// The first cell where a target is hit.
fn cell(player: &Player<'_, '_>, target: &str) -> (u16, u16) {
    let all = targets(player);
    let cells = all
        .get(target)
        .unwrap_or_else(|| panic!("no {target} in {:?}", all.keys()));
    cells[0]
}

#[test]
fn what_is_drawn_is_gone_to_by_a_click() {
    // Beside the question, and over all of the window.
    for (size, map) in [
        ((200, 60), ""),
        ((130, 40), ""),
        ((80, 24), "m"),
        ((40, 12), "mgk"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, size);
        let here = player.press("111").frame();
        let (column, row) = cell(player.press(map), "Question 0");
        let text = player.click(column, row).text();
        assert!(text.contains("itself remember"), "{size:?}\n{text}");
        // No answer is lost, and one step leads back.
        assert!(answer(&player, "supervision").is_some());
        assert_eq!(player.press("<esc>").frame(), here, "{size:?}");
    }
}

#[test]
fn what_is_drawn_and_not_asked_is_told_by_a_click() {
    for (size, map) in [((200, 60), ""), ((80, 24), "m")] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, size);
        player.press("1").press(map);
        let before = player.frame();
        let last = otp().find_question("explicit_states").unwrap();
        let (column, row) = cell(&player, &format!("Question {}", last.index()));
        let text = player.click(column, row).text();
        assert!(
            text.contains("It is not asked with these answers"),
            "{text}"
        );
        assert_eq!(player.press("<esc>").frame(), before);
        let (column, row) = cell(&player, "Outcome 1");
        let text = player.click(column, row).text();
        assert!(text.contains("Abstraction: Agent"), "{text}");
        assert_eq!(player.press("<esc>").frame(), before);
    }
}

#[test]
fn parts_of_the_lab_are_chosen_and_crashed_by_clicks() {
    for size in [(80, 24), (120, 40)] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, size);
        player.press("11112fLk");
        let (column, row) = cell(&player, "Row 2");
        let chosen = player.click(column, row).frame();
        assert!(!player.text().contains("crash worker"), "{}", player.text());
        let clicked = player.click(column, row).frame();
        assert!(player.text().contains("crash worker"), "{}", player.text());
        // As the keys do.
        let mut host = Fake::default();
        let mut pressed = Player::new(otp(), &mut host, size);
        assert_eq!(pressed.press("11112fL").frame(), chosen);
        assert_eq!(pressed.press("c").frame(), clicked);
    }
}

#[test]
fn what_happened_in_the_lab_is_gone_back_to() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (120, 40));
    let end = player.press("11112fLc<space>").frame();
    let (column, row) = cell(&player, "Step 2");
    let text = player.click(column, row).text();
    assert!(text.contains("step 2 of"), "{text}");
    // The wheel goes through what happened where it is told, and through the tree where that is.
    let log = cell(&player, "Step 1");
    let text = player.mouse(Does::WheelDown, log).text();
    assert!(text.contains("step 3 of"), "{text}");
    let text = player.mouse(Does::WheelUp, log).text();
    assert!(text.contains("step 2 of"), "{text}");
    assert_eq!(player.press("<space>").frame(), end);
    let tree = cell(&player, "Row 0");
    let up = player.mouse(Does::WheelUp, tree).frame();
    assert_ne!(up, end);
    assert_eq!(player.mouse(Does::WheelDown, tree).frame(), end);
}

#[test]
fn the_wheel_scrolls_a_map_that_is_longer_than_the_window() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (40, 12));
    let top = player.press("1mg").frame();
    let down = player.mouse(Does::WheelDown, (5, 5)).frame();
    assert_ne!(down, top);
    assert_eq!(player.mouse(Does::WheelUp, (5, 5)).frame(), top);
}
