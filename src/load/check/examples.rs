//! Examples of a question: situations, each with an answer that the question takes.

use super::Checker;
use super::sections::Home;
use crate::data::List;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::id::{bad_id, is_id};
use crate::load::raw::{ExampleDoc, QuestionDoc};
use crate::model::answer::parse_answer;
use crate::model::{Answer, Example, Question};

impl Checker {
    pub(super) fn examples(
        &mut self,
        home: &Home<'_>,
        doc: &QuestionDoc,
        question: &Question,
    ) -> List<Example> {
        let mut examples: Vec<Example> = Vec::new();
        for doc in &doc.examples.0 {
            // Translations find them by their ids.
            if !is_id(&doc.id.value) {
                self.fault(home.text, &doc.id.span, bad_id(&doc.id.value));
            }
            if examples
                .iter()
                .any(|other| other.id == doc.id.value.as_str())
            {
                self.duplicate(home.text, &doc.id);
            }
            let fault = match parse_answer(question, &doc.answer.value) {
                Ok(Answer::Unknown) => Some(Diagnostic::new(
                    Code::BadAnswer,
                    "an example shows an answer, and unknown is none",
                )),
                Ok(answer) => {
                    examples.push(self.example(home, doc, answer));
                    None
                }
                Err(error) => {
                    let mut fault = Diagnostic::new(Code::BadAnswer, error.message);
                    fault.help = error.help;
                    Some(fault)
                }
            };
            if let Some(fault) = fault {
                self.fault(home.text, &doc.answer.span, fault);
                // Its text is there all the same, and may be translated.
                examples.push(self.example(home, doc, Answer::Unknown));
            }
        }
        examples.into()
    }

    fn example(&mut self, home: &Home<'_>, doc: &ExampleDoc, answer: Answer) -> Example {
        Example {
            id: doc.id.value.as_str().into(),
            situation: self.text(home.text, &doc.situation),
            answer,
        }
    }
}
