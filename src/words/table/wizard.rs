//! What the wizard says: panels, dialogues, notices, and what every key does.

use super::acting::Acting;

/// The words on the screen.
pub struct Wizard {
    /// Of the result.
    pub acting: Acting,
    // Questions.
    /// The answer given before.
    pub held: &'static str,
    /// Title, place and number of sections.
    pub progress_section: fn(&str, usize, usize) -> String,
    /// The place of the question, how many there are at most, and whether that is certain.
    pub progress_question: fn(usize, usize, bool) -> String,
    /// From, to.
    pub range: fn(&str, &str) -> String,
    pub expected: &'static str,
    pub figures: &'static str,
    pub type_answer: &'static str,

    // Panels.
    pub trail: &'static str,
    pub more_above: fn(usize) -> String,
    /// Heading over the drawing of a section.
    pub map: &'static str,
    pub no_map: &'static str,
    /// Heading over what to begin with.
    pub starts: &'static str,
    /// The questions, what is said of them, and answers that were kept.
    pub begin_questions: &'static str,
    pub begin_how: &'static str,
    pub begin_interrupted: &'static str,
    pub begin_earlier: &'static str,
    pub begin_result: &'static str,
    pub begin_earlier_result: &'static str,
    /// After so many seconds.
    pub ago: fn(u64) -> String,
    /// So many older ones, and the key that lists them.
    pub begin_older: fn(usize) -> String,
    pub lists_older: fn(&str) -> String,
    /// What is about to be dropped, and the key that does it.
    pub really_drop: fn(&str, &str) -> String,
    pub result_waits: fn(&str) -> String,
    pub dropped: &'static str,
    /// Something else was to be dropped.
    pub nothing_to_drop: &'static str,
    /// Situations are for the beginning, and something is answered.
    pub begun: &'static str,
    /// Heading over all outcomes.
    pub outcomes: &'static str,
    /// How many answers a situation gave, its title, and the key that lists them.
    pub begun_with: fn(usize, &str, Option<&str>) -> String,
    /// What an outcome is now: chosen, possible, ruled out, of a section that does not come up.
    pub chosen: &'static str,
    pub may_be: &'static str,
    pub ruled_out: &'static str,
    pub not_asked_for: &'static str,
    /// Before the key that takes the answers told above.
    pub take_them: fn(&str) -> String,
    /// The outcome that they were taken for, and the key that takes them back.
    pub took: fn(&str, &str) -> String,
    pub taken_back: &'static str,
    /// There are no answers to take.
    pub nothing_to_take: &'static str,
    /// The question in front has none.
    pub no_examples: &'static str,
    pub find: &'static str,
    pub find_start: &'static str,
    pub find_what: &'static str,
    pub nothing_found: &'static str,
    pub palette: &'static str,
    pub a_question: &'static str,
    pub an_option: &'static str,
    pub an_outcome: &'static str,
    pub a_red_flag: &'static str,
    pub a_caution: &'static str,
    pub a_topic: &'static str,
    pub not_yet_asked: &'static str,
    /// Behind the key that leads to the details.
    pub changes_one: &'static str,
    /// The languages that an outcome can be shown in.
    pub as_code: fn(&str) -> String,
    /// Before code: what was answered is not filled into it.
    pub code_is_an_example: &'static str,
    /// So many of so many.
    pub possible_if_chosen: &'static str,
    pub possible_count: fn(usize, usize) -> String,
    /// A place or some places, of so many.
    pub count_of: fn(&str, usize) -> String,
    pub open_outcomes: fn(usize) -> String,
    pub flags: &'static str,
    pub no_flags: &'static str,

    // Result.
    pub result: &'static str,
    pub advice: &'static str,
    pub code: &'static str,
    /// Heading over what is undecided.
    pub not_decided: &'static str,
    pub undecided_hint: fn(&str) -> String,
    /// The question that would settle it, and the key that goes there.
    pub settle_first: fn(&str, &str) -> String,
    pub overview: &'static str,
    pub no_code: fn(&str) -> String,
    pub loading_code: &'static str,
    /// Path, place and number of files.
    pub file: fn(&str, usize, usize) -> String,

