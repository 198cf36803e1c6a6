//! Advice against brute force: tipping points and nearest answers of random advisors.

use otp_advisor::inside::advice::{Advice, telling_default, verdict, why};
use otp_advisor::inside::data::Str;
use otp_advisor::inside::facts::Tri;
use otp_advisor::inside::ids::{OutcomeIx, QuestionIx, SectionIx};
use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;
use otp_advisor::inside::model::Answer;
use otp_advisor::inside::session::{Origin, Session};
use proptest::prelude::*;

use super::{Case, MAX_WORLDS, bytes, config, explained, interview};
use crate::support::advisors::{english, partial};
use crate::support::engine::Answers;

proptest! {
    #![proptest_config(config())]

    /// A tipping point, applied, gives what it says; and no option that tips is left out.
    #[test]
    fn tipping_points_are_true_and_complete(bytes in bytes()) {
        explained(&bytes, |case, dice| {
            let world = case.throw_world(dice);
            let interview = interview(case, &world, &|_| false);
            let session = interview.session();
            let advice = Advice::of(session);
            for decision in &advice.decisions {
                let section = decision.section;
                let present = session.section(section).possible();
                for point in &decision.tipping_points {
                    let after = session.with(point.question, point.answer.clone());
                    let state = after.section(section);
                    prop_assert_eq!(state.possible(), &point.still_possible[..]);
                    prop_assert!(state.possible() != present);
                    prop_assert_eq!(point.outcome.is_some(), state.possible().len() == 1);
                }
                for question in session.asked() {
                    if case.spec.questions[case.place(question)].kind == Answers::Number {
                        continue;
                    }
                    for answer in session.candidates(question) {
                        let after = session.with(question, answer.clone());
                        let possible = after.section(section).possible();
                        // Through another section's outcome is that section's business.
                        let others_hold = advisor_before(case, section)
                            .all(|other| known(&after, other) == known(session, other));
                        let own = case.advisor.question(question).section == section;
                        if possible.is_empty() || possible == present || !(own || others_hold) {
                            continue;
                        }
                        prop_assert!(
                            decision.tipping_points.iter().any(|point| {
                                point.question == question && point.answer == answer
                            }),
                            "{:?} -> {:?} is not listed", case.place(question), answer
                        );
                    }
                }
            }
            Ok(())
        })?;
    }

    /// The default that matters most is the one that trying them all finds.
    #[test]
    fn the_telling_default_is_the_one_found_by_trying_all(bytes in bytes()) {
        explained(&bytes, |case, dice| {
            let mut session = Session::new(&case.advisor);
            if dice.throw(2) == 1 {
                session.be_thorough();
            }
            for (place, said) in case.throw_said(dice).into_iter().enumerate() {
                if dice.throw(2) == 1 {
                    case.say(&mut session, place, said);
                }
            }
            // Defaults that were taken stay when what they follow from changes.
            let _ = session.finish_with_defaults();
            let changed = dice.throw(case.spec.questions.len());
            let value = dice.throw(case.spec.questions[changed].kind.values());
            if dice.throw(3) == 2 {
                case.say(&mut session, changed, super::Said::Value(value));
                let _ = session.finish_with_defaults();
            }
            let found = telling_default(&session);
            let found = found.map(|found| (found.question, found.answer, found.then));
            prop_assert_eq!(found, by_trying_all(&session));
            Ok(())
        })?;
    }

    /// The nearest answers really give the outcome, and no fewer changes do.
    #[test]
    fn why_names_the_fewest_changes(bytes in bytes()) {
        explained(&bytes, |case, dice| {
            let world = case.throw_world(dice);
            let unknown: Vec<bool> = world.iter().map(|_| dice.throw(4) == 3).collect();
            let interview = interview(case, &world, &|place| unknown[place]);
            let session = interview.session();
            for section in case.advisor.section_ixs() {
                if session.section(section).applies() != Tri::True {
                    continue;
                }
                for outcome in &case.advisor.section(section).outcomes {
                    let why = why(session, *outcome);
                    let fewest = fewest_changes(case, session, section, *outcome);
                    let Ok(nearest) = why.nearest else {
                        let missed = fewest.is_some() && !case.spec.computes();
                        prop_assert!(!missed, "{:?} can be had", outcome);
                        continue;
                    };
                    let mut after = session.clone();
                    for change in &nearest {
                        prop_assert_eq!(session.answer(change.question), change.from.as_ref());
                        after.set(change.question, change.to.clone(), Origin::Given);
                    }
                    prop_assert!(after.section(section).possible().contains(outcome));
                    prop_assert!(after.section(section).is_settled());
                    // Which number makes a formula come out just right is not searched for.
                    if let Some(fewest) = fewest
                        && !case.spec.computes()
                    {
                        prop_assert_eq!(
                            nearest.len(),
                            fewest,
                            "for {}: {:?}, from {:?}",
                            case.advisor.outcome(*outcome).id,
                            nearest,
                            case.advisor.question_ixs().map(|q| session.answer(q)).collect::<Vec<_>>()
                        );
                    }
                }
            }
            Ok(())
        })?;
    }
}

