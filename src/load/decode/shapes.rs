//! The shapes that documents use around their values: a place, a forgiving list.
//!
//! They work with any deserializer, but only [`decode`](super::decode) knows the names by which they
//! ask it for more than serde offers.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};

use super::super::span::Span;
use crate::diagnostic::kind::Expected;

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// The name by which [`Spanned`] asks for its place.
pub(super) const SPANNED: &str = "$otp_advisor::Spanned";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpannedVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut parts: A,
            ) -> Result<Spanned<T>, A::Error> {
                let gone = || de::Error::custom("a value without a place");
                let file = parts.next_element()?.ok_or_else(gone)?;
                let start = parts.next_element()?.ok_or_else(gone)?;
                let end = parts.next_element()?.ok_or_else(gone)?;
                let value = parts.next_element()?.ok_or_else(gone)?;
                Ok(Spanned {
                    value,
                    span: Span { file, start, end },
                })
            }
        }

        deserializer.deserialize_newtype_struct(SPANNED, SpannedVisitor(std::marker::PhantomData))
    }
}

/// A list that keeps its good items; the faulty ones are noted and left out.
#[derive(Clone, Debug)]
pub(crate) struct Each<T>(pub(crate) Vec<T>);

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Each<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Caught<T>>::deserialize(deserializer)?;
        Ok(Self(items.into_iter().filter_map(|item| item.0).collect()))
    }
}

/// A mapping with keys of the author's own that keeps its good entries, in their order.
#[derive(Clone, Debug)]
pub(crate) struct EachNamed<T>(pub(crate) Vec<(Spanned<String>, T)>);

impl<T> Default for EachNamed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for EachNamed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
            type Value = EachNamed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Expected::Named.into())
            }

            fn visit_map<A: de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<EachNamed<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some((name, value)) = map.next_entry::<_, Caught<T>>()? {
                    entries.extend(value.0.map(|value| (name, value)));
                }
                Ok(EachNamed(entries))
            }
        }

        deserializer.deserialize_map(EntriesVisitor(std::marker::PhantomData))
    }
}

/// The name by which a type asks to be visited as a list or, for a scalar, as a newtype.
pub(crate) const SCALAR_OR_LIST: &str = "$otp_advisor::ScalarOrList";

/// The name by which [`Caught`] asks that its fault be noted.
pub(super) const CAUGHT: &str = "$otp_advisor::Caught";

/// A value, or `None` after its fault was noted.
struct Caught<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Caught<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CaughtVisitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for CaughtVisitor<T> {
            type Value = Caught<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list item")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut parts: A) -> Result<Caught<T>, A::Error> {
                parts.next_element().map(Caught)
            }
        }

        deserializer.deserialize_newtype_struct(CAUGHT, CaughtVisitor(std::marker::PhantomData))
    }
}
