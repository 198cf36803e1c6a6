//! `batch`: JSON lines of answers in, JSON lines of advice out, one for one.
//!
//! A line is an object of answers by question. A faulty line gives an object with `errors`, and the
//! rest goes on; the exit status then tells that answers were wrong.

use std::io::{BufRead as _, Write as _};

use serde_json::Value;

use super::advise::json;
use super::args::Args;
use super::load::{load, text_of, unreadable};
use super::streams::Streams;
use crate::advice::Advice;
use crate::answers::{Answers, Entry, complete, unused};
use crate::diagnostic::kind::{Answers as Kind, Reading};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText, input_line, standard_input};
use crate::error::{Error, Finding};
use crate::render;
use crate::session::Session;

pub(super) fn batch(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let language = args.language();
    let mut line = Vec::new();
    let mut number = 0;
    let mut faulty = 0;
    loop {
        line.clear();
        let read = streams.input.read_until(b'\n', &mut line);
        let read = read.map_err(|error| unreadable(standard_input(language), &error))?;
        if read == 0 {
            break;
        }
        number += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let name = input_line(language, number);
        let mut session = Session::new(&loaded.advisor);
        let text = match one(
            &name,
            line.trim_ascii().to_vec(),
            args.partial,
            &mut session,
        ) {
            Ok(()) => render::json::line(&json(args, &Advice::of(&session), &session)),
            Err(faults) => {
                faulty += 1;
                render::json::line(&render::json::faults_of_line(number, &faults, language))
            }
        };
        writeln!(streams.output, "{}", text.trim_end())?;
    }
    if faulty == 0 {
        return Ok(Finding::Clean);
    }
    Err(Error::answers(Diagnostic::new(Kind::FaultyLines {
        faulty,
        lines: number,
    })))
}

fn one(
    name: &str,
    bytes: Vec<u8>,
    partial: bool,
    session: &mut Session<'_>,
) -> Result<(), Diagnostics> {
    let source = text_of(name, bytes)?;
    let value: Value = serde_json::from_str(&source.text).map_err(|error| {
        let column = error.column().saturating_sub(1);
        let why = error.to_string();
        Diagnostic::new(Reading::Json { why }).at(Place::new(&source, column..column + 1))
    })?;
    let Value::Object(object) = value else {
        return Err(Diagnostic::new(Kind::NoObject)
            .at(Place::new(&source, 0..1))
            .into());
    };
    let mut faults = Diagnostics::default();
    let mut entries = Vec::new();
    for (question, answer) in object {
        // Each answer is shown on its own; JSON keeps no places.
        let own = SourceText::new(name, format!("{question}: {answer}"));
        let at = Place::new(&own, question.len() + 2..own.text.len());
        let answer = match answer {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => if yes { "yes" } else { "no" }.to_owned(),
            Value::Null | Value::Array(_) | Value::Object(_) => {
                faults.push(Diagnostic::new(Kind::NeitherTextNorNumber { question }).at(at));
                continue;
            }
        };
        entries.push(Entry {
            name_at: Some(Place::new(&own, 0..question.len())),
            question: Some(question),
            answer,
            at,
            typed: false,
        });
    }
    let mut answers = Answers::default();
    answers.add(entries);
    let applied = answers.apply(session).map_err(|more| {
        let mut all = faults.clone();
        all.extend(more);
        all
    })?;
    if !faults.is_empty() {
        return Err(faults);
    }
    if !partial {
        complete(session, None)?;
    }
    let unused = unused(session, &applied);
    if unused.is_empty() {
        Ok(())
    } else {
        Err(unused)
    }
}