    // Dialogues.
    pub help_title: &'static str,
    pub help_question: &'static str,
    /// How many answers there are.
    pub resume_text: fn(usize) -> String,
    /// The same, and the key that leads to them, for whoever passed them by.
    pub kept_waits: fn(usize, &str) -> String,
    pub quit_title: &'static str,
    /// How many answers would be lost.
    pub quit_text: fn(usize) -> String,
    /// How many can be kept instead.
    pub quit_keeping: fn(usize) -> String,
    /// Said once the terminal is given back; the command that goes on.
    pub kept_line: fn(&str) -> String,
    /// The same of answers that were saved; the command that takes them.
    pub saved_line: fn(&str) -> String,
    /// Why answers cannot be kept; and the same once one has left, with the command that gives them again.
    pub not_kept: fn(&str) -> String,
    pub not_kept_line: fn(&str, &str) -> String,
    /// So many sheets that were kept cannot be read, and their paths.
    pub unreadable: fn(usize, &str) -> String,
    /// The question that would settle most, and whether the answers stay kept.
    pub leave_open: fn(&str, bool) -> String,
    pub save_title: &'static str,
    pub save_text: &'static str,
    pub emit_title: &'static str,
    pub emit_text: &'static str,
    pub too_small: &'static str,
    /// The size there is and the least, in columns and rows.
    pub too_small_size: fn((u16, u16), (u16, u16)) -> String,
    pub empty_name: &'static str,

    // Notices.
    pub saved: fn(&str) -> String,
    pub copied: fn(&str) -> String,
    /// What is there is somebody's.
    pub taken: fn(&str) -> String,
    /// What is there was written from here.
    pub replace: fn(&str) -> String,
    pub not_saved: fn(&str) -> String,
    pub not_emitted: fn(&str) -> String,
    /// A key, and the one that lists them all.
    /// With the key that leads to the questions and the one that finds.
    pub no_such_key_at_starts: fn(&str, &str, &str) -> String,
    pub no_such_key: fn(&str, Option<&str>) -> String,
    /// Something was pasted where nothing is typed.
    pub no_line: &'static str,
    pub choose_first: &'static str,
    /// Something is typed and not entered.
    pub draft_waits: &'static str,
    pub no_option: fn(u8) -> String,
    pub not_unknown_yet: fn(&str) -> String,
    /// The theme now, by its name in a configuration.
    pub theme_name: fn(&str) -> String,
    /// All themes look alike.
    pub no_themes: &'static str,
    /// There is no other.
    pub one_language: &'static str,
    pub mouse_on: &'static str,
    pub mouse_off: &'static str,

    // Where a key counts.
    pub at_yes_no: &'static str,
    pub at_choice: &'static str,
    pub at_number: &'static str,
    pub at_text: &'static str,
    pub at_trail: &'static str,
    pub at_starts: &'static str,
    pub at_outcomes: &'static str,
    pub at_why: &'static str,
    pub at_map: &'static str,
    pub at_result: &'static str,
    pub at_lab: &'static str,
    pub at_help: &'static str,
    pub at_confirm: &'static str,
    pub at_undecided: &'static str,
    pub at_prompt: &'static str,
    pub at_search: &'static str,
    pub at_reading: &'static str,
    pub at_line: &'static str,
    pub at_pages: &'static str,
    pub at_everywhere: &'static str,

    // Short, for the footer.
    pub hint_yes_no: &'static str,
    pub hint_move: &'static str,
    pub hint_choose: &'static str,
    pub hint_pick: &'static str,
    pub hint_unknown: &'static str,
    pub hint_back: &'static str,
    pub hint_forward: &'static str,
    pub hint_finish: &'static str,
    pub hint_trail: &'static str,
    pub hint_starts: &'static str,
    pub hint_examples: &'static str,
    pub hint_why: &'static str,
    pub hint_find: &'static str,
    pub hint_map: &'static str,
    pub hint_explain: &'static str,
    pub hint_section: &'static str,
    pub hint_take: &'static str,
    pub hint_pairs: &'static str,
    pub hint_lab: &'static str,
    /// Behind the key of the palette, where the footer ends.
    pub hint_palette: &'static str,
    pub hint_crash: &'static str,
    pub hint_step: &'static str,
    /// The pages of the lab.
    pub hint_tree: &'static str,
    pub hint_jobs: &'static str,
    pub hint_load: &'static str,
    /// They together, where it is not known which is next.
    pub hint_pages: &'static str,
    pub hint_to_end: &'static str,
    pub hint_time: &'static str,
    pub hint_end_part: &'static str,
    pub hint_stop_all: &'static str,
    pub hint_add_job: &'static str,
    pub hint_fail_job: &'static str,
    pub hint_store: &'static str,
    pub hint_kill: &'static str,
    pub hint_afresh: &'static str,
    pub hint_questions: &'static str,
    pub hint_begin: &'static str,
    pub hint_help: &'static str,
    pub hint_quit: &'static str,
    /// Words that leaving is looked for by.
    pub also_quit: &'static str,
    pub hint_scroll: &'static str,
    pub hint_switch: &'static str,
    pub hint_file: &'static str,
    pub hint_save: &'static str,
    pub hint_emit: &'static str,
    pub hint_copy: &'static str,
    pub hint_done: &'static str,
    pub hint_settle: &'static str,
    pub hint_look: &'static str,
    pub hint_jump: &'static str,
    pub hint_close: &'static str,
    pub hint_drop: &'static str,
    pub hint_discard: &'static str,
    pub hint_keep: &'static str,
    pub hint_forget: &'static str,
    pub hint_stay: &'static str,
    pub hint_ok: &'static str,
    pub hint_cancel: &'static str,

