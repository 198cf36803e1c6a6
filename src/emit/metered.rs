//! A foreign template with guards put in: what it makes stays within the bounds of [`meter`](super::meter).
//!
//! The engine of the templates counts its steps, not the size of what they make: thirty steps that
//! each double a text come to a gigabyte. So every place where a value gets a name (`set`, `with`,
//! `for`, the parameters of a macro) is followed by a guard that measures it, every body that may run
//! again is charged for its text, and `*` takes numbers only. A guard stands in a tag of its own behind
//! the tag it belongs to, on the same line and with the same trimming, so that the output is the same.

use std::ops::Range;

use crate::load::template::{Refusal, Tag, tags};

/// A template with its guards.
pub(super) struct Metered {
    pub(super) text: String,
    /// Where in `text` a guard was put in, and its length; ascending.
    put_in: Vec<(usize, usize)>,
}

/// The filter that measures what it is given, and charges for text.
pub(super) const GUARD: &str = "__guard";
/// The filter that lets numbers through.
pub(super) const NUMBER: &str = "__number";

impl Metered {
    /// # Errors
    /// What there is too much of to be parsed.
    pub(super) fn of(template: &str) -> Result<Self, Refusal> {
        let tags = tags(template)?;
        let mut guards: Vec<(usize, String)> = Vec::new();
        let mut open: Vec<&Tag<'_>> = Vec::new();
        // Sizes of bodies are known at their ends.
        let mut bodies: Vec<(usize, String, &str, usize)> = Vec::new();
        for tag in &tags {
            multiplications(tag, &mut guards);
            if !tag.is_block {
                continue;
            }
            if tag.opens() {
                open.push(tag);
            } else if tag.word().starts_with("end") {
                let Some(opened) = open.pop() else { continue };
                let size = tag.start.saturating_sub(opened.end);
                match opened.word() {
                    "for" | "macro" | "call" | "block" | "with" => {
                        bodies.push((opened.end, names(opened, template), opened.trim, size));
                    }
                    "set" => guards.push((tag.end, guard(&names(opened, template), 0, tag.trim))),
                    _ => {}
                }
            } else if tag.word() == "set" {
                guards.push((tag.end, guard(&names(tag, template), 0, tag.trim)));
            }
        }
        for (at, names, trim, size) in bodies {
            guards.push((at, guard(&names, size, trim)));
        }
        // The whole text, each time it runs. At the end it trims nothing around it.
        let whole = format!("{{{{ []|{GUARD}({}) }}}}", template.len());
        guards.push((template.len(), whole));
        guards.sort_by_key(|(at, _)| *at);
        Ok(Self::put_in(template, &guards))
    }

    fn put_in(template: &str, guards: &[(usize, String)]) -> Self {
        let mut text = String::with_capacity(template.len() * 2);
        let mut put_in = Vec::with_capacity(guards.len());
        let mut from = 0;
        for (at, guard) in guards {
            text.push_str(&template[from..*at]);
            put_in.push((text.len(), guard.len()));
            text.push_str(guard);
            from = *at;
        }
        text.push_str(&template[from..]);
        Self { text, put_in }
    }

    /// Where in the template as written a place of the guarded one is.
    pub(super) fn written(&self, range: Range<usize>) -> Range<usize> {
        let back = |at: usize| {
            let mut shift = 0;
            for (start, len) in &self.put_in {
                if at <= *start {
                    break;
                }
                shift += (*len).min(at - start);
            }
            at - shift
        };
        back(range.start)..back(range.end)
    }
}

fn guard(names: &str, size: usize, trim: &str) -> String {
    format!("{{% set __m = [{names}]|{GUARD}({size}) {trim}%}}")
}

