//! Texts: clean, and their `{placeholders}` known.

use std::ops::Range;
use std::sync::Arc;

use super::checker::Checker;
use crate::data::Str;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::load::raw::Text;
use crate::text::is_unsafe;

impl Checker {
    pub(super) fn maybe_text(
        &mut self,
        source: &Arc<SourceText>,
        text: Option<&Text>,
    ) -> Option<Str> {
        text.map(|text| self.text(source, text))
    }

    /// The text on one line, once it is found clean.
    pub(super) fn text(&mut self, source: &Arc<SourceText>, text: &Text) -> Str {
        self.clean(source, &text.span, &text.value);
        text.value
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    }

    pub(super) fn clean(&mut self, source: &Arc<SourceText>, span: &Range<usize>, text: &str) {
        if text.trim().is_empty() {
            self.fault(
                source,
                span,
                Diagnostic::new(Code::BadText, "this text is empty"),
            );
        }
        if let Some(c) = text.chars().find(|c| is_unsafe(*c) && *c != '\t') {
            let fault = Diagnostic::new(
                Code::BadText,
                format!(
                    "the control character {} does not belong in a text",
                    c.escape_unicode()
                ),
            );
            self.fault(source, span, fault);
        }
        for name in placeholders(text) {
            if !self.names.subjects.contains_key(name) && !self.incomplete {
                let known: Vec<String> = self.names.subjects.keys().cloned().collect();
                let fault = Diagnostic::new(
                    Code::UnknownId,
                    format!("`{{{name}}}` names no question, section or quantity"),
                )
                .nearest(name, known.iter().map(String::as_str));
                self.fault(source, &within(source, span, name), fault);
            }
        }
    }
}

/// Where a placeholder stands; the whole text where it is written in another way than it reads.
fn within(source: &SourceText, span: &Range<usize>, name: &str) -> Range<usize> {
    let written = source.text.get(span.clone());
    match written.and_then(|text| text.find(&format!("{{{name}}}"))) {
        Some(at) => span.start + at..span.start + at + name.len() + 2,
        None => span.clone(),
    }
}

/// The ids in braces.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find('}')?;
        let name = &rest[..end];
        crate::load::id::is_id(name).then_some(name)
    })
}
