//! Faults for programs: one object, on standard error or in place of an answer of `batch`.

use serde::Serialize;

use super::parts::SCHEMA;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::words::Language;

/// The object, ready to be written.
#[derive(Serialize)]
pub struct FaultsObject {
    schema: u32,
    status: &'static str,
    /// Of the input, in `batch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    errors: Vec<FaultObject>,
}

#[derive(Serialize)]
struct FaultObject {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: Vec<String>,
    place: Option<PlaceObject>,
}

#[derive(Serialize)]
struct PlaceObject {
    file: String,
    line: usize,
    column: usize,
}

/// The object for these faults.
pub fn faults(faults: &Diagnostics, language: Language) -> FaultsObject {
    FaultsObject {
        schema: SCHEMA,
        status: "error",
        line: None,
        errors: faults
            .all()
            .map(|f| FaultObject::of(&f, language))
            .collect(),
    }
}

/// The same for one line of `batch`.
pub fn faults_of_line(line: usize, found: &Diagnostics, language: Language) -> FaultsObject {
    let mut object = faults(found, language);
    object.line = Some(line);
    object
}

impl FaultObject {
    fn of(fault: &Diagnostic, language: Language) -> Self {
        let said = fault.said(language);
        Self {
            code: fault.code().as_str(),
            severity: fault.severity().into(),
            message: said.message,
            help: said.help,
            place: fault.place.as_ref().map(|place| {
                let (line, column) = place.line_column();
                PlaceObject {
                    file: place.source.name.clone(),
                    line,
                    column,
                }
            }),
        }
    }
}
