//! From answers to what follows: which questions come up, what is still possible, what is decided.
//!
//! One pass over the sections in their order. A question without an answer, or answered unknown,
//! leaves every way on open, so the outcomes found are exactly those that some answers could still
//! lead to.

use std::collections::BTreeMap;

use super::{Given, table};
use crate::knowledge::condition::{Condition, Fact, Facts, Open, Subject, Tri};
use crate::knowledge::model::{
    Advisor, Answer, Branch, Goto, HitPolicy, Logic, OutcomeIx, QuantityIx, QuestionIx, SectionIx,
};

/// What is known of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Not reached yet; it may still come up.
    Pending,
    /// It comes up on the present way.
    Asked,
    /// Its condition is false, so its default stands.
    Silent(Option<Answer>),
    /// It does not come up.
    NotAsked,
}

/// What is known of a section.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionState {
    /// Whether it comes up at all.
    pub applies: Tri,
    /// Questions that come up, in the order asked: the answered ones, then what is asked now.
    pub asked: Vec<QuestionIx>,
    /// Those of them without an answer.
    pub open: Vec<QuestionIx>,
    /// The outcomes that some answers could still lead to, in file order.
    pub possible: Vec<OutcomeIx>,
    /// Tables: the places of the rows that matched for certain.
    pub rows: Vec<usize>,
    /// Whether `possible` holds several outcomes that all count (a collecting table).
    pub collects: bool,
    /// Whether the section has outcomes at all.
    pub decides: bool,
}

impl SectionState {
    fn new(decides: bool) -> Self {
        Self {
            applies: Tri::True,
            asked: Vec::new(),
            open: Vec::new(),
            possible: Vec::new(),
            rows: Vec::new(),
            collects: false,
            decides,
        }
    }

    /// The one outcome, once decided.
    pub fn outcome(&self) -> Option<OutcomeIx> {
        match self.possible[..] {
            [only] if self.applies == Tri::True => Some(only),
            _ => None,
        }
    }

    /// Whether nothing about its outcome is open.
    pub fn is_settled(&self) -> bool {
        match self.applies {
            Tri::False => true,
            Tri::Unknown => false,
            Tri::True => !self.decides || self.collects || self.possible.len() == 1,
        }
    }
}

