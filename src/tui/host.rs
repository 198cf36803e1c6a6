//! What the wizard's caller gives and gets: files and texts, options, and why it ended.

use std::convert::Infallible;
use std::io;

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
