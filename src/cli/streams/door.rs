//! The one way out for text, on standard output, standard error or the terminal.
//!
//! What is written may come from anywhere: an advisor, a sheet out of a pull request, a path, an
//! argument. Whoever writes would have to know of each piece where it comes from and clean it; the
//! one who forgets lets it move the cursor of a terminal, or command the build server whose log it
//! is. So there is one place that all text goes through, and it cleans everything: nobody has to
//! remember, and nothing else in the program has a stream to write to. Only [`SafeLines`], which escape
//! the same as they are written and are most of what `batch` writes, are not looked at again.
//!
//! Lines are let out whole, for a command told in pieces would be seen in none of them; the beginning
//! of one waits for its end or for a flush.

use std::borrow::Cow;
use std::io::{self, Write};
use std::mem::take;

use memchr::{memchr_iter, memmem};

use crate::render::json::SafeLines;
use crate::signs::Glyphs;
use crate::text::{begins_a_command, is_safe, is_unsafe};

/// A stream that lets nothing out which a terminal or a log would act on: control characters but line
/// breaks and tabs, marks that turn text around, commands of build servers. In the place of each, or of
/// its first character, there is `U+FFFD`.
pub struct Door<'a> {
    way: Box<dyn Write + 'a>,
    /// The beginning of a line.
    waiting: Vec<u8>,
    /// Whether nothing but blanks has been let out of the present line.
    fresh: bool,
    /// What can be shown where it leads.
    glyphs: Glyphs,
}

impl<'a> Door<'a> {
    pub fn new(way: impl Write + 'a) -> Self {
        Self {
            way: Box::new(way),
            waiting: Vec::new(),
            fresh: true,
            glyphs: Glyphs::All,
        }
    }

    /// Leads to a terminal that shows no more than this.
    pub(super) fn showing(mut self, glyphs: Glyphs) -> Self {
        self.glyphs = glyphs;
        self
    }

    /// From here on it is for a program or a file: every sign counts, wherever it is shown meanwhile.
    pub(crate) fn exact(&mut self) {
        self.glyphs = Glyphs::All;
    }

    /// Writes a text that was cleaned before it was coloured: its colours are let out, if there are
    /// any, and nothing else beyond what every text may hold.
    pub(crate) fn coloured(&mut self, text: &str, colours: bool) -> io::Result<()> {
        if !colours {
            return self.write_all(text.as_bytes());
        }
        let waiting = take(&mut self.waiting);
        self.pass(&waiting, false)?;
        self.pass(text.as_bytes(), true)
    }

    /// Writes lines that say of themselves that nothing in them is left to clean.
    pub(crate) fn safe(&mut self, lines: &SafeLines) -> io::Result<()> {
        let lines = lines.as_str().as_bytes();
        if !self.waiting.is_empty() || lines.is_empty() {
            return self.write_all(lines);
        }
        self.fresh = true;
        self.way.write_all(lines)
    }

    fn pass(&mut self, bytes: &[u8], colours: bool) -> io::Result<()> {
        // Nearly all of it is UTF-8, which is seen at a glance.
        let text = match str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        };
        // Before it is cleaned, for what stands for a sign may make a command; and after, for what
        // stands for a command is a sign.
        let text = self.glyphs.fold(&text);
        let cleaned = clean(&text, self.fresh, colours);
        self.way.write_all(self.glyphs.fold(&cleaned).as_bytes())?;
        self.fresh = match text.rsplit_once('\n') {
            Some((_, last)) => last.trim().is_empty(),
            None => self.fresh && text.trim().is_empty(),
        };
        Ok(())
    }
}

