//! Wrapping: styled words into lines of a given width.
//!
//! Done here and not by the widget, since scrolling has to know how many lines there are. Widths
//! are columns on the screen, so wide characters count twice.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to at most `columns`, with `…` where something was cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = take(text, columns.saturating_sub(1)).to_owned();
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// The longest start of a text that fits.
fn take(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// Wraps styled pieces. The first line starts with `lead`, all others are indented as far.
pub(crate) fn wrap(
    lead: Span<'static>,
    pieces: &[(&str, Style)],
    columns: usize,
) -> Vec<Line<'static>> {
    let indent = width(&lead.content);
    // An indent that leaves no room is no help.
    let (lead, indent) = if indent + 4 > columns {
        (Span::raw(""), 0)
    } else {
        (lead, indent)
    };
    let room = columns.saturating_sub(indent).max(1);
    let mut lines = Wrapped {
        room,
        used: 0,
        indent,
        lines: vec![vec![lead]],
        fresh: true,
    };
    for (text, style) in pieces {
        for word in text.split_inclusive(' ') {
            lines.word(word, *style);
        }
    }
    lines.lines.into_iter().map(Line::from).collect()
}

struct Wrapped {
    room: usize,
    used: usize,
    indent: usize,
    lines: Vec<Vec<Span<'static>>>,
    /// Nothing but the indent is in the line.
    fresh: bool,
}

impl Wrapped {
    /// Puts a word and the space after it.
    fn word(&mut self, word: &str, style: Style) {
        let bare = word.trim_end_matches(' ');
        if self.used + width(bare) > self.room && !self.fresh {
            self.break_line();
        }
        let mut rest = bare;
        while width(rest) > self.room {
            let mut part = take(rest, self.room);
            if part.is_empty() {
                // Wider than the whole line: shown nonetheless, one at a time.
                part = rest.graphemes(true).next().unwrap_or(rest);
            }
            self.put(part, style);
            rest = &rest[part.len()..];
            if !rest.is_empty() {
                self.break_line();
            }
        }
        self.put(rest, style);
        let space = &word[bare.len()..];
        if !space.is_empty() && !self.fresh && self.used < self.room {
            self.put(" ", style);
        }
    }

    fn put(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        self.used += width(text);
        self.fresh = false;
        if let Some(line) = self.lines.last_mut() {
            match line.last_mut() {
                Some(last) if last.style == style && !last.content.is_empty() => {
                    last.content.to_mut().push_str(text);
                }
                _ => line.push(Span::styled(text.to_owned(), style)),
            }
        }
    }

    fn break_line(&mut self) {
        if let Some(span) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            let kept = span.content.trim_end().len();
            span.content.to_mut().truncate(kept);
        }
        self.lines.push(vec![Span::raw(" ".repeat(self.indent))]);
        self.used = 0;
        self.fresh = true;
    }
}

/// Breaks a line of code at the edge; what goes on in the next one starts with `mark`.
pub(crate) fn fold(
    pieces: Vec<Span<'static>>,
    mark: &Span<'static>,
    columns: usize,
) -> Vec<Line<'static>> {
    let columns = columns.max(1);
    let indent = width(&mark.content).min(columns - 1);
    let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
    let mut used = 0;
    for span in pieces {
        let mut rest: &str = &span.content;
        while !rest.is_empty() {
            let mut part = take(rest, columns - used);
            if part.is_empty() {
                let fresh = if lines.len() > 1 { indent } else { 0 };
                if used > fresh {
                    lines.push(if indent > 0 {
                        vec![mark.clone()]
                    } else {
                        Vec::new()
                    });
                    used = indent;
                    continue;
                }
                part = rest.graphemes(true).next().unwrap_or(rest);
            }
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(part.to_owned(), span.style));
            }
            used = (used + width(part)).min(columns);
            rest = &rest[part.len()..];
        }
    }
    lines.into_iter().map(Line::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(Span::raw(""), &[(text, Style::new())], columns)
            .iter()
            .map(Line::to_string)
            .collect()
    }

    #[test]
    fn words_move_to_the_next_line_whole() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("", 8), [""]);
    }

    #[test]
    fn a_word_too_long_is_broken() {
        assert_eq!(wrapped("ab abcdefgh i", 4), ["ab", "abcd", "efgh", "i"]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(wrapped("日本語 x", 5), ["日本", "語 x"]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
    }

    #[test]
    fn later_lines_stand_under_the_first() {
        let lines = wrap(Span::raw("• "), &[("one two", Style::new())], 6);
        let lines: Vec<String> = lines.iter().map(Line::to_string).collect();
        assert_eq!(lines, ["• one", "  two"]);
    }

    #[test]
    fn no_line_is_wider_than_the_room() {
        let text = "Ein Satz mit 日本語 und einemsehrlangenwort, e\u{301}té.";
        for columns in 2..40 {
            for line in wrapped(text, columns) {
                assert!(width(&line) <= columns, "{line:?} at {columns}");
            }
        }
    }

    #[test]
    fn a_cut_says_so() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn code_is_broken_at_the_edge() {
        let lines = fold(
            vec![Span::raw("abc"), Span::raw("defgh")],
            &Span::raw("↪"),
            4,
        );
        let lines: Vec<String> = lines.iter().map(Line::to_string).collect();
        assert_eq!(lines, ["abcd", "↪efg", "↪h"]);
        let lines = fold(vec![Span::raw("日本")], &Span::raw("↪"), 1);
        assert_eq!(lines.len(), 2);
    }
}
