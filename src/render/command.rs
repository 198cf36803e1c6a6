//! The one command that leads to a design again.
//!
//! It gives the answers that the defaults would not give, so it stays as short as the design is
//! ordinary. Everything in it is quoted as a shell needs it.

use super::{assignment, quoted};
use crate::session::Session;

/// The program as one calls it.
pub(super) const PROGRAM: &str = "otp-advisor";

/// The command for a session. `directory` is where its advisor was loaded from; `None` is the
/// embedded one.
pub fn command(session: &Session<'_>, directory: Option<&str>) -> String {
    parts(session, directory).join(" ")
}

/// The same in the parts that belong together, so that lines may end between them.
pub(crate) fn parts(session: &Session<'_>, directory: Option<&str>) -> Vec<String> {
    let mut parts = vec![PROGRAM.to_owned()];
    let mut add = |flag: &str, value: &str| parts.push(format!("{flag} {}", quoted(value)));
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
        parts.push("--partial".to_owned());
    }
    parts
}
