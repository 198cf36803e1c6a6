//! An answer sheet, as `--answers` and `review` read it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor::inside::answers::sheet;
use otp_advisor::inside::diagnostic::{Diagnostics, SourceText};
use otp_advisor::inside::embedded;
use otp_advisor::inside::load::sheet::decode;
use otp_advisor_fuzz::{advised, placed};

fuzz_target!(|input: &str| {
    if let Err(faults) = read(input) {
        placed(&faults, input);
    }
});

fn read(input: &str) -> Result<(), Diagnostics> {
    let advisor = embedded::advisor(None)?;
    let source = SourceText::new("sheet", input);
    let decoded = decode(&source);
    let entries = sheet(advisor, &source)?;
    decoded?;
    advised(advisor, entries, &source)
}
