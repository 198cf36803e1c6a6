//! What the highlighted answer would make of the code, beside the drawing of a wide window.

use insta::assert_snapshot;
use otp_advisor::inside::model::Advisor;

use crate::support::tui::advisors::{otp, otp_pt_br, tea};
use crate::support::tui::{Fake, Player};

/// The text after a script.
fn text(advisor: &Advisor, size: (u16, u16), script: &str) -> String {
    let mut host = Fake::default();
    Player::new(advisor, &mut host, size).press(script).text()
}

#[test]
fn the_code_of_the_highlighted_answer_at_the_sizes_that_have_room() {
    for (name, size) in [
        ("160x20", (160, 20)),
        ("160x24", (160, 24)),
        ("160x40", (160, 40)),
        ("200x60", (200, 60)),
    ] {
        let mut host = Fake::default();
        // Of a GenServer and a gen_statem: the last question of the tree.
        let frame = Player::new(otp(), &mut host, size).press("1111j").frame();
        assert_snapshot!(format!("code_ahead_{name}"), frame);
    }
    let mut host = Fake::default();
    let mut player = Player::with(otp(), &mut host, (160, 40), false);
    assert_snapshot!("code_ahead_monochrome", player.press("1111j").frame());
    let mut host = Fake::default();
    let mut player = Player::new(otp_pt_br(), &mut host, (160, 40));
    assert_snapshot!("code_ahead_pt_br", player.press("1111j").frame());
}

#[test]
fn there_is_none_where_the_window_is_too_small() {
    for size in [(159, 60), (160, 19), (120, 40)] {
        let text = text(otp(), size, "1111j");
        assert!(!text.contains("Code: "), "{size:?}: {text}");
    }
}

#[test]
fn there_is_none_where_nothing_is_known_or_nothing_differs() {
    let size = (200, 60);
    // Nothing is highlighted, and then what leads to more than one outcome.
    for script in ["", "j"] {
        let text = text(otp(), size, script);
        assert!(!text.contains("Code: "), "{script}: {text}");
    }
    // Back at an answer that is highlighted as it was given.
    let again = text(otp(), size, "11112<esc>");
    let text = text(otp(), size, "11112tk<ret>");
    for text in [again, text] {
        assert!(!text.contains("Code: "), "{text}");
    }
    // No outcome of this one has any code.
    let text = self::text(tea(), size, "j");
    assert!(!text.contains("Code: "), "{text}");
}

#[test]
fn it_follows_the_highlight() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (200, 60));
    // One outcome is known, and none that it could be compared with.
    let text = player.press("jj").text();
    assert!(text.contains("Code: Plain function"), "{text}");
    let text = player.press("1111j").text();
    let machine = "Code: GenServer → ";
    assert!(text.contains(machine) && text.contains("│ + "), "{text}");
    let other = player.press("j").text();
    assert!(
        other.contains("→ GenServer") && other.contains("│ - "),
        "{other}"
    );
    assert_eq!(player.press("k").text(), text);
    // Once it is answered, what there is is the answer.
    let text = player.press("2<esc><up>").text();
    assert!(text.contains(machine), "{text}");
    // Changed at the first question, from there.
    let text = player.press("tg<ret>j").text();
    assert!(text.contains("Code: GenServer → Plain function"), "{text}");
}

#[test]
fn another_language_tells_it_in_its_own_words() {
    // A window that grows shows it at once.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (100, 30));
    assert!(!player.press("1111j").text().contains("Code: "));
    assert!(player.resize(200, 60).text().contains("Code: GenServer → "));
}
