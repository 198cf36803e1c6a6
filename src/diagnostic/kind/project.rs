//! Kinds about what a project is made of: the files and templates that an advisor names.

use super::super::code::Code;

/// Files and templates of an advisor.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Project {
    Outside {
        path: String,
    },
    MissingTemplate {
        name: String,
        looked: String,
    },
    TemplateSyntax {
        why: String,
    },
    TemplateTooLarge(TooMuch),
    TemplateOutside {
        name: String,
    },
    /// In the path of an emitted file.
    PathPlaceholder {
        name: String,
    },
    /// Two templates make one file.
    PathTwice {
        path: String,
        one: String,
        two: String,
    },
    PathShared {
        path: String,
        most: usize,
    },
    /// With these outcomes of one section, no file of the target is sure to be the main one.
    NoMain {
        target: String,
        without: Vec<String>,
    },
    /// An earlier file always is.
    NeverMain {
        path: String,
    },
}

impl Project {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Outside { .. } | Self::TemplateOutside { .. } | Self::PathPlaceholder { .. } => {
                Code::BadValue
            }
            Self::MissingTemplate { .. } => Code::MissingTemplate,
            Self::TemplateSyntax { .. } => Code::TemplateSyntax,
            Self::TemplateTooLarge(_) | Self::PathShared { .. } => Code::TooLarge,
            Self::PathTwice { .. } => Code::DuplicateId,
            Self::NoMain { .. } => Code::MissingField,
            Self::NeverMain { .. } => Code::Unused,
        }
    }
}

/// What a template has too much of to be parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum TooMuch {
    Bytes {
        bytes: usize,
        most: usize,
    },
    /// In one tag.
    Parts {
        most: usize,
    },
    Brackets {
        most: usize,
    },
    Blocks {
        most: usize,
    },
}
