//! The thin binary: arguments and standard streams in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    let status = otp_advisor::run(
        std::env::args_os(),
        &mut otp_advisor::cli::Streams::standard(),
    );
    ExitCode::from(status)
}
