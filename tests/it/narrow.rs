//! The narrowest window: whatever is on the screen, no word is cut that there was room to keep whole.

use std::collections::BTreeSet;

use otp_advisor::inside::model::Advisor;

use crate::support::tui::advisors::{otp, otp_pt_br, tea};
use crate::support::tui::{Player, long_lines};

/// The words of a text: what stands between blanks and signs.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.split(move |c: char| !inside(c))
        .filter(|word| !word.is_empty())
}

/// All that can be seen of a screen by pressing a key.
fn pages(advisor: &Advisor, size: (u16, u16), script: &str, key: &str) -> Vec<String> {
    let mut host = long_lines();
    let mut player = Player::new(advisor, &mut host, size);
    let mut pages = vec![player.press(script).text()];
    for _ in 0..80 {
        let next = player.press(key).text();
        if pages.last() == Some(&next) {
            break;
        }
        pages.push(next);
    }
    pages
}

/// Screens that scroll or fit, by what leads there.
const SCREENS: [&str; 15] = [
    "",
    "?",
    "1",
    "11112f",
    "11112fo",
    "11112f<tab>",
    "11112f<down><ret>",
    "11112f<tab>]",
    "11112fv",
    "11112ft",
    "11112fw",
    "11112fw<ret>",
    "11112fe",
    "11112fe<ret>",
    "11112fq",
];

#[test]
fn f42_no_word_is_cut_where_it_could_be_wrapped() {
    let mut cut = Vec::new();
    for (name, advisor) in [("otp", otp()), ("otp pt-BR", otp_pt_br()), ("tea", tea())] {
        for screen in SCREENS {
            let mut wide = pages(advisor, (240, 240), screen, "<pgdn>");
            wide.extend(pages(advisor, (240, 240), screen, "<down>"));
            let wide = wide.join("\n");
            let mut known: BTreeSet<&str> = words(&wide).collect();
            // Where not all is seen at once, how much is, and that it scrolls.
            known.extend(["of", "de", "scroll", "rolar"]);
            for page in pages(advisor, (40, 12), screen, "<pgdn>") {
                for row in page.lines() {
                    let strange = words(row).filter(|word| {
                        let number = word.chars().all(|c| c.is_ascii_digit());
                        !known.contains(word) && !number
                    });
                    cut.extend(
                        strange.map(|word| format!("{name} {screen:?}: {word:?} in {row:?}")),
                    );
                }
            }
        }
    }
    cut.sort();
    cut.dedup();
    assert!(cut.is_empty(), "{} cuts:\n{}", cut.len(), cut.join("\n"));
}
