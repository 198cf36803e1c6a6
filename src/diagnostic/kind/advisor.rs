//! Kinds met while an advisor is checked, by what they are about.

use super::super::code::Code;
use super::answers::NoAnswer;

/// Names of an advisor.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Ids {
    NoId {
        id: String,
    },
    /// The file is called otherwise.
    FileName {
        file: String,
        id: String,
    },
    Taken {
        id: String,
    },
    /// Of a question, section or quantity.
    SubjectTaken {
        id: String,
    },
    /// An old id that something has today.
    OldInUse {
        id: String,
    },
    /// An old id of two.
    OldTwice {
        id: String,
    },
    ListedTwice {
        id: String,
    },
    QuestionListedTwice {
        id: String,
    },
    Unknown {
        noun: Noun,
        id: String,
    },
    Placeholder {
        id: String,
    },
    /// An option of a yes/no question.
    NeitherYesNorNo {
        option: String,
    },
    /// An answer that could mean two options of a question, or one and "I don't know".
    Ambiguous {
        answer: String,
        option: String,
        other: Option<String>,
    },
    TooMany {
        many: Many,
        count: usize,
        most: usize,
    },
}

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Noun {
    Question,
    QuestionHere,
    Outcome,
    OutcomeHere,
    Section,
    Option,
    Band,
    /// A question, section or quantity.
    Subject,
    Condition,
    RedFlag,
    Caution,
    /// Of a picture, above the one that names it.
    NodeBefore,
    /// A word of the lab, as the next one.
    Strategy,
    Restart,
    /// A group of the lab, further down.
    GroupBelow,
    PartPlayed,
    Keeping,
    Fact,
}

/// What there may be too many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Many {
    Sections,
    /// Of one section, as the next two.
    Questions,
    Outcomes,
    Quantities,
    /// Named ones.
    Conditions,
    /// Of one target.
    Files,
    /// Of the picture.
    Nodes,
    /// Of one list of the lab.
    Parts,
    /// Of one part of the lab.
    Copies,
}

impl Ids {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NoId { .. } | Self::FileName { .. } => Code::BadId,
            Self::Taken { .. }
            | Self::SubjectTaken { .. }
            | Self::OldInUse { .. }
            | Self::OldTwice { .. }
            | Self::ListedTwice { .. }
            | Self::QuestionListedTwice { .. }
            | Self::Ambiguous { .. } => Code::DuplicateId,
            Self::Unknown { .. } | Self::Placeholder { .. } | Self::NeitherYesNorNo { .. } => {
                Code::UnknownId
            }
            Self::TooMany { .. } => Code::TooLarge,
        }
    }
}

/// Sections, questions and texts of an advisor.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Part {
    NoSection {
        file: String,
    },
    MeansNothing {
        field: &'static str,
        kind: PartKind,
    },
    Needs {
        field: &'static str,
        kind: PartKind,
    },
    NumberNeeds {
        id: String,
        field: &'static str,
    },
    NumberNeedsBand {
        id: String,
    },
    NeedsLabel {
        id: String,
    },
    NeedsDefault {
        id: String,
    },
    TwoOptions {
        id: String,
    },
    TextInput {
        id: String,
    },
    OnlyBandsEnd,
    OnlyOptionsReplace,
    MinAboveMax {
        min: f64,
        max: f64,
    },
    BandWithoutEnd,
    LastBandEnds,
    BandsDescend,
    BadPattern {
        why: String,
    },
    BadAnswer(Box<NoAnswer>),
    /// An example answered with unknown.
    UnknownExample,
    TooCostly {
        id: String,
    },
    TooManyDecimals {
        most: u8,
    },
    EmptyText,
    /// A placeholder in a text that names something.
    FilledName,
    ControlCharacter(char),
    /// Of the code that shows an outcome.
    CodeLines {
        most: usize,
    },
    CodeColumns {
        most: usize,
    },
    NoTexts {
        language: String,
        known: Vec<String>,
    },
    MissingText {
        key: String,
        text: String,
    },
    UnknownText {
        key: String,
    },
}

/// What kind of thing a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum PartKind {
    Tree,
    Table,
    /// A section of plain questions.
    Questions,
    YesNo,
    Choice,
    Number,
    Text,
}

