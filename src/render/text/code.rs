//! The decision that matters most as code, in each language that the advisor shows it in.

use crate::advice::Decision;
use crate::render::language_name;
use crate::render::page::{Page, Tone};
use crate::words::Words;

/// As it stands: lines of code are not wrapped, so they can be copied.
pub(super) fn code(page: &mut Page, words: &Words, decision: &Decision) {
    page.blank();
    page.text(0, Tone::Title, &(words.in_code)(&decision.title));
    page.text(2, Tone::Plain, words.code_is_an_example);
    for (language, code) in &decision.code {
        page.blank();
        page.text(2, Tone::Title, &language_name(language));
        for line in code.lines() {
            page.verbatim(4, line);
        }
    }
}
