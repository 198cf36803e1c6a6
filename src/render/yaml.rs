//! The answer sheet: the answers of a session as YAML, to be kept, reviewed and read back.
//!
//! A comment per section and a mark on defaults make it readable; the values alone are read back,
//! and exactly so. Only answers that count are written, for unused ones would be refused.

use std::fmt::Write as _;

use super::one_line;
use crate::ids::QuestionIx;
use crate::model::{Answer, Question};
use crate::session::{Origin, Session};
use crate::text::is_unsafe;

/// The sheet of a session, finished or not.
pub fn sheet(session: &Session<'_>) -> String {
    let advisor = session.advisor();
    let words = advisor.words();
    let header = (words.sheet.header)(&advisor.title, &advisor.id, &advisor.version);
    let mut out = String::new();
    comment(&mut out, "", &header);
    comment(&mut out, "", words.sheet.how_to_read);
    if !session.is_complete() {
        comment(&mut out, "", words.sheet.unfinished);
    }
    put(&mut out, &format!("advisor: {}\n", plain(&advisor.id)));
    put(
        &mut out,
        &format!("version: {}\n", quoted(&advisor.version)),
    );
    put(&mut out, &format!("fingerprint: {}\n", advisor.fingerprint));
    let mut answers = String::new();
    for section in advisor.section_ixs() {
        let mut first = true;
        for ix in session.counting(section) {
            let Some(given) = session.given(ix) else {
                continue;
            };
            if std::mem::take(&mut first) {
                comment(&mut answers, "  ", &advisor.section(section).title);
            }
            let question = advisor.question(ix);
            let answer = scalar(question, &given.answer);
            let mark = match given.origin {
                Origin::Accepted | Origin::Settled | Origin::Default => {
                    format!("  # {}", words.default)
                }
                Origin::Given => String::new(),
            };
            put(
                &mut answers,
                &format!("  {}: {answer}{mark}\n", question.id),
            );
        }
    }
    if answers.is_empty() {
        out.push_str("answers: {}\n");
    } else {
        out.push_str("answers:\n");
        out.push_str(&answers);
    }
    out.push_str(&decisions(session));
    out
}

/// The same of an interview that may be gone on with: with the answers that do not count at present, since
/// another one may bring their questions up again.
pub fn kept(session: &Session<'_>) -> String {
    let mut out = sheet(session);
    let advisor = session.advisor();
    let sections = advisor.section_ixs();
    let counting: Vec<QuestionIx> = sections.flat_map(|ix| session.counting(ix)).collect();
    let mut first = true;
    for ix in advisor.question_ixs() {
        let Some(given) = session.given(ix).filter(|_| !counting.contains(&ix)) else {
            continue;
        };
        if std::mem::take(&mut first) {
            comment(&mut out, "", advisor.words().sheet.aside);
            out.push_str("aside:\n");
        }
        let question = advisor.question(ix);
        let answer = scalar(question, &given.answer);
        put(&mut out, &format!("  {}: {answer}\n", question.id));
    }
    out
}

/// What the answers came to, so that a later review can tell whether it still does.
fn decisions(session: &Session<'_>) -> String {
    let advisor = session.advisor();
    let mut out = String::new();
    for section in advisor.section_ixs() {
        let Some(outcomes) = session.section(section).result() else {
            continue;
        };
        let ids: Vec<&str> = outcomes
            .iter()
            .map(|outcome| advisor.outcome(*outcome).id.as_str())
            .collect();
        let ids = match ids[..] {
            [only] => plain(only),
            // Several count together in a collecting table.
            _ => quoted(&ids.join(", ")),
        };
        put(
            &mut out,
            &format!("  {}: {ids}\n", advisor.section(section).id),
        );
    }
    if out.is_empty() {
        out
    } else {
        format!("decisions:\n{out}")
    }
}

fn put(out: &mut String, line: &str) {
    out.push_str(line);
}

fn comment(out: &mut String, indent: &str, text: &str) {
    put(out, &format!("{indent}# {}\n", one_line(text)));
}

/// An answer as a YAML value.
fn scalar(question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Option(place) => question
            .options()
            .get(*place)
            .map_or(String::new(), |option| plain(&option.id)),
        Answer::Number(value) => value.to_string(),
        Answer::Text(text) => quoted(text),
        Answer::Unknown => "unknown".to_owned(),
    }
}

/// An id; those that YAML would take for something else are quoted. `yes` and `no` stay as people
/// write them, since every reader of a sheet wants text there.
fn plain(id: &str) -> String {
    match id {
        "null" | "true" | "false" => quoted(id),
        _ => id.to_owned(),
    }
}

/// A text in double quotes, with everything escaped that is not plainly printable.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
