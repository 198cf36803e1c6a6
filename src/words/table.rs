//! What a language has to say: every word and sentence the program uses, by name.
//!
//! A field that a language lacks does not compile, and neither does a sentence that takes other
//! values. Only plain values come in, so that every layer can be spoken for. Words are said once:
//! what two places share stands here, what one place says in the table of that place.

mod acting;
mod cli;
mod emitting;
mod jobs;
mod lab;
mod prompts;
mod reports;
mod wizard;

use super::language::Language;

pub use self::acting::{Acting, Undo};
pub use self::cli::{Cli, Commands, Flags, Formats, Manual, Values, Wrong};
pub use self::emitting::EmittingWords;
pub use self::jobs::JobWords;
pub use self::lab::{LabWords, Objects, Verb};
pub use self::prompts::{CommandWords, Prompts, Step};
pub use self::reports::{Check, Counts, Graph, Reports, Review};
pub use self::wizard::Wizard;

/// The words of one language.
pub struct Words {
    /// How it writes numbers.
    pub language: Language,
    pub yes: &'static str,
    pub no: &'static str,
    /// An answer that nobody knows, as a fact.
    pub unknown: &'static str,
    /// The same as one chooses it.
    pub dont_know: &'static str,
    /// What is taken for yes, no and unknown.
    pub meanings: Meanings,
    pub or: &'static str,
    /// The answer held now.
    pub now: fn(&str) -> String,

    /// Severities of red flags, as headings.
    pub stop: &'static str,
    pub warn: &'static str,
    pub instead: &'static str,
    pub dissent: &'static str,
    pub source: &'static str,
    /// Before the ids of the questions that apply a topic of the guidance.
    pub asked_by: &'static str,

    pub in_rust: &'static str,
    /// Heads code, below the title of what it shows.
    pub in_code: fn(&str) -> String,
    /// Below that: what was answered is not filled into it.
    pub code_is_an_example: &'static str,
    pub because: &'static str,
    pub details: &'static str,
    pub figures: &'static str,
    pub cautions: &'static str,
    pub tipping_points: &'static str,
    pub in_short: &'static str,
    pub by_default: &'static str,
    pub by_default_hint: &'static str,
    /// Of all that was left at its default, what matters most: the question, the other answer, and
    /// what would come of it.
    pub look_first: fn(&str, &str, &str) -> String,
    /// Heading over situations with the answer an expert would give.
    pub situations: &'static str,
    /// How the program is told to begin with a start.
    pub begin_with: fn(&str) -> String,
    /// What to do with a finished design.
    pub now_do: &'static str,
    pub write_it: &'static str,
    pub try_it: &'static str,
    /// Before the file that the user goes on from.
    pub your_code: &'static str,
    /// The same design again, where there is nothing to write.
    pub come_again: &'static str,
    /// The directory of a project that is still to be written.
    pub my_project: &'static str,
    /// A change that opens further questions, with what remains then.
    pub opens: fn(&str) -> String,
    /// Decided and undecided sections.
    pub undecided: fn(usize, usize) -> String,
    pub so_far: &'static str,
    pub nothing_so_far: &'static str,
    pub first_question: &'static str,
    pub nothing_later: &'static str,
    pub no_default: &'static str,
    pub still_possible: &'static str,
    /// A section that may yet turn out not to apply.
    pub may_not_apply: &'static str,
    pub next_question: &'static str,
    pub example: &'static str,
    /// How to give the answer to a question.
    pub answer_with: fn(&str) -> String,
    pub default: &'static str,
    /// A number: whether it is whole, from, to with its unit.
    pub number: fn(bool, &str, &str) -> String,
    /// A text, with what is expected of it.
    pub text: fn(&str) -> String,

    pub sheet: Sheet,
    pub record: Record,
    pub why: Why,
    pub questions: Questions,
    pub emitting: EmittingWords,
    pub undo: Undo,
    pub prompts: Prompts,
    pub wizard: Wizard,
    pub reports: Reports,
    pub lab: LabWords,
    pub cli: Cli,
}

/// The words of one language for each meaning, in lower case.
pub struct Meanings {
    pub yes: &'static [&'static str],
    pub no: &'static [&'static str],
    pub unknown: &'static [&'static str],
}

/// Comments of the answer sheet.
pub struct Sheet {
    /// Title, id and version of the advisor.
    pub header: fn(&str, &str, &str) -> String,
    pub how_to_read: &'static str,
    pub unfinished: &'static str,
    /// Before answers to questions that are not asked.
    pub aside: &'static str,
}

/// The decision record.
pub struct Record {
    /// Of an unfinished record; the advisor's own title.
    pub title_unfinished: fn(&str) -> String,
    pub context: &'static str,
    pub drivers: &'static str,
    pub no_drivers: &'static str,
    pub options: &'static str,
    pub chosen: &'static str,
    /// The question and the answer that excluded an option.
    pub rejected: fn(&str, &str) -> String,
    pub rejected_elsewhere: &'static str,
    pub open: &'static str,
    pub outcome: &'static str,
    pub consequences: &'static str,
    pub no_consequences: &'static str,
    pub confirmation: &'static str,
    pub confirm_with: fn(&str) -> String,
    pub confirm_review: fn(&str) -> String,
    pub revisit: &'static str,
    /// Question, answer and outcome of a tipping point.
    pub revisit_point: fn(&str, &str, &str) -> String,
    pub revisit_open: fn(&str, &str, &str) -> String,
    /// Heading over code.
    pub code: &'static str,
    pub more_information: &'static str,
    pub advisor: fn(&str, &str, &str) -> String,
    pub sheet: fn(&str) -> String,
    pub by_default: &'static str,
}

/// The list of questions.
pub struct Questions {
    /// A condition.
    pub when: fn(&str) -> String,
    pub always: &'static str,
    pub and: &'static str,
    pub not: &'static str,
    /// A question.
    pub answered: fn(&str) -> String,
}

/// Explanations of one outcome.
pub struct Why {
    pub holds: fn(&str) -> String,
    pub open: fn(&str) -> String,
    pub details_open: fn(&str) -> String,
    pub not: fn(&str) -> String,
    /// The section does not come up.
    pub absent: fn(&str) -> String,
    pub comes_up: &'static str,
    /// The advice there is, or what remains of it.
    pub instead: fn(&str) -> String,
    pub instead_open: fn(&str) -> String,
    pub excluded_by: &'static str,
    pub elsewhere: &'static str,
    pub nearest: &'static str,
    pub nearest_open: &'static str,
    pub none_near: &'static str,
    /// Not every way was tried.
    pub none_found: &'static str,
    pub not_answered: &'static str,
}