    // Whole, for the help page.
    pub help_yes: &'static str,
    pub help_no: &'static str,
    pub help_up: &'static str,
    pub help_down: &'static str,
    pub help_first: &'static str,
    pub help_last: &'static str,
    pub help_page_up: &'static str,
    pub help_page_down: &'static str,
    pub help_choose: &'static str,
    pub help_pick: &'static str,
    pub help_unknown: &'static str,
    pub help_back: &'static str,
    pub help_forward: &'static str,
    pub help_finish: &'static str,
    pub help_trail: &'static str,
    pub help_starts: &'static str,
    pub help_examples: &'static str,
    pub help_why: &'static str,
    pub help_find_start: &'static str,
    pub help_find: &'static str,
    pub help_palette: &'static str,
    pub help_search: &'static str,
    pub help_map: &'static str,
    pub help_explain: &'static str,
    pub help_section: &'static str,
    pub help_take: &'static str,
    pub help_pairs: &'static str,
    pub help_lab: &'static str,
    pub help_crash: &'static str,
    pub help_step: &'static str,
    pub help_step_back: &'static str,
    pub help_to_end: &'static str,
    pub help_to_start: &'static str,
    pub help_load: &'static str,
    pub help_to_tree: &'static str,
    pub help_to_jobs: &'static str,
    pub help_to_load: &'static str,
    pub help_lab_up: &'static str,
    pub help_lab_down: &'static str,
    pub help_time: &'static str,
    pub help_end_part: &'static str,
    pub help_add_job: &'static str,
    pub help_fail_job: &'static str,
    pub help_store: &'static str,
    pub help_kill: &'static str,
    pub help_stop_all: &'static str,
    pub help_afresh: &'static str,
    pub help_questions: &'static str,
    pub help_begin: &'static str,
    pub help_help: &'static str,
    pub help_quit: &'static str,
    pub help_cancel: &'static str,
    pub help_suspend: &'static str,
    pub help_redraw: &'static str,
    pub help_mouse: &'static str,
    pub help_theme: &'static str,
    pub help_language: &'static str,
    pub help_drop: &'static str,
    pub help_leave: &'static str,
    pub help_discard: &'static str,
    /// The keys of all other places, unfolded and searched.
    pub hint_whole: &'static str,
    pub help_whole: &'static str,
    pub help_find_key: &'static str,
    /// Heading over the keys that were found.
    pub find_key: &'static str,
    pub help_stay: &'static str,
    pub help_done: &'static str,
    pub help_settle: &'static str,
    pub help_switch: &'static str,
    pub help_next_file: &'static str,
    pub help_previous_file: &'static str,
    pub help_save: &'static str,
    pub help_emit: &'static str,
    pub help_copy: &'static str,
    pub help_type: &'static str,
    pub help_cursor: &'static str,
    pub help_cursor_ends: &'static str,
    pub help_erase_right: &'static str,
    pub help_erase_word: &'static str,
    pub help_erase_line: &'static str,
    pub help_jump: &'static str,
    pub help_close: &'static str,
    pub help_scroll_up: &'static str,
    pub help_scroll_down: &'static str,
    pub help_accept: &'static str,
    pub help_dismiss: &'static str,
    pub help_enter: &'static str,
    pub help_back_empty: &'static str,

    // The head of the key table.
    pub table_where: &'static str,
    pub table_key: &'static str,
    pub table_does: &'static str,
}
