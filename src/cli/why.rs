//! `why OUTCOME`: why, why not, and the nearest answers that would give it.

use super::args::{Args, WhyFormat};
use super::load::{gather, load};
use super::streams::Streams;
use crate::advice::why as why_of;
use crate::answers::unused;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::{Error, Finding};
use crate::ids::OutcomeIx;
use crate::model::Advisor;
use crate::render;
use crate::session::Session;

pub(super) fn why(
    args: &Args,
    outcome: &str,
    format: WhyFormat,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let outcomes = find(&loaded.advisor, outcome)?;
    let mut session = Session::new(&loaded.advisor);
    let from_input = args.answers.is_none() && !streams.input_is_terminal;
    let gathered = gather(args, &mut session, streams, from_input)?;
    // What has a default takes it; what has none stays open, and the explanation says so.
    let _ = session.finish_with_defaults();
    let unused = unused(&session, &gathered.applied);
    if !unused.is_empty() {
        return Err(Error::Answers(unused));
    }
    let colour = streams.output_is_terminal && streams.colour;
    let texts: Vec<String> = outcomes
        .into_iter()
        .map(|outcome| match format {
            WhyFormat::Text => render::why::text(&session, outcome, streams.width, colour),
            WhyFormat::Json => {
                render::json::pretty(&render::why::json(&session, &why_of(&session, outcome)))
            }
        })
        .collect();
    let text = texts.join("\n");
    streams.output.coloured(&text, colour)?;
    Ok(Finding::Clean)
}

/// `OUTCOME`, which may stand in several sections, or `SECTION.OUTCOME`.
fn find(advisor: &Advisor, name: &str) -> Result<Vec<OutcomeIx>, Error> {
    let found = match name.split_once('.') {
        Some((section, outcome)) => advisor
            .find_outcomes(outcome)
            .into_iter()
            .filter(|ix| advisor.section(advisor.outcome(*ix).section).id == section)
            .collect(),
        None => advisor.find_outcomes(name),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<String> = advisor
        .outcomes
        .iter()
        .flat_map(|outcome| {
            let section = &advisor.section(outcome.section).id;
            [outcome.id.to_string(), format!("{section}.{}", outcome.id)]
        })
        .collect();
    let fault = Diagnostic::new(Usage::UnknownOutcome {
        name: name.to_owned(),
    });
    let known = known.iter().map(String::as_str);
    Err(Error::usage(fault.nearest(name, known)))
}
