//! One text for equal JSON: what is compared must not depend on how it was written.

use serde::Serialize;
use serde_json::{Error, Map, Number, Value, to_value};

/// The most that a float holds without losing whole numbers, 2^53.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value as JSON without spaces; the keys of all maps are sorted, and a whole number is written as one,
/// whether it was a float or not. Text is compared as it is: two spellings of one letter are two texts.
pub fn canonical(value: &impl Serialize) -> Result<String, Error> {
    Ok(sorted(to_value(value)?).to_string())
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(map) => {
            // Another crate may have chosen that maps keep the order in which they were filled.
            let mut entries: Vec<_> = map.into_iter().collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            let entries = entries.into_iter().map(|(key, value)| (key, sorted(value)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Number(number) => Value::Number(whole(number)),
        other => other,
    }
}

fn whole(number: Number) -> Number {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => {
            // Exact, and without a sign for zero.
            #[expect(clippy::cast_possible_truncation, reason = "it was looked at")]
            Number::from(float as i64)
        }
        _ => number,
    }
}

//% if with.runtime_tests
#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn k10_the_order_of_keys_does_not_matter_at_any_depth() {
        let written = [
            r#"{"a": [{"x": 1, "y": {"p": 1, "q": 2}}], "b": null}"#,
            r#"{"b": null, "a": [{"y": {"q": 2, "p": 1}, "x": 1}]}"#,
        ];
        let texts = written.map(|text| {
            let value: Value = serde_json::from_str(text).unwrap();
            canonical(&value).unwrap()
        });
        assert_eq!(texts[0], r#"{"a":[{"x":1,"y":{"p":1,"q":2}}],"b":null}"#);
        assert_eq!(texts[0], texts[1]);

        // A map without an order of its own is the usual case.
        let map = || (0..50).map(|key| (key, key)).collect::<HashMap<_, _>>();
        for _ in 0..10 {
            assert_eq!(canonical(&map()).unwrap(), canonical(&map()).unwrap());
        }
    }

    #[test]
    fn k10_a_whole_number_is_one_however_it_came() {
        for (one, other) in [
            (json!(1), json!(1.0)),
            (json!(-2), json!(-2e0)),
            (json!(0), json!(-0.0)),
        ] {
            assert_eq!(canonical(&one).unwrap(), canonical(&other).unwrap());
        }
        for kept in [
            "1.5",
            "1e300",
            "18446744073709551615",
            "-9223372036854775808",
        ] {
            let value: Value = serde_json::from_str(kept).unwrap();
            assert_eq!(sorted(value.clone()), value);
        }
        assert_ne!(
            canonical(&u64::MAX).unwrap(),
            canonical(&(u64::MAX - 1)).unwrap()
        );
        assert!(canonical(&u128::MAX).is_err(), "never a number nearby");
    }

    #[test]
    fn k10_text_is_the_same_however_it_was_escaped() {
        let escaped: Value = serde_json::from_str(r#""\u00e9\ud83d\ude00\/""#).unwrap();
        assert_eq!(canonical(&escaped).unwrap(), "\"\u{e9}\u{1f600}/\"");
        // Which spelling is meant is not ours to decide.
        assert_ne!(
            canonical(&"\u{e9}").unwrap(),
            canonical(&"e\u{301}").unwrap()
        );
    }
}
//% endif
