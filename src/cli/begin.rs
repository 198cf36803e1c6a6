//! `--start`: an interview that begins with the answers of a situation.

use super::args::Args;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::Error;
use crate::session::Session;

/// Gives the answers of the situation that the run begins with, and says how much is asked. Whatever else is given comes after
/// and wins; what then does not come up is nobody's mistake.
pub(super) fn begin(args: &Args, session: &mut Session<'_>) -> Result<(), Error> {
    if args.thorough {
        session.be_thorough();
    }
    let Some(id) = &args.start else {
        return Ok(());
    };
    let advisor = session.advisor();
    let Some(start) = advisor.starts.iter().find(|start| start.id == *id) else {
        let fault = Diagnostic::new(Usage::UnknownStart { id: id.clone() });
        let known = advisor.starts.iter().map(|start| start.id.as_str());
        return Err(Error::usage(fault.nearest(id, known)));
    };
    session.begin(start);
    Ok(())
}
