//! Arguments that cannot be run: help that was asked for, or what is wrong with them.
//!
//! They are read again by the parser that has its words; what it finds wrong is told in the language
//! that `--lang` asks for.

use std::ffi::OsString;

use clap::Command;
use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::command;
use crate::words::Language;
use crate::words::table::Cli;

/// What arguments that cannot be run print: help and version, or what is wrong.
pub(super) struct Refusal {
    pub(super) text: StyledStr,
    /// Help was asked for and nothing is wrong.
    pub(super) is_help: bool,
}

/// Reads arguments again that the bare parser refused.
pub(super) fn refusal(args: &[OsString]) -> Refusal {
    let words = language(args).words();
    let mut command = command(words);
    match command.try_get_matches_from_mut(args) {
        Err(error) if error.use_stderr() => Refusal {
            text: wrong(&error, &mut command, args, &words.cli),
            is_help: false,
        },
        Err(error) => Refusal {
            text: error.render(),
            is_help: true,
        },
        // The words change nothing about what is taken; help is better than nothing.
        Ok(_) => Refusal {
            text: command.render_help(),
            is_help: true,
        },
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
fn wrong(
    error: &clap::Error,
    command: &mut Command,
    args: &[OsString],
    cli: &'static Cli,
) -> StyledStr {
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
    if shows_usage(error.kind()) {
        lines.push(format!("\n{}", usage_of(command, args, error, cli)));
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
            first.trim_start_matches("error: ").to_owned()
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

/// The parser shows it where the shape of the command is what is wrong.
fn shows_usage(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnknownArgument
            | ErrorKind::InvalidSubcommand
            | ErrorKind::ArgumentConflict
            | ErrorKind::MissingRequiredArgument
            | ErrorKind::TooManyValues
    )
}

/// The usage line of the command that was meant.
fn usage_of(
    command: &mut Command,
    args: &[OsString],
    error: &clap::Error,
    cli: &'static Cli,
) -> String {
    // Made for this error by the parser: it names what is missing.
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim_start();
        return format!(
            "{} {}",
            cli.usage,
            usage.replace("[OPTIONS]", cli.any_options)
        );
    }
    let name = args
        .iter()
        .skip(1)
        .map(|arg| arg.to_string_lossy())
        .find(|arg| command.find_subcommand(arg.as_ref()).is_some());
    let meant = match name {
        Some(name) => command.find_subcommand_mut(name.as_ref()),
        None => Some(command),
    };
    let usage = meant.map_or_else(String::new, |meant| meant.render_usage().to_string());
    usage.replacen("Usage:", cli.usage, 1)
}

fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    list(error, kind).map(|values| values.concat())
}

fn list(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(vec![text.clone()]),
        ContextValue::Strings(texts) => Some(texts.clone()),
        _ => None,
    }
}
