//! What the answers of a session make of the ways through a tree: which are taken, which may still be, and
//! which are closed.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Fate;
use crate::condition::{Condition, Subject};
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Branch, Choice, Goto, Question, Value};
use crate::session::Session;

/// A way on from a question: the answers that share it, and where it leads.
pub(super) struct Way<'a> {
    /// The places of the answers; none where every answer goes this way.
    pub(super) answers: Vec<usize>,
    pub(super) branches: &'a [Branch],
}

/// An answer.
#[derive(Clone, Copy)]
pub(super) enum Said {
    /// The place of an option or a band.
    Place(usize),
    Text,
}

/// A branch, by its question, the place of its way, and its own place in it.
pub(super) type Place = (QuestionIx, usize, usize);

/// What the answers of a session make of the ways.
pub(super) struct Sight<'s, 'a> {
    pub(super) session: &'s Session<'a>,
    /// The questions that the answers certainly lead along.
    path: Vec<QuestionIx>,
    /// The branches that the answers certainly lead along.
    taken: BTreeSet<Place>,
    /// Questions that some way still comes to.
    pub(super) live: BTreeSet<QuestionIx>,
}

pub(super) fn ways(question: &Question) -> Vec<Way<'_>> {
    let choices: Vec<&Choice> = question.choices().collect();
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        let branches = match &choice.next[..] {
            [] => &question.next[..],
            own => own,
        };
        match ways.iter_mut().find(|way| same(way.branches, branches)) {
            Some(way) => way.answers.push(place),
            None => ways.push(Way {
                answers: vec![place],
                branches,
            }),
        }
    }
    match &mut ways[..] {
        [] => ways.push(Way {
            answers: Vec::new(),
            branches: &question.next,
        }),
        [only] => only.answers.clear(),
        _ => {}
    }
    ways
}

fn same(one: &[Branch], other: &[Branch]) -> bool {
    let mut both = one.iter().zip(other);
    one.len() == other.len() && both.all(|(a, b)| a.to == b.to && a.when == b.when)
}

impl Way<'_> {
    fn has(&self, answer: Said) -> bool {
        let one = |place| self.answers.contains(&place);
        self.answers.is_empty() || matches!(answer, Said::Place(place) if one(place))
    }
}

impl<'s, 'a> Sight<'s, 'a> {
    pub(super) fn of(session: &'s Session<'a>, start: QuestionIx) -> Self {
        let mut sight = Self {
            session,
            path: Vec::new(),
            taken: BTreeSet::new(),
            live: BTreeSet::new(),
        };
        sight.follow(start);
        sight.reach(start);
        sight
    }

    /// Marks the way that the answers certainly lead along.
    fn follow(&mut self, start: QuestionIx) {
        let mut at = start;
        loop {
            self.path.push(at);
            let Some(answer) = self.answer(at) else {
                return;
            };
            let ways = ways(self.session.advisor().question(at));
            let found = ways.iter().enumerate().find(|(_, way)| way.has(answer));
            let Some((place, way)) = found else { return };
            let mut branches = way.branches.iter().enumerate();
            let certain = branches.find_map(|(nth, branch)| match self.eval(&branch.when, at, 1) {
                Tri::False => None,
                Tri::True => Some(Some((nth, branch.to))),
                Tri::Unknown => Some(None),
            });
            let Some(Some((nth, to))) = certain else {
                return;
            };
            self.taken.insert((at, place, nth));
            match to {
                Goto::Question(next) => at = next,
                Goto::Outcome(_) => return,
            }
        }
    }

    fn reach(&mut self, question: QuestionIx) {
        if !self.live.insert(question) {
            return;
        }
        for (place, way) in ways(self.session.advisor().question(question))
            .iter()
            .enumerate()
        {
            for (nth, branch) in way.branches.iter().enumerate() {
                if let Goto::Question(next) = branch.to
                    && self.fate((question, place, nth), way) != Fate::Closed
                {
                    self.reach(next);
                }
            }
        }
    }

    /// What is answered, as far as ways depend on it; `None` where it is open.
    pub(super) fn answer(&self, question: QuestionIx) -> Option<Said> {
        let asked = self.session.advisor().question(question);
        // While it is open whether it is asked, its default may yet stand instead.
        if self.eval(&asked.when, question, 0) == Tri::Unknown {
            return None;
        }
        let facts = self.session.facts();
        let Fact::Known(value) = facts.answer(question) else {
            return None;
        };
        let place = match value {
            Value::Option(place) => Some(place),
            Value::Number(number) => crate::model::band_of(asked.bands(), number),
            Value::Text(_) => None,
        };
        Some(place.map_or(Said::Text, Said::Place))
    }

