//! What stands for signs that a terminal cannot show: the one table of them, for the wizard's screen and
//! for every line that is printed.
//!
//! On a screen, and in a line that draws something, a sign keeps its column, so that nothing moves; in
//! a sentence it may take the room it needs. Marks that mean different things stay different.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar as _;

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
    ("µμ", 'u'),
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

/// Signs that take the blank behind them as well, where there is one, to say the same; a sentence has
/// room for them anyway.
const PAIRS: &[(&str, &str)] = &[("→", "->"), ("≤", "<="), ("≥", ">="), ("≠", "!=")];

/// In a sentence it need not be short.
const ELLIPSIS: (&str, &str) = ("…", "...");

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

    /// The character that stands for a symbol; none where it can be shown.
    pub(crate) fn instead(self, symbol: &str) -> Option<char> {
        if self == Self::All || symbol.is_ascii() {
            return None;
        }
        let sign = SIGNS.iter().find(|(signs, _)| signs.contains(symbol));
        if let Some((_, sign)) = sign {
            return Some(*sign);
        }
        if self == Self::Letters && symbol.chars().all(char::is_alphabetic) {
            return None;
        }
        let mut plain = symbol.nfkd().filter(char::is_ascii);
        Some(plain.next().unwrap_or('?'))
    }

    /// What says as much as a symbol, if it may be wider.
    pub(crate) fn pair(symbol: &str) -> Option<&'static str> {
        let pair = PAIRS.iter().find(|(sign, _)| *sign == symbol);
        pair.map(|(_, pair)| *pair)
    }

    /// A text as it can be shown.
    pub(crate) fn fold(self, text: &str) -> Cow<'_, str> {
        if self == Self::All || text.is_ascii() {
            return text.into();
        }
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            if line.is_ascii() {
                out.push_str(line);
            } else {
                self.fold_line(line, &mut out);
            }
        }
        out.into()
    }

    fn fold_line(self, line: &str, out: &mut String) {
        let drawn = is_drawn(line);
        let mut chars = line.nfc().peekable();
        while let Some(c) = chars.next() {
            let mut bytes = [0; 4];
            let symbol = &*c.encode_utf8(&mut bytes);
            let wide = match Self::pair(symbol) {
                Some(pair) if !drawn || chars.next_if_eq(&' ').is_some() => Some(pair),
                None if !drawn && symbol == ELLIPSIS.0 => Some(ELLIPSIS.1),
                _ => None,
            };
            if let Some(wide) = wide {
                out.push_str(wide);
            } else if let Some(sign) = self.instead(symbol) {
                if !is_combining_mark(c) {
                    out.push(sign);
                }
                if c.width() == Some(2) {
                    out.push(' ');
                }
            } else {
                out.push(c);
            }
        }
    }
}

/// Whether something in a line stands under something in another one: a drawing, or the line that an
/// error points at.
fn is_drawn(line: &str) -> bool {
    line.contains(|c| matches!(c, '─'..='◿')) || line.contains(" | ")
}

/// A text without its accents.
pub(crate) fn bare(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfd().filter(|c| !is_combining_mark(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn t1_a_text_is_folded_without_a_loss_of_sense() {
        let cases = [
            ("Não é já\n", "Nao e ja\n", "Não é já\n"),
            ("“a”: 3\u{a0}µs…\n", "\"a\": 3 us...\n", "\"a\": 3 us...\n"),
            ("a→b, n ≤ 2", "a->b, n <= 2", "a->b, n <= 2"),
            ("a\u{301}b\u{fffd}", "ab?", "áb?"),
            ("語 ok 2ª", "?  ok 2a", "語 ok 2ª"),
            (
                "\u{1b}[1mé\u{1b}[0m",
                "\u{1b}[1me\u{1b}[0m",
                "\u{1b}[1mé\u{1b}[0m",
            ),
            // Nothing moves in a drawing.
            ("│ a→b… │ → c │", "| a>b~ | ->c |", "| a>b~ | ->c |"),
            ("1 | a…b", "1 | a~b", "1 | a~b"),
        ];
        for (text, ascii, letters) in cases {
            assert_eq!(Glyphs::All.fold(text), text);
            assert_eq!(Glyphs::Ascii.fold(text), ascii);
            assert_eq!(Glyphs::Letters.fold(text), letters);
        }
    }
}
