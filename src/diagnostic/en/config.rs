//! What is wrong in a configuration, in English.

use super::super::kind::Config;
use super::super::said::{Said, list, plain, quote, say};

pub(super) fn config(kind: &Config) -> Said {
    match kind {
        Config::Unknown { name, known } => {
            say(format!("there is no {}", quote(name))).help(format!("known here: {}", list(known)))
        }
        Config::Value { value, known } => say(format!("{} is no value of this", quote(value)))
            .help(format!("possible: {}", list(known))),
        Config::NoKey { name } => say(format!("no key is called {}", quote(name))).help(
            "a character, or up, page-down, enter, esc, space, tab, shift-tab, f1, ctrl-x and the like",
        ),
        Config::Typed { key, context } => say(format!(
            "{} is typed at {}, so it can do nothing else there",
            quote(key),
            quote(context)
        ))
        .help("keys with ctrl- and f1 to f12 can be bound there"),
        Config::Cancels => say("ctrl-c always cancels"),
        Config::SameAs { key, other } => say(format!(
            "terminals send {} as {}",
            quote(key),
            quote(other)
        ))
        .help(format!("bind {} instead", quote(other))),
        Config::Twice { key, first } => {
            say(format!("{} is bound before, at {}", quote(key), plain(first)))
        }
    }
}
