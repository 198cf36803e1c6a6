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
    /// How many tests all conditions of the logic come to, those inside quantities counted as often
    /// as they are computed.
    pub(crate) tests: usize,
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
