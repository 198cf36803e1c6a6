//! Random trees and events: what the lab shows is what a model without any policy finds by brute force, and
//! what must hold of every step holds.

use otp_advisor::inside::lab::load::{LOADS, Later, REQUESTS, run};
use otp_advisor::inside::lab::plan::{Number, Plan, Station};
use otp_advisor::inside::lab::play::{Because, Event, Play, State, Step, What};
use otp_advisor::inside::model::lab::{Restart, Strategy as Together};
use otp_advisor::inside::session::Session;
use otp_advisor::inside::words::Language;
use proptest::prelude::*;

use super::en;

fn plan(answers: &[(&str, String)]) -> Plan {
    let mut session = Session::new(en());
    for (question, answer) in answers {
        session.tell(question, answer).unwrap();
    }
    session.finish_with_defaults().unwrap();
    Plan::of(&session).unwrap()
}

fn tree(mood: &str, pans: usize, seconds: u64) -> Plan {
    plan(&[
        ("mood", mood.to_owned()),
        ("pans", pans.to_string()),
        ("minutes", seconds.to_string()),
    ])
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        6 => (0..9_usize).prop_map(Event::Crash),
        2 => (0..9_usize).prop_map(Event::End),
        3 => (0..7_u64).prop_map(Event::Wait),
        1 => Just(Event::Stop),
    ];
    prop::collection::vec(event, 0..40)
}

/// What the outermost group does, worked out anew from what has happened: no queue, no window that slides.
struct Model {
    strategy: Together,
    most: usize,
    seconds: u64,
    restarts: Vec<u64>,
    now: u64,
}

impl Model {
    /// Whether one more restart is survived.
    fn restart(&mut self) -> bool {
        self.restarts.push(self.now);
        let oldest = self.now.saturating_sub(self.seconds);
        self.restarts
            .iter()
            .filter(|second| **second >= oldest)
            .count()
            <= self.most
    }

    /// Of the parts that run, those that are stopped with this one, from the last.
    fn stopped(&self, plan: &Plan, failed: usize, running: &[usize]) -> Vec<usize> {
        let parts: Vec<usize> = plan.parts(0).collect();
        let place = |part: usize| parts.iter().position(|one| *one == part).unwrap();
        let with = |part: &usize| match self.strategy {
            Together::OneForOne => false,
            Together::OneForAll => *part != failed,
            Together::RestForOne => place(*part) > place(failed),
        };
        running.iter().rev().copied().filter(with).collect()
    }
}

/// Members of the outermost group in the steps, that were stopped by its strategy, and started again.
fn done(plan: &Plan, steps: &[Step]) -> (Vec<usize>, Vec<usize>) {
    let direct = |member: &usize| plan.members[*member].above == Some(0);
    let stopped = steps.iter().filter_map(|step| match step.what {
        What::Stopped(member, Because::Strategy) => Some(member),
        _ => None,
    });
    let started = steps.iter().filter_map(|step| match step.what {
        What::Started(member) | What::StartedAgain(member) => Some(member),
        _ => None,
    });
    (
        stopped.filter(direct).collect(),
        started.filter(direct).collect(),
    )
}

