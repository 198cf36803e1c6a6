//! `lab`: what the design does when its parts fail and when much is asked of it, as a story.

use super::args::Args;
use super::load::{gather, load};
use super::streams::Streams;
use super::tell::tell_notes;
use crate::answers::{complete, unused};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::{Error, Finding};
use crate::lab::plan::Plan;
use crate::lab::story::Story;
use crate::lab::{events, json, text};
use crate::render::json::pretty;
use crate::session::Session;

/// Plays these events; without any, the whole story.
pub(super) fn lab(
    args: &Args,
    given: &[String],
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let advisor = &loaded.advisor;
    if advisor.lab.is_none() {
        let advisor = advisor.id.to_string();
        return Err(Error::usage(Diagnostic::new(Usage::NoLab { advisor })));
    }
    let mut session = Session::new(advisor);
    let from_input = args.answers.is_none() && !streams.input_is_terminal;
    let gathered = gather(args, &mut session, streams, from_input)?;
    if args.partial {
        // What is open stays out of the picture.
        session.let_details_stand();
    } else {
        complete(&mut session, &gathered.applied, gathered.end.as_ref()).map_err(Error::Answers)?;
    }
    let unused = unused(&session, &gathered.applied);
    if !unused.is_empty() {
        return Err(Error::Answers(unused));
    }
    tell_notes(args, &session, &gathered.applied, streams);
    let Some(plan) = Plan::of(&session) else {
        return Ok(Finding::Clean);
    };
    // One argument may hold several words.
    let words = given.iter().flat_map(|given| given.split_whitespace());
    let events = events::parse(&plan, words, args.language()).map_err(Error::usage)?;
    let story = if given.is_empty() {
        Story::of(plan)
    } else {
        Story::played(plan, &events)
    };
    if args.json() {
        let text = pretty(&json::json(advisor, &story));
        streams.output.coloured(&text, false)?;
    } else {
        let colour = streams.output_is_terminal && streams.colour;
        let text = text::story(&story, advisor.words(), streams.width, colour);
        streams.output.coloured(&text, colour)?;
    }
    Ok(Finding::Clean)
}
