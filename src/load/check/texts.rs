//! Texts: clean, and their `{placeholders}` known.

use super::checker::Checker;
use crate::data::Str;
use crate::diagnostic::kind::{Ids, Part};
use crate::load::raw::Text;
use crate::load::span::Span;
use crate::load::texts::placeholders;
use crate::text::is_unsafe;

impl Checker {
    pub(super) fn maybe_text(&mut self, text: Option<&Text>) -> Option<Str> {
        text.map(|text| self.text(text))
    }

    /// The text on one line, once it is found clean.
    pub(super) fn text(&mut self, text: &Text) -> Str {
        self.clean(text);
        text.value
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .into()
    }

    /// A text that names something, and is the same wherever it stands: nothing is filled in.
    pub(super) fn name(&mut self, text: &Text) -> Str {
        self.unfilled(text);
        self.text(text)
    }

    pub(super) fn maybe_name(&mut self, text: Option<&Text>) -> Option<Str> {
        text.map(|text| self.name(text))
    }

    pub(super) fn unfilled(&mut self, text: &Text) {
        if let Some(name) = placeholders(&text.value).next() {
            let span = self.written(text.span, name);
            self.fault(span, Part::FilledName);
        }
    }

    pub(super) fn clean(&mut self, text: &Text) {
        let Text { value, span } = text;
        if value.trim().is_empty() {
            self.fault(*span, Part::EmptyText);
        }
        if let Some(c) = value.chars().find(|c| is_unsafe(*c) && *c != '\t') {
            self.fault(*span, Part::ControlCharacter(c));
        }
        for name in placeholders(value) {
            if !self.names.subjects.contains_key(name) && !self.incomplete {
                let known: Vec<String> = self.names.subjects.keys().cloned().collect();
                let id = Text {
                    value: name.to_owned(),
                    span: self.written(*span, name),
                };
                let kind = Ids::Placeholder {
                    id: name.to_owned(),
                };
                self.fault_near(&id, kind, known.iter().map(String::as_str));
            }
        }
    }

    /// Where a placeholder stands; the whole text where it is written in another way than it reads.
    fn written(&self, span: Span, name: &str) -> Span {
        let place = self.files.place(span);
        let written = &place.source.text[place.span];
        match written.find(&format!("{{{name}}}")) {
            Some(at) => span.part(at..at + name.len() + 2),
            None => span,
        }
    }
}
