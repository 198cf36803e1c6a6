//! What is said of a project that was written.
//!
//! Each sentence stands on a line of its own, below the first, which is the result.

/// The words about written files.
pub struct EmittingWords {
    /// One or several paths.
    pub removed: fn(&str) -> String,
    /// A file that its owner edited, and in which nothing is new.
    pub edited: fn(&str) -> String,
    /// Edited files that are not needed any more.
    pub kept: fn(&str) -> String,
    /// Files that were replaced, and where their old versions are.
    pub replaced: fn(&str, &str) -> String,
    pub finished_earlier: &'static str,
    /// In `--dry-run`: before the path of a file that stays the same.
    pub unchanged: &'static str,
    /// In `--dry-run`: before the path of an edited file that would stay.
    pub would_keep: &'static str,
    /// In `--dry-run`: before the path of a file whose present version would be kept aside.
    pub would_replace: &'static str,
}
