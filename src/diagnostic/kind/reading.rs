//! Kinds met while a text is read: files, encodings, syntax, and the shape of documents.

use super::super::code::Code;

/// Getting at a text, and its syntax.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Reading {
    MissingFile {
        path: String,
    },
    NoAdvisor {
        path: String,
    },
    Unreadable {
        name: String,
        why: String,
    },
    NotUtf8 {
        name: String,
        byte: u8,
    },
    Empty,
    TooLong {
        name: String,
        bytes: u64,
        most: u64,
    },
    /// Reading stopped there.
    MoreThan {
        name: String,
        most: u64,
    },
    Yaml(Yaml),
    Json(Slip),
    /// A result on its way to standard output.
    Output {
        why: String,
    },
}

/// Where a parser stops. Its own text, which is English, stands where no better one is known.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Slip {
    /// A bracket that is opened and not closed.
    Unclosed {
        bracket: String,
    },
    Ended,
    /// A bracket that nothing opened, or of another sort.
    Bracket,
    Character,
    /// Neither an entry of what is above nor part of it; most often the indentation.
    Indentation,
    /// A key without its colon.
    NoColon,
    Documents,
    TrailingComma,
    /// A comma, a colon or a closing bracket is missing.
    Separator,
    After,
    Escape,
    Number,
    /// A control character inside quotes.
    Control,
    NoValue,
    NoKey,
    Twice {
        key: String,
    },
    Other {
        why: String,
    },
}

/// What a YAML parser refuses.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Yaml {
    DuplicateKey {
        key: Option<String>,
    },
    NotFinite {
        number: String,
    },
    TooDeep,
    Tab,
    Aliases,
    UnknownAnchor,
    /// Most often a text with a colon in it.
    Colon,
    /// Most often a quote above that is not closed.
    Quote,
    /// A backslash in double quotes with what stands behind it.
    Escape {
        escape: String,
    },
    Slip(Slip),
}

impl Reading {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::MissingFile { .. } | Self::NoAdvisor { .. } => Code::MissingFile,
            Self::Unreadable { .. } | Self::NotUtf8 { .. } => Code::Unreadable,
            Self::Empty => Code::WrongType,
            Self::TooLong { .. } | Self::MoreThan { .. } => Code::TooLarge,
            Self::Yaml(_) | Self::Json(_) => Code::Syntax,
            Self::Output { .. } => Code::Unwritable,
        }
    }
}

/// What a document holds, before anything is known of what it means.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Shape {
    UnknownField {
        name: String,
        known: &'static [&'static str],
    },
    MissingField {
        name: &'static str,
    },
    UnknownWord {
        word: String,
        known: &'static [&'static str],
    },
    WrongType {
        expected: Expected,
        found: Found,
    },
    BadNumber {
        expected: Expected,
        found: Found,
    },
    /// What a library says of it.
    Other {
        why: String,
    },
}

impl Shape {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::UnknownField { .. } => Code::UnknownField,
            Self::MissingField { .. } => Code::MissingField,
            Self::UnknownWord { .. } | Self::Other { .. } => Code::BadValue,
            Self::WrongType { .. } => Code::WrongType,
            Self::BadNumber { .. } => Code::BadNumber,
        }
    }
}

/// What belongs at a place of a document. Visitors say it by its name, as serde has it.
#[derive(Clone, Debug, PartialEq, strum::EnumString, strum::IntoStaticStr)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Expected {
    #[strum(serialize = "a string")]
    Text,
    #[strum(serialize = "a sequence")]
    List,
    #[strum(serialize = "a boolean")]
    YesNo,
    #[strum(serialize = "f64", serialize = "f32")]
    Number,
    #[strum(
        serialize = "u8",
        serialize = "u16",
        serialize = "u32",
        serialize = "u64"
    )]
    Whole,
    #[strum(serialize = "a mapping of fields")]
    Fields,
    #[strum(serialize = "a condition")]
    Condition,
    #[strum(serialize = "what a condition asks")]
    Cell,
    #[strum(serialize = "a default")]
    Default,
    #[strum(serialize = "names and texts")]
    Entries,
    #[strum(serialize = "names")]
    Named,
    #[strum(serialize = "a known word")]
    Word,
    /// As serde has it.
    #[strum(default)]
    Other(String),
}

/// What stands there instead.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Found {
    Nothing,
    Text(String),
    List,
    Mapping,
    Other(String),
}
