//! The wizard's host: files, sheets and projects.
use super::args::Args;
use super::load::Loaded;
use crate::error::Error;
use crate::session::Session;

pub(super) fn run<'a>(_args: &Args, _loaded: &'a Loaded, session: Session<'a>, _colour: bool) -> Result<Option<Session<'a>>, Error> {
    Ok(Some(session))
}
