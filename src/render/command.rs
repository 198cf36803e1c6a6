//! The command that gives the same result without an interview.
//!
//! Only what has to be said is said: answers that are the default anyway are left out, and those
//! that do not count with the others. It is quoted for a POSIX shell.

use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer};
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
        Some(["--set".to_owned(), assignment(advisor, ix, &given.answer)])
    });
    let words = std::iter::once("otp-advisor".to_owned())
        .chain(flags.iter().cloned())
        .chain(given.flatten());
    let quoted: Vec<String> = words.map(|word| quoted(&word)).collect();
    quoted.join(" ")
}

/// `question=answer`, as `--set` takes it.
pub fn assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    let asked = advisor.question(question);
    format!("{}={}", asked.id, asked.answer_text(answer))
}

/// The same as a shell takes it: quoted where it has to be.
pub fn shell_assignment(advisor: &Advisor, question: QuestionIx, answer: &Answer) -> String {
    quoted(&assignment(advisor, question, answer))
}

/// A word as a shell reads it back. Ids and numbers stay as they are, which reads better than what
/// would be safe at the start of a command, too.
pub(crate) fn quoted(word: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "_=./:,@%+-".contains(c);
    if !word.is_empty() && word.chars().all(safe) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
