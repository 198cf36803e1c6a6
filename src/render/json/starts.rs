//! Every start of an advisor for programs: what `otp-advisor starts --format json` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::ordered::Ordered;
use super::parts::{AdvisorObject, SCHEMA};
use super::value::{AnswerValue, value};
use crate::model::Advisor;

/// Every start: what `starts` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Starts")]
pub struct StartsObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    starts: Vec<StartObject<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Start")]
struct StartObject<'a> {
    id: &'a str,
    title: &'a str,
    situation: &'a str,
    /// The answers it gives; each stays open to change.
    #[schemars(with = "Ordered<String, AnswerValue>")]
    answers: Ordered<&'a str, Value>,
}

/// The object for an advisor.
pub fn starts(advisor: &Advisor) -> StartsObject<'_> {
    StartsObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        starts: advisor
            .starts
            .iter()
            .map(|start| StartObject {
                id: &start.id,
                title: &start.title,
                situation: &start.text,
                answers: start
                    .answers
                    .iter()
                    .map(|(ix, answer)| {
                        let question = advisor.question(*ix);
                        (question.id.as_str(), value(question, answer))
                    })
                    .collect(),
            })
            .collect(),
    }
}
