//! Kinds met when answers are given to an advisor's questions.

use super::super::code::Code;

/// What is wrong with answers.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Answers {
    /// `section` holds the questions of the section that has this name.
    UnknownQuestion {
        name: String,
        section: Option<Vec<String>>,
    },
    /// Empty, and there is no default.
    Empty {
        question: String,
        possible: Possible,
    },
    /// `ask` is what the question says.
    Wrong {
        no: Box<NoAnswer>,
        ask: String,
    },
    /// An answer when every question is answered; with the last question.
    OneTooMany {
        last: Option<String>,
    },
    Twice {
        question: String,
        first: String,
    },
    Unused {
        question: String,
        why: Unused,
        /// Of a sheet: what stands without its line.
        stands: Option<String>,
    },
    /// It does not count and says what stands anyway: a saved sheet is older than the advisor.
    Idle {
        question: String,
        answer: String,
        why: Unused,
    },
    /// Something was called by an id of before.
    Renamed {
        what: Renamed,
        was: String,
        now: String,
    },
    Missing {
        question: String,
        ask: String,
        possible: Possible,
    },
    /// So many lines for one question, and no answer.
    NoneAmong {
        question: String,
        lines: usize,
        ask: String,
        possible: Possible,
    },
    Undecided {
        section: String,
        between: Vec<String>,
        settles: Option<Settles>,
    },
    ForeignSheet {
        of: String,
        advisor: String,
    },
    /// On standard input, where lines of answers are expected.
    SheetPiped,
    /// A line of `batch` that is JSON, but no object.
    NoObject,
    NeitherTextNorNumber {
        question: String,
    },
    FaultyLines {
        faulty: usize,
        lines: usize,
    },
}

impl Answers {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::UnknownQuestion { .. } => Code::UnknownQuestion,
            Self::Empty { .. } | Self::Missing { .. } => Code::MissingAnswer,
            Self::Wrong { .. } | Self::NoneAmong { .. } => Code::UnknownAnswer,
            Self::OneTooMany { .. } | Self::Unused { .. } | Self::Idle { .. } => Code::AnswerUnused,
            Self::Renamed { .. } => Code::Renamed,
            Self::Twice { .. } => Code::AnswerGivenTwice,
            Self::Undecided { .. } => Code::Undecided,
            Self::ForeignSheet { .. } => Code::ForeignSheet,
            Self::SheetPiped | Self::NoObject | Self::NeitherTextNorNumber { .. } => {
                Code::WrongType
            }
            Self::FaultyLines { .. } => Code::BadAnswer,
        }
    }
}

/// A text that is no answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct NoAnswer {
    pub given: String,
    pub question: String,
    pub why: WhyNot,
    /// The option most like it.
    pub near: Option<String>,
    pub possible: Possible,
}

/// Why a text is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum WhyNot {
    NoOption,
    NoNumber,
    /// It can be read as two numbers, here as they would be typed.
    Ambiguous {
        decimal: String,
        whole: String,
    },
    /// The decimal mark of another language.
    Mark {
        right: String,
    },
    /// Groups that are not of three digits.
    Groups {
        right: String,
    },
    /// A number with something behind it that is not the question's unit.
    Unit,
    NotWhole,
    OutOfRange,
    /// Of a text.
    PatternMissed,
}

/// The answers that a question takes.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Possible {
    Options(Vec<String>),
    Number {
        whole: bool,
        min: f64,
        max: f64,
        unit: Option<String>,
    },
    Text {
        pattern: String,
        hint: Option<String>,
    },
}

/// What has another id today.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Renamed {
    Question,
    /// An answer to this question.
    Option {
        question: String,
    },
    Outcome,
}

/// Why an answer does not count.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Unused {
    /// The section came to its outcome without it.
    Decided {
        section: String,
        outcome: String,
    },
    /// The section does not come up.
    Absent {
        section: String,
    },
    NotAsked,
}

/// The question whose answer would settle most.
#[derive(Clone, Debug, PartialEq)]
pub struct Settles {
    pub question: String,
    pub ask: String,
    pub possible: Possible,
}
