//! The JSON Schema of all that programs read and of what they write to `batch`.
//!
//! It is made from the types that are written, so it cannot say something else.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::emitted::EmissionObject;
use super::json::{
    AdviceObject, CheckObject, FaultsObject, GuideObject, LabObject, QuestionsObject, ReviewObject,
    StartsObject,
};
use super::why::WhyObject;

/// One JSON Schema document. Each kind of object is in `$defs`; any of them fits the whole.
pub fn schema() -> Value {
    // As they are written: a field that is always there is required, null or not.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.into_generator();
    let kinds = [
        one::<AdviceObject<'_>>(&mut generator),
        one::<EmissionObject<'_>>(&mut generator),
        one::<FaultsObject>(&mut generator),
        one::<ReviewObject<'_>>(&mut generator),
        one::<CheckObject<'_>>(&mut generator),
        one::<QuestionsObject<'_>>(&mut generator),
        one::<StartsObject<'_>>(&mut generator),
        one::<GuideObject<'_>>(&mut generator),
        one::<WhyObject<'_>>(&mut generator),
        one::<LabObject<'_>>(&mut generator),
    ];
    let mut definitions: Map<String, Value> = generator.take_definitions(true);
    let input = json!({"$ref": "#/$defs/BatchInput"});
    for (name, definition) in batch() {
        definitions.insert(name.to_owned(), definition);
    }
    let any: Vec<Value> = kinds.into_iter().chain([input]).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "otp-advisor: what programs read from it, and write to `batch`",
        "anyOf": any,
        "$defs": definitions,
    })
}

fn one<T: JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

/// The lines of `batch`.
fn batch() -> [(&'static str, Value); 3] {
    [
        (
            "BatchInput",
            json!({
                "description": "A line to `batch`: answers by question, or the shape of a sheet.",
                "anyOf": [
                    {"$ref": "#/$defs/BatchAnswers"},
                    {
                        "type": "object",
                        "properties": {
                            "advisor": {"type": "string"},
                            "version": {"type": "string"},
                            "fingerprint": {"type": "string"},
                            "answers": {"$ref": "#/$defs/BatchAnswers"},
                            "decisions": {"type": "object"},
                        },
                        "required": ["answers"],
                        "additionalProperties": false,
                    },
                ],
            }),
        ),
        (
            "BatchAnswers",
            json!({
                "description": "An option's id, label or number; a number; a text; true for yes, false for no; `unknown`; an empty text for the default.",
                "type": "object",
                "additionalProperties": {"type": ["string", "number", "boolean"]},
            }),
        ),
        (
            "BatchOutput",
            json!({
                "description": "A line from `batch`, one for each that came in.",
                "anyOf": [{"$ref": "#/$defs/Advice"}, {"$ref": "#/$defs/Errors"}],
            }),
        ),
    ]
}