    /// A condition as it is found at a question: of its own section, only what the way there came by
    /// is known. `with` is 1 where the question itself is known as well.
    fn eval(&self, when: &Condition, at: QuestionIx, with: usize) -> Tri {
        if *when == Condition::Always {
            return Tri::True;
        }
        let section = self.session.advisor().question(at).section;
        let place = self.path.iter().position(|question| *question == at);
        let mut own = false;
        when.subjects(&mut |subject| {
            own |= match subject {
                Subject::Question(other) => {
                    self.session.advisor().question(other).section == section
                }
                Subject::Quantity(_) => true,
                Subject::Section(_) => false,
            };
        });
        if own && place.is_none() {
            return Tri::Unknown;
        }
        when.eval(&Met {
            facts: self.session.facts(),
            section,
            came_by: place.map_or(&[], |place| &self.path[..place + with]),
        })
    }

    pub(super) fn fate(&self, place: Place, way: &Way<'_>) -> Fate {
        if self.taken.contains(&place) {
            return Fate::Taken;
        }
        let (question, _, nth) = place;
        let section = self.session.advisor().question(question).section;
        let answered = self.answer(question);
        let passed = way.branches[..nth]
            .iter()
            .any(|earlier| self.eval(&earlier.when, question, 1) == Tri::True);
        let branch = &way.branches[nth];
        let ends = match branch.to {
            Goto::Outcome(outcome) => !self.session.section(section).possible().contains(&outcome),
            Goto::Question(next) => self.session.facts().answer(next) == Fact::NotAsked,
        };
        let closed = !self.live.contains(&question)
            || answered.is_some_and(|answer| !way.has(answer))
            || passed
            || ends
            || self.eval(&branch.when, question, 1) == Tri::False;
        if closed { Fate::Closed } else { Fate::Open }
    }

    /// For every question the branch that it is drawn under: the one taken, else one that is open.
    pub(super) fn homes(&self, start: QuestionIx) -> BTreeMap<QuestionIx, Place> {
        let mut homes = BTreeMap::new();
        for least in [Fate::Taken, Fate::Open, Fate::Closed] {
            self.settle(start, least, &mut BTreeSet::new(), &mut homes);
        }
        homes
    }

    /// Gives a home to what is reached by branches that are no worse than `least`.
    fn settle(
        &self,
        question: QuestionIx,
        least: Fate,
        seen: &mut BTreeSet<QuestionIx>,
        homes: &mut BTreeMap<QuestionIx, Place>,
    ) {
        if !seen.insert(question) {
            return;
        }
        for (place, way) in ways(self.session.advisor().question(question))
            .iter()
            .enumerate()
        {
            for (nth, branch) in way.branches.iter().enumerate() {
                let Goto::Question(next) = branch.to else {
                    continue;
                };
                let place = (question, place, nth);
                let fate = self.fate(place, way);
                let passes = match least {
                    Fate::Taken => fate == Fate::Taken,
                    Fate::Open => fate != Fate::Closed,
                    Fate::Closed => true,
                };
                if passes {
                    homes.entry(next).or_insert(place);
                    self.settle(next, least, seen, homes);
                }
            }
        }
    }
}

/// What a condition finds somewhere on the way: questions of the section that the way did not come by
/// are not asked.
struct Met<'m, F> {
    facts: F,
    section: SectionIx,
    came_by: &'m [QuestionIx],
}

impl<F: Facts> Met<'_, F> {
    fn is_ahead(&self, question: QuestionIx) -> bool {
        let own = self.facts.advisor().question(question).section == self.section;
        own && !self.came_by.contains(&question)
    }
}

impl<F: Facts> Facts for Met<'_, F> {
    fn advisor(&self) -> &Advisor {
        self.facts.advisor()
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        if self.is_ahead(question) {
            return Fact::NotAsked;
        }
        self.facts.answer(question)
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        if self.is_ahead(question) {
            return Tri::False;
        }
        self.facts.answered(question)
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        self.facts.outcomes(section)
    }
}
