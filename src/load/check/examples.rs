//! Examples of a question: situations, each with an answer that the question takes.

use super::Checker;
use crate::data::List;
use crate::diagnostic::kind::Part;
use crate::load::raw::{ExampleDoc, QuestionDoc};
use crate::model::answer::{AS_WRITTEN, parse_answer};
use crate::model::{Answer, Example, Question};

impl Checker {
    pub(super) fn examples(&mut self, doc: &QuestionDoc, question: &Question) -> List<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for doc in &doc.examples.0 {
            // Translations find them by their ids.
            self.is_id(&doc.id);
            if examples.iter().any(|other| other.id == doc.id.value) {
                self.duplicate(&doc.id);
            }
            let answer = match parse_answer(question, &doc.answer.value, AS_WRITTEN) {
                Ok(Answer::Unknown) => Err(Part::UnknownExample),
                Ok(answer) => Ok(answer),
                Err(no) => Err(Part::BadAnswer(no)),
            };
            let answer = answer.unwrap_or_else(|fault| {
                self.fault(doc.answer.span, fault);
                // Its text is there all the same, and may be translated.
                Answer::Unknown
            });
            examples.push(self.example(doc, answer));
        }
        examples.into()
    }

    fn example(&mut self, doc: &ExampleDoc, answer: Answer) -> Example {
        Example {
            id: doc.id.value.as_str().into(),
            situation: self.name(&doc.situation),
            answer,
        }
    }
}
