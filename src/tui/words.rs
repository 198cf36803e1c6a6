//! The wizard's own words, in every language it speaks.
//!
//! What the advisor says comes translated in the advisor; these are the words around it. `{}` marks
//! where [`fill`] puts a value.

mod en;
mod pt_br;

pub(crate) use self::en::EN;
pub(crate) use self::pt_br::PT_BR;

use crate::words::Language;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// One language.
        #[derive(Debug)]
        pub(crate) struct Words {
            $($(#[$doc])* pub(crate) $name: &'static str,)*
        }

        impl Words {
            /// Every text with its name.
            #[cfg(test)]
            pub(crate) fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),*]
            }
        }
    };
}

words! {
    // Questions.
    yes, no, unknown, held,
    /// Title, place and number of sections.
    progress_section,
    /// Number of the question, at most so many.
    progress_question,
    /// When the number is certain.
    progress_question_of,
    range, range_unit, expected, figures, type_answer,
    // Panels.
    trail, trail_empty,
    /// So many of so many.
    possible_count,
    possible_now, open_outcomes, flags, no_flags,
    // Result.
    result, advice, code, undecided, undecided_hint, overview,
    tipping_now, or,
    no_code, loading_code,
    /// Name, place, number.
    file,
    // Dialogues.
    help_title, help_question, quit_title, quit_text, quit_one, save_title, save_text, emit_title,
    emit_text, too_small, too_small_size, empty_name,
    // Notices.
    saved, copied, not_saved, not_emitted, no_default, nothing_to_go_back, nothing_forward,
    no_option, not_unknown_yet,
    // Where a key counts.
    at_choice, at_number, at_text, at_trail, at_result, at_help, at_confirm, at_prompt, at_line, at_pages, at_everywhere,
    // Short, for the footer.
    hint_move, hint_choose, hint_pick, hint_unknown, hint_back, hint_forward, hint_finish,
    hint_trail, hint_help, hint_quit, hint_scroll, hint_switch, hint_file, hint_save, hint_emit,
    hint_copy, hint_done, hint_jump, hint_close, hint_discard, hint_stay, hint_ok, hint_cancel,
    // Whole, for the help page.
    help_up, help_down, help_first, help_last, help_page_up, help_page_down, help_choose, help_pick,
    help_unknown, help_back, help_forward, help_finish, help_trail, help_help, help_quit,
    help_cancel, help_suspend, help_redraw, help_discard, help_stay, help_done, help_switch,
    help_next_file, help_previous_file, help_save, help_emit, help_copy, help_type, help_cursor,
    help_cursor_ends, help_erase_right, help_erase_word, help_erase_line,
    help_jump, help_close, help_scroll_up, help_scroll_down, help_accept, help_dismiss,
    help_enter, help_back_empty,
    // The head of the key table.
    table_where, table_key, table_does,
}

/// The words for an advisor's language; English where there are none.
pub(crate) fn of(language: &str) -> &'static Words {
    match Language::of(language) {
        Language::En => &EN,
        Language::PtBr => &PT_BR,
    }
}

/// Puts the values where the `{}` are, in order.
pub(crate) fn fill(template: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut values = values.iter();
    for (place, piece) in template.split("{}").enumerate() {
        if place > 0 {
            filled.push_str(values.next().copied().unwrap_or_default());
        }
        filled.push_str(piece);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_says_everything_with_the_same_values() {
        for ((name, en), (_, pt)) in EN.all().into_iter().zip(PT_BR.all()) {
            assert!(!en.is_empty() && !pt.is_empty(), "{name} is empty");
            assert_eq!(
                en.matches("{}").count(),
                pt.matches("{}").count(),
                "values of {name}"
            );
        }
    }

    #[test]
    fn values_are_put_in_order() {
        assert_eq!(fill("{} of {}", &["1", "{}"]), "1 of {}");
        assert_eq!(fill("{} of {}", &["1"]), "1 of ");
    }
}
