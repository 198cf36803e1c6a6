//! Faults on their way to whoever runs the program.
//!
//! They go to standard error, where nothing else is that a program would read.

use std::io::Write as _;

use super::args::Args;
use super::streams::Streams;
use crate::answers::{Taken, notes};
use crate::diagnostic::Diagnostics;
use crate::render;
use crate::render::page::wrapped;
use crate::session::Session;
use crate::text::in_line;
use crate::words::Language;

/// What is worth knowing of answers that are in order, where there is something.
pub(super) fn tell_notes(
    args: &Args,
    session: &Session<'_>,
    applied: &[Taken],
    streams: &mut Streams<'_>,
) {
    let notes = notes(session, applied);
    if !notes.is_empty() {
        tell(&notes, args.language(), args.json(), streams);
    }
}

/// A sentence on standard error, in lines where a terminal shows it.
pub(super) fn remark(text: &str, streams: &mut Streams<'_>) {
    let text = in_line(text);
    let text = match streams.errors_width {
        Some(width) => wrapped(&text, width).into(),
        None => text,
    };
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(streams.errors, "{text}");
}

/// Reports on standard error: an object for those who asked for JSON, prose for the others.
pub(super) fn tell(
    faults: &Diagnostics,
    language: Language,
    json: bool,
    streams: &mut Streams<'_>,
) {
    let colour = streams.errors_are_terminal && streams.colour;
    // Nobody is left to tell when standard error is closed.
    let _ = if json {
        let object = render::json::faults(faults, language);
        streams.errors.exact();
        writeln!(streams.errors, "{}", render::json::line(&object))
    } else {
        let width = streams.errors_width;
        let fit = |text: String, before: usize| match width {
            Some(width) => wrapped(&text, width.saturating_sub(before)),
            None => text,
        };
        let report = faults.render_to(language, colour, &fit) + "\n";
        streams.errors.coloured(&report, colour)
    };
}
