//! Which key does what: the one table behind the keys, the footer, the help page and the README.
//!
//! A row is a context, its keys, the action and how that is told. Rows with the same words that
//! follow each other are told as one. What of it the footer tells first is listed beside it.

use std::ptr;
use std::sync::Arc;

mod footer;
#[cfg(feature = "inside")]
pub(super) mod markdown;
mod own;
mod row;
mod table;

pub use self::own::{Given, NotBound, Own, rows_in_full};
pub(crate) use self::row::Context;
use self::row::{Binding, Keys, To, digit, letters};
use self::table::{TABLE, rows};
use super::action::Action;
use super::key::Key;
use crate::words::{Meaning, Words};

/// Which key does what, for one user in one language.
#[derive(Clone)]
pub(crate) struct Keymap {
    pub(crate) words: &'static Words,
    own: Arc<[Own]>,
}

impl Keymap {
    pub(crate) fn new(words: &'static Words, own: Arc<[Own]>) -> Self {
        Self { words, own }
    }

    /// The user's rows, for the same keys in another language.
    pub(crate) fn own_rows(&self) -> Arc<[Own]> {
        Arc::clone(&self.own)
    }

    /// The user's row for a key: that of the context itself before those that it shares.
    fn own(&self, context: Context, key: Key) -> Option<&Own> {
        let contexts = [context]
            .into_iter()
            .chain(context.shared().iter().copied());
        let mut found = contexts.flat_map(|context| {
            let rows = self.own.iter();
            rows.filter(move |own| own.context == context && own.key == key)
        });
        found.next()
    }

    /// The keys of a row in a context: the user's first, then those of the table that they leave.
    fn keys(&self, context: Context, row: &Binding) -> Vec<String> {
        let free = |key: &Key| self.own(context, *key).is_none();
        let mut keys = Vec::new();
        if let Some(action) = row.to.action()
            && rows(context)
                .find(|row| row.to.action() == Some(action))
                .is_some_and(|first| ptr::eq(first, row))
        {
            let holds = |own: &&Own| {
                self.own(context, own.key)
                    .is_some_and(|found| ptr::eq(found, *own))
            };
            let own = self.own.iter().filter(|own| own.action == Some(action));
            keys.extend(own.filter(holds).map(|own| own.key.to_string()));
        }
        match row.keys {
            Keys::These(these) => {
                let these = these.iter().filter(|key| free(key));
                keys.extend(these.map(Key::to_string));
            }
            Keys::Letters(meaning) => {
                let letters =
                    letters(meaning, self.words).filter(|letter| free(&Key::Char(*letter)));
                keys.extend(letters.map(String::from));
            }
            Keys::Digits => keys.push(DIGITS.to_owned()),
            Keys::Typed => {}
        }
        keys
    }
}

/// The action of a key.
pub(crate) fn action(context: Context, key: Key, map: &Keymap) -> Option<Action> {
    if let Some(own) = map.own(context, key) {
        return own.action;
    }
    let named = rows(context).find_map(|row| match (row.keys, row.to) {
        (Keys::These(keys), To::Do(action)) if keys.contains(&key) => Some(action),
        (Keys::Letters(meaning), To::Do(action)) if means(key, meaning, map.words) => Some(action),
        (Keys::Digits, To::Pick) => digit(key).map(Action::Pick),
        _ => None,
    });
    named.or_else(|| match key {
        Key::Char(c) if rows(context).any(|row| matches!(row.keys, Keys::Typed)) => {
            Some(Action::Type(c))
        }
        _ => None,
    })
}

/// The key that is told for an action; none where it has none.
pub(crate) fn key_of(context: Context, action: Action, map: &Keymap) -> Option<String> {
    let mut rows = rows(context).filter(|row| matches!(row.to, To::Do(to) if to == action));
    rows.find_map(|row| map.keys(context, row).into_iter().next())
}

fn means(key: Key, meaning: Meaning, words: &Words) -> bool {
    // With Shift it is the same letter.
    let Key::Char(c) = key else { return false };
    letters(meaning, words).any(|letter| letter == c || c.to_lowercase().eq([letter]))
}

/// Some keys and what they do, for the footer or the help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    pub(crate) keys: String,
    pub(crate) text: &'static str,
    /// What each of the keys does, and how long its name is, in bytes; nothing where one stands for
    /// several.
    pub(crate) parts: Vec<(usize, Option<Action>)>,
}

/// What the state makes of a context's rows. Footer, help and palette ask the same one, so that none names
/// what another knows to be dead.
pub(crate) trait Here {
    /// Whether the action would do something.
    fn enables(&self, action: Action) -> bool;

    /// What the footer says of it instead of what the row says.
    fn hint(&self, _: Action) -> Option<&'static str> {
        None
    }

    /// The same of help and palette.
    fn help(&self, _: Action) -> Option<&'static str> {
        None
    }
}

