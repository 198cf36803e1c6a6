//! Nodes to typed documents, gathering every fault on the way.
//!
//! serde stops at the first error of a document. This deserializer does not: an unknown field is
//! noted and skipped, a faulty list item or optional field is noted and left out, so that an author
//! sees all faults of a file at once, each with its place.

mod shapes;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

pub(crate) use self::shapes::Spanned;
use self::shapes::{CAUGHT, SPANNED};
pub(crate) use self::shapes::{Each, EachNamed, SCALAR_OR_LIST};
use super::yaml::{Content, Node, number};
use crate::diagnostic::kind::{Expected, Found, Shape};
use crate::diagnostic::{Diagnostic, Diagnostics, Kind, Place, SourceText};

/// Decodes a whole document. Faults go to `faults`, and leave `None` when nothing could be made; the
/// flag tells whether anything was left out for one.
pub(crate) fn decode<'de, T: Deserialize<'de>>(
    node: &'de Node,
    (file, source): (u32, &'de Arc<SourceText>),
    faults: &mut Diagnostics,
) -> (Option<T>, bool) {
    let noted = RefCell::new(std::mem::take(faults));
    let left_out = Cell::new(false);
    let de = NodeDeserializer {
        node,
        file,
        source,
        noted: &noted,
        left_out: &left_out,
    };
    let value = match T::deserialize(de) {
        Ok(value) => Some(value),
        Err(fault) => {
            de.note(fault, &node.span);
            None
        }
    };
    *faults = noted.into_inner();
    (value, left_out.get())
}

/// A fault on its way up to the nearest place that can go on without the value.
#[derive(Debug)]
pub(crate) struct Fault(Box<Diagnostic>);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.kind)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    fn of(kind: Shape) -> Self {
        Self(Box::new(Diagnostic::new(kind)))
    }
}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(Shape::Other {
            why: message.to_string(),
        })
    }

    fn missing_field(name: &'static str) -> Self {
        Self::of(Shape::MissingField { name })
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let word = variant.to_owned();
        let kind = Shape::UnknownWord {
            word,
            known: expected,
        };
        let fault = Diagnostic::new(kind);
        Self(Box::new(fault.nearest(variant, expected.iter().copied())))
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::of(Shape::WrongType {
            expected: known(expected),
            found: match unexpected {
                de::Unexpected::Str(text) => Found::Text(text.to_owned()),
                de::Unexpected::Unit => Found::Nothing,
                de::Unexpected::Seq => Found::List,
                de::Unexpected::Map => Found::Mapping,
                other => Found::Other(other.to_string()),
            },
        })
    }
}

/// What serde or a visitor names by its own word.
fn known(expected: &dyn de::Expected) -> Expected {
    let text = expected.to_string();
    if text.starts_with("struct ") {
        return Expected::Fields;
    }
    text.parse().unwrap_or(Expected::Other(text))
}

#[derive(Clone, Copy)]
struct NodeDeserializer<'de, 'f> {
    node: &'de Node,
    file: u32,
    source: &'de Arc<SourceText>,
    noted: &'f RefCell<Diagnostics>,
    left_out: &'f Cell<bool>,
}

impl<'de> NodeDeserializer<'de, '_> {
    fn child(self, node: &'de Node) -> Self {
        Self { node, ..self }
    }

    /// Keeps a fault, so that what it is about can be left out.
    fn note(self, fault: Fault, span: &Range<usize>) {
        let mut diagnostic = *fault.0;
        let only_more = matches!(*diagnostic.kind, Kind::Shape(Shape::UnknownField { .. }));
        self.left_out.set(self.left_out.get() || !only_more);
        if diagnostic.place.is_none() {
            diagnostic.place = Some(Place::new(self.source, span.clone()));
        }
        self.noted.borrow_mut().push(diagnostic);
    }

    fn found(self) -> Found {
        match &self.node.content {
            Content::Null => Found::Nothing,
            Content::Scalar(text) => Found::Text(text.clone()),
            Content::List(_) => Found::List,
            Content::Map(_) => Found::Mapping,
        }
    }

    fn wrong(self, expected: &dyn de::Expected) -> Fault {
        self.at_least_here(Fault::of(Shape::WrongType {
            expected: known(expected),
            found: self.found(),
        }))
    }

    /// Gives a fault without a place this node's.
    fn at_least_here(self, mut fault: Fault) -> Fault {
        if fault.0.place.is_none() {
            fault.0.place = Some(Place::new(self.source, self.node.span.clone()));
        }
        fault
    }

    fn number<T: std::str::FromStr>(self, expected: &dyn de::Expected) -> Result<T, Fault> {
        match &self.node.content {
            Content::Scalar(text) => number(text).ok_or_else(|| {
                self.at_least_here(Fault::of(Shape::BadNumber {
                    expected: known(expected),
                    found: self.found(),
                }))
            }),
            _ => Err(self.wrong(expected)),
        }
    }

    fn boolean(self, expected: &dyn de::Expected) -> Result<bool, Fault> {
        match &self.node.content {
            Content::Scalar(text) => match text.as_str() {
                "yes" | "true" => Ok(true),
                "no" | "false" => Ok(false),
                _ => Err(self.wrong(expected)),
            },
            _ => Err(self.wrong(expected)),
        }
    }

    fn map<V: Visitor<'de>>(
        self,
        visitor: V,
        known: Option<&'static [&'static str]>,
    ) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::Map(entries) => visitor
                .visit_map(MapEntries {
                    rest: entries.iter(),
                    value: None,
                    known,
                    de: self,
                })
                .map_err(|fault| self.at_least_here(fault)),
            _ => Err(self.wrong(&visitor)),
        }
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident),* $(,)?) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let value = self.number(&visitor)?;
            visitor.$visit(value)
        })*
    };
}

