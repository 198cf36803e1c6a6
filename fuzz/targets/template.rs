//! A foreign template: checked with its advisor, and rendered under the meter.

#![no_main]

use libfuzzer_sys::fuzz_target;
use otp_advisor_fuzz::{TEMPLATE, answered, emit, files, load, placed, sound};

/// More than the meter lets one rendering make, in bytes.
const MOST: usize = 64 * 1024 * 1024;

fuzz_target!(init: sound(), |input: &str| {
    let files = files(TEMPLATE, input);
    let Some(advisor) = load(&files, None) else {
        return;
    };
    for rendered in emit(&answered(&advisor), &files) {
        match rendered {
            Ok(files) => assert!(files.iter().all(|file| file.text.len() <= MOST)),
            Err(fault) => placed(&fault.into(), input),
        }
    }
});
