//! The nearest answers that give an outcome.
//!
//! First the section is walked anew with ever more of its own answers changed. Where these alone do
//! not give it, what it depends on is changed, the fewest answers first, until it comes up and its
//! own answers lead there. Numbers that are found stand for all that do the same, so they are
//! replaced by ones that a person would say. What nobody has answered costs nothing while it is
//! supposed to be unknown; where it has to be answered after all, it is a change, too.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::condition::Subject;
use crate::facts::Tri;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Answer, Domain};
use crate::session::{Origin, Session};

/// Why there are no nearest answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNearest {
    /// No answers give the outcome.
    Impossible,
    /// None were found, and there are too many to try them all.
    SearchEnded,
}

/// An answer to change, or to give where there was none.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub question: QuestionIx,
    pub from: Option<Answer>,
    pub to: Answer,
}

pub(super) fn nearest(
    session: &Session<'_>,
    section: SectionIx,
    outcome: OutcomeIx,
) -> Result<Vec<Change>, NoNearest> {
    let goal = Goal { section, outcome };
    let mut steps = session.steps(section);
    let own = within(session, &session.up_to(goal.section), goal, &mut steps);
    let found = match own {
        Err(NoNearest::Impossible) => across(session, goal, &mut steps),
        own => own,
    };
    let changes = answered(session, goal, found?).ok_or(NoNearest::SearchEnded)?;
    Ok(said(session, goal, changes))
}

/// What is to be come to.
#[derive(Clone, Copy)]
struct Goal {
    section: SectionIx,
    outcome: OutcomeIx,
}

impl Goal {
    fn is_possible(self, at: &Session<'_>) -> bool {
        at.section(self.section).possible().contains(&self.outcome)
    }

    fn is_reached(self, at: &Session<'_>) -> bool {
        self.is_possible(at) && at.section(self.section).is_settled()
    }
}

/// A session with every answer to a section taken back.
fn without<'a>(session: &Session<'a>, section: SectionIx) -> Session<'a> {
    let mut other = session.clone();
    for question in &session.advisor().section(section).questions {
        if other.answer(*question).is_some() {
            other.unset(*question);
        }
    }
    other
}

/// The fewest changes to the section's own answers, the others being as they are at `at`.
fn within(
    session: &Session<'_>,
    at: &Session<'_>,
    goal: Goal,
    steps: &mut usize,
) -> Result<Vec<Change>, NoNearest> {
    let start = without(at, goal.section);
    let mut search = Search {
        session,
        goal,
        steps,
        cut: true,
    };
    let mut most = 0;
    while search.cut && *search.steps > 0 {
        search.cut = false;
        let mut changes = Vec::new();
        if search.descend(&start, &mut changes, most) {
            return Ok(changes);
        }
        most += 1;
    }
    Err(if *search.steps == 0 {
        NoNearest::SearchEnded
    } else {
        NoNearest::Impossible
    })
}

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    goal: Goal,
    /// Answers left to try; an end for very large sections.
    steps: &'s mut usize,
    /// Whether more changes than were allowed might lead further.
    cut: bool,
}

impl Search<'_, '_> {
    /// Whether the outcome was come to with at most `most` changes, which are then left in place.
    fn descend(&mut self, at: &Session<'_>, changes: &mut Vec<Change>, most: usize) -> bool {
        if *self.steps == 0 || !self.goal.is_possible(at) {
            return false;
        }
        if self.goal.is_reached(at) {
            return true;
        }
        let Some(question) = at.next_in(self.goal.section) else {
            return false;
        };
        *self.steps -= 1;
        let held = self.session.answer(question).cloned();
        // What is held comes first, for it costs no change. Without an answer the question may not
        // matter at all, which is what unknown tries.
        let kept = held.clone().unwrap_or(Answer::Unknown);
        if self.descend(&at.with(question, kept.clone()), changes, most) {
            return true;
        }
        if changes.len() == most {
            self.cut = true;
            return false;
        }
        for answer in self.session.candidates(question) {
            if *self.steps == 0 || answer == kept {
                continue;
            }
            *self.steps -= 1;
            changes.push(Change {
                question,
                from: held.clone(),
                to: answer.clone(),
            });
            if self.descend(&at.with(question, answer), changes, most) {
                return true;
            }
            changes.pop();
        }
        false
    }
}

