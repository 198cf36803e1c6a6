//! Faults on their way to whoever runs the program.
//!
//! They go to standard error, where nothing else is that a program would read.

use std::io::Write as _;

use super::streams::Streams;
use crate::diagnostic::Diagnostics;
use crate::render;
use crate::words::Language;

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
        writeln!(streams.errors, "{}", render::json::line(&object))
    } else {
        let report = faults.render(language, colour) + "\n";
        streams.errors.coloured(&report, colour)
    };
}
