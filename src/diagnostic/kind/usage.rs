//! Kinds met around an interview: flags, names, templates, the target.

use super::super::code::Code;
use crate::words::table::Verb;

/// Flags, commands and names that do not fit.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Usage {
    /// What the reader of the command line says of it.
    Flags {
        why: String,
    },
    EmitPartial,
    /// A flag about the emitted project, and there is none.
    NothingEmitted {
        flag: &'static str,
    },
    DryRunFormat,
    /// Code beside what has it anyway, or never does.
    WithCodeFormat,
    /// A command has no use for a flag; it would take others.
    Useless {
        flag: String,
        command: &'static str,
        takes: Vec<String>,
    },
    /// A command does not print a format.
    OtherFormat {
        format: &'static str,
        command: &'static str,
        known: Vec<String>,
    },
    /// Which of the two is to be checked?
    TwoAdvisors {
        one: String,
        other: String,
    },
    PlainAnswers,
    SetWithoutEquals,
    /// The shell only expands `~` at the start of a word.
    Tilde {
        flag: &'static str,
        expanded: String,
    },
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
    UnknownStart {
        id: String,
    },
    /// A topic of the guidance.
    UnknownTopic {
        name: String,
    },
    /// There is no guidance to read.
    NoGuide {
        advisor: String,
    },
    /// The advisor says nothing of what to play.
    NoLab {
        advisor: String,
    },
    /// And what is one.
    UnknownEvent {
        given: String,
        verbs: Vec<Verb>,
    },
    /// Nothing that is played has this name; those that have one.
    UnknownMember {
        given: String,
        names: Vec<String>,
    },
    IncompleteEvent {
        word: String,
        verbs: Vec<Verb>,
    },
    /// No time that the lab can let pass.
    BadWait {
        given: String,
        most: u64,
    },
    /// An event that is to happen not even once.
    NoTimes {
        given: String,
        verb: Verb,
    },
    TooManyEvents {
        most: usize,
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
            | Self::NothingEmitted { .. }
            | Self::DryRunFormat
            | Self::WithCodeFormat
            | Self::Useless { .. }
            | Self::OtherFormat { .. }
            | Self::TwoAdvisors { .. }
            | Self::PlainAnswers
            | Self::SetWithoutEquals
            | Self::Tilde { .. }
            | Self::UnfinishedCode
            | Self::NoMainFile
            | Self::UnknownTarget { .. }
            | Self::NoTarget { .. }
            | Self::NoGuide { .. }
            | Self::NoLab { .. }
            | Self::UnknownEvent { .. }
            | Self::IncompleteEvent { .. }
            | Self::BadWait { .. }
            | Self::NoTimes { .. }
            | Self::TooManyEvents { .. } => Code::BadFlag,
            Self::UnknownOutcome { .. }
            | Self::UnknownStart { .. }
            | Self::UnknownTopic { .. }
            | Self::UnknownMember { .. } => Code::UnknownId,
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
    /// A file of the project would have the place of another.
    File,
    /// The compiler would warn of the crate's name.
    NotSnakeCase,
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
    /// Another run is writing there.
    Busy {
        path: String,
    },
    /// What a killed run had begun was finished; what is asked now was not done.
    FinishedEarlier {
        path: String,
    },
    /// A link, which could lead outside the target.
    ThroughLink {
        path: String,
    },
    /// Something else stands where a file is to go.
    NoFile {
        path: String,
    },
    /// A signal ended it; everything was taken back.
    Interrupted {
        path: String,
    },
    /// A workspace around the target that does not list it.
    ForeignWorkspace {
        manifest: String,
        member: String,
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
            Self::NotEmpty { .. } | Self::FinishedEarlier { .. } => Code::TargetNotEmpty,
            Self::NoDirectory { .. }
            | Self::Unwritable { .. }
            | Self::Busy { .. }
            | Self::ThroughLink { .. }
            | Self::NoFile { .. }
            | Self::Interrupted { .. }
            | Self::ForeignWorkspace { .. } => Code::TargetUnwritable,
            Self::Template { .. } | Self::PathTwice { .. } => Code::TemplateFailed,
        }
    }
}
