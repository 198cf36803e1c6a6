//! From answers to what follows: which questions come up, what is still possible, what is decided.
//!
//! One pass over the sections in their order. A question without an answer, or answered unknown,
//! leaves every way on open, so the outcomes found are those that some answers could still lead to.

use std::sync::Arc;

use super::facts::WalkFacts;
use super::plan::Plan;
use super::{Given, table, tree};
use crate::condition::{Condition, Subject};
use crate::facts::Tri;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Logic};

/// What is known of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// Not reached yet; it may still come up.
    Pending,
    /// It comes up on the present way.
    Asked,
    /// Its condition is false, so its default stands; `None` while it is open which one.
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
    /// Whether some answers could lead to no outcome at all (a table with a gap).
    pub gap: bool,
    /// Tables: the places of the rows that matched for certain.
    pub rows: Vec<usize>,
    /// Whether `possible` holds several outcomes that all count (a collecting table).
    pub collects: bool,
    /// Whether the section has outcomes at all.
    pub decides: bool,
}

impl SectionState {
    pub(super) fn new(decides: bool) -> Self {
        Self {
            applies: Tri::True,
            asked: Vec::new(),
            open: Vec::new(),
            possible: Vec::new(),
            gap: false,
            rows: Vec::new(),
            collects: false,
            decides,
        }
    }

    /// The one outcome, once decided.
    pub fn outcome(&self) -> Option<OutcomeIx> {
        match self.possible[..] {
            [only] if self.applies == Tri::True && !self.gap => Some(only),
            _ => None,
        }
    }

    /// Whether nothing about its outcome is open.
    pub fn is_settled(&self) -> bool {
        match self.applies {
            Tri::False => true,
            Tri::Unknown => false,
            Tri::True => !self.decides || self.is_one_result(),
        }
    }

    /// Whether conditions find the same in both.
    pub(super) fn tells_the_same(&self, other: &Self) -> bool {
        self.applies == other.applies
            && self.possible == other.possible
            && self.gap == other.gap
            && self.collects == other.collects
    }

    /// Whether there is one result, supposing that the section applies.
    fn is_one_result(&self) -> bool {
        self.collects || (self.possible.len() == 1 && !self.gap)
    }
}

/// What the logic of one section makes of the answers.
pub(super) struct Found {
    pub(super) state: SectionState,
    /// Questions with what is known of them, and whether that holds whatever is answered instead
    /// of unknown.
    pub(super) status: Vec<(QuestionIx, Status, bool)>,
}

