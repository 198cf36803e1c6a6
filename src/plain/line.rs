//! One line of input, whatever its bytes.
//!
//! A line without end must not fill the memory, and one that is not UTF-8 must not end the
//! interview: it is read with replacement characters and then refused as an answer.

use std::io::{self, BufRead};

/// Longer lines are refused.
pub(super) const LONGEST: usize = 16 * 1024;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its line break.
    Text(String),
    TooLong,
    /// There are no more lines.
    End,
}

/// Reads up to and including the next line break.
pub(super) fn read_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            break;
        }
        let found = chunk.iter().position(|byte| *byte == b'\n');
        let taken = found.map_or(chunk.len(), |end| end + 1);
        if length <= LONGEST {
            bytes.extend_from_slice(&chunk[..taken]);
        }
        length += taken;
        input.consume(taken);
        if found.is_some() {
            break;
        }
    }
    if length == 0 {
        return Ok(Line::End);
    }
    if length > LONGEST {
        return Ok(Line::TooLong);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Line::Text(text.trim_end_matches(['\n', '\r']).to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{LONGEST, Line, read_line};

    #[test]
    fn lines_of_every_kind() {
        let long = "x".repeat(LONGEST + 10);
        let text = format!("one\r\n\n{long}\nlast");
        let mut input = std::io::Cursor::new(text.into_bytes());
        let mut next = || read_line(&mut input).unwrap();
        assert_eq!(next(), Line::Text("one".to_owned()));
        assert_eq!(next(), Line::Text(String::new()));
        assert_eq!(next(), Line::TooLong);
        assert_eq!(next(), Line::Text("last".to_owned()));
        assert_eq!(next(), Line::End);
    }

    #[test]
    fn bytes_that_are_no_text() {
        let mut input = &b"\xff\xfe\n"[..];
        assert_eq!(
            read_line(&mut input).unwrap(),
            Line::Text("\u{fffd}\u{fffd}".to_owned())
        );
    }
}
