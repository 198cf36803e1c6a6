//! What is known in an interview: of an answer, of a question, of a section.
//!
//! Plain data. The walk makes it, conditions look at it, and whoever shows an interview asks it.

use crate::facts::Tri;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::Answer;

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

/// What is known of a question.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Status {
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
#[derive(Clone, Debug, PartialEq)]
pub enum SectionState {
    /// It does not come up.
    Absent,
    /// It is open whether it comes up; if it does, this is known.
    Perhaps(Inside),
    /// It comes up.
    Present(Inside),
}

/// What is known of a section that comes up.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// Questions that come up, in the order asked, and whether they are without an answer.
    asked: Vec<(QuestionIx, bool)>,
    result: Outcome,
    /// Tables: the places of the rows that matched for certain.
    rows: Vec<usize>,
}

/// What is known of a section's outcome.
#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    /// It has none, only questions.
    None,
    One(OutcomeIx),
    /// Several that all count (a collecting table).
    Together(Vec<OutcomeIx>),
    /// Some answers could still lead to these, in file order, or with `gap` to none at all.
    Open {
        possible: Vec<OutcomeIx>,
        gap: bool,
    },
}

impl Inside {
    /// Of a section that only asks questions.
    pub(super) fn questions() -> Self {
        Self {
            asked: Vec::new(),
            result: Outcome::None,
            rows: Vec::new(),
        }
    }

    /// Of a section that comes to an outcome. `together`: whether all that is possible counts.
    pub(super) fn deciding(
        asked: Vec<(QuestionIx, bool)>,
        possible: Vec<OutcomeIx>,
        gap: bool,
        together: bool,
    ) -> Self {
        let result = match possible[..] {
            [only] if !gap => Outcome::One(only),
            [_, ..] if together && !gap => Outcome::Together(possible),
            _ => Outcome::Open { possible, gap },
        };
        Self {
            asked,
            result,
            rows: Vec::new(),
        }
    }

    pub(super) fn with_rows(self, rows: Vec<usize>) -> Self {
        Self { rows, ..self }
    }

    /// A question comes up.
    pub(super) fn ask(&mut self, question: QuestionIx, open: bool) {
        self.asked.push((question, open));
    }

    /// Whether there is one result, supposing that the section comes up.
    pub(super) fn has_result(&self) -> bool {
        matches!(self.result, Outcome::One(_) | Outcome::Together(_))
    }

    /// Whether no answer leads to an outcome.
    pub(super) fn is_gap(&self) -> bool {
        matches!(&self.result, Outcome::Open { possible, .. } if possible.is_empty())
    }

    pub(super) fn has_open(&self) -> bool {
        self.asked.iter().any(|(_, open)| *open)
    }

    fn possible(&self) -> &[OutcomeIx] {
        match &self.result {
            Outcome::None => &[],
            Outcome::One(only) => std::slice::from_ref(only),
            Outcome::Together(all) => all,
            Outcome::Open { possible, .. } => possible,
        }
    }
}

impl SectionState {
    pub(super) fn new(applies: Tri, inside: Inside) -> Self {
        match applies {
            Tri::False => Self::Absent,
            Tri::Unknown => Self::Perhaps(inside),
            Tri::True => Self::Present(inside),
        }
    }

    pub(super) fn inside(&self) -> Option<&Inside> {
        match self {
            Self::Absent => None,
            Self::Perhaps(inside) | Self::Present(inside) => Some(inside),
        }
    }

    /// Adds what is asked once the outcome is known.
    pub(super) fn ask(&mut self, question: QuestionIx, open: bool) {
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

    /// The first of them without an answer.
    pub fn next(&self) -> Option<QuestionIx> {
        let (question, _) = self.inside()?.asked.iter().find(|(_, open)| *open)?;
        Some(*question)
    }

    /// Whether it comes up or may, and has outcomes.
    pub fn decides(&self) -> bool {
        self.inside()
            .is_some_and(|inside| inside.result != Outcome::None)
    }

    /// The outcomes that some answers could still lead to, in file order.
    pub fn possible(&self) -> &[OutcomeIx] {
        self.inside().map_or(&[], Inside::possible)
    }

    /// Whether some answers could lead to no outcome at all (a table with a gap).
    pub fn may_have_none(&self) -> bool {
        self.inside()
            .is_some_and(|inside| matches!(inside.result, Outcome::Open { gap: true, .. }))
    }

    /// What it comes to whatever is answered from here: one outcome, or those of a collecting table.
    pub fn result(&self) -> Option<&[OutcomeIx]> {
        match self {
            Self::Present(inside) if inside.has_result() => Some(inside.possible()),
            _ => None,
        }
    }

    /// The same, once nothing is left to ask in it either: it is decided.
    pub fn decided(&self) -> Option<&[OutcomeIx]> {
        self.result().filter(|_| self.next().is_none())
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
        matches!(self, Self::Present(inside) if matches!(inside.result, Outcome::Together(_)))
    }

    /// Whether nothing about its outcome is open; so it is where there is none to come to.
    pub fn is_settled(&self) -> bool {
        match self {
            Self::Absent => true,
            Self::Perhaps(_) => false,
            Self::Present(inside) => inside.result == Outcome::None || inside.has_result(),
        }
    }

    /// Tables: the places of the rows that matched for certain.
    pub fn rows(&self) -> &[usize] {
        self.inside().map_or(&[], |inside| &inside.rows)
    }

    /// Whether conditions find the same in both.
    pub(super) fn tells_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Absent, Self::Absent) => true,
            (Self::Perhaps(one), Self::Perhaps(other))
            | (Self::Present(one), Self::Present(other)) => one.result == other.result,
            _ => false,
        }
    }
}

/// What the logic of one section makes of the answers: what is known of it and of its questions,
/// and whether that holds whatever is answered instead of unknown.
pub(super) type Found = (Inside, Vec<(QuestionIx, Status, bool)>);
