//! What the prompts know of the answers that are kept, of this interview and of earlier ones.

use crate::host::Left;
use crate::ids::QuestionIx;
use crate::model::Answer;

/// Every answer there is.
pub(super) type Answered = Vec<(QuestionIx, Answer)>;

/// What is kept of this interview, and what is left of earlier ones.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// As they were kept last.
    pub(super) answers: Answered,
    /// It was told that they cannot be kept.
    pub(super) warned: bool,
    /// Whether an earlier interview is gone on with.
    pub(super) taken_up: bool,
    /// Those that can be, the latest first.
    pub(super) left: Vec<Left>,
}
