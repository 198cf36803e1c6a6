//! Conditions of a valid advisor: what a `when` says, with every id resolved.
//!
//! Only their syntax; [`facts`](crate::facts) evaluates them.

use serde::{Deserialize, Serialize};

use crate::ids::{QuantityIx, QuestionIx, SectionIx};

/// A condition with every id resolved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    Always,
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Is(Subject, Test),
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    Question(QuestionIx),
    Section(SectionIx),
    Quantity(QuantityIx),
}

/// What it asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// The option, band or outcome is one of these places (an outcome's is that in its section).
    In(Vec<usize>),
    /// The text is one of these.
    TextIn(Vec<String>),
    Compare(Compare, f64),
    /// Answered with anything but unknown.
    Answered,
}

/// A comparison of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compare {
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}

impl Compare {
    pub(crate) fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Self::Lt => left < right,
            Self::Le => left <= right,
            Self::Gt => left > right,
            Self::Ge => left >= right,
            #[expect(
                clippy::float_cmp,
                reason = "authors compare with the number they wrote"
            )]
            Self::Eq => left == right,
            #[expect(
                clippy::float_cmp,
                reason = "authors compare with the number they wrote"
            )]
            Self::Ne => left != right,
        }
    }
}

impl Condition {
    /// Every subject it looks at.
    pub fn subjects(&self, visit: &mut dyn FnMut(Subject)) {
        match self {
            Self::Always => {}
            Self::All(inner) | Self::Any(inner) => {
                for one in inner {
                    one.subjects(visit);
                }
            }
            Self::Not(inner) => inner.subjects(visit),
            Self::Is(subject, _) => visit(*subject),
        }
    }

    /// Every subject that is compared with a number, and the number.
    pub fn thresholds(&self, visit: &mut dyn FnMut(Subject, f64)) {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                for one in inner {
                    one.thresholds(visit);
                }
            }
            Self::Not(inner) => inner.thresholds(visit),
            Self::Is(subject, Test::Compare(_, number)) => visit(*subject, *number),
            Self::Always | Self::Is(..) => {}
        }
    }

    /// The tests that must all hold for it to hold, where it is a plain conjunction.
    pub fn conjuncts(&self) -> Vec<&Condition> {
        match self {
            Self::All(all) => all.iter().flat_map(Condition::conjuncts).collect(),
            Self::Always => Vec::new(),
            other => vec![other],
        }
    }
}
