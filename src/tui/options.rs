//! How the wizard is to behave, and why it ended.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use super::glyphs::Glyphs;
use super::keymap::Own;
use super::theme::{Depth, Named};

/// How the wizard behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many colours may be used; `NO_COLOR` and `COLORTERM` are the caller's to look up.
    pub depth: Depth,
    /// What the terminal can show, by the caller's environment.
    pub glyphs: Glyphs,
    pub theme: Named,
    /// The file name offered for the answer sheet.
    pub sheet: String,
    /// The directory offered for the project; the usual one of the language where there is none.
    pub project: Option<String>,
    /// Whether a result with open decisions will do.
    pub partial: bool,
    /// Whether to listen to the mouse.
    pub mouse: bool,
    /// What keys do otherwise than by the table.
    pub keys: Arc<[Own]>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            depth: Depth::Sixteen,
            glyphs: Glyphs::All,
            theme: Named::Auto,
            sheet: "otp-advisor.yaml".to_owned(),
            project: None,
            partial: false,
            mouse: true,
            keys: Arc::default(),
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
