//! `questions` and `starts`: what an advisor holds, for people or for programs.

use std::io::Write as _;

use super::args::Args;
use super::load::load;
use super::streams::Streams;
use crate::error::{Error, Finding};
use crate::model::Advisor;
use crate::render;
use crate::render::json::pretty;

/// Every question.
pub(super) fn questions(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let json = |advisor: &Advisor| pretty(&render::json::questions(advisor));
    list(args, streams, json, render::questions::text)
}

/// The situations that an interview may begin with.
pub(super) fn starts(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let json = |advisor: &Advisor| pretty(&render::json::starts(advisor));
    list(args, streams, json, render::starts::text)
}

fn list(
    args: &Args,
    streams: &mut Streams<'_>,
    json: impl Fn(&Advisor) -> String,
    text: impl Fn(&Advisor, usize, bool) -> String,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    if args.json() {
        let text = json(&loaded.advisor);
        streams.output.write_all(text.as_bytes())?;
    } else {
        let colour = streams.output_is_terminal && streams.colour;
        let text = text(&loaded.advisor, streams.width, colour);
        streams.output.coloured(&text, colour)?;
    }
    Ok(Finding::Clean)
}
