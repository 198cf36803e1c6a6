//! Every screen that has no pictures of its own at all sizes, at each of the four: one picture a screen.

use std::fmt::Write as _;

use insta::assert_snapshot;
use otp_advisor::inside::model::Advisor;

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, Player};

const SIZES: [(u16, u16); 4] = [(40, 12), (80, 24), (120, 40), (200, 60)];

type Screen = (&'static str, fn() -> &'static Advisor, &'static str);

const SCREENS: [Screen; 21] = [
    ("options", tea, "1"),
    ("text", tea, "13<ret>"),
    ("notice", tea, "<esc>"),
    ("help", tea, "1?"),
    ("examples", otp, "e"),
    ("trail", tea, "11<ret><ret>tk"),
    ("situations", otp, "b"),
    ("outcomes", otp, "w"),
    ("why", otp, "w<ret>"),
    ("search", otp, "/restart"),
    ("reading", otp, "/start_storm<ret>"),
    ("palette", tea, "1<c-p>"),
    ("quit", tea, "1q"),
    ("undecided", tea, "u1<c-f>"),
    ("leave_undecided", otp, "11u2fd"),
    ("flag", tea, "13<ret><ret>1"),
    ("entry", tea, "11<c-f><down>"),
    ("pairs", otp, "11112fx"),
    ("save", tea, "11<c-f>s"),
    ("written", tea, "11<c-f>e<ret>"),
    ("lab", otp, "11112fL<ret><space>"),
];

#[test]
fn every_screen_at_every_size() {
    for (name, advisor, script) in SCREENS {
        let mut frames = String::new();
        for size in SIZES {
            let mut host = Fake::default();
            let frame = Player::new(advisor(), &mut host, size)
                .press(script)
                .frame();
            writeln!(frames, "==== {}x{}\n{frame}", size.0, size.1).unwrap();
        }
        assert_snapshot!(name, frames);
    }
}
