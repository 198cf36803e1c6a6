//! A line of `batch`, and the same text as piped answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor::inside::answers::{object, piped};
use otp_advisor::inside::diagnostic::{Diagnostics, SourceText};
use otp_advisor::inside::embedded;
use otp_advisor_fuzz::{advised, placed};

fuzz_target!(|input: &str| {
    let source = SourceText::from_line(7, "line", input);
    let Ok(advisor) = embedded::advisor(None) else {
        return;
    };
    let line = object(advisor, &source).and_then(|entries| advised(advisor, entries, &source));
    let lines = piped(advisor, &source);
    let lines = lines
        .map_err(Diagnostics::from)
        .and_then(|entries| advised(advisor, entries, &source));
    for faults in [line.err(), lines.err()].into_iter().flatten() {
        placed(&faults, input);
    }
});
