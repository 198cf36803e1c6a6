//! What is said where a result is acted on: trying an answer, undoing, and looking through the code.

/// Of changes taken back and made again.
pub struct Undo {
    pub undone: fn(&str) -> String,
    pub redone: fn(&str) -> String,
    pub no_past: &'static str,
    pub no_future: &'static str,
    /// A situation to begin with.
    pub began: fn(&str) -> String,
    /// Several answers.
    pub took: fn(usize, &str) -> String,
    pub finished: &'static str,
    pub reopened: &'static str,
}

/// The words of the wizard's result.
pub struct Acting {
    // The page.
    /// How many decisions nobody made, and what to take care of there.
    pub left_alone: fn(usize, usize) -> String,
    /// Behind the key that unfolds sources, others' words and defaults.
    pub unfolds: &'static str,
    pub folds: &'static str,
    /// What Enter does to what is chosen.
    pub written_to: fn(&str) -> String,

    // Trying an answer.
    pub try_title: &'static str,
    /// A question and another answer to it.
    pub what_if: fn(&str, &str) -> String,
    pub verdict_now: &'static str,
    pub verdict_then: &'static str,
    pub not_there: &'static str,
    pub still_open: fn(&str) -> String,
    pub no_longer: fn(usize) -> String,
    pub come_up: fn(usize) -> String,
    pub to_be_asked: &'static str,
    pub raised: &'static str,
    pub gone: &'static str,
    /// The keys that take it and drop it.
    pub take_or_drop: fn(&str, &str) -> String,
    /// What was taken, and the keys that take it back.
    pub tried: fn(&str, &str) -> String,
    pub not_seen: &'static str,
    /// With the key that leaves.
    /// What was undone, and the key that does it again.
    pub undone: fn(&str, Option<&str>) -> String,
    pub no_entry: fn(&str) -> String,

    // The code.
    pub files_title: &'static str,
    pub lines: fn(usize) -> String,
    pub no_files: &'static str,
    /// What is shown of the advice from now on, and where.
    pub pairs_shown: &'static str,
    pub pairs_hidden: &'static str,
    pub no_pairs: &'static str,
    pub sources_shown: &'static str,
    pub sources_folded: &'static str,
    /// So many answers do not count with the one just given.
    pub set_aside: fn(usize) -> String,
    pub find: &'static str,
    /// Place and number of lines found.
    pub found: fn(usize, usize) -> String,
    pub not_found: fn(&str) -> String,
    pub nothing_sought: &'static str,

    // Writing it.
    /// The name the package will have.
    pub package: fn(&str) -> String,
    pub not_empty: fn(&str) -> String,
    /// Where a project was written from here.
    pub written_before: fn(&str) -> String,
    pub written_title: &'static str,

    // Where a key counts.
    pub at_whole: &'static str,
    pub at_entry: &'static str,
    pub at_code: &'static str,
    pub at_files: &'static str,
    pub at_try: &'static str,
    pub at_find: &'static str,
    pub at_written: &'static str,
    pub at_commands: &'static str,

    // Short, for the footer.
    pub hint_undo: &'static str,
    pub hint_redo: &'static str,
    pub hint_entry: &'static str,
    pub hint_open: &'static str,
    pub hint_sources: &'static str,
    pub hint_files: &'static str,
    pub hint_find: &'static str,
    pub hint_match: &'static str,
    pub hint_take: &'static str,
    pub hint_drop: &'static str,
    pub hint_show: &'static str,

    // Whole, for the help page.
    pub help_undo: &'static str,
    pub help_redo: &'static str,
    pub help_next_entry: &'static str,
    pub help_previous_entry: &'static str,
    pub help_nothing_chosen: &'static str,
    pub help_open: &'static str,
    pub help_sources: &'static str,
    pub help_files: &'static str,
    pub help_find: &'static str,
    pub help_next_match: &'static str,
    pub help_previous_match: &'static str,
    pub help_take: &'static str,
    pub help_drop: &'static str,
    pub help_show: &'static str,
    pub help_found: &'static str,
    pub help_not_found: &'static str,
}
