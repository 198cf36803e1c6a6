//! Where a value was written: bytes of one of the files that are read together.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Place, SourceText};

/// Bytes of a file; knows which, so that a fault about a value needs nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub(super) file: u32,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    /// Bytes of the file with this number.
    pub(crate) fn new(file: u32, bytes: Range<usize>) -> Self {
        Self {
            file,
            start: bytes.start,
            end: bytes.end,
        }
    }

    pub(crate) fn len(self) -> usize {
        self.end - self.start
    }

    /// Bytes of it, counted from its start.
    pub(crate) fn part(self, part: Range<usize>) -> Self {
        Self {
            file: self.file,
            start: self.start + part.start,
            end: self.start + part.end,
        }
    }

    /// The place in the only file there is.
    pub fn within(self, source: &Arc<SourceText>) -> Place {
        Place::new(source, self.start..self.end)
    }
}

/// The files that are read together.
#[derive(Default)]
pub(crate) struct Files(Vec<Arc<SourceText>>);

impl Files {
    /// Takes a file in and gives it its number.
    pub(crate) fn add(&mut self, text: &Arc<SourceText>) -> u32 {
        self.0.push(Arc::clone(text));
        u32::try_from(self.0.len() - 1).unwrap_or(u32::MAX)
    }

    /// The file that holds a span.
    pub(crate) fn of(&self, span: Span) -> &Arc<SourceText> {
        &self.0[span.file as usize]
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        span.within(self.of(span))
    }
}
