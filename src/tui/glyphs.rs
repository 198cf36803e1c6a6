//! What is drawn where a terminal cannot show the signs: the one table of what stands for them.
//!
//! The view draws all signs; what leaves for the terminal is gone through cell by cell, so that nothing
//! that is drawn has to think of it and nothing moves. Marks that mean different things stay different.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Glyphs {
    #[default]
    All,
    /// Letters, and few signs: the console of Linux has a few hundred.
    Letters,
    /// What every terminal has.
    Ascii,
}

/// Signs of one column, and what stands for each.
const SIGNS: &[(&str, char)] = &[
    // Borders and the lines of drawings: light ones are open ways, heavy ones taken, dashed ones closed.
    ("─–—", '-'),
    ("│", '|'),
    ("━═", '='),
    ("┃", '|'),
    ("┄", '.'),
    ("┌┐└┘├┤┬┴┼┠┝┗┯┕", '+'),
    // Marks.
    ("▸›▶", '>'),
    ("‹◀", '<'),
    ("●◆", '*'),
    ("○", 'o'),
    ("✗×", 'x'),
    ("✓", 'v'),
    ("•·", '-'),
    ("■▣", '#'),
    ("□", '_'),
    ("↪", '\\'),
    // Arrows.
    ("→", '>'),
    ("←", '<'),
    ("↑▲", '^'),
    ("↓▼", 'v'),
    ("↔", '='),
    // Measures.
    ("█▇", '#'),
    ("▆▅", '+'),
    ("▄▃", '-'),
    ("▂▁", '.'),
    ("░", '.'),
    // Writing.
    ("…", '~'),
    ("“”„«»", '"'),
    ("‘’", '\''),
    ("≈", '~'),
    ("≤", '<'),
    ("≥", '>'),
    ("≠", '!'),
    ("§", '$'),
    ("\u{a0}\u{202f}", ' '),
];

/// Signs that take the blank behind them as well, where there is one, to say the same.
const PAIRS: &[(&str, &str)] = &[("→", "->"), ("≤", "<="), ("≥", ">="), ("≠", "!=")];

impl Glyphs {
    /// What the variables of the environment tell: the locale is the first of `LC_ALL`, `LC_CTYPE` and
    /// `LANG` that says anything. Where nothing is said, nearly every terminal shows all.
    pub fn of(locale: &[Option<&str>], term: Option<&str>) -> Self {
        let mut said = locale.iter().flatten().filter(|value| !value.is_empty());
        let ascii = said.next().is_some_and(|locale| {
            let locale = locale.to_ascii_lowercase();
            !locale.contains("utf-8") && !locale.contains("utf8")
        });
        match term {
            _ if ascii => Self::Ascii,
            Some("linux") => Self::Letters,
            _ => Self::All,
        }
    }

    /// Takes off a frame what cannot be shown.
    pub(super) fn reduce(self, frame: &mut Buffer) {
        if self == Self::All {
            return;
        }
        let width = usize::from(frame.area.width).max(1);
        for place in 0..frame.content.len() {
            let symbol = frame.content[place].symbol();
            if symbol.is_ascii() {
                continue;
            }
            let pair = PAIRS.iter().find(|(sign, _)| *sign == symbol);
            let next = place + 1;
            let room = next % width != 0 && frame.content[next].symbol() == " ";
            if let (Some((_, pair)), true) = (pair, room) {
                for (cell, c) in frame.content[place..].iter_mut().zip(pair.chars()) {
                    cell.set_char(c);
                }
            } else if let Some(c) = self.instead(symbol) {
                frame.content[place].set_char(c);
            }
        }
    }

    /// The character that stands for a symbol; none where it can be shown.
    fn instead(self, symbol: &str) -> Option<char> {
        let sign = SIGNS.iter().find(|(signs, _)| signs.contains(symbol));
        if let Some((_, sign)) = sign {
            return Some(*sign);
        }
        if self == Self::Letters && symbol.chars().all(char::is_alphabetic) {
            return None;
        }
        let bare: String = symbol.nfd().filter(|c| !is_combining_mark(*c)).collect();
        let mut chars = bare.chars().filter(char::is_ascii);
        Some(chars.next().unwrap_or('?'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn the_environment_says_what_can_be_shown() {
        let cases = [
            ([None, None, None], None, Glyphs::All),
            (
                [None, None, Some("en_US.UTF-8")],
                Some("xterm"),
                Glyphs::All,
            ),
            ([None, None, Some("C.utf8")], None, Glyphs::All),
            ([Some("C"), None, Some("en_US.UTF-8")], None, Glyphs::Ascii),
            ([Some(""), Some("POSIX"), None], None, Glyphs::Ascii),
            ([None, Some("pt_BR.UTF-8"), Some("C")], None, Glyphs::All),
            ([None, None, Some("pt_BR.ISO-8859-1")], None, Glyphs::Ascii),
            (
                [None, None, Some("en_US.UTF-8")],
                Some("linux"),
                Glyphs::Letters,
            ),
            ([Some("C"), None, None], Some("linux"), Glyphs::Ascii),
        ];
        for (locale, term, glyphs) in cases {
            assert_eq!(Glyphs::of(&locale, term), glyphs, "{locale:?} {term:?}");
        }
    }

    fn reduced(glyphs: Glyphs, text: &str) -> String {
        let mut frame = Buffer::empty(Rect::new(0, 0, 20, 1));
        frame.set_string(0, 0, text, Style::default());
        glyphs.reduce(&mut frame);
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
