//! What is known in an interview: of a question, of a section.
//!
//! Plain data. A session's walk makes it, conditions look at it, and whoever shows an interview asks
//! it. What is known before the first answer is a part of the advisor, since it is the same in every
//! interview.

use serde::Serialize;
use smallvec::SmallVec;

use super::question::Answer;
use crate::condition::Tri;
use crate::data::List;
use crate::ids::{OutcomeIx, QuestionIx};

/// What is known of a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Status {
    /// Not reached yet; it may still come up.
    Pending,
    /// It comes up on the present way.
    Asked,
    /// Its condition is false, so its default stands; `None` while it is open which one.
    Silent(Option<Answer>),
    /// It does not come up.
    NotAsked,
}

/// What is known of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SectionState {
    /// It does not come up.
    Absent,
    /// It is open whether it comes up; if it does, this is known.
    Perhaps(Inside),
    /// It comes up.
    Present(Inside),
}

/// What is known of a section that comes up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inside {
    /// Questions that come up, in the order asked, and whether they are without an answer.
    pub(crate) asked: List<(QuestionIx, bool)>,
    pub(crate) result: Ending,
    /// Tables: the places of the rows that matched for certain.
    pub(crate) rows: List<usize>,
}

/// Outcomes that remain: mostly one.
pub(crate) type Possible = SmallVec<[OutcomeIx; 4]>;

/// What is known of a section's outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) enum Ending {
    /// It has none, only questions.
    None,
    One(OutcomeIx),
    /// Several that all count (a collecting table).
    Together(List<OutcomeIx>),
    /// Some answers could still lead to these, in file order, or with `gap` to none at all.
    Open {
        possible: List<OutcomeIx>,
        gap: bool,
    },
}

impl Inside {
    /// Of a section that only asks questions.
    pub(crate) fn questions() -> Self {
        Self {
            asked: List::EMPTY,
            result: Ending::None,
            rows: List::EMPTY,
        }
    }

    /// Of a section that comes to an outcome. `together`: whether all that is possible counts.
    pub(crate) fn deciding(
        asked: Vec<(QuestionIx, bool)>,
        possible: Possible,
        gap: bool,
        together: bool,
    ) -> Self {
        let result = match possible[..] {
            [only] if !gap => Ending::One(only),
            [_, ..] if together && !gap => Ending::Together(possible.into_vec().into()),
            _ => Ending::Open {
                possible: possible.into_vec().into(),
                gap,
            },
        };
        Self {
            asked: asked.into(),
            result,
            rows: List::EMPTY,
        }
    }

    pub(crate) fn with_rows(self, rows: Vec<usize>) -> Self {
        Self {
            rows: rows.into(),
            ..self
        }
    }

    /// A question comes up.
    pub(crate) fn ask(&mut self, question: QuestionIx, open: bool) {
        self.asked.push((question, open));
    }

    /// Whether there is one result, supposing that the section comes up.
    pub(crate) fn has_result(&self) -> bool {
        matches!(self.result, Ending::One(_) | Ending::Together(_))
    }

    /// Whether no answer leads to an outcome.
    pub(crate) fn is_gap(&self) -> bool {
        matches!(&self.result, Ending::Open { possible, .. } if possible.is_empty())
    }

    pub(crate) fn has_open(&self) -> bool {
        self.asked.iter().any(|(_, open)| *open)
    }

    fn possible(&self) -> &[OutcomeIx] {
        match &self.result {
            Ending::None => &[],
            Ending::One(only) => std::slice::from_ref(only),
            Ending::Together(all) => all,
            Ending::Open { possible, .. } => possible,
        }
    }
}

impl SectionState {
    pub(crate) fn new(applies: Tri, inside: Inside) -> Self {
        match applies {
            Tri::False => Self::Absent,
            Tri::Unknown => Self::Perhaps(inside),
            Tri::True => Self::Present(inside),
        }
    }

    pub(crate) fn inside(&self) -> Option<&Inside> {
        match self {
            Self::Absent => None,
            Self::Perhaps(inside) | Self::Present(inside) => Some(inside),
        }
    }

    /// Adds what is asked once the outcome is known.
    pub(crate) fn ask(&mut self, question: QuestionIx, open: bool) {
        if let Self::Perhaps(inside) | Self::Present(inside) = self {
            inside.ask(question, open);
        }
    }

    /// Whether it comes up.
    pub fn applies(&self) -> Tri {
        match self {
            Self::Absent => Tri::False,
            Self::Perhaps(_) => Tri::Unknown,
            Self::Present(_) => Tri::True,
        }
    }

    pub fn is_absent(&self) -> bool {
        *self == Self::Absent
    }

    /// Questions that come up, in the order asked: the answered ones, then what is asked now.
    pub fn asked(&self) -> impl DoubleEndedIterator<Item = QuestionIx> + ExactSizeIterator + '_ {
        let asked = self.inside().map_or(&[][..], |inside| &inside.asked);
        asked.iter().map(|(question, _)| *question)
    }

    /// Those of them without an answer.
    pub fn open(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        let asked = self.inside().map_or(&[][..], |inside| &inside.asked);
        asked
            .iter()
            .filter(|(_, open)| *open)
            .map(|(question, _)| *question)
    }

    /// The first of them without an answer.
    pub fn next(&self) -> Option<QuestionIx> {
        let (question, _) = self.inside()?.asked.iter().find(|(_, open)| *open)?;
        Some(*question)
    }

    /// Whether it comes up or may, and has outcomes.
    pub fn decides(&self) -> bool {
        self.inside()
            .is_some_and(|inside| inside.result != Ending::None)
    }

    /// The outcomes that some answers could still lead to, in file order.
    pub fn possible(&self) -> &[OutcomeIx] {
        self.inside().map_or(&[], Inside::possible)
    }

    /// Whether some answers could lead to no outcome at all (a table with a gap).
    pub fn may_have_none(&self) -> bool {
        self.inside()
            .is_some_and(|inside| matches!(inside.result, Ending::Open { gap: true, .. }))
    }

    /// What it comes to whatever is answered from here: one outcome, or those of a collecting table.
    pub fn result(&self) -> Option<&[OutcomeIx]> {
        match self {
            Self::Present(inside) if inside.has_result() => Some(inside.possible()),
            _ => None,
        }
    }

    /// The one outcome, once there is exactly one.
    pub fn outcome(&self) -> Option<OutcomeIx> {
        match self.result()? {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Whether all that is possible counts (a collecting table).
    pub fn is_collected(&self) -> bool {
        matches!(self, Self::Present(inside) if matches!(inside.result, Ending::Together(_)))
    }

    /// Whether nothing about its outcome is open; so it is where there is none to come to.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Perhaps(_) => false,
            Self::Present(inside) => inside.result == Ending::None || inside.has_result(),
        }
    }

    /// Tables: the places of the rows that matched for certain.
    pub fn rows(&self) -> &[usize] {
        self.inside().map_or(&[], |inside| &inside.rows)
    }

    /// Whether conditions find the same in both.
    pub(crate) fn tells_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Perhaps(one), Self::Perhaps(other))
            | (Self::Present(one), Self::Present(other)) => one.result == other.result,
            _ => false,
        }
    }
}

/// What is known before the first answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Start {
    /// By question, and whether that holds whatever is answered instead of unknown.
    pub(crate) questions: List<(Status, bool)>,
    /// By section.
    pub(crate) sections: List<SectionState>,
}
