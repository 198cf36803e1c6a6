//! One line of typed text with a cursor that steps over whole user-perceived characters.
//!
//! Control characters never enter it, however they arrive: a blank takes their place, so that what
//! they kept apart does not run together.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::answer::MAX_TEXT;

/// The text and the place of the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    text: String,
    /// In bytes, always between two characters.
    cursor: usize,
}

impl Line {
    /// The cursor stands at the end.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            cursor: text.len(),
            text,
        }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text left of the cursor.
    pub(crate) fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    pub(crate) fn insert(&mut self, typed: &str) {
        for c in typed.chars() {
            // It only asks for an emoji, and terminals disagree how wide that is.
            if c == '\u{fe0f}' {
                continue;
            }
            let c = if c.is_control() { ' ' } else { c };
            // One byte more than an answer may have, so that validation says why it is refused.
            if self.text.len() > MAX_TEXT {
                return;
            }
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    pub(crate) fn left(&mut self) {
        self.cursor -= self.step_left();
    }

    pub(crate) fn right(&mut self) {
        self.cursor += self.step_right();
    }

    pub(crate) fn start(&mut self) {
        self.cursor = 0;
    }

    pub(crate) fn end(&mut self) {
        self.cursor = self.text.len();
    }

    pub(crate) fn erase_left(&mut self) {
        let from = self.cursor - self.step_left();
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    pub(crate) fn erase_right(&mut self) {
        let to = self.cursor + self.step_right();
        self.text.drain(self.cursor..to);
    }

    pub(crate) fn erase_word(&mut self) {
        let kept = self.before().trim_end();
        let from = kept
            .rfind(|c: char| c.is_whitespace() || c == '/')
            .map_or(0, |at| {
                at + kept[at..].chars().next().map_or(0, char::len_utf8)
            });
        // A lone separator goes, too.
        let from = from.min(kept.len().saturating_sub(1));
        let from = (0..=from)
            .rev()
            .find(|at| self.text.is_char_boundary(*at))
            .unwrap_or(0);
        self.text.drain(from..self.cursor);
        self.cursor = from;
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    fn step_left(&self) -> usize {
        self.before()
            .graphemes(true)
            .next_back()
            .map_or(0, str::len)
    }

    fn step_right(&self) -> usize {
        self.text[self.cursor..]
            .graphemes(true)
            .next()
            .map_or(0, str::len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_deletes_whole_characters() {
        let mut line = Line::new("ae\u{301}👩‍🚀");
        line.left();
        line.left();
        assert_eq!(line.before(), "a");
        line.erase_right();
        assert_eq!(line.text(), "a👩‍🚀");
        line.end();
        line.erase_left();
        assert_eq!(line.text(), "a");
    }

    #[test]
    fn f05_control_characters_become_blanks() {
        let mut line = Line::default();
        line.insert("a\u{1b}[31m\nb");
        assert_eq!(line.text(), "a [31m b");
    }

    #[test]
    fn what_asks_for_an_emoji_is_left_out() {
        let mut line = Line::default();
        line.insert("\u{2328}\u{fe0f}!");
        assert_eq!(line.text(), "\u{2328}!");
    }

    #[test]
    fn words_are_deleted_one_at_a_time() {
        let mut line = Line::new("out/été  ");
        for expected in ["out/", "out", ""] {
            line.erase_word();
            assert_eq!(line.text(), expected);
        }
        line.erase_word();
        assert_eq!(line.text(), "");
    }

    #[test]
    fn a_line_has_an_end() {
        let mut line = Line::default();
        line.insert(&"ä".repeat(MAX_TEXT));
        assert!(line.text().len() <= MAX_TEXT + 2);
    }
}
