//! Laying out text: paragraphs, lists and two columns, wrapped to a width.
//!
//! Widths are display widths, so wide characters count twice. Every text is cleaned of control
//! characters before it is written; colour is added after wrapping and only when asked for.

use std::borrow::Cow;
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

use crate::model::Severity;
use crate::text::{in_line, is_plain, sanitise};

/// Narrower pages are laid out as if they had this width.
const NARROWEST: usize = 24;
/// Wider ones are not wrapped by any terminal; the limit keeps sums of widths from overflowing.
const WIDEST: usize = 100_000;
/// Two columns need this much room; narrower pages stack them.
const TWO_COLUMNS: usize = 56;

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    /// The name of a section or of a part of one.
    Title,
    /// Something to stop for.
    Stop,
    /// Something to know before going on.
    Warn,
    /// What can be typed.
    Key,
    /// What can be skipped.
    Quiet,
}

impl Tone {
    /// The one look of a red flag; the wizard has the same.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Stop => Self::Stop,
            Severity::Warn => Self::Warn,
        }
    }

    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Self::Plain => Style::new(),
            Self::Title => Style::new().bold(),
            Self::Stop => colour(AnsiColor::Red).bold(),
            Self::Warn => colour(AnsiColor::Magenta).bold(),
            Self::Key => colour(AnsiColor::Cyan),
            Self::Quiet => Style::new().dimmed(),
        }
    }
}

/// A text being laid out.
pub(crate) struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    pub(crate) fn new(width: usize, colour: bool) -> Self {
        Self {
            out: String::new(),
            width: width.clamp(NARROWEST, WIDEST),
            colour,
        }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// An empty line, unless there is one or nothing stands above it.
    pub(crate) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, indent: usize, tone: Tone, text: &str) {
        self.put("", Tone::Plain, tone, text, (indent, indent, indent));
    }

    /// A paragraph that hangs behind its mark.
    pub(crate) fn item(&mut self, indent: usize, mark: &str, tone: Tone, text: &str) {
        let hang = indent + mark.width() + 1;
        self.put(mark, tone, Tone::Plain, text, (indent, hang, hang));
    }

    /// A paragraph that begins with a word of another tone.
    pub(crate) fn lead(&mut self, indent: usize, mark: &str, tone: Tone, text: &str) {
        let first = indent + mark.width() + 1;
        self.put(mark, tone, Tone::Plain, text, (indent, first, indent));
    }

    /// A key and its text, the texts of several keys under each other.
    pub(crate) fn pair(&mut self, indent: usize, key: &str, column: usize, text: &str) {
        if self.width < TWO_COLUMNS || key.width() > column {
            self.text(indent, Tone::Key, key);
            self.text(indent + 2, Tone::Plain, text);
        } else {
            let hang = indent + column + 2;
            self.put(key, Tone::Key, Tone::Plain, text, (indent, hang, hang));
        }
    }

    /// Arguments to be pasted into a shell, on several lines if they need it.
    pub(crate) fn command(&mut self, indent: usize, arguments: impl Iterator<Item = String>) {
        let room = self.width.saturating_sub(indent + 2);
        let mut lines: Vec<String> = Vec::new();
        for argument in arguments {
            let argument = in_line(&argument).into_owned();
            match lines.last_mut() {
                Some(line) if line.width() + 1 + argument.width() <= room => {
                    line.push(' ');
                    line.push_str(&argument);
                }
                _ => lines.push(argument),
            }
        }
        for (place, line) in lines.iter().enumerate() {
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.paint(Tone::Key, line);
            let more = place + 1 < lines.len();
            self.out.push_str(if more { " \\\n" } else { "\n" });
        }
    }

    /// A line that is not wrapped, whatever the width.
    pub(crate) fn verbatim(&mut self, indent: usize, line: &str) {
        let line = in_line(line);
        if !line.is_empty() {
            self.space(indent);
            self.out.push_str(&line);
        }
        self.out.push('\n');
    }

    /// A column wide enough for most of these keys.
    pub(crate) fn column<'k>(&self, keys: impl Iterator<Item = &'k str>) -> usize {
        let most = self.width * 2 / 5;
        keys.map(UnicodeWidthStr::width)
            .filter(|width| *width <= most)
            .max()
            .unwrap_or(0)
    }

    /// A mark at one column, the text from the second on, its further lines at the third.
    fn put(
        &mut self,
        mark: &str,
        mark_tone: Tone,
        tone: Tone,
        text: &str,
        (indent, first, rest): (usize, usize, usize),
    ) {
        let mark = clean(mark);
        let text = clean(text.trim());
        let width = self.width.max(rest + NARROWEST / 2);
        let mut indent_of_line = first;
        for (place, line) in lines(&text, width.saturating_sub(first), width - rest).enumerate() {
            if place == 0 && !mark.is_empty() {
                self.space(indent.min(first));
                self.paint(mark_tone, &mark);
                self.space(first.saturating_sub(indent + mark.width()));
            } else if !line.is_empty() {
                self.space(indent_of_line);
            }
            self.paint(tone, line);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
            indent_of_line = rest;
        }
    }

    fn space(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn paint(&mut self, tone: Tone, text: &str) {
        if self.colour && tone != Tone::Plain && !text.is_empty() {
            let style = tone.style();
            // Writing into a string cannot fail.
            let _ = write!(self.out, "{style}{text}{style:#}");
        } else {
            self.out.push_str(text);
        }
    }
}