/// No place in particular: whatever the table says.
pub(crate) struct Anywhere;

impl Here for Anywhere {
    fn enables(&self, _: Action) -> bool {
        true
    }
}

fn counts(row: &Binding, here: &dyn Here) -> bool {
    match row.to {
        To::Do(action) => here.enables(action),
        To::Pick => here.enables(Action::Pick(1)),
        To::Type => true,
    }
}

/// What help and palette say of a row.
fn told(row: &Binding, words: &Words, here: &dyn Here) -> &'static str {
    let here = row.to.action().and_then(|action| here.help(action));
    here.unwrap_or_else(|| (row.help)(&words.wizard))
}

/// The footer's hints, most important first, and the one that ends it whatever else has room.
pub(crate) fn footer(context: Context, map: &Keymap, here: &dyn Here) -> (Vec<Hint>, Option<Hint>) {
    let rows = rows(context).filter(|row| counts(row, here));
    let mut said: Vec<(String, &'static str, Option<Action>)> = Vec::new();
    for row in footer::in_order(context, rows) {
        let key = map.keys(context, row).into_iter().next();
        let action = row.to.action();
        // Two rows may lead to the same; the first is told.
        let told = action.is_some() && said.iter().any(|(.., other)| *other == action);
        if let (Some(hint), Some(key), false) = (row.hint, key, told) {
            let now = action.and_then(|action| here.hint(action));
            let hint = now.unwrap_or_else(|| hint(&map.words.wizard));
            said.push((key, hint, action));
        }
    }
    let is_last =
        |(.., action): &(String, &'static str, Option<Action>)| *action == Some(footer::LAST);
    let (last, others): (Vec<_>, Vec<_>) = said.into_iter().partition(is_last);
    let hints = |said: Vec<_>| merged(said.into_iter(), "");
    (hints(others), hints(last).pop())
}

/// Everything the keys of a context do, those shared with others left out.
pub(crate) fn help(context: Context, map: &Keymap, here: &dyn Here) -> Vec<Hint> {
    let rows = TABLE.iter().filter(|row| row.context == context);
    let rows = rows.filter(|row| counts(row, here));
    let said = rows.filter_map(|row| {
        let keys = match row.keys {
            Keys::Typed => "…".to_owned(),
            _ => map.keys(context, row).join(" "),
        };
        let said = (keys, told(row, map.words, here), row.to.action());
        (!said.0.is_empty()).then_some(said)
    });
    merged(said, " ")
}

/// Something that a context's keys do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deed {
    pub(crate) action: Action,
    pub(crate) keys: String,
    pub(crate) text: &'static str,
    /// What else it is found by: what the footer says of it, its name in a configuration.
    pub(crate) names: Vec<&'static str>,
}

/// All that the keys of a context do, told like a key each; what is typed is left out.
pub(crate) fn deeds(context: Context, map: &Keymap, here: &dyn Here) -> Vec<Deed> {
    let mut deeds: Vec<Deed> = Vec::new();
    let rows = rows(context).filter(|row| row.context != Context::Line);
    for row in rows.filter(|row| counts(row, here)) {
        let To::Do(action) = row.to else { continue };
        // Two rows may lead to the same; the first is told.
        if deeds.iter().all(|deed| deed.action != action) {
            let keys = map.keys(context, row).into_iter().next();
            deeds.push(Deed {
                action,
                keys: keys.unwrap_or_default(),
                text: told(row, map.words, here),
                names: names(action, row, map.words),
            });
        }
    }
    deeds
}

fn names(action: Action, row: &Binding, words: &Words) -> Vec<&'static str> {
    let mut names = vec![action.into()];
    names.extend(row.hint.map(|hint| hint(&words.wizard)));
    if matches!(action, Action::Quit | Action::Cancel | Action::Done) {
        names.push(words.wizard.also_quit);
    }
    names
}

/// The range rather than nine keys.
const DIGITS: &str = "1-9";

/// Joins neighbours that say the same.
fn merged(
    said: impl Iterator<Item = (String, &'static str, Option<Action>)>,
    between: &str,
) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    for (keys, text, action) in said {
        let part = (keys.len(), action);
        match hints.last_mut() {
            Some(last) if last.text == text => {
                last.keys.push_str(between);
                last.keys.push_str(&keys);
                last.parts.push(part);
            }
            _ => hints.push(Hint {
                keys,
                text,
                parts: vec![part],
            }),
        }
    }
    hints
}

