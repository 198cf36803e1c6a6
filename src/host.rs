//! What the wizard and the prompts need from outside: the texts of a project, files written, answers kept
//! for the next time, the advisor in other languages.

use std::time::Duration;

use crate::advice::Advice;
use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer};
use crate::render::text::{Now, Shown, text_with};
use crate::session::Session;

/// The world, as far as an interview touches it.
pub trait Host {
    /// The files of a project of this directory as path and text, the main one first.
    ///
    /// # Errors
    /// Why there are none, as a sentence.
    fn code(&self, session: &Session<'_>, directory: &str)
    -> Result<Vec<(String, String)>, String>;

    /// The directory that the project was asked for, before the interview.
    fn project(&self) -> Option<String> {
        None
    }

    /// From here on the interview is in the language of this advisor.
    fn speaks(&mut self, _: &Advisor) {}

    /// The answer sheet.
    fn sheet(&self, session: &Session<'_>) -> String;

    /// The command that gives the same result without an interview.
    fn command(&self, session: &Session<'_>) -> String;

    /// The advice as text, as it is printed at the end, for somebody who reads it before.
    fn advice(&mut self, session: &Session<'_>, width: usize) -> String {
        let advice = Advice::in_short(session);
        let shown = Shown {
            now: Now::Write { directory: None },
            all_code: false,
        };
        text_with(&advice, session, shown, (width, false))
    }

    /// Writes a text to a file that is not there, or, to `replace` it, to one that was written
    /// from here before.
    ///
    /// # Errors
    /// Why it was not written.
    fn save(&mut self, path: &str, text: &str, replace: bool) -> Result<(), Refusal>;

    /// Whether the project could be written to a directory of this name, and what would come of it;
    /// asked while the name is typed, so all that can be known without writing is looked at.
    ///
    /// # Errors
    /// Why not, and what would do.
    fn check_project(&self, directory: &str, session: &Session<'_>) -> Result<String, String>;

    /// A directory as a command line can name it: what stands for another place is put in.
    fn place(&self, directory: &str) -> String {
        directory.to_owned()
    }

    /// Writes the project to a directory and says what was done.
    ///
    /// # Errors
    /// Why it could not be written.
    fn emit(&mut self, directory: &str, session: &Session<'_>) -> Result<String, String>;

    /// Keeps the answers for the case that the interview is interrupted, and whether it had come to its
    /// result by then.
    fn keep(&mut self, _: &Session<'_>, _finished: bool) {}

    /// Whether they are kept, so that a later interview can go on with them.
    fn is_kept(&self) -> bool {
        false
    }

    /// Why they are not, though they were to be.
    fn why_not_kept(&self) -> Option<String> {
        None
    }

    /// They need not be kept any more: they were taken, saved or given up.
    fn forget(&mut self) {}

    /// The interviews that were interrupted here, for this advisor, the latest first.
    fn interrupted(&mut self, _: &Session<'_>) -> Vec<Left> {
        Vec::new()
    }

    /// The files of those, met with them, that cannot be read any more.
    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    /// The one at this place is gone on with: it is this interview's now.
    fn take_up_interrupted(&mut self, _: &Session<'_>, _place: usize) {}

    /// It is not gone on with after all: it is there as it was.
    fn give_back_interrupted(&mut self) {}

    /// The one at this place is not wanted: it is not offered again.
    fn drop_interrupted(&mut self, _place: usize) {}
}

/// An interview that was interrupted.
#[derive(Clone, Debug, Default)]
pub struct Left {
    pub answers: Vec<(QuestionIx, Answer)>,
    /// Answers that did not count beside these; they are there when others bring their questions up.
    pub aside: Vec<(QuestionIx, Answer)>,
    /// It had come to its result.
    pub finished: bool,
    /// How long ago that was.
    pub ago: Option<Duration>,
}

/// The advisor of an interview in other languages.
pub trait Translations {
    /// The one in the language that comes after this; `None` when there is no other.
    fn after(&self, language: &str) -> Option<&Advisor>;
}

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is there, as it was written from here: it can be replaced.
    Own,
    /// For this reason.
    Because(String),
}
