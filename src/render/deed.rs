//! What the user did, in a few words: for what is undone and done again.

use super::one_line;
use crate::ids::QuestionIx;
use crate::interview::Deed;
use crate::model::{Advisor, Answer};
use crate::words::Words;

/// A deed, short enough for half a line where it is one answer.
pub(crate) fn deed(advisor: &Advisor, words: &Words, deed: &Deed) -> String {
    match deed {
        Deed::Answered(question, answer) => answered(advisor, *question, answer),
        Deed::Began(title) => (words.undo.began)(&one_line(title)),
        Deed::Took(answers) => {
            let told = answers.iter();
            let told = told.map(|(question, answer)| answered(advisor, *question, answer));
            match &told.collect::<Vec<_>>()[..] {
                [only] => only.clone(),
                many => (words.undo.took)(many.len(), &many.join(", ")),
            }
        }
        Deed::Finished => words.undo.finished.to_owned(),
        Deed::Reopened => words.undo.reopened.to_owned(),
    }
}

fn answered(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    let asked = advisor.question(question);
    one_line(&format!("{} = {}", asked.id, asked.answer_text(answer)))
}
