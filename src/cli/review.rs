//! `review FILE...`: saved sheets judged anew, for CI.
//!
//! A finding is a decision that differs from the one recorded in the sheet, one that is on one side
//! only, a sheet that records none, or a red flag that says to stop. That the advisor itself is
//! another one than the sheet was made with is noted, and no finding: what it says may be the same.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::load::{Loaded, is_standard_input, load, read_sheet};
use super::streams::Streams;
use crate::advice::{Advice, Decision};
use crate::answers::{Answers, complete, sheet, unused};
use crate::diagnostic::{Diagnostics, standard_input};
use crate::error::{Error, Finding};
use crate::load::sheet::{SheetDoc, SheetText, decode};
use crate::model::{Advisor, Severity};
use crate::render::one_line;
use crate::session::Session;
use crate::words::Language;
use crate::words::table::Review;

/// What is said of one sheet.
#[derive(Default)]
struct Reviewed {
    findings: Vec<String>,
    notes: Vec<String>,
}

pub(super) fn review(
    args: &Args,
    files: &[PathBuf],
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let language = args.language();
    let says = &loaded.advisor.words().reports.review;
    let mut finding = Finding::Clean;
    let mut broken = Diagnostics::default();
    for file in files {
        let name = if is_standard_input(file) {
            standard_input(language).to_owned()
        } else {
            one_line(&file.display().to_string())
        };
        match one(&loaded, file, language, streams) {
            Ok(reviewed) => {
                if reviewed.findings.is_empty() {
                    writeln!(streams.output, "{name}: {}", says.as_recorded)?;
                } else {
                    finding = Finding::Findings;
                }
                for text in reviewed.findings.iter().chain(&reviewed.notes) {
                    // What was recorded is somebody's text.
                    writeln!(streams.output, "{name}: {}", one_line(text))?;
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

fn one(
    loaded: &Loaded,
    file: &Path,
    language: Language,
    streams: &mut Streams<'_>,
) -> Result<Reviewed, Error> {
    let advisor = &loaded.advisor;
    let source = read_sheet(file, streams, language)?;
    let document = decode(&source).map_err(Error::Answers)?;
    let mut session = Session::new(advisor);
    let mut answers = Answers::default();
    answers.add(sheet(advisor, &source).map_err(Error::Answers)?);
    let applied = answers.apply(&mut session).map_err(Error::Answers)?;
    complete(&mut session, Some(&source.end())).map_err(Error::Answers)?;
    let advice = Advice::of(&session);
    let says = &advisor.words().reports.review;
    let mut reviewed = Reviewed {
        findings: unused(&session, &applied)
            .all()
            .map(|fault| fault.said(language).message)
            .collect(),
        notes: notes(advisor, &document, says),
    };
    compare(&advice, &document.decisions, says, &mut reviewed.findings);
    for flag in &advice.red_flags {
        if flag.severity == Severity::Stop {
            reviewed.findings.push((says.flag)(&flag.id, &flag.text));
        }
    }
    Ok(reviewed)
}

/// What was recorded against what is decided now.
fn compare(
    advice: &Advice<'_>,
    recorded: &[(SheetText, SheetText)],
    says: &Review,
    findings: &mut Vec<String>,
) {
    if recorded.is_empty() {
        findings.push(says.nothing_recorded.to_owned());
        return;
    }
    let advisor = advice.advisor;
    let now = |decision: &Decision| {
        let ids = decision.outcomes.iter();
        let ids: Vec<&str> = ids.map(|ix| advisor.outcome(*ix).id.as_str()).collect();
        ids.join(", ")
    };
    for (section, outcome) in recorded {
        let (section, was) = (&section.value, &outcome.value);
        match advice.decision(section).map(now) {
            Some(now) if now == *was => {}
            Some(now) => findings.push((says.changed)(section, was, &now)),
            None => findings.push((says.gone)(section, was)),
        }
    }
    for decision in &advice.decisions {
        let section = &advisor.section(decision.section).id;
        if !recorded.iter().any(|(known, _)| known.value == *section) {
            findings.push((says.new)(section, &now(decision)));
        }
    }
}

/// Which advisor a sheet was made with, where that is another one.
fn notes(advisor: &Advisor, document: &SheetDoc, says: &Review) -> Vec<String> {
    let other = |text: &Option<SheetText>, now: &str| {
        let text = text.as_ref()?;
        (text.value != now).then(|| text.value.clone())
    };
    if let Some(was) = other(&document.version, &advisor.version) {
        vec![(says.other_version)(&was, &advisor.version)]
    } else if other(&document.fingerprint, &advisor.fingerprint).is_some() {
        vec![says.other_fingerprint.to_owned()]
    } else {
        Vec::new()
    }
}
