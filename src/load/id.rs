//! What an id of an advisor may be.

/// Whether a text is an id: `[a-z][a-z0-9_]*`.
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
