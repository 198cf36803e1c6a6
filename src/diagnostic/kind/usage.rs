//! Kinds met around an interview: flags, names, templates, the target.

use super::super::code::Code;

/// Flags, commands and names that do not fit.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Usage {
    /// What the reader of the command line says of it.
    Flags {
        why: String,
    },
    EmitPartial,
    NameAlone,
    PlainAnswers,
    SetWithoutEquals,
    UnfinishedCode,
    NoMainFile,
    UnknownTarget {
        target: String,
        known: Vec<String>,
    },
    NoTarget {
        advisor: String,
    },
    UnknownOutcome {
        name: String,
    },
    /// `of_directory`: the name is that of the directory to emit to.
    BadName {
        why: Name,
        name: String,
        instead: Option<String>,
        of_directory: bool,
    },
}

impl Usage {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Flags { .. }
            | Self::EmitPartial
            | Self::NameAlone
            | Self::PlainAnswers
            | Self::SetWithoutEquals
            | Self::UnfinishedCode
            | Self::NoMainFile
            | Self::UnknownTarget { .. }
            | Self::NoTarget { .. } => Code::BadFlag,
            Self::UnknownOutcome { .. } => Code::UnknownId,
            Self::BadName { .. } => Code::BadName,
        }
    }
}

/// Why a project cannot have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Name {
    Empty,
    Control,
    Path,
    Keyword,
    Taken,
    NoPackage,
    TooLong(usize),
    /// A crate that the project uses has it.
    Dependency,
}

/// Templates and the target.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Emitting {
    NotEmpty {
        path: String,
    },
    NoDirectory {
        path: String,
    },
    Unwritable {
        path: String,
        why: String,
    },
    /// Two templates make one file.
    PathTwice {
        path: String,
        one: String,
        two: String,
    },
    /// `template` where its text is not at hand to point into.
    Template {
        why: String,
        template: Option<String>,
    },
}

impl Emitting {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::NotEmpty { .. } => Code::TargetNotEmpty,
            Self::NoDirectory { .. } | Self::Unwritable { .. } => Code::TargetUnwritable,
            Self::Template { .. } | Self::PathTwice { .. } => Code::TemplateFailed,
        }
    }
}
