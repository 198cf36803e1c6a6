//! The code that shows an outcome: files beside the sections, in any languages.
//!
//! It is shown as it stands, between other things and on any terminal, so it has to be short and narrow.

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::kind::Part;
use crate::text::is_unsafe;

/// The most lines of a file, and columns of a line.
const MAX_LINES: usize = 25;
const MAX_COLUMNS: usize = 76;

/// By the path as it is written in an outcome.
pub(super) type Code = HashMap<String, String>;

/// The first thing that keeps a text from being shown, and where it is.
pub(super) fn fault(text: &str) -> Option<(Part, Range<usize>)> {
    if text.trim().is_empty() {
        return Some((Part::EmptyText, 0..0));
    }
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_unsafe(*c)) {
        return Some((Part::ControlCharacter(c), at..at + c.len_utf8()));
    }
    let mut at = 0;
    for (place, line) in text.trim_end().split('\n').enumerate() {
        let place_of_line = at..at + line.len();
        if place == MAX_LINES {
            return Some((Part::CodeLines { most: MAX_LINES }, place_of_line));
        }
        if line.chars().count() > MAX_COLUMNS {
            return Some((Part::CodeColumns { most: MAX_COLUMNS }, place_of_line));
        }
        at += line.len() + 1;
    }
    None
}
