//! What can be wrong in a user's configuration.

use super::super::code::Code;

/// A configuration file, as far as it is YAML.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(strum::EnumCount))]
pub enum Config {
    /// A setting, a context or an action that is none here, and those that are.
    Unknown {
        name: String,
        known: Vec<&'static str>,
    },
    /// What a setting cannot be, and what it can.
    Value {
        value: String,
        known: Vec<&'static str>,
    },
    /// No key is called so.
    NoKey { name: String },
    /// A character that is typed in this context.
    Typed { key: String, context: String },
    /// Ctrl-C always cancels.
    Cancels,
    /// Terminals send it as another key.
    SameAs { key: String, other: &'static str },
    /// It is bound before, at this place.
    Twice { key: String, first: String },
}

impl Config {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Unknown { .. } => Code::UnknownField,
            Self::Twice { .. } => Code::DuplicateId,
            Self::NoKey { .. } => Code::UnknownId,
            Self::Value { .. } | Self::Typed { .. } | Self::Cancels | Self::SameAs { .. } => {
                Code::BadValue
            }
        }
    }
}
