//! Templates before they are parsed: what they name, and that they are small enough to parse.
//!
//! The parser goes one step deeper for every `elif`, sign and attribute, without an end; a template
//! of a few kilobytes could exhaust the stack. So tags are counted here first, by their letters
//! alone, in the same way for those that are checked and those that are rendered.

use std::ops::Range;

use super::lines;
use crate::diagnostic::kind::{Project, TooMuch};
use crate::diagnostic::{Diagnostic, Place, SourceText};

/// Larger templates are not parsed, in bytes.
const MAX_BYTES: usize = 256 * 1024;
/// The most words, signs and texts in one tag.
const MAX_TOKENS: usize = 400;
/// The most brackets that may be open in one tag.
const MAX_BRACKETS: usize = 24;
/// The most blocks that may be open, each `elif` counted.
const MAX_BLOCKS: usize = 64;

/// Why a template is not parsed, and where.
pub(crate) type Refusal = (TooMuch, Range<usize>);

/// A name in a tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) name: String,
    /// Of a text, with its quotes.
    pub(crate) span: Range<usize>,
    /// Whether there may be none: another stands beside it, or the tag says so.
    pub(crate) optional: bool,
}

/// The tags of a template, if it is small enough to be parsed. What stands in comments and `raw` is
/// left out.
///
/// # Errors
/// What there is too much of.
pub(crate) fn tags(text: &str) -> Result<Vec<Tag<'_>>, Refusal> {
    if text.len() > MAX_BYTES {
        let (bytes, most) = (text.len(), MAX_BYTES);
        return Err((TooMuch::Bytes { bytes, most }, 0..0));
    }
    let mut tags = Vec::new();
    // By open block, what it counts for.
    let mut blocks: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|offset| at + offset) {
        let close = match text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                let end = text[start + 2..].find("#}");
                at = end.map_or(text.len(), |end| start + 2 + end + 2);
                continue;
            }
            _ => {
                at = start + 1;
                continue;
            }
        };
        let tag = Tag::read(text, start, close)?;
        at = tag.end;
        if tag.is_block {
            tag.count(&mut blocks)?;
            if tag.word() == "raw" {
                at = end_of_raw(text, at);
            }
        }
        tags.push(tag);
    }
    Ok(tags)
}

/// What a template names.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) templates: Vec<Reference>,
    /// As `is.NAME`.
    pub(crate) conditions: Vec<Reference>,
}

/// What a template names, if it can be parsed.
///
/// # Errors
/// Why it cannot, and where.
pub(crate) fn check(label: &str, written: &str) -> Result<Named, Diagnostic> {
    let text = lines::as_template(label, written);
    let place = |span| {
        let span = lines::written(label, written, &text, span);
        Place::new(&SourceText::new(label, written), span)
    };
    let tags = tags(&text).map_err(|(too_much, span)| {
        Diagnostic::new(Project::TemplateTooLarge(too_much)).at(place(span))
    })?;
    let env = minijinja::Environment::empty();
    match env.template_from_named_str(label, &text) {
        Ok(_) => {
            let as_written = |mut reference: Reference| {
                reference.span = lines::written(label, written, &text, reference.span);
                reference
            };
            let templates = tags.iter().flat_map(Tag::references);
            let conditions = tags.iter().flat_map(Tag::conditions);
            Ok(Named {
                templates: templates.map(as_written).collect(),
                conditions: conditions.map(as_written).collect(),
            })
        }
        Err(error) => {
            let why = error.detail().unwrap_or("syntax error").to_owned();
            let mut fault = Diagnostic::new(Project::TemplateSyntax { why });
            if let Some(range) = error.range() {
                fault = fault.at(place(range));
            }
            Err(fault)
        }
    }
}

/// Behind `{% endraw %}`: what stands before it is no tag.
fn end_of_raw(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(start) = text[at..].find("{%").map(|offset| at + offset + 2) {
        let inside = text[start..].trim_start_matches(['-', '+']).trim_start();
        if let Some(rest) = inside.strip_prefix("endraw")
            && rest
                .trim_start()
                .trim_start_matches(['-', '+'])
                .starts_with("%}")
        {
            return start - 2;
        }
        at = start;
    }
    text.len()
}

