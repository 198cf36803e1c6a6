//! The question in front: what is highlighted or typed, and what it would lead to.

use std::collections::BTreeMap;

use super::ahead::{Highlighted, Ways};
use crate::diagnostic::kind::NoAnswer;
use crate::ids::QuestionIx;
use crate::model::answer::parse_answer;
use crate::model::{Advisor, Answer, Question};
use crate::session::Session;
use crate::tui::line::Line;
use crate::words::number::Writing;

/// The question in front of the user.
#[derive(Debug)]
pub(crate) struct Card<'a> {
    pub(crate) question: QuestionIx,
    /// The highlighted entry: an option or the input line, and last "I don't know"; none until one
    /// is chosen, where there is no default.
    pub(crate) selected: Option<usize>,
    pub(crate) line: Line,
    /// The line was entered and is no answer.
    pub(crate) refused: bool,
    /// The session as if this question had no answer.
    pub(crate) open: Session<'a>,
    /// The session with what is highlighted or typed; `None` while that is no answer.
    pub(crate) preview: Option<Session<'a>>,
    /// Everything left has a default.
    pub(crate) can_finish: bool,
    /// An answer beyond this question can be gone forward to.
    pub(crate) can_forward: bool,
    /// The outcomes whose code is compared, by entry, as far as they were looked for.
    pub(crate) ahead: BTreeMap<usize, Option<Ways>>,
}

impl<'a> Card<'a> {
    /// Finds out what code the highlighted option leads to, beside what it is `now`.
    pub(crate) fn look_at_code(&mut self, now: &Session<'a>) {
        let question = self.open.advisor().question(self.question);
        let option = self.selected.filter(|_| !question.is_typed());
        let (Some(option), Some(then)) = (option, &self.preview) else {
            return;
        };
        self.ahead.entry(option).or_insert_with(|| {
            let highlighted = Highlighted {
                question: self.question,
                option,
                open: &self.open,
                then,
                now,
            };
            highlighted.ways()
        });
    }

    /// The outcomes whose code is compared; none where they do not differ or are not known.
    pub(crate) fn compared(&self) -> Option<Ways> {
        *self.ahead.get(&self.selected?)?
    }

    /// The place of "I don't know".
    pub(crate) fn unknown_place(&self) -> usize {
        unknown_place(self.open.advisor().question(self.question))
    }

    /// The answer that Enter would give; `None` when the line is none.
    pub(crate) fn answer(&self) -> Option<Answer> {
        let question = self.open.advisor().question(self.question);
        let selected = self.selected?;
        if selected == self.unknown_place() {
            return Some(Answer::Unknown);
        }
        if !question.is_typed() {
            return Some(Answer::Option(selected));
        }
        if self.line.text().trim().is_empty() {
            return self.open.default_of(self.question).cloned();
        }
        self.read().ok()
    }

    /// What is typed, as an answer.
    pub(crate) fn read(&self) -> Result<Answer, Box<NoAnswer>> {
        read(self.open.advisor(), self.question, &self.line)
    }
}

/// A typed line as an answer.
pub(super) fn read(
    advisor: &Advisor,
    question: QuestionIx,
    line: &Line,
) -> Result<Answer, Box<NoAnswer>> {
    let writing = Writing::Typed(advisor.words().language);
    parse_answer(advisor.question(question), line.text(), writing)
}

/// The place of "I don't know" among a question's entries.
pub(crate) fn unknown_place(question: &Question) -> usize {
    if question.is_typed() {
        1
    } else {
        question.options().len()
    }
}
