//! Arguments that cannot be run: help that was asked for, or what is wrong with them.
//!
//! They are read again by the parser that has its words; what it finds wrong is told in the language
//! that `--lang` asks for.

use std::ffi::OsString;

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::{command, parser};
use crate::text::in_line;
use crate::words::Language;
use crate::words::table::Cli;

/// What arguments that cannot be run print: help and version, or what is wrong.
pub(super) struct Refusal {
    pub(super) text: StyledStr,
    /// What is wrong, in short; nothing when help was asked for.
    pub(super) wrong: Option<String>,
    pub(super) language: Language,
}

/// Reads arguments again that the bare parser refused.
pub(super) fn refusal(args: &[OsString]) -> Refusal {
    let language = language(args);
    let words = language.words();
    if let Err(error) = parser(words).try_get_matches_from(args)
        && error.use_stderr()
    {
        return Refusal {
            text: wrong(&error, &words.cli),
            wrong: Some(message(&error, &words.cli)),
            language,
        };
    }
    let mut command = command(words);
    let asked = command.try_get_matches_from_mut(args).err();
    Refusal {
        text: asked.map_or_else(|| command.render_help(), |help| help.render()),
        wrong: None,
        language,
    }
}

/// The language that `--lang` asks for, however little else can be read.
fn language(args: &[OsString]) -> Language {
    let mut args = args.iter().map(|arg| arg.to_string_lossy());
    let mut tag = None;
    while let Some(arg) = args.next() {
        if arg == "--" {
            break;
        }
        if arg == "--lang" {
            tag = args.next();
        } else if let Some(given) = arg.strip_prefix("--lang=") {
            tag = Some(given.to_owned().into());
        }
    }
    tag.map_or_else(Language::default, |tag| Language::of(&tag))
}

/// What is wrong with the arguments, as the parser would say it, in words.
fn wrong(error: &clap::Error, cli: &Cli) -> StyledStr {
    let wrong = &cli.wrong;
    let styles = Styles::default();
    let (red, green) = (styles.get_error(), styles.get_valid());
    let mut lines = vec![format!(
        "{red}{}:{red:#} {}",
        wrong.error,
        message(error, cli)
    )];
    let values = list(error, ContextKind::ValidValue);
    if let Some(values) = values.filter(|values| !values.is_empty()) {
        lines.push(format!("  [{} {}]", cli.possible_values, values.join(", ")));
    }
    for tip in tips(error, cli) {
        lines.push(format!("\n  {green}{}:{green:#} {tip}", wrong.tip));
    }
    if let Some(usage) = usage(error, cli) {
        lines.push(format!("\n{usage}"));
    }
    lines.push(format!("\n{}\n", wrong.more));
    lines.join("\n").into()
}

/// The message alone.
pub(super) fn message(error: &clap::Error, cli: &Cli) -> String {
    let wrong = &cli.wrong;
    let context = |kind| one(error, kind).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => (wrong.unknown_argument)(&argument),
        ErrorKind::InvalidSubcommand => {
            (wrong.unknown_command)(&context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            if value.is_empty() {
                (wrong.no_value)(&argument)
            } else {
                (wrong.invalid_value)(&value, &argument)
            }
        }
        ErrorKind::TooManyValues => {
            (wrong.unexpected_value)(&context(ContextKind::InvalidValue), &argument)
        }
        ErrorKind::ArgumentConflict => {
            let others = list(error, ContextKind::PriorArg);
            let other = others.map_or_else(String::new, |others| others.join("', '"));
            if other.is_empty() || other == argument {
                (wrong.twice)(&argument)
            } else {
                (wrong.conflict)(&argument, &other)
            }
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = list(error, ContextKind::InvalidArg).unwrap_or_default();
            let missing: Vec<String> = missing.iter().map(|one| format!("\n  {one}")).collect();
            format!("{}{}", wrong.missing, missing.concat())
        }
        ErrorKind::InvalidUtf8 => wrong.not_utf8.to_owned(),
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            in_line(first.trim_start_matches("error: ")).into()
        }
    }
}

fn tips(error: &clap::Error, cli: &Cli) -> Vec<String> {
    let wrong = &cli.wrong;
    let near = |kind, say: fn(&str) -> String| {
        list(error, kind)
            .unwrap_or_default()
            .into_iter()
            .map(move |near| say(&near))
    };
    near(ContextKind::SuggestedArg, wrong.similar_argument)
        .chain(near(
            ContextKind::SuggestedSubcommand,
            wrong.similar_command,
        ))
        .chain(near(ContextKind::SuggestedValue, wrong.similar_value))
        .collect()
}

/// The usage line, where the parser made one for this error: it names what is missing.
fn usage(error: &clap::Error, cli: &Cli) -> Option<String> {
    let text = error.to_string();
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: "))?;
    let usage = in_line(usage).replace("[OPTIONS]", cli.any_options);
    Some(format!("{} {usage}", cli.usage))
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    list(error, kind).map(|values| values.concat())
}

/// What the arguments hold is foreign, and colours are added to it.
fn list(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![in_line(text).into()]),
        ContextValue::Strings(texts) => {
            Some(texts.iter().map(|text| in_line(text).into()).collect())
        }
        _ => None,
    }
}
