//! What `check` found, for programs. An advisor that cannot be loaded is an object of errors instead.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{AdvisorObject, SCHEMA};
use crate::data::Str;
use crate::model::Advisor;
use crate::words::Counts;

/// What `check` found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Check")]
pub struct CheckObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    status: CheckStatus,
    languages: Vec<&'a str>,
    sections: usize,
    questions: usize,
    outcomes: usize,
    rules: usize,
    scenarios: usize,
    /// Of the scenarios.
    as_expected: usize,
    findings: Vec<ScenarioFinding<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CheckStatus {
    Clean,
    Findings,
}

#[derive(Serialize, JsonSchema)]
struct ScenarioFinding<'a> {
    scenario: &'a str,
    text: &'a str,
}

/// The object; `findings` are scenarios with what is wrong with each.
pub fn check<'a>(
    advisor: &'a Advisor,
    counts: &Counts,
    findings: &'a [(String, String)],
) -> CheckObject<'a> {
    CheckObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        status: if findings.is_empty() {
            CheckStatus::Clean
        } else {
            CheckStatus::Findings
        },
        languages: advisor.languages.iter().map(Str::as_str).collect(),
        sections: counts.sections,
        questions: counts.questions,
        outcomes: counts.outcomes,
        rules: counts.rules,
        scenarios: counts.scenarios,
        as_expected: counts.as_expected,
        findings: findings
            .iter()
            .map(|(scenario, text)| ScenarioFinding { scenario, text })
            .collect(),
    }
}
