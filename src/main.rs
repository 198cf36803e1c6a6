//! The thin binary: arguments and standard streams in, exit status out.

use std::env::{args_os, var_os};
use std::process::ExitCode;

use otp_advisor::cli::{ASKS, Streams, complete, run};

fn main() -> ExitCode {
    let mut streams = Streams::standard();
    // A shell may ask how a command line goes on.
    let completed = var_os(ASKS).and_then(|shell| complete(&shell, args_os(), &mut streams));
    ExitCode::from(completed.unwrap_or_else(|| run(args_os(), &mut streams)))
}