/// Changes to what the section depends on, and to its own answers where these are needed, too.
fn across(session: &Session<'_>, goal: Goal, steps: &mut usize) -> Result<Vec<Change>, NoNearest> {
    let behind = Behind::of(session, goal.section);
    // Its own answers say nothing of what is possible with others.
    let mut start = without(&session.up_to(goal.section), goal.section);
    for section in &behind.sections {
        start = without(&start, *section);
    }
    // By the number of changes; of equal ones the last comes first, which leaves early answers alone.
    let mut layers = vec![vec![(start, Vec::new())]];
    let mut seen = BTreeSet::new();
    let mut tried = BTreeSet::new();
    let mut cost = 0;
    while let Some(layer) = layers.get_mut(cost) {
        let Some((at, changes)) = layer.pop() else {
            cost += 1;
            continue;
        };
        if *steps == 0 {
            return Err(NoNearest::SearchEnded);
        }
        *steps -= 1;
        if !goal.is_possible(&at) {
            continue;
        }
        // Own answers are looked for once whatever they depend on is the same.
        let comes_up = at.section(goal.section).applies() == Tri::True;
        if comes_up && tried.insert(behind.key(&at, None)) {
            match within(session, &at, goal, steps) {
                Ok(own) => return Ok([changes, own].concat()),
                Err(NoNearest::SearchEnded) => return Err(NoNearest::SearchEnded),
                Err(NoNearest::Impossible) => {}
            }
        }
        let open = behind
            .sections
            .iter()
            .find_map(|section| at.next_in(*section));
        let Some(question) = open.filter(|open| seen.insert(behind.key(&at, Some(*open)))) else {
            continue;
        };
        let held = session.answer(question).cloned();
        let kept = held.clone().unwrap_or(Answer::Unknown);
        if behind.matters(session, question) {
            if layers.len() == cost + 1 {
                layers.push(Vec::new());
            }
            for answer in session.candidates(question).into_iter().rev() {
                let mut changes = changes.clone();
                changes.push(Change {
                    question,
                    from: held.clone(),
                    to: answer.clone(),
                });
                layers[cost + 1].push((at.with(question, answer), changes));
            }
        }
        layers[cost].push((at.with(question, kept), changes));
    }
    Err(NoNearest::Impossible)
}

/// What a section depends on.
struct Behind {
    /// Other sections, in their order.
    sections: BTreeSet<SectionIx>,
    /// Questions of theirs that conditions elsewhere look at.
    questions: BTreeSet<QuestionIx>,
}

impl Behind {
    fn of(session: &Session<'_>, section: SectionIx) -> Self {
        let advisor = session.advisor();
        let mut behind = Self {
            sections: BTreeSet::new(),
            questions: BTreeSet::new(),
        };
        let mut open = vec![section];
        while let Some(section) = open.pop() {
            for subject in &advisor.plan.looks(section).around {
                let other = match *subject {
                    Subject::Question(question) => {
                        behind.questions.insert(question);
                        advisor.question(question).section
                    }
                    Subject::Section(section) => section,
                    Subject::Quantity(_) => continue,
                };
                if behind.sections.insert(other) {
                    open.push(other);
                }
            }
        }
        behind
    }

    /// Whether another answer to it may make a difference.
    fn matters(&self, session: &Session<'_>, question: QuestionIx) -> bool {
        let section = session.advisor().question(question).section;
        let details = &session.advisor().section(section).details;
        self.questions.contains(&question) || !details.contains(&question)
    }

    /// What all that follows depends on: what the sections came to, what is looked at from elsewhere,
    /// and within a section that is being walked its own answers.
    fn key(&self, at: &Session<'_>, open: Option<QuestionIx>) -> String {
        let advisor = at.advisor();
        let mut key = format!("{open:?}");
        for section in &self.sections {
            let state = at.section(*section);
            // Writing into a string cannot fail.
            let _ = write!(
                key,
                "|{:?}{:?}{}",
                state.applies(),
                state.possible(),
                state.may_have_none()
            );
        }
        let own = open.map(|open| &advisor.section(advisor.question(open).section).questions);
        let own = own.iter().flat_map(|own| own.iter());
        for question in self.questions.iter().chain(own) {
            if at.is_asked(*question) {
                let _ = write!(key, "|{question:?}{:?}", at.answer(*question));
            }
        }
        key
    }
}

/// The session with these changes, as far as the goal.
fn after<'a>(session: &Session<'a>, goal: Goal, changes: &[Change]) -> Session<'a> {
    let mut after = session.up_to(goal.section);
    for change in changes {
        after.set(change.question, change.to.clone(), Origin::Given);
    }
    after
}

