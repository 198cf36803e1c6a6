//! Foreign text made safe to show: control characters, length, and the nearest known name.
//!
//! Whatever a person or a file gave goes through here before it reaches a terminal or a log.

use std::borrow::Cow;

/// The character boundary at or before `at`.
pub(crate) fn floor_char_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Text that is safe on a terminal: control and bidirectional formatting characters become `U+FFFD`,
/// tabs one space.
pub fn sanitise(text: &str) -> String {
    // Nearly all text is clean, and seen to be so byte by byte.
    if is_plain(text) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if is_unsafe(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Whether all of it is printable ASCII: as wide as it is long, and safe anywhere.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The same for a text of many lines, whose tabs mean something.
pub fn sanitise_lines(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_unsafe(c) && c != '\t' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Whether a character could move the cursor, hide or turn text, or start an escape sequence.
pub fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'
                ..='\u{206f}' | '\u{feff}'
        )
}

/// The known name most like `given`, if one is near enough to be meant.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Long input is no typing slip, and comparing it would cost time.
    if given.len() > 100 {
        return None;
    }
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&given, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= 0.78)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// What a message quotes of a name or an answer, in characters.
pub const QUOTED: usize = 60;

/// Input as a message quotes it: long ones cut.
pub fn shorten(text: &str) -> Cow<'_, str> {
    cut(text, QUOTED)
}

/// The first `keep` characters, and a mark where there are more.
pub(crate) fn cut(text: &str, keep: usize) -> Cow<'_, str> {
    match text.char_indices().nth(keep) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
