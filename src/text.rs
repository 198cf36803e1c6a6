//! Foreign text made safe to show: control characters, length, and the nearest known name.
//!
//! Texts are cleaned where they are laid out, so that their widths and lines are right. That nothing
//! gets past does not rest on remembering it: the program's ways out clean whatever is written to
//! them by the same rules.

pub(crate) mod sought;

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

/// Foreign text inside a line of ours: line breaks become spaces too, so that it begins no line.
pub fn in_line(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let breaks = |c| matches!(c, '\n' | '\r');
    sanitise(&text.replace("\r\n", " ").replace(breaks, " ")).into()
}

/// Whether all of it is printable ASCII: as wide as it is long, and safe anywhere.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
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

/// Whether nothing in a text is unsafe. Parts of it without any control or foreign character are passed
/// over at a glance, for nearly all are.
pub(crate) fn is_safe(text: &str) -> bool {
    const PART: usize = 64;
    let glance = |part: &[u8]| {
        let safe = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
        // Without leaving early: the compiler then looks at many bytes at once.
        part.iter().fold(true, |all, byte| all & safe(byte))
    };
    let mut parts = text.as_bytes().chunks(PART).enumerate();
    parts.all(|(nth, part)| {
        let start = nth * PART;
        // A character that is cut in two belongs to the part it ends in.
        let chars = || {
            let from = floor_char_boundary(text, start);
            let to = floor_char_boundary(text, start + part.len());
            &text[from..to]
        };
        glance(part) || !chars().contains(is_unsafe)
    })
}

/// Whether a text begins with a mark that the log of a build server obeys wherever it stands in a line:
/// `##[error]`, `##vso[`, `##teamcity[`.
pub(crate) fn begins_a_command(text: &str) -> bool {
    text.strip_prefix("##").is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .starts_with('[')
    })
}

/// From this likeness on a name may be the one that was meant.
const NEAR: f64 = 0.78;

/// The known name most like `given`, if one is near enough to be meant.
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Long input is no typing slip, and comparing it would cost time.
    if given.len() > 100 {
        return None;
    }
    let given = given.to_lowercase();
    known
        .into_iter()
        .map(|name| (likeness(&given, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= NEAR)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// From 0 to 1. Who remembers one word of a name means that name as well, if less surely.
fn likeness(given: &str, name: &str) -> f64 {
    let whole = strsim::jaro_winkler(given, name);
    if given.len() < 4 {
        return whole;
    }
    name.split(|character: char| !character.is_alphanumeric())
        .map(|word| 0.9 * strsim::jaro_winkler(given, word))
        .fold(whole, f64::max)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_and_one_word_of_a_name_are_near_and_nothing_else_is() {
        let known = ["send_emails", "background_jobs", "cache", "Task.Supervisor"];
        for (given, meant) in [
            ("cahce", Some("cache")),
            ("email", Some("send_emails")),
            ("jobs", Some("background_jobs")),
            ("supervisor", Some("Task.Supervisor")),
            ("task supervisor", Some("Task.Supervisor")),
            ("bgk", None),
            ("weather", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), meant, "{given}");
        }
    }

    #[test]
    fn what_a_terminal_would_act_on_is_found_wherever_it_stands() {
        for unsafe_one in [
            '\u{7f}', '\u{9b}', '\u{202e}', '\u{feff}', '\r', '\0', '\u{1b}',
        ] {
            for before in 0..140 {
                let plain = "é".repeat(before % 7) + &"x".repeat(before);
                assert!(is_safe(&format!("{plain}é→\n{plain}")));
                assert!(!is_safe(&format!("{plain}{unsafe_one}{plain}")));
            }
        }
    }

    #[test]
    fn foreign_text_begins_no_line() {
        assert_eq!(in_line("a\nb\r\nc\rd\te\u{1b}"), "a b c d e\u{fffd}");
    }
}
