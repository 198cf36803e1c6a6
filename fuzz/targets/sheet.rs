//! An answer sheet, as `--answers` and `review` read it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor::Advisor;
use otp_advisor::answers::{Answers, complete, sheet, unused};
use otp_advisor::diagnostic::{Diagnostics, SourceText};
use otp_advisor::load::sheet::decode;
use otp_advisor::session::Session;
use otp_advisor_fuzz::{advise, placed};

fuzz_target!(|input: &str| {
    if let Err(faults) = read(input) {
        placed(&faults, input);
    }
});

fn read(input: &str) -> Result<(), Diagnostics> {
    let advisor = Advisor::embedded(None)?;
    let source = SourceText::new("sheet", input);
    let decoded = decode(&source);
    let mut answers = Answers::default();
    answers.add(sheet(advisor, &source)?);
    decoded?;
    let mut session = Session::new(advisor);
    let applied = answers.apply(&mut session)?;
    complete(&mut session, Some(&source.end()))?;
    advise(&session);
    let unused = unused(&session, &applied);
    if unused.is_empty() {
        Ok(())
    } else {
        Err(unused)
    }
}
