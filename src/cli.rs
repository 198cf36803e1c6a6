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
mod begin;
mod check;
mod complete;
#[cfg(feature = "tui")]
mod config;
#[cfg(feature = "tui")]
mod configured;
mod counts;
mod desk;
mod emission;
mod given;
mod graph;
mod guide;
mod help;
#[cfg(feature = "tui")]
mod kept;
mod lab;
mod lists;
mod load;
mod parting;
mod project;
mod review;
#[cfg(feature = "tui")]
mod settings;
mod streams;
mod tell;
mod terminals;
mod tongues;
mod tools;
mod usage;
mod why;
#[cfg(feature = "tui")]
mod wizard;

use std::env::var_os;
use std::ffi::OsString;
use std::io::Write as _;

use clap::Parser as _;
use clap::builder::StyledStr;

use self::args::{Args, Command};
pub use self::complete::{ASKS, complete};
#[cfg(feature = "inside")]
pub use self::streams::Door;
pub use self::streams::Streams;
use self::tell::tell;
use self::usage::Refusal;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::{Error, Finding};

/// Runs the program `otp-advisor` on the process's own streams, with its arguments, of which the first
/// is its name. What comes back is the exit status: 0 advice given, 1 findings, 2 usage, 3 answers,
/// 4 advisor, 5 target, 130 cancelled.
pub fn program(args: impl IntoIterator<Item = OsString>) -> u8 {
    let mut streams = Streams::standard();
    let args: Vec<OsString> = args.into_iter().collect();
    // A shell may ask how a command line goes on.
    let asks = var_os(ASKS);
    let completed = asks.and_then(|shell| complete(&shell, args.clone(), &mut streams));
    let status = completed.unwrap_or_else(|| run(args, &mut streams));
    drop(streams);
    #[cfg(unix)]
    crate::signals::end_as(status);
    status
}

/// Runs the program on these streams, with the same exit status as [`program`].
pub fn run(args: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let given: Vec<OsString> = args.into_iter().collect();
    // Without arguments there is nothing to parse, and a parser costs more than an interview.
    let args = match given.len() {
        0 | 1 => Args::default(),
        _ => match Args::try_parse_from(&given) {
            Ok(args) => args,
            Err(_) => return refuse(&given, streams),
        },
    };
    let result = dispatch(&args, streams).and_then(|finding| {
        streams.output.flush()?;
        Ok(finding)
    });
    match result {
        Ok(Finding::Clean) => 0,
        Ok(Finding::Findings) => 1,
        Err(error) => {
            if let Some(faults) = error.faults() {
                tell(&faults, args.language(), args.json(), streams);
            }
            error.status()
        }
    }
}

/// Whether flags that cannot be read ask for JSON all the same.
fn wants_json(args: &[OsString]) -> bool {
    let two = |pair: &[OsString]| pair[0] == "--format" && pair[1] == "json";
    args.windows(2).any(two) || args.iter().any(|arg| arg == "--format=json")
}

/// Help and version go to standard output with status 0, wrong usage to standard error with 2.
fn refuse(args: &[OsString], streams: &mut Streams<'_>) -> u8 {
    let Refusal {
        text,
        wrong,
        language,
    } = usage::refusal(args);
    if let Some(why) = wrong {
        if wants_json(args) {
            let faults = Diagnostic::new(Usage::Flags { why }).into();
            tell(&faults, language, true, streams);
            return 2;
        }
        let colour = streams.errors_are_terminal && streams.colour;
        let _ = streams.errors.coloured(&shown(&text, colour), colour);
        return 2;
    }
    let colour = streams.output_is_terminal && streams.colour;
    let written = streams.output.coloured(&shown(&text, colour), colour);
    match written.and_then(|()| streams.output.flush()) {
        Ok(()) => 0,
        Err(error) => {
            let error = Error::Output(error);
            if let Some(faults) = error.faults() {
                tell(&faults, language, wants_json(args), streams);
            }
            error.status()
        }
    }
}

fn shown(text: &StyledStr, colour: bool) -> String {
    if colour {
        text.ansi().to_string()
    } else {
        text.to_string()
    }
}

fn dispatch(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    counts::refuse_useless(args)?;
    if !args.for_people() {
        streams.output.exact();
    }
    match &args.command {
        None => advise::advise(args, streams),
        Some(Command::Check { dir, .. }) => check::check(args, dir.as_deref(), streams),
        Some(Command::Graph { format }) => graph::graph(args, *format, streams),
        Some(Command::Review { files, .. }) => review::review(args, files, streams),
        Some(Command::Batch) => batch::batch(args, streams),
        Some(Command::Why { outcome, .. }) => why::why(args, outcome, streams),
        Some(Command::Lab { events, .. }) => lab::lab(args, events, streams),
        Some(Command::Questions { .. }) => lists::questions(args, streams),
        Some(Command::Starts { .. }) => lists::starts(args, streams),
        Some(Command::Guide { topic, .. }) => guide::guide(args, topic.as_deref(), streams),
        Some(Command::Schema { of }) => tools::schema(*of, streams),
        Some(Command::Completions { shell }) => tools::completions(*shell, streams),
        Some(Command::Man) => tools::man(args, streams),
    }
}