/// The result of one pass.
#[derive(Clone, Debug)]
pub(super) struct Walk<'a> {
    advisor: &'a Advisor,
    status: Vec<Status>,
    sections: Vec<SectionState>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(advisor: &'a Advisor, answers: &[Option<Given>]) -> Self {
        let mut walk = Self {
            advisor,
            status: vec![Status::Pending; advisor.questions.len()],
            sections: Vec::with_capacity(advisor.sections.len()),
        };
        for section in advisor.section_ixs() {
            let state = walk.section(section, answers);
            walk.sections.push(state);
        }
        walk
    }

    pub(super) fn sections(&self) -> &[SectionState] {
        &self.sections
    }

    pub(super) fn status(&self, question: QuestionIx) -> &Status {
        &self.status[question.index()]
    }

    pub(super) fn facts<'w>(&'w self, answers: &'w [Option<Given>]) -> WalkFacts<'w> {
        WalkFacts {
            walk: self,
            answers,
            overlay: &[],
            more: None,
        }
    }

    fn eval(&self, condition: &Condition, answers: &[Option<Given>]) -> Tri {
        condition.eval(&self.facts(answers))
    }

    fn section(&mut self, ix: SectionIx, answers: &[Option<Given>]) -> SectionState {
        let advisor = self.advisor;
        let section = advisor.section(ix);
        let mut state = SectionState::new(!section.outcomes.is_empty());
        state.applies = self.eval(&section.when, answers);
        if state.applies == Tri::False {
            for question in &section.questions {
                self.status[question.index()] = Status::NotAsked;
            }
            return state;
        }
        match &section.logic {
            Logic::Tree { start } => self.tree(*start, answers, &mut state),
            Logic::Table { hit, inputs, rows } => {
                let facts = self.facts(answers);
                let found = table::decide(&facts, *hit, inputs, rows);
                for (question, status) in found.status {
                    self.status[question.index()] = status;
                }
                state.asked = found.asked;
                state.open = found.open;
                state.possible = found.possible;
                state.rows = found.rows;
                state.collects = *hit == HitPolicy::Collect && found.decided;
            }
            Logic::Questions => {
                for question in &section.questions {
                    self.plain(*question, answers, &mut state);
                }
            }
        }
        state.possible.sort_unstable();
        state.possible.dedup();
        let decided = state.open.is_empty() && (state.collects || state.possible.len() == 1);
        if decided && !section.details.is_empty() {
            // Details may look at the outcome, so it is made known before they are walked.
            self.sections.push(state);
            let mut state = SectionState::new(true);
            for question in &section.details {
                self.plain(*question, answers, &mut state);
            }
            let details = state;
            // Just pushed.
            let mut state = self
                .sections
                .pop()
                .unwrap_or_else(|| SectionState::new(true));
            state.asked.extend(details.asked);
            state.open.extend(details.open);
            self.settle(ix, &state, decided);
            return state;
        }
        self.settle(ix, &state, decided);
        state
    }

    /// What was not reached will not come up, unless something is still open.
    fn settle(&mut self, ix: SectionIx, state: &SectionState, decided: bool) {
        let done = decided && state.open.is_empty();
        for question in &self.advisor.section(ix).questions {
            let status = &mut self.status[question.index()];
            if done && *status == Status::Pending {
                *status = Status::NotAsked;
            }
        }
    }

    /// A question that leads nowhere: a detail, or one of a section of plain questions.
    fn plain(&mut self, question: QuestionIx, answers: &[Option<Given>], state: &mut SectionState) {
        let when = self.eval(&self.advisor.question(question).when, answers);
        if when == Tri::False {
            // No way leads through it, so nothing needs its default.
            self.status[question.index()] = Status::NotAsked;
            return;
        }
        self.status[question.index()] = Status::Asked;
        state.asked.push(question);
        if answers[question.index()].is_none() {
            state.open.push(question);
        }
    }

    fn silence(&mut self, question: QuestionIx, answers: &[Option<Given>]) {
        let default = default_of(self.advisor, question, &self.facts(answers)).cloned();
        self.status[question.index()] = Status::Silent(default);
    }

    fn tree(&mut self, start: QuestionIx, answers: &[Option<Given>], state: &mut SectionState) {
        let mut trip = Trip {
            answers,
            seen: BTreeMap::new(),
            asked: Vec::new(),
            possible: Vec::new(),
        };
        let sure = Footing {
            reached: true,
            certain: true,
        };
        self.visit(start, sure, &mut trip);
        trip.possible.sort_unstable();
        trip.possible.dedup();
        let settled = trip.possible.len() <= 1;
        for (question, certain) in trip.asked {
            let answered = answers[question.index()].is_some();
            // Behind an unknown answer only what still tells outcomes apart is worth asking.
            if !answered && !certain && settled {
                self.status[question.index()] = Status::NotAsked;
                continue;
            }
            state.asked.push(question);
            if !answered {
                state.open.push(question);
            }
        }
        state.possible = trip.possible;
    }

    fn visit(&mut self, question: QuestionIx, footing: Footing, trip: &mut Trip<'_>) {
        // Met again on another way: only a surer footing tells something new.
        if trip
            .seen
            .get(&question)
            .is_some_and(|before| *before >= footing)
        {
            return;
        }
        trip.seen.insert(question, footing);
        let advisor = self.advisor;
        let asked = advisor.question(question);
        let when = self.eval(&asked.when, trip.answers);
        if when == Tri::False {
            self.silence(question, trip.answers);
            let default = match &self.status[question.index()] {
                Status::Silent(Some(answer)) => Some(answer.clone()),
                _ => None,
            };
            self.ways_on(question, default.as_ref(), footing, trip);
            return;
        }
        if footing.reached {
            self.status[question.index()] = Status::Asked;
            match trip.asked.iter_mut().find(|(other, _)| *other == question) {
                Some((_, certain)) => *certain |= footing.certain,
                None => trip.asked.push((question, footing.certain)),
            }
        }
        match trip.answers[question.index()].as_ref().map(|g| &g.answer) {
            Some(Answer::Unknown) => {
                let unsure = Footing {
                    certain: false,
                    ..footing
                };
                self.ways_on(question, None, unsure, trip);
            }
            Some(answer) => self.ways_on(question, Some(answer), footing, trip),
            None => {
                let beyond = Footing {
                    reached: false,
                    certain: false,
                };
                self.ways_on(question, None, beyond, trip);
            }
        }
    }

    /// Follows the ways on from an answer, or from every answer.
    fn ways_on(
        &mut self,
        question: QuestionIx,
        answer: Option<&Answer>,
        footing: Footing,
        trip: &mut Trip<'_>,
    ) {
        let asked = self.advisor.question(question);
        if let Some(answer) = answer {
            let own = asked
                .choice_of(answer)
                .map_or(&[][..], |choice| &choice.next);
            let branches = if own.is_empty() { &asked.next } else { own };
            self.follow(branches, footing, trip);
            return;
        }
        for choice in asked.choices() {
            let branches = if choice.next.is_empty() {
                &asked.next
            } else {
                &choice.next
            };
            self.follow(branches, footing, trip);
        }
        if asked.choices().next().is_none() {
            self.follow(&asked.next, footing, trip);
        }
    }

    fn follow(&mut self, branches: &'a [Branch], footing: Footing, trip: &mut Trip<'_>) {
        for branch in branches {
            let taken = self.eval(&branch.when, trip.answers);
            if taken == Tri::False {
                continue;
            }
            let footing = if taken == Tri::Unknown {
                Footing {
                    certain: false,
                    ..footing
                }
            } else {
                footing
            };
            match branch.to {
                Goto::Outcome(outcome) => trip.possible.push(outcome),
                Goto::Question(next) => self.visit(next, footing, trip),
            }
            if taken == Tri::True {
                break;
            }
        }
    }
}

