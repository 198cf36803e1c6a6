//! What the screen says of itself holds: what a palette, a footer or a help page names acts there, what is
//! typed stays, and what happens out of sight is told.

use otp_advisor::inside::host::Translations;
use otp_advisor::inside::model::Advisor;

use crate::support::tui::advisors::{otp, otp_pt_br};
use crate::support::tui::{Fake, Player};

struct Both;

impl Translations for Both {
    fn after(&self, language: &str) -> Option<&Advisor> {
        Some(if language == otp().language {
            otp_pt_br()
        } else {
            otp()
        })
    }
}

#[test]
fn u3_another_language_leaves_what_lies_on_top_and_what_was_typed() {
    for (script, typed, english, portuguese) in [
        // The palette: by a word that both languages have.
        ("1<c-p>", "ctrl-n", "the next language", "o próximo idioma"),
        ("1<c-p>", "zzzz", "All that can be done here", "Tudo o que"),
        ("?/", "ctrl-l", "Ctrl-L", "Ctrl-L"),
        ("w/", "oban", "Oban", "Oban"),
        ("111t/", "agent", "", ""),
        ("b/", "cache", "▸", "▸"),
        ("/", "ets", "ETS", "ETS"),
    ] {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, (80, 24));
        player.wizard.speaks(&Both);
        let text = player.press(script).press(typed).text();
        let line = format!("> {typed}");
        assert!(
            text.contains(&line) && text.contains(english),
            "{script}: {text}"
        );
        let text = player.press("<c-n>").text();
        assert!(
            text.contains(&line) && text.contains(portuguese),
            "{script}: {text}"
        );
        let text = player.press("<c-n>").text();
        assert!(
            text.contains(&line) && text.contains(english),
            "{script}: {text}"
        );
    }
}

#[test]
fn u3_what_is_highlighted_and_what_is_read_stay_in_the_other_language() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.wizard.speaks(&Both);
    // One of all that can be done, whatever it is called; letters of yes and no are others.
    let lit = |text: &str| {
        text.lines()
            .find(|line| line.contains('▸'))
            .unwrap()
            .to_owned()
    };
    let key = |line: String| line.split_whitespace().nth(1).unwrap().to_owned();
    let before = key(lit(&player
        .press("1<c-p><down><down><down><down><down><down>")
        .text()));
    let after = key(lit(&player.press("<c-n>").text()));
    assert_eq!(before, after);
    player.press("<c-n><esc>");
    let text = player.press("/start_storm<ret>").text();
    assert!(text.contains("not asked"), "{text}");
    let text = player.press("<c-n>").text();
    assert!(text.contains("não"), "{text}");
    let text = player.press("<esc>").text();
    assert!(text.contains("> start_storm"), "{text}");
}
