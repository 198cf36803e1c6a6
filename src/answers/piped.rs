//! Answers line by line: in the order asked, or `question=answer` in any order.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use super::entry::Entry;
use crate::diagnostic::kind::Answers as Kind;
use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::model::{Advisor, Question};

/// Splits a text into entries. A line is named when what stands before its first `=` or `:` is the
/// id of a question, or looks like one and the line is no option's label.
///
/// # Errors
/// When the text is an answer sheet, of which each line would be a fault.
pub fn piped(advisor: &Advisor, source: &Arc<SourceText>) -> Result<Vec<Entry>, Diagnostic> {
    // Few inputs need them, and those that do may look at every line.
    let labels: LazyCell<HashSet<String>, _> = LazyCell::new(|| {
        let options = advisor.questions.iter().flat_map(Question::options);
        options.map(|option| option.label.to_lowercase()).collect()
    });
    let mut entries = Vec::new();
    let mut start = 0;
    for line in source.text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let (content, comment) = without_comment(line);
        let trimmed = content.trim();
        // A line that holds only a comment is no answer; an empty line is one.
        if trimmed.is_empty() && comment {
            continue;
        }
        // An empty line is told at its own start, which what follows the blanks is not.
        let blank = content.len() - content.trim_start().len();
        let offset = if trimmed.is_empty() { at } else { at + blank };
        entries.push(entry(
            advisor,
            &|line| labels.contains(line),
            source,
            trimmed,
            offset,
        ));
    }
    match entries.iter().find(|entry| is_of_sheet(advisor, entry)) {
        Some(entry) => {
            let at = entry.name_at.as_ref().unwrap_or(&entry.at);
            Err(Diagnostic::new(Kind::SheetPiped).at(at.clone()))
        }
        None => Ok(entries),
    }
}

/// Whether a line is one that only sheets have, as YAML or as JSON.
fn is_of_sheet(advisor: &Advisor, entry: &Entry) -> bool {
    match &entry.question {
        Some(name) => {
            matches!(&**name, "advisor" | "answers") && advisor.find_question(name).is_none()
        }
        None => entry.answer.starts_with('{'),
    }
}

/// The line before a `#` that stands at its start or after a space.
fn without_comment(line: &str) -> (&str, bool) {
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if c == '#' && before.is_whitespace() {
            return (&line[..at], true);
        }
        before = c;
    }
    (line, false)
}

fn entry(
    advisor: &Advisor,
    is_label: &dyn Fn(&str) -> bool,
    source: &Arc<SourceText>,
    line: &str,
    offset: usize,
) -> Entry {
    let split = line.find(['=', ':']).filter(|at| {
        let name = line[..*at].trim_end();
        advisor.find_question(name).is_some()
            || advisor.renamed_question(name).is_some()
            || (looks_like_id(name) && !is_label(&line.to_lowercase()))
    });
    match split {
        Some(at) => {
            let name = line[..at].trim_end();
            let after = &line[at + 1..];
            let answer = after.trim();
            let answer_at = offset + at + 1 + (after.len() - after.trim_start().len());
            Entry {
                question: Some(name.to_owned()),
                name_at: Some(Place::new(source, offset..offset + name.len())),
                answer: unquoted(answer).to_owned(),
                at: Place::new(source, answer_at..answer_at + answer.len()),
                typed: true,
                saved: false,
            }
        }
        None => Entry {
            question: None,
            name_at: None,
            answer: line.to_owned(),
            at: Place::new(source, offset..offset + line.len()),
            typed: true,
            saved: false,
        },
    }
}

fn looks_like_id(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// `question: "answer"` may come from a YAML habit.
fn unquoted(answer: &str) -> &str {
    let quoted = |quote| {
        answer
            .strip_prefix(quote)
            .and_then(|rest: &str| rest.strip_suffix(quote))
    };
    quoted('"').or_else(|| quoted('\'')).unwrap_or(answer)
}
