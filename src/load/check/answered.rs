//! A table does not look at whether its own inputs were answered.
//!
//! A table asks an input only while its value can still make a difference. Where a row or an input asks
//! whether another input was answered, the answer itself ends the difference, and is then one that
//! nobody asked for. Details and later sections come after the answers, so they may look.

use super::checker::Checker;
use crate::condition::{Condition, Subject, Test};
use crate::diagnostic::kind::Conditions;
use crate::ids::QuestionIx;
use crate::load::files::Docs;
use crate::load::span::Span;
use crate::model::{Advisor, Logic};

impl Checker {
    pub(super) fn inputs_are_not_asked_of(&mut self, advisor: &Advisor, docs: &Docs) {
        for (section, file) in advisor.sections.iter().zip(&docs.sections) {
            let Logic::Table { inputs, rows, .. } = &section.logic else {
                continue;
            };
            let written = file.doc.rows.0.iter().map(|row| row.when.span);
            for (row, at) in rows.iter().zip(written) {
                self.looks_at_answers(advisor, inputs, &row.when, at);
            }
            for (question, ix) in file.doc.questions.0.iter().zip(&section.questions) {
                if !inputs.contains(ix) {
                    continue;
                }
                let asked = advisor.question(*ix);
                let defaults = asked.defaults.iter().map(|default| &default.when);
                let at = question
                    .when
                    .as_ref()
                    .map_or(question.id.span, |when| when.span);
                for when in std::iter::once(&asked.when).chain(defaults) {
                    self.looks_at_answers(advisor, inputs, when, at);
                }
            }
        }
    }

    fn looks_at_answers(
        &mut self,
        advisor: &Advisor,
        inputs: &[QuestionIx],
        when: &Condition,
        at: Span,
    ) {
        if let Some(input) = asked_of(when, inputs) {
            let id = advisor.question(input).id.to_string();
            self.fault(at, Conditions::AnsweredInput { id });
        }
    }
}

/// The first of these questions of which a condition asks whether it was answered.
fn asked_of(when: &Condition, inputs: &[QuestionIx]) -> Option<QuestionIx> {
    match when {
        Condition::All(inner) | Condition::Any(inner) => {
            inner.iter().find_map(|one| asked_of(one, inputs))
        }
        Condition::Not(inner) => asked_of(inner, inputs),
        Condition::Is(Subject::Question(question), Test::Answered) => {
            inputs.contains(question).then_some(*question)
        }
        Condition::Always | Condition::Is(..) => None,
    }
}
