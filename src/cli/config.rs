//! The user's configuration: language, theme, mouse and keys, from one file, and all of it in print.
//!
//! It is read where a person is asked, by the wizard or by prompts, and for `--print-config`; what goes
//! through pipes depends on no file. Everything in it is checked: a name that is none would be passed
//! over in silence otherwise, and whoever wrote it would look for the fault elsewhere.

use std::env::var_os;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use etcetera::BaseStrategy as _;

use super::args::Args;
use super::load::text_of;
use super::settings::{Config, Set};
use super::streams::Streams;
use crate::diagnostic::kind::{Config as Kind, Expected, Found, Reading, Shape};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
use crate::error::Error;
use crate::load::source::regular_file;
use crate::load::yaml::{Content, Node, parse};
use crate::text::in_line;
use crate::tui::{Given, NotBound, Own, ThemeName, rows_in_full};
use crate::words::Language;

/// A path instead of the usual one; empty for no file at all.
const VARIABLE: &str = "OTP_ADVISOR_CONFIG";

/// How it is called without one.
const WITHOUT: &str = "OTP_ADVISOR_CONFIG= otp-advisor";

/// The file, and whether it was named by the user and so has to be there.
fn path() -> Option<(PathBuf, bool)> {
    match var_os(VARIABLE) {
        Some(path) if path.is_empty() => None,
        Some(path) => Some((path.into(), true)),
        None => {
            let base = etcetera::choose_base_strategy().ok()?;
            let path = base.config_dir().join("otp-advisor").join("config.yaml");
            Some((path, false))
        }
    }
}

/// Reads the user's configuration.
pub(super) fn read() -> Result<Config, Error> {
    let Some((path, named)) = path() else {
        return Ok(Config::default());
    };
    // One that cannot be read stands in the way of everything, and is not always mended at once.
    let refuse = |faults: Diagnostics| Error::Usage(faults.around(WITHOUT));
    let name = path.display().to_string();
    let bytes = match regular_file(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound && !named => {
            return Ok(Config::default());
        }
        Err(error) => {
            let why = error.to_string();
            let fault = Diagnostic::new(Reading::Unreadable { name, why });
            return Err(refuse(fault.into()));
        }
    };
    let source = text_of(&name, 1, bytes).map_err(|fault| refuse(fault.into()))?;
    decode(&source).map_err(refuse)
}

/// Makes a configuration of its text, or tells all that is wrong with it.
fn decode(source: &Arc<SourceText>) -> Result<Config, Diagnostics> {
    // Nothing but comments.
    let blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    if source.text.lines().all(blank) {
        return Ok(Config::default());
    }
    let root = parse(source)?;
    let mut reader = Reader {
        source,
        faults: Diagnostics::default(),
    };
    let config = reader.config(&root);
    if reader.faults.is_empty() {
        Ok(config)
    } else {
        Err(reader.faults)
    }
}

/// The settings there are.
const SETTINGS: &[&str] = &["language", "theme", "mouse", "keys"];

struct Reader<'s> {
    source: &'s Arc<SourceText>,
    faults: Diagnostics,
}

