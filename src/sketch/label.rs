//! The short names of what is drawn: the advisor's own, or as much of the long ones as is useful.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::advice::{outcome_title, question_text};
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::{Choice, Question};
use crate::session::Session;
use crate::text::sanitise;

/// The most columns of a question or an outcome.
const NAME: usize = 26;
/// The most columns of an answer.
const ANSWER: usize = 22;

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// A text in at most so many columns, with `…` where something was cut.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > columns {
            break;
        }
        used += wide;
        kept.push(c);
    }
    // A character of several parts may be wider than they are.
    while width(&kept) >= columns && kept.pop().is_some() {}
    let kept = kept.trim_end();
    if columns > 0 {
        format!("{kept}…")
    } else {
        String::new()
    }
}

/// A question.
pub fn question(session: &Session<'_>, question: QuestionIx) -> String {
    let asked = session.advisor().question(question);
    let name = match &asked.short {
        Some(short) => short.to_string(),
        None => question_text(session, question).to_string(),
    };
    cut(&sanitise(&name), NAME)
}

/// An outcome.
pub(super) fn outcome(session: &Session<'_>, outcome: OutcomeIx) -> String {
    let name = match &session.advisor().outcome(outcome).short {
        Some(short) => short.to_string(),
        None => outcome_title(session, outcome).to_string(),
    };
    cut(&sanitise(&name), NAME)
}

/// An option or a band of a question.
pub(super) fn choice(session: &Session<'_>, question: &Question, choice: &Choice) -> String {
    let words = session.advisor().words();
    let name = match (&choice.short, question.is_yes_no(), choice.id.as_str()) {
        (Some(short), ..) => short.as_str(),
        (None, true, "yes") => words.yes,
        (None, true, "no") => words.no,
        (None, ..) => choice.label.as_str(),
    };
    cut(&sanitise(name), ANSWER)
}

/// Several answers that lead the same way.
pub(super) fn choices<'c>(
    session: &Session<'_>,
    question: &Question,
    all: impl Iterator<Item = &'c Choice>,
) -> String {
    let names: Vec<String> = all.map(|one| choice(session, question, one)).collect();
    cut(&names.join(", "), ANSWER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_is_never_wider_than_it_may_be() {
        for text in [
            "",
            "abc",
            "日本語の木",
            "e\u{301}te\u{301} long",
            "👩‍👩‍👧 x y z",
            "a  b  c",
        ] {
            for columns in 0..12 {
                let cut = cut(text, columns);
                assert!(width(&cut) <= columns, "{cut:?} at {columns}");
                assert!(columns < 12 || cut == text);
            }
        }
        assert_eq!(cut("remembers what?", 10), "remembers…");
    }
}
