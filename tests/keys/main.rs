//! What must hold of the wizard whatever is pressed, clicked and resized: no panic, and no answer lost
//! without a word.
//!
//! `WIZARD_SCRIPTS` is how many random scripts are played; `.ci/run` plays many more than is usual here, and
//! builds this alone as it builds benchmarks, which is ten times as quick to run.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::env;
use std::num::NonZero;
use std::thread;

use otp_advisor::inside::ids::QuestionIx;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Origin;
use otp_advisor::inside::tui::{Does, Input, Key, Mouse, Step};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use self::tui::advisors::{otp, tea};
use self::tui::{Fake, Player, keys};

#[allow(dead_code, reason = "other tests of the wizard need the rest")]
#[path = "../it/support/tui.rs"]
mod tui;

const USUAL: u32 = 40;
const LENGTH: usize = 200;

/// What can happen.
#[derive(Clone, Debug)]
enum Event {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Mouse(Does, (u16, u16)),
}

fn event() -> impl Strategy<Value = Event> {
    let keys = keys::all();
    // Keys that lead on come more often than all of the others.
    let often = keys::script("123456789<ret><ret><ret><down><up><esc><tab>funy");
    let place = || prop_oneof![3 => (0_u16..80, 0_u16..24), 1 => (0_u16..210, 0_u16..70)];
    let does = prop::sample::select(vec![Does::Click, Does::WheelUp, Does::WheelDown]);
    prop_oneof![
        40 => prop::sample::select(often).prop_map(Event::Key),
        20 => prop::sample::select(keys).prop_map(Event::Key),
        20 => place().prop_map(|at| Event::Mouse(Does::Click, at)),
        5 => (does, place()).prop_map(|(does, at)| Event::Mouse(does, at)),
        1 => ".{0,20}".prop_map(Event::Paste),
        2 => (0_u16..210, 0_u16..70).prop_map(|(width, height)| Event::Resize(width, height)),
        2 => Just(Event::Resize(80, 24)),
    ]
}

/// The questions that the user answered.
fn answered(player: &Player<'_, '_>) -> Vec<QuestionIx> {
    let session = player.wizard.session();
    let all = session.advisor().question_ixs();
    let given = |question: &QuestionIx| {
        let given = session.given(*question);
        given.is_some_and(|given| given.origin == Origin::Given)
    };
    all.filter(given).collect()
}

fn play(advisor: &Advisor, events: &[Event]) {
    let mut host = Fake::default();
    let mut player = Player::new(advisor, &mut host, (80, 24));
    let mut before = Vec::new();
    for (place, event) in events.iter().enumerate() {
        let step = match event {
            Event::Key(key) => player.wizard.input(Input::Key(*key)),
            Event::Paste(text) => player.wizard.input(Input::Paste(text.clone())),
            Event::Mouse(does, at) => player.wizard.input(Input::Mouse(Mouse {
                does: *does,
                at: *at,
            })),
            Event::Resize(width, height) => player.resized(*width, *height),
        };
        if place % 10 == 0 {
            player.draw();
        }
        let now = answered(&player);
        if let Some(lost) = before.iter().find(|question| !now.contains(question)) {
            // Only what takes answers back does so, and it says so.
            player.resize(80, 24);
            let text = player.text();
            assert!(text.contains("• "), "{lost:?} is lost by {event:?}\n{text}");
        }
        before = now;
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

#[test]
fn nothing_that_is_pressed_loses_an_answer() {
    let given = env::var("WIZARD_SCRIPTS").ok();
    let cases = given.map_or(USUAL, |given| given.parse().unwrap());
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = cases.div_ceil(u32::try_from(threads).unwrap());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| several(share));
        }
    });
}

fn several(cases: u32) {
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let scripts = (any::<bool>(), prop::collection::vec(event(), LENGTH));
    runner
        .run(&scripts, |(shipped, events)| {
            play(if shipped { otp() } else { tea() }, &events);
            Ok(())
        })
        .unwrap();
}
