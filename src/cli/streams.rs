//! The process's streams, and what is known of them before anything is read or written.
//!
//! All that is written goes through a [`Door`].

mod door;

use std::fs::OpenOptions;
use std::io::{self, BufRead, IsTerminal as _};

pub use self::door::Door;
use super::terminals::this_is_drawn_on;

/// The process's streams and what is known of them, replaceable in tests.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that vary independently"
)]
pub struct Streams<'a> {
    /// It may be read by a thread of its own.
    pub input: Box<dyn BufRead + Send + 'a>,
    pub output: Door<'a>,
    pub errors: Door<'a>,
    /// Whether standard input is a terminal.
    pub input_is_terminal: bool,
    pub output_is_terminal: bool,
    pub errors_are_terminal: bool,
    /// Whether colour is welcome on a terminal.
    pub colour: bool,
    /// The width of results on a terminal, in columns.
    pub width: usize,
}

/// The widest text that reads well.
const MAX_WIDTH: usize = 100;
/// The width when no terminal tells one.
const DEFAULT_WIDTH: usize = 80;

impl Streams<'_> {
    /// The real ones.
    pub fn standard() -> Self {
        let output_is_terminal = io::stdout().is_terminal();
        let errors_are_terminal = io::stderr().is_terminal();
        Self {
            input: Box::new(io::BufReader::new(io::stdin())),
            output: Door::new(io::BufWriter::new(io::stdout())),
            errors: Door::new(io::stderr()),
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal,
            errors_are_terminal,
            colour: colour_welcome(),
            width: if output_is_terminal {
                terminal_width()
            } else {
                DEFAULT_WIDTH
            },
        }
    }
}

impl Streams<'_> {
    /// The terminal itself, where answers are typed on one and standard error leads elsewhere:
    /// prompts that nobody sees would look like a program that hangs.
    pub(super) fn terminal(&self) -> Option<Door<'static>> {
        if !self.input_is_terminal || self.errors_are_terminal || !cfg!(unix) {
            return None;
        }
        let terminal = OpenOptions::new().write(true).open("/dev/tty").ok()?;
        Some(Door::new(terminal))
    }
}

/// `NO_COLOR` wins over everything (no-color.org).
fn colour_welcome() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && this_is_drawn_on()
}

fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    #[cfg(feature = "tui")]
    let columns = columns.or_else(|| crate::tui::size().map(|(columns, _)| usize::from(columns)));
    columns.unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH)
}
