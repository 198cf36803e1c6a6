//! A question: what it asks, what can be answered, and where each answer leads.
//!
//! A kind of question answers here what is asked of it: its options, its bands, what stands for all
//! of its answers. Reading an answer from a text is the business of [`answer`](super::answer).

use serde::Serialize;

use crate::condition::Condition;
use crate::data::{List, Str};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};

/// Something the user is asked.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    pub id: Str,
    /// Ids it had before.
    pub replaces: List<Str>,
    pub section: SectionIx,
    pub ask: Str,
    /// What it asks in a word or two, for drawings.
    pub short: Option<Str>,
    pub help: Option<Str>,
    pub example: Option<Str>,
    /// Situations with the answer that an expert would give, near misses among them.
    pub examples: List<Example>,
    pub source: Option<Str>,
    /// Used for numbers and texts, whose options carry no reason of their own.
    pub because: Option<Str>,
    /// When false the question is not asked and its default stands.
    pub when: Condition,
    pub kind: QuestionKind,
    /// The first whose condition holds is the answer of an empty line.
    pub defaults: List<Default>,
    /// Where a tree goes on when the option chosen has no branches of its own.
    pub next: List<Branch>,
}

/// A situation in which a question is asked, and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    pub id: Str,
    pub situation: Str,
    pub answer: Answer,
}

/// What can be answered.
#[derive(Clone, Debug, Serialize)]
pub enum QuestionKind {
    Choice {
        /// Whether the options are `yes` and `no`, in this order.
        yes_no: bool,
        options: List<Choice>,
    },
    Number {
        unit: Option<Str>,
        /// The unit of exactly one.
        unit_one: Option<Str>,
        /// Inclusive.
        min: f64,
        /// Inclusive.
        max: f64,
        integer: bool,
        /// Named, ascending, gap-free from `min` to `max`.
        bands: List<Band>,
    },
    Text {
        /// The pattern as written; it must match the whole answer.
        pattern: Str,
        hint: Option<Str>,
    },
}

/// One option of a question.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    pub id: Str,
    /// Ids it had before.
    pub replaces: List<Str>,
    pub label: Str,
    /// The label in a word, for drawings.
    pub short: Option<Str>,
    pub because: Option<Str>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
    /// Where a tree goes on from here; empty when the question's own branches count.
    pub next: List<Branch>,
}

/// A named range of a number question or quantity.
#[derive(Clone, Debug, Serialize)]
pub struct Band {
    /// Label, reason and branches, as for an option.
    pub choice: Choice,
    /// Exclusive upper end; `None` in the last band.
    pub below: Option<f64>,
}

/// A default answer and when it counts.
#[derive(Clone, Debug, Serialize)]
pub struct Default {
    pub when: Condition,
    pub answer: Answer,
}

/// One way on from a question of a tree.
#[derive(Clone, Debug, Serialize)]
pub struct Branch {
    pub when: Condition,
    pub to: Goto,
}

/// Where a branch leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Goto {
    Question(QuestionIx),
    Outcome(OutcomeIx),
}

/// An answer, already checked against its question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Answer {
    /// The place in the question's options.
    Option(usize),
    Number(f64),
    Text(Str),
    /// The user does not know.
    Unknown,
}

/// An answer that says something: anything but unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'v> {
    Option(usize),
    Number(f64),
    Text(&'v str),
}

impl Answer {
    /// What it says; `None` when it is unknown.
    pub(crate) fn value(&self) -> Option<Value<'_>> {
        match self {
            Self::Option(place) => Some(Value::Option(*place)),
            Self::Number(value) => Some(Value::Number(*value)),
            Self::Text(text) => Some(Value::Text(text)),
            Self::Unknown => None,
        }
    }

    /// The number that was answered.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Option(_) | Self::Text(_) | Self::Unknown => None,
        }
    }
}

/// The answers a question has, where a few can stand for all.
pub(crate) enum Domain<'q> {
    Options(&'q [Choice]),
    Numbers {
        min: f64,
        max: f64,
        integer: bool,
        bands: &'q [Band],
    },
}