/// A text in lines of this width, none of which ends in a blank.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let width = width.max(NARROWEST / 2);
    lines(text, width, width).collect::<Vec<_>>().join("\n")
}

/// Most text is clean as it is.
fn clean(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        text.into()
    } else {
        sanitise(text).into()
    }
}

/// A text in lines: the first has room for `first` columns, the others for `rest`. They break at
/// spaces alone, so that `--set` and `start_child` stay whole, and inside a word only where it is
/// wider than a line.
///
/// Pages are most of what a run does, so this makes no copies and looks at no table of widths for
/// plain text.
fn lines(text: &str, first: usize, rest: usize) -> impl Iterator<Item = &str> {
    let mut room = first;
    let mut left = Some(text);
    std::iter::from_fn(move || {
        let (line, after) = cut(left?, room.max(1));
        room = rest;
        left = after;
        Some(line.trim())
    })
}

/// The part of a text that fits into `room` columns, and what is left of it.
fn cut(text: &str, room: usize) -> (&str, Option<&str>) {
    let mut columns = 0;
    let mut space = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => return (&text[..at], Some(&text[at + 1..])),
            ' ' => {
                // A space at the end of a line needs no room.
                space = Some(at);
                columns += 1;
                continue;
            }
            c if c.is_ascii() => columns += 1,
            c => columns += c.width().unwrap_or(0),
        }
        if columns > room && at > 0 {
            let end = space.unwrap_or(at);
            return (&text[..end], Some(text[end..].trim_start_matches(' ')));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wrapped(text: &str, first: usize, rest: usize, expected: &[&str]) {
        let found: Vec<&str> = lines(text, first, rest).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_break_at_spaces() {
        wrapped("", 5, 5, &[""]);
        wrapped("one two three", 7, 7, &["one two", "three"]);
        wrapped("one two three", 3, 9, &["one", "two three"]);
        wrapped("one  two", 4, 4, &["one", "two"]);
        wrapped("a --set b", 5, 5, &["a", "--set", "b"]);
        wrapped("one\ntwo three", 9, 9, &["one", "two three"]);
    }

    #[test]
    fn words_wider_than_a_line_are_cut() {
        wrapped("abcdefgh ij", 3, 3, &["abc", "def", "gh", "ij"]);
        wrapped("a bcdefgh", 3, 3, &["a", "bcd", "efg", "h"]);
        wrapped("ab", 0, 0, &["a", "b"]);
    }

    #[test]
    fn widths_are_those_of_the_screen() {
        wrapped("não é já", 5, 5, &["não é", "já"]);
        wrapped("漢字 かな", 4, 4, &["漢字", "かな"]);
        wrapped("漢字漢", 3, 3, &["漢", "字", "漢"]);
        // A wide character where there is room for none still gets on.
        wrapped("漢字", 1, 1, &["漢", "字"]);
    }
}
