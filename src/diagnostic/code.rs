//! The stable names of faults: printed in brackets, in every language the same.
//!
//! Scripts rely on them, so a code is never renamed. It follows from the [`Kind`](super::Kind).

/// What a fault is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Code {
    AnswerGivenTwice,
    AnswerUnused,
    BadAnswer,
    BadBands,
    BadCondition,
    BadFlag,
    BadFormula,
    BadId,
    BadName,
    BadNumber,
    BadPattern,
    BadText,
    BadValue,
    Cycle,
    DuplicateId,
    EmptyList,
    ForeignSheet,
    MissingAnswer,
    MissingField,
    MissingFile,
    MissingTemplate,
    MissingTranslation,
    MoreFaults,
    NoWayOn,
    Renamed,
    Syntax,
    TargetNotEmpty,
    TargetUnwritable,
    TemplateFailed,
    TemplateSyntax,
    TooLarge,
    Undecided,
    UnknownAnswer,
    UnknownField,
    UnknownId,
    UnknownQuestion,
    UnknownTranslation,
    Unreadable,
    Unused,
    Unwritable,
    WrongType,
}

impl Code {
    /// The kebab-case name printed in brackets.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}
