//! The flags and commands, as DESIGN fixes them. What they are for is told in the words of the user's
//! language ([`help`](super::help)); a comment here would be told in English.

use std::cell::Cell;
#[cfg(feature = "tui")]
use std::cell::OnceCell;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

#[cfg(feature = "tui")]
use super::settings::Config;
use crate::model::Advisor;
use crate::words::{Language, Words};

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[derive(Debug, Default, Parser)]
#[command(version, name = "otp-advisor", max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    #[arg(long)]
    pub(super) plain: bool,

    #[arg(long, value_name = "FILE", global = true)]
    pub(super) answers: Option<PathBuf>,

    #[arg(long, value_name = "ID", global = true)]
    pub(super) start: Option<String>,

    #[arg(long, global = true)]
    pub(super) thorough: bool,

    #[arg(long, value_name = "QUESTION=ANSWER", global = true)]
    pub(super) set: Vec<String>,

    #[arg(long, value_name = "DIR", global = true)]
    pub(super) advisor: Option<PathBuf>,

    #[arg(long, value_name = "LANG", global = true)]
    pub(super) lang: Option<String>,

    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,

    #[arg(long, value_name = "DIR")]
    pub(super) emit: Option<PathBuf>,

    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,

    #[arg(long, value_name = "TARGET")]
    pub(super) target: Option<String>,

    #[arg(long)]
    pub(super) runtime_tests: bool,

    #[arg(long, requires = "emit")]
    pub(super) dry_run: bool,

    #[arg(long, requires = "emit")]
    pub(super) force: bool,

    #[arg(long, global = true)]
    pub(super) partial: bool,

    #[arg(long)]
    pub(super) with_code: bool,

    #[arg(long)]
    pub(super) no_mouse: bool,

    #[cfg(feature = "tui")]
    #[arg(long)]
    pub(super) print_config: bool,

    /// What the user configured, once that counts.
    #[cfg(feature = "tui")]
    #[arg(skip)]
    pub(super) config: OnceCell<Config>,

    /// The language of the advisor, once one is loaded.
    #[arg(skip)]
    loaded: Cell<Option<Language>>,
}

impl Args {
    /// The language of reports: that of the advisor, and before there is one that of `--lang`.
    pub(super) fn language(&self) -> Language {
        let asked = || self.lang.as_deref().map(Language::of);
        self.loaded.get().or_else(asked).unwrap_or_default()
    }

    /// From here on reports are in the language of this advisor.
    pub(super) fn speak_as(&self, advisor: &Advisor) {
        self.loaded.set(Some(Language::of(&advisor.language)));
    }

    /// Whether programs read the results: `--format` may stand before a command and behind it.
    pub(super) fn json(&self) -> bool {
        match self.command.as_ref().and_then(Command::format) {
            Some(own) => own == ReportFormat::Json,
            None => self.format == Some(Format::Json),
        }
    }

    /// Whether people read the results where they are printed; all else is kept as it is, whatever shows
    /// it.
    pub(super) fn for_people(&self) -> bool {
        match &self.command {
            #[cfg(feature = "tui")]
            None if self.print_config => false,
            None => self.format.is_none_or(|format| format == Format::Text),
            Some(
                Command::Graph { .. }
                | Command::Batch
                | Command::Schema { .. }
                | Command::Completions { .. }
                | Command::Man,
            ) => false,
            Some(_) => !self.json(),
        }
    }

    /// The ids of the flags that are given and may be of no use to a command.
    pub(super) fn given(&self) -> impl Iterator<Item = &'static str> {
        let flags = [
            ("plain", self.plain),
            ("answers", self.answers.is_some()),
            ("start", self.start.is_some()),
            ("set", !self.set.is_empty()),
            ("advisor", self.advisor.is_some()),
            ("format", self.format.is_some()),
            ("emit", self.emit.is_some()),
            ("name", self.name.is_some()),
            ("target", self.target.is_some()),
            ("runtime_tests", self.runtime_tests),
            ("dry_run", self.dry_run),
            ("force", self.force),
            ("partial", self.partial),
            ("with_code", self.with_code),
            ("thorough", self.thorough),
            ("no_mouse", self.no_mouse),
            #[cfg(feature = "tui")]
            ("print_config", self.print_config),
        ];
        let given = flags.into_iter().filter(|(_, given)| *given);
        given.map(|(flag, _)| flag)
    }
}

impl Args {
    /// The program's words before an advisor has been loaded.
    pub(super) fn words(&self) -> &'static Words {
        let asked = self.lang.as_deref().map(Language::of);
        asked.unwrap_or_default().words()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Yaml,
    Markdown,
    Code,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check {
        dir: Option<PathBuf>,
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Graph {
        #[arg(long, value_enum, default_value = "mermaid")]
        format: GraphFormat,
    },
    Review {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Batch,
    Questions {
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Starts {
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Guide {
        topic: Option<String>,
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Why {
        outcome: String,
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Lab {
        #[arg(value_name = "EVENT")]
        events: Vec<String>,
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
    },
    Schema {
        #[arg(value_enum, default_value = "advisor")]
        of: SchemaOf,
    },
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    Man,
}

impl Command {
    /// The format that stands behind a command.
    fn format(&self) -> Option<ReportFormat> {
        match self {
            Self::Why { format, .. }
            | Self::Lab { format, .. }
            | Self::Check { format, .. }
            | Self::Guide { format, .. }
            | Self::Review { format, .. }
            | Self::Questions { format }
            | Self::Starts { format } => *format,
            _ => None,
        }
    }

    pub(super) fn has_format(&self) -> bool {
        self.format().is_some()
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Check { .. } => "check",
            Self::Graph { .. } => "graph",
            Self::Review { .. } => "review",
            Self::Batch => "batch",
            Self::Questions { .. } => "questions",
            Self::Starts { .. } => "starts",
            Self::Guide { .. } => "guide",
            Self::Why { .. } => "why",
            Self::Lab { .. } => "lab",
            Self::Schema { .. } => "schema",
            Self::Completions { .. } => "completions",
            Self::Man => "man",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    Advisor,
    Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum GraphFormat {
    Mermaid,
    Dot,
}
