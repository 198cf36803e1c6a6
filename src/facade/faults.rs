//! What is wrong with something that a person wrote, for programs that pass it on.
//!
//! Every fault found is in it, or the first twenty and how many more there are.

use std::fmt;

use crate::diagnostic;
use crate::words::Language;

/// Everything that is wrong, with where it stands and what would be right.
///
/// It is displayed in English, in several lines, with an empty one between two faults.
#[derive(Clone, PartialEq)]
pub struct Diagnostics(diagnostic::Diagnostics);

impl Diagnostics {
    /// What each fault is looked up by, such as `unknown-answer`: the same in every language and version.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.iter().map(|fault| fault.code().as_str())
    }

    /// As it is displayed, in the language of this tag; English for those the program does not speak.
    pub fn told_in(&self, language: &str) -> String {
        self.0.render(Language::of(language), false)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Diagnostics {
    /// As it is displayed, for it is what `main` and `unwrap` print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Diagnostics {}

impl From<diagnostic::Diagnostics> for Diagnostics {
    fn from(faults: diagnostic::Diagnostics) -> Self {
        Self(faults)
    }
}

impl From<diagnostic::Diagnostic> for Diagnostics {
    fn from(fault: diagnostic::Diagnostic) -> Self {
        Self(fault.into())
    }
}
