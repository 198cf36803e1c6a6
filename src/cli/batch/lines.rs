//! Lines of an input that may be anybody's: each is read up to a limit and counted beyond it.

use std::io::{self, BufRead, ErrorKind};

/// Longer lines are refused, in bytes. No answers need as much.
pub(super) const LONGEST: usize = 4 * 1024 * 1024;

/// A line of the input.
pub(super) struct Line {
    /// 1-based.
    pub(super) number: usize,
    /// Without its end; `None` when it is longer than is read.
    pub(super) bytes: Option<Vec<u8>>,
}

/// Reads lines and knows whether another one is there to be had at once.
pub(super) struct Lines<'i> {
    input: &'i mut (dyn BufRead + Send),
    read: usize,
    /// Whether a whole line is in memory.
    ready: bool,
}

impl<'i> Lines<'i> {
    pub(super) fn new(input: &'i mut (dyn BufRead + Send)) -> Self {
        Self {
            input,
            read: 0,
            ready: false,
        }
    }

    /// Whether the next line needs no waiting.
    pub(super) fn ready(&self) -> bool {
        self.ready
    }

    /// The next line, however long it takes; `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Some(Vec::new());
        let mut any = false;
        loop {
            let there = match self.input.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                there => there?,
            };
            if there.is_empty() {
                self.ready = false;
                if !any {
                    return Ok(None);
                }
                break;
            }
            any = true;
            let end = there.iter().position(|byte| *byte == b'\n');
            let part = &there[..end.unwrap_or(there.len())];
            match &mut bytes {
                Some(line) if line.len() + part.len() <= LONGEST => line.extend_from_slice(part),
                // What is left of it is only counted past.
                too_long => *too_long = None,
            }
            let used = part.len() + usize::from(end.is_some());
            self.ready = there[used..].contains(&b'\n');
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.read += 1;
        Ok(Some(Line {
            number: self.read,
            bytes,
        }))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::io::{BufReader, Cursor, Read};

    use super::*;

    fn all(mut input: impl BufRead + Send) -> Vec<(usize, Option<usize>)> {
        let mut lines = Lines::new(&mut input);
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push((line.number, line.bytes.map(|bytes| bytes.len())));
        }
        found
    }

    #[test]
    fn lines_are_counted_and_the_last_needs_no_end() {
        assert_eq!(all(Cursor::new("")), []);
        assert_eq!(all(Cursor::new("\n")), [(1, Some(0))]);
        assert_eq!(
            all(BufReader::with_capacity(2, Cursor::new("abc\n\nde"))),
            [(1, Some(3)), (2, Some(0)), (3, Some(2))]
        );
    }

    #[test]
    fn f16_a_line_beyond_the_limit_is_read_past() {
        let long = LONGEST as u64;
        let input = |length| {
            let text = io::repeat(b'x').take(length);
            BufReader::new(text.chain(Cursor::new("\nnext\n")))
        };
        assert_eq!(all(input(long)), [(1, Some(LONGEST)), (2, Some(4))]);
        assert_eq!(all(input(long + 1)), [(1, None), (2, Some(4))]);
        assert_eq!(all(input(40 * long)), [(1, None), (2, Some(4))]);
    }

    #[test]
    fn a_line_is_ready_when_all_of_it_is_in_memory() {
        let mut input = BufReader::with_capacity(8, Cursor::new("a\nb\ncdefgh\n"));
        let mut lines = Lines::new(&mut input);
        let mut ready = Vec::new();
        while lines.next().unwrap().is_some() {
            ready.push(lines.ready());
        }
        assert_eq!(ready, [true, false, false]);
    }
}
