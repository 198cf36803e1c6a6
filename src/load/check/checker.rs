//! What every part of the check has in hand: the names, and the faults found so far.

use std::ops::Range;
use std::sync::Arc;

use super::names::Names;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceText};
use crate::load::raw::Text;

/// Resolves names and gathers faults while the model is made.
pub(super) struct Checker {
    pub(super) names: Names,
    pub(super) faults: Diagnostics,
    /// Whether something was left out, so that ids may be missing for that reason alone.
    pub(super) incomplete: bool,
}

impl Checker {
    /// A fault at a place of a file.
    pub(super) fn fault(&mut self, text: &Arc<SourceText>, span: &Range<usize>, fault: Diagnostic) {
        self.faults.push(fault.at(Place::new(text, span.clone())));
    }

    /// A file says which part it is, so that a renamed one is noticed.
    pub(super) fn bears_its_files_name(&mut self, text: &Arc<SourceText>, id: &Text) -> bool {
        let path = std::path::Path::new(&text.name);
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let same = stem == id.value;
        if !same {
            let fault = Diagnostic::new(
                Code::BadId,
                format!("the file is called `{stem}`, and here `{}`", id.value),
            )
            .help("both must be the same");
            self.fault(text, &id.span, fault);
        }
        same
    }

    /// An unknown id is only reported when nothing was left out that might have held it.
    pub(super) fn unknown_id<'n>(
        &mut self,
        text: &Arc<SourceText>,
        id: &Text,
        noun: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.incomplete {
            return;
        }
        let fault = Diagnostic::new(
            Code::UnknownId,
            format!("no {noun} is called `{}`", id.value),
        )
        .nearest(&id.value, known);
        self.fault(text, &id.span, fault);
    }
}
