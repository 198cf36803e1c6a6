//! The command line in English; where the parser has words of its own, they are the same.

use crate::words::table::{Cli, Commands, Flags, Formats, Manual, Values, Wrong};

pub(super) const CLI: Cli = Cli {
    about: "Which Erlang/OTP abstraction fits, and what it looks like in Rust",
    details: "On a terminal it interviews you; with piped input it reads one answer a line, or `question=answer` lines in any order. Results go to standard output.",
    exit_status: "\
Exit status: 0 advice given, or nothing found; 1 findings of check or review;
2 wrong usage; 3 answers missing, wrong, undecided or unreadable; 4 advisor
missing or invalid; 5 target cannot be written; 130 cancelled.",
    examples: "Examples:",
    usage: "Usage:",
    commands_heading: "Commands",
    arguments_heading: "Arguments",
    options_heading: "Options",
    any_options: "[OPTIONS]",
    any_command: "COMMAND",
    possible_values: "possible values:",
    default_value: "default:",
    help_flag: "Print help",
    version_flag: "Print version",
    help_command: "Print this message or the help of the given subcommand(s)",
    flags: Flags {
        plain: "Ask with numbered prompts, without drawing on the screen",
        answers: "Take the answers from a saved sheet; `-` is standard input",
        start: "Begin with the answers of a situation; `starts` lists them",
        thorough: "Ask the details as well, whose defaults stand otherwise",
        set: "Give one answer; wins over the sheet (repeatable)",
        advisor: "Load another advisor than the built-in one",
        lang: "The language of everything that is said [default: the advisor's own, en]",
        format: "How to print the advice",
        emit: "Write a project to this directory",
        name: "The project's package name [default: the directory's name]",
        target: "What to emit for",
        runtime_tests: "Bring along the tests of the runtime (src/otp), too",
        dry_run: "Show what --emit would write, and write nothing",
        force: "Replace the project's files in a directory that is not empty",
        partial: "Accept an unfinished interview and report what is still possible",
        with_code: "Show every outcome as code, also in the record",
        no_mouse: "Leave the mouse to the terminal",
        print_config: "Print the configuration that counts, each line with its origin",
    },
    formats: Formats {
        text: "For people",
        json: "For programs",
        yaml: "The answer sheet",
        markdown: "A decision record (MADR)",
        code: "The main Rust module",
    },
    commands: Commands {
        check: "Prove an advisor: files, scenarios, templates, translations",
        check_dir: "The advisor's directory [default: the built-in one]",
        graph: "Draw the interview as a graph",
        graph_format: "For a page or for graphviz",
        review: "Judge saved sheets anew: 1 if the advice changed or a red flag says stop",
        review_files: "Saved answer sheets; `-` is standard input",
        batch: "Read answers as JSON lines, print advice as JSON lines",
        batch_details: "\
A line is an object of answers by question, alone or as a sheet has it:

  {\"state\": \"yes\", \"complex\": false, \"peak_rate\": 300}
  {\"answers\": {\"state\": \"no\"}}

An answer is an option's id, label or number, a number, a text, true or false,
`unknown`, or \"\" for the default. For each line one comes out: what
--format json prints, or an object with `errors` and the number of the line.
Status 3 tells that there were such; `schema output` describes both sides.",
        why: "Explain an outcome: why, why not, and what would give it",
        why_outcome: "An outcome's id or title, or SECTION.OUTCOME",
        lab: "Play the design: crash its parts, watch what restarts, put it under load",
        lab_events: "`crash NAME [TIMES]`, `end NAME`, `wait SECONDS`, `stop`; of what is kept, `job [TIMES]`, `done [JOB]`, `fail [JOB]`, `store-down`, `store-up`, `tick`, `kill`, one after the other [default: a whole story]",
        report_format: "For people or for programs [default: text]",
        questions: "List every question with its options, bands, default and when it comes up",
        starts: "List the situations that --start begins with",
        guide: "Print the guidance that the advice is made from, or one topic of it",
        guide_topic: "A topic's id or title; without one, all are printed",
        schema: "Print the JSON Schema of an advisor's files, or of what programs read and write",
        schema_of: "Of an advisor's files, or of all that --format json prints and batch reads",
        completions: "Print completions for a shell",
        completions_shell: "The shell",
        man: "Print the manual page",
    },
    values: Values {
        file: "FILE",
        dir: "DIR",
        assignment: "QUESTION=ANSWER",
        lang: "LANG",
        format: "FORMAT",
        name: "NAME",
        target: "TARGET",
        outcome: "OUTCOME",
        topic: "TOPIC",
        event: "EVENT",
        shell: "SHELL",
        schema: "SCHEMA",
        command: "COMMAND",
    },
    manual: Manual {
        name: "NAME",
        synopsis: "SYNOPSIS",
        description: "DESCRIPTION",
        options: "OPTIONS",
        subcommands: "SUBCOMMANDS",
        extra: "EXTRA",
        version: "VERSION",
        any_subcommand: "subcommands",
    },
    wrong: Wrong {
        error: "error",
        tip: "tip",
        unknown_argument: |argument| format!("unexpected argument '{argument}' found"),
        similar_argument: |near| format!("a similar argument exists: '{near}'"),
        unknown_command: |command| format!("unrecognized subcommand '{command}'"),
        similar_command: |near| format!("a similar subcommand exists: '{near}'"),
        invalid_value: |value, argument| format!("invalid value '{value}' for '{argument}'"),
        similar_value: |near| format!("a similar value exists: '{near}'"),
        no_value: |argument| format!("a value is required for '{argument}' but none was supplied"),
        unexpected_value: |value, argument| {
            format!("unexpected value '{value}' for '{argument}' found; no more were expected")
        },
        twice: |argument| format!("the argument '{argument}' cannot be used multiple times"),
        conflict: |argument, other| {
            format!("the argument '{argument}' cannot be used with '{other}'")
        },
        missing: "the following required arguments were not provided:",
        not_utf8: "invalid UTF-8 was detected in one or more arguments",
        more: "For more information, try '--help'.",
    },
};
