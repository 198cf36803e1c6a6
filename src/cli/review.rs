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
use crate::answers::{Answers, complete, notes, sheet, unused};
use crate::diagnostic::kind::Answers as Fault;
use crate::diagnostic::{Diagnostic, Diagnostics, Kind, standard_input};
use crate::error::{Error, Finding};
use crate::load::sheet::{SheetDoc, SheetText, decode};
use crate::model::{Advisor, Severity};
use crate::render::json::{FindingObject, NoteObject, SheetObject};
use crate::render::{self, one_line};
use crate::session::Session;
use crate::words::Language;
use crate::words::table::Review;

pub(super) fn review(
    args: &Args,
    files: &[PathBuf],
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let language = args.language();
    let mut sheets = Vec::new();
    let mut broken = Diagnostics::default();
    for file in files {
        let name = if is_standard_input(file) {
            standard_input(language).to_owned()
        } else {
            file.display().to_string()
        };
        sheets.push(match one(&loaded, file, language, streams) {
            Ok((findings, notes)) => SheetObject::judged(name, findings, notes),
            // The other sheets are still judged.
            Err(Error::Answers(faults)) => {
                broken.extend(faults);
                SheetObject::broken(name)
            }
            Err(other) => return Err(other),
        });
    }
    let found = sheets.iter().any(SheetObject::has_findings);
    if args.json() {
        let object = render::json::review(&loaded.advisor, sheets);
        let text = render::json::pretty(&object);
        streams.output.write_all(text.as_bytes())?;
    } else {
        print(&loaded.advisor, &sheets, streams)?;
    }
    if !broken.is_empty() {
        Err(Error::Answers(broken))
    } else if found {
        Ok(Finding::Findings)
    } else {
        Ok(Finding::Clean)
    }
}

/// A line for each thing that is said of a sheet.
fn print(
    advisor: &Advisor,
    sheets: &[SheetObject],
    streams: &mut Streams<'_>,
) -> Result<(), Error> {
    let says = &advisor.words().reports.review;
    for sheet in sheets {
        let name = one_line(sheet.file());
        if sheet.is_as_recorded() {
            writeln!(streams.output, "{name}: {}", says.as_recorded)?;
        }
        for text in sheet.texts() {
            // What was recorded is somebody's text.
            writeln!(streams.output, "{name}: {}", one_line(text))?;
        }
    }
    Ok(())
}

fn one(
    loaded: &Loaded,
    file: &Path,
    language: Language,
    streams: &mut Streams<'_>,
) -> Result<(Vec<FindingObject>, Vec<NoteObject>), Error> {
    let advisor = &loaded.advisor;
    let source = read_sheet(file, streams, language)?;
    let document = decode(&source).map_err(Error::Answers)?;
    let mut session = Session::new(advisor);
    let mut answers = Answers::default();
    answers.add(sheet(advisor, &source).map_err(Error::Answers)?);
    let applied = answers.apply(&mut session).map_err(Error::Answers)?;
    complete(&mut session, &applied, Some(&source.end())).map_err(Error::Answers)?;
    let advice = Advice::of(&session);
    let says = &advisor.words().reports.review;
    let mut noted = noted(advisor, &document, says);
    let about_answers = notes(&session, &applied);
    noted.extend(about_answers.iter().map(|note| NoteObject::Answer {
        text: (says.note)(&note.said(language).message),
    }));
    let mut findings: Vec<FindingObject> = unused(&session, &applied)
        .iter()
        .map(|fault| unused_answer(fault, language))
        .collect();
    compare(&advice, &document.decisions, says, &mut findings);
    for flag in &advice.red_flags {
        if flag.severity == Severity::Stop {
            findings.push(FindingObject::RedFlag {
                id: flag.id.to_string(),
                text: (says.flag)(&flag.id, &flag.text),
            });
        }
    }
    Ok((findings, noted))
}

fn unused_answer(fault: &Diagnostic, language: Language) -> FindingObject {
    let question = match &*fault.kind {
        Kind::Answers(Fault::Unused { question, .. }) => question.clone(),
        _ => String::new(),
    };
    let text = fault.said(language).message;
    FindingObject::Unused { question, text }
}

/// What was recorded against what is decided now.
fn compare(
    advice: &Advice<'_>,
    recorded: &[(SheetText, SheetText)],
    says: &Review,
    findings: &mut Vec<FindingObject>,
) {
    if recorded.is_empty() {
        let text = says.nothing_recorded.to_owned();
        findings.push(FindingObject::NothingRecorded { text });
        return;
    }
    let advisor = advice.advisor;
    let now = |decision: &Decision| {
        let ids = decision.outcomes.iter();
        let ids: Vec<&str> = ids.map(|ix| advisor.outcome(*ix).id.as_str()).collect();
        ids.join(", ")
    };
    let recorded: Vec<(String, String)> = recorded
        .iter()
        .map(|(section, outcome)| advisor.decision_today(&section.value, &outcome.value))
        .collect();
    for (section, was) in recorded.clone() {
        match advice.decision(&section).map(now) {
            Some(now) if now == was => {}
            Some(now) => findings.push(FindingObject::Changed {
                text: (says.changed)(&section, &was, &now),
                section,
                was,
                now,
            }),
            None => findings.push(FindingObject::Gone {
                text: (says.gone)(&section, &was),
                section,
                was,
            }),
        }
    }
    for decision in &advice.decisions {
        let section = &advisor.section(decision.section).id;
        if !recorded.iter().any(|(known, _)| section == known) {
            let now = now(decision);
            findings.push(FindingObject::New {
                text: (says.new)(section, &now),
                section: section.to_string(),
                now,
            });
        }
    }
}

/// Which advisor a sheet was made with, where that is another one.
fn noted(advisor: &Advisor, document: &SheetDoc, says: &Review) -> Vec<NoteObject> {
    let other = |text: &Option<SheetText>, now: &str| {
        let text = text.as_ref()?;
        (text.value != now).then(|| text.value.clone())
    };
    if let Some(was) = other(&document.version, &advisor.version) {
        vec![NoteObject::Version {
            text: (says.other_version)(&was, &advisor.version),
            was,
            now: advisor.version.to_string(),
        }]
    } else if let Some(was) = other(&document.fingerprint, &advisor.fingerprint) {
        vec![NoteObject::Fingerprint {
            text: says.other_fingerprint.to_owned(),
            was,
            now: advisor.fingerprint.to_string(),
        }]
    } else {
        Vec::new()
    }
}
