//! A line of `batch`, and the same text as piped answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor::inside::answers::{Answers, Entry, complete, object, piped, unused};
use otp_advisor::inside::diagnostic::{Diagnostics, SourceText};
use otp_advisor::inside::embedded;
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::session::Session;
use otp_advisor_fuzz::{advise, placed};

fuzz_target!(|input: &str| {
    let source = SourceText::from_line(7, "line", input);
    let Ok(advisor) = embedded::advisor(None) else {
        return;
    };
    let line = object(advisor, &source).and_then(|entries| read(advisor, entries, &source));
    let lines = piped(advisor, &source);
    let lines = lines
        .map_err(Diagnostics::from)
        .and_then(|entries| read(advisor, entries, &source));
    for faults in [line.err(), lines.err()].into_iter().flatten() {
        placed(&faults, input);
    }
});

fn read(
    advisor: &Advisor,
    entries: Vec<Entry>,
    source: &std::sync::Arc<SourceText>,
) -> Result<(), Diagnostics> {
    let mut session = Session::new(advisor);
    let mut answers = Answers::default();
    answers.add(entries);
    let applied = answers.apply(&mut session)?;
    complete(&mut session, &applied, Some(&source.end()))?;
    advise(&session);
    let unused = unused(&session, &applied);
    if unused.is_empty() {
        Ok(())
    } else {
        Err(unused)
    }
}
