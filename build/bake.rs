//! Values as Rust source: what a serialiser is told about a value is the expression that makes it.
//!
//! Everything is written as constructors and borrows, which in the initialiser of a `static` live
//! for ever: `Advisor { id: Str::Fixed("otp"), sections: List::Fixed(&[Section { … }]) }`. The
//! names are those of the types, so the source that holds the result has them in scope.

use std::fmt::{self, Display, Write as _};

use serde::Serialize;
use serde::ser::{self, Impossible};

/// The expression that makes `value`.
pub(crate) fn expression(value: &impl Serialize) -> Result<String, Unbakeable> {
    let mut out = String::new();
    value.serialize(Baker(&mut out))?;
    Ok(out)
}

/// A kind of value that models have no use for, such as a map.
#[derive(Debug)]
pub(crate) struct Unbakeable(String);

impl Display for Unbakeable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this cannot be compiled in: {}", self.0)
    }
}

impl std::error::Error for Unbakeable {}

impl ser::Error for Unbakeable {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl From<fmt::Error> for Unbakeable {
    fn from(error: fmt::Error) -> Self {
        Self(error.to_string())
    }
}

struct Baker<'o>(&'o mut String);

/// The inside of a list, a tuple, a struct or a variant.
struct Parts<'o> {
    out: &'o mut String,
    end: &'static str,
}

impl<'o> Baker<'o> {
    fn put(self, expression: impl Display) -> Result<(), Unbakeable> {
        Ok(write!(self.0, "{expression}")?)
    }

    fn open(self, start: impl Display, end: &'static str) -> Result<Parts<'o>, Unbakeable> {
        write!(self.0, "{start}")?;
        Ok(Parts { out: self.0, end })
    }

    fn wrap<T: Serialize + ?Sized>(self, start: impl Display, inner: &T) -> Result<(), Unbakeable> {
        let mut parts = self.open(start, ")")?;
        parts.item(inner)?;
        parts.close();
        Ok(())
    }

    fn none<T>(what: &str) -> Result<T, Unbakeable> {
        Err(Unbakeable(what.to_owned()))
    }
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unbakeable> {
        item.serialize(Baker(self.out))?;
        self.out.push(',');
        Ok(())
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, item: &T) -> Result<(), Unbakeable> {
        write!(self.out, "{name}:")?;
        self.item(item)
    }

    fn close(self) {
        self.out.push_str(self.end);
    }
}

macro_rules! plain {
    ($($name:ident: $kind:ty),*) => {
        $(fn $name(self, value: $kind) -> Result<(), Unbakeable> { self.put(value) })*
    };
}

impl<'o> ser::Serializer for Baker<'o> {
    type Ok = ();
    type Error = Unbakeable;
    type SerializeSeq = Parts<'o>;
    type SerializeTuple = Parts<'o>;
    type SerializeTupleStruct = Parts<'o>;
    type SerializeTupleVariant = Parts<'o>;
    type SerializeMap = Impossible<(), Unbakeable>;
    type SerializeStruct = Parts<'o>;
    type SerializeStructVariant = Parts<'o>;

    plain!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64
    );

    fn serialize_f32(self, _: f32) -> Result<(), Unbakeable> {
        Self::none("an f32")
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unbakeable> {
        // To the bit, infinities included.
        if value.is_finite() {
            self.put(format_args!("{value:?}_f64"))
        } else {
            self.put(format_args!("f64::from_bits({})", value.to_bits()))
        }
    }

    fn serialize_char(self, value: char) -> Result<(), Unbakeable> {
        self.put(format_args!("{value:?}"))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unbakeable> {
        self.put(format_args!("{value:?}"))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unbakeable> {
        Self::none("bytes")
    }

    fn serialize_none(self) -> Result<(), Unbakeable> {
        self.put("None")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unbakeable> {
        self.wrap("Some(", value)
    }

    fn serialize_unit(self) -> Result<(), Unbakeable> {
        self.put("()")
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<(), Unbakeable> {
        self.put(name)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unbakeable> {
        self.put(format_args!("{name}::{variant}"))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unbakeable> {
        match name {
            // Texts and lists are borrows already.
            "Str" | "List" => self.wrap(format_args!("{name}::Fixed("), value),
            "Held" => self.wrap("Held::Fixed(&", value),
            _ => self.wrap(format_args!("{name}("), value),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unbakeable> {
        self.wrap(format_args!("{name}::{variant}("), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'o>, Unbakeable> {
        self.open("&[", "]")
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'o>, Unbakeable> {
        self.open("(", ")")
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Parts<'o>, Unbakeable> {
        self.open(format_args!("{name}("), ")")
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'o>, Unbakeable> {
        self.open(format_args!("{name}::{variant}("), ")")
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unbakeable> {
        Self::none("a map")
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'o>, Unbakeable> {
        self.open(format_args!("{name}{{"), "}")
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'o>, Unbakeable> {
        self.open(format_args!("{name}::{variant}{{"), "}")
    }
}

impl ser::SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unbakeable> {
        self.item(item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTuple for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unbakeable> {
        self.item(item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleStruct for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unbakeable> {
        self.item(item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeTupleVariant for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unbakeable> {
        self.item(item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        item: &T,
    ) -> Result<(), Unbakeable> {
        self.field(name, item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Parts<'_> {
    type Ok = ();
    type Error = Unbakeable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        item: &T,
    ) -> Result<(), Unbakeable> {
        self.field(name, item)
    }

    fn end(self) -> Result<(), Unbakeable> {
        self.close();
        Ok(())
    }
}
