//! Texts with their `{placeholders}` filled in from a session.

use crate::condition::Subject;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::Answer;
use crate::session::Session;

/// What stands for a value that is not known yet.
const UNKNOWN: &str = "?";

pub(super) fn fill_some(session: &Session<'_>, text: Option<&String>) -> Option<String> {
    text.map(|text| fill(session, text))
}

/// Replaces `{question}`, `{quantity}` and `{section}`; other braces stay.
pub fn fill(session: &Session<'_>, text: &str) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let known = inside
            .find('}')
            .and_then(|close| Some((close, subject(session, &inside[..close])?)));
        match known {
            Some((close, subject)) => {
                filled.push_str(&shown(session, subject));
                rest = &inside[close + 1..];
            }
            None => {
                filled.push('{');
                rest = inside;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn subject(session: &Session<'_>, name: &str) -> Option<Subject> {
    let advisor = session.advisor();
    advisor
        .find_question(name)
        .map(Subject::Question)
        .or_else(|| advisor.find_quantity(name).map(Subject::Quantity))
        .or_else(|| advisor.find_section(name).map(Subject::Section))
}

fn shown(session: &Session<'_>, subject: Subject) -> String {
    match subject {
        Subject::Question(question) => answer(session, question),
        Subject::Section(section) => outcome(session, section),
        Subject::Quantity(ix) => {
            let quantity = session.advisor().quantity(ix);
            session.quantity(ix).map_or(UNKNOWN.to_owned(), |value| {
                number(value, quantity.decimals, quantity.unit.as_deref())
            })
        }
    }
}

fn answer(session: &Session<'_>, question: QuestionIx) -> String {
    let advisor = session.advisor();
    match session.answer(question) {
        None | Some(Answer::Unknown) => UNKNOWN.to_owned(),
        Some(answer) => advisor.question(question).answer_label(answer),
    }
}

fn outcome(session: &Session<'_>, section: SectionIx) -> String {
    session
        .outcome(section)
        .map_or(UNKNOWN.to_owned(), |outcome| {
            session.advisor().outcome(outcome).title.clone()
        })
}

/// A number as people read it: rounded, with its unit.
pub(crate) fn number(value: f64, decimals: u8, unit: Option<&str>) -> String {
    let number = if value.is_infinite() {
        "∞".to_owned()
    } else {
        format!("{value:.*}", usize::from(decimals))
    };
    match unit {
        Some(unit) => format!("{number} {unit}"),
        None => number,
    }
}
