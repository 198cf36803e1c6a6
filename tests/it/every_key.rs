//! Every key of every context is pressed where it counts, and does something there.

use std::collections::BTreeSet;

use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Key, key_table};

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, Player, keys};

/// Where a context's keys count: an advisor and what leads there.
pub(crate) fn place(context: &str) -> (&'static Advisor, &'static str) {
    match context {
        "yes or no" => (otp(), ""),
        "choosing" | "everywhere" | "where nothing is typed" => (tea(), "1"),
        "a number" => (tea(), "13"),
        "a text" => (tea(), "13<ret>"),
        "your answers" => (tea(), "13t"),
        "situations" => (otp(), "b"),
        "outcomes" => (otp(), "w"),
        "why an outcome" => (otp(), "w<ret>"),
        "the advice" | "the result" => (tea(), "11<c-f>"),
        "an entry of the advice" => (tea(), "11<c-f><down>"),
        "the code" => (tea(), "11<c-f><tab>"),
        "the list of files" => (tea(), "11<c-f>v"),
        "trying an answer" => (tea(), "11<c-f><down><down><ret>"),
        "searching the code" => (tea(), "11<c-f><tab>/"),
        "what was written" => (tea(), "11<c-f>e<ret>"),
        "help" | "longer pages" => (tea(), "1?"),
        "leaving" => (tea(), "1q"),
        "leaving undecided" => (otp(), "11u2fd"),
        "a file name" => (tea(), "11<c-f>s"),
        "finding" => (otp(), "/restart"),
        "what was found" => (otp(), "/start_storm<ret>"),
        "the map of a section" => (tea(), "1m"),
        "the crash lab" => (otp(), "11112fL"),
        "any line" => (tea(), "13<ret>ab<left>"),
        other => panic!("nothing leads to {other}"),
    }
}

/// A key as it is told.
pub(crate) fn key(told: &str) -> Key {
    if let Some(number) = told
        .strip_prefix('F')
        .and_then(|number| number.parse().ok())
    {
        return Key::F(number);
    }
    let script = match told {
        "Enter" => "<ret>",
        "Esc" => "<esc>",
        "Tab" => "<tab>",
        "Shift-Tab" => "<backtab>",
        "Backspace" => "<bs>",
        "Del" => "<del>",
        "Space" => "<space>",
        "Home" => "<home>",
        "End" => "<end>",
        "PgUp" => "<pgup>",
        "PgDn" => "<pgdn>",
        "↑" => "<up>",
        "↓" => "<down>",
        "←" => "<left>",
        "→" => "<right>",
        "…" => "x",
        "1-9" => "1",
        "<" => "<lt>",
        other => match other.strip_prefix("Ctrl-") {
            Some(letter) => return Key::Ctrl(letter.to_lowercase().chars().next().unwrap()),
            None => other,
        },
    };
    keys::script(script)[0]
}

#[test]
fn every_key_of_every_context_does_something_there() {
    let table = key_table("en");
    let mut context = "";
    let mut pressed = BTreeSet::new();
    for row in table.lines().skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [name, keys, does] = cells[..] else {
            panic!("{row}");
        };
        if !name.is_empty() {
            context = name;
        }
        let (advisor, script) = place(context);
        for told in keys.trim_matches('`').split(' ') {
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (80, 24));
            player.press(script);
            player.key(key(told));
            let text = player.text();
            assert!(
                !text.contains("does nothing here"),
                "{context}: {told} ({does})\n{text}"
            );
            pressed.insert((context, told));
        }
    }
    assert!(pressed.len() > 200, "{}", pressed.len());
}
