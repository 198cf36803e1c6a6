//! `why OUTCOME`: why, why not, and the nearest answers that would give it.

use super::args::Args;
use super::load::{gather, load};
use super::streams::Streams;
use super::tell::{tell, tell_notes};
use crate::advice::why as why_of;
use crate::answers::unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::{Answers as Kind, Renamed, Usage};
use crate::error::{Error, Finding};
use crate::ids::OutcomeIx;
use crate::model::Advisor;
use crate::render;
use crate::session::Session;

pub(super) fn why(args: &Args, outcome: &str, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let outcomes = find(&loaded.advisor, outcome)?;
    if let Some(note) = renamed(&loaded.advisor, outcome, &outcomes) {
        tell(&note.into(), args.language(), args.json(), streams);
    }
    let mut session = Session::new(&loaded.advisor);
    let from_input = args.answers.is_none() && !streams.input_is_terminal;
    let gathered = gather(args, &mut session, streams, from_input)?;
    // What has a default takes it; what has none stays open, and the explanation says so.
    let _ = session.finish_with_defaults();
    let unused = unused(&session, &gathered.applied);
    if !unused.is_empty() {
        return Err(Error::Answers(unused));
    }
    tell_notes(args, &session, &gathered.applied, streams);
    let colour = streams.output_is_terminal && streams.colour;
    let texts: Vec<String> = outcomes
        .into_iter()
        .map(|outcome| {
            if args.json() {
                render::json::pretty(&render::why::json(&session, &why_of(&session, outcome)))
            } else {
                render::why::text(&session, outcome, streams.width, colour)
            }
        })
        .collect();
    let text = texts.join("\n");
    streams.output.coloured(&text, colour)?;
    Ok(Finding::Clean)
}

/// That an outcome is called otherwise today.
fn renamed(advisor: &Advisor, name: &str, found: &[OutcomeIx]) -> Option<Diagnostic> {
    let was = name.rsplit('.').next().unwrap_or(name);
    let old = advisor.renamed_outcomes(was);
    let now = found.iter().find(|ix| old.contains(ix))?;
    let now = &advisor.outcome(*now).id;
    if now.eq_ignore_ascii_case(was) {
        return None;
    }
    Some(Diagnostic::new(Kind::Renamed {
        what: Renamed::Outcome,
        was: was.to_owned(),
        now: now.to_string(),
    }))
}

/// `OUTCOME` by its id or title, which may stand in several sections, or `SECTION.OUTCOME`.
fn find(advisor: &Advisor, name: &str) -> Result<Vec<OutcomeIx>, Error> {
    let found = advisor.outcomes_called(name);
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<String> = advisor
        .outcomes
        .iter()
        .flat_map(|outcome| {
            let section = &advisor.section(outcome.section).id;
            let id = outcome.id.to_string();
            let full = format!("{section}.{id}");
            [id, full, outcome.title.to_string()]
        })
        .collect();
    let fault = Diagnostic::new(Usage::UnknownOutcome {
        name: name.to_owned(),
    });
    let known = known.iter().map(String::as_str);
    Err(Error::usage(fault.nearest(name, known)))
}
