//! From answers to what follows: which questions come up, what is still possible, what is decided.
//!
//! One pass over the sections in their order. A question without an answer, or answered unknown,
//! leaves every way on open, so the outcomes found are those that some answers could still lead to.

use std::sync::Arc;

use super::facts::{View, offered_default};
use super::state::{Given, Origin};
use super::{table, tree};
use crate::condition::{Condition, Subject};
use crate::facts::Tri;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::state::{Inside, SectionState, Start, Status};
use crate::model::{Advisor, Logic};

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
        let mut walk = Self {
            advisor,
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
        let mut walk = Self {
            advisor: self.advisor,
            status: self.status.clone(),
            certain: self.certain.clone(),
            // No section looks at a later one, so those before stay as they are.
            sections: self.sections[..from].to_vec(),
        };
        for place in from..=to.index() {
            let own = changed.iter().any(|question| section_of(question) == place);
            if !own && walk.looks_the_same(self, SectionIx::new(place), changed) {
                walk.sections.push(Arc::clone(&self.sections[place]));
            } else {
                walk.section_again(SectionIx::new(place), answers);
            }
        }
        walk
    }

    /// Takes the defaults for everything that is open, section by section: none looks at a later one,
    /// so each is walked when all before it is known.
    ///
    /// # Errors
    /// The first question that has no default.
    pub(super) fn finish(&mut self, answers: &mut [Option<Given>]) -> Result<(), QuestionIx> {
        let before = self.clone();
        self.sections.clear();
        let mut changed = Vec::new();
        let mut stuck = None;
        for (place, known) in before.sections.iter().enumerate() {
            let section = SectionIx::new(place);
            if changed.is_empty() || self.looks_the_same(&before, section, &changed) {
                self.sections.push(Arc::clone(known));
            } else {
                self.section_again(section, answers);
            }
            // Behind a question that nobody answers nothing is taken, only looked at again.
            while stuck.is_none()
                && let Some(question) = self.sections[place].next()
            {
                match offered_default(self.advisor, question, &self.view(answers, true)) {
                    None => stuck = Some(question),
                    Some(default) => {
                        answers[question.index()] = Some(Given {
                            answer: default.clone(),
                            origin: Origin::Default,
                        });
                        changed.push(question);
                        self.sections.pop();
                        self.section_again(section, answers);
                    }
                }
            }
        }
        stuck.map_or(Ok(()), Err)
    }

    /// Walks the section that comes next anew.
    fn section_again(&mut self, section: SectionIx, answers: &[Option<Given>]) {
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

    fn section(&mut self, ix: SectionIx, answers: &[Option<Given>]) -> SectionState {
        let section = self.advisor.section(ix);
        let applies = self.eval(&section.when, answers);
        if applies == Tri::False {
            for question in &section.questions {
                self.mark(*question, Status::NotAsked, true);
            }
            return SectionState::Absent;
        }
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

    fn logic(&mut self, ix: SectionIx, answers: &[Option<Given>]) -> Inside {
        let section = self.advisor.section(ix);
        let view = self.view(answers, false);
        let (inside, statuses) = match &section.logic {
            Logic::Tree { start } => tree::walk(&view, ix, *start),
            Logic::Table { hit, inputs, rows } => table::walk(&view, ix, (*hit, inputs, rows)),
            Logic::Questions => {
                let mut inside = Inside::questions();
                self.plain(&section.questions, answers, &mut |question, open| {
                    inside.ask(question, open);
                });
                return inside;
            }
        };
        for (question, status, certain) in statuses {
            self.mark(question, status, certain);
        }
        inside
    }

    /// Details may look at the outcome, so it is made known before they are walked.
    fn details(
        &mut self,
        ix: SectionIx,
        state: SectionState,
        answers: &[Option<Given>],
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
        answers: &[Option<Given>],
        ask: &mut dyn FnMut(QuestionIx, bool),
    ) {
        for question in questions {
            let when = self.eval(&self.advisor.question(*question).when, answers);
            let certain = when != Tri::Unknown;
            if when == Tri::False {
                // No way leads through it, so nothing needs its default.
                self.mark(*question, Status::NotAsked, certain);
                continue;
            }
            self.mark(*question, Status::Asked, certain);
            ask(*question, answers[question.index()].is_none());
        }
    }
}
