//! The answer sheet as a document; what its answers mean is decided elsewhere.

use std::sync::Arc;

use serde::Deserialize;

use super::decode::{self, Spanned};
use super::raw::Entries;
use super::yaml;
use crate::diagnostic::{Diagnostics, SourceText};

/// A text and where it is written in the sheet.
pub type SheetText = Spanned<String>;

#[derive(Debug, Deserialize)]
struct RawSheet {
    advisor: Option<SheetText>,
    version: Option<SheetText>,
    fingerprint: Option<SheetText>,
    #[serde(default)]
    answers: Entries,
    #[serde(default)]
    decisions: Entries,
    #[serde(default)]
    aside: Entries,
}

/// A decoded sheet.
#[derive(Debug)]
pub struct SheetDoc {
    pub advisor: Option<SheetText>,
    pub version: Option<SheetText>,
    pub fingerprint: Option<SheetText>,
    /// Question and answer, as written.
    pub answers: Vec<(SheetText, SheetText)>,
    /// Section and outcome, as they were when the sheet was written.
    pub decisions: Vec<(SheetText, SheetText)>,
    /// Answers that did not count, of an interview that was interrupted.
    pub aside: Vec<(SheetText, SheetText)>,
}

/// Decodes a sheet.
///
/// # Errors
/// Every fault found.
pub fn decode(source: &Arc<SourceText>) -> Result<SheetDoc, Diagnostics> {
    let mut faults = Diagnostics::default();
    let node = yaml::parse(source)?;
    let (raw, _) = decode::decode::<RawSheet>(&node, (0, source), &mut faults);
    match raw {
        Some(raw) if faults.is_empty() => Ok(SheetDoc {
            advisor: raw.advisor,
            version: raw.version,
            fingerprint: raw.fingerprint,
            answers: raw.answers.0,
            decisions: raw.decisions.0,
            aside: raw.aside.0,
        }),
        _ => Err(faults),
    }
}
