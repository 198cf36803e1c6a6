//! What the numbered prompts say, and their commands.
//!
//! Every sentence stands alone, for it may be heard and not seen: no symbol carries the meaning and
//! nothing refers to a place on the screen.

/// A place among so many.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// 1-based.
    pub at: usize,
    pub of: usize,
}

/// The words of the prompts.
pub struct Prompts {
    pub welcome: &'static str,
    /// Where situations to begin with are found.
    pub starts: &'static str,
    /// The section's title with its place among sections; the place of the question among the most
    /// there can be.
    pub heading: fn(&str, Step, Step) -> String,
    pub given: fn(&str) -> String,

    // The prompt: plain, with a default, with an answer to keep, at the end.
    pub prompt: &'static str,
    pub prompt_default: fn(&str) -> String,
    pub prompt_keep: fn(&str) -> String,
    /// What the end's prompt does not name.
    pub end_also: &'static str,
    pub prompt_end: &'static str,
    /// The same once the advice was told.
    pub prompt_end_told: &'static str,
    /// The same where something is undecided.
    pub prompt_undecided: &'static str,
    pub really_quit: &'static str,
    /// The same where the answers can be kept, and the words that drop them.
    pub really_leave: &'static str,
    pub drops: &'static [&'static str],

    // What came of an answer.
    pub can_finish: &'static str,
    pub noted: fn(&str, &str) -> String,
    /// Several answers at once.
    pub taken: fn(&str) -> String,
    pub decided: fn(&str, &str) -> String,
    pub all_answered: &'static str,
    /// The details whose defaults stand.
    pub standing: fn(&str) -> String,
    /// Before the command that gives the result again.
    pub again: &'static str,
    /// A section and what remains of it.
    pub undecided: fn(&str, &str) -> String,
    /// The question that would settle it.
    pub settle: fn(&str) -> String,

    // Refusals.
    pub nothing_to_answer: &'static str,
    pub or_unknown: &'static str,
    pub needs_answer: fn(&str) -> String,
    pub too_long: &'static str,
    pub did_you_mean: fn(&str) -> String,
    pub unknown_command: fn(&str) -> String,
    pub help_hint: &'static str,
    pub review_hint: &'static str,
    /// How many answers there are to go to.
    pub go_where: fn(usize) -> String,
    pub save_where: &'static str,
    pub emit_where: &'static str,
    pub not_asked: fn(&str) -> String,

    // `:why`.
    pub why: &'static str,
    pub why_nothing: &'static str,
    pub why_same: fn(&str) -> String,
    pub changes_nothing: &'static str,
    pub leaves: fn(&str) -> String,
    pub raises: fn(&str) -> String,
    pub may_raise: fn(&str) -> String,
    pub any_text: &'static str,
    /// No outcome has this name.
    /// Said behind why the advice is what it is.
    pub why_others: &'static str,
    pub no_outcome: fn(&str) -> String,
    pub take_them: &'static str,
    pub nothing_to_take: &'static str,
    pub taken_back: &'static str,

    // `:map`.
    /// A question, and the answer that was given.
    pub map_answered: fn(&str, &str) -> String,
    pub map_here: fn(&str) -> String,
    /// A question or an outcome that no answers lead to any more.
    pub map_closed: fn(&str) -> String,
    /// An outcome that the answers lead to.
    pub map_taken: fn(&str) -> String,
    /// A question that is told elsewhere.
    pub map_again: fn(&str) -> String,
    pub map_any: &'static str,
    /// What a way asks besides an answer, and that all else goes along it.
    pub map_if: fn(&str) -> String,
    pub map_else: &'static str,

    // `:help`.
    pub help: &'static [&'static str],
    pub back: CommandWords,
    pub forward: CommandWords,
    pub explain: CommandWords,
    /// `:try`, and how to name what is tried.
    pub attempt: CommandWords,
    pub try_what: &'static str,
    /// A section, what it comes to now and what then.
    pub turns: fn(&str, &str, &str) -> String,
    /// An answer that changes no decision.
    pub nothing_else: &'static str,
    /// `:begin`, how to begin with a situation, that there are none, or none of this name.
    pub begin: CommandWords,
    pub begin_how: &'static str,
    pub no_starts: &'static str,
    pub no_start: fn(&str) -> String,
    /// `:resume` and `:drop`.
    pub resume: CommandWords,
    pub drop: CommandWords,
    /// Said behind what was kept.
    pub resume_how: &'static str,
    pub resume_result: &'static str,
    /// So many interviews are kept.
    pub resume_several: fn(usize) -> String,
    /// What an interview comes to so far, and how many answers it has.
    pub kept_answers: fn(Option<&str>, usize) -> String,
    /// How to choose one of those listed.
    pub resume_choose: &'static str,
    /// How to name one of so many, to go on with and to drop.
    pub resume_which: fn(usize) -> String,
    pub drop_which: fn(usize) -> String,
    /// Something is answered already.
    pub resume_begun: &'static str,
    pub really_drop: fn(&str) -> String,
    pub nothing_kept: &'static str,
    pub take: CommandWords,
    pub find: CommandWords,
    pub guide: CommandWords,
    pub again_command: CommandWords,
    pub brief: CommandWords,
    pub is_brief: &'static str,
    pub is_not_brief: &'static str,
    pub find_what: &'static str,
    pub and_more: fn(usize) -> String,
    /// How to go on from what was found.
    pub read_on: &'static str,
    pub no_guide: &'static str,
    pub no_topic: fn(&str) -> String,
    pub undo: CommandWords,
    pub redo: CommandWords,
    /// A question and its answer, as they are undone.
    pub deed: fn(&str, &str) -> String,
    /// Said behind what was undone.
    pub redo_how: &'static str,
    pub review: CommandWords,
    pub advice: CommandWords,
    pub go: CommandWords,
    pub map: CommandWords,
    /// No section has this name.
    pub no_section: fn(&str) -> String,
    pub save: CommandWords,
    pub emit: CommandWords,
    pub lab: CommandWords,
    /// What shows the load and nothing else.
    pub lab_load: &'static str,
    /// `:code`, `:files` and `:diff`: what would be written.
    pub code: CommandWords,
    pub files: CommandWords,
    pub diff: CommandWords,
    /// The files are told as they are with the defaults for what is left.
    pub code_by_default: &'static str,
    /// How to read one of those listed.
    pub files_how: &'static str,
    pub no_file: fn(&str) -> String,
    /// A file that only one of two designs has, and how to read what differs.
    pub diff_new: &'static str,
    pub diff_gone: &'static str,
    pub diff_how: &'static str,
    pub diff_of_what: &'static str,
    pub diff_none: &'static str,
    /// Of one file of the project.
    pub diff_none_in: fn(&str) -> String,
    /// An answer that is none of those that were named.
    pub yes_or_no: &'static str,
    /// A project is not written before the end.
    pub emit_unfinished: &'static str,
    pub pairs: CommandWords,
    pub no_pairs: &'static str,
    pub sources: CommandWords,
    pub language: CommandWords,
    /// Said in the language that was gone over to.
    pub speaks: &'static str,
    /// No language is called so; those there are.
    pub no_language: fn(&str, &str) -> String,
    pub finish: CommandWords,
    pub quit: CommandWords,
    pub list: CommandWords,
    /// How to write an answer that begins with a colon, and that it is one.
    pub colon: (&'static str, &'static str),
}

/// A command of the prompts. Its names are taken in every language.
pub struct CommandWords {
    /// With the colon, in lower case; the first is the one that is told, short ones follow.
    pub names: &'static [&'static str],
    /// What may stand after the name.
    pub arguments: &'static [&'static str],
    pub does: &'static str,
}
