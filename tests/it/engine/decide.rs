//! `decide` beside a session with the same answers.

use otp_advisor::inside::session::{Origin, Session};
use proptest::prelude::*;

use super::{Case, Said, bytes, config, explained};
use crate::support::engine::{Dice, Kind};

/// What was said, as a caller writes it.
fn pairs(case: &Case, said: &[Said]) -> Vec<(String, String)> {
    let text = |place: usize, said: &Said| match said {
        Said::Nothing => None,
        Said::Unknown => Some("unknown".to_owned()),
        Said::Value(value) => {
            let question = case.advisor.question(case.question(place));
            Some(question.answer_text(&case.answer(place, *value)))
        }
    };
    let told = said.iter().enumerate();
    told.filter_map(|(place, said)| Some((format!("q{place}"), text(place, said)?)))
        .collect()
}

/// Whether everything could be told without a session.
fn agrees(case: &Case, said: &[Said], session: &Session<'_>) -> Result<bool, TestCaseError> {
    let pairs = pairs(case, said);
    let forth: Vec<(&str, &str)> = pairs.iter().map(|(q, a)| (&**q, &**a)).collect();
    let back: Vec<(&str, &str)> = forth.iter().rev().copied().collect();
    let mut straight = true;
    // The order makes no difference.
    for pairs in [&forth, &back] {
        let whole = case.advisor.decide(pairs).unwrap();
        for section in case.advisor.section_ixs() {
            let expected = session.outcome(section);
            let expected = expected.map(|outcome| case.advisor.outcome(outcome).id.as_str());
            let id = &case.advisor.section(section).id;
            // Asked alone, and after those before it.
            let alone = case.advisor.decide(pairs).unwrap();
            prop_assert_eq!(alone.outcome(id), expected, "{} alone, {:?}", id, pairs);
            prop_assert_eq!(whole.outcome(id), expected, "{}, {:?}", id, pairs);
        }
        straight &= !whole.took_a_session();
    }
    Ok(straight)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn complete_answers_decide_as_a_session_does(bytes in bytes()) {
        explained(&bytes, |case, dice: &mut Dice<'_>| {
            let said: Vec<Said> = case.throw_world(dice).into_iter().map(Said::Value).collect();
            let straight = agrees(case, &said, &case.session(&said))?;
            let plain = case.spec.sections.iter().all(|section| {
                section.details.is_empty() && !matches!(section.kind, Kind::Table { .. })
            });
            prop_assert!(straight || !plain, "trees and questions need no session");
            Ok(())
        })?;
    }

    #[test]
    fn some_answers_decide_as_a_session_does(bytes in bytes()) {
        explained(&bytes, |case, dice: &mut Dice<'_>| {
            let said = case.throw_said(dice);
            agrees(case, &said, &case.session(&said))?;
            Ok(())
        })?;
    }

    #[test]
    fn defaults_are_taken_as_one_by_one(bytes in bytes()) {
        explained(&bytes, |case, dice: &mut Dice<'_>| {
            let said = case.throw_said(dice);
            let mut at_once = case.session(&said);
            let mut by_one = at_once.clone();
            let mut in_one_walk = case.session(&[]);
            let given = case.advisor.question_ixs().filter_map(|question| {
                let given = at_once.given(question)?;
                Some((question, given.answer.clone(), given.origin))
            });
            in_one_walk.set_all_and_finish(given.collect::<Vec<_>>());
            let stuck = loop {
                let Some(question) = by_one.next() else {
                    break Ok(());
                };
                let Some(default) = by_one.default_of(question).cloned() else {
                    break Err(question);
                };
                by_one.set(question, default, Origin::Default);
            };
            prop_assert_eq!(at_once.finish_with_defaults(), stuck);
            for question in case.advisor.question_ixs() {
                prop_assert_eq!(at_once.given(question), by_one.given(question));
                prop_assert_eq!(at_once.is_asked(question), by_one.is_asked(question));
            }
            for section in case.advisor.section_ixs() {
                prop_assert_eq!(at_once.section(section), by_one.section(section));
            }
            prop_assert_eq!(case.picture(&in_one_walk), case.picture(&by_one));
            Ok(())
        })?;
    }
}

#[test]
fn a_decision_allocates_nothing() {
    let advisor = crate::support::advisors::english();
    let answers = [
        ("state", "yes"),
        ("complex", "yes"),
        ("supervision", "yes"),
        ("request_response", "yes"),
        ("explicit_states", "no"),
    ];
    let mut outcome = None;
    let counted = allocation_counter::measure(|| {
        outcome = advisor.decide(&answers).unwrap().outcome("abstraction");
    });
    assert_eq!(outcome, Some("gen_server"));
    assert_eq!(counted.count_total, 0);
}

#[test]
fn wrong_answers_are_said_all_at_once() {
    let advisor = crate::support::advisors::english();
    let wrong = [
        ("state", "perhaps"),
        ("stat", "yes"),
        ("complex", "yes"),
        ("complex", "no"),
    ];
    let faults = advisor.decide(&wrong).err().unwrap().to_string();
    for part in [
        "perhaps",
        "no question is called `stat`",
        "`complex` is answered twice",
    ] {
        assert!(faults.contains(part), "{part} is not in\n{faults}");
    }
}

#[test]
fn what_answers_leave_open_is_no_outcome() {
    let advisor = crate::support::advisors::english();
    let some = advisor
        .decide(&[("state", "yes"), ("complex", "unknown")])
        .unwrap();
    assert_eq!(some.outcome("abstraction"), None);
    assert_eq!(some.outcome("no_such_section"), None);
    // By its number, by its label, with space around: as on the command line.
    let none = advisor
        .decide(&[("state", " No "), ("supervision", "2")])
        .unwrap();
    assert_eq!(
        none.outcome("abstraction"),
        none.session()
            .outcome(advisor.find_section("abstraction").unwrap())
            .map(|o| advisor.outcome(o).id.as_str())
    );
}