/// A tag: `{{ … }}`, or a block such as `{% if … %}`.
pub(crate) struct Tag<'t> {
    text: &'t str,
    pub(crate) is_block: bool,
    pub(crate) start: usize,
    /// Behind its end.
    pub(crate) end: usize,
    /// What stands inside: words, numbers, texts and single signs.
    pub(crate) tokens: Vec<Range<usize>>,
    /// `-` or `+` before its end.
    pub(crate) trim: &'t str,
}

impl<'t> Tag<'t> {
    fn read(text: &'t str, start: usize, close: &str) -> Result<Self, Refusal> {
        let mut tag = Self {
            text,
            is_block: close == "%}",
            start,
            end: text.len(),
            tokens: Vec::new(),
            trim: "",
        };
        let mut brackets = 0_usize;
        let mut at = start + 2;
        // A sign there trims what is before the tag.
        if text[at..].starts_with(['-', '+']) {
            at += 1;
        }
        while let Some(next) = text[at..].chars().next() {
            if brackets == 0 {
                let trim = usize::from(text[at..].starts_with(['-', '+']));
                if text[at + trim..].starts_with(close) {
                    tag.trim = &text[at..at + trim];
                    tag.end = at + trim + close.len();
                    return Ok(tag);
                }
            }
            if next.is_whitespace() {
                at += next.len_utf8();
                continue;
            }
            let len = match next {
                '"' | '\'' => text_len(&text[at..], next),
                c if is_word(c) => text[at..].find(|c| !is_word(c)).unwrap_or(text.len() - at),
                c => c.len_utf8(),
            };
            match next {
                '(' | '[' | '{' => brackets += 1,
                ')' | ']' | '}' => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            tag.tokens.push(at..at + len);
            if tag.tokens.len() > MAX_TOKENS {
                return Err((TooMuch::Parts { most: MAX_TOKENS }, start..start + 1));
            }
            if brackets > MAX_BRACKETS {
                return Err((TooMuch::Brackets { most: MAX_BRACKETS }, at..at + 1));
            }
            at += len;
        }
        // The parser tells that the tag does not end.
        Ok(tag)
    }

    /// The text of a token; empty behind the last.
    pub(crate) fn token(&self, place: usize) -> &'t str {
        let range = self.tokens.get(place).cloned().unwrap_or_default();
        &self.text[range]
    }

