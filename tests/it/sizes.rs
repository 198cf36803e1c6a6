//! The wizard at every size and under random keys: it never panics, and what it says holds.

use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::tui::{Input, Step};
use proptest::prelude::*;

use crate::support::tui::advisors::{otp, tea};
use crate::support::tui::{Fake, Player, keys};

/// Every screen there is, reached by a script from the start.
const SCREENS: [&str; 12] = [
    "",
    "1",
    "13",
    "13q",
    "13<ret><ret>",
    "13<ret><ret><ret>",
    "13<ret><ret><ret><tab>",
    "13<ret><ret><ret>s",
    "13<ret><ret><ret>t",
    "13?",
    "13<c-q>",
    "u3u",
];

fn sweep(advisor: &Advisor, scripts: &[&str], sizes: &(impl Iterator<Item = (u16, u16)> + Clone)) {
    for script in scripts {
        let mut host = Fake::default();
        // Small windows take no keys, so the screen is reached first.
        let mut player = Player::new(advisor, &mut host, (80, 24));
        player.press(script);
        for (width, height) in sizes.clone() {
            player.resize(width, height);
        }
    }
}

#[test]
fn every_small_size_is_drawn() {
    let sizes = (0..=60).flat_map(|width| (0..=20).map(move |height| (width, height)));
    sweep(tea(), &SCREENS, &sizes);
}

#[test]
fn every_step_to_a_big_size_is_drawn() {
    let sizes = (40..=210).step_by(3).zip((12..=70).cycle());
    sweep(tea(), &SCREENS, &sizes);
    let otp = otp();
    sweep(
        otp,
        &[
            "",
            "11112<ret><ret><ret><ret><ret><ret><ret><ret>1300<ret>2",
            "11112f",
            "11112ft",
            "?G",
            "b",
            "bj",
        ],
        &sizes,
    );
}

#[test]
fn a_frame_for_another_size_than_the_screen_is_drawn_as_far_as_it_goes() {
    let advisor = tea();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (120, 40));
    player.press("13");
    // The terminal shrank and the event is still under way.
    for size in [(119, 39), (40, 12), (5, 3), (1, 1), (0, 0), (200, 60)] {
        player.terminal.backend_mut().resize(size.0, size.1);
        player.draw();
    }
}

/// What can happen.
#[derive(Clone, Debug)]
enum Event {
    Key(usize),
    Paste(String),
    Resize(u16, u16),
}

fn event() -> impl Strategy<Value = Event> {
    let keys = keys::all().len();
    prop_oneof![
        // Keys that lead on come more often than all of the others.
        20 => (0..keys.min(12)).prop_map(Event::Key),
        20 => (0..keys).prop_map(Event::Key),
        1 => ".{0,20}".prop_map(Event::Paste),
        1 => (0_u16..210, 0_u16..70).prop_map(|(width, height)| Event::Resize(width, height)),
    ]
}

fn play(advisor: &Advisor, size: (u16, u16), events: &[Event]) {
    let keys = keys::all();
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, size);
    for event in events {
        let step = match event {
            Event::Key(place) => player.wizard.input(Input::Key(keys[*place])),
            Event::Paste(text) => player.wizard.input(Input::Paste(text.clone())),
            Event::Resize(width, height) => {
                player.resize(*width, *height);
                continue;
            }
        };
        player.draw();
        match step {
            // A result is only handed over when nothing is left to ask.
            Step::Finish => {
                assert_eq!(player.wizard.session().next(), None);
                return;
            }
            Step::Cancel => return,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_keys_never_panic(
        width in 0_u16..210,
        height in 0_u16..70,
        events in prop::collection::vec(event(), 0..120),
    ) {
        play(tea(), (width, height), &events);
    }

    #[test]
    fn random_answers_to_the_shipped_advisor_never_panic(
        events in prop::collection::vec(event(), 0..120),
    ) {
        play(otp(), (100, 30), &events);
    }

    #[test]
    fn going_back_to_the_start_and_forward_again_changes_nothing(
        digits in prop::collection::vec(1_u8..=3, 1..25),
    ) {
        let advisor = otp();
        let mut host = Fake::default();
        let mut player = Player::new(advisor, &mut host, (80, 24));
        for digit in &digits {
            player.press(&digit.to_string()).press("<ret>");
        }
        let given = |player: &Player<'_, '_>| -> Vec<_> {
            let session = player.wizard.session();
            advisor.question_ixs().map(|q| session.given(q).cloned()).collect()
        };
        let before = given(&player);
        player.press(&"<esc>".repeat(60)).press(&"<tab>".repeat(60));
        prop_assert_eq!(before, given(&player));
    }
}
