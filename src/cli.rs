//! The command line: what is asked for, where answers come from, where results go.
//!
//! ```text
//! args -> advisor -> session <- wizard | plain | standard input | sheet | --set
//!                       +-> advice -> --format on standard output | --emit directory
//! ```
//! Results go to standard output alone, everything else to standard error. [`run`] can be called any
//! number of times in one process; it touches no global state.

mod advise;
mod args;
mod batch;
mod check;
mod graph;
mod load;
mod review;
mod tools;
mod why;
mod wizard;

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal as _, Write};

use clap::Parser as _;

use self::args::{Args, Command};
use crate::error::{Error, Finding};

/// The process's streams and what is known of them, replaceable in tests.
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts that vary independently"
)]
pub struct Streams<'a> {
    pub input: Box<dyn BufRead + 'a>,
    pub output: Box<dyn Write + 'a>,
    pub errors: Box<dyn Write + 'a>,
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
            output: Box::new(io::BufWriter::new(io::stdout())),
            errors: Box::new(io::stderr()),
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

/// `NO_COLOR` wins over everything (no-color.org).
fn colour_welcome() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let columns = columns.or_else(|| crate::tui::size().map(|(columns, _)| usize::from(columns)));
    columns.unwrap_or(DEFAULT_WIDTH).clamp(40, MAX_WIDTH)
}

/// Runs the program; the exit status is DESIGN's: 0 advice given, 1 findings, 2 usage, 3 answers,
/// 4 advisor, 5 target, 130 cancelled.
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return refuse(&error, streams),
    };
    let result = dispatch(&args, streams).and_then(|finding| {
        streams.output.flush()?;
        Ok(finding)
    });
    match result {
        Ok(Finding::Clean) => 0,
        Ok(Finding::Findings) => 1,
        Err(error) => {
            if let Some(text) = error.render(streams.errors_are_terminal && streams.colour) {
                // Nobody is left to tell when standard error is closed.
                let _ = writeln!(streams.errors, "{text}");
            }
            error.status()
        }
    }
}

/// Help and version go to standard output with status 0, wrong usage to standard error with 2.
fn refuse(error: &clap::Error, streams: &mut Streams<'_>) -> u8 {
    let text = error.render();
    if error.use_stderr() {
        let _ = if streams.errors_are_terminal && streams.colour {
            write!(streams.errors, "{}", text.ansi())
        } else {
            write!(streams.errors, "{text}")
        };
        return 2;
    }
    let written = if streams.output_is_terminal && streams.colour {
        write!(streams.output, "{}", text.ansi())
    } else {
        write!(streams.output, "{text}")
    };
    match written.and_then(|()| streams.output.flush()) {
        Ok(()) => 0,
        Err(error) => Error::Output(error).status(),
    }
}

fn dispatch(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    match &args.command {
        None => advise::advise(args, streams),
        Some(Command::Check { dir }) => check::check(args, dir.as_deref(), streams),
        Some(Command::Graph { format }) => graph::graph(args, *format, streams),
        Some(Command::Review { files }) => review::review(args, files, streams),
        Some(Command::Batch) => batch::batch(args, streams),
        Some(Command::Why { outcome, format }) => why::why(args, outcome, *format, streams),
        Some(Command::Schema) => tools::schema(streams),
        Some(Command::Completions { shell }) => tools::completions(*shell, streams),
        Some(Command::Man) => tools::man(streams),
    }
}
