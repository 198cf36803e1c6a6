//! What emitting would change, as unified diffs.

use similar::TextDiff;

use super::File;

/// A file to be written and what is there now.
pub struct Change<'a> {
    pub file: &'a File,
    /// `None` when the file is new.
    pub before: Option<String>,
}

/// Unified diffs of all changes, new files in full; files that stay the same are only named.
pub fn diff(changes: &[Change<'_>]) -> String {
    let mut text = String::new();
    for change in changes {
        let path = &change.file.path;
        match &change.before {
            Some(before) if *before == change.file.text => {
                text.push_str("  unchanged ");
                text.push_str(path);
                text.push('\n');
            }
            Some(before) => {
                let diff = TextDiff::from_lines(before.as_str(), change.file.text.as_str());
                text.push_str(
                    &diff
                        .unified_diff()
                        .header(&format!("a/{path}"), &format!("b/{path}"))
                        .to_string(),
                );
            }
            None => {
                let diff = TextDiff::from_lines("", change.file.text.as_str());
                text.push_str(
                    &diff
                        .unified_diff()
                        .header("/dev/null", &format!("b/{path}"))
                        .to_string(),
                );
            }
        }
    }
    text
}
