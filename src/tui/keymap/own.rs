//! The rows of the table that a user brings, and all rows under the names that a configuration has.
//!
//! A context, a key and an action are named in lower case with hyphens. A user's row takes the key from
//! the table's rows in its context; `none` leaves it without meaning. What can only be typed, and what
//! terminals cannot tell from another key, cannot be bound. What is printed can be read again, all of it.

use std::str::FromStr as _;

use strum::IntoEnumIterator as _;

use super::row::{Binding, Context, Keys, To, digit, letters};
use super::table::{TABLE, rows};
use crate::tui::action::Action;
use crate::tui::key::Key;
use crate::words::Words;

/// A row of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub(super) context: Context,
    pub(super) key: Key,
    /// `None`: the key means nothing.
    pub(super) action: Option<Action>,
}

/// A row as it is written: context, key, action.
#[derive(Clone, Copy, Debug)]
pub struct Given<'g> {
    pub context: &'g str,
    pub key: &'g str,
    pub action: &'g str,
}

/// Why a row cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotBound {
    /// There is no such context; those there are.
    Context(Vec<&'static str>),
    /// No key is called so.
    Key,
    /// The action is none of the context; those it has.
    Action(Vec<&'static str>),
    /// The character is typed there.
    Typed,
    /// Ctrl-C always cancels.
    Cancels,
    /// Terminals send it as this key.
    SameAs(&'static str),
}

/// What takes the meaning from a key.
const NONE: &str = "none";

impl Own {
    /// Reads a row.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(given: Given<'_>) -> Result<Self, NotBound> {
        let context = Context::from_str(given.context).ok();
        let context = context.filter(|context| named(*context));
        let context = context.ok_or_else(|| NotBound::Context(contexts()))?;
        let key = Key::from_name(given.key).ok_or(NotBound::Key)?;
        if (key, given.action) == (Key::Ctrl('c'), name(Action::Cancel)) {
            // As it is anyway.
            let action = Some(Action::Cancel);
            return Ok(Self {
                context,
                key,
                action,
            });
        }
        bindable(context, key)?;
        if let Some(pick) = pick(context, key).filter(|pick| name(*pick) == given.action) {
            let action = Some(pick);
            return Ok(Self {
                context,
                key,
                action,
            });
        }
        if given.action == NONE {
            let action = None;
            return Ok(Self {
                context,
                key,
                action,
            });
        }
        let mut actions = rows(context).filter_map(|row| row.to.action());
        let action = actions.find(|action| name(*action) == given.action);
        let action = action.ok_or_else(|| NotBound::Action(actions_of(context)))?;
        Ok(Self {
            context,
            key,
            action: Some(action),
        })
    }

    /// Whether both say what the same key does in the same context.
    pub fn is_about_same(&self, other: &Self) -> bool {
        (self.context, self.key) == (other.context, other.key)
    }
}

/// The contexts that have rows.
fn contexts() -> Vec<&'static str> {
    let contexts = Context::iter().filter(|context| named(*context));
    contexts.map(<&'static str>::from).collect()
}

fn named(context: Context) -> bool {
    TABLE.iter().any(|row| row.context == context)
}

fn name(action: Action) -> &'static str {
    action.into()
}

fn actions_of(context: Context) -> Vec<&'static str> {
    let mut names: Vec<_> = rows(context)
        .filter_map(|row| row.to.action().map(name))
        .collect();
    names.push(NONE);
    names.sort_unstable();
    names.dedup();
    names
}

fn bindable(context: Context, key: Key) -> Result<(), NotBound> {
    let typed = matches!(
        context,
        Context::Text | Context::Prompt | Context::Line | Context::Everywhere
    );
    match key {
        Key::Ctrl('c') => Err(NotBound::Cancels),
        Key::Ctrl('i') => Err(NotBound::SameAs("tab")),
        Key::Ctrl('m' | 'j') => Err(NotBound::SameAs("enter")),
        Key::Ctrl('h') => Err(NotBound::SameAs("backspace")),
        Key::Char(_) if typed => Err(NotBound::Typed),
        // They begin a number.
        Key::Char('0'..='9' | '.' | ',' | '-' | '+') if context == Context::Number => {
            Err(NotBound::Typed)
        }
        _ => Ok(()),
    }
}