impl Part {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NoSection { .. } | Self::TwoOptions { .. } | Self::NumberNeedsBand { .. } => {
                Code::EmptyList
            }
            Self::MeansNothing { .. } | Self::OnlyBandsEnd | Self::OnlyOptionsReplace => {
                Code::UnknownField
            }
            Self::Needs { .. }
            | Self::NumberNeeds { .. }
            | Self::NeedsLabel { .. }
            | Self::NeedsDefault { .. } => Code::MissingField,
            Self::TextInput { .. } => Code::BadValue,
            Self::MinAboveMax { .. }
            | Self::BandWithoutEnd
            | Self::LastBandEnds
            | Self::BandsDescend => Code::BadBands,
            Self::BadPattern { .. } => Code::BadPattern,
            Self::BadAnswer(_) | Self::UnknownExample => Code::BadAnswer,
            Self::TooCostly { .. }
            | Self::TooManyDecimals { .. }
            | Self::CodeLines { .. }
            | Self::CodeColumns { .. } => Code::TooLarge,
            Self::EmptyText | Self::FilledName | Self::ControlCharacter(_) => Code::BadText,
            Self::NoTexts { .. } | Self::MissingText { .. } => Code::MissingTranslation,
            Self::UnknownText { .. } => Code::UnknownTranslation,
        }
    }
}

/// How questions lead on.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Flow {
    /// `goto`, `outcome` and `next`, more than one of them.
    SeveralWays,
    /// `goto` and `outcome` on one way.
    TwoTargets,
    /// A way on without a target.
    NoTarget,
    LastWayConditional,
    LastDefaultConditional,
    NeverTaken,
    /// A verdict for everything, and more after it.
    NeverSaid,
    LeadsNowhere {
        from: Way,
        question: String,
    },
    /// A way on where the question decides none.
    DecidesNothing {
        question: String,
    },
    ToDetail {
        question: String,
    },
    /// From a question back to it.
    Circle {
        questions: Vec<String>,
    },
}

/// Where the way on from a question begins.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Way {
    Option(String),
    AnyText,
}

impl Flow {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::SeveralWays | Self::TwoTargets | Self::ToDetail { .. } => Code::BadValue,
            Self::NoTarget
            | Self::LastWayConditional
            | Self::LastDefaultConditional
            | Self::LeadsNowhere { .. } => Code::NoWayOn,
            Self::NeverTaken | Self::NeverSaid => Code::BadCondition,
            Self::DecidesNothing { .. } => Code::UnknownField,
            Self::Circle { .. } => Code::Cycle,
        }
    }
}

/// What conditions ask.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Conditions {
    Empty,
    /// `all` or `any` of nothing.
    NoneInside,
    /// A list of no options.
    EmptyList,
    NothingAsked {
        id: String,
    },
    Hidden {
        id: String,
        why: Hidden,
    },
    NumberForBand {
        number: String,
    },
    UnknownTest {
        test: String,
        known: &'static [&'static str],
    },
    NotComparable {
        id: String,
    },
    ExpectedNumber,
    NoNumber {
        text: String,
    },
    NoQuestion {
        id: String,
    },
    ExpectedYesNo,
    NoInput {
        id: String,
    },
    /// A table asks whether one of its own inputs was answered.
    AnsweredInput {
        id: String,
    },
    /// Named conditions that use each other.
    Circle {
        conditions: Vec<String>,
    },
    /// A named condition with those it names put in.
    TooLarge {
        id: String,
        most: usize,
    },
    /// All conditions of the advisor together.
    AllTooLarge {
        most: usize,
    },
    /// A named condition looks at what is not known here.
    NotHere {
        id: String,
        subject: String,
        why: Hidden,
    },
    Unused {
        id: String,
    },
}

/// Why a condition cannot look at something.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Hidden {
    /// Of a section: only earlier ones.
    NotEarlier,
    /// Inside a section: earlier ones and its own.
    LaterSection,
    OwnOutcome,
    OwnAnswer,
    LaterQuantity,
    ComputedLater {
        from: String,
    },
    ComputedFromItself {
        from: String,
    },
    DecidedLater,
    NeverAsked {
        id: String,
    },
    AskedLater,
}

impl Conditions {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NoneInside | Self::EmptyList => Code::EmptyList,
            Self::NoNumber { .. } => Code::BadNumber,
            Self::Circle { .. } => Code::Cycle,
            Self::TooLarge { .. } | Self::AllTooLarge { .. } => Code::TooLarge,
            Self::Unused { .. } => Code::Unused,
            Self::Empty
            | Self::NothingAsked { .. }
            | Self::Hidden { .. }
            | Self::NumberForBand { .. }
            | Self::UnknownTest { .. }
            | Self::NotComparable { .. }
            | Self::ExpectedNumber
            | Self::NoQuestion { .. }
            | Self::ExpectedYesNo
            | Self::NoInput { .. }
            | Self::AnsweredInput { .. }
            | Self::NotHere { .. } => Code::BadCondition,
        }
    }
}

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Formula {
    Expected {
        what: Wanted,
        at_end: bool,
    },
    NoNumber {
        text: String,
    },
    Foreign(char),
    TooDeep,
    TooLong,
    UnknownName {
        name: String,
    },
    UnknownFunction {
        name: String,
        known: Vec<&'static str>,
    },
    Arguments {
        function: String,
        wanted: usize,
        given: usize,
    },
}

/// What a formula lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Wanted {
    Operator,
    Operand,
    Close,
    CommaOrClose,
}
