//! What a row of the key table is made of.

use crate::tui::action::Action;
use crate::tui::key::Key;
use crate::words::{Meaning, Wizard, Words};

/// What the keys go to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub(crate) enum Context {
    /// A yes/no question; what counts at a choice counts here, too.
    YesNo,
    Choice,
    Number,
    Text,
    /// The list of answers.
    Trail,
    /// The first page: what to begin with.
    Starts,
    /// The list of outcomes.
    Outcomes,
    /// Why one of them, or why not.
    Why,
    /// The drawing of a section.
    Map,
    /// The result; what counts there counts at its parts, too.
    Result,
    /// The advice, with nothing chosen.
    Whole,
    /// An entry of the advice.
    Entry,
    /// The code.
    Code,
    /// The list of files.
    Files,
    /// What another answer would change.
    Try,
    /// A line to search the code with.
    Find,
    /// What was written, and what to do next.
    Written,
    /// The crash lab.
    Lab,
    Help,
    /// Leave, and what becomes of the answers?
    Confirm,
    /// Leave without a result, though an answer would give one?
    Undecided,
    /// A line for a file name.
    Prompt,
    /// A list that a typed line narrows.
    Search,
    /// A text that was found.
    Reading,
    /// The window is too small to show anything.
    Small,
    /// Wherever a line is typed.
    Line,
    /// Wherever nothing is typed.
    Commands,
    /// Wherever there is more than one page.
    Pages,
    Everywhere,
}

impl Context {
    /// The contexts whose keys count here, too.
    pub(crate) fn shared(self) -> &'static [Self] {
        match self {
            Self::Number => &[Self::Line, Self::Commands, Self::Everywhere],
            Self::Text | Self::Prompt | Self::Find | Self::Search => {
                &[Self::Line, Self::Everywhere]
            }
            Self::Trail
            | Self::Starts
            | Self::Outcomes
            | Self::Why
            | Self::Map
            | Self::Files
            | Self::Try
            | Self::Written
            | Self::Reading
            | Self::Help => &[Self::Pages, Self::Commands, Self::Everywhere],
            Self::Whole | Self::Entry | Self::Code => {
                &[Self::Result, Self::Pages, Self::Commands, Self::Everywhere]
            }
            Self::YesNo => &[Self::Choice, Self::Commands, Self::Everywhere],
            Self::Choice => &[Self::Commands, Self::Everywhere],
            Self::Lab | Self::Confirm | Self::Undecided | Self::Small => &[Self::Everywhere],
            Self::Result | Self::Line | Self::Commands | Self::Pages | Self::Everywhere => &[],
        }
    }
}

/// The keys of one row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keys {
    These(&'static [Key]),
    /// The letters that mean so in the language spoken.
    Letters(Meaning),
    /// `1` to `9`.
    Digits,
    /// Every character that no other row of the context has.
    Typed,
}

/// What they do.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    Do(Action),
    Pick,
    Type,
}

impl To {
    /// The one thing that it does.
    pub(super) fn action(self) -> Option<Action> {
        match self {
            Self::Do(action) => Some(action),
            Self::Pick | Self::Type => None,
        }
    }
}

/// A text of the words.
pub(super) type Say = fn(&Wizard) -> &'static str;

/// One row.
pub(super) struct Binding {
    pub(super) context: Context,
    pub(super) keys: Keys,
    pub(super) to: To,
    /// For the footer; `None` when it is not worth the room.
    pub(super) hint: Option<Say>,
    pub(super) help: Say,
}

/// The letters that say yes or no by themselves.
pub(super) fn letters(meaning: Meaning, words: &Words) -> impl Iterator<Item = char> {
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

/// The number of a digit's key, from 1.
pub(super) fn digit(key: Key) -> Option<u8> {
    match key {
        Key::Char(c @ '1'..='9') => c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
        _ => None,
    }
}
