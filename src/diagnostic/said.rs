//! What a language makes of a kind: the message, what stands beside the caret, what would be right.
//!
//! Foreign text enters a sentence only through [`quote`], [`plain`] and [`list`], which bound it and
//! keep it in its line.

use std::fmt;

use crate::text::{QUOTED, cut, in_line};
use crate::words::Language;
use crate::words::number::with_unit;

/// A kind in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub message: String,
    /// Beside the caret.
    pub label: Option<String>,
    /// What would be right.
    pub help: Vec<String>,
    /// Flags that would be: help for the next command line alone.
    pub flags: Vec<String>,
}

/// The words around a report.
pub(super) struct Frame {
    pub(super) error: &'static str,
    pub(super) warning: &'static str,
    pub(super) hint: &'static str,
    pub(super) help: &'static str,
    pub(super) standard_input: &'static str,
    pub(super) line: fn(usize) -> String,
}

pub(super) fn say(message: impl Into<String>) -> Said {
    Said {
        message: message.into(),
        label: None,
        help: Vec::new(),
        flags: Vec::new(),
    }
}

impl Said {
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    pub(super) fn flag(mut self, flag: impl Into<String>) -> Self {
        self.flags.push(flag.into());
        self
    }

    /// All of the help, for somebody at a command line.
    pub fn help_and_flags(&self) -> impl Iterator<Item = &String> {
        self.help.iter().chain(&self.flags)
    }

    pub(super) fn maybe(self, help: Option<String>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }
}

/// What other foreign text may: paths, reasons of the system, questions of an advisor.
const PLAIN: usize = 400;
/// The most names of a list that are told.
const LISTED: usize = 60;

/// Foreign text in a sentence.
pub(super) struct Quoted<'t> {
    text: &'t str,
    keep: usize,
    mark: &'static str,
}

/// A name or an answer, between backticks.
pub(super) fn quote(text: &str) -> Quoted<'_> {
    Quoted {
        text,
        keep: QUOTED,
        mark: "`",
    }
}

/// A path, a reason, a question: as it is.
pub(super) fn plain(text: &str) -> Quoted<'_> {
    Quoted {
        text,
        keep: PLAIN,
        mark: "",
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, keep, mark } = self;
        write!(f, "{mark}{}{mark}", in_line(&cut(text, *keep)))
    }
}

/// Names in a row, between commas.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let shown = names.iter().take(LISTED);
    let shown: Vec<String> = shown.map(|name| plain(name.as_ref()).to_string()).collect();
    let rest = if names.len() > LISTED { ", …" } else { "" };
    shown.join(", ") + rest
}

/// A count as a language writes it.
pub(super) fn count(language: Language, count: impl TryInto<u64>) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is counted is small enough to be exact"
    )]
    let count = count.try_into().unwrap_or(u64::MAX) as f64;
    language.number(count)
}

/// The options of a question; bare yes and no in the language's words, which are taken as well.
pub(super) fn options(language: Language, ids: &[String]) -> String {
    let words = language.words();
    match ids {
        [yes, no] if yes == "yes" && no == "no" => list(&[words.yes, words.no]),
        ids => list(ids),
    }
}

/// The ends of a range as they are typed, the unit behind the upper one.
pub(super) fn range(
    language: Language,
    min: f64,
    max: f64,
    unit: Option<&str>,
) -> (String, String) {
    let unit = unit.map(|unit| plain(unit).to_string());
    let max = with_unit(&language.typed(max), unit.as_deref());
    (language.typed(min), max)
}
