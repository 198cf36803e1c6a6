//! Laying out text: paragraphs, lists and two columns, wrapped to a width.
//!
//! Widths are display widths, so wide characters count twice. Every text is cleaned of control
//! characters before it is written; colour is added after wrapping and only when asked for.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthStr;

use crate::model::Severity;
use crate::text::sanitise;

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
            let argument = sanitise(&argument);
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
        let mark = sanitise(mark);
        let text = sanitise(text.trim());
        let (first_indent, rest_indent) = (" ".repeat(first), " ".repeat(rest));
        let options = Options::new(self.width.max(rest + NARROWEST / 2))
            .initial_indent(&first_indent)
            .subsequent_indent(&rest_indent)
            // Hyphens stay whole: `--set` and `start_child` are copied as they are.
            .word_splitter(WordSplitter::NoHyphenation)
            .word_separator(WordSeparator::AsciiSpace)
            .wrap_algorithm(WrapAlgorithm::FirstFit);
        for (place, line) in textwrap::wrap(&text, options).iter().enumerate() {
            let line = line.trim();
            if place == 0 && !mark.is_empty() {
                self.out.push_str(&first_indent[..indent.min(first)]);
                self.paint(mark_tone, &mark);
                let gap = first.saturating_sub(indent + mark.width());
                self.out.extend(std::iter::repeat_n(' ', gap));
            } else if !line.is_empty() {
                let indent = if place == 0 { first } else { rest };
                self.out.extend(std::iter::repeat_n(' ', indent));
            }
            self.paint(tone, line);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
        }
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
