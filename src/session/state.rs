//! What a session keeps of an answer, and what the logic of a section hands back.

use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::model::state::{Inside, Status};

/// Who an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user gave it.
    Given,
    /// It is the question's default.
    Default,
}

/// An answer and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub answer: Answer,
    pub origin: Origin,
}

/// What the logic of one section makes of the answers: what is known of it and of its questions,
/// and whether that holds whatever is answered instead of unknown.
pub(crate) type Found = (Inside, Vec<(QuestionIx, Status, bool)>);
