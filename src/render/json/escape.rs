//! A text as JSON has it, with everything escaped that a terminal or a log would act on.
//!
//! Each line of `batch` is mostly texts that need no escape, so many bytes are looked at together and
//! whole runs are copied.

use std::fmt::Write as _;

use crate::text::{begins_a_command, is_unsafe};

/// Writes a text in its quotes. Most are plain.
pub(super) fn string(text: &str, out: &mut String) {
    if are_all_plain(text.as_bytes()) {
        out.reserve(text.len() + 2);
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        escaped(text, out);
    }
}

fn escaped(text: &str, out: &mut String) {
    out.push('"');
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = next_special(&text.as_bytes()[at..]) {
        at += found;
        // Only the first byte of a character, or ASCII, is met here: the rest of one is passed over with it.
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else {
            break;
        };
        let end = at + c.len_utf8();
        if needs_escape(c, rest) {
            out.push_str(&text[copied..at]);
            escape(c, out);
            copied = end;
        }
        at = end;
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

/// Bytes looked at together.
const PART: usize = 32;

/// The first byte that may have to do with an escape.
fn next_special(bytes: &[u8]) -> Option<usize> {
    let (parts, rest) = bytes.as_chunks::<PART>();
    for (nth, part) in parts.iter().enumerate() {
        if !are_plain(part) {
            let within = position(part);
            return within.map(|within| nth * PART + within);
        }
    }
    if is_end_plain(bytes, rest) {
        return None;
    }
    let within = position(rest);
    within.map(|within| parts.len() * PART + within)
}

/// Whether there is none. Apart from finding it, which keeps this short.
fn are_all_plain(bytes: &[u8]) -> bool {
    let (parts, rest) = bytes.as_chunks::<PART>();
    parts.iter().all(are_plain) && is_end_plain(bytes, rest)
}

/// The same of the `rest` of some bytes that fills no part. With bytes before it, or blanks behind it, it
/// does: most texts are short, so looking at it byte by byte would cost more than all else.
fn is_end_plain(bytes: &[u8], rest: &[u8]) -> bool {
    if let Some(last) = bytes.last_chunk::<PART>() {
        return are_plain(last);
    }
    let mut part = [b' '; PART];
    part[..rest.len()].copy_from_slice(rest);
    are_plain(&part)
}

/// Whether none of these bytes has anything to do with an escape. Neither leaving early nor branching:
/// the compiler then looks at many bytes at once.
fn are_plain(part: &[u8; PART]) -> bool {
    let special = |any, byte: &u8| any | is_special(*byte);
    !part.iter().fold(false, special)
}

/// The same, one by one.
fn position(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| SPECIAL[usize::from(*byte)])
}

/// Whether a byte may have to do with an escape: a control character, a part of a foreign one, or one of
/// `"`, `#` and `\`.
#[expect(clippy::needless_bitwise_bool, reason = "it is done without branching")]
const fn is_special(byte: u8) -> bool {
    (byte.cast_signed() < 0x20) | (byte == 0x7f) | (byte | 1 == b'#') | (byte == b'\\')
}

static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the bound of the loop")]
        {
            special[byte] = is_special(byte as u8);
        }
        byte += 1;
    }
    special
};

fn needs_escape(c: char, rest: &str) -> bool {
    matches!(c, '"' | '\\' | '\n') || is_unsafe(c) || c == '#' && begins_a_command(rest)
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '"' | '\\' => c,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        c => {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
            return;
        }
    };
    out.push('\\');
    out.push(short);
}