/// How sure it is that a question comes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Footing {
    /// Every question before it is answered, if only with unknown.
    reached: bool,
    /// None of them with unknown.
    certain: bool,
}

/// One pass through a tree.
struct Trip<'t> {
    answers: &'t [Option<Given>],
    seen: BTreeMap<QuestionIx, Footing>,
    asked: Vec<(QuestionIx, bool)>,
    possible: Vec<OutcomeIx>,
}

/// The first default whose condition is not false.
pub(super) fn default_of<'a>(
    advisor: &'a Advisor,
    question: QuestionIx,
    facts: &dyn Facts,
) -> Option<&'a Answer> {
    advisor
        .question(question)
        .defaults
        .iter()
        .find(|default| default.when.eval(facts) != Tri::False)
        .map(|default| &default.answer)
}

/// The facts of a walk, some answers of which may be replaced.
pub(super) struct WalkFacts<'w> {
    walk: &'w Walk<'w>,
    answers: &'w [Option<Given>],
    overlay: &'w [(QuestionIx, Answer)],
    /// Facts supposed further out.
    more: Option<&'w WalkFacts<'w>>,
}

impl<'w> WalkFacts<'w> {
    /// The same facts with answers to some questions supposed.
    pub(super) fn supposing<'o>(&'o self, overlay: &'o [(QuestionIx, Answer)]) -> WalkFacts<'o> {
        WalkFacts {
            walk: self.walk,
            answers: self.answers,
            overlay,
            more: None,
        }
    }

    /// These facts, suppositions included, with one more.
    pub(super) fn also<'o>(&'o self, overlay: &'o [(QuestionIx, Answer)]) -> WalkFacts<'o> {
        WalkFacts {
            walk: self.walk,
            answers: self.answers,
            overlay,
            more: Some(self),
        }
    }

    pub(super) fn given(&self, question: QuestionIx) -> Option<&'w Given> {
        self.answers[question.index()].as_ref()
    }
}

impl Facts for WalkFacts<'_> {
    fn advisor(&self) -> &Advisor {
        self.walk.advisor
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        if let Some((_, answer)) = self.overlay.iter().find(|(other, _)| *other == question) {
            return Fact::Known(answer);
        }
        if let Some(more) = self.more {
            return more.answer(question);
        }
        match &self.walk.status[question.index()] {
            Status::NotAsked | Status::Silent(None) => Fact::NotAsked,
            Status::Silent(Some(answer)) => Fact::Known(answer),
            Status::Pending | Status::Asked => {
                match self.answers[question.index()].as_ref().map(|g| &g.answer) {
                    None | Some(Answer::Unknown) => Fact::Open,
                    Some(answer) => Fact::Known(answer),
                }
            }
        }
    }

    fn outcomes(&self, section: SectionIx) -> Option<&[OutcomeIx]> {
        let state = self.walk.sections.get(section.index())?;
        match state.applies {
            Tri::False => Some(&[]),
            // It may yet be absent.
            Tri::Unknown => None,
            Tri::True => Some(&state.possible),
        }
    }

    fn collects(&self, section: SectionIx) -> bool {
        self.walk
            .sections
            .get(section.index())
            .is_some_and(|state| state.collects)
    }

    fn quantity(&self, quantity: QuantityIx) -> Result<Option<f64>, Open> {
        let quantity = self.walk.advisor.quantity(quantity);
        match quantity.when.eval(self) {
            Tri::False => return Ok(None),
            Tri::Unknown => return Err(Open),
            Tri::True => {}
        }
        let mut numbers = BTreeMap::new();
        for (name, subject) in quantity.value.inputs() {
            let number = match subject {
                Subject::Question(question) => match self.answer(*question) {
                    Fact::Known(Answer::Number(value)) => Some(*value),
                    Fact::Open => return Err(Open),
                    Fact::Known(_) | Fact::NotAsked => None,
                },
                Subject::Quantity(other) => self.quantity(*other)?,
                Subject::Section(_) => None,
            };
            match number {
                Some(number) => numbers.insert(name.as_str(), number),
                None => return Ok(None),
            };
        }
        Ok(quantity.value.eval(&numbers))
    }
}