/// The result of one pass.
#[derive(Clone, Debug)]
pub(super) struct Walk<'a> {
    advisor: &'a Advisor,
    plan: Arc<Plan>,
    status: Vec<Status>,
    certain: Vec<bool>,
    sections: Vec<Arc<SectionState>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(advisor: &'a Advisor, answers: &[Option<Given>]) -> Self {
        let mut walk = Self {
            advisor,
            plan: Arc::new(Plan::new(advisor)),
            status: vec![Status::Pending; advisor.questions.len()],
            certain: vec![false; advisor.questions.len()],
            sections: Vec::with_capacity(advisor.sections.len()),
        };
        for section in advisor.section_ixs() {
            let state = walk.section(section, answers);
            walk.sections.push(Arc::new(state));
        }
        walk
    }

    /// The walk with one changed answer, up to and with the section `to`.
    pub(super) fn again(
        &self,
        answers: &[Option<Given>],
        changed: QuestionIx,
        to: SectionIx,
    ) -> Self {
        let from = self.advisor.question(changed).section;
        let mut walk = Self {
            advisor: self.advisor,
            plan: Arc::clone(&self.plan),
            status: self.status.clone(),
            certain: self.certain.clone(),
            // No section looks at a later one, so those before stay as they are.
            sections: self.sections[..from.index()].to_vec(),
        };
        for place in from.index()..=to.index() {
            let section = SectionIx::new(place);
            if section != from && walk.looks_the_same(self, section, changed) {
                walk.sections.push(Arc::clone(&self.sections[place]));
                continue;
            }
            for question in &self.advisor.section(section).questions {
                walk.status[question.index()] = Status::Pending;
                walk.certain[question.index()] = false;
            }
            let state = walk.section(section, answers);
            walk.sections.push(Arc::new(state));
        }
        walk
    }

    /// Forgets the sections after one.
    pub(super) fn end_with(&mut self, section: SectionIx) {
        self.sections.truncate(section.index() + 1);
    }

    /// Whether a section finds everything around it as before.
    fn looks_the_same(&self, before: &Self, section: SectionIx, changed: QuestionIx) -> bool {
        let around = &self.plan.looks(section).around;
        around.iter().all(|subject| match subject {
            Subject::Question(question) => {
                let place = question.index();
                *question != changed
                    && self.status[place] == before.status[place]
                    && self.certain[place] == before.certain[place]
            }
            Subject::Section(other) => {
                let (now, then) = (
                    &self.sections[other.index()],
                    &before.sections[other.index()],
                );
                Arc::ptr_eq(now, then) || now.tells_the_same(then)
            }
            Subject::Quantity(_) => true,
        })
    }

    pub(super) fn advisor(&self) -> &'a Advisor {
        self.advisor
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn sections(&self) -> &[Arc<SectionState>] {
        &self.sections
    }

    pub(super) fn status(&self, question: QuestionIx) -> &Status {
        &self.status[question.index()]
    }

    pub(super) fn is_certain(&self, question: QuestionIx) -> bool {
        self.certain[question.index()]
    }

    fn eval(&self, condition: &Condition, answers: &[Option<Given>]) -> Tri {
        condition.eval(&WalkFacts::strict(self, answers))
    }

    fn section(&mut self, ix: SectionIx, answers: &[Option<Given>]) -> SectionState {
        let section = self.advisor.section(ix);
        let applies = self.eval(&section.when, answers);
        if applies == Tri::False {
            for question in &section.questions {
                self.status[question.index()] = Status::NotAsked;
                self.certain[question.index()] = true;
            }
            let mut state = SectionState::new(!section.outcomes.is_empty());
            state.applies = applies;
            return state;
        }
        let mut state = self.logic(ix, answers);
        state.applies = applies;
        let decided = state.open.is_empty() && state.is_one_result();
        if decided && !section.details.is_empty() {
            state = self.details(ix, state, answers);
        }
        if state.decides && state.possible.is_empty() && state.open.is_empty() {
            // No outcome, so no details.
            for question in &section.details {
                self.status[question.index()] = Status::NotAsked;
                self.certain[question.index()] = true;
            }
        }
        // What was not reached will not come up, unless something is still open. An unknown answer
        // may have hidden it, so that is not certain.
        let done = decided && state.open.is_empty();
        for question in &section.questions {
            let place = question.index();
            if done && self.status[place] == Status::Pending {
                self.status[place] = Status::NotAsked;
            }
            self.certain[place] &= applies == Tri::True;
        }
        state
    }

    fn logic(&mut self, ix: SectionIx, answers: &[Option<Given>]) -> SectionState {
        let section = self.advisor.section(ix);
        let facts = WalkFacts::strict(self, answers);
        let found = match &section.logic {
            Logic::Tree { start } => tree::walk(&facts, &self.plan, ix, *start),
            Logic::Table { hit, inputs, rows } => {
                table::walk(&facts, &self.plan, ix, (*hit, inputs, rows))
            }
            Logic::Questions => {
                let mut state = SectionState::new(false);
                self.plain(&section.questions, answers, &mut state);
                return state;
            }
        };
        for (question, status, certain) in found.status {
            self.status[question.index()] = status;
            self.certain[question.index()] = certain;
        }
        found.state
    }

    /// Details may look at the outcome, so it is made known before they are walked.
    fn details(
        &mut self,
        ix: SectionIx,
        state: SectionState,
        answers: &[Option<Given>],
    ) -> SectionState {
        let mut added = SectionState::new(true);
        self.sections.push(Arc::new(state.clone()));
        self.plain(&self.advisor.section(ix).details, answers, &mut added);
        self.sections.pop();
        let mut state = state;
        state.asked.extend(added.asked);
        state.open.extend(added.open);
        state
    }

    /// Questions that lead nowhere: details, or a section of plain questions.
    fn plain(
        &mut self,
        questions: &[QuestionIx],
        answers: &[Option<Given>],
        state: &mut SectionState,
    ) {
        for question in questions {
            let place = question.index();
            let when = self.eval(&self.advisor.question(*question).when, answers);
            self.certain[place] = when != Tri::Unknown;
            if when == Tri::False {
                // No way leads through it, so nothing needs its default.
                self.status[place] = Status::NotAsked;
                continue;
            }
            self.status[place] = Status::Asked;
            state.asked.push(*question);
            if answers[place].is_none() {
                state.open.push(*question);
            }
        }
    }
}
