//! The one command that leads to a design again.
//!
//! It gives the answers that the defaults would not give, so it stays as short as the design is
//! ordinary. Everything in it is quoted as a shell needs it.

use super::{assignment, quoted};
use crate::session::Session;

/// The command for a session. `directory` is where its advisor was loaded from; `None` is the
/// embedded one.
pub fn command(session: &Session<'_>, directory: Option<&str>) -> String {
    let mut command = "otp-advisor".to_owned();
    let mut add = |flag: &str, value: &str| {
        for part in [" ", flag, " ", &quoted(value)] {
            command.push_str(part);
        }
    };
    if let Some(directory) = directory {
        add("--advisor", directory);
    }
    for question in session.asked() {
        if let Some(given) = session.given(question)
            && session.default_of(question) != Some(&given.answer)
        {
            add(
                "--set",
                &assignment(session.advisor(), question, &given.answer),
            );
        }
    }
    if !session.is_complete() {
        command.push_str(" --partial");
    }
    command
}
