//! Other answers to single questions of an interview, on trial: what all trials have in common.
//!
//! A search tries many answers one after another, and all others stay as they are.

use std::cell::RefCell;

use super::direct::Direct;
use super::state::{Given, Origin};
use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer};

/// The answers as they are, ready for one of them to be another.
pub(crate) struct Trials<'a, 's> {
    held: &'s [Option<Given>],
    /// On the short way.
    known: Direct<'a, 's>,
    /// A copy for where that does not tell; empty before it is needed.
    copy: RefCell<Vec<Option<Given>>>,
}

impl<'a, 's> Trials<'a, 's> {
    pub(super) fn of(advisor: &'a Advisor, held: &'s [Option<Given>]) -> Self {
        Self {
            held,
            known: Direct::of(advisor, held),
            copy: RefCell::default(),
        }
    }

    pub(super) fn known(&self) -> &Direct<'a, 's> {
        &self.known
    }

    /// Looks at all answers, one of which is another.
    pub(super) fn with<T>(
        &self,
        question: QuestionIx,
        answer: &Answer,
        look: impl FnOnce(&[Option<Given>]) -> T,
    ) -> T {
        let mut answers = self.copy.borrow_mut();
        if answers.is_empty() {
            answers.extend_from_slice(self.held);
        }
        let place = question.index();
        answers[place] = Some(Given {
            answer: answer.clone(),
            origin: Origin::Given,
        });
        let told = look(&answers);
        answers[place].clone_from(&self.held[place]);
        told
    }
}
