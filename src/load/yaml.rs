//! YAML text to a tree of nodes that know where they stand.
//!
//! The parser bounds aliases, depth and size and refuses duplicate keys. Scalars keep the text as it
//! was written, so that `yes`, `1.10` and `007` mean to an author what they look like.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned as YamlSpanned;

use super::source::MAX_BYTES;
use crate::diagnostic::kind::{Reading, Slip, Yaml};
use crate::diagnostic::{Diagnostic, Place, SourceText};

/// A node and the bytes it stands at.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) content: Content,
    pub(crate) span: Range<usize>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Null,
    /// Any scalar, as written (quotes and folds resolved).
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// A number as authors write it, with `_` between digits where they like; nothing infinite.
pub(crate) fn number<T: FromStr>(text: &str) -> Option<T> {
    // `inf` and `nan` are words to an author.
    if text.contains(|c: char| c.is_alphabetic() && !matches!(c, 'e' | 'E')) {
        return None;
    }
    text.replace('_', "").parse().ok()
}

/// The most that aliases may repeat, in parser events.
const MAX_ALIASED: usize = 10_000;

/// Parses one document.
///
/// # Errors
/// The first fault of the YAML itself, with its place.
pub(crate) fn parse(source: &Arc<SourceText>) -> Result<Node, Diagnostic> {
    let bytes = source.text.len() as u64;
    if bytes > MAX_BYTES {
        return Err(Diagnostic::new(Reading::TooLong {
            name: source.name.clone(),
            bytes,
            most: MAX_BYTES,
        }));
    }
    let options = serde_yaml::options! {
        with_snippet: false,
        // Aliases are for a few shared lists; a bomb is stopped before it costs time.
        alias_limits: serde_yaml::alias_limits! {
            max_total_replayed_events: MAX_ALIASED,
        },
    };
    match serde_yaml::from_str_with_options::<YamlSpanned<RawNode>>(&source.text, options) {
        Ok(raw) => Ok(raw_to_node(raw, &source.text)),
        Err(error) => Err(syntax(source, &error)),
    }
}

fn syntax(source: &Arc<SourceText>, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let (message, in_text) = split_location(&text);
    let at = error
        .location()
        .map(|location| (location.line(), location.column()))
        .or(in_text);
    let mut place = at.map(|(line, column)| place_of(source, line, column));
    let mut kind = kind_of(error, message);
    if kind == Yaml::Tab {
        // The parser points at what stands before it.
        place = place.map(|place| tab_after(source, place));
    }
    // The parser points at the quote, and calls every slip within it by other names.
    if let (Yaml::Quote, Some(quote)) = (&kind, &place)
        && let Some(escape) = wrong_escape(source, quote)
    {
        kind = Yaml::Escape {
            escape: source.text[escape.span.clone()].to_owned(),
        };
        place = Some(escape);
    }
    let mut diagnostic = Diagnostic::new(Reading::Yaml(kind));
    diagnostic.place = place;
    diagnostic
}

/// What the parser refuses. It has its own error for some of it, and only words for the rest.
fn kind_of(error: &serde_yaml::Error, message: &str) -> Yaml {
    use serde_yaml::Error;
    let says = |part: &str| message.contains(part);
    match error {
        Error::DuplicateMappingKey { key, .. } => Yaml::DuplicateKey { key: key.clone() },
        Error::NonFiniteFloat { value, .. } => Yaml::NotFinite {
            number: value.clone(),
        },
        Error::UnknownAnchor { .. } => Yaml::UnknownAnchor,
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => Yaml::Aliases,
        _ if says("recursion limit") => Yaml::TooDeep,
        _ if says("found a tab") || says("tabs disallowed") => Yaml::Tab,
        _ if says("unknown anchor") || says("undefined alias") => Yaml::UnknownAnchor,
        _ if says("alias") => Yaml::Aliases,
        _ if says("mapping values are not allowed") => Yaml::Colon,
        _ if says("trailing content after") => Yaml::Slip(Slip::After),
        _ if says("quoted scalar") || says("unclosed quote") => Yaml::Quote,
        _ => Yaml::Slip(slip(message)),
    }
}

fn slip(message: &str) -> Slip {
    let says = |parts: &[&str]| parts.iter().any(|part| message.contains(part));
    if let Some((_, bracket)) = message.split_once("unclosed bracket ") {
        let bracket = bracket.trim_matches('\'').to_owned();
        return Slip::Unclosed { bracket };
    }
    match () {
        () if says(&["misplaced bracket"]) => Slip::Bracket,
        () if says(&["simple key"]) => Slip::NoColon,
        () if says(&["multiple YAML documents"]) => Slip::Documents,
        () if says(&["unexpected EOF", "unexpected end"]) => Slip::Ended,
        () if says(&["unexpected character", "cannot start any token"]) => Slip::Character,
        () if says(&["did not find expected", "invalid indentation"]) => Slip::Indentation,
        () => Slip::Other {
            why: message.to_owned(),
        },
    }
}

