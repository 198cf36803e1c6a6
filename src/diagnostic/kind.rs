//! Every fault there is, as data: names, numbers and lists instead of sentences.
//!
//! Kinds are grouped by the stage that meets them. What they say is made in one place a language
//! (`en`, `pt_br`); their [`Code`] is the same in all.

mod advisor;
mod answers;
mod config;
mod project;
mod reading;
mod usage;

pub use self::advisor::{
    Conditions, Flow, Formula, Hidden, Ids, Many, Noun, Part, PartKind, Wanted, Way,
};
pub use self::answers::{Answers, NoAnswer, Possible, Renamed, Settles, Unused, WhyNot};
pub use self::config::Config;
pub use self::project::{Project, TooMuch};
pub use self::reading::{Expected, Found, Reading, Shape, Slip, Yaml};
pub use self::usage::{Emitting, Name, Usage};

use super::code::Code;
use super::report::Severity;

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Getting at a text, and its syntax.
    Reading(Reading),
    /// What a document holds, before anything is known of what it means.
    Shape(Shape),
    /// Names of an advisor.
    Ids(Ids),
    /// Its sections, questions and texts.
    Part(Part),
    /// What it makes projects of.
    Project(Project),
    /// How its questions lead on.
    Flow(Flow),
    /// Its conditions.
    Conditions(Conditions),
    /// Its arithmetic.
    Formula(Formula),
    /// Answers to its questions.
    Answers(Answers),
    /// Flags, commands and names.
    Usage(Usage),
    /// A user's configuration.
    Config(Config),
    /// Templates and the target.
    Emitting(Emitting),
    /// So many more faults than are told.
    More(usize),
}

impl Kind {
    pub fn code(&self) -> Code {
        match self {
            Self::Reading(kind) => kind.code(),
            Self::Shape(kind) => kind.code(),
            Self::Ids(kind) => kind.code(),
            Self::Part(kind) => kind.code(),
            Self::Project(kind) => kind.code(),
            Self::Flow(kind) => kind.code(),
            Self::Conditions(kind) => kind.code(),
            Self::Formula(_) => Code::BadFormula,
            Self::Answers(kind) => kind.code(),
            Self::Usage(kind) => kind.code(),
            Self::Config(kind) => kind.code(),
            Self::Emitting(kind) => kind.code(),
            Self::More(_) => Code::MoreFaults,
        }
    }

    pub fn severity(&self) -> Severity {
        match self {
            Self::More(_) | Self::Answers(Answers::Renamed { .. } | Answers::Idle { .. }) => {
                Severity::Hint
            }
            _ => Severity::Error,
        }
    }
}

macro_rules! into_kind {
    ($($stage:ident),* $(,)?) => {
        $(impl From<$stage> for Kind {
            fn from(kind: $stage) -> Self {
                Self::$stage(kind)
            }
        })*
    };
}

into_kind!(
    Reading, Shape, Ids, Part, Project, Flow, Conditions, Formula, Answers, Usage, Config,
    Emitting,
);
