//! Where a fault is: a text with its name, and bytes of it.
//!
//! Advisor files, answer sheets, piped lines and `--set` arguments all become a [`SourceText`], so
//! that every fault prints as `file:line:col`.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::text::floor_char_boundary;

/// A named text, shared by the places that point into it.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// As the user knows it: a path, `standard input`, `--set`.
    pub name: String,
    pub text: String,
    /// The line of the whole that the text begins with.
    first_line: usize,
}

impl SourceText {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Self::from_line(1, name, text)
    }

    /// A part of something longer, from this line of it.
    pub fn from_line(line: usize, name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self {
            name: name.into(),
            text: text.into(),
            first_line: line,
        })
    }

    /// The place just behind the text, for what is missing there.
    pub fn end(self: &Arc<Self>) -> Place {
        let end = self.text.len();
        Place::new(self, end..end)
    }

    /// All of the text.
    pub fn whole(self: &Arc<Self>) -> Place {
        Place::new(self, 0..self.text.len())
    }
}

/// Bytes of a [`SourceText`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub source: Arc<SourceText>,
    /// Byte offsets; always inside the text and on character boundaries.
    pub span: Range<usize>,
}

impl Place {
    /// Clamps the span into the text, so that printing can never fail.
    pub fn new(source: &Arc<SourceText>, span: Range<usize>) -> Self {
        let text = &source.text;
        let start = floor_char_boundary(text, span.start.min(text.len()));
        let end = floor_char_boundary(text, span.end.clamp(start, text.len()));
        Self {
            source: Arc::clone(source),
            span: start..end,
        }
    }

    /// 1-based line and column, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = &self.source.text[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + self.source.first_line;
        (line, before[line_start..].chars().count() + 1)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.source.name)
    }
}