/// Every context with its name.
pub(crate) fn contexts(words: &Words) -> [(Context, &'static str); 28] {
    let words = &words.wizard;
    [
        (Context::YesNo, words.at_yes_no),
        (Context::Choice, words.at_choice),
        (Context::Number, words.at_number),
        (Context::Text, words.at_text),
        (Context::Trail, words.at_trail),
        (Context::Starts, words.at_starts),
        (Context::Outcomes, words.at_outcomes),
        (Context::Why, words.at_why),
        (Context::Whole, words.acting.at_whole),
        (Context::Entry, words.acting.at_entry),
        (Context::Code, words.acting.at_code),
        (Context::Map, words.at_map),
        (Context::Result, words.at_result),
        (Context::Files, words.acting.at_files),
        (Context::Try, words.acting.at_try),
        (Context::Find, words.acting.at_find),
        (Context::Written, words.acting.at_written),
        (Context::Lab, words.at_lab),
        (Context::Help, words.at_help),
        (Context::Confirm, words.at_confirm),
        (Context::Undecided, words.at_undecided),
        (Context::Prompt, words.at_prompt),
        (Context::Search, words.at_search),
        (Context::Reading, words.at_reading),
        (Context::Line, words.at_line),
        (Context::Pages, words.at_pages),
        (Context::Commands, words.acting.at_commands),
        (Context::Everywhere, words.at_everywhere),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn no_key_means_two_things() {
        let languages = Language::ALL.map(Language::words);
        let all = languages.map(|words| contexts(words).map(|context| (words, context)));
        for (words, (context, name)) in all.into_iter().flatten() {
            let mut seen: Vec<Key> = Vec::new();
            for row in rows(context) {
                let keys: Vec<Key> = match row.keys {
                    Keys::These(keys) => keys.to_vec(),
                    Keys::Letters(meaning) => letters(meaning, words).map(Key::Char).collect(),
                    Keys::Digits => ('1'..='9').map(Key::Char).collect(),
                    Keys::Typed => Vec::new(),
                };
                for key in keys {
                    assert!(!seen.contains(&key), "{key} twice at {name}");
                    seen.push(key);
                }
            }
        }
    }

    #[test]
    fn every_row_can_be_reached_by_its_keys() {
        for words in Language::ALL.map(Language::words) {
            reaches_every_row(words);
        }
    }

    fn reaches_every_row(words: &'static Words) {
        let map = Keymap::new(words, Arc::default());
        let action = |context, key| action(context, key, &map);
        for row in TABLE {
            match (row.keys, row.to) {
                (Keys::Letters(meaning), To::Do(expected)) => {
                    let letters: Vec<char> = letters(meaning, words).collect();
                    assert!(!letters.is_empty());
                    for c in letters {
                        assert_eq!(action(row.context, Key::Char(c)), Some(expected));
                        let shifted = Key::Char(c.to_ascii_uppercase());
                        assert_eq!(action(row.context, shifted), Some(expected));
                    }
                }
                (Keys::These(keys), To::Do(expected)) => {
                    assert!(!keys.is_empty());
                    for key in keys {
                        assert_eq!(action(row.context, *key), Some(expected));
                    }
                }
                (Keys::Digits, To::Pick) => {
                    assert_eq!(action(row.context, Key::Char('3')), Some(Action::Pick(3)));
                }
                (Keys::Typed, To::Type) => {
                    let typed = action(row.context, Key::Char('§'));
                    assert_eq!(typed, Some(Action::Type('§')));
                }
                (keys, to) => panic!("{keys:?} cannot {to:?}"),
            }
        }
    }

    #[test]
    fn one_can_always_cancel_and_suspend() {
        let words = Language::En.words();
        let contexts = contexts(words).map(|(context, _)| context);
        let real = contexts
            .into_iter()
            .filter(|context| !context.shared().is_empty());
        for context in real.chain([Context::Small]) {
            let map = Keymap::new(words, Arc::default());
            let ctrl = |c| action(context, Key::Ctrl(c), &map);
            assert_eq!(ctrl('c'), Some(Action::Cancel), "{context:?}");
            assert_eq!(ctrl('z'), Some(Action::Suspend), "{context:?}");
            assert_eq!(ctrl('l'), Some(Action::Redraw), "{context:?}");
        }
    }

    #[test]
    fn a_text_takes_every_letter() {
        let words = Language::En.words();
        for c in ('!'..='~').filter(char::is_ascii_graphic) {
            let map = Keymap::new(words, Arc::default());
            let typed = action(Context::Text, Key::Char(c), &map);
            assert_eq!(typed, Some(Action::Type(c)));
        }
    }

    #[test]
    fn hints_that_say_the_same_are_one() {
        let map = Keymap::new(Language::En.words(), Arc::default());
        let (hints, last) = footer(Context::Choice, &map, &Anywhere);
        assert_eq!(last.map(|last| last.text), Some("more"));
        let arrow = "↑".len();
        assert!(hints.contains(&Hint {
            keys: "↑↓".to_owned(),
            text: "move",
            parts: vec![(arrow, Some(Action::Up)), (arrow, Some(Action::Down))],
        }));
    }
}
