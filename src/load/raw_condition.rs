//! Conditions as authors write them, and the two other shapes that serde cannot derive.
//!
//! Written by hand instead of `serde(untagged)`, which would lose every place and answer a slip
//! with "did not match any variant".

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use super::decode::{Each, EachNamed, Spanned};
use crate::diagnostic::kind::Expected;

pub(crate) type Text = Spanned<String>;

/// `always`, or a mapping whose entries must all hold.
#[derive(Debug)]
pub(crate) enum RawWhen {
    Always,
    All(Vec<RawTerm>),
}

/// One entry of a condition.
#[derive(Debug)]
pub(crate) enum RawTerm {
    All(Vec<Spanned<RawWhen>>),
    Any(Vec<Spanned<RawWhen>>),
    Not(Box<Spanned<RawWhen>>),
    /// `is: NAME`, a condition of the advisor's own.
    Named(Text),
    /// A question, section or quantity, and what is asked of it.
    Is(Text, Spanned<RawCell>),
}

/// What a condition asks of its subject.
#[derive(Debug)]
pub(crate) enum RawCell {
    One(String),
    In(Vec<Text>),
    /// `{not: …}`, `{lt: …, ge: …}`, `{answered: yes}`.
    Tests(Vec<(Text, Spanned<RawCell>)>),
}

/// A default answer, or several with conditions (first match wins).
#[derive(Debug)]
pub(crate) enum RawDefault {
    Always(Text),
    Conditional(Each<DefaultDoc>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct DefaultDoc {
    pub(crate) when: Option<Spanned<RawWhen>>,
    pub(crate) is: Text,
}

/// `key: value` lines whose keys the grammar does not fix.
#[derive(Debug, Default)]
pub(crate) struct Entries(pub(crate) Vec<(Text, Text)>);

struct WhenVisitor;

impl<'de> Visitor<'de> for WhenVisitor {
    type Value = RawWhen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Expected::Condition.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RawWhen, E> {
        if text == "always" {
            Ok(RawWhen::Always)
        } else {
            Err(E::invalid_type(de::Unexpected::Str(text), &self))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawWhen, A::Error> {
        let mut terms = Vec::new();
        while let Some(key) = map.next_key::<Text>()? {
            terms.push(match key.value.as_str() {
                "all" => RawTerm::All(map.next_value()?),
                "any" => RawTerm::Any(map.next_value()?),
                "not" => RawTerm::Not(map.next_value()?),
                "is" => RawTerm::Named(map.next_value()?),
                _ => RawTerm::Is(key, map.next_value()?),
            });
        }
        Ok(RawWhen::All(terms))
    }
}

impl<'de> Deserialize<'de> for RawWhen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WhenVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = RawCell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Expected::Cell.into())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<RawCell, E> {
        Ok(RawCell::One(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawCell, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(RawCell::In(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawCell, A::Error> {
        let mut tests = Vec::new();
        while let Some(entry) = map.next_entry()? {
            tests.push(entry);
        }
        Ok(RawCell::Tests(tests))
    }
}

impl<'de> Deserialize<'de> for RawCell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(CellVisitor)
    }
}

struct DefaultVisitor;

impl<'de> Visitor<'de> for DefaultVisitor {
    type Value = RawDefault;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Expected::Default.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<RawDefault, A::Error> {
        Each::<DefaultDoc>::deserialize(de::value::SeqAccessDeserializer::new(list))
            .map(RawDefault::Conditional)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<RawDefault, D::Error> {
        Text::deserialize(value).map(RawDefault::Always)
    }
}

impl<'de> Deserialize<'de> for RawDefault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(super::decode::SCALAR_OR_LIST, DefaultVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Expected::Entries.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor)
    }
}

macro_rules! schema {
    ($type:ty, $name:literal, $($json:tt)+) => {
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
                json_schema!($($json)+)
            }
        }
    };
}

schema!(RawWhen, "Condition", {
    "description": "`always`, or entries that must all hold: `question: option`, `section: [outcome, outcome]`, `quantity: {lt: 70}`, `is: NAME` of a named condition, `all`/`any`/`not` with conditions inside.",
    "anyOf": [
        {"const": "always"},
        {
            "type": "object",
            "properties": {
                "all": {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
                "any": {"type": "array", "items": {"$ref": "#/$defs/Condition"}},
                "not": {"$ref": "#/$defs/Condition"},
                "is": {"type": "string"}
            },
            "additionalProperties": {
                "anyOf": [
                    {"type": ["string", "number", "boolean"]},
                    {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
                    {
                        "type": "object",
                        "properties": {
                            "not": {},
                            "answered": {"type": ["boolean", "string"]},
                            "lt": {"type": "number"}, "le": {"type": "number"},
                            "gt": {"type": "number"}, "ge": {"type": "number"},
                            "eq": {"type": "number"}, "ne": {"type": "number"}
                        },
                        "additionalProperties": false
                    }
                ]
            }
        }
    ]
});

schema!(Entries, "Entries", {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean"]}
});

impl JsonSchema for RawDefault {
    fn schema_name() -> Cow<'static, str> {
        "Default".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let list = generator.subschema_for::<Each<DefaultDoc>>();
        json_schema!({"anyOf": [{"type": ["string", "number", "boolean"]}, list]})
    }
}

impl<T: JsonSchema> JsonSchema for Each<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}

impl<T: JsonSchema> JsonSchema for EachNamed<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Named{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({"type": "object", "additionalProperties": value})
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
