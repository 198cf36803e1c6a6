//! Texts with their `{placeholders}` filled in from a session.

use crate::condition::Subject;
use crate::data::Str;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::answer::label;
use crate::model::{Advisor, Answer, Quantity};
use crate::session::Session;
use crate::words::number::with_unit;

/// What stands for a value that is not known yet.
const UNKNOWN: &str = "?";

/// The same as [`known`], of a text that may be absent.
pub(super) fn known_some(session: &Session<'_>, text: Option<&Str>) -> Option<Str> {
    text.and_then(|text| known(session, text))
}

/// The sentences of a text that state nothing unknown, filled in; `None` when there are none.
pub(super) fn known(session: &Session<'_>, text: &Str) -> Option<Str> {
    if !text.contains('{') {
        return Some(text.clone());
    }
    let filled = sentences(text).map(|sentence| filled(session, sentence));
    let known = filled.filter(|filled| !filled.unknown);
    let known: Vec<String> = known.map(|filled| filled.text).collect();
    (!known.is_empty()).then(|| known.join(" ").into())
}

/// A text in its sentences, without the blanks between.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest
            .match_indices(['.', '!', '?'])
            .map(|(at, mark)| at + mark.len())
            .find(|end| rest[*end..].starts_with(char::is_whitespace))
            .unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after.trim_start();
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// Replaces `{question}`, `{quantity}` and `{section}`; other braces stay. What is not known is `?`.
pub fn fill(session: &Session<'_>, text: &Str) -> Str {
    if !text.contains('{') {
        return text.clone();
    }
    filled(session, text).text.into()
}

/// A text filled in.
struct Filled {
    text: String,
    /// Whether some value in it is not known.
    unknown: bool,
}

fn filled(session: &Session<'_>, text: &str) -> Filled {
    let mut filled = String::with_capacity(text.len());
    let mut unknown = false;
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let known = inside
            .find('}')
            .and_then(|close| Some((close, subject(session, &inside[..close])?)));
        match known {
            Some((close, subject)) => {
                let shown = shown(session, subject);
                unknown |= shown == UNKNOWN;
                filled.push_str(&shown);
                rest = &inside[close + 1..];
            }
            None => {
                filled.push('{');
                rest = inside;
            }
        }
    }
    filled.push_str(rest);
    Filled {
        text: filled,
        unknown,
    }
}

/// Several texts as one; `None` when there are none.
pub(super) fn join(mut texts: impl Iterator<Item = Str>, between: &str) -> Option<Str> {
    let first = texts.next()?;
    let Some(second) = texts.next() else {
        return Some(first);
    };
    let mut all = [&*first, between, &*second].concat();
    for text in texts {
        all.push_str(between);
        all.push_str(&text);
    }
    Some(all.into())
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
                number(session.advisor(), quantity, value)
            })
        }
    }
}

fn answer(session: &Session<'_>, question: QuestionIx) -> String {
    let advisor = session.advisor();
    match session.answer(question) {
        None | Some(Answer::Unknown) => UNKNOWN.to_owned(),
        Some(answer) => label(advisor.words(), advisor.question(question), answer),
    }
}

fn outcome(session: &Session<'_>, section: SectionIx) -> String {
    session
        .outcome(section)
        .map_or(UNKNOWN.to_owned(), |outcome| {
            session.advisor().outcome(outcome).title.to_string()
        })
}

/// A quantity as people read it: rounded, with its unit.
pub(crate) fn number(advisor: &Advisor, quantity: &Quantity, value: f64) -> String {
    let language = advisor.words().language;
    let number = language.rounded(value, quantity.decimals);
    with_unit(&number, quantity.unit.as_deref())
}
