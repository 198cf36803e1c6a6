//! What an interview says of each question and section, in a byte: for the many rules that look at one.
//!
//! Most of what conditions ask is which option was chosen and to which outcome a section came. Everything
//! else is looked up where it is kept.

use smallvec::SmallVec;

use super::Session;
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
    pub(super) fn of(session: &'s Session<'_>) -> Self {
        let advisor = session.advisor;
        let view = session.walk.view(&session.answers, true);
        let questions = advisor.question_ixs().map(|ix| question(&view, ix));
        let sections = advisor.section_ixs().map(|ix| section(session, ix));
        Self {
            questions: questions.collect(),
            sections: sections.collect(),
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

fn section(session: &Session<'_>, section: SectionIx) -> Place {
    let state = session.section(section);
    let own = &session.advisor.section(section).outcomes;
    let first = own.first().map_or(0, |outcome| outcome.index());
    match state.outcome() {
        Some(outcome) => Place::at(outcome.index() - first),
        None if state.applies() == Tri::False => Place::Nowhere,
        None => Place::Elsewhere,
    }
}