    /// The word that says what a block does.
    pub(crate) fn word(&self) -> &'t str {
        self.token(0)
    }

    /// Whether it opens a block that has an end of its own.
    pub(crate) fn opens(&self) -> bool {
        match self.word() {
            "if" | "for" | "macro" | "call" | "filter" | "block" | "with" | "autoescape" => true,
            // With a value it is no block.
            "set" => !(0..self.tokens.len()).any(|place| self.token(place) == "="),
            _ => false,
        }
    }

    fn count(&self, blocks: &mut Vec<usize>) -> Result<(), Refusal> {
        let word = self.word();
        match word {
            "elif" => {
                if let Some(open) = blocks.last_mut() {
                    *open += 1;
                }
            }
            _ if self.opens() => blocks.push(1),
            _ if word.starts_with("end") => {
                blocks.pop();
            }
            _ => {}
        }
        if blocks.iter().sum::<usize>() > MAX_BLOCKS {
            return Err((
                TooMuch::Blocks { most: MAX_BLOCKS },
                self.start..self.start + 2,
            ));
        }
        Ok(())
    }

    /// Every `is.NAME` in it.
    fn conditions(&self) -> impl Iterator<Item = Reference> {
        let name = |place: usize| {
            let own = place == 0 || self.token(place - 1) != ".";
            let found = own && self.token(place) == "is" && self.token(place + 1) == ".";
            self.tokens.get(place + 2).filter(|_| found)
        };
        (0..self.tokens.len())
            .filter_map(name)
            .map(|range| Reference {
                name: self.text[range.clone()].to_owned(),
                span: range.clone(),
                optional: false,
            })
    }

    /// The texts that name a template: alone, or in a list of such. One that is a part of something
    /// computed is met when it is rendered.
    fn references(&self) -> impl Iterator<Item = Reference> {
        let words = ["include", "import", "from", "extends"];
        let names = self.is_block && words.contains(&self.word());
        let list = self.token(1) == "[";
        let optional =
            (0..self.tokens.len()).any(|place| ["[", "ignore"].contains(&self.token(place)));
        self.tokens
            .iter()
            .enumerate()
            .filter(move |_| names)
            .filter_map(move |(place, range)| {
                let written = &self.text[range.clone()];
                let inner = written.strip_prefix(['"', '\''])?;
                let inner = inner.strip_suffix(['"', '\''])?;
                let before = self.token(place.checked_sub(1)?);
                let after = self.token(place + 1);
                let whole = (words.contains(&before) || list && ["[", ","].contains(&before))
                    && ["", "]", ",", "ignore", "import", "as"].contains(&after);
                whole.then(|| Reference {
                    name: inner.to_owned(),
                    span: range.clone(),
                    optional,
                })
            })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a quoted text, its quotes included.
fn text_len(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let found = tags(text).unwrap_or_else(|fault| panic!("{fault:?}"));
        let found = found.iter().flat_map(Tag::references);
        found.map(|reference| reference.name).collect()
    }

    #[test]
    fn templates_named_by_a_text_are_found() {
        let text = "{% include 'a' %}{%- from \"b/c.j2\" import d -%}{% import 'e' as f %}\
                    {# {% include 'no' %} #}{{ \"{% include 'no' %}\" }}\
                    {% raw %}{% include 'no' %}{% endraw %}{% extends ['g', 'h'] %}\
                    {% include 'no' ~ 'no' %}{% include x['no'] %}{% include ('no') %}";
        assert_eq!(names(text), ["a", "b/c.j2", "e", "g", "h"]);
    }

    #[test]
    fn conditions_are_found_in_tags_alone() {
        let text = "it is.so {{ is.a }} {% if not is.b and x.is.no %}{{ 'is.no' }}{# is.no #}";
        let found = tags(text).unwrap_or_else(|fault| panic!("{fault:?}"));
        let names: Vec<String> = found
            .iter()
            .flat_map(Tag::conditions)
            .map(|reference| reference.name)
            .collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn what_is_large_is_refused_with_its_place() {
        let deep = |text: String| tags(&text).map(drop).map_err(|(_, span)| span);
        assert_eq!(
            deep(format!("x {{{{ {}1 }}}}", "-".repeat(26_000))),
            Err(2..3)
        );
        assert_eq!(
            deep(format!("{{{{ a{} }}}}", ".a".repeat(40_000))),
            Err(0..1)
        );
        assert_eq!(
            deep(format!("{{{{ 1{} }}}}", "+1".repeat(26_000))),
            Err(0..1)
        );
        assert_eq!(deep(format!("{{{{ {} }}}}", "(".repeat(100))), Err(27..28));
        let elif = "{% elif a %}".repeat(8_000);
        let first = "{% if a %}".len() + 63 * "{% elif a %}".len();
        assert_eq!(
            deep(format!("{{% if a %}}{elif}{{% endif %}}")),
            Err(first..first + 2)
        );
        assert!(deep("{% if a %}".repeat(65)).is_err());
        assert!(deep("x".repeat(MAX_BYTES + 1)).is_err());
    }

    #[test]
    fn what_the_bounds_let_through_is_parsed_on_a_small_stack() {
        let texts = [
            format!("{{{{ {}1 }}}}", "-".repeat(MAX_TOKENS - 1)),
            format!("{{{{ {}1 }}}}", "not ".repeat(MAX_TOKENS - 1)),
            format!("{{{{ a{} }}}}", ".a".repeat(MAX_TOKENS / 2 - 1)),
            format!("{{{{ 1{} }}}}", "+1".repeat(MAX_TOKENS / 2 - 1)),
            format!("{{{{ 1{} }}}}", "**1".repeat(MAX_TOKENS / 3 - 1)),
            format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(MAX_TOKENS / 4 - 1)),
            format!(
                "{{{{ {}1{} }}}}",
                "(".repeat(MAX_BRACKETS),
                ")".repeat(MAX_BRACKETS)
            ),
            format!(
                "{{% if a %}}{}{{% endif %}}",
                "{% elif a %}".repeat(MAX_BLOCKS - 1)
            ),
            format!(
                "{}{}",
                "{% if a %}".repeat(MAX_BLOCKS),
                "{% endif %}".repeat(MAX_BLOCKS)
            ),
        ];
        for text in texts {
            check("t", &text).unwrap_or_else(|fault| panic!("{text:.40}: {fault}"));
        }
    }

    #[test]
    fn an_unfinished_tag_is_the_parsers_to_tell() {
        for text in ["{{ a", "{% if", "{{ \"a", "{# a", "{% raw %}x", "{", "{{"] {
            assert!(tags(text).is_ok(), "{text}");
        }
    }
}