impl Write for Door<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = bytes.iter().rposition(|byte| *byte == b'\n');
        let (lines, rest) = bytes.split_at(end.map_or(0, |end| end + 1));
        if self.waiting.is_empty() {
            self.pass(lines, false)?;
        } else if !lines.is_empty() {
            self.waiting.extend_from_slice(lines);
            let lines = take(&mut self.waiting);
            self.pass(&lines, false)?;
        }
        self.waiting.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let waiting = take(&mut self.waiting);
        self.pass(&waiting, false)?;
        self.way.flush()
    }
}

impl Drop for Door<'_> {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = self.flush();
    }
}

/// A text as it may go out; `fresh` where it begins a line.
fn clean(text: &str, fresh: bool, colours: bool) -> Cow<'_, str> {
    let lines = || {
        text.split_inclusive('\n')
            .zip([fresh].into_iter().chain(std::iter::repeat(true)))
    };
    // Looked for beyond the end of the line as well: that costs nothing where there is none.
    let begins = |start: usize| (start > 0 || fresh) && commands(&text[start..]);
    let mut starts = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    // A tab is no safe character, so here there are none.
    if is_safe(text)
        && memmem::find(text.as_bytes(), b"##").is_none()
        && !begins(0)
        && !starts.any(begins)
    {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (line, begins) in lines() {
        let mut rest = line;
        if begins && commands(line) {
            let blanks = line.len() - line.trim_start().len();
            push(&line[..blanks], colours, &mut out);
            out.push(char::REPLACEMENT_CHARACTER);
            rest = &line[blanks + 1..];
        }
        push(rest, colours, &mut out);
    }
    out.into()
}

