//! The decision that matters most as code, in each language that the advisor shows it in.

use crate::advice::Decision;
use crate::render::page::{Page, Tone};
use crate::words::Words;

/// As it stands: lines of code are not wrapped, so they can be copied.
pub(super) fn code(page: &mut Page, words: &Words, decision: &Decision) {
    page.blank();
    page.text(0, Tone::Title, &(words.in_code)(&decision.title));
    for (language, code) in &decision.code {
        page.blank();
        page.text(2, Tone::Title, &name(language));
        for line in code.lines() {
            page.verbatim(4, line);
        }
    }
}

/// The name of a language from its id: `visual_basic` is Visual basic.
fn name(id: &str) -> String {
    let mut rest = id.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    let name = first.into_iter().chain(rest);
    name.map(|c| if c == '_' { ' ' } else { c }).collect()
}