/// Every other answer in the place of every default, each in an interview of its own.
fn by_trying_all(session: &Session<'_>) -> Option<(QuestionIx, Answer, Str)> {
    if !session.is_complete() {
        return None;
    }
    let left = |question: &QuestionIx| {
        let given = session.given(*question);
        given.is_some_and(|given| given.origin == Origin::Default)
    };
    let defaults: Vec<QuestionIx> = session.asked().filter(left).collect();
    let mut bare = session.clone();
    for question in &defaults {
        bare.unset(*question);
    }
    let now = verdict(session);
    let mut most: Option<(usize, (QuestionIx, Answer, Str))> = None;
    for question in defaults {
        if session.stands_beside(question) {
            continue;
        }
        for answer in session.candidates(question) {
            let mut other = bare.with(question, answer.clone());
            if other.finish_with_defaults().is_err() {
                continue;
            }
            let sections = session.advisor().section_ixs();
            let differs =
                |s: &SectionIx| session.section(*s).result() != other.section(*s).result();
            let weight = sections.filter(differs).count();
            let Some(then) = verdict(&other).filter(|then| Some(then) != now.as_ref()) else {
                continue;
            };
            if most.as_ref().is_none_or(|(most, _)| weight > *most) {
                most = Some((weight, (question, answer, then)));
            }
        }
    }
    most.map(|(_, found)| found)
}

/// What later sections can find of one.
fn known(session: &Session<'_>, section: SectionIx) -> (Tri, Vec<OutcomeIx>, bool, bool) {
    let state = session.section(section);
    (
        state.applies(),
        state.possible().to_vec(),
        state.may_have_none(),
        state.is_collected(),
    )
}

/// The sections before one.
fn advisor_before(case: &Case, section: SectionIx) -> impl Iterator<Item = SectionIx> {
    let sections = case.advisor.section_ixs();
    sections.take_while(move |other| *other != section)
}
/// By trying every set of answers to the section's own questions; `None` when none gives it.
fn fewest_changes(
    case: &Case,
    session: &Session<'_>,
    section: SectionIx,
    outcome: OutcomeIx,
) -> Option<usize> {
    let details = &case.advisor.section(section).details;
    let own: Vec<QuestionIx> = case
        .advisor
        .section(section)
        .questions
        .iter()
        .copied()
        .filter(|question| !details.contains(question))
        .collect();
    let mut best = None;
    let mut trials = vec![(session.clone(), 0)];
    for question in own {
        let mut more = Vec::new();
        for (trial, changes) in &trials {
            for value in 0..case.spec.questions[case.place(question)].kind.values() {
                let answer = case.answer(case.place(question), value);
                if session.answer(question) != Some(&answer) {
                    more.push((trial.with(question, answer), changes + 1));
                }
            }
        }
        trials.extend(more);
        if trials.len() > MAX_WORLDS {
            return None;
        }
    }
    for (trial, changes) in trials {
        let state = trial.section(section);
        let gives = state.is_settled() && state.possible().contains(&outcome);
        if gives && best.is_none_or(|best| changes < best) {
            best = Some(changes);
        }
    }
    best
}

#[test]
fn a36_of_every_start_the_telling_default_is_the_one_found_by_trying_all() {
    let advisor = english();
    let mut told = 0;
    for start in &advisor.starts {
        let mut session = Session::new(advisor);
        for (question, answer) in &start.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().unwrap();
        let found = telling_default(&session);
        let found = found.map(|found| (found.question, found.answer, found.then));
        told += usize::from(found.is_some());
        assert_eq!(found, by_trying_all(&session), "{}", start.id);
    }
    assert!(told >= 10, "{told}");
}

/// Whatever is answered to `q1`, `q2` comes next; but it does not come up before somebody answers `q1`.
const WAITING: [(&str, &str); 4] = [
    (
        "advisor.yaml",
        "{advisor: a, version: '1', title: T, description: D, language: en, sections: [s0, s1, s2]}",
    ),
    (
        "s0.yaml",
        "section: s0
kind: questions
title: S
questions:
  - {id: q0, ask: Q?, kind: yes_no, default: no, options: [{id: yes, label: Y}, {id: no, label: N}]}
",
    ),
    (
        "s1.yaml",
        "section: s1
kind: tree
title: S
start: q1
when: {q0: [yes]}
questions:
  - id: q1
    ask: Q?
    kind: yes_no
    default: no
    options: [{id: yes, label: Y}, {id: no, label: N}]
    next: [{goto: q2}]
  - id: q2
    ask: Q?
    kind: yes_no
    default: no
    options: [{id: yes, label: Y}, {id: no, label: N}]
    next: [{outcome: a}]
outcomes: [{id: a, title: A}, {id: b, title: B}]
",
    ),
    (
        "s2.yaml",
        "section: s2
kind: tree
title: S
start: q3
questions:
  - id: q3
    ask: Q?
    kind: yes_no
    default: no
    options: [{id: yes, label: Y}, {id: no, label: N}]
    next: [{when: {q2: [yes]}, outcome: c}, {outcome: d}]
outcomes: [{id: c, title: C}, {id: d, title: D}]
",
    ),
];

#[test]
fn nearest_answers_include_those_that_others_wait_for() {
    let files = WAITING.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let advisor = check::load(&Memory(files.into()), &|_| None, None);
    let advisor = advisor.unwrap_or_else(|faults| panic!("{faults}"));
    let session = partial(&advisor, "q0=no q3=yes");
    let section = advisor.find_section("s2").unwrap();
    let outcome = advisor.section(section).outcomes[0];
    let nearest = why(&session, outcome).nearest.unwrap();
    let told: Vec<String> = nearest
        .iter()
        .map(|change| {
            let question = advisor.question(change.question);
            format!("{}={}", question.id, question.answer_text(&change.to))
        })
        .collect();
    assert_eq!(told, ["q0=yes", "q1=no", "q2=yes"]);
    let all = format!("q3=yes {}", told.join(" "));
    assert_eq!(partial(&advisor, &all).outcome(section), Some(outcome));
}
