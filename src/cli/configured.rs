//! Whether the user's configuration counts in this run, and the advisor as it then is.

use super::args::Args;
use super::config::read;
use super::given::needs_more;
use super::load::{Loaded, gather, load_from};
use super::streams::Streams;
use crate::error::Error;
use crate::session::Session;

/// The advisor in the language that the user configured, where a person is asked and no flag says
/// otherwise. What goes through pipes depends on no file.
pub(super) fn configured(
    args: &Args,
    loaded: Loaded,
    streams: &mut Streams<'_>,
) -> Result<Loaded, Error> {
    if !will_ask(args, &loaded, streams)? {
        return Ok(loaded);
    }
    let read = read()?;
    let config = args.config.get_or_init(|| read);
    let language = config.language.as_ref().filter(|_| args.lang.is_none());
    let Some(language) = language else {
        return Ok(loaded);
    };
    // An advisor of the user's may have no texts in it.
    let other = load_from(args.advisor.as_deref(), Some(language.value.tag()));
    Ok(other.map_or(loaded, |other| {
        args.speak_as(&other.advisor);
        other
    }))
}

/// Whether a person is going to be asked.
fn will_ask(args: &Args, loaded: &Loaded, streams: &mut Streams<'_>) -> Result<bool, Error> {
    let asks = args.answers.is_none() && streams.input_is_terminal;
    if !asks || args.set.is_empty() {
        return Ok(asks);
    }
    let mut session = Session::new(&loaded.advisor);
    gather(args, &mut session, streams, false)?;
    Ok(needs_more(args, &session))
}
