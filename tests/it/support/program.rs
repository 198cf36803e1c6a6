//! The program in this process: arguments and standard input go in, status and both outputs come out.

use std::ffi::OsString;
use std::io::{BufRead, Cursor};

use otp_advisor::inside::cli::{Door, Streams};

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) status: u8,
    pub(crate) output: String,
    pub(crate) errors: String,
}

/// Runs the program with standard input from a pipe.
pub(crate) fn run(args: &[&str], input: &str) -> Ran {
    run_with(args, Cursor::new(input))
}

/// The same, whatever there is to be read.
pub(crate) fn run_with(args: &[&str], input: impl BufRead + Send) -> Ran {
    let (mut output, mut errors) = (Vec::new(), Vec::new());
    let mut streams = Streams {
        input: Box::new(input),
        output: Door::new(&mut output),
        errors: Door::new(&mut errors),
        input_is_terminal: false,
        output_is_terminal: false,
        errors_are_terminal: false,
        colour: false,
        width: 80,
        errors_width: None,
    };
    let program = ["otp-advisor"].into_iter();
    let status = otp_advisor::inside::cli::run(
        program.chain(args.iter().copied()).map(OsString::from),
        &mut streams,
    );
    drop(streams);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran {
        status,
        output: text(output),
        errors: text(errors),
    }
}
