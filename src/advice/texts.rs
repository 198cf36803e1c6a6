//! Texts with their `{placeholders}` filled in from a session.
//!
//! No text is shown half filled: what states something unknown is left out sentence by sentence, and
//! where nothing would be left, what is unknown goes by its name.

use std::borrow::Cow;

use memchr::{memchr, memchr3_iter};

use crate::condition::Subject;
use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::answer::label;
use crate::model::{Advisor, Answer, Quantity};
use crate::session::Session;
use crate::words::number::counted;

/// The same as [`known`], of a text that may be absent.
pub(super) fn known_some(session: &Session<'_>, text: Option<&Str>) -> Option<Str> {
    text.and_then(|text| known(session, text))
}

/// The sentences of a text that state nothing unknown, filled in; `None` when there are none.
pub(super) fn known(session: &Session<'_>, text: &Str) -> Option<Str> {
    if is_fixed(text) {
        return Some(text.clone());
    }
    let mut known = String::with_capacity(2 * text.len());
    let mut any = false;
    for sentence in sentences(text) {
        let before = known.len();
        if any {
            known.push(' ');
        }
        if fill_in(session, sentence, &mut known) {
            known.truncate(before);
        } else {
            any = true;
        }
    }
    any.then(|| known.into())
}

/// Whether nothing is to be filled into a text.
pub(super) fn is_fixed(text: &Str) -> bool {
    memchr(b'{', text.as_bytes()).is_none()
}

/// A text in its sentences, without the blanks between.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr3_iter(b'.', b'!', b'?', rest.as_bytes())
            .map(|at| at + 1)
            .find(|end| rest[*end..].starts_with(char::is_whitespace))
            .unwrap_or(rest.len());
        let (sentence, after) = rest.split_at(end);
        rest = after.trim_start();
        (!sentence.is_empty()).then_some(sentence)
    })
}

/// A text that has to say something, with `{question}`, `{quantity}` and `{section}` replaced; other
/// braces stay. It is what is [`known`] of it, or all of it with names for what is not.
pub fn fill(session: &Session<'_>, text: &Str) -> Str {
    known(session, text).unwrap_or_else(|| {
        let mut filled = String::with_capacity(2 * text.len());
        fill_in(session, text, &mut filled);
        filled.into()
    })
}

/// What a question asks, as it is put at this point of an interview.
pub fn question_text(session: &Session<'_>, question: QuestionIx) -> Str {
    fill(session, &session.advisor().question(question).ask)
}

/// Adds a text with its values filled in, and tells whether some of them are not known.
fn fill_in(session: &Session<'_>, text: &str, filled: &mut String) -> bool {
    let mut unknown = false;
    let mut rest = text;
    while let Some(open) = memchr(b'{', rest.as_bytes()) {
        filled.push_str(&rest[..open]);
        let inside = &rest[open + 1..];
        let known = memchr(b'}', inside.as_bytes())
            .and_then(|close| Some((close, subject(session.advisor(), &inside[..close])?)));
        match known {
            Some((close, subject)) => {
                let shown = shown(session, subject);
                unknown |= shown.is_none();
                let shown = shown.unwrap_or_else(|| name(session.advisor(), subject).into());
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
    unknown
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

/// What the placeholders of a text stand for.
pub(super) fn subjects(advisor: &Advisor, text: &str) -> Vec<Subject> {
    let inside = text.split('{').skip(1);
    let names = inside.filter_map(|rest| rest.split_once('}'));
    names
        .filter_map(|(name, _)| subject(advisor, name))
        .collect()
}

fn subject(advisor: &Advisor, name: &str) -> Option<Subject> {
    advisor
        .find_question(name)
        .map(Subject::Question)
        .or_else(|| advisor.find_quantity(name).map(Subject::Quantity))
        .or_else(|| advisor.find_section(name).map(Subject::Section))
}

fn shown<'a>(session: &Session<'a>, subject: Subject) -> Option<Cow<'a, str>> {
    match subject {
        Subject::Question(question) => answer(session, question).map(Cow::from),
        Subject::Section(section) => {
            let outcome = session.outcome(section)?;
            Some((*session.advisor().outcome(outcome).title).into())
        }
        Subject::Quantity(ix) => {
            let quantity = session.advisor().quantity(ix);
            let value = session.quantity(ix)?;
            Some(number(session.advisor(), quantity, value).into())
        }
    }
}

fn answer(session: &Session<'_>, question: QuestionIx) -> Option<String> {
    let advisor = session.advisor();
    match session.answer(question)? {
        Answer::Unknown => None,
        answer => Some(label(advisor.words(), advisor.question(question), answer)),
    }
}

/// What is not known, by the name that people read elsewhere.
fn name(advisor: &Advisor, subject: Subject) -> String {
    match subject {
        Subject::Question(question) => format!("`{}`", advisor.question(question).id),
        Subject::Section(section) => advisor.section(section).title.to_string(),
        Subject::Quantity(quantity) => advisor.quantity(quantity).title.to_string(),
    }
}

/// A quantity as people read it: rounded, with its unit.
pub(crate) fn number(advisor: &Advisor, quantity: &Quantity, value: f64) -> String {
    let language = advisor.words().language;
    let number = language.telling(value, quantity.decimals);
    let one = quantity.unit_one.as_deref();
    counted(&number, quantity.unit.as_deref(), one)
}
