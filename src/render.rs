//! Advice in every form it leaves the program: text, JSON, YAML, Markdown.
//!
//! All of it is pure: a session and its advice go in, a string comes out. Nothing here asks for the
//! time, the terminal or the file system. Texts of the advisor and of the user pass through
//! [`sanitise`](crate::text::sanitise) on their way, so no control character gets out.

pub mod command;
pub(crate) mod deed;
pub mod emitted;
pub mod guide;
pub mod json;
pub mod markdown;
pub(crate) mod page;
pub mod questions;
pub mod schema;
pub mod starts;
pub mod text;
pub mod why;
pub mod yaml;

use std::borrow::Cow;

use crate::advice::{Decision, Reason, outcome_title, question_text};
use crate::condition::Subject;
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx};
pub use crate::model::answer::label;
use crate::model::{Advisor, Answer, Target};
use crate::session::Session;
use crate::words::Words;

/// `question=answer`, as `--set` takes it.
pub fn assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    let asked = advisor.question(question);
    match asked.answer_word(answer) {
        Some(word) => [&*asked.id, "=", word].concat(),
        None => format!("{}={}", asked.id, asked.answer_text(answer)),
    }
}

/// The same as a shell takes it: quoted where it has to be.
pub fn shell_assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    quoted(&assignment(advisor, question, answer)).into_owned()
}

/// A word as a shell takes it.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    let safe = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'_' | b'=' | b'.' | b'/' | b':' | b',' | b'@' | b'%' | b'+' | b'-'
            )
    };
    if !word.is_empty() && word.bytes().all(safe) {
        word.into()
    } else {
        format!("'{}'", word.replace('\'', r"'\''")).into()
    }
}

/// Where the code of a design is that its user goes on from, in a project of this name.
pub(crate) fn main_path(session: &Session<'_>, target: &Target, name: &str) -> Option<String> {
    let facts = session.facts();
    let mut files = target.files.iter();
    let main = files.find(|file| file.main && file.when.holds(&facts))?;
    let path = main.path.replace("{name}", name);
    Some(path.replace("{crate}", &name.replace('-', "_")))
}

/// The name of a language from its id: `visual_basic` is Visual basic.
pub(crate) fn language_name(id: &str) -> String {
    let mut rest = id.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    let name = first.into_iter().chain(rest);
    name.map(|c| if c == '_' { ' ' } else { c }).collect()
}

/// Whether every answer of a decided section is its default, so that it needs few words.
pub(crate) fn by_default(session: &Session<'_>, decision: &Decision) -> bool {
    session.stands_by_default(decision.section)
}

/// A reason as people read it. An unknown answer has none of its own, so the question stands for it.
pub(crate) fn reason_text<'r>(
    words: &Words,
    session: &Session<'_>,
    reason: &'r Reason,
) -> Cow<'r, str> {
    match &reason.question {
        Some((question, Answer::Unknown)) => {
            let ask = question_text(session, *question);
            format!("{ask} {}", words.unknown).into()
        }
        _ => reason.text.as_str().into(),
    }
}

/// The titles of outcomes, in their order.
pub(crate) fn titles(session: &Session<'_>, outcomes: &[OutcomeIx]) -> Vec<Str> {
    outcomes
        .iter()
        .map(|outcome| outcome_title(session, *outcome))
        .collect()
}

/// One line of clean text: line breaks and runs of spaces become one space.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::text::sanitise(&words.join(" "))
}

/// What a condition looks at, by its id.
pub(crate) fn subject_id(advisor: &Advisor, subject: Subject) -> &str {
    match subject {
        Subject::Question(question) => &advisor.question(question).id,
        Subject::Section(section) => &advisor.section(section).id,
        Subject::Quantity(quantity) => &advisor.quantity(quantity).id,
    }
}

/// The option, band or outcome that a condition means by a place.
pub(crate) fn place_id(advisor: &Advisor, subject: Subject, place: usize) -> Option<&str> {
    match subject {
        Subject::Question(question) => {
            let mut choices = advisor.question(question).choices();
            choices.nth(place).map(|choice| &*choice.id)
        }
        Subject::Section(section) => {
            let outcome = advisor.section(section).outcomes.get(place)?;
            Some(&advisor.outcome(*outcome).id)
        }
        Subject::Quantity(quantity) => {
            let band = advisor.quantity(quantity).bands.get(place)?;
            Some(&band.choice.id)
        }
    }
}
