//! The pictures of the README, drawn from the very frames that the tests of the wizard see.
//!
//! `PICTURES=update cargo test --test it pictures` draws them anew; without it a picture that is stale
//! is a failure.

use std::fs;
use std::path::Path;

use crate::support::svg::{Shot, film};
use crate::support::tui::advisors::otp;
use crate::support::tui::{Fake, Player};

/// A picture's name, what it shows, and its scenes.
struct Picture {
    file: &'static str,
    title: &'static str,
    text: &'static str,
    /// The scene that stands where nothing moves.
    poster: usize,
    /// The keys before each scene, and how long it is seen, in tenths of a second.
    scenes: &'static [(&'static str, u32)],
}

const SIZE: (u16, u16) = (100, 30);

const PICTURES: &[Picture] = &[Picture {
    file: "interview.svg",
    title: "An interview, from the first page to the crash lab",
    text: "The wizard asks five questions about a piece of state, draws the way taken and what each answer closes, recommends a GenServer, draws its supervision tree, and plays in the crash lab how it is restarted until the restarts are used up.",
    poster: 9,
    scenes: &[
        ("", 24),
        ("<ret>", 14),
        ("j", 10),
        ("j", 14),
        ("1", 12),
        ("1", 10),
        ("1", 10),
        ("1", 12),
        ("j", 12),
        ("j", 16),
        ("<ret>", 12),
        ("f", 40),
        ("L", 20),
        ("<down><ret>", 10),
        ("<space>", 14),
        ("<ret><space>", 10),
        ("<ret><space>", 10),
        ("<ret><space>", 40),
    ],
}];

#[test]
fn the_pictures_show_what_the_program_shows() {
    let update = std::env::var("PICTURES").is_ok_and(|value| value == "update");
    let mut stale = Vec::new();
    for picture in PICTURES {
        let mut host = Fake::default();
        let mut player = Player::opening(otp(), &mut host, SIZE);
        let shots: Vec<Shot> = picture
            .scenes
            .iter()
            .map(|(keys, tenths)| Shot {
                frame: player.press(keys).buffer(),
                tenths: *tenths,
            })
            .collect();
        let drawn = film(&shots, picture.poster, picture.title, picture.text);
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("assets")
            .join(picture.file);
        let there = fs::read_to_string(&path).unwrap_or_default();
        if drawn == there {
            continue;
        }
        if update {
            fs::write(&path, &drawn).unwrap();
        } else {
            stale.push(picture.file);
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} do not show what the program shows: PICTURES=update cargo test --test it pictures"
    );
}
