//! `guide [TOPIC]`: the guidance that an advisor's advice is made from, for people or for programs.

use std::io::Write as _;

use super::args::Args;
use super::load::load;
use super::streams::Streams;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::{Error, Finding};
use crate::render;
use crate::render::guide::find;
use crate::render::json::pretty;

pub(super) fn guide(
    args: &Args,
    topic: Option<&str>,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let advisor = &*loaded.advisor;
    let topic = match topic {
        None if advisor.guide.is_empty() => {
            return Err(Error::usage(Diagnostic::new(Usage::NoGuide {
                advisor: advisor.id.to_string(),
            })));
        }
        None => None,
        Some(name) => {
            let known = advisor.guide.iter();
            let known = known.flat_map(|topic| [topic.id.as_str(), topic.title.as_str()]);
            let unknown = || {
                let fault = Diagnostic::new(Usage::UnknownTopic {
                    name: name.to_owned(),
                });
                fault.nearest(name, known)
            };
            Some(find(advisor, name).ok_or_else(|| Error::usage(unknown()))?)
        }
    };
    if args.json() {
        let topics = match topic {
            Some(topic) => vec![topic],
            None => advisor.guide.iter().collect(),
        };
        let text = pretty(&render::json::guide(advisor, &topics));
        streams.output.write_all(text.as_bytes())?;
    } else {
        let colour = streams.output_is_terminal && streams.colour;
        let text = render::guide::text(advisor, topic, streams.width, colour);
        streams.output.coloured(&text, colour)?;
    }
    Ok(Finding::Clean)
}