/// What a tag gives a name to, as a list.
fn names(tag: &Tag<'_>, template: &str) -> String {
    let word = |place: usize| tag.token(place);
    let is_name = |place: usize| word(place).starts_with(|c: char| c.is_alphabetic() || c == '_');
    let count = tag.tokens.len();
    match tag.word() {
        // As it stands before the sign: `a, b` or `space.a`.
        "set" | "for" => {
            let ends = if tag.word() == "for" { "in" } else { "=" };
            let end = (1..count).find(|place| word(*place) == ends || word(*place) == "|");
            let first = tag.tokens.get(1).map_or(tag.end, |range| range.start);
            let last = end.unwrap_or(count).saturating_sub(1);
            let last = tag.tokens.get(last).map_or(first, |range| range.end);
            template[first.min(last)..last].to_owned()
        }
        // Parameters stand in brackets behind the name, of a call behind the word.
        "macro" | "call" => {
            let opens = if tag.word() == "macro" { 2 } else { 1 };
            if word(opens) != "(" {
                return String::new();
            }
            let mut depth = 0_usize;
            let mut found = Vec::new();
            for place in opens..count {
                if depth == 1 && is_name(place) && ["(", ","].contains(&word(place - 1)) {
                    found.push(word(place));
                }
                match word(place) {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" if depth == 1 => break,
                    ")" | "]" | "}" => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            found.join(", ")
        }
        "with" => {
            let mut depth = 0_usize;
            let mut found = Vec::new();
            for place in 1..count {
                match word(place) {
                    "(" | "[" | "{" => depth += 1,
                    ")" | "]" | "}" => depth = depth.saturating_sub(1),
                    "=" if depth == 0 && is_name(place - 1) && word(place + 1) != "=" => {
                        found.push(word(place - 1));
                    }
                    _ => {}
                }
            }
            found.join(", ")
        }
        _ => String::new(),
    }
}

/// Both sides of every `*` must be numbers: what repeats a text or a list has no bound.
fn multiplications(tag: &Tag<'_>, guards: &mut Vec<(usize, String)>) {
    let word = |place: usize| tag.token(place);
    let check = format!("|{NUMBER}");
    for place in 1..tag.tokens.len() {
        let before = word(place - 1);
        let power = before == "*" || word(place + 1) == "*";
        // Behind an opening bracket or a comma it takes a list of arguments apart.
        if word(place) != "*" || power || ["(", ","].contains(&before) {
            continue;
        }
        guards.push((tag.tokens[place - 1].end, check.clone()));
        if let Some(end) = operand_end(tag, place + 1) {
            guards.push((end, check.clone()));
        }
    }
}

/// Behind the operand that begins at a token: with its attributes, brackets and filters.
fn operand_end(tag: &Tag<'_>, from: usize) -> Option<usize> {
    let word = |place: usize| tag.token(place);
    let group_end = |open: usize| {
        let mut depth = 0_usize;
        (open..tag.tokens.len()).find(|place| {
            match word(*place) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
    };
    let mut at = from;
    while word(at) == "-" {
        at += 1;
    }
    if ["(", "[", "{"].contains(&word(at)) {
        at = group_end(at)?;
    }
    loop {
        match word(at + 1) {
            "." | "|" => at += 2,
            "(" | "[" => at = group_end(at + 1)?,
            _ => return tag.tokens.get(at).map(|range| range.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_follow_what_gives_a_name() {
        let guarded = |template: &str| {
            let metered = Metered::of(template).unwrap_or_else(|fault| panic!("{fault:?}"));
            let end = format!("{{{{ []|__guard({}) }}}}", template.len());
            metered.text.strip_suffix(&end).map(str::to_owned)
        };
        let set = |names: &str, size: usize| format!("{{% set __m = [{names}]|__guard({size}) %}}");
        let cases = [
            (
                "{% set a, b = 1, 2 %}\n",
                format!("{{% set a, b = 1, 2 %}}{}\n", set("a, b", 0)),
            ),
            (
                "{% set n.a = 1 -%}\n",
                "{% set n.a = 1 -%}{% set __m = [n.a]|__guard(0) -%}\n".to_owned(),
            ),
            (
                "{% set a|upper %}x{% endset %}",
                format!("{{% set a|upper %}}x{{% endset %}}{}", set("a", 0)),
            ),
            (
                "{% for k, v in x if v == 1 %}abc{% endfor %}",
                format!(
                    "{{% for k, v in x if v == 1 %}}{}abc{{% endfor %}}",
                    set("k, v", 3)
                ),
            ),
            (
                "{% macro m(a, b=f(c, d), e=[g, h]) %}{% endmacro %}",
                format!(
                    "{{% macro m(a, b=f(c, d), e=[g, h]) %}}{}{{% endmacro %}}",
                    set("a, b, e", 0)
                ),
            ),
            (
                "{% call(a) m(b) %}{% endcall %}",
                format!("{{% call(a) m(b) %}}{}{{% endcall %}}", set("a", 0)),
            ),
            (
                "{% call m(b) %}{% endcall %}",
                format!("{{% call m(b) %}}{}{{% endcall %}}", set("", 0)),
            ),
            (
                "{% with a = b == c, d = f(e=1) %}{% endwith %}",
                format!(
                    "{{% with a = b == c, d = f(e=1) %}}{}{{% endwith %}}",
                    set("a, d", 0)
                ),
            ),
            (
                "{{ a.b * -c[1].d(2)|int + 3 ** 2 }}",
                "{{ a.b|__number * -c[1].d(2)|int|__number + 3 ** 2 }}".to_owned(),
            ),
            (
                "{{ f(*a, **b) }}{# * #}{% raw %}{{ 1 * 2 }}{% endraw %}",
                "{{ f(*a, **b) }}{# * #}{% raw %}{{ 1 * 2 }}{% endraw %}".to_owned(),
            ),
        ];
        for (template, expected) in cases {
            assert_eq!(guarded(template), Some(expected), "{template}");
        }
    }

    #[test]
    fn places_are_those_of_the_template_as_written() {
        let template = "{% set alpha = 1 %}{{ alpha * beta }}{{ gamma }}";
        let metered = Metered::of(template).unwrap_or_else(|fault| panic!("{fault:?}"));
        for word in ["beta", "gamma", "{{ alpha"] {
            let at = metered.text.find(word).unwrap_or(0);
            assert_eq!(&template[metered.written(at..at + word.len())], word);
        }
        let at = metered.text.find("__number").unwrap_or(0);
        let place = template.find(" * beta").unwrap_or(0);
        assert_eq!(
            metered.written(at..at + 8),
            place..place,
            "where it was put in"
        );
    }
}
