//! The three-valued evaluation of conditions, over whatever is known.
//!
//! During an interview much is still open, so a condition is true, false or unknown (Kleene). What
//! is open and what is known comes from [`Facts`], so the same code serves the running session, the
//! what-if of a tipping point and the proofs of `check`.

use smallvec::SmallVec;

pub use crate::condition::Tri;
use crate::condition::{Condition, Subject, Test};
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Band, Question, Value, band_of};

/// What is known of a question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fact<'a> {
    /// It comes up and is answered.
    Known(Value<'a>),
    /// This is its answer if it comes up, which is open.
    Perhaps(Value<'a>),
    /// Not answered yet, or answered unknown.
    Open,
    /// It does not come up in this interview.
    NotAsked,
}

/// What is known of a section's outcome.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcomes<'a> {
    /// Those still possible; none when the section is absent.
    pub possible: &'a [OutcomeIx],
    /// Whether one of them is sure to come.
    pub sure: bool,
    /// Whether all of them hold together (a collecting table that is decided).
    pub together: bool,
}

/// What conditions can look at.
pub trait Facts {
    fn advisor(&self) -> &Advisor;
    fn answer(&self, question: QuestionIx) -> Fact<'_>;
    /// Whether a question was answered with anything but unknown.
    fn answered(&self, question: QuestionIx) -> Tri;
    /// `None` when nothing is known of the section yet.
    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>>;
    /// What a subject has come to, where that is at hand.
    fn place(&self, _subject: Subject) -> Place {
        Place::Elsewhere
    }
}

/// Which of its options a question was answered with, or to which of its outcomes a section came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    At(u8),
    /// It does not come up.
    Nowhere,
    /// Whatever else there is to say is to be looked up.
    Elsewhere,
}

impl Place {
    pub(crate) fn at(place: usize) -> Self {
        u8::try_from(place).map_or(Self::Elsewhere, Self::At)
    }
}

/// The value of a quantity as far as facts go: `Ok(None)` when it does not come up.
///
/// # Errors
/// [`Open`] when answers are missing.
pub fn value_of<F: Facts + ?Sized>(quantity: QuantityIx, facts: &F) -> Result<Option<f64>, Open> {
    let quantity = facts.advisor().quantity(quantity);
    match quantity.when.eval(facts) {
        Tri::False => return Ok(None),
        Tri::Unknown => return Err(Open),
        Tri::True => {}
    }
    // Formulas read a few numbers.
    let mut numbers: SmallVec<[f64; 8]> = SmallVec::new();
    let mut open = false;
    for (_, subject) in quantity.value.inputs() {
        let number = match subject {
            Subject::Question(question) => match facts.answer(*question) {
                Fact::Known(Value::Number(value)) => Ok(Some(value)),
                Fact::Open | Fact::Perhaps(_) => Err(Open),
                Fact::Known(_) | Fact::NotAsked => Ok(None),
            },
            Subject::Quantity(other) => value_of(*other, facts),
            Subject::Section(_) => Ok(None),
        };
        match number {
            Ok(Some(number)) => numbers.push(number),
            // One number that never comes settles it, whatever the others are.
            Ok(None) => return Ok(None),
            Err(Open) => open = true,
        }
    }
    if open {
        return Err(Open);
    }
    Ok(quantity.value.eval(&numbers))
}

/// A number that depends on answers still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open;

impl Condition {
    /// Written out for each kind of facts, for it is what sessions spend their time on. Most have no parts,
    /// and are seen through without a call.
    #[inline]
    pub fn eval<F: Facts + ?Sized>(&self, facts: &F) -> Tri {
        match self {
            Self::Always => Tri::True,
            Self::Is(subject, test) => test.eval(*subject, facts),
            Self::All(_) | Self::Any(_) | Self::Not(_) => self.of_parts(facts),
        }
    }

    fn of_parts<F: Facts + ?Sized>(&self, facts: &F) -> Tri {
        match self {
            Self::All(all) => {
                let mut so_far = Tri::True;
                for one in all {
                    so_far = so_far.and(one.eval(facts));
                    if so_far == Tri::False {
                        break;
                    }
                }
                so_far
            }
            Self::Any(any) => {
                let mut so_far = Tri::False;
                for one in any {
                    so_far = so_far.or(one.eval(facts));
                    if so_far == Tri::True {
                        break;
                    }
                }
                so_far
            }
            Self::Not(inner) => !inner.eval(facts),
            Self::Always | Self::Is(..) => self.eval(facts),
        }
    }

