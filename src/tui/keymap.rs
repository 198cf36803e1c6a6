//! Which key does what: the one table behind the keys, the footer, the help page and the README.
//!
//! A row is a context, its keys, the action and how that is told. Rows with the same words that
//! follow each other are told as one. Within a context the first rows matter most to the footer.

#[cfg(feature = "inside")]
pub(super) mod markdown;
mod row;
mod table;

pub(crate) use self::row::Context;
use self::row::{Binding, Keys, To};
use self::table::TABLE;
use super::action::Action;
use super::key::Key;
use crate::words::{Meaning, Words};

/// The rows of the table that count in a context.
fn rows(context: Context) -> impl Iterator<Item = &'static Binding> {
    let counts =
        move |row: &&Binding| row.context == context || context.shared().contains(&row.context);
    TABLE.iter().filter(counts)
}

/// The action of a key.
pub(crate) fn action(context: Context, key: Key, words: &Words) -> Option<Action> {
    let named = rows(context).find_map(|row| match (row.keys, row.to) {
        (Keys::These(keys), To::Do(action)) if keys.contains(&key) => Some(action),
        (Keys::Letters(meaning), To::Do(action)) if means(key, meaning, words) => Some(action),
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
pub(crate) fn key_of(context: Context, action: Action, words: &Words) -> Option<String> {
    let mut rows = rows(context).filter(|row| matches!(row.to, To::Do(to) if to == action));
    rows.find_map(|row| Some(first(row.keys, words)).filter(|key| !key.is_empty()))
}

/// The letters that say yes or no by themselves.
fn letters(meaning: Meaning, words: &Words) -> impl Iterator<Item = char> {
    let known = match meaning {
        Meaning::Yes => words.meanings.yes,
        Meaning::No => words.meanings.no,
        Meaning::Unknown => words.meanings.unknown,
    };
    known.iter().filter_map(|word| {
        let mut chars = word.chars();
        chars.next().filter(|_| chars.next().is_none())
    })
}

fn means(key: Key, meaning: Meaning, words: &Words) -> bool {
    // With Shift it is the same letter.
    let Key::Char(c) = key else { return false };
    letters(meaning, words).any(|letter| letter == c || c.to_lowercase().eq([letter]))
}

/// The one that is told of some keys.
fn first(keys: Keys, words: &Words) -> String {
    match keys {
        Keys::These(keys) => keys.first().map_or(String::new(), Key::to_string),
        Keys::Letters(meaning) => letters(meaning, words).take(1).collect(),
        Keys::Digits => DIGITS.to_owned(),
        Keys::Typed => String::new(),
    }
}

fn digit(key: Key) -> Option<u8> {
    match key {
        Key::Char(c @ '1'..='9') => c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
        _ => None,
    }
}

/// Some keys and what they do, for the footer or the help page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hint {
    pub(crate) keys: String,
    pub(crate) text: &'static str,
}

/// The footer's hints, most important first; those of actions that `enabled` refuses are left out.
pub(crate) fn footer(
    context: Context,
    words: &Words,
    enabled: &dyn Fn(Action) -> bool,
) -> Vec<Hint> {
    let rows = rows(context).filter(|row| match row.to {
        To::Do(action) => enabled(action),
        To::Pick => enabled(Action::Pick(1)),
        To::Type => true,
    });
    let said = rows.filter_map(|row| {
        let keys = first(row.keys, words);
        row.hint.map(|hint| (keys, hint(&words.wizard)))
    });
    merged(said, "")
}

/// Everything the keys of a context do, those shared with others left out.
pub(crate) fn help(context: Context, words: &Words) -> Vec<Hint> {
    let rows = TABLE.iter().filter(|row| row.context == context);
    let said = rows.map(|row| {
        let keys = match row.keys {
            Keys::These(keys) => {
                let keys: Vec<String> = keys.iter().map(Key::to_string).collect();
                keys.join(" ")
            }
            Keys::Letters(meaning) => {
                let letters: Vec<String> = letters(meaning, words).map(String::from).collect();
                letters.join(" ")
            }
            Keys::Digits => DIGITS.to_owned(),
            Keys::Typed => "…".to_owned(),
        };
        (keys, (row.help)(&words.wizard))
    });
    merged(said, " ")
}

/// The range rather than nine keys.
const DIGITS: &str = "1-9";

/// Joins neighbours that say the same.
fn merged(said: impl Iterator<Item = (String, &'static str)>, between: &str) -> Vec<Hint> {
    let mut hints: Vec<Hint> = Vec::new();
    for (keys, text) in said {
        match hints.last_mut() {
            Some(last) if last.text == text => {
                last.keys.push_str(between);
                last.keys.push_str(&keys);
            }
            _ => hints.push(Hint { keys, text }),
        }
    }
    hints
}

/// Every context with its name.
pub(crate) fn contexts(words: &Words) -> [(Context, &'static str); 17] {
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
        (Context::Map, words.at_map),
        (Context::Result, words.at_result),
        (Context::Help, words.at_help),
        (Context::Confirm, words.at_confirm),
        (Context::Undecided, words.at_undecided),
        (Context::Prompt, words.at_prompt),
        (Context::Line, words.at_line),
        (Context::Pages, words.at_pages),
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

    fn reaches_every_row(words: &Words) {
        let action = |context, key| action(context, key, words);
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
            let ctrl = |c| action(context, Key::Ctrl(c), words);
            assert_eq!(ctrl('c'), Some(Action::Cancel), "{context:?}");
            assert_eq!(ctrl('z'), Some(Action::Suspend), "{context:?}");
            assert_eq!(ctrl('l'), Some(Action::Redraw), "{context:?}");
        }
    }

    #[test]
    fn a_text_takes_every_letter() {
        let words = Language::En.words();
        for c in ('!'..='~').filter(char::is_ascii_graphic) {
            let typed = action(Context::Text, Key::Char(c), words);
            assert_eq!(typed, Some(Action::Type(c)));
        }
    }

    #[test]
    fn hints_that_say_the_same_are_one() {
        let hints = footer(Context::Choice, Language::En.words(), &|_| true);
        assert!(hints.contains(&Hint {
            keys: "↑↓".to_owned(),
            text: "move"
        }));
    }
}
