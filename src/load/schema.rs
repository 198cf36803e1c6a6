//! The grammar as JSON Schema, for editors and for authors' own checks.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};

use super::raw::{
    ConditionsDoc, EmitDoc, GuideDoc, ManifestDoc, PictureDoc, RulesDoc, ScenariosDoc, SectionDoc,
    StartsDoc, TranslationDoc, VerdictsDoc,
};
use super::raw_lab::LabDoc;

/// One JSON Schema document: a file of an advisor is any of these kinds.
pub fn schema() -> Value {
    let mut generator = SchemaGenerator::default();
    let kinds: Vec<(&str, Schema)> = vec![
        ("manifest", one::<ManifestDoc>(&mut generator)),
        ("conditions", one::<ConditionsDoc>(&mut generator)),
        ("section", one::<SectionDoc>(&mut generator)),
        ("rules", one::<RulesDoc>(&mut generator)),
        ("verdicts", one::<VerdictsDoc>(&mut generator)),
        ("picture", one::<PictureDoc>(&mut generator)),
        ("starts", one::<StartsDoc>(&mut generator)),
        ("guide", one::<GuideDoc>(&mut generator)),
        ("scenarios", one::<ScenariosDoc>(&mut generator)),
        ("emit", one::<EmitDoc>(&mut generator)),
        ("lab", one::<LabDoc>(&mut generator)),
        ("translation", one::<TranslationDoc>(&mut generator)),
    ];
    let any: Vec<Value> = kinds
        .into_iter()
        .map(|(title, schema)| {
            let mut value = schema.to_value();
            if let Value::Object(object) = &mut value {
                object.insert("title".to_owned(), Value::from(title));
            }
            value
        })
        .collect();
    let mut root = Map::new();
    root.insert(
        "$schema".to_owned(),
        Value::from("https://json-schema.org/draft/2020-12/schema"),
    );
    root.insert(
        "title".to_owned(),
        Value::from("otp-advisor: a file of an advisor"),
    );
    root.insert("anyOf".to_owned(), Value::from(any));
    root.insert(
        "$defs".to_owned(),
        Value::Object(generator.take_definitions(true)),
    );
    Value::Object(root)
}

fn one<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}
