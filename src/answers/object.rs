//! Answers as a JSON object by question, alone or as the `answers` of a sheet.
//!
//! Values are kept as they are written until their question is known, so every one has its place,
//! and a key that is there twice is seen.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::entry::{Entry, foreign};
use crate::diagnostic::kind::{Answers, Reading, Shape, Slip};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
use crate::model::Advisor;

/// What a sheet holds. Whether it still comes to what it recorded is for `review` to tell.
const SHEET: &[&str] = &["advisor", "version", "fingerprint", "answers", "decisions"];

/// Reads an object such as `{"state": "no"}` or `{"answers": {"state": "no"}}`.
///
/// # Errors
/// Every fault of the text, or that it answers another advisor.
pub fn object(advisor: &Advisor, source: &Arc<SourceText>) -> Result<Vec<Entry>, Diagnostics> {
    let reader = Reader { source };
    let pairs = reader.pairs(0..source.text.len())?;
    let inner = pairs.iter().find(|pair| pair.is_object("answers"));
    let Some(inner) = inner else {
        return reader.entries(pairs);
    };
    let answers = reader.range(inner.value.get());
    let mut faults = Diagnostics::default();
    let mut seen: Vec<&str> = Vec::new();
    for pair in &pairs {
        if !SHEET.contains(&&*pair.key) {
            let kind = Shape::UnknownField {
                name: pair.key.to_string(),
                known: SHEET,
            };
            let fault = Diagnostic::new(kind).nearest(&pair.key, SHEET.iter().copied());
            faults.push(fault.at(reader.key(pair)));
        } else if seen.contains(&&*pair.key) {
            let key = pair.key.to_string();
            let kind = Reading::Json(Slip::Twice { key });
            faults.push(Diagnostic::new(kind).at(reader.key(pair)));
        } else if pair.key == "advisor"
            && let Ok(of) = serde_json::from_str::<String>(pair.value.get())
            && *of != *advisor.id
        {
            faults.push(foreign(advisor, of, reader.value(pair)));
        }
        seen.push(&pair.key);
    }
    let read = reader
        .pairs(answers)
        .and_then(|pairs| reader.entries(pairs));
    match read {
        Ok(entries) if faults.is_empty() => Ok(entries),
        Ok(_) => Err(faults),
        Err(more) => {
            faults.extend(more);
            Err(faults)
        }
    }
}

struct Pair<'t> {
    key: Cow<'t, str>,
    /// Where the key is written, without its quotes; unknown when it is written with escapes.
    written: Option<&'t str>,
    value: &'t RawValue,
}

impl Pair<'_> {
    fn is_object(&self, key: &str) -> bool {
        self.key == key && self.value.get().starts_with('{')
    }
}

struct Reader<'s> {
    source: &'s Arc<SourceText>,
}

impl<'s> Reader<'s> {
    /// The pairs of the object at a range of the text.
    fn pairs(&self, range: Range<usize>) -> Result<Vec<Pair<'s>>, Diagnostics> {
        let text = &self.source.text[range.clone()];
        let Pairs(pairs) = serde_json::from_str(text).map_err(|error| {
            // The parser has read to the end of what is no object.
            let blanks = || text.len() - text.trim_ascii_start().len();
            let at = range.start
                + if error.is_data() {
                    blanks()
                } else {
                    byte_of(text, error.line(), error.column())
                };
            let at = Place::new(self.source, at..at + 1);
            let kind = if error.is_data() || text.trim_ascii().is_empty() {
                Answers::NoObject.into()
            } else {
                crate::diagnostic::Kind::from(Reading::Json(slip(&error)))
            };
            Diagnostic::new(kind).at(at)
        })?;
        Ok(pairs)
    }

    fn entries(&self, pairs: Vec<Pair<'s>>) -> Result<Vec<Entry>, Diagnostics> {
        let mut faults = Diagnostics::default();
        let mut entries = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let (name_at, at) = (self.key(&pair), self.value(&pair));
            match answer(pair.value.get()) {
                Some(answer) => entries.push(Entry {
                    question: Some(pair.key.into_owned()),
                    name_at: Some(name_at),
                    answer: answer.into_owned(),
                    at,
                    typed: false,
                    saved: false,
                }),
                None => {
                    let kind = Answers::NeitherTextNorNumber {
                        question: pair.key.into_owned(),
                    };
                    faults.push(Diagnostic::new(kind).at(at));
                }
            }
        }
        if faults.is_empty() {
            Ok(entries)
        } else {
            Err(faults)
        }
    }

    /// The bytes that a part of the text stands at.
    fn range(&self, part: &str) -> Range<usize> {
        let start = part.as_ptr().addr() - self.source.text.as_ptr().addr();
        start..start + part.len()
    }

    fn key(&self, pair: &Pair<'_>) -> Place {
        match pair.written {
            Some(written) => Place::new(self.source, self.range(written)),
            None => self.value(pair),
        }
    }

    fn value(&self, pair: &Pair<'_>) -> Place {
        Place::new(self.source, self.range(pair.value.get()))
    }
}

/// A value as the text that it answers with; `None` when it is no answer.
fn answer(value: &str) -> Option<Cow<'_, str>> {
    match value.as_bytes().first()? {
        // Half a surrogate pair is no text.
        b'"' if value.contains('\\') => serde_json::from_str(value).ok().map(Cow::Owned),
        b'"' => Some(value.trim_matches('"').into()),
        b't' => Some("yes".into()),
        b'f' => Some("no".into()),
        b'-' | b'0'..=b'9' => Some(value.into()),
        _ => None,
    }
}

/// What the parser refuses: it tells more than its categories only in words.
fn slip(error: &serde_json::Error) -> Slip {
    // The place is told beside it.
    let why = error.to_string();
    let tail = format!(" at line {} column {}", error.line(), error.column());
    let why = why.strip_suffix(&tail).unwrap_or(&why);
    match why {
        _ if error.is_eof() => Slip::Ended,
        "trailing comma" => Slip::TrailingComma,
        "trailing characters" => Slip::After,
        "expected value" | "expected ident" => Slip::NoValue,
        "key must be a string" => Slip::NoKey,
        "invalid number" | "number out of range" => Slip::Number,
        _ if why.starts_with("expected `") => Slip::Separator,
        _ if why.starts_with("control character") => Slip::Control,
        _ if why.contains("escape") || why.contains("code point") || why.contains("surrogate") => {
            Slip::Escape
        }
        _ => Slip::Other {
            why: why.to_owned(),
        },
    }
}

/// The byte before a 1-based line and column, in which columns are bytes too.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    before.map(str::len).sum::<usize>() + column.saturating_sub(1)
}

/// The pairs of an object in their order.
struct Pairs<'t>(Vec<Pair<'t>>);

#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &RawValue>()? {
                    let written = match &key {
                        Cow::Borrowed(written) => Some(*written),
                        Cow::Owned(_) => None,
                    };
                    pairs.push(Pair {
                        key,
                        written,
                        value,
                    });
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Object)
    }
}
