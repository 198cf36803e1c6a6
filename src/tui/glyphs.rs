//! What is drawn where a terminal cannot show the signs.
//!
//! The view draws all signs; what leaves for the terminal is gone through cell by cell, so that nothing
//! that is drawn has to think of it and nothing moves.

use ratatui::buffer::Buffer;

// It goes with the wizard's options.
pub use crate::signs::Glyphs;

/// Takes off a frame what cannot be shown.
pub(super) fn reduce(glyphs: Glyphs, frame: &mut Buffer) {
    if glyphs == Glyphs::All {
        return;
    }
    let width = usize::from(frame.area.width).max(1);
    for place in 0..frame.content.len() {
        let symbol = frame.content[place].symbol();
        if symbol.is_ascii() {
            continue;
        }
        let next = place + 1;
        let room = next % width != 0 && frame.content[next].symbol() == " ";
        if let (Some(pair), true) = (Glyphs::pair(symbol), room) {
            for (cell, c) in frame.content[place..].iter_mut().zip(pair.chars()) {
                cell.set_char(c);
            }
        } else if let Some(c) = glyphs.instead(symbol) {
            frame.content[place].set_char(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn reduced(glyphs: Glyphs, text: &str) -> String {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 1));
        frame.set_string(0, 0, text, Style::default());
        reduce(glyphs, &mut frame);
        let symbols = frame.content.iter().map(ratatui::buffer::Cell::symbol);
        let told: String = symbols.collect();
        told.trim_end().to_owned()
    }

    #[test]
    fn signs_have_others_and_letters_lose_their_accents_where_they_must() {
        let cases = [
            ("┌ Não ┐", "+ Nao +", "+ Não +"),
            ("▸ a → b", "> a ->b", "> a ->b"),
            ("a→b…", "a>b~", "a>b~"),
            ("n ≥ 2", "n >=2", "n >=2"),
            ("語 ok", "?  ok", "語 ok"),
        ];
        for (text, ascii, letters) in cases {
            assert_eq!(reduced(Glyphs::All, text), text.replace('語', "語 "));
            assert_eq!(reduced(Glyphs::Ascii, text), ascii);
            assert_eq!(reduced(Glyphs::Letters, text), letters.replace('語', "語 "));
        }
    }

    #[test]
    fn what_is_taken_open_and_closed_is_told_apart() {
        let marks = ["●", "○", "✗", "✓", "▸", "━", "┄", "─", "■", "□"];
        for (place, one) in marks.iter().enumerate() {
            for other in &marks[place + 1..] {
                let both = (reduced(Glyphs::Ascii, one), reduced(Glyphs::Ascii, other));
                assert_ne!(both.0, both.1, "{one} {other}");
            }
        }
    }
}
