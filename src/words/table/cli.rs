//! The help of the command line, and what is wrong with flags.
//!
//! A flag, a command, a value that has no words here has no help; a test of the command line finds
//! it.

/// Help and usage.
pub struct Cli {
    pub about: &'static str,
    /// Below it, in the long help.
    pub details: &'static str,
    pub exit_status: &'static str,
    /// Heading over the examples.
    pub examples: &'static str,

    // What the parser would say in English.
    pub usage: &'static str,
    pub commands_heading: &'static str,
    pub arguments_heading: &'static str,
    pub options_heading: &'static str,
    /// Stand for any options and any command in a usage line.
    pub any_options: &'static str,
    pub any_command: &'static str,
    pub possible_values: &'static str,
    pub default_value: &'static str,
    pub help_flag: &'static str,
    pub version_flag: &'static str,
    pub help_command: &'static str,

    pub flags: Flags,
    pub formats: Formats,
    pub commands: Commands,
    pub values: Values,
    pub manual: Manual,
    pub wrong: Wrong,
}

/// What flags are for.
pub struct Flags {
    pub plain: &'static str,
    pub answers: &'static str,
    pub start: &'static str,
    pub thorough: &'static str,
    pub set: &'static str,
    pub advisor: &'static str,
    pub lang: &'static str,
    pub format: &'static str,
    pub emit: &'static str,
    pub name: &'static str,
    pub target: &'static str,
    pub runtime_tests: &'static str,
    pub dry_run: &'static str,
    pub force: &'static str,
    pub partial: &'static str,
    pub with_code: &'static str,
    pub no_mouse: &'static str,
    pub print_config: &'static str,
}

/// What formats are for.
pub struct Formats {
    pub text: &'static str,
    pub json: &'static str,
    pub yaml: &'static str,
    pub markdown: &'static str,
    pub code: &'static str,
}

/// What commands do, and what their own arguments are.
pub struct Commands {
    pub check: &'static str,
    pub check_dir: &'static str,
    pub graph: &'static str,
    pub graph_format: &'static str,
    pub review: &'static str,
    pub review_files: &'static str,
    pub batch: &'static str,
    /// What its lines are.
    pub batch_details: &'static str,
    pub why: &'static str,
    pub why_outcome: &'static str,
    pub lab: &'static str,
    /// What its events are.
    pub lab_events: &'static str,
    /// Of every command that reports to people or to programs.
    pub report_format: &'static str,
    pub questions: &'static str,
    pub starts: &'static str,
    pub guide: &'static str,
    pub guide_topic: &'static str,
    pub schema: &'static str,
    pub schema_of: &'static str,
    pub completions: &'static str,
    pub completions_shell: &'static str,
    pub man: &'static str,
}

/// Names of values.
pub struct Values {
    pub file: &'static str,
    pub dir: &'static str,
    pub assignment: &'static str,
    pub lang: &'static str,
    pub format: &'static str,
    pub name: &'static str,
    pub target: &'static str,
    pub outcome: &'static str,
    pub topic: &'static str,
    pub event: &'static str,
    pub shell: &'static str,
    pub schema: &'static str,
    pub command: &'static str,
}

/// Headings of the manual page.
pub struct Manual {
    pub name: &'static str,
    pub synopsis: &'static str,
    pub description: &'static str,
    pub options: &'static str,
    pub subcommands: &'static str,
    pub extra: &'static str,
    pub version: &'static str,
    /// In the synopsis.
    pub any_subcommand: &'static str,
}

/// What is wrong with the arguments.
pub struct Wrong {
    pub error: &'static str,
    pub tip: &'static str,
    pub unknown_argument: fn(&str) -> String,
    pub similar_argument: fn(&str) -> String,
    pub unknown_command: fn(&str) -> String,
    pub similar_command: fn(&str) -> String,
    /// The value and the argument.
    pub invalid_value: fn(&str, &str) -> String,
    pub similar_value: fn(&str) -> String,
    pub no_value: fn(&str) -> String,
    pub unexpected_value: fn(&str, &str) -> String,
    pub twice: fn(&str) -> String,
    pub conflict: fn(&str, &str) -> String,
    pub missing: &'static str,
    pub not_utf8: &'static str,
    pub more: &'static str,
}
