//! What the answers given on the command line are enough for.

use super::args::Args;
use crate::session::Session;

/// Whether the answers given are not enough, nor all that there shall be.
pub(super) fn needs_more(args: &Args, session: &Session<'_>) -> bool {
    let enough = args.partial && !args.plain;
    !enough && session.clone().finish_with_defaults().is_err()
}
