//! The process's streams, and what is known of them before anything is read or written.
//!
//! All that is written goes through a [`Door`]; one that leads to a terminal lets out what it can show.

mod door;

use std::fs::OpenOptions;
use std::io::{self, BufRead, IsTerminal as _};

pub use self::door::Door;
use super::terminals::this_is_drawn_on;
use crate::signs::Glyphs;

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
    /// That of what is said on standard error; what no terminal shows is not wrapped.
    pub errors_width: Option<usize>,
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
            output: Door::new(io::BufWriter::new(io::stdout())).showing(shown(output_is_terminal)),
            errors: Door::new(io::stderr()).showing(shown(errors_are_terminal)),
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal,
            errors_are_terminal,
            colour: colour_welcome(),
            width: if output_is_terminal {
                terminal_width()
            } else {
                DEFAULT_WIDTH
            },
            errors_width: errors_are_terminal.then(terminal_width),
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
        Some(Door::new(terminal).showing(glyphs()))
    }
}

/// Standard error once more, for whoever has to tell something while the streams are in use.
#[cfg(unix)]
pub(super) fn standard_errors() -> Door<'static> {
    Door::new(io::stderr()).showing(shown(io::stderr().is_terminal()))
}

/// What the user's terminal shows, as its locale tells.
pub(super) fn glyphs() -> Glyphs {
    let told = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(told);
    Glyphs::of(
        &locale.each_ref().map(Option::as_deref),
        told("TERM").as_deref(),
    )
}

/// What a stream shows: files and pipes take everything.
fn shown(is_terminal: bool) -> Glyphs {
    if is_terminal { glyphs() } else { Glyphs::All }
}

/// `NO_COLOR` wins over everything (no-color.org).
fn colour_welcome() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && this_is_drawn_on()
}

/// The width of texts on the terminal.
pub(super) fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    #[cfg(feature = "tui")]
    let columns = columns.or_else(|| crate::tui::size().map(|(columns, _)| usize::from(columns)));
    columns.unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH)
}
