//! Advice in every form it leaves the program: text, JSON, YAML, Markdown.
//!
//! All of it is pure: a session and its advice go in, a string comes out. Nothing here asks for the
//! time, the terminal or the file system. Texts of the advisor and of the user pass through
//! [`sanitise`](crate::text::sanitise) on their way, so no control character gets out.

pub mod command;
pub mod json;
pub mod markdown;
pub(crate) mod page;
pub mod text;
pub mod why;
pub mod yaml;

use std::borrow::Cow;

use crate::advice::{Advice, Decision, Reason};
use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer, Question, QuestionKind};
use crate::session::{Origin, Session};
use crate::words::Words;

/// An answer as people read it; the plain words of yes and no are the program's own.
pub fn label(words: &Words, question: &Question, answer: &Answer) -> String {
    match (answer, &question.kind) {
        (Answer::Unknown, _) => words.unknown.to_owned(),
        (Answer::Option(place), _) => option_label(words, question, *place).to_owned(),
        (
            Answer::Number(value),
            QuestionKind::Number {
                unit: Some(unit), ..
            },
        ) => format!("{value} {unit}"),
        (Answer::Number(value), _) => value.to_string(),
        (Answer::Text(text), _) => text.clone(),
    }
}

/// The label of an option, by its place.
pub fn option_label<'q>(words: &Words, question: &'q Question, place: usize) -> &'q str {
    let Some(option) = question.options().get(place) else {
        return "";
    };
    match (&question.kind, option.id.as_str()) {
        (QuestionKind::YesNo { .. }, "yes") if option.label == option.id => words.yes,
        (QuestionKind::YesNo { .. }, "no") if option.label == option.id => words.no,
        _ => &option.label,
    }
}

/// `question=answer`, as `--set` takes it.
pub fn assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    let asked = advisor.question(question);
    format!("{}={}", asked.id, asked.answer_text(answer))
}

/// The same as a shell takes it: quoted where it has to be.
pub fn shell_assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    let bare = assignment(advisor, question, answer);
    let safe = |c: char| c.is_ascii_alphanumeric() || "_=./:,@%+-".contains(c);
    if bare.chars().all(safe) {
        bare
    } else {
        format!("'{}'", bare.replace('\'', r"'\''"))
    }
}

/// Whether every answer of a decided section is its default, so that it needs few words.
pub(crate) fn by_default(session: &Session<'_>, decision: &Decision) -> bool {
    session
        .section(decision.section)
        .asked
        .iter()
        .all(|question| {
            session
                .given(*question)
                .is_none_or(|given| given.origin == Origin::Default)
        })
}

/// A reason as people read it. An unknown answer has none of its own, so the question stands for it.
pub(crate) fn reason_text<'r>(
    words: &Words,
    advisor: &Advisor,
    reason: &'r Reason,
) -> Cow<'r, str> {
    match &reason.question {
        Some((question, Answer::Unknown)) => {
            let ask = &advisor.question(*question).ask;
            format!("{ask} {}", words.unknown).into()
        }
        _ => reason.text.as_str().into(),
    }
}

/// The titles of outcomes, in their order.
pub(crate) fn titles<'s>(
    advice: &'s Advice<'_>,
    outcomes: &[crate::ids::OutcomeIx],
) -> Vec<&'s str> {
    outcomes
        .iter()
        .map(|outcome| advice.outcome_title(*outcome))
        .collect()
}

/// One line of clean text: line breaks and runs of spaces become one space.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::text::sanitise(&words.join(" "))
}