/// The first tab from a place on.
fn tab_after(source: &Arc<SourceText>, place: Place) -> Place {
    match source.text[place.span.start..].find('\t') {
        Some(offset) => {
            let at = place.span.start + offset;
            Place::new(source, at..at + 1)
        }
        None => place,
    }
}

/// The first backslash of a text in double quotes that begins no escape, with what stands behind it.
fn wrong_escape(source: &Arc<SourceText>, quote: &Place) -> Option<Place> {
    let start = quote.span.start;
    let inside = source.text[start..].strip_prefix('"')?;
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '"' {
            return None;
        }
        if c != '\\' {
            continue;
        }
        let (_, escape) = chars.next()?;
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c if "0abt\tnvfre \"/\\N_LP\r\n".contains(c) => continue,
            _ => 0,
        };
        let behind = &inside[at + 1 + escape.len_utf8()..];
        let hex = behind.chars().take(digits);
        let right = hex.take_while(char::is_ascii_hexdigit).count();
        if digits == 0 || right < digits {
            let from = start + 1 + at;
            let to = from + 1 + escape.len_utf8() + right;
            return Some(Place::new(source, from..to));
        }
    }
    None
}

/// Takes the first ` at line L, column C` off the parser's text.
fn split_location(text: &str) -> (&str, Option<(u64, u64)>) {
    let Some(start) = text
        .find(" at line ")
        .or_else(|| text.find(" (defined at line "))
    else {
        return (text, None);
    };
    let numbers: Vec<u64> = text[start..]
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .take(2)
        .filter_map(|part| part.parse().ok())
        .collect();
    match numbers[..] {
        [line, column] => (&text[..start], Some((line, column))),
        _ => (text, None),
    }
}

fn place_of(source: &Arc<SourceText>, line: u64, column: u64) -> Place {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let start: usize = source
        .text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let rest = &source.text[start..];
    let offset = rest
        .char_indices()
        .nth(column - 1)
        .map_or(rest.len(), |(at, _)| at);
    let len = rest[offset..].chars().next().map_or(0, char::len_utf8);
    Place::new(source, start + offset..start + offset + len)
}

/// What serde sees before the texts of plain scalars are taken from the source.
enum RawNode {
    Null,
    Plain(String),
    Quoted(String),
    List(Vec<YamlSpanned<RawNode>>),
    Map(Vec<(YamlSpanned<RawNode>, YamlSpanned<RawNode>)>),
}

impl<'de> Deserialize<'de> for RawNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawNode;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or a mapping")
    }

    fn visit_unit<E>(self) -> Result<RawNode, E> {
        Ok(RawNode::Null)
    }

    fn visit_none<E>(self) -> Result<RawNode, E> {
        Ok(RawNode::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawNode, E> {
        Ok(RawNode::Plain(if value { "yes" } else { "no" }.to_owned()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawNode, E> {
        Ok(RawNode::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawNode, E> {
        Ok(RawNode::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawNode, E> {
        Ok(RawNode::Plain(value.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<RawNode, E> {
        Ok(RawNode::Quoted(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawNode, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(RawNode::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawNode, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(RawNode::Map(entries))
    }
}

fn raw_to_node(raw: YamlSpanned<RawNode>, text: &str) -> Node {
    let bytes = |location: serde_yaml::Location| {
        let span = location.span();
        let start = usize::try_from(span.byte_offset().unwrap_or(0)).unwrap_or(0);
        let len = usize::try_from(span.byte_len().unwrap_or(0)).unwrap_or(0);
        start..start + len
    };
    let span = bytes(raw.referenced);
    let defined = bytes(raw.defined);
    let content = match raw.value {
        RawNode::Null => Content::Null,
        RawNode::Quoted(value) => Content::Scalar(value),
        RawNode::Plain(value) => Content::Scalar(match text.get(defined) {
            // `007` and `1.10` stay as written.
            Some(written) if !written.is_empty() => written.trim().to_owned(),
            _ => value,
        }),
        RawNode::List(items) => Content::List(
            items
                .into_iter()
                .map(|item| raw_to_node(item, text))
                .collect(),
        ),
        RawNode::Map(entries) => Content::Map(
            entries
                .into_iter()
                .map(|(key, value)| (raw_to_node(key, text), raw_to_node(value, text)))
                .collect(),
        ),
    };
    Node { content, span }
}
