//! What an interview says of each question and section, at hand for the many rules that look at one.
//!
//! Most of what conditions ask is which option was chosen and to which outcome a section came. Everything
//! else is looked up where it is kept.

use smallvec::SmallVec;

use super::facts::View;
use crate::condition::{Subject, Tri};
use crate::facts::{Fact, Facts, Outcomes, Place};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Value};

/// The interview as it stands, ready for many conditions.
pub(super) struct Told<'s> {
    view: View<'s>,
    questions: SmallVec<[Place; 64]>,
    sections: SmallVec<[Place; 16]>,
}

impl<'s> Told<'s> {
    pub(super) fn of(view: View<'s>) -> Self {
        let questions = view.advisor.question_ixs();
        let sections = view.advisor.section_ixs();
        Self {
            questions: questions.map(|ix| question(&view, ix)).collect(),
            sections: sections.map(|ix| section(&view, ix)).collect(),
            view,
        }
    }
}

impl Facts for Told<'_> {
    fn advisor(&self) -> &Advisor {
        self.view.advisor()
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        self.view.answer(question)
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        self.view.answered(question)
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        self.view.outcomes(section)
    }

    fn place(&self, subject: Subject) -> Place {
        match subject {
            Subject::Question(question) => self.questions[question.index()],
            Subject::Section(section) => self.sections[section.index()],
            Subject::Quantity(_) => Place::Elsewhere,
        }
    }
}

fn question(view: &View<'_>, question: QuestionIx) -> Place {
    match view.answer(question) {
        Fact::Known(Value::Option(place)) => Place::at(place),
        Fact::NotAsked => Place::Nowhere,
        _ => Place::Elsewhere,
    }
}

fn section(view: &View<'_>, section: SectionIx) -> Place {
    let state = &view.sections[section.index()];
    let own = &view.advisor.section(section).outcomes;
    let first = own.first().map_or(0, |outcome| outcome.index());
    match state.outcome() {
        Some(outcome) => Place::at(outcome.index() - first),
        None if state.is_absent() => Place::Nowhere,
        None => Place::Elsewhere,
    }
}