impl<'de> Deserializer<'de> for NodeDeserializer<'de, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::Null => visitor.visit_unit(),
            Content::Scalar(text) => visitor.visit_borrowed_str(text),
            Content::List(_) => self.deserialize_seq(visitor),
            Content::Map(_) => self.map(visitor, None),
        }
        .map_err(|fault| self.at_least_here(fault))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let value = self.boolean(&visitor)?;
        visitor.visit_bool(value)
    }

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64, deserialize_f32 visit_f32,
        deserialize_f64 visit_f64,
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::Scalar(text) => visitor
                .visit_borrowed_str(text)
                .map_err(|fault| self.at_least_here(fault)),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::Null => visitor.visit_none(),
            // An optional field that is wrong is noted; the rest of the struct still tells more.
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name == SPANNED {
            return visitor.visit_seq(SpanParts { next: 0, de: self });
        }
        if name == SCALAR_OR_LIST {
            return match &self.node.content {
                Content::List(_) => self.deserialize_seq(visitor),
                Content::Scalar(_) => visitor.visit_newtype_struct(self),
                _ => Err(self.wrong(&visitor)),
            };
        }
        if name == CAUGHT {
            return visitor.visit_seq(CaughtPart { de: self });
        }
        visitor
            .visit_newtype_struct(self)
            .map_err(|fault| self.at_least_here(fault))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::List(items) => visitor.visit_seq(Items {
                rest: items.iter(),
                de: self,
            }),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.map(visitor, None)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.map(visitor, Some(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match &self.node.content {
            Content::Scalar(text) => {
                let variant: StrDeserializer<'_, Fault> = text.as_str().into_deserializer();
                visitor
                    .visit_enum(variant)
                    .map_err(|fault| self.at_least_here(fault))
            }
            _ => Err(self.wrong(&<&str>::from(Expected::Word))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

/// A list whose faulty items are noted and left out.
struct Items<'de, 'f> {
    rest: std::slice::Iter<'de, Node>,
    de: NodeDeserializer<'de, 'f>,
}

impl<'de> de::SeqAccess<'de> for Items<'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        match self.rest.next() {
            Some(item) => seed.deserialize(self.de.child(item)).map(Some),
            None => Ok(None),
        }
    }
}

/// The parts of a [`Spanned`]: file, start, end, value.
struct SpanParts<'de, 'f> {
    next: u8,
    de: NodeDeserializer<'de, 'f>,
}

impl<'de> de::SeqAccess<'de> for SpanParts<'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        self.next += 1;
        let span = &self.de.node.span;
        match self.next {
            1 => seed.deserialize(self.de.file.into_deserializer()).map(Some),
            2 => seed.deserialize(span.start.into_deserializer()).map(Some),
            3 => seed.deserialize(span.end.into_deserializer()).map(Some),
            4 => seed.deserialize(self.de).map(Some),
            _ => Ok(None),
        }
    }
}

struct MapEntries<'de, 'f> {
    rest: std::slice::Iter<'de, (Node, Node)>,
    value: Option<&'de Node>,
    /// The fields of a struct; other keys are noted and skipped.
    known: Option<&'static [&'static str]>,
    de: NodeDeserializer<'de, 'f>,
}

impl<'de> de::MapAccess<'de> for MapEntries<'de, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        for (key, value) in self.rest.by_ref() {
            if let (Some(known), Content::Scalar(name)) = (self.known, &key.content)
                && !known.contains(&name.as_str())
            {
                let kind = Shape::UnknownField {
                    name: name.clone(),
                    known,
                };
                let fault = Diagnostic::new(kind).nearest(name, known.iter().copied());
                self.de.note(Fault(Box::new(fault)), &key.span);
                continue;
            }
            self.value = Some(value);
            if self.known.is_some()
                && let Content::Scalar(name) = &key.content
            {
                return seed
                    .deserialize(BorrowedStrDeserializer::new(name))
                    .map(Some);
            }
            return seed.deserialize(self.de.child(key)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        match self.value.take() {
            Some(value) => seed.deserialize(self.de.child(value)),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
    }
}

/// One value whose fault is noted instead of passed on.
struct CaughtPart<'de, 'f> {
    de: NodeDeserializer<'de, 'f>,
}

impl<'de> de::SeqAccess<'de> for CaughtPart<'de, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        match seed.deserialize(self.de) {
            Ok(value) => Ok(Some(value)),
            Err(fault) => {
                self.de.note(fault, &self.de.node.span);
                Ok(None)
            }
        }
    }
}
