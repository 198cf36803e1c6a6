//! What an id of an advisor may be.

use crate::diagnostic::{Code, Diagnostic};

/// Whether a text is an id: `[a-z][a-z0-9_]*`.
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

pub(super) fn bad_id(text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadId, format!("`{text}` is no id"))
        .help("an id is a lower case letter followed by lower case letters, digits and `_`")
}
