//! The footer tells the keys that matter where they matter, and ends with the one that leads to all.

use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::key_table;

use crate::every_key::place;
use crate::support::tui::advisors::{otp, otp_pt_br, tea_pt_br};
use crate::support::tui::{Fake, Player};

/// What the last row says.
fn footer(advisor: &Advisor, size: (u16, u16), script: &str) -> String {
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, size);
    let text = player.press(script).text();
    text.lines().last().unwrap_or_default().trim().to_owned()
}

/// By place, what leads there, and what 40, 80 and 120 columns tell at least.
const PLACES: &[(&str, &str, [&[&str]; 3])] = &[
    (
        "a first question",
        "",
        [
            &["Enter choose", "? help"],
            &["b situations", "m map", "e examples"],
            &["w why", "/ find"],
        ],
    ),
    (
        "a question",
        "1",
        [
            &["Enter choose", "Esc back"],
            &["? help", "z undo", "m map"],
            &["t answers", "w why", "/ find"],
        ],
    ),
    (
        "the result",
        "11112f",
        [
            &["d done", "? help"],
            &["e project", "L lab", "z undo", "Esc back"],
            &["Tab advice/code", "a look first", "s save"],
        ],
    ),
    (
        "an entry of it",
        "11112f<down>",
        [
            &["Enter open it", "Esc back"],
            &["e project", "L lab", "z undo"],
            &["Tab advice/code", "a look first"],
        ],
    ),
    (
        "an undecided result",
        "11u2f",
        [
            &["d done"],
            &["a look first", "z undo"],
            &["s save", "m map"],
        ],
    ),
    (
        "the code",
        "11112f<tab>",
        [
            &["Enter files", "Esc back"],
            &["/ search", "Tab advice/code", "z undo"],
            &["e project", "L lab"],
        ],
    ),
    (
        "the map",
        "1m",
        [
            // It is all in sight, so nothing scrolls.
            &["Esc close"],
            &["Tab next section", "? help", "z undo"],
            &[],
        ],
    ),
    (
        "the lab",
        "11112fLc",
        [
            &["Enter crash it", "Esc close"],
            &["←→ step", "? help", "Tab load"],
            &["e end it", "↑↓ move"],
        ],
    ),
    (
        "the load",
        "11112fL<tab>",
        [&["Esc back"], &["? help", "Tab tree"], &[]],
    ),
    (
        "the end of the lab",
        "11112fLs<pgdn>",
        [
            &["Esc close"],
            &["←→ step", "? help", "Tab load", "r begin again"],
            &["↑↓ move"],
        ],
    ),
    (
        "the emit dialog",
        "11112fe",
        [&["Enter write", "Esc not now"], &[], &[]],
    ),
    (
        "leaving",
        "1q",
        [&["y leave", "n stay"], &["d drop them"], &[]],
    ),
];

#[test]
fn what_matters_has_room_and_the_rest_can_be_found() {
    for (place, script, wanted) in PLACES {
        let mut told: Vec<&str> = Vec::new();
        for (width, more) in [40, 80, 120].into_iter().zip(wanted) {
            told.extend(*more);
            let footer = footer(otp(), (width, 24), script);
            for hint in &told {
                assert!(
                    footer.contains(hint),
                    "{place} at {width}: {hint}\n{footer}"
                );
            }
            assert!(
                footer.ends_with("Ctrl-P more"),
                "{place} at {width}\n{footer}"
            );
        }
    }
}

#[test]
fn so_it_is_in_portuguese() {
    for (place, script, _) in PLACES {
        for width in [40, 80, 120] {
            let footer = footer(otp_pt_br(), (width, 24), script);
            assert!(
                footer.ends_with("Ctrl-P mais"),
                "{place} at {width}\n{footer}"
            );
        }
    }
    for (script, hint) in [
        ("1", "z desfazer"),
        ("11112f", "Esc voltar"),
        ("11112f", "L laboratório"),
        ("11112fL", "Tab carga"),
    ] {
        let footer = footer(otp_pt_br(), (80, 24), script);
        assert!(footer.contains(hint), "{script}: {hint}\n{footer}");
    }
}

/// Wherever the keys of a context count, what cannot be told in 40 columns is a key away, the language
/// among it.
#[test]
fn nothing_is_further_than_the_palette_in_the_narrowest_window() {
    let contexts = key_table("en");
    let names = contexts.lines().skip(2).filter_map(|row| {
        let name = row.trim_matches('|').split(" | ").next()?.trim();
        (!name.is_empty()).then_some(name)
    });
    let mut places = 0;
    for name in names.filter(|name| *name != "finding") {
        let (english, script) = place(name);
        let portuguese = if english.id == otp().id {
            otp_pt_br()
        } else {
            tea_pt_br()
        };
        for (advisor, more, language) in [
            (english, "Ctrl-P more", "the next language"),
            (portuguese, "Ctrl-P mais", "o próximo idioma"),
        ] {
            let footer = footer(advisor, (40, 12), script);
            assert!(footer.ends_with(more), "{name}\n{footer}");
            let mut host = Fake::default();
            let mut player = Player::new(advisor, &mut host, (40, 12));
            player.press(script).press("<c-p>");
            let text = player.press(language).text();
            assert!(text.contains("Ctrl-N"), "{name}\n{text}");
            places += 1;
        }
    }
    assert!(places > 50, "{places}");
    // Of a result, the lab as well.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (40, 12));
    let text = player.press("11112f<c-p>crash lab").text();
    assert!(text.contains("▸ L"), "{text}");
}

#[test]
fn no_hint_is_told_twice() {
    for (place, script, _) in PLACES {
        let footer = footer(otp(), (200, 24), script);
        let hints: Vec<&str> = footer.split("  ").collect();
        for (nth, hint) in hints.iter().enumerate() {
            assert!(!hints[..nth].contains(hint), "{place}: {hint}\n{footer}");
        }
    }
}

#[test]
fn the_palette_is_not_offered_in_itself_nor_the_lab_where_there_is_none() {
    for script in ["1<c-p>", "1/"] {
        assert!(
            !footer(otp(), (120, 24), script).contains("Ctrl-P"),
            "{script}"
        );
    }
    let open = footer(otp(), (200, 24), "11u2f");
    assert!(!open.contains("L lab"), "{open}");
}

#[test]
fn the_hint_is_where_the_mouse_opens_it() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (40, 12));
    let text = player.press("1").click_on("Ctrl-P more").text();
    assert!(text.contains("All that can be done here"), "{text}");
}
