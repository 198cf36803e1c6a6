//! What every part of the check has in hand: the names, and the faults found so far.

use super::names::Names;
use crate::diagnostic::kind::{Ids, Noun};
use crate::diagnostic::{Diagnostic, Diagnostics, Kind};
use crate::load::code::Code;
use crate::load::raw::Text;
use crate::load::span::{Files, Span};

/// Resolves names and gathers faults while the model is made.
pub(super) struct Checker {
    pub(super) names: Names,
    pub(super) files: Files,
    /// What shows the outcomes.
    pub(super) code: Code,
    pub(super) faults: Diagnostics,
    /// Whether something was left out, so that ids may be missing for that reason alone.
    pub(super) incomplete: bool,
}

impl Checker {
    /// A fault where something was written.
    pub(super) fn fault(&mut self, at: Span, kind: impl Into<Kind>) {
        self.faults
            .push(Diagnostic::new(kind).at(self.files.place(at)));
    }

    /// A fault about a name, with the known one that is most like it.
    pub(super) fn fault_near<'n>(
        &mut self,
        name: &Text,
        kind: impl Into<Kind>,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let at = self.files.place(name.span);
        let renamed = self.names.old.get(&name.value);
        self.faults.push_with(|| {
            let mut fault = Diagnostic::new(kind).at(at);
            let known: Vec<&str> = known.into_iter().collect();
            match renamed {
                // What it is called today says more than what looks like it.
                Some(now) if known.contains(&now.as_str()) => fault.near = Some(now.clone()),
                _ => fault = fault.nearest(&name.value, known),
            }
            fault
        });
    }

    /// A file says which part it is, so that a renamed one is noticed.
    pub(super) fn bears_its_files_name(&mut self, id: &Text) -> bool {
        let path = std::path::Path::new(&self.files.of(id.span).name);
        let stem = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        let file = stem.unwrap_or_default();
        let same = file == id.value;
        if !same {
            let id_value = id.value.clone();
            self.fault(id.span, Ids::FileName { file, id: id_value });
        }
        same
    }

    /// An unknown id is only reported when nothing was left out that might have held it.
    pub(super) fn unknown_id<'n>(
        &mut self,
        id: &Text,
        noun: Noun,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.incomplete {
            return;
        }
        let kind = Ids::Unknown {
            noun,
            id: id.value.clone(),
        };
        self.fault_near(id, kind, known);
    }
}
