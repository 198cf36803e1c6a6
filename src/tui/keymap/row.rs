//! What a row of the key table is made of.

use crate::tui::action::Action;
use crate::tui::key::Key;
use crate::words::{Meaning, Wizard};

/// What the keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// A yes/no question; what counts at a choice counts here, too.
    YesNo,
    Choice,
    Number,
    Text,
    /// The list of answers.
    Trail,
    /// The list of situations to begin with.
    Starts,
    /// The list of outcomes.
    Outcomes,
    /// Why one of them, or why not.
    Why,
    /// The drawing of a section.
    Map,
    Result,
    Help,
    /// Leave and lose the answers?
    Confirm,
    /// Leave without a result, though an answer would give one?
    Undecided,
    /// A line for a file name.
    Prompt,
    /// The window is too small to show anything.
    Small,
    /// Wherever a line is typed.
    Line,
    /// Wherever there is more than one page.
    Pages,
    Everywhere,
}

impl Context {
    /// The contexts whose keys count here, too.
    pub(crate) fn shared(self) -> &'static [Self] {
        match self {
            Self::Number | Self::Text | Self::Prompt => &[Self::Line, Self::Everywhere],
            Self::Trail
            | Self::Starts
            | Self::Outcomes
            | Self::Why
            | Self::Map
            | Self::Result
            | Self::Help => &[Self::Pages, Self::Everywhere],
            Self::YesNo => &[Self::Choice, Self::Everywhere],
            Self::Choice | Self::Confirm | Self::Undecided | Self::Small => &[Self::Everywhere],
            Self::Line | Self::Pages | Self::Everywhere => &[],
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
