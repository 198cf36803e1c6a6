//! The wizard: one question at a time on the terminal.
//!
//! ```text
//! event -> key -> (keymap) -> action -> (update) -> state -> (view) -> frame
//!                                          |
//!                                          +-> effect -> host: save, emit   terminal: copy, suspend
//! ```
//! [`run`] draws on standard error and gives the answered session back once the screen is restored;
//! what is written to files goes through the caller's [`Host`]. [`Wizard`] is the same without a
//! terminal, driven by [`Input`] and drawn into any frame.

mod action;
mod highlight;
mod key;
mod keymap;
mod line;
mod run;
mod state;
mod terminal;
mod theme;
mod update;
mod view;

use std::convert::Infallible;
use std::io;

pub use self::key::{Input, Key};
pub use self::keymap::markdown as key_table;
pub use self::run::{Device, Events, Step, Wizard, drive};
pub use self::theme::Theme;

use crate::session::Session;

/// What the wizard needs from outside: the texts of a project, and files written.
pub trait Host {
    /// The project's files as path and text, the main one first.
    ///
    /// # Errors
    /// Why there are none, as a sentence.
    fn code(&self, session: &Session<'_>) -> Result<Vec<(String, String)>, String>;

    /// The answer sheet.
    fn sheet(&self, session: &Session<'_>) -> String;

    /// Writes a text to a file.
    ///
    /// # Errors
    /// Why it could not be written.
    fn save(&mut self, path: &str, text: &str) -> Result<(), String>;

    /// Writes the project to a directory and says what was done.
    ///
    /// # Errors
    /// Why it could not be written.
    fn emit(&mut self, directory: &str, session: &Session<'_>) -> Result<String, String>;
}

/// How the wizard behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether colours may be used; `NO_COLOR` is the caller's to look up.
    pub colour: bool,
    /// The file name offered for the answer sheet.
    pub sheet: String,
    /// The directory offered for the project.
    pub project: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            colour: true,
            sheet: "otp-advisor.yaml".to_owned(),
            project: "otp-design".to_owned(),
        }
    }
}

/// Why the wizard cannot go on. The terminal is given back already.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no terminal, or it fails.
    #[error("the terminal cannot be used: {0}")]
    Io(#[from] io::Error),
    /// The process was told to end; the number of the signal.
    #[error("ended by signal {0}")]
    Signal(u8),
}

impl From<Infallible> for Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Interviews the user on standard error; `None` when they cancel.
///
/// # Errors
/// When there is no terminal, or it fails, or a signal ends the process.
pub fn run<'a>(
    session: Session<'a>,
    host: &mut dyn Host,
    options: &Options,
) -> Result<Option<Session<'a>>, Error> {
    terminal::run(session, host, options)
}

/// Columns and rows of the terminal, when there is one.
pub fn size() -> Option<(u16, u16)> {
    ratatui::crossterm::terminal::size().ok()
}
