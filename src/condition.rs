//! Conditions of a valid advisor: what a `when` says, with every id resolved.
//!
//! Only their syntax; [`facts`](crate::facts) evaluates them.

mod tri;

use serde::Serialize;

pub use self::tri::Tri;
use crate::data::{Held, List, Str};
use crate::ids::{QuantityIx, QuestionIx, SectionIx};

/// A condition with every id resolved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Condition {
    Always,
    All(List<Condition>),
    Any(List<Condition>),
    Not(Held<Condition>),
    Is(Subject, Test),
}

/// What a condition looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub enum Subject {
    Question(QuestionIx),
    Section(SectionIx),
    Quantity(QuantityIx),
}

/// What it asks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Test {
    /// The option, band or outcome is one of these places (an outcome's is that in its section).
    In(List<usize>),
    /// The text is one of these.
    TextIn(List<Str>),
    Compare(Compare, f64),
    /// Answered with anything but unknown.
    Answered,
}

/// A comparison of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

    /// How many parts it has, itself included.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::All(inner) | Self::Any(inner) => {
                inner.iter().fold(1, |sum, one| sum + one.size())
            }
            Self::Not(inner) => 1 + inner.size(),
            Self::Always | Self::Is(..) => 1,
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

    /// Whether it can be seen that the two never hold together; false where that takes more than a
    /// look at the two. Of some subjects, values may hold `together`.
    pub(crate) fn excludes(&self, other: &Self, together: &dyn Fn(Subject) -> bool) -> bool {
        match (self, other) {
            (Self::Not(inner), one) | (one, Self::Not(inner)) if **inner == *one => true,
            (Self::Any(any), one) | (one, Self::Any(any)) => {
                any.iter().all(|part| part.excludes(one, together))
            }
            (Self::All(all), one) | (one, Self::All(all)) => {
                all.iter().any(|part| part.excludes(one, together))
            }
            (Self::Is(subject, test), Self::Is(same, other)) => {
                subject == same && !together(*subject) && test.excludes(other)
            }
            (Self::Not(inner), Self::Is(subject, Test::In(places)))
            | (Self::Is(subject, Test::In(places)), Self::Not(inner)) => match &**inner {
                Self::Is(same, Test::In(others)) => {
                    subject == same && places.iter().all(|place| others.contains(place))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

impl Test {
    /// Whether no single value passes both.
    fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::In(places), Self::In(others)) => {
                places.iter().all(|place| !others.contains(place))
            }
            (Self::TextIn(texts), Self::TextIn(others)) => {
                texts.iter().all(|text| !others.contains(text))
            }
            (Self::Compare(one, left), Self::Compare(two, right)) => {
                let below = |compare: &Compare, number: f64| match compare {
                    Compare::Lt => Some((number, false)),
                    Compare::Le | Compare::Eq => Some((number, true)),
                    Compare::Gt | Compare::Ge | Compare::Ne => None,
                };
                let above = |compare: &Compare, number: f64| match compare {
                    Compare::Gt => Some((number, false)),
                    Compare::Ge | Compare::Eq => Some((number, true)),
                    Compare::Lt | Compare::Le | Compare::Ne => None,
                };
                let apart = |low: Option<(f64, bool)>, high: Option<(f64, bool)>| {
                    matches!((low, high), (Some((low, with)), Some((high, too)))
                        if low < high || (low <= high && !(with && too)))
                };
                apart(below(one, *left), above(two, *right))
                    || apart(below(two, *right), above(one, *left))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(place: usize) -> Condition {
        Condition::Is(
            Subject::Section(SectionIx::new(0)),
            Test::In(vec![place].into()),
        )
    }

    fn compare(compare: Compare, number: f64) -> Condition {
        let subject = Subject::Quantity(QuantityIx::new(0));
        Condition::Is(subject, Test::Compare(compare, number))
    }

    fn not(inner: Condition) -> Condition {
        Condition::Not(inner.into())
    }

    #[test]
    fn what_excludes_each_other_is_seen() {
        use Compare::{Eq, Ge, Gt, Le, Lt, Ne};
        let other = Condition::Is(Subject::Question(QuestionIx::new(0)), Test::Answered);
        let all = |parts: &[Condition]| Condition::All(parts.to_vec().into());
        let any = |parts: &[Condition]| Condition::Any(parts.to_vec().into());
        let apart = [
            (is(0), is(1)),
            (is(0), not(is(0))),
            (all(&[other.clone(), is(0)]), all(&[is(1), other.clone()])),
            (any(&[is(0), is(1)]), is(2)),
            (any(&[is(0), is(1)]), not(any(&[is(0), is(1)]))),
            (compare(Lt, 50.0), compare(Ge, 50.0)),
            (compare(Le, 50.0), compare(Gt, 50.0)),
            (compare(Eq, 1.0), compare(Eq, 2.0)),
        ];
        for (one, two) in &apart {
            assert!(one.excludes(two, &|_| false), "{one:?} {two:?}");
            assert!(two.excludes(one, &|_| false), "{two:?} {one:?}");
        }
        let near = [
            (is(0), is(0)),
            (is(0), other),
            (is(0), not(is(1))),
            (any(&[is(0), is(1)]), is(1)),
            (compare(Le, 50.0), compare(Ge, 50.0)),
            (compare(Ne, 1.0), compare(Eq, 2.0)),
            (Condition::Always, is(0)),
        ];
        for (one, two) in &near {
            assert!(!one.excludes(two, &|_| false), "{one:?} {two:?}");
        }
        assert!(!is(0).excludes(&is(1), &|_| true), "both may be collected");
    }
}
