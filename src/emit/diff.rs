//! What emitting would change, as unified diffs.

use similar::{ChangeTag, TextDiff};

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
            // That it stays as it was edited is told beside the diff.
            What::Edited => {}
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

/// What becomes of a file from one design to another.
#[derive(Clone, Copy, Debug)]
pub struct Change<'f> {
    pub path: &'f str,
    pub before: Option<&'f str>,
    pub after: Option<&'f str>,
}

/// The files that differ, in the order of the first, then those that only the second has.
pub fn changes<'f>(
    before: &'f [(String, String)],
    after: &'f [(String, String)],
) -> Vec<Change<'f>> {
    let text = |files: &'f [(String, String)], path: &str| {
        let file = files.iter().find(|(other, _)| other == path);
        file.map(|(_, text)| text.as_str())
    };
    let new = after.iter().map(|(path, _)| path);
    let new = new.filter(|path| text(before, path).is_none());
    let paths = before.iter().map(|(path, _)| path).chain(new);
    let changes = paths.map(|path| Change {
        path,
        before: text(before, path),
        after: text(after, path),
    });
    changes
        .filter(|change| change.before != change.after)
        .collect()
}

impl Change<'_> {
    /// How many lines come, and how many go.
    pub fn lines(&self) -> (usize, usize) {
        let (before, after) = (self.before.unwrap_or(""), self.after.unwrap_or(""));
        let diff = TextDiff::from_lines(before, after);
        let count = |tag| {
            diff.iter_all_changes()
                .filter(|change| change.tag() == tag)
                .count()
        };
        (count(ChangeTag::Insert), count(ChangeTag::Delete))
    }

    /// As a unified diff.
    pub fn unified(&self) -> String {
        let (before, after) = (self.before.unwrap_or(""), self.after.unwrap_or(""));
        let name = |side: &str, there: bool| {
            if there {
                format!("{side}/{}", self.path)
            } else {
                "/dev/null".to_owned()
            }
        };
        let (old, new) = (
            name("a", self.before.is_some()),
            name("b", self.after.is_some()),
        );
        unified(before, after, &old, &new)
    }
}
