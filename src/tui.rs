//! The wizard: one question at a time on the terminal.
//!
//! ```text
//! event -> key -> (keymap) -> action -> (update) -> state -> (view) -> frame
//!                                          |
//!                                          +-> effect -> host: save, emit   terminal: copy, suspend
//! ```
//! [`run`] draws on the terminal and gives the answered session back once the screen is restored;
//! what is written to files goes through the caller's [`Host`]. [`Wizard`] is the same without a
//! terminal, driven by [`Input`] and drawn into any frame.

mod action;
mod drive;
mod entry;
mod glyphs;
mod highlight;
mod key;
mod keymap;
mod layout;
mod line;
mod options;
mod places;
mod run;
mod state;
mod terminal;
mod theme;
mod update;
mod view;

pub use self::options::{Error, Options};
// What drives the wizard without a terminal.
#[cfg(feature = "inside")]
pub use self::{
    action::actions,
    glyphs::Glyphs,
    key::{Does, Input, Key, Mouse},
    keymap::markdown::markdown as key_table,
    run::{Step, Wizard},
    theme::Theme,
};
// What a configuration says.
pub use self::keymap::{Given, NotBound, Own, rows_in_full};
pub use self::theme::{Depth, Named as ThemeName};

use crate::host::{Host, Translations};
use crate::session::Session;

/// Interviews the user on the terminal: on standard error, or the device itself where that leads
/// elsewhere. `None` when they cancel.
///
/// # Errors
/// When there is no terminal, or it fails, or a signal ends the process.
pub fn run<'a>(
    session: Session<'a>,
    host: &mut dyn Host,
    options: &Options,
    languages: Option<&'a dyn Translations>,
) -> Result<Option<Session<'a>>, Error> {
    terminal::run(session, host, options, languages)
}

/// Columns and rows of the terminal, when there is one.
pub fn size() -> Option<(u16, u16)> {
    let size = ratatui::crossterm::terminal::size().ok()?;
    // Some terminals do not know.
    (size.0 > 0 && size.1 > 0).then_some(size)
}
