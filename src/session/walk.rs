//! From answers to what follows: which questions come up, what is still possible, what is decided.
//!
//! One pass over the sections in their order. A question without an answer, or answered unknown,
//! leaves every way on open, so the outcomes found are those that some answers could still lead to.

use std::mem::take;
use std::sync::Arc;

use super::facts::{View, offered_default};
use super::state::{Given, Origin};
use super::{table, tree};
use crate::condition::{Condition, Subject};
use crate::facts::Tri;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::state::{Inside, SectionState, Start, Status};
use crate::model::{Advisor, Answer, Logic};

/// The answers that a walk goes by.
enum Answers<'h> {
    Held(&'h [Option<Given>]),
    /// What is open takes its default where that is clear on the way; noted is which did.
    Taking(&'h mut [Option<Given>], &'h mut Vec<QuestionIx>),
}

impl Answers<'_> {
    fn held(&self) -> &[Option<Given>] {
        match self {
            Self::Held(answers) => answers,
            Self::Taking(answers, _) => answers,
        }
    }

    fn may_take(&self) -> bool {
        matches!(self, Self::Taking(..))
    }

    fn take(&mut self, question: QuestionIx, default: &Answer) {
        if let Self::Taking(answers, noted) = self {
            answers[question.index()] = Some(Given {
                answer: default.clone(),
                origin: Origin::Default,
            });
            noted.push(question);
        }
    }
}

