//! The one command that leads to a design again.
//!
//! It gives the answers that the defaults would not give, so it stays as short as the design is
//! ordinary. Of an unfinished interview, where no default stands for what is open, it gives all.
//! Everything in it is quoted as a shell needs it.

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
    let mut add = |flag: &str, value: &str| parts.push([flag, " ", &*quoted(value)].concat());
    if let Some(directory) = directory {
        add("--advisor", directory);
    }
    let advisor = session.advisor();
    let complete = session.is_complete();
    let sections = advisor.section_ixs();
    for question in sections.flat_map(|section| session.counting(section)) {
        let Some(given) = session.given(question) else {
            continue;
        };
        let default = session.default_of(question) == Some(&given.answer);
        if default && given.origin.is_default() && !complete {
            add("--set", &format!("{}=", advisor.question(question).id));
        } else if !(default && complete) {
            add("--set", &assignment(advisor, question, &given.answer));
        }
    }
    if !complete {
        parts.push("--partial".to_owned());
    }
    parts
}
