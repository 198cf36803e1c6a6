//! A JSON list whose items are made while it is written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use crate::model::Advisor;

/// A list of what is made from some things of an advisor.
pub(in crate::render) struct Each<'a, T, O> {
    advisor: &'a Advisor,
    things: &'a [T],
    make: fn(&'a Advisor, &'a T) -> O,
}

impl<'a, T, O> Each<'a, T, O> {
    pub(super) fn of(
        advisor: &'a Advisor,
        things: &'a [T],
        make: fn(&'a Advisor, &'a T) -> O,
    ) -> Self {
        Self {
            advisor,
            things,
            make,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }
}

impl<T, O: Serialize> Serialize for Each<'_, T, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let made = self
            .things
            .iter()
            .map(|thing| (self.make)(self.advisor, thing));
        serializer.collect_seq(made)
    }
}

impl<T, O: JsonSchema> JsonSchema for Each<'_, T, O> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<O>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<O>::json_schema(generator)
    }
}