/// The result of one pass.
#[derive(Clone, Debug)]
pub(super) struct Walk<'a> {
    advisor: &'a Advisor,
    status: Vec<Status>,
    certain: Vec<bool>,
    sections: Vec<Arc<SectionState>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(advisor: &'a Advisor, answers: &[Option<Given>]) -> Self {
        let mut walk = Self::nowhere(advisor);
        for section in advisor.section_ixs() {
            walk.section_again(section, &mut Answers::Held(answers));
        }
        walk
    }

    /// Before the first section.
    fn nowhere(advisor: &'a Advisor) -> Self {
        Self {
            advisor,
            status: vec![Status::Pending; advisor.questions.len()],
            certain: vec![false; advisor.questions.len()],
            sections: Vec::with_capacity(advisor.sections.len()),
        }
    }

    /// What was found of all questions, and of the first sections.
    fn up_to(&self, sections: usize) -> Self {
        let mut first = Vec::with_capacity(self.sections.len());
        first.extend_from_slice(&self.sections[..sections]);
        Self {
            advisor: self.advisor,
            status: self.status.clone(),
            certain: self.certain.clone(),
            sections: first,
        }
    }

    /// The walk over no answers, as it was found before.
    pub(super) fn from_start(advisor: &'a Advisor, start: &Start) -> Self {
        let (status, certain) = start.questions.iter().cloned().unzip();
        let sections = start.sections.iter().cloned().map(Arc::new).collect();
        Self {
            advisor,
            status,
            certain,
            sections,
        }
    }

    /// What such a walk has found.
    pub(super) fn into_start(self) -> Start {
        let sections = self.sections.into_iter().map(Arc::unwrap_or_clone);
        Start {
            questions: self.status.into_iter().zip(self.certain).collect(),
            sections: sections.collect(),
        }
    }

    /// The walk with some changed answers, up to and with the section `to`.
    pub(super) fn again(
        &self,
        answers: &[Option<Given>],
        changed: &[QuestionIx],
        to: SectionIx,
    ) -> Self {
        let section_of = |question: &QuestionIx| self.advisor.question(*question).section.index();
        let from = changed.iter().map(section_of).min().unwrap_or(0);
        // No section looks at a later one, so those before stay as they are.
        let mut walk = self.up_to(from);
        for place in from..=to.index() {
            let own = changed.iter().any(|question| section_of(question) == place);
            if !own && walk.looks_the_same(self, SectionIx::new(place), changed) {
                walk.sections.push(Arc::clone(&self.sections[place]));
            } else {
                walk.section_again(SectionIx::new(place), &mut Answers::Held(answers));
            }
        }
        walk
    }

    /// Takes the defaults for everything that is open after some answers `changed`, section by section:
    /// none looks at a later one, so each is walked when all before it is known.
    ///
    /// # Errors
    /// The first question that has no default.
    pub(super) fn finish(
        &mut self,
        answers: &mut [Option<Given>],
        mut changed: Vec<QuestionIx>,
    ) -> Result<(), QuestionIx> {
        if changed.is_empty() && self.sections.iter().all(|known| known.next().is_none()) {
            return Ok(());
        }
        let before = Self {
            sections: take(&mut self.sections),
            ..self.clone()
        };
        self.sections.reserve(before.sections.len());
        let mut end = Ok(());
        for (place, known) in before.sections.iter().enumerate() {
            let section = SectionIx::new(place);
            let own = |question: &QuestionIx| self.advisor.question(*question).section == section;
            let same = !changed.iter().any(own) && self.looks_the_same(&before, section, &changed);
            // Behind a question that nobody answers nothing is taken, only looked at again.
            if end.is_err() {
                if same {
                    self.sections.push(Arc::clone(known));
                } else {
                    self.section_again(section, &mut Answers::Held(answers));
                }
            } else if same && known.next().is_none() {
                self.sections.push(Arc::clone(known));
            } else {
                end = self.finish_section(section, answers, &mut changed);
            }
        }
        end
    }

    /// The walk over these answers, with the defaults taken for everything else.
    ///
    /// # Errors
    /// The first question that has no default.
    pub(super) fn finished(
        advisor: &'a Advisor,
        answers: &mut [Option<Given>],
    ) -> Result<Self, QuestionIx> {
        let mut walk = Self::nowhere(advisor);
        for section in advisor.section_ixs() {
            walk.finish_section(section, answers, &mut Vec::new())?;
        }
        Ok(walk)
    }

    /// This walk, which came of taking the defaults for all that `bare` does not answer, with another
    /// answer to one question and the defaults taken anew. `answers` are those of this walk, and become
    /// those of the other.
    ///
    /// # Errors
    /// The first question that then has no default.
    pub(super) fn retaken(
        &self,
        bare: &[Option<Given>],
        answers: &mut [Option<Given>],
        (question, given): (QuestionIx, Given),
    ) -> Result<Self, QuestionIx> {
        let from = self.advisor.question(question).section.index();
        let mut walk = self.up_to(from);
        let mut changed = vec![question];
        for place in from..self.sections.len() {
            let section = SectionIx::new(place);
            if place > from && walk.looks_the_same(self, section, &changed) {
                walk.sections.push(Arc::clone(&self.sections[place]));
                continue;
            }
            let own = &self.advisor.section(section).questions;
            let first = own.first().map_or(0, |question| question.index());
            let own = first..first + own.len();
            let before = answers[own.clone()].to_vec();
            answers[own.clone()].clone_from_slice(&bare[own.clone()]);
            if place == from {
                answers[question.index()] = Some(given.clone());
            }
            walk.finish_section(section, answers, &mut Vec::new())?;
            for (place, before) in own.zip(before) {
                if answers[place] != before {
                    changed.push(QuestionIx::new(place));
                }
            }
        }
        Ok(walk)
    }

    /// Walks the section that comes next and takes the defaults for all that is open in it.
    fn finish_section(
        &mut self,
        section: SectionIx,
        answers: &mut [Option<Given>],
        changed: &mut Vec<QuestionIx>,
    ) -> Result<(), QuestionIx> {
        loop {
            self.section_again(section, &mut Answers::Taking(answers, changed));
            // What could not be taken on the way.
            let Some(question) = self.sections[section.index()].next() else {
                return Ok(());
            };
            let Some(default) = offered_default(self.advisor, question, &self.view(answers, true))
            else {
                return Err(question);
            };
            Answers::Taking(answers, changed).take(question, default);
            self.sections.pop();
        }
    }

    /// Walks the section that comes next anew.
    fn section_again(&mut self, section: SectionIx, answers: &mut Answers<'_>) {
        for question in &self.advisor.section(section).questions {
            self.mark(*question, Status::Pending, false);
        }
        let state = self.section(section, answers);
        self.sections.push(Arc::new(state));
    }

    /// Forgets the sections after one.
    pub(super) fn end_with(&mut self, section: SectionIx) {
        self.sections.truncate(section.index() + 1);
    }

    /// Whether a section finds everything around it as before.
    fn looks_the_same(&self, before: &Self, section: SectionIx, changed: &[QuestionIx]) -> bool {
        if changed.is_empty() {
            return true;
        }
        let around = &self.advisor.plan.looks(section).around;
        around.iter().all(|subject| match subject {
            Subject::Question(question) => {
                let place = question.index();
                !changed.contains(question)
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

    /// The interview as far as it was walked. `trusting`: see [`View`].
    pub(super) fn view<'v>(&'v self, answers: &'v [Option<Given>], trusting: bool) -> View<'v> {
        View {
            advisor: self.advisor,
            answers,
            status: &self.status,
            certain: &self.certain,
            sections: &self.sections,
            trusting,
        }
    }

    pub(super) fn sections(&self) -> &[Arc<SectionState>] {
        &self.sections
    }

    pub(super) fn status(&self, question: QuestionIx) -> &Status {
        &self.status[question.index()]
    }

    fn eval(&self, condition: &Condition, answers: &[Option<Given>]) -> Tri {
        condition.eval(&self.view(answers, false))
    }

    fn mark(&mut self, question: QuestionIx, status: Status, certain: bool) {
        self.status[question.index()] = status;
        self.certain[question.index()] = certain;
    }

    fn section(&mut self, ix: SectionIx, answers: &mut Answers<'_>) -> SectionState {
        let section = self.advisor.section(ix);
        let applies = self.eval(&section.when, answers.held());
        if applies == Tri::False {
            for question in &section.questions {
                self.mark(*question, Status::NotAsked, true);
            }
            return SectionState::Absent;
        }
        // In a section that may be absent it takes a look at each question whether its default counts.
        let answers = &mut match answers {
            Answers::Taking(answers, noted) if applies == Tri::True => {
                Answers::Taking(answers, noted)
            }
            answers => Answers::Held(answers.held()),
        };
        let inside = self.logic(ix, answers);
        let decided = inside.has_result() && !inside.has_open();
        let nowhere = inside.is_gap() && !inside.has_open();
        let mut state = SectionState::new(applies, inside);
        if decided && !section.details.is_empty() {
            state = self.details(ix, state, answers);
        }
        if nowhere {
            // No outcome, so no details.
            for question in &section.details {
                self.mark(*question, Status::NotAsked, true);
            }
        }
        // What was not reached will not come up, unless something is still open. An unknown answer
        // may have hidden it, so that is not certain.
        let done = decided && state.next().is_none();
        for question in &section.questions {
            let place = question.index();
            if done && self.status[place] == Status::Pending {
                self.status[place] = Status::NotAsked;
            }
            self.certain[place] &= applies == Tri::True;
        }
        state
    }

    fn logic(&mut self, ix: SectionIx, answers: &mut Answers<'_>) -> Inside {
        let section = self.advisor.section(ix);
        let taking = answers.may_take();
        let view = self.view(answers.held(), false);
        let found = match &section.logic {
            Logic::Tree { start } => tree::walk(&view, ix, *start, taking),
            Logic::Table { hit, inputs, rows } => {
                table::walk(&view, ix, (*hit, inputs, rows), taking)
            }
            Logic::Questions => {
                let mut inside = Inside::questions();
                self.plain(&section.questions, answers, &mut |question, open| {
                    inside.ask(question, open);
                });
                return inside;
            }
        };
        for (question, status, certain) in found.statuses {
            self.mark(question, status, certain);
        }
        for (question, place) in found.taken {
            answers.take(
                question,
                &self.advisor.question(question).defaults[place].answer,
            );
        }
        found.inside
    }

    /// Details may look at the outcome, so it is made known before they are walked.
    fn details(
        &mut self,
        ix: SectionIx,
        state: SectionState,
        answers: &mut Answers<'_>,
    ) -> SectionState {
        let mut state = Arc::new(state);
        self.sections.push(Arc::clone(&state));
        let mut asked = Vec::new();
        self.plain(
            &self.advisor.section(ix).details,
            answers,
            &mut |question, open| asked.push((question, open)),
        );
        self.sections.pop();
        let known = Arc::make_mut(&mut state);
        for (question, open) in asked {
            known.ask(question, open);
        }
        Arc::unwrap_or_clone(state)
    }

    /// Questions that lead nowhere: details, or a section of plain questions. `ask` is told those
    /// that come up, and whether they are without an answer.
    fn plain(
        &mut self,
        questions: &[QuestionIx],
        answers: &mut Answers<'_>,
        ask: &mut dyn FnMut(QuestionIx, bool),
    ) {
        let mut taking = answers.may_take();
        for question in questions {
            let when = self.eval(&self.advisor.question(*question).when, answers.held());
            let certain = when != Tri::Unknown;
            if when == Tri::False {
                // No way leads through it, so nothing needs its default.
                self.mark(*question, Status::NotAsked, certain);
                continue;
            }
            self.mark(*question, Status::Asked, certain);
            let mut open = answers.held()[question.index()].is_none();
            if open && taking {
                let view = self.view(answers.held(), true);
                // Those after one that has none wait for it.
                taking = match offered_default(self.advisor, *question, &view) {
                    Some(default) => {
                        answers.take(*question, default);
                        open = false;
                        true
                    }
                    None => false,
                };
            }
            ask(*question, open);
        }
    }
}
