//! The command that gives the same result without an interview.
//!
//! Only what has to be said is said: answers that are the default anyway are left out, and those
//! that do not count with the others. It is quoted for a POSIX shell.

use crate::session::{Origin, Session};

/// `otp-advisor --set QUESTION=ANSWER …`, with `flags` before the answers.
pub fn command(session: &Session<'_>, flags: &[String]) -> String {
    let advisor = session.advisor();
    let given = session.asked().filter_map(|ix| {
        let given = session
            .given(ix)
            .filter(|given| given.origin == Origin::Given)?;
        if session.default_of(ix) == Some(&given.answer) {
            return None;
        }
        let question = advisor.question(ix);
        let answer = question.answer_text(&given.answer);
        Some(["--set".to_owned(), format!("{}={answer}", question.id)])
    });
    let words = std::iter::once("otp-advisor".to_owned())
        .chain(flags.iter().cloned())
        .chain(given.flatten());
    let quoted: Vec<String> = words.map(|word| quoted(&word)).collect();
    quoted.join(" ")
}

/// A word as a shell reads it back.
fn quoted(word: &str) -> String {
    // Only a NUL cannot be quoted, and none is in an answer.
    shlex::try_quote(word).map_or_else(|_| String::new(), std::borrow::Cow::into_owned)
}