/// The changes with answers to what was only supposed to be answered unknown, where it matters that
/// somebody answers: what comes behind an open question is not asked yet. `None` when none would do.
fn answered(session: &Session<'_>, goal: Goal, mut changes: Vec<Change>) -> Option<Vec<Change>> {
    let mut at = after(session, goal, &changes);
    if goal.is_reached(&at) {
        return Some(changes);
    }
    while !goal.is_reached(&at) {
        let mut sections = session
            .advisor()
            .section_ixs()
            .take(goal.section.index() + 1);
        let question = sections.find_map(|section| at.section(section).next())?;
        // Any answer will do, so the ordinary one is told.
        let usual = at.default_of(question).cloned();
        let usual = usual.filter(|answer| *answer != Answer::Unknown);
        let to = usual.or_else(|| at.candidates(question).into_iter().next());
        let to = to.unwrap_or(Answer::Unknown);
        at.set(question, to.clone(), Origin::Given);
        changes.push(Change {
            question,
            from: None,
            to,
        });
    }
    for place in (0..changes.len()).rev() {
        let change = changes.remove(place);
        if !goal.is_reached(&after(session, goal, &changes)) {
            changes.insert(place, change);
        }
    }
    let asked: Vec<QuestionIx> = at.asked().collect();
    changes.sort_by_key(|change| asked.iter().position(|asked| *asked == change.question));
    Some(changes)
}

/// How many numbers are tried for each that was found.
const SAID: usize = 10;
/// How many sets of them altogether.
const SETS: usize = 1500;

/// The same changes with numbers that a person would say: bounds of bands, or round ones.
fn said(session: &Session<'_>, goal: Goal, changes: Vec<Change>) -> Vec<Change> {
    let numbers = changes.iter().enumerate();
    let numbers: Vec<(usize, Vec<f64>)> = numbers
        .filter_map(|(place, change)| Some((place, said_numbers(session, change)?)))
        .collect();
    let reached = |changes: &[Change]| goal.is_reached(&after(session, goal, changes));
    let mut told = changes.clone();
    let mut sets = SETS;
    if exchange(&mut told, &numbers, &reached, &mut sets) {
        return told;
    }
    // Not all of them at once; then each that can be.
    let mut told = changes;
    for one in numbers.chunks(1) {
        let before = told.clone();
        if !exchange(&mut told, one, &reached, &mut SETS.clone()) {
            told = before;
        }
    }
    told
}

/// Tries numbers in every combination, until one reaches the goal.
fn exchange(
    changes: &mut [Change],
    numbers: &[(usize, Vec<f64>)],
    reached: &dyn Fn(&[Change]) -> bool,
    sets: &mut usize,
) -> bool {
    let Some(((place, tried), rest)) = numbers.split_first() else {
        *sets = sets.saturating_sub(1);
        return reached(changes);
    };
    tried.iter().any(|number| {
        changes[*place].to = Answer::Number(*number);
        *sets > 0 && exchange(changes, rest, reached, sets)
    })
}

/// Numbers that a person would say, those first that are like the one held, or else an ordinary one.
fn said_numbers(session: &Session<'_>, change: &Change) -> Option<Vec<f64>> {
    let found = change.to.number()?;
    let question = session.advisor().question(change.question);
    let Some(Domain::Numbers {
        min,
        max,
        integer,
        bands,
    }) = question.domain()
    else {
        return None;
    };
    let bounds: Vec<f64> = bands.iter().filter_map(|band| band.below).collect();
    let held = change.from.as_ref().and_then(Answer::number);
    let usual = session.default_of(change.question).and_then(Answer::number);
    let like = held
        .or(usual)
        .or_else(|| bounds.get(bounds.len() / 2).copied())
        .unwrap_or(found);
    let round = (-6..=12).flat_map(|power| {
        let unit: f64 = format!("1e{power}").parse().unwrap_or(1.0);
        [unit, 2.0 * unit, 5.0 * unit]
    });
    let mut numbers: Vec<f64> = bounds.iter().copied().chain(usual).chain(round).collect();
    numbers.retain(|number| (min..=max).contains(number) && (!integer || number.fract() == 0.0));
    // A tenth is as far from one as ten is.
    let far = |number: f64| (number.max(1e-9) / like.max(1e-9)).ln().abs();
    numbers.sort_by(|one, other| far(*one).total_cmp(&far(*other)));
    numbers.dedup();
    numbers.truncate(SAID);
    Some(numbers)
}
