//! What the logic of an advisor looks at, as plain data; the loader finds it out.

use serde::Serialize;

use super::question::Answer;
use super::state::Start;
use crate::condition::Subject;
use crate::data::List;
use crate::ids::{QuestionIx, SectionIx};

/// What the logic of an advisor looks at: found once, when it is loaded, because every answer of
/// every session needs it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Plan {
    /// By section.
    pub(crate) looks: List<Looks>,
    /// By question: what another answer to it can change.
    pub(crate) reaches: List<Reach>,
    /// By question: values that no condition tells apart from others are left out.
    pub(crate) values: List<List<Answer>>,
    /// Every question, in the order of their ids.
    pub(crate) by_id: List<QuestionIx>,
    /// Where every session begins; without it each finds that out for itself.
    pub(crate) start: Option<Start>,
}

/// What the conditions of one section's logic look at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Looks {
    /// Its own questions, in file order.
    pub(crate) own: List<Watched>,
    /// What these conditions look at outside the section.
    pub(crate) foreign: List<Subject>,
    /// What any condition of the section looks at outside it, that of a detail or of the section
    /// itself included.
    pub(crate) around: List<Subject>,
    /// The questions that these conditions come down to, in the order met.
    pub(crate) reads: List<QuestionIx>,
    /// The same of all that may lead to the section or away from it, its own questions included.
    pub(crate) leads: List<QuestionIx>,
    /// Of a table, by input: the inputs whose values decide whether it comes up, and what stands for it.
    pub(crate) inputs: List<Inputs>,
    /// Of a table, by row: the inputs that its condition looks at.
    pub(crate) rows: List<Inputs>,
    /// How many tests all conditions of the logic come to, those inside quantities counted as often
    /// as they are computed.
    pub(crate) tests: usize,
}

/// Inputs of a table by their places, or so many that they are not told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Inputs(pub(crate) u64);

impl Inputs {
    pub(crate) fn of(place: usize) -> Self {
        Self(
            1_u64
                .checked_shl(u32::try_from(place).unwrap_or(u32::MAX))
                .unwrap_or(u64::MAX),
        )
    }

    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The place of none is before this.
    pub(crate) fn first(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    pub(crate) fn has_any_of(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// A question that conditions of its own section look at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Watched {
    pub(crate) question: QuestionIx,
    /// Whether trying its values tells all there is. Not so for a number inside a formula, which
    /// may turn anywhere between them, nor for a text.
    pub(crate) supposable: bool,
}

/// What another answer to a question can change.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Reach {
    /// How many sections may come to another outcome.
    pub(crate) outcomes: usize,
    /// Whether the verdicts look at it, or at anything that it changes.
    pub(crate) is_told: bool,
}

impl Plan {
    pub(crate) fn looks(&self, section: SectionIx) -> &Looks {
        &self.looks[section.index()]
    }

    pub(crate) fn reach(&self, question: QuestionIx) -> &Reach {
        &self.reaches[question.index()]
    }

    pub(crate) fn values(&self, question: QuestionIx) -> &[Answer] {
        &self.values[question.index()]
    }
}
