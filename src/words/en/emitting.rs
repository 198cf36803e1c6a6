//! About written files, in English.
//!
//! See [`EmittingWords`].

use crate::words::table::EmittingWords;

pub(super) const EMITTING: EmittingWords = EmittingWords {
    removed: |path| format!("removed, not part of the project any more: {path}"),
    edited: |path| format!("kept as you edited it: {path}"),
    kept: |path| format!("kept, for it was edited, but not part of the project any more: {path}"),
    replaced: |path, kept| format!("replaced: {path}; what was there is now {kept}"),
    finished_earlier: "a run that was interrupted had begun to write here; that was finished first",
    unchanged: "unchanged",
    would_keep: "kept, for it was edited",
    would_replace: "replaced, and the present version kept aside",
};
