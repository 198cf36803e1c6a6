//! The command line with its words: what commands, flags and values are for, in a language.
//!
//! A run that goes well never comes here: arguments are read by a bare parser, and the words of a
//! language are put around it when help is asked for, something is wrong, or the manual is printed.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory as _};

use super::args::Args;
use super::counts::counts;
use crate::words::Words;
use crate::words::table::{Cli, Values};

/// The whole command line with its words.
pub(super) fn command(words: &'static Words) -> Command {
    framed(parser(words), &words.cli)
}

/// The same without the frame, for what the parser itself makes of a usage line in an error.
pub(super) fn parser(words: &'static Words) -> Command {
    let cli = &words.cli;
    let after = format!("{}\n\n{}\n{EXAMPLES}", cli.exit_status, cli.examples);
    let command = Args::command()
        .about(cli.about)
        .long_about(format!("{}.\n\n{}", cli.about, cli.details))
        .after_help(after);
    let mut command = said(command, "", cli);
    // Only now do the parser's own flags and commands exist, and they need words, too.
    command.build();
    said(command, "", cli)
}

const EXAMPLES: &str = "  otp-advisor
  printf 'yes\\nyes\\nyes\\nyes\\nno\\n' | otp-advisor --format json
  otp-advisor --set state=no --emit my-app
  otp-advisor why gen_server --set state=no";

/// A command and everything below it in words.
fn said(command: Command, path: &str, cli: &'static Cli) -> Command {
    let command = command
        .subcommand_help_heading(cli.commands_heading)
        .subcommand_value_name(cli.any_command)
        .mut_args(|arg| argument(arg, path, cli));
    command.mut_subcommands(|below| {
        let name = below.get_name().to_owned();
        let about = about(&name, cli);
        // What `help` repeats is only listed there.
        let path = if path == "help" { path } else { &name };
        let below = said(below, path, cli);
        match about {
            Some(about) if name == "batch" => {
                let details = cli.commands.batch_details;
                below
                    .about(about)
                    .long_about(format!("{about}.\n\n{details}"))
            }
            Some(about) => below.about(about),
            None => below,
        }
    })
}

/// The frame around help, and the usage line, of a command and everything below it.
fn framed(mut command: Command, cli: &'static Cli) -> Command {
    command = command.mut_subcommands(|below| framed(below, cli));
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim_start();
    let usage = usage.replace("[OPTIONS]", cli.any_options);
    let style = *command.get_styles().get_usage();
    let heading = cli.usage;
    command
        .override_usage(usage)
        .help_template(format!(
            "{{before-help}}{{about-with-newline}}\n{style}{heading}{style:#} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
}

fn about(name: &str, cli: &Cli) -> Option<&'static str> {
    let commands = &cli.commands;
    Some(match name {
        "check" => commands.check,
        "graph" => commands.graph,
        "review" => commands.review,
        "batch" => commands.batch,
        "questions" => commands.questions,
        "starts" => commands.starts,
        "guide" => commands.guide,
        "why" => commands.why,
        "lab" => commands.lab,
        "schema" => commands.schema,
        "completions" => commands.completions,
        "man" => commands.man,
        "help" => cli.help_command,
        _ => return None,
    })
}

/// What an argument of a command is for.
fn help(id: &str, command: &str, cli: &Cli) -> Option<&'static str> {
    let (flags, commands) = (&cli.flags, &cli.commands);
    Some(match (command, id) {
        (_, "help") => cli.help_flag,
        (_, "version") => cli.version_flag,
        ("help", "subcommand") => cli.help_command,
        ("check", "dir") => commands.check_dir,
        ("graph", "format") => commands.graph_format,
        ("review", "files") => commands.review_files,
        ("why", "outcome") => commands.why_outcome,
        ("guide", "topic") => commands.guide_topic,
        ("lab", "events") => commands.lab_events,
        ("why" | "lab" | "check" | "review" | "questions" | "starts" | "guide", "format") => {
            commands.report_format
        }
        ("schema", "of") => commands.schema_of,
        ("completions", "shell") => commands.completions_shell,
        (_, "plain") => flags.plain,
        (_, "answers") => flags.answers,
        (_, "start") => flags.start,
        (_, "thorough") => flags.thorough,
        (_, "set") => flags.set,
        (_, "advisor") => flags.advisor,
        (_, "lang") => flags.lang,
        (_, "format") => flags.format,
        (_, "emit") => flags.emit,
        (_, "name") => flags.name,
        (_, "target") => flags.target,
        (_, "runtime_tests") => flags.runtime_tests,
        (_, "dry_run") => flags.dry_run,
        (_, "force") => flags.force,
        (_, "partial") => flags.partial,
        (_, "with_code") => flags.with_code,
        (_, "no_mouse") => flags.no_mouse,
        (_, "print_config") => flags.print_config,
        _ => return None,
    })
}

