//! Which flags count for which command: one that does not is refused, never passed over in silence.
//!
//! Some stand for every command, so that they can be written before and behind it. The help of a
//! command lists what this table gives it, and nothing else.

use std::path::Path;

use super::args::{Args, Command, Format};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::error::Error;

/// The flags that take part, in the order of the help, without those that all commands have.
const FLAGS: &[&str] = &[
    "plain",
    "answers",
    "start",
    "set",
    "advisor",
    "format",
    "emit",
    "name",
    "target",
    "runtime_tests",
    "dry_run",
    "force",
    "partial",
    "with_code",
    "thorough",
    "no_mouse",
    "print_config",
];

/// Whether a flag, by its id, counts for a command by its name; the interview has none.
pub(super) fn counts(command: &str, flag: &str) -> bool {
    let loads = !matches!(command, "schema" | "completions" | "man" | "help");
    match flag {
        "advisor" => loads,
        "format" => loads && command != "batch",
        "answers" | "start" | "set" => matches!(command, "" | "why" | "lab"),
        "partial" => matches!(command, "" | "batch" | "lab"),
        _ => command.is_empty() || !FLAGS.contains(&flag),
    }
}

/// What `--format` may ask of a command; it is empty where every format is printed.
fn formats(command: &Command) -> &'static [&'static str] {
    match command {
        Command::Graph { .. } => &["mermaid", "dot"],
        _ => &["text", "json"],
    }
}

/// Refuses flags before a command that has no use for them.
pub(super) fn refuse_useless(args: &Args) -> Result<(), Error> {
    let Some(command) = &args.command else {
        return Ok(());
    };
    let refuse = |why: Usage| Err(Error::usage(Diagnostic::new(why)));
    let name = command.name();
    for flag in args.given() {
        if !counts(name, flag) {
            let takes = FLAGS.iter().filter(|flag| counts(name, flag));
            return refuse(Usage::Useless {
                flag: written(flag),
                command: name,
                takes: takes.map(|flag| written(flag)).collect(),
            });
        }
    }
    if args.format.is_some() && command.has_format() {
        let why = (args.words().cli.wrong.twice)("--format");
        return refuse(Usage::Flags { why });
    }
    if let Some(format) = args.format {
        let known = formats(command);
        let format = match format {
            Format::Text => "text",
            Format::Json => "json",
            Format::Yaml => "yaml",
            Format::Markdown => "markdown",
            Format::Code => "code",
        };
        if !known.contains(&format) {
            return refuse(Usage::OtherFormat {
                format,
                command: name,
                known: known.iter().map(|&format| format.to_owned()).collect(),
            });
        }
    }
    if let Command::Check { dir: Some(dir), .. } = command
        && let Some(other) = &args.advisor
        && other != dir
    {
        let shown = |path: &Path| path.display().to_string();
        return refuse(Usage::TwoAdvisors {
            one: shown(dir),
            other: shown(other),
        });
    }
    Ok(())
}

fn written(flag: &str) -> String {
    format!("--{}", flag.replace('_', "-"))
}
