//! `starts`: the situations that an interview may begin with.

use std::io::Write as _;

use super::args::Args;
use super::load::load;
use super::streams::Streams;
use crate::error::{Error, Finding};
use crate::render;

pub(super) fn starts(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let loaded = load(args)?;
    if args.json() {
        let text = render::json::pretty(&render::json::starts(&loaded.advisor));
        streams.output.write_all(text.as_bytes())?;
    } else {
        let colour = streams.output_is_terminal && streams.colour;
        let text = render::starts::text(&loaded.advisor, streams.width, colour);
        streams.output.coloured(&text, colour)?;
    }
    Ok(Finding::Clean)
}