/// The name of a value, by what the parser calls it.
fn value_name(name: &str, values: &Values) -> Option<&'static str> {
    Some(match name {
        "FILE" | "FILES" => values.file,
        "DIR" => values.dir,
        "QUESTION=ANSWER" => values.assignment,
        "ID" => "ID",
        "LANG" => values.lang,
        "FORMAT" => values.format,
        "NAME" => values.name,
        "TARGET" => values.target,
        "OUTCOME" => values.outcome,
        "TOPIC" => values.topic,
        "EVENT" => values.event,
        "SHELL" => values.shell,
        "OF" => values.schema,
        "COMMAND" => values.command,
        _ => return None,
    })
}

/// What a value of `--format` means.
fn format_help(command: &str, value: &str, cli: &Cli) -> Option<&'static str> {
    let formats = &cli.formats;
    Some(match (command, value) {
        ("", "text") => formats.text,
        ("", "json") => formats.json,
        ("", "yaml") => formats.yaml,
        ("", "markdown") => formats.markdown,
        ("", "code") => formats.code,
        _ => return None,
    })
}

/// An argument in words. Its possible values and its default are written here, too.
fn argument(arg: Arg, command: &str, cli: &'static Cli) -> Arg {
    let id = arg.get_id().as_str().to_owned();
    let heading = if arg.is_positional() {
        cli.arguments_heading
    } else {
        cli.options_heading
    };
    let takes_value = arg.get_action().takes_values();
    let names: Vec<&'static str> = arg
        .get_value_names()
        .unwrap_or_default()
        .iter()
        .filter_map(|name| value_name(name, &cli.values))
        .collect();
    let values = if takes_value {
        arg.get_possible_values()
    } else {
        Vec::new()
    };
    let defaults: Vec<String> = if takes_value {
        let defaults = arg.get_default_values().iter();
        defaults
            .map(|value| value.to_string_lossy().into_owned())
            .collect()
    } else {
        Vec::new()
    };
    let hidden = arg.is_hide_set() || !counts(command, &id);
    let mut arg = arg.help_heading(heading).hide(hidden);
    if takes_value {
        arg = arg.hide_possible_values(true).hide_default_value(true);
    }
    if !names.is_empty() {
        arg = arg.value_names(names);
    }
    let Some(purpose) = help(&id, command, cli) else {
        return arg;
    };
    let mut short = purpose.to_owned();
    if !defaults.is_empty() {
        short = format!("{short} [{} {}]", cli.default_value, defaults.join(", "));
    }
    let mut long = short.clone();
    if !values.is_empty() {
        let known: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        let known = known.join(", ");
        short = format!("{short} [{} {known}]", cli.possible_values);
        let described: Vec<String> = values
            .iter()
            .filter_map(|value| {
                let name = value.get_name();
                Some(format!("\n- {name}: {}", format_help(command, name, cli)?))
            })
            .collect();
        long = if described.is_empty() {
            short.clone()
        } else {
            format!(
                "{long}\n{}{}",
                capital(cli.possible_values),
                described.concat()
            )
        };
    }
    arg.help(short).long_help(long)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::words::Language;

    fn without_words(command: &Command, path: &str, found: &mut Vec<String>) {
        for arg in command.get_arguments() {
            let names = arg.get_value_names().unwrap_or_default();
            let id = arg.get_id();
            if arg.get_help().is_none() {
                found.push(format!("{path} {id}: no help"));
            }
            // Where one value of an argument is described, all are.
            let long = arg.get_long_help().map(ToString::to_string);
            let described = long.unwrap_or_default();
            for value in arg.get_possible_values() {
                let name = value.get_name();
                if described.contains("\n- ") && !described.contains(&format!("\n- {name}: ")) {
                    found.push(format!("{path} {id}: nothing about {name}"));
                }
            }
            // `help` repeats the commands' names as its own.
            if arg.get_action().takes_values() && !path.contains("help") && names.is_empty() {
                found.push(format!("{path} {id}: no name of its value"));
            }
        }
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name());
            if below.get_about().is_none() {
                found.push(format!("{path}: no help"));
            }
            without_words(below, &path, found);
        }
    }

    #[test]
    fn everything_on_the_command_line_has_words_in_every_language() {
        for language in Language::ALL {
            let mut found = Vec::new();
            without_words(&command(language.words()), "otp-advisor", &mut found);
            assert!(found.is_empty(), "{}: {}", language.tag(), found.join("\n"));
        }
    }

    #[test]
    fn portuguese_help_has_no_english_frame() {
        let mut pages = vec![command(Language::PtBr.words())];
        let below: Vec<Command> = pages[0].get_subcommands().cloned().collect();
        pages.extend(below);
        for mut page in pages {
            let help = page.render_long_help().to_string();
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "Print",
                "values",
                "default",
            ] {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
        }
    }
}
