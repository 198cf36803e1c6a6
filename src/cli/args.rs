//! The flags and commands, as DESIGN fixes them.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Which Erlang/OTP abstraction fits, and what it looks like in Rust.
///
/// On a terminal it interviews you; with piped input it reads one answer a line, or
/// `question=answer` lines in any order. Results go to standard output.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[derive(Debug, Parser)]
#[command(version, name = "otp-advisor", max_term_width = 100, after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Ask with numbered prompts, without drawing on the screen
    #[arg(long)]
    pub(super) plain: bool,

    /// Take the answers from a saved sheet
    #[arg(long, value_name = "FILE", global = true)]
    pub(super) answers: Option<PathBuf>,

    /// Give one answer; wins over the sheet (repeatable)
    #[arg(long, value_name = "QUESTION=ANSWER", global = true)]
    pub(super) set: Vec<String>,

    /// Load another advisor than the built-in one
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) advisor: Option<PathBuf>,

    /// The language of questions and advice [default: the advisor's own, en]
    #[arg(long, value_name = "LANG", global = true)]
    pub(super) lang: Option<String>,

    /// How to print the advice
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,

    /// Write a project to this directory
    #[arg(long, value_name = "DIR")]
    pub(super) emit: Option<PathBuf>,

    /// The project's package name [default: the directory's name]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,

    /// What to emit for
    #[arg(long, value_name = "TARGET")]
    pub(super) target: Option<String>,

    /// Show what --emit would write, and write nothing
    #[arg(long, requires = "emit")]
    pub(super) dry_run: bool,

    /// Replace the project's files in a directory that is not empty
    #[arg(long, requires = "emit")]
    pub(super) force: bool,

    /// Accept an unfinished interview and report what is still possible
    #[arg(long, global = true)]
    pub(super) partial: bool,
}

const AFTER_HELP: &str = "\
Exit status: 0 advice given, or nothing found; 1 findings of check or review;
2 wrong usage; 3 answers missing, wrong, undecided or unreadable; 4 advisor
missing or invalid; 5 target cannot be written; 130 cancelled.

Examples:
  otp-advisor
  printf 'yes\\nyes\\nyes\\nyes\\nno\\n' | otp-advisor --format json
  otp-advisor --set state=no --emit my-app
  otp-advisor why gen_server --set state=no";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Text,
    /// For programs
    Json,
    /// The answer sheet
    Yaml,
    /// A decision record (MADR)
    Markdown,
    /// The main Rust module
    Code,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prove an advisor: files, scenarios, templates, translations
    Check {
        /// The advisor's directory [default: the built-in one]
        dir: Option<PathBuf>,
    },
    /// Draw the interview as a graph
    Graph {
        /// For a page or for graphviz
        #[arg(long, value_enum, default_value = "mermaid")]
        format: GraphFormat,
    },
    /// Judge saved sheets anew: 1 if the advice changed or a red flag says stop
    Review {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Read answers as JSON lines, print advice as JSON lines
    Batch,
    /// Explain an outcome: why, why not, and what would give it
    Why {
        /// An outcome's id, or SECTION.OUTCOME
        outcome: String,
        /// For people or for programs
        #[arg(long, value_enum, default_value = "text")]
        format: WhyFormat,
    },
    /// Print the JSON Schema of an advisor's files
    Schema,
    /// Print completions for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WhyFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    Mermaid,
    Dot,
}
