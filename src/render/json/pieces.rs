//! Pieces of advice that are the same whatever else is answered, written once.
//!
//! Most of a line of `batch` is what an advisor says to an answer or an outcome, word for word as on every
//! other line that has it. Such a piece is written when it is first needed, and copied from then on.

use std::sync::OnceLock;

use serde::Serialize;

use super::compact::Written;
use crate::advice::{Caution, Reason, TippingPoint, is_fixed_caution, is_fixed_reason};
use crate::data::Str;
use crate::ids::OutcomeIx;
use crate::model::{Advisor, Answer, Question};

/// Nothing where it depends on other answers.
type Piece = OnceLock<Option<Written>>;

/// Where an answer leads, and that in JSON.
type Tip = OnceLock<(OutcomeIx, Option<Written>)>;

/// Makes the object for a thing of an advisor.
pub(super) type Make<'a, T, O> = fn(&'a Advisor, &'a T) -> O;

/// The pieces of one advisor; several threads may use them.
pub(crate) struct Pieces {
    /// By question and option.
    reasons: Vec<Vec<Piece>>,
    /// By question and option, what it would lead to instead: of several outcomes the first that was met.
    tips: Vec<Vec<Tip>>,
    /// By outcome, and by what it looks like: as always, then where a condition holds.
    codes: Vec<Vec<Piece>>,
    /// By their place.
    cautions: Vec<Piece>,
}

impl Pieces {
    /// None is written yet.
    pub(crate) fn of(advisor: &Advisor) -> Self {
        let nothing = |count: usize| (0..count).map(|_| Piece::new()).collect();
        let questions = advisor.questions.iter();
        let nothing_of = |question: &Question| nothing(question.options().len());
        Self {
            reasons: questions.clone().map(nothing_of).collect(),
            tips: questions
                .map(|question| question.options().iter().map(|_| Tip::new()).collect())
                .collect(),
            codes: advisor
                .outcomes
                .iter()
                .map(|outcome| nothing(1 + outcome.code_when.len()))
                .collect(),
            cautions: nothing(advisor.cautions.len()),
        }
    }

    /// What an option says for a decision.
    pub(super) fn reason<'a, O: Serialize>(
        &'a self,
        advisor: &'a Advisor,
        reason: &'a Reason,
        make: Make<'a, Reason, O>,
    ) -> Option<&'a Written> {
        let Some((question, Answer::Option(place))) = reason.question else {
            return None;
        };
        let piece = &self.reasons[question.index()][place];
        let piece = piece.get_or_init(|| {
            let fixed = is_fixed_reason(advisor.question(question), place);
            let object = fixed.then(|| make(advisor, reason))?;
            Written::of(&object)
        });
        piece.as_ref()
    }

    /// What an expert adds.
    pub(super) fn caution<'a, O: Serialize>(
        &'a self,
        advisor: &'a Advisor,
        caution: &'a Caution,
        make: Make<'a, Caution, O>,
    ) -> Option<&'a Written> {
        let piece = self.cautions[caution.place].get_or_init(|| {
            let fixed = is_fixed_caution(&advisor.cautions[caution.place]);
            let object = fixed.then(|| make(advisor, caution))?;
            Written::of(&object)
        });
        piece.as_ref()
    }

    /// What another answer would lead to.
    pub(super) fn tip<'a, O: Serialize>(
        &'a self,
        advisor: &'a Advisor,
        tip: &'a TippingPoint,
        make: Make<'a, TippingPoint, O>,
    ) -> Option<&'a Written> {
        let (Answer::Option(place), Some(outcome)) = (&tip.answer, tip.outcome) else {
            return None;
        };
        let piece = &self.tips[tip.question.index()][*place];
        let (known, written) = piece.get_or_init(|| (outcome, Written::of(&make(advisor, tip))));
        written.as_ref().filter(|_| *known == outcome)
    }

    /// What an outcome looks like in code, of which the decision has taken one.
    pub(super) fn code<T: Serialize>(
        &self,
        advisor: &Advisor,
        (outcome, taken): (OutcomeIx, &[(Str, Str)]),
        code: impl FnOnce() -> T,
    ) -> Option<&Written> {
        let all = advisor.outcome(outcome);
        let special = all.code_when.iter().map(|special| &special.code);
        let mut all = std::iter::once(&all.code).chain(special);
        let place = all.position(|code| **code == *taken)?;
        let piece = self.codes[outcome.index()][place].get_or_init(|| Written::of(&code()));
        piece.as_ref()
    }
}
