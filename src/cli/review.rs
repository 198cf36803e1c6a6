//! `review FILE...`: saved sheets judged anew, for CI.
//!
//! A finding is a decision that differs from the one recorded in the sheet, or a red flag that says
//! to stop.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::load::{Loaded, load, read_sheet};
use super::streams::Streams;
use crate::advice::Advice;
use crate::answers::{Answers, complete, sheet, unused};
use crate::diagnostic::Diagnostics;
use crate::error::{Error, Finding};
use crate::load::sheet::decode;
use crate::model::Severity;
use crate::session::Session;
use crate::words::Language;

pub(super) fn review(
    args: &Args,
    files: &[PathBuf],
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let says = &loaded.advisor.words().reports.review;
    let mut finding = Finding::Clean;
    let mut broken = Diagnostics::default();
    for file in files {
        match one(&loaded, file, args.language()) {
            Ok(findings) if findings.is_empty() => {
                writeln!(streams.output, "{}: {}", file.display(), says.as_recorded)?;
            }
            Ok(findings) => {
                finding = Finding::Findings;
                for text in findings {
                    writeln!(streams.output, "{}: {text}", file.display())?;
                }
            }
            // The other sheets are still judged.
            Err(Error::Answers(faults)) => broken.extend(faults),
            Err(other) => return Err(other),
        }
    }
    if broken.is_empty() {
        Ok(finding)
    } else {
        Err(Error::Answers(broken))
    }
}

fn one(loaded: &Loaded, file: &Path, language: Language) -> Result<Vec<String>, Error> {
    let source = read_sheet(file)?;
    let recorded = decode(&source).map_err(Error::Answers)?.decisions;
    let mut session = Session::new(&loaded.advisor);
    let mut answers = Answers::default();
    answers.add(sheet(&loaded.advisor, &source).map_err(Error::Answers)?);
    let applied = answers.apply(&mut session).map_err(Error::Answers)?;
    complete(&mut session, Some(&source.end())).map_err(Error::Answers)?;
    let mut findings: Vec<String> = unused(&session, &applied)
        .all()
        .map(|fault| fault.said(language).message)
        .collect();
    let advice = Advice::of(&session);
    let says = &loaded.advisor.words().reports.review;
    for (section, outcome) in recorded {
        let now = advice.decision(&section.value).map(|decision| {
            let ids: Vec<&str> = decision
                .outcomes
                .iter()
                .map(|ix| loaded.advisor.outcome(*ix).id.as_str())
                .collect();
            ids.join(", ")
        });
        match now {
            Some(now) if now == outcome.value => {}
            Some(now) => findings.push((says.changed)(&section.value, &outcome.value, &now)),
            None => findings.push((says.gone)(&section.value, &outcome.value)),
        }
    }
    for flag in &advice.red_flags {
        if flag.severity == Severity::Stop {
            findings.push((says.flag)(&flag.id, &flag.text));
        }
    }
    Ok(findings)
}
