//! JSON on one line, written straight into a text: what `serde_json` writes, with everything escaped
//! that a terminal or a log would act on.
//!
//! Each line of `batch` is mostly texts that need no escape, so many bytes are looked at together and
//! whole runs are copied. A test holds that both say the same.

use std::fmt::{self, Display, Write as _};

use serde::ser::{self, Impossible, Serialize, Serializer};

use crate::text::{begins_a_command, is_unsafe};

/// Writes a value; what JSON has no words for is an error.
pub(super) fn write(value: &impl Serialize, out: &mut String) -> Result<(), Unwritable> {
    value.serialize(Compact(out))
}

/// What JSON has no words for, such as a key that is no text.
#[derive(Debug)]
pub(super) struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this cannot be said in JSON")
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

struct Compact<'o>(&'o mut String);

/// The inside of a list or of an object.
struct Parts<'o> {
    out: &'o mut String,
    end: char,
    any: bool,
}

impl<'o> Compact<'o> {
    fn put(self, text: impl Display) -> Result<(), Unwritable> {
        write!(self.0, "{text}").map_err(|_| Unwritable)
    }

    fn open(self, start: char, end: char) -> Parts<'o> {
        self.0.push(start);
        Parts {
            out: self.0,
            end,
            any: false,
        }
    }
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unwritable> {
        if self.any {
            self.out.push(',');
        }
        self.any = true;
        item.serialize(Compact(self.out))
    }

    fn after_key<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.out.push(':');
        value.serialize(Compact(self.out))
    }

    fn close(self) {
        self.out.push(self.end);
    }
}

macro_rules! plain {
    ($($name:ident: $kind:ty),*) => {
        $(fn $name(self, value: $kind) -> Result<(), Unwritable> { self.put(value) })*
    };
}

impl<'o> Serializer for Compact<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Parts<'o>;
    type SerializeTuple = Parts<'o>;
    type SerializeTupleStruct = Parts<'o>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Parts<'o>;
    type SerializeStruct = Parts<'o>;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    plain!(
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64
    );

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        let text = serde_json::to_string(&value).map_err(|_| Unwritable)?;
        self.put(text)
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        string(value, self.0);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let mut parts = self.open('{', '}');
        parts.item(variant)?;
        parts.after_key(value)?;
        parts.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'o>, Unwritable> {
        Ok(self.open('[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'o>, Unwritable> {
        Ok(self.open('[', ']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'o>, Unwritable> {
        Ok(self.open('[', ']'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'o>, Unwritable> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'o>, Unwritable> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable)
    }
}

macro_rules! list {
    ($($kind:ident: $item:ident),*) => {
        $(impl ser::$kind for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Unwritable> {
                self.item(item)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        })*
    };
}

list!(SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field);

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        let start = self.out.len() + usize::from(self.any);
        self.item(key)?;
        if self.out[start..].starts_with('"') {
            Ok(())
        } else {
            Err(Unwritable)
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.after_key(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        if self.any {
            self.out.push(',');
        }
        self.any = true;
        // Names of fields are words.
        self.out.push('"');
        self.out.push_str(name);
        self.out.push('"');
        self.after_key(value)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}

/// Writes a text in its quotes.
fn string(text: &str, out: &mut String) {
    out.push('"');
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = next_special(&text.as_bytes()[at..]) {
        at += found;
        // Only the first byte of a character, or ASCII, is met here: the rest of one is passed over with it.
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else {
            break;
        };
        let end = at + c.len_utf8();
        if needs_escape(c, rest) {
            out.push_str(&text[copied..at]);
            escape(c, out);
            copied = end;
        }
        at = end;
    }
    out.push_str(&text[copied..]);
    out.push('"');
}

/// Bytes looked at together.
const PART: usize = 32;

/// The first byte that may have to do with an escape.
fn next_special(bytes: &[u8]) -> Option<usize> {
    let (parts, rest) = bytes.as_chunks::<PART>();
    for (nth, part) in parts.iter().enumerate() {
        if !are_plain(part) {
            let within = part.iter().position(|byte| !is_plain(*byte));
            return within.map(|within| nth * PART + within);
        }
    }
    let within = rest.iter().position(|byte| !is_plain(*byte));
    within.map(|within| parts.len() * PART + within)
}

/// Whether none of these bytes has anything to do with an escape. Neither leaving early nor branching:
/// the compiler then looks at many bytes at once.
fn are_plain(part: &[u8; PART]) -> bool {
    let odd = part.iter().fold(0, |odd, &byte| {
        odd | u8::from(byte.wrapping_sub(b' ') > b'~' - b' ')
            | u8::from(byte == b'"')
            | u8::from(byte == b'\\')
            | u8::from(byte == b'#')
    });
    odd == 0
}

/// Whether a byte has nothing to do with an escape.
fn is_plain(byte: u8) -> bool {
    PLAIN[usize::from(byte)]
}

static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        plain[byte as usize] = !matches!(byte, b'"' | b'\\' | b'#');
        byte += 1;
    }
    plain
};

fn needs_escape(c: char, rest: &str) -> bool {
    matches!(c, '"' | '\\' | '\n') || is_unsafe(c) || c == '#' && begins_a_command(rest)
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '"' | '\\' => c,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        c => {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
            return;
        }
    };
    out.push('\\');
    out.push(short);
}