impl Reader<'_> {
    fn at(&self, node: &Node) -> Place {
        Place::new(self.source, node.span.clone())
    }

    /// The entries of a mapping with their names; nothing is one without entries.
    fn entries<'n>(&mut self, node: &'n Node) -> Vec<(&'n str, &'n Node, &'n Node)> {
        let found = match &node.content {
            Content::Map(entries) => {
                let entries = entries.iter().filter_map(|(key, value)| {
                    let text = self.text(key)?;
                    Some((text, key, value))
                });
                return entries.collect();
            }
            Content::Null => return Vec::new(),
            Content::List(_) => Found::List,
            Content::Scalar(text) => Found::Text(text.clone()),
        };
        self.wrong_type(node, Expected::Entries, found);
        Vec::new()
    }

    fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let found = match &node.content {
            Content::Scalar(text) => return Some(text),
            Content::Null => Found::Nothing,
            Content::List(_) => Found::List,
            Content::Map(_) => Found::Mapping,
        };
        self.wrong_type(node, Expected::Text, found);
        None
    }

    fn wrong_type(&mut self, node: &Node, expected: Expected, found: Found) {
        let kind = Shape::WrongType { expected, found };
        self.faults.push(Diagnostic::new(kind).at(self.at(node)));
    }

    fn unknown(&mut self, node: &Node, name: &str, known: &[&'static str]) {
        let kind = Kind::Unknown {
            name: name.to_owned(),
            known: known.to_vec(),
        };
        let fault = Diagnostic::new(kind).at(self.at(node));
        self.faults.push(fault.nearest(name, known.iter().copied()));
    }

    fn config(&mut self, root: &Node) -> Config {
        let mut config = Config::default();
        for (name, key, value) in self.entries(root) {
            match name {
                "language" => config.language = self.value(value, Language::known, &TAGS),
                "theme" => {
                    let known = ThemeName::ALL.map(ThemeName::name);
                    config.theme = self.value(value, |text| text.parse().ok(), &known);
                }
                "mouse" => config.mouse = self.value(value, on_or_off, ON_OFF),
                "keys" => self.keys(value, &mut config.keys),
                other => self.unknown(key, other, SETTINGS),
            }
        }
        config
    }

    fn value<T>(
        &mut self,
        node: &Node,
        read: impl Fn(&str) -> Option<T>,
        known: &[&'static str],
    ) -> Option<Set<T>> {
        let text = self.text(node)?;
        let at = self.at(node);
        if let Some(value) = read(text) {
            return Some(Set { value, at });
        }
        let kind = Kind::Value {
            value: text.to_owned(),
            known: known.to_vec(),
        };
        let fault = Diagnostic::new(kind).at(at);
        self.faults.push(fault.nearest(text, known.iter().copied()));
        None
    }

    fn keys(&mut self, node: &Node, keys: &mut Vec<Set<Own>>) {
        for (context, context_at, rows) in self.entries(node) {
            for (key, key_at, value) in self.entries(rows) {
                let Some(action) = self.text(value) else {
                    continue;
                };
                let given = Given {
                    context,
                    key,
                    action,
                };
                match Own::read(given) {
                    Ok(own) => self.bind(own, key, self.at(key_at), keys),
                    // Told once, and not of each of its rows.
                    Err(NotBound::Context(known)) => {
                        self.unknown(context_at, context, &known);
                        break;
                    }
                    Err(NotBound::Action(known)) => self.unknown(value, action, &known),
                    Err(why) => {
                        let fault = Diagnostic::new(not_bound(why, given));
                        self.faults.push(fault.at(self.at(key_at)));
                    }
                }
            }
        }
    }

    /// Takes a row, unless the key has one already.
    fn bind(&mut self, own: Own, key: &str, at: Place, keys: &mut Vec<Set<Own>>) {
        let before = keys.iter().find(|set| set.value.is_about_same(&own));
        if let Some(before) = before {
            let kind = Kind::Twice {
                key: key.to_owned(),
                first: before.at.to_string(),
            };
            self.faults.push(Diagnostic::new(kind).at(at));
        } else {
            keys.push(Set { value: own, at });
        }
    }
}

fn not_bound(why: NotBound, given: Given<'_>) -> Kind {
    let key = given.key.to_owned();
    match why {
        NotBound::Typed => Kind::Typed {
            key,
            context: given.context.to_owned(),
        },
        NotBound::Cancels => Kind::Cancels,
        NotBound::SameAs(other) => Kind::SameAs { key, other },
        NotBound::Key => Kind::NoKey { name: key },
        NotBound::Context(known) | NotBound::Action(known) => Kind::Unknown { name: key, known },
    }
}

const TAGS: [&str; Language::ALL.len()] = [Language::En.tag(), Language::PtBr.tag()];

const ON_OFF: &[&str] = &["true", "false"];

fn on_or_off(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// Prints everything that counts, each line with where it comes from. Read as a configuration it gives
/// the same again.
pub(super) fn print(args: &Args, streams: &mut Streams<'_>) -> Result<(), Error> {
    let config = read()?;
    let words = args.words();
    let default = || words.default.to_owned();
    let at = |place: &Place| in_line(&place.to_string()).into_owned();
    let mut out = String::new();
    let mut line = |text: String, origin: String| {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{text}  # {origin}");
    };
    let language = match (&args.lang, &config.language) {
        (Some(asked), _) => (Language::of(asked), "--lang".to_owned()),
        (None, Some(set)) => (set.value, at(&set.at)),
        (None, None) => (Language::default(), default()),
    };
    line(format!("language: {}", language.0.tag()), language.1);
    let theme = config.theme.as_ref();
    let (theme, origin) = theme.map_or_else(
        || (ThemeName::default(), default()),
        |set| (set.value, at(&set.at)),
    );
    line(format!("theme: {}", theme.name()), origin);
    let (mouse, origin) = match (args.no_mouse, &config.mouse) {
        (true, _) => (false, "--no-mouse".to_owned()),
        (false, Some(set)) => (set.value, at(&set.at)),
        (false, None) => (true, default()),
    };
    line(format!("mouse: {mouse}"), origin);
    let _ = writeln!(out, "keys:");
    let mut context = "";
    for row in rows_in_full(&config.own(), language.0.words()) {
        if context != row.context {
            context = row.context;
            let _ = writeln!(out, "  {context}:");
        }
        let origin = row.own.map(|place| at(&config.keys[place].at));
        let origin = origin.unwrap_or_else(default);
        // A JSON string is one in YAML, too.
        let key = serde_json::Value::from(row.key);
        let _ = writeln!(out, "    {key}: {}  # {origin}", row.action);
    }
    streams.output.write_all(out.as_bytes())?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        let source = SourceText::new("config.yaml", text);
        let faults = decode(&source).unwrap_err();
        let told = |fault: &Diagnostic| {
            let place = fault.place.as_ref().map_or(String::new(), Place::to_string);
            format!("{place} {}", fault.code().as_str())
        };
        faults.iter().map(told).collect()
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_place() {
        for (text, expected) in [
            ("colour: red\n", "config.yaml:1:1 unknown-field"),
            ("theme: drak\n", "config.yaml:1:8 bad-value"),
            ("mouse: maybe\n", "config.yaml:1:8 bad-value"),
            ("language: de\n", "config.yaml:1:11 bad-value"),
            ("keys: [a]\n", "config.yaml:1:7 wrong-type"),
            (
                "keys:\n  choise:\n    x: finish\n",
                "config.yaml:2:3 unknown-field",
            ),
            (
                "keys:\n  choice:\n    x: finnish\n",
                "config.yaml:3:8 unknown-field",
            ),
            (
                "keys:\n  choice:\n    hyper-x: finish\n",
                "config.yaml:3:5 unknown-id",
            ),
            (
                "keys:\n  text:\n    x: finish\n",
                "config.yaml:3:5 bad-value",
            ),
            (
                "keys:\n  choice:\n    ctrl-c: finish\n",
                "config.yaml:3:5 bad-value",
            ),
            (
                "keys:\n  choice:\n    ctrl-m: finish\n",
                "config.yaml:3:5 bad-value",
            ),
            (
                "keys:\n  choice:\n    \"5\": finish\n  number:\n    \"5\": finish\n",
                "config.yaml:5:5 bad-value",
            ),
            (
                "keys:\n  choice:\n    f2: finish\n    F2: quit\n",
                "config.yaml:4:5 duplicate-id",
            ),
            (
                "keys:\n  choice:\n    x: finish\n    x: quit\n",
                "config.yaml:4:5 syntax",
            ),
        ] {
            assert_eq!(wrong(text), [expected], "{text}");
        }
        assert_eq!(wrong("a: 1\nb: 2\n").len(), 2);
    }

    #[test]
    fn what_is_left_out_is_the_default() {
        for text in ["", "# nothing\n", "keys:\n", "keys: {}\n", "theme: light\n"] {
            let config = decode(&SourceText::new("config.yaml", text)).unwrap();
            assert!(config.keys.is_empty() && config.mouse.is_none(), "{text}");
        }
    }
}
