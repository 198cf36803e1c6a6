//! An advisor of which one file is made up. The first line of the input names the file.

#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use otp_advisor_fuzz::{FILES, advise, answered, emit, files, load, sound, told};

fuzz_target!(init: sound(), |input: &str| -> Corpus {
    let Some((path, text)) = input.split_once('\n') else {
        return Corpus::Reject;
    };
    if !FILES.iter().any(|(known, _)| *known == path) {
        return Corpus::Reject;
    }
    let files = files(path, text);
    for language in [None, Some("pt-BR")] {
        if let Some(advisor) = load(&files, language) {
            let session = answered(&advisor);
            advise(&session);
            for rendered in emit(&session, &files) {
                if let Err(fault) = rendered {
                    told(&fault.into());
                }
            }
        }
    }
    Corpus::Keep
});
