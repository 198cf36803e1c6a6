//! Faults for programs: one object, on standard error or in place of an answer of `batch`.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::SCHEMA;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::words::Language;

/// Errors: on standard error with `--format json`, and in place of an answer of `batch`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Errors")]
pub struct FaultsObject {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    #[schemars(extend("const" = "error"))]
    status: &'static str,
    /// Of the input, in `batch`.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    errors: Vec<FaultObject>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
struct FaultObject {
    /// The same in every language.
    code: &'static str,
    #[schemars(extend("enum" = ["error", "warning", "hint"]))]
    severity: &'static str,
    message: String,
    /// What would be right.
    help: Vec<String>,
    /// Null where nothing written is at fault.
    place: Option<PlaceObject>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceObject {
    /// Or what stands for it: standard input, a flag.
    file: String,
    /// From 1, as is the column, which counts characters.
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
        let help = said.help_and_flags().cloned().collect();
        Self {
            code: fault.code().as_str(),
            severity: fault.severity().into(),
            message: said.message,
            help,
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
