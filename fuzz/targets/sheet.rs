//! An answer sheet, as `--answers` and `review` read it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor::inside::answers::{Answers, complete, sheet, unused};
use otp_advisor::inside::diagnostic::{Diagnostics, SourceText};
use otp_advisor::inside::embedded;
use otp_advisor::inside::load::sheet::decode;
use otp_advisor::inside::session::Session;
use otp_advisor_fuzz::{advise, placed};

fuzz_target!(|input: &str| {
    if let Err(faults) = read(input) {
        placed(&faults, input);
    }
});

fn read(input: &str) -> Result<(), Diagnostics> {
    let advisor = embedded::advisor(None)?;
    let source = SourceText::new("sheet", input);
    let decoded = decode(&source);
    let mut answers = Answers::default();
    answers.add(sheet(advisor, &source)?);
    decoded?;
    let mut session = Session::new(advisor);
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