/// Adds a part of a line, cleaned.
fn push(part: &str, colours: bool, out: &mut String) {
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        let colour = if colours { colour(rest) } else { 0 };
        let taken = match c {
            _ if colour > 0 => colour,
            '\t' => 1,
            '\r' if rest.starts_with("\r\n") => 2,
            c if is_unsafe(c) || c == '#' && begins_a_command(rest) => {
                out.push(char::REPLACEMENT_CHARACTER);
                rest = &rest[c.len_utf8()..];
                continue;
            }
            c => c.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
}

/// The length of the sequence that sets a colour, if the text begins with one.
fn colour(text: &str) -> usize {
    let Some(rest) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    let numbers = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
    if numbers.starts_with('m') {
        text.len() - numbers.len() + 1
    } else {
        0
    }
}

/// The words that GitHub's runner obeys between two pairs of colons. Others are let through, for
/// lines of Rust begin with `::` too.
const OBEYED: &[&str] = &[
    "add-mask",
    "add-matcher",
    "add-path",
    "debug",
    "echo",
    "endgroup",
    "error",
    "group",
    "internal-set-repo-path",
    "notice",
    "remove-matcher",
    "save-state",
    "set-env",
    "set-output",
    "stop-commands",
    "warning",
];

/// Whether a line is a command to GitHub's runner, which passes over blanks before it: `::error::…`,
/// `::error file=a::…`.
fn commands(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix("::") else {
        return false;
    };
    let Some((command, _)) = rest.split_once("::") else {
        return false;
    };
    let word = command.split(' ').next().unwrap_or_default();
    OBEYED
        .iter()
        .any(|obeyed| word.eq_ignore_ascii_case(obeyed))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    /// What comes out of a door for these pieces, flushed after each or only at the end.
    fn out(pieces: &[&str], flushed: bool) -> String {
        let mut out = Vec::new();
        let mut door = Door::new(&mut out);
        for piece in pieces {
            door.write_all(piece.as_bytes()).unwrap();
            if flushed {
                door.flush().unwrap();
            }
        }
        drop(door);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn clean_text_passes_as_it_is() {
        for text in [
            "",
            "\n",
            "a\tb\r\nc",
            "é → 漢\n\n  x",
            "# a ## b #[c]\n",
            "    ::tokio::spawn(x)\n::\n::a\n a ::error:: b",
        ] {
            assert_eq!(out(&[text], false), text);
            assert_eq!(out(&[text], true), text);
        }
    }

    #[test]
    fn what_a_terminal_would_act_on_is_replaced() {
        assert_eq!(out(&["a\u{1b}[31mb\n"], false), "a\u{fffd}[31mb\n");
        for c in "\0\u{7}\u{8}\r\u{b}\u{c}\u{1b}\u{7f}\u{85}\u{9b}\u{61c}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}".chars() {
            assert_eq!(out(&[&format!("a{c}b")], false), "a\u{fffd}b", "{c:?}");
        }
        let mut bytes = Vec::new();
        Door::new(&mut bytes).write_all(b"a\x9bb\n").unwrap();
        assert_eq!(bytes, "a\u{fffd}b\n".as_bytes());
    }

    #[test]
    fn t1_what_stands_for_signs_is_cleaned_as_well() {
        let folded = |text: &str| {
            let mut bytes = Vec::new();
            let mut door = Door::new(&mut bytes).showing(Glyphs::Ascii);
            door.write_all(text.as_bytes()).unwrap();
            drop(door);
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(folded("“é”: \u{1b}[2J…\n"), "\"e\": ?[2J...\n");
        assert_eq!(
            folded("：：error::a\n＃＃[error]b\n"),
            ": : error::a\n# # [error]b\n"
        );
    }

    #[test]
    fn safe_lines_end_what_waits_and_begin_a_line() {
        let mut lines = SafeLines::default();
        lines.add(&"a\u{1b}::error::");
        let mut out = Vec::new();
        let mut door = Door::new(&mut out);
        door.safe(&lines).unwrap();
        write!(door, "b\u{1b}").unwrap();
        door.safe(&lines).unwrap();
        door.safe(&SafeLines::default()).unwrap();
        door.safe(&lines).unwrap();
        write!(door, "::error::c").unwrap();
        drop(door);
        let line = "\"a\\u001b::error::\"\n";
        let expected = format!("{line}b\u{fffd}{line}{line}\u{fffd}:error::c");
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn commands_are_seen_however_they_are_written() {
        assert_eq!(out(&["::error::a\n"], false), "\u{fffd}:error::a\n");
        assert_eq!(
            out(&["\n\t\u{a0}::Add-Mask::a"], false),
            "\n\t\u{a0}\u{fffd}:Add-Mask::a"
        );
        assert_eq!(
            out(&["a\n::error file=b,line=1::c"], false),
            "a\n\u{fffd}:error file=b,line=1::c"
        );
        assert_eq!(out(&["x: ", ":", ":err", "or::"], false), "x: ::error::");
        assert_eq!(out(&["x: ", "::error::a"], true), "x: ::error::a");
        assert_eq!(
            out(&["x\n", ":", ":err", "or::"], false),
            "x\n\u{fffd}:error::"
        );
        assert_eq!(out(&["  ", "::error::a"], true), "  \u{fffd}:error::a");
        assert_eq!(
            out(&["a ##[error]b ##vso[c]"], false),
            "a \u{fffd}#[error]b \u{fffd}#vso[c]"
        );
        assert_eq!(out(&["a #", "#[error]b"], false), "a \u{fffd}#[error]b");
    }

    #[test]
    fn of_a_coloured_text_only_colours_are_let_out() {
        let mut out = Vec::new();
        let mut door = Door::new(&mut out);
        let text = "\u{1b}[1;31ma\u{1b}[0m\u{1b}[2J\u{1b}]0;t\u{7}\n";
        write!(door, "b\u{1b}[1mc ").unwrap();
        door.coloured(text, true).unwrap();
        door.coloured(text, false).unwrap();
        drop(door);
        let expected = "b\u{fffd}[1mc \u{1b}[1;31ma\u{1b}[0m\u{fffd}[2J\u{fffd}]0;t\u{fffd}\n\
            \u{fffd}[1;31ma\u{fffd}[0m\u{fffd}[2J\u{fffd}]0;t\u{fffd}\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