/// A row of the merged table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub context: &'static str,
    pub key: String,
    pub action: &'static str,
    /// Which of the user's rows it is; `None` for one of the table.
    pub own: Option<usize>,
}

/// The merged table, in the order of the contexts: what counts, and nothing that it hides. Of the letters
/// that mean yes or no it has those of this language; what is typed is typed, and no key of its own.
pub fn rows_in_full(own: &[Own], words: &Words) -> Vec<Row> {
    let mut all = Vec::new();
    for context in Context::iter() {
        let mine = own.iter().enumerate();
        let mine = mine.filter(|(_, own)| own.context == context);
        all.extend(mine.map(|(place, own)| Row {
            context: context.into(),
            key: own.key.name(),
            action: own.action.map_or(NONE, name),
            own: Some(place),
        }));
        let free = |key: &Key| {
            !own.iter()
                .any(|own| own.context == context && own.key == *key)
        };
        let defaults = TABLE.iter().filter(|row| row.context == context);
        all.extend(
            defaults
                .flat_map(|row| keys_of(row, words))
                .filter(|(key, _)| free(key))
                .map(|(key, action)| Row {
                    context: context.into(),
                    key: key.name(),
                    action: name(action),
                    own: None,
                }),
        );
    }
    all
}

/// Each key of a row, and what it does.
fn keys_of(row: &Binding, words: &Words) -> Vec<(Key, Action)> {
    let keys: Vec<Key> = match row.keys {
        Keys::These(keys) => keys.to_vec(),
        Keys::Letters(meaning) => letters(meaning, words).map(Key::Char).collect(),
        Keys::Digits => ('1'..='9').map(Key::Char).collect(),
        Keys::Typed => Vec::new(),
    };
    let does = |key| match row.to {
        To::Do(action) => Some(action),
        To::Pick => digit(key).map(Action::Pick),
        To::Type => None,
    };
    let keys = keys.into_iter();
    keys.filter_map(|key| Some((key, does(key)?))).collect()
}

/// What a digit takes, where digits take anything.
fn pick(context: Context, key: Key) -> Option<Action> {
    let picks = rows(context).any(|row| matches!(row.to, To::Pick));
    digit(key).filter(|_| picks).map(Action::Pick)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn u5_every_key_of_the_table_is_printed_once_and_can_be_read_again() {
        for words in Language::ALL.map(Language::words) {
            let printed = rows_in_full(&[], words);
            let mut known = 0;
            for row in TABLE {
                for (key, action) in keys_of(row, words) {
                    let context: &str = row.context.into();
                    let lines = printed.iter().filter(|line| {
                        (line.context, &line.key, line.action)
                            == (context, &key.name(), name(action))
                    });
                    assert_eq!(lines.count(), 1, "{key} at {context}");
                    let again = Own::read(Given {
                        context,
                        key: &key.name(),
                        action: name(action),
                    });
                    let same = Own {
                        context: row.context,
                        key,
                        action: Some(action),
                    };
                    assert_eq!(again, Ok(same));
                    known += 1;
                }
            }
            assert_eq!(printed.len(), known);
        }
    }

    #[test]
    fn u5_a_digit_picks_where_digits_do_and_nothing_else_can() {
        let read = |context, key| {
            Own::read(Given {
                context,
                key,
                action: "pick",
            })
        };
        assert!(read("yes-no", "2").is_ok());
        assert!(matches!(read("yes-no", "x"), Err(NotBound::Action(_))));
        assert!(matches!(read("trail", "2"), Err(NotBound::Action(_))));
    }
}
