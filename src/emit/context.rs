//! What a template sees: the whole design by id.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::value::Value;

use super::brief::Brief;
use crate::advice::verdict;
use crate::ids::QuantityIx;
use crate::model::Answer;
use crate::session::Session;

/// Every id of the advisor is present, so that a misspelt one is an error and not an empty text.
pub(super) fn context(session: &Session<'_>, brief: &Brief<'_>) -> Value {
    let advisor = session.advisor();
    let answers: BTreeMap<&str, Value> = advisor
        .question_ixs()
        .map(|ix| {
            let question = advisor.question(ix);
            let answer = session.answer(ix).filter(|_| session.is_asked(ix));
            let value = match answer {
                None => Value::from(()),
                Some(Answer::Number(number)) => number_value(*number),
                Some(other) => Value::from(question.answer_text(other)),
            };
            (question.id.as_str(), value)
        })
        .collect();
    let outcomes: BTreeMap<&str, Value> = advisor
        .section_ixs()
        .map(|ix| {
            let ids: Vec<Value> = session
                .section(ix)
                .possible()
                .iter()
                .map(|outcome| Value::from(advisor.outcome(*outcome).id.as_str()))
                .collect();
            let value = match (session.outcome(ix), session.section(ix).is_collected()) {
                (Some(outcome), false) => Value::from(advisor.outcome(outcome).id.as_str()),
                (_, true) => Value::from(ids),
                (None, false) => Value::from(()),
            };
            (advisor.section(ix).id.as_str(), value)
        })
        .collect();
    let quantities: BTreeMap<&str, Value> = advisor
        .quantities
        .iter()
        .enumerate()
        .map(|(place, quantity)| {
            let value = session.quantity(QuantityIx::new(place));
            (
                quantity.id.as_str(),
                value.map_or(Value::from(()), number_value),
            )
        })
        .collect();
    let facts = session.facts();
    let is: BTreeMap<&str, bool> = advisor
        .conditions
        .iter()
        .map(|named| (named.id.as_str(), named.when.holds(&facts)))
        .collect();
    let with: BTreeMap<&str, bool> = brief
        .target
        .files
        .iter()
        .filter_map(|file| file.with.as_deref())
        .map(|name| (name, brief.asks_for(Some(name))))
        .collect();
    let needs: BTreeSet<String> = brief
        .target
        .needs
        .iter()
        .filter(|need| brief.asks_for(need.with.as_deref()) && need.when.holds(&facts))
        .map(|need| need.what.to_string())
        .collect();
    let needs: Vec<String> = needs.into_iter().collect();
    let about: BTreeMap<&str, Value> = [
        ("id", Value::from(advisor.id.as_str())),
        ("version", Value::from(advisor.version.as_str())),
        ("fingerprint", Value::from(advisor.fingerprint.as_str())),
        ("title", Value::from(advisor.title.as_str())),
    ]
    .into();
    let all: BTreeMap<&str, Value> = [
        ("name", Value::from(brief.name)),
        ("crate", Value::from(brief.crate_name())),
        ("answers", Value::from(answers)),
        ("outcomes", Value::from(outcomes)),
        ("quantities", Value::from(quantities)),
        ("is", Value::from(is)),
        ("with", Value::from(with)),
        ("needs", Value::from(needs)),
        ("advisor", Value::from(about)),
        ("verdict", Value::from(verdict(session).map(String::from))),
        ("record", Value::from(brief.record)),
        ("sheet", Value::from(brief.sheet)),
        ("language", Value::from(advisor.language.as_str())),
    ]
    .into();
    Value::from(all)
}

/// Whole numbers print as such.
fn number_value(number: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be a whole number in range"
    )]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::from(number as i64)
    } else {
        Value::from(number)
    }
}