    /// Whether it certainly holds.
    pub fn holds<F: Facts + ?Sized>(&self, facts: &F) -> bool {
        self.eval(facts) == Tri::True
    }

    /// Every subject by which it holds: of several ways that which does, and nothing of what is only
    /// ruled out.
    pub(crate) fn grounds<F: Facts + ?Sized>(&self, facts: &F, visit: &mut dyn FnMut(Subject)) {
        match self {
            Self::Always | Self::Not(_) => {}
            Self::All(inner) => {
                for one in inner {
                    one.grounds(facts, visit);
                }
            }
            Self::Any(inner) => {
                for one in inner.iter().filter(|one| one.holds(facts)) {
                    one.grounds(facts, visit);
                }
            }
            Self::Is(subject, _) => visit(*subject),
        }
    }
}

impl Test {
    #[inline]
    fn eval<F: Facts + ?Sized>(&self, subject: Subject, facts: &F) -> Tri {
        if let Self::In(places) = self {
            match facts.place(subject) {
                Place::At(place) => return Tri::of(places.contains(&usize::from(place))),
                Place::Nowhere => return Tri::False,
                Place::Elsewhere => {}
            }
        }
        match subject {
            Subject::Question(question) if matches!(self, Self::Answered) => {
                facts.answered(question)
            }
            Subject::Question(question) => {
                let of = |answer| self.of_answer(facts.advisor().question(question), answer);
                match (self, facts.answer(question)) {
                    (_, Fact::NotAsked) => Tri::False,
                    // Most often it is so, and then nothing needs to be known of the question.
                    (Self::In(places), Fact::Known(Value::Option(place))) => {
                        Tri::of(places.contains(&place))
                    }
                    (_, Fact::Known(answer)) => Tri::of(of(answer)),
                    // Not asked would make it false, too.
                    (_, Fact::Perhaps(answer)) if !of(answer) => Tri::False,
                    (_, Fact::Open | Fact::Perhaps(_)) => Tri::Unknown,
                }
            }
            Subject::Section(section) => self.of_outcomes(section, facts),
            Subject::Quantity(quantity) => self.of_quantity(quantity, facts),
        }
    }

    fn of_quantity<F: Facts + ?Sized>(&self, quantity: QuantityIx, facts: &F) -> Tri {
        match value_of(quantity, facts) {
            Err(Open) => Tri::Unknown,
            Ok(None) => Tri::False,
            Ok(Some(value)) => {
                Tri::of(self.of_number(value, &facts.advisor().quantity(quantity).bands))
            }
        }
    }

    fn of_answer(&self, question: &Question, answer: Value<'_>) -> bool {
        match (self, answer) {
            (Self::Answered, _) => true,
            (Self::In(places), Value::Option(place)) => places.contains(&place),
            (_, Value::Number(value)) => self.of_number(value, question.bands()),
            (Self::TextIn(texts), Value::Text(text)) => texts.iter().any(|one| *one == text),
            _ => false,
        }
    }

    fn of_number(&self, value: f64, bands: &[Band]) -> bool {
        match self {
            Self::Compare(compare, number) => compare.holds(value, *number),
            Self::In(places) => band_of(bands, value).is_some_and(|place| places.contains(&place)),
            Self::Answered => true,
            Self::TextIn(_) => false,
        }
    }

    fn of_outcomes<F: Facts + ?Sized>(&self, section: SectionIx, facts: &F) -> Tri {
        let Some(outcomes) = facts.outcomes(section) else {
            return Tri::Unknown;
        };
        let Self::In(places) = self else {
            return Tri::of(!outcomes.possible.is_empty());
        };
        let own = &facts.advisor().section(section).outcomes;
        let hits = outcomes
            .possible
            .iter()
            .filter(|outcome| places.iter().any(|place| own.get(*place) == Some(outcome)))
            .count();
        match hits {
            0 => Tri::False,
            _ if outcomes.together => Tri::True,
            all if outcomes.sure && all == outcomes.possible.len() => Tri::True,
            _ => Tri::Unknown,
        }
    }
}
