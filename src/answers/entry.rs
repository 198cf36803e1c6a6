//! One answer as it was given, before anything believes it.

use std::sync::Arc;

use crate::diagnostic::kind::{Answers as Kind, Usage};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::model::Advisor;
use crate::session::Origin;

/// One answer as it was given.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The question it names; `None` answers the question that is asked when its turn comes.
    pub question: Option<String>,
    /// Where the question is named.
    pub name_at: Option<Place>,
    /// The answer; empty takes the default.
    pub answer: String,
    pub at: Place,
    /// By a person, in the advisor's language; the rest is written as the program writes.
    pub typed: bool,
    /// In a sheet, maybe with an older advisor.
    pub saved: bool,
}

impl Entry {
    /// An empty answer takes the default, and a default stays one whoever accepts it; but somebody did.
    pub(super) fn origin(&self) -> Origin {
        if self.answer.is_empty() {
            Origin::Accepted
        } else {
            Origin::Given
        }
    }

    /// An answer to a question by its id.
    pub(crate) fn named(question: &str, answer: &str) -> Self {
        let source = SourceText::new("answers", format!("{question}={answer}"));
        Self::split(&source, question.len())
    }

    /// Of a source that is `question=answer`, with the `=` at a place of it.
    fn split(source: &Arc<SourceText>, at: usize) -> Self {
        let (question, answer) = (&source.text[..at], &source.text[at + 1..]);
        Self {
            question: Some(question.trim().to_owned()),
            name_at: Some(Place::new(source, 0..at)),
            answer: answer.trim().to_owned(),
            at: Place::new(source, at + 1..source.text.len()),
            typed: false,
            saved: false,
        }
    }
}

/// Reads a `--set QUESTION=ANSWER` argument.
///
/// # Errors
/// When there is no `=`.
pub fn set_argument(argument: &str) -> Result<Entry, Diagnostic> {
    let source = SourceText::new("--set", argument);
    match argument.find('=') {
        Some(at) => Ok(Entry::split(&source, at)),
        None => Err(Diagnostic::new(Usage::SetWithoutEquals).at(source.whole())),
    }
}

/// Answers to another advisor's questions.
pub(super) fn foreign(advisor: &Advisor, of: String, at: Place) -> Diagnostic {
    let advisor = advisor.id.to_string();
    Diagnostic::new(Kind::ForeignSheet { of, advisor }).at(at)
}
