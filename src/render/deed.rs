//! What the user did, in a few words: for what is undone and done again.

use super::one_line;
use crate::advice::question_text;
use crate::ids::QuestionIx;
use crate::interview::Deed;
use crate::model::answer::label;
use crate::model::{Advisor, Answer};
use crate::session::Session;
use crate::words::Words;

/// A deed, short enough for half a line where it is one answer.
pub(crate) fn deed(advisor: &Advisor, words: &Words, deed: &Deed) -> String {
    told(words, deed, &|question, answer| {
        answered(advisor, question, answer)
    })
}

/// The same as people read it: questions and answers in words.
pub(crate) fn in_words(session: &Session<'_>, words: &Words, deed: &Deed) -> String {
    told(words, deed, &|question, answer| {
        let ask = question_text(session, question);
        let answer = match answer {
            Answer::Unknown => words.dont_know.to_owned(),
            answer => label(words, session.advisor().question(question), answer),
        };
        one_line(&format!("{ask} {answer}"))
    })
}

fn told(words: &Words, deed: &Deed, answered: &dyn Fn(QuestionIx, &Answer) -> String) -> String {
    match deed {
        Deed::Answered(question, answer) => answered(*question, answer),
        Deed::Began(title) => (words.undo.began)(&one_line(title)),
        Deed::Took(answers) => {
            let told = answers.iter();
            let told = told.map(|(question, answer)| answered(*question, answer));
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
