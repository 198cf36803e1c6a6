//! What a session keeps of an answer, and what the logic of a section hands back.

use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::model::state::{Inside, Status};

/// Who an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user gave it.
    Given,
    /// The user was asked and took the question's default, or named the question and left the answer to it.
    Accepted,
    /// It is the question's default, and the situation that the interview began with is of that kind.
    Settled,
    /// It is the question's default, and nobody was asked.
    Default,
}

impl Origin {
    /// Whether somebody thought about it.
    pub fn is_considered(self) -> bool {
        self != Self::Default
    }

    /// Whether the user was asked.
    pub(crate) fn is_asked(self) -> bool {
        matches!(self, Self::Given | Self::Accepted)
    }

    /// Whether it is the default, whoever says so.
    pub fn is_default(self) -> bool {
        self != Self::Given
    }
}

/// An answer and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub answer: Answer,
    pub origin: Origin,
}

/// What the logic of one section makes of the answers.
pub(crate) struct Found {
    /// What is known of it.
    pub(crate) inside: Inside,
    /// The same of its questions, and whether that holds whatever is answered instead of unknown.
    pub(crate) statuses: Vec<(QuestionIx, Status, bool)>,
    /// The questions that were answered on the way, each with the place of its default.
    pub(crate) taken: Vec<(QuestionIx, usize)>,
}
