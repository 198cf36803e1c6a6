//! Templates that are Rust as they stand: what is left out is said in comments.
//!
//! A compiler, a linter and an editor see such a file as it is, with everything in it. Its tags stand on
//! lines of their own, behind `//%`, and everything else is text:
//!
//! ```text
//! //% if is.registry
//! pub mod registry;
//! //% endif
//! ```
//!
//! A line behind `//+` is one that only the result has, for where two ways to write something exclude
//! each other.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// Begins a tag, when only blanks stand before it on its line.
const TAG: &str = "//%";
/// Begins a line of the result.
const ADDED: &str = "//+ ";

/// What a template by this name says, in the language of all templates, line by line: a file of Rust is
/// read as described above, any other as it is written.
pub(crate) fn as_template<'t>(name: &str, text: &'t str) -> Cow<'t, str> {
    if !is_rust(name) {
        return Cow::Borrowed(text);
    }
    let mut template = String::with_capacity(text.len() + 64);
    // Text whose braces are no tags.
    let mut raw = false;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n').trim_end_matches('\r');
        if let Some(tag) = content.trim_start().strip_prefix(TAG) {
            if raw {
                template.push_str("{% endraw %}");
                raw = false;
            }
            template.push_str("{%");
            template.push_str(tag);
            template.push_str(" %}");
            template.push_str(&line[content.len()..]);
            continue;
        }
        if !raw && ["{{", "{%", "{#"].iter().any(|open| line.contains(open)) {
            template.push_str("{% raw %}");
            raw = true;
        }
        match content.trim_start().strip_prefix(ADDED) {
            Some(added) => {
                template.push_str(&content[..content.len() - content.trim_start().len()]);
                template.push_str(added);
                template.push_str(&line[content.len()..]);
            }
            None => template.push_str(line),
        }
    }
    if raw {
        template.push_str("{% endraw %}");
    }
    Cow::Owned(template)
}

/// What a file of Rust makes, without the blank lines that stand beside what was left out.
pub(crate) fn tidy(name: &str, made: String) -> String {
    if !is_rust(name) {
        return made;
    }
    let mut text = String::with_capacity(made.len());
    let mut blank = true;
    for line in made.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if !(is_blank && blank) {
            text.push_str(line);
        }
        blank = is_blank;
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Where in a template as it is written a place of [`as_template`] is: its whole line, in a file of Rust.
pub(crate) fn written(name: &str, text: &str, template: &str, place: Range<usize>) -> Range<usize> {
    if !is_rust(name) {
        return place;
    }
    let before = template.get(..place.start).unwrap_or(template);
    let line = before.matches('\n').count();
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let content = text[start..].lines().next().unwrap_or_default();
    let indent = content.len() - content.trim_start().len();
    start + indent..start + content.len()
}

fn is_rust(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

#[cfg(test)]
mod tests {
    use super::{as_template, tidy, written};

    const TEXT: &str =
        "fn a() {\n    //% if is.many\n    b(format!(\"{{}}\"));\n    //% endif\n}\n";

    #[test]
    fn tags_are_comments_and_braces_are_text() {
        let template = as_template("a.rs", TEXT);
        assert_eq!(
            template,
            "fn a() {\n{% if is.many %}\n{% raw %}    b(format!(\"{{}}\"));\n{% endraw %}{% endif %}\n}\n"
        );
        assert_eq!(as_template("a.rs.j2", TEXT), TEXT);
    }

    #[test]
    fn a_line_may_be_in_the_result_alone() {
        assert_eq!(as_template("a.rs", "    //+ b();\n"), "    b();\n");
    }

    #[test]
    fn blank_lines_are_not_doubled_by_what_is_left_out() {
        assert_eq!(tidy("a.rs", "a\n\n\nb\n\n".to_owned()), "a\n\nb\n");
        assert_eq!(tidy("a.md.j2", "a\n\n\n".to_owned()), "a\n\n\n");
    }

    #[test]
    fn a_place_is_shown_in_the_line_as_it_is_written() {
        let template = as_template("a.rs", TEXT);
        let place = template.find("is.many").unwrap_or_default();
        let shown = written("a.rs", TEXT, &template, place..place + 2);
        assert_eq!(&TEXT[shown], "//% if is.many");
    }
}
