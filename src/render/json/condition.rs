//! Conditions for programs, written as an advisor's files have them.

use serde_json::{Map, Value, json};

use super::value::number;
use crate::condition::{Compare, Condition, Subject, Test};
use crate::data::Str;
use crate::model::Advisor;
use crate::render::{place_id, subject_id};

/// A `when`; null for what always holds.
pub(super) fn condition(advisor: &Advisor, when: &Condition) -> Value {
    let all = |inner: &[Condition]| -> Vec<Value> {
        inner.iter().map(|one| condition(advisor, one)).collect()
    };
    match when {
        Condition::Always => Value::Null,
        Condition::All(inner) | Condition::Any(inner) if inner.len() == 1 => {
            condition(advisor, &inner[0])
        }
        Condition::All(inner) => json!({ "all": all(inner) }),
        Condition::Any(inner) => json!({ "any": all(inner) }),
        Condition::Not(inner) => json!({ "not": condition(advisor, inner) }),
        Condition::Is(subject, test) => {
            let mut object = Map::new();
            let asks = asks(advisor, *subject, test);
            object.insert(subject_id(advisor, *subject).to_owned(), asks);
            object.into()
        }
    }
}

fn asks(advisor: &Advisor, subject: Subject, test: &Test) -> Value {
    match test {
        Test::In(places) => places
            .iter()
            .filter_map(|place| place_id(advisor, subject, *place))
            .collect::<Vec<_>>()
            .into(),
        Test::TextIn(texts) => texts.iter().map(Str::as_str).collect::<Vec<_>>().into(),
        Test::Compare(compare, with) => {
            let compare = match compare {
                Compare::Lt => "lt",
                Compare::Le => "le",
                Compare::Gt => "gt",
                Compare::Ge => "ge",
                Compare::Eq => "eq",
                Compare::Ne => "ne",
            };
            json!({ compare: number(*with) })
        }
        Test::Answered => json!({ "answered": "yes" }),
    }
}
