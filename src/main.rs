//! The thin binary: arguments in, exit status out.

use std::env::args_os;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(otp_advisor::program(args_os()))
}
