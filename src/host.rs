//! What the wizard and the prompts need from outside: the texts of a project, and files written.

use crate::session::Session;

/// The world, as far as an interview touches it.
pub trait Host {
    /// The project's files as path and text, the main one first.
    ///
    /// # Errors
    /// Why there are none, as a sentence.
    fn code(&self, session: &Session<'_>) -> Result<Vec<(String, String)>, String>;

    /// The answer sheet.
    fn sheet(&self, session: &Session<'_>) -> String;

    /// The command that gives the same result without an interview.
    fn command(&self, session: &Session<'_>) -> String;

    /// Writes a text to a file that is not there, or, to `replace` it, to one that was written
    /// from here before.
    ///
    /// # Errors
    /// Why it was not written.
    fn save(&mut self, path: &str, text: &str, replace: bool) -> Result<(), Refusal>;

    /// Whether the project could be written to a directory of this name, and what would come of it;
    /// asked while the name is typed.
    ///
    /// # Errors
    /// Why not, and what would do.
    fn check_project(&self, directory: &str) -> Result<String, String>;

    /// Writes the project to a directory and says what was done.
    ///
    /// # Errors
    /// Why it could not be written.
    fn emit(&mut self, directory: &str, session: &Session<'_>) -> Result<String, String>;
}

/// Why a file was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is there, as it was written from here: it can be replaced.
    Own,
    /// For this reason.
    Because(String),
}
