//! Trees come to an end: no question leads back to itself.

use super::checker::Checker;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Flow;
use crate::ids::{QuestionIx, SectionIx};
use crate::load::files::Docs;
use crate::model::{Advisor, Goto, Logic, Question};

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Unseen,
    /// On the way that is being followed.
    Open,
    Done,
}

impl Checker {
    pub(super) fn flow(&mut self, advisor: &Advisor, docs: &Docs) {
        for (place, section) in advisor.sections.iter().enumerate() {
            let Logic::Tree { start } = section.logic else {
                continue;
            };
            // An unknown start has been reported, and stands for another section's question.
            let known = advisor.questions.get(start.index());
            if known.is_none_or(|question| question.section.index() != place) {
                continue;
            }
            let mut marks = vec![Mark::Unseen; advisor.questions.len()];
            let mut way = Vec::new();
            self.follow(
                advisor,
                docs,
                SectionIx::new(place),
                start,
                &mut marks,
                &mut way,
            );
        }
    }

    fn follow(
        &mut self,
        advisor: &Advisor,
        docs: &Docs,
        section: SectionIx,
        question: QuestionIx,
        marks: &mut [Mark],
        way: &mut Vec<QuestionIx>,
    ) {
        match marks[question.index()] {
            Mark::Done => return,
            Mark::Open => {
                self.cycle(advisor, docs, section, question, way);
                return;
            }
            Mark::Unseen => {}
        }
        marks[question.index()] = Mark::Open;
        way.push(question);
        for next in targets(advisor.question(question)) {
            if let Goto::Question(next) = next {
                self.follow(advisor, docs, section, next, marks, way);
            }
        }
        way.pop();
        marks[question.index()] = Mark::Done;
    }

    fn cycle(
        &mut self,
        advisor: &Advisor,
        docs: &Docs,
        section: SectionIx,
        question: QuestionIx,
        way: &[QuestionIx],
    ) {
        let from = way
            .iter()
            .position(|on_way| *on_way == question)
            .unwrap_or(0);
        let circle = way[from..].iter().chain([&question]);
        let questions = circle
            .map(|ix| advisor.question(*ix).id.to_string())
            .collect();
        let file = &docs.sections[section.index()];
        let written = file
            .doc
            .questions
            .0
            .iter()
            .find(|doc| doc.id.value == advisor.question(question).id);
        let kind = Flow::Circle { questions };
        match written {
            Some(doc) => self.fault(doc.id.span, kind),
            None => self.faults.push(Diagnostic::new(kind)),
        }
    }
}

/// Everywhere a question can lead.
pub(crate) fn targets(question: &Question) -> impl Iterator<Item = Goto> + '_ {
    question
        .choices()
        .flat_map(|choice| &choice.next)
        .chain(&question.next)
        .map(|branch| branch.to)
}