/// What holds of every step, and of the last that follows from an event.
fn holds_of(plan: &Plan, step: &Step, is_last: bool) {
    for (place, member) in plan.members.iter().enumerate() {
        let state = step.states[place];
        assert!(!is_last || state != State::Restarting, "{step:?}");
        // Nothing runs in what does not.
        if is_last
            && let Some(above) = member.above
            && state == State::Running
        {
            assert_eq!(step.states[above], State::Running, "{step:?}");
        }
        match &member.group {
            Some(group) => assert!(step.used[place] <= group.max_restarts(), "{step:?}"),
            None => assert_eq!(step.used[place], 0),
        }
        // Whatever comes back is permanent or transient.
        if member.restart() == Restart::Temporary {
            assert_eq!(step.restarts[place], 0);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_played_is_what_a_model_finds(
        mood in prop::sample::select(vec!["alone", "together", "later"]),
        pans in 0..5_usize,
        seconds in 1..8_u64,
        events in events(),
    ) {
        let plan = tree(mood, pans, seconds);
        let mut model = Model {
            strategy: plan.members[0].group.as_ref().unwrap().strategy(),
            most: pans,
            seconds,
            restarts: Vec::new(),
            now: 0,
        };
        let mut play = Play::new(plan.clone());
        for event in events {
            let before = play.seen().clone();
            let was_over = play.is_over();
            let steps = play.happen(event);
            let steps = &play.steps()[steps];
            prop_assert!(!steps.is_empty());
            for (place, step) in steps.iter().enumerate() {
                holds_of(&plan, step, place + 1 == steps.len());
            }
            if let Event::Wait(seconds) = event {
                model.now += seconds;
            }
            // Which part of the outermost group has failed, if one has: itself, or a group in it gave up.
            let failed = steps.iter().find_map(|step| match step.what {
                What::Crashed(member) | What::Ended(member) | What::GaveUp(member)
                    if plan.members[member].above == Some(0) => Some((member, step.what)),
                _ => None,
            });
            let Some((failed, what)) = failed else { continue };
            prop_assert!(!was_over);
            let abnormal = !matches!(what, What::Ended(_));
            let restarts = match plan.members[failed].restart() {
                Restart::Permanent => true,
                Restart::Transient => abnormal,
                Restart::Temporary => false,
            };
            let (stopped, started) = done(&plan, steps);
            if !restarts {
                prop_assert_eq!((stopped, started), (vec![], vec![]));
                continue;
            }
            let runs = |part: &usize| *part != failed && before.states[*part] == State::Running;
            let running: Vec<usize> = plan.parts(0).filter(runs).collect();
            if !model.restart() {
                prop_assert!(play.is_over());
                prop_assert_eq!((stopped, started), (vec![], vec![]));
                continue;
            }
            let expected = model.stopped(&plan, failed, &running);
            prop_assert_eq!(&stopped, &expected);
            // All that was stopped starts again, in order, but for what is temporary; so do those
            // after the failed one that had stayed down.
            let down = |part: &usize| {
                let known = before.states[*part] != State::Gone;
                let kept = plan.members[*part].restart() != Restart::Temporary;
                let in_group = match model.strategy {
                    Together::OneForOne => false,
                    Together::OneForAll => true,
                    Together::RestForOne => *part > failed,
                };
                known && kept && in_group
            };
            let again: Vec<usize> = plan.parts(0).filter(|part| *part == failed || down(part)).collect();
            prop_assert_eq!(started, again);
        }
    }

    #[test]
    fn whatever_is_typed_is_an_event_or_told(
        words in prop::collection::vec("(crash|end|wait|stop|derrubar|oven|cook|bar|[0-9]{1,12}|[a-z€]{0,9})", 0..12),
    ) {
        let plan = tree("alone", 3, 5);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        if let Ok(events) = otp_advisor::inside::lab::events::parse(&plan, words, Language::En) {
            let mut play = Play::new(plan.clone());
            for event in events.into_iter().take(50) {
                play.happen(event);
            }
        }
    }

    #[test]
    fn a_load_keeps_its_books(
        rate in 0.001..1e7_f64,
        service in 0.001..3.6e6_f64,
        servers in 1..1025_usize,
        patience in prop::option::of(1.0..3.6e6_f64),
        room in prop::option::of(0..2000_usize),
    ) {
        let number = |value| Number { value, assumed: false };
        let station = Station {
            title: String::new(),
            rate: number(rate),
            service: number(service),
            servers,
            patience,
            room,
        };
        let mut before: Option<(f64, usize)> = None;
        for percent in LOADS {
            let run = run(&station, percent);
            let sum = |of: fn(&otp_advisor::inside::lab::load::Slice) -> usize| {
                run.slices.iter().map(of).sum::<usize>()
            };
            prop_assert_eq!(sum(|slice| slice.arrived), REQUESTS);
            prop_assert_eq!(sum(|slice| slice.refused), run.refused);
            prop_assert!(sum(|slice| slice.gave_up) <= run.gave_up);
            prop_assert!(run.gave_up + run.refused <= REQUESTS);
            prop_assert!(sum(|slice| slice.done) + run.refused <= REQUESTS);
            prop_assert!(run.mean_wait.is_finite() && run.mean_wait >= 0.0);
            prop_assert_eq!(run.refused > 0 && room.is_none(), false);
            prop_assert_eq!(run.gave_up > 0 && patience.is_none(), false);
            if let Some(room) = room {
                prop_assert!(run.longest <= room.max(1));
            }
            // The same draws closer together: nobody waits less.
            if room.is_none() && let Some((wait, gave_up)) = before {
                prop_assert!(run.mean_wait >= wait - wait * 1e-9 && run.gave_up >= gave_up);
            }
            before = Some((run.mean_wait, run.gave_up));
        }
    }
}

#[test]
fn the_mean_wait_is_that_of_the_estimate() {
    // Half busy, a request waits as long as it is worked on; 4000 of them come close.
    let number = |value| Number {
        value,
        assumed: false,
    };
    let station = Station {
        title: String::new(),
        rate: number(50.0),
        service: number(10.0),
        servers: 1,
        patience: None,
        room: None,
    };
    let half = run(&station, 100);
    assert!((half.mean_wait - 10.0).abs() < 2.0, "{}", half.mean_wait);
}

#[test]
fn what_is_assumed_is_told_from_what_was_said() {
    let tree = plan(&[("mood", "alone".to_owned())]);
    assert!(!tree.stations[0].rate.assumed);
    // The shipped advisor assumes numbers until somebody gives some.
    let otp = otp_advisor::inside::embedded::advisor(None).unwrap();
    for (answer, expected) in [("no", true), ("yes", false)] {
        let mut session = Session::new(otp);
        for question in ["state", "complex", "supervision", "request_response"] {
            session.tell(question, "yes").unwrap();
        }
        session.tell("explicit_states", "no").unwrap();
        session.tell("assess_load", answer).unwrap();
        session.finish_with_defaults().unwrap();
        let tree = Plan::of(&session).unwrap();
        assert_eq!(tree.stations[0].rate.assumed, expected, "{answer}");
    }
}

/// What is foretold of a queue that grows comes true where the time is long enough.
#[test]
fn a_foretold_end_comes_when_it_was_foretold() {
    let station = |patience, room| Station {
        title: String::new(),
        rate: Number {
            value: 1_500.0,
            assumed: false,
        },
        service: Number {
            value: 1.0,
            assumed: false,
        },
        servers: 1,
        patience,
        room,
    };
    let near = |seen: Option<f64>, told: f64| {
        let seen = seen.unwrap();
        assert!((seen / told - 1.0).abs() < 0.2, "{seen} and {told}");
    };
    // 2000 a second where 1000 can be served: half a second of growing is half a second of waiting.
    let gives_up = station(Some(500.0), None);
    let seen = run(&station(Some(500.0), None), 200);
    let Some(Later::GivesUp(told)) = seen.later(&gives_up) else {
        panic!("{seen:?}");
    };
    near(seen.first_gave_up, told);
    let full = station(Some(5_000.0), Some(300));
    let seen = run(&full, 200);
    let Some(Later::Refused(told)) = seen.later(&full) else {
        panic!("{seen:?}");
    };
    near(seen.first_refused, told);
    // A queue that comes and goes foretells nothing.
    assert_eq!(run(&full, 50).later(&full), None);
}
