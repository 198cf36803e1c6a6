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

/// Cuts a text to at most `columns`, between words, with `…` where something was cut.
pub(crate) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let most = take(text, columns.saturating_sub(1)).len();
    let kept = word_end(text, most).filter(|end| *end > most / 3);
    let mut kept = text[..kept.unwrap_or(most)].to_owned();
    if columns > 0 {
        kept.push('…');
    }
    kept
}

/// The last place up to `most` that is not inside of a word.
fn word_end(text: &str, most: usize) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut next = text[most..].chars().next();
    text[..most].char_indices().rev().find_map(|(at, c)| {
        let inside = part(c) && next.is_some_and(part);
        next = Some(c);
        (!inside).then_some(at + c.len_utf8())
    })
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

/// Breaks a line of code where it is too long: between words, best after a blank, and inside of one
/// only where it is wider than the row. It begins with `lead`; what goes on starts with `mark`.
pub(crate) fn fold(
    lead: &Span<'static>,
    pieces: &[Span<'static>],
    mark: &Span<'static>,
    columns: usize,
) -> Vec<Line<'static>> {
    // Signs that leave no room are no help.
    let fits = |sign: &Span<'static>| width(&sign.content) + 8 <= columns;
    let sign = |sign: &Span<'static>| fits(sign).then(|| sign.clone());
    let room = |sign: &Option<Span<'static>>| {
        let used = sign.as_ref().map_or(0, |sign| width(&sign.content));
        (columns - used).max(1)
    };
    let (lead, mark) = (sign(lead), sign(mark));
    let text: String = pieces.iter().map(|span| &*span.content).collect();
    let mut lines = Vec::new();
    let mut at = 0;
    loop {
        let sign = if lines.is_empty() { &lead } else { &mark };
        let end = at + row_of(&text[at..], room(sign));
        let mut spans: Vec<Span<'static>> = sign.iter().cloned().collect();
        spans.extend(between(pieces, at, end));
        lines.push(Line::from(spans));
        at = end;
        if at >= text.len() {
            return lines;
        }
    }
}

/// How much of a text stands in a row: to the last break that fits.
fn row_of(text: &str, columns: usize) -> usize {
    if width(text) <= columns {
        return text.len();
    }
    let most = take(text, columns).len();
    if most == 0 {
        // Wider than the whole row: shown nonetheless, one at a time.
        return text.graphemes(true).next().map_or(text.len(), str::len);
    }
    // Blanks may hang over the edge.
    let hanging = text[most..].len() - text[most..].trim_start_matches(' ').len();
    let indent = text.len() - text.trim_start_matches(' ').len();
    if hanging > 0 {
        return most + hanging;
    }
    let head = &text[..most];
    if let Some(blank) = head.rfind(' ').filter(|blank| *blank >= indent) {
        return blank + 1;
    }
    let boundary = word_end(text, most).filter(|at| *at > indent);
    boundary.unwrap_or(most)
}

/// The pieces of a text from one place to another.
fn between(pieces: &[Span<'static>], from: usize, to: usize) -> Vec<Span<'static>> {
    let mut at = 0;
    let mut found = Vec::new();
    for span in pieces {
        let end = at + span.content.len();
        let (start, stop) = (from.clamp(at, end), to.clamp(at, end));
        if start < stop {
            let part = &span.content[start - at..stop - at];
            found.push(Span::styled(part.to_owned(), span.style));
        }
        at = end;
    }
    found
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
    fn a_cut_is_between_words_where_enough_is_left() {
        assert_eq!(cut("one two three", 10), "one two …");
        assert_eq!(cut("one two three", 8), "one two…");
        assert_eq!(cut("a internationalisation", 10), "a interna…");
    }

    fn folded(text: &[&'static str], columns: usize) -> Vec<String> {
        let pieces: Vec<Span<'static>> = text.iter().map(|piece| Span::raw(*piece)).collect();
        let lines = fold(&Span::raw("1 "), &pieces, &Span::raw("  ↪ "), columns);
        lines.iter().map(Line::to_string).collect()
    }

    #[test]
    fn code_is_broken_between_words() {
        assert_eq!(
            folded(&["let ", "a = one::", "two(three)"], 16),
            ["1 let a = ", "  ↪ one::two(", "  ↪ three)"]
        );
        // After a blank before all else, and a blank may hang over the edge.
        assert_eq!(
            folded(&["ab cdefghij.kl"], 14),
            ["1 ab ", "  ↪ cdefghij.", "  ↪ kl"]
        );
        assert_eq!(
            folded(&["abcdefghijkl mn"], 14),
            ["1 abcdefghijkl ", "  ↪ mn"]
        );
    }

    #[test]
    fn only_a_word_wider_than_the_row_is_broken() {
        assert_eq!(
            folded(&["abcdefghijklmnop"], 12),
            ["1 abcdefghij", "  ↪ klmnop"]
        );
        let indented = folded(&["        abcdefghij"], 14);
        assert_eq!(indented, ["1         abcd", "  ↪ efghij"]);
        assert_eq!(folded(&["日本"], 1).len(), 2);
        assert_eq!(folded(&[""], 20), ["1 "]);
    }
}
