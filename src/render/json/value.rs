//! Answers and numbers as JSON has them.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Answer, Question};

/// How answers look to a schema: an option's id, a text or `unknown`, or a number.
#[derive(JsonSchema)]
#[schemars(rename = "Answer", untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(in crate::render) enum AnswerValue {
    Text(String),
    Number(f64),
}

/// An answer on its way into JSON.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Said<'a> {
    Text(&'a str),
    Number(Value),
}

/// An answer as JSON has it.
pub(super) fn said<'a>(question: &'a Question, answer: &'a Answer) -> Said<'a> {
    match (answer, question.answer_word(answer)) {
        (Answer::Number(value), _) => Said::Number(number(*value)),
        (_, word) => Said::Text(word.unwrap_or_default()),
    }
}

/// An answer as a JSON value.
pub fn value(question: &Question, answer: &Answer) -> Value {
    match answer {
        Answer::Number(value) => number(*value),
        other => Value::String(question.answer_text(other)),
    }
}

/// Whole numbers without `.0`; what JSON cannot say is null.
pub(crate) fn number(value: f64) -> Value {
    /// Up to here every whole number is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "whole and within the exact range"
        )]
        let whole = value as i64;
        return Value::from(whole);
    }
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
