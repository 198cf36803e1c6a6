//! What emitting would change, as unified diffs.

use similar::TextDiff;

use super::File;
use super::write::{Plan, What};
use crate::text::in_line;

/// Unified diffs of all changes, new and removed files in full; a file that stays the same is only
/// named, after `unchanged`.
pub fn diff(plan: &Plan, files: &[File], unchanged: &str) -> String {
    let mut text = String::new();
    for change in &plan.changes {
        let new = files.iter().find(|file| file.path == change.path);
        let path = &*in_line(&change.path);
        let after = new.map_or("", |file| file.text.as_str());
        let (old_name, new_name) = (format!("a/{path}"), format!("b/{path}"));
        match &change.what {
            What::Same => {
                text.extend(["  ", unchanged, " ", path, "\n"]);
            }
            What::New => text.push_str(&unified("", after, "/dev/null", &new_name)),
            What::Update { before } | What::Replace { before } => {
                let before = String::from_utf8_lossy(before);
                text.push_str(&unified(&before, after, &old_name, &new_name));
            }
            What::Remove { before } => {
                let before = String::from_utf8_lossy(before);
                text.push_str(&unified(&before, "", &old_name, "/dev/null"));
            }
        }
    }
    text
}

fn unified(before: &str, after: &str, old_name: &str, new_name: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .header(old_name, new_name)
        .to_string()
}
