//! `:undo` and `:redo`: what was done is told with the question's own words, for ids say little to whoever
//! hears them.

use std::io::{self, BufRead, Write};

use super::Plain;
use crate::advice::question_text;
use crate::ids::QuestionIx;
use crate::interview::Deed;
use crate::model::Answer;
use crate::render::{self, label};

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    pub(super) fn undo(&mut self) -> io::Result<()> {
        let Some(done) = self.interview.undo() else {
            return self.say(self.words.undo.no_past);
        };
        let told = (self.words.undo.undone)(&self.deed(&done));
        self.say(&format!("{told}. {}", self.own.redo_how))
    }

    pub(super) fn redo(&mut self) -> io::Result<()> {
        let before = self.interview.session().clone();
        let Some(done) = self.interview.redo() else {
            return self.say(self.words.undo.no_future);
        };
        let told = (self.words.undo.redone)(&self.deed(&done));
        self.say(&format!("{told}."))?;
        self.consequences(&before)
    }

    fn deed(&self, done: &Deed) -> String {
        match done {
            Deed::Answered(question, answer) => self.answer_told(*question, answer),
            Deed::Took(answers) => {
                let told = answers.iter();
                let told = told.map(|(question, answer)| self.answer_told(*question, answer));
                match &told.collect::<Vec<_>>()[..] {
                    [only] => only.clone(),
                    many => (self.words.undo.took)(many.len(), &many.join("; ")),
                }
            }
            other => render::deed::deed(self.interview.advisor(), self.words, other),
        }
    }

    fn answer_told(&self, question: QuestionIx, answer: &Answer) -> String {
        let session = self.interview.session();
        let ask = question_text(session, question);
        let asked = session.advisor().question(question);
        (self.own.deed)(&ask, &label(self.words, asked, answer))
    }
}
