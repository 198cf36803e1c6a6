//! The table of keys as README shows it: written by a test, from the rows that the wizard goes by.

use std::fmt::Write as _;
use std::sync::Arc;

use super::{Anywhere, Keymap, contexts, help};
use crate::words::Language;

/// The whole table as Markdown, for the README.
pub fn markdown(language: &str) -> String {
    let words = Language::of(language).words();
    let mut text = format!(
        "| {} | {} | {} |\n|---|---|---|\n",
        words.wizard.table_where, words.wizard.table_key, words.wizard.table_does
    );
    let map = Keymap::new(words, Arc::default());
    for (context, name) in contexts(words) {
        for (place, hint) in help(context, &map, &Anywhere).into_iter().enumerate() {
            let name = if place == 0 { name } else { "" };
            // Writing to a String cannot fail.
            let _ = writeln!(text, "| {name} | `{}` | {} |", hint.keys, hint.text);
        }
    }
    text
}
