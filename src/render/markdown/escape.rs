//! Text that means itself in Markdown.
//!
//! Advisor texts and answers are plain text; `String.to_atom("room_" <> id)` has to come out of a
//! Markdown reader as it went in. Only what would be read as markup is escaped, so that the source
//! stays readable too; and what stands between backticks is code there as well.

use crate::render::one_line;

/// Plain text that begins a block: a paragraph, a heading or an item of a list.
pub(super) fn escape_block(text: &str) -> String {
    escape_start(&escape(text))
}

/// Plain text within a line.
pub(super) fn escape(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = &*text;
    while let Some((before, code, after)) = code_span(rest) {
        escape_words(before, &mut out);
        out.extend(["`", code, "`"]);
        rest = after;
    }
    escape_words(rest, &mut out);
    out
}

/// The first piece of code in a text, with what is before and after it.
fn code_span(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.split_once('`')?;
    let is_code = !code.is_empty() && code.trim() == code && !code.contains('|');
    (is_code && !after.starts_with('`')).then_some((before, code, after))
}

fn escape_words(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let markup = match c {
            '\\' | '`' | '*' | '<' | '[' | ']' | '|' => true,
            // Inside a word an underscore is only an underscore.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '~' => after == '~' || before == '~',
            // `&amp;` would become another character.
            '&' => after.is_alphanumeric() || after == '#',
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// What begins a heading, a list or a quotation when it stands first in a line.
fn escape_start(text: &str) -> String {
    let first = text.chars().next().unwrap_or(' ');
    if matches!(first, '#' | '+' | '-' | '>' | '=') {
        return format!("\\{text}");
    }
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{escape, escape_block};

    #[test]
    fn markup_means_itself() {
        let cases = [
            ("plain text, 3 < 4", "plain text, 3 \\< 4"),
            ("max_children and _x_", "max_children and \\_x\\_"),
            ("a * b ` c", "a \\* b \\` c"),
            ("say `*x*`, or `y` *", "say `*x*`, or `y` \\*"),
            ("a ` b ` c", "a \\` b \\` c"),
            ("``x`` `", "\\`\\`x\\`\\` \\`"),
            ("AT&T & &lt;", "AT\\&T & \\&lt;"),
            ("two\nlines", "two lines"),
            ("{:via, Registry}", "{:via, Registry}"),
            ("", ""),
        ];
        for (text, escaped) in cases {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn nothing_begins_a_block_of_its_own() {
        let cases = [
            ("# no heading", "\\# no heading"),
            ("- no item", "\\- no item"),
            ("1. no list", "1\\. no list"),
            ("2 GB", "2 GB"),
            ("*no emphasis*", "\\*no emphasis\\*"),
        ];
        for (text, escaped) in cases {
            assert_eq!(escape_block(text), escaped);
        }
    }
}
