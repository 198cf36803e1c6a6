//! A JSON list whose items are made while it is written.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use super::compact::Written;
use super::pieces::{Make, Pieces};
use crate::model::Advisor;

/// A list of what is made from some things of an advisor.
pub(in crate::render) struct Each<'a, T, O> {
    advisor: &'a Advisor,
    things: &'a [T],
    make: Make<'a, T, O>,
    pieces: Option<(&'a Pieces, Find<'a, T, O>)>,
}

/// Finds what was written of a thing, or writes it.
type Find<'a, T, O> = fn(&'a Pieces, &'a Advisor, &'a T, Make<'a, T, O>) -> Option<&'a Written>;

impl<'a, T, O> Each<'a, T, O> {
    pub(super) fn of(advisor: &'a Advisor, things: &'a [T], make: Make<'a, T, O>) -> Self {
        Self {
            advisor,
            things,
            make,
            pieces: None,
        }
    }

    /// The same, where those that are found among some pieces need not be made.
    pub(super) fn or_find(self, pieces: Option<&'a Pieces>, find: Find<'a, T, O>) -> Self {
        Self {
            pieces: pieces.map(|pieces| (pieces, find)),
            ..self
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }
}

impl<T, O: Serialize> Serialize for Each<'_, T, O> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.things.len()))?;
        for thing in self.things {
            let pieces = self.pieces;
            match pieces.and_then(|(pieces, find)| find(pieces, self.advisor, thing, self.make)) {
                Some(written) => list.serialize_element(written)?,
                None => list.serialize_element(&(self.make)(self.advisor, thing))?,
            }
        }
        list.end()
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