impl Question {
    /// What can be tried instead of an answer; `None` for texts.
    pub(crate) fn domain(&self) -> Option<Domain<'_>> {
        match &self.kind {
            QuestionKind::Choice { options, .. } => Some(Domain::Options(options)),
            QuestionKind::Number {
                min,
                max,
                integer,
                bands,
                ..
            } => Some(Domain::Numbers {
                min: *min,
                max: *max,
                integer: *integer,
                bands,
            }),
            QuestionKind::Text { .. } => None,
        }
    }

    /// Whether it is answered by yes or no.
    pub fn is_yes_no(&self) -> bool {
        matches!(self.kind, QuestionKind::Choice { yes_no: true, .. })
    }

    /// Whether its answer is typed; else one of a few is chosen.
    pub fn is_typed(&self) -> bool {
        !matches!(self.kind, QuestionKind::Choice { .. })
    }

    /// What its numbers count.
    pub fn unit(&self) -> Option<&str> {
        match &self.kind {
            QuestionKind::Number { unit, .. } => unit.as_deref(),
            QuestionKind::Choice { .. } | QuestionKind::Text { .. } => None,
        }
    }

    /// What one of them is, where that has another form.
    pub(crate) fn unit_one(&self) -> Option<&str> {
        match &self.kind {
            QuestionKind::Number { unit_one, .. } => unit_one.as_deref(),
            QuestionKind::Choice { .. } | QuestionKind::Text { .. } => None,
        }
    }

    /// What its texts look like; the pattern, where nobody said it in words.
    pub fn hint(&self) -> Option<&str> {
        match &self.kind {
            QuestionKind::Text { pattern, hint } => Some(hint.as_ref().unwrap_or(pattern)),
            QuestionKind::Choice { .. } | QuestionKind::Number { .. } => None,
        }
    }

    /// What its texts must match.
    pub fn pattern(&self) -> Option<&str> {
        match &self.kind {
            QuestionKind::Text { pattern, .. } => Some(pattern),
            QuestionKind::Choice { .. } | QuestionKind::Number { .. } => None,
        }
    }

    /// Whether there are interviews in which its default stands instead of being asked.
    pub fn is_conditional(&self) -> bool {
        self.when != Condition::Always
    }

    /// What decides whether it is asked and which default counts.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let defaults = self.defaults.iter().map(|default| &default.when);
        std::iter::once(&self.when).chain(defaults)
    }

    /// What is chosen from; nothing where the answer is typed.
    pub fn options(&self) -> &[Choice] {
        match self.domain() {
            Some(Domain::Options(options)) => options,
            _ => &[],
        }
    }

    /// The named ranges of a number.
    pub fn bands(&self) -> &[Band] {
        match self.domain() {
            Some(Domain::Numbers { bands, .. }) => bands,
            _ => &[],
        }
    }

    /// The options, or the bands of a number; none for texts.
    pub fn choices(&self) -> impl Iterator<Item = &Choice> {
        let bands = self.bands().iter().map(|band| &band.choice);
        self.options().iter().chain(bands)
    }

    /// The option, or the band of a number, that an answer falls into.
    pub fn choice_of(&self, answer: &Answer) -> Option<&Choice> {
        self.choice_at(answer.value()?)
    }

    pub(crate) fn choice_at(&self, value: Value<'_>) -> Option<&Choice> {
        match value {
            Value::Option(place) => self.options().get(place),
            Value::Number(value) => {
                let place = band_of(self.bands(), value)?;
                Some(&self.bands()[place].choice)
            }
            Value::Text(_) => None,
        }
    }

    /// Trees: the branches that an answer is followed by.
    pub(crate) fn ways_on(&self, value: Option<Value<'_>>) -> &[Branch] {
        match value.and_then(|value| self.choice_at(value)) {
            Some(choice) if !choice.next.is_empty() => &choice.next,
            _ => &self.next,
        }
    }

    /// Trees: the branches of every answer.
    pub(crate) fn every_way_on<'q>(&'q self, visit: &mut dyn FnMut(&'q [Branch])) {
        let mut shared = self.choices().next().is_none();
        for choice in self.choices() {
            if choice.next.is_empty() {
                shared = true;
            } else {
                visit(&choice.next);
            }
        }
        if shared {
            visit(&self.next);
        }
    }
}

/// The place of the band that a value falls into.
pub(crate) fn band_of(bands: &[Band], value: f64) -> Option<usize> {
    bands
        .iter()
        .position(|band| band.below.is_none_or(|below| value < below))
}
