//! One answer as it was given, before anything believes it.

use crate::diagnostic::kind::{Answers as Kind, Usage};
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::model::Advisor;

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
}

/// Reads a `--set QUESTION=ANSWER` argument.
///
/// # Errors
/// When there is no `=`.
pub fn set_argument(argument: &str) -> Result<Entry, Diagnostic> {
    let source = SourceText::new("--set", argument);
    let Some((question, answer)) = argument.split_once('=') else {
        return Err(Diagnostic::new(Usage::SetWithoutEquals).at(source.whole()));
    };
    let at = question.len() + 1..argument.len();
    Ok(Entry {
        question: Some(question.trim().to_owned()),
        name_at: Some(Place::new(&source, 0..question.len())),
        answer: answer.trim().to_owned(),
        at: Place::new(&source, at),
        typed: false,
    })
}

/// Answers to another advisor's questions.
pub(super) fn foreign(advisor: &Advisor, of: String, at: Place) -> Diagnostic {
    let advisor = advisor.id.to_string();
    Diagnostic::new(Kind::ForeignSheet { of, advisor }).at(at)
}
