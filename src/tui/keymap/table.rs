//! The rows of the key table.
//!
//! Esc and Left always lead back (in the lab Left by a step), Enter always takes what is shown, and
//! Ctrl-C always cancels.

use super::row::{Binding, Context, Keys, Say, To};
use crate::tui::action::Action as A;
use crate::tui::key::Key::{
    self, BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown,
    PageUp, Right, Tab, Up,
};

/// A row that the footer leaves out.
const fn row(context: Context, keys: &'static [Key], action: A, help: Say) -> Binding {
    Binding {
        context,
        keys: Keys::These(keys),
        to: To::Do(action),
        hint: None,
        help,
    }
}

/// A row that the footer shows.
const fn shown(context: Context, keys: &'static [Key], action: A, hint: Say, help: Say) -> Binding {
    Binding {
        hint: Some(hint),
        ..row(context, keys, action, help)
    }
}

/// The row that takes all other characters.
const fn typed(context: Context) -> Binding {
    Binding {
        context,
        keys: Keys::Typed,
        to: To::Type,
        hint: None,
        help: |w| w.help_type,
    }
}

/// The row of the letters that mean yes or no.
const fn letters(context: Context, meaning: Meaning, action: A, hint: Say, help: Say) -> Binding {
    Binding {
        keys: Keys::Letters(meaning),
        ..shown(context, &[], action, hint, help)
    }
}

use crate::words::Meaning::{self, No, Yes};
use Context::{
    Choice, Code, Commands, Confirm, Entry, Everywhere, Files, Find, Help, Lab, Line, Map, Number,
    Outcomes, Pages, Prompt, Reading, Result, Search, Starts, Text, Trail, Try, Undecided, Whole,
    Why, Written, YesNo,
};

#[rustfmt::skip]
pub(super) const TABLE: &[Binding] = &[
    shown(Choice, &[Enter], A::Choose, |w| w.hint_choose, |w| w.help_choose),
    shown(Choice, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Choice, &[Char('b')], A::Starts, |w| w.hint_starts, |w| w.help_starts),
    shown(Choice, &[Char('e')], A::Examples, |w| w.hint_examples, |w| w.help_examples),
    shown(Choice, &[Char('f'), Ctrl('f')], A::Finish, |w| w.hint_finish, |w| w.help_finish),
    shown(Choice, &[Esc, Left, Backspace, Char('h')], A::Back, |w| w.hint_back, |w| w.help_back),
    // Told where there is room, as what they do stands in the options, too.
    letters(YesNo, Yes, A::Yes, |w| w.hint_yes_no, |w| w.help_yes),
    letters(YesNo, No, A::No, |w| w.hint_yes_no, |w| w.help_no),
    shown(Choice, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Choice, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_down),
    Binding { context: Choice, keys: Keys::Digits, to: To::Pick, hint: Some(|w| w.hint_pick), help: |w| w.help_pick },
    shown(Choice, &[Right, Tab, Char('l')], A::Forward, |w| w.hint_forward, |w| w.help_forward),
    shown(Choice, &[Char('u')], A::Unknown, |w| w.hint_unknown, |w| w.help_unknown),
    shown(Choice, &[Char('t'), Ctrl('t')], A::Trail, |w| w.hint_trail, |w| w.help_trail),
    shown(Choice, &[Char('q'), Ctrl('q')], A::Quit, |w| w.hint_quit, |w| w.help_quit),
    shown(Choice, &[Char('w')], A::Why, |w| w.hint_why, |w| w.help_why),
    shown(Choice, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find),
    row(Choice, &[Char('M')], A::Mouse, |w| w.help_mouse),
    row(Choice, &[Char('T')], A::Theme, |w| w.help_theme),
    shown(Choice, &[Char('m'), F(2)], A::Map, |w| w.hint_map, |w| w.help_map),
    row(Choice, &[Home, Char('g')], A::First, |w| w.help_first),
    row(Choice, &[End, Char('G')], A::Last, |w| w.help_last),

    shown(Number, &[Enter], A::Choose, |w| w.hint_choose, |w| w.help_enter),
    shown(Number, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Number, &[Char('f'), Ctrl('f')], A::Finish, |w| w.hint_finish, |w| w.help_finish),
    shown(Number, &[Esc], A::Back, |w| w.hint_back, |w| w.help_back),
    shown(Number, &[Tab], A::Forward, |w| w.hint_forward, |w| w.help_forward),
    shown(Number, &[Char('u')], A::Unknown, |w| w.hint_unknown, |w| w.help_unknown),
    shown(Number, &[Char('t'), Ctrl('t')], A::Trail, |w| w.hint_trail, |w| w.help_trail),
    shown(Number, &[Char('q'), Ctrl('q')], A::Quit, |w| w.hint_quit, |w| w.help_quit),
    shown(Number, &[Char('e')], A::Examples, |w| w.hint_examples, |w| w.help_examples),
    shown(Number, &[Char('w')], A::Why, |w| w.hint_why, |w| w.help_why),
    shown(Number, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find),
    row(Number, &[Char('M')], A::Mouse, |w| w.help_mouse),
    row(Number, &[Char('T')], A::Theme, |w| w.help_theme),
    shown(Number, &[F(2)], A::Map, |w| w.hint_map, |w| w.help_map),
    row(Number, &[Up, Char('k')], A::Up, |w| w.help_up),
    row(Number, &[Down, Char('j')], A::Down, |w| w.help_down),

    shown(Text, &[Enter], A::Choose, |w| w.hint_choose, |w| w.help_enter),
    shown(Text, &[F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Text, &[Ctrl('f')], A::Finish, |w| w.hint_finish, |w| w.help_finish),
    shown(Text, &[Esc], A::Back, |w| w.hint_back, |w| w.help_back),
    shown(Text, &[Tab], A::Forward, |w| w.hint_forward, |w| w.help_forward),
    shown(Text, &[Ctrl('t')], A::Trail, |w| w.hint_trail, |w| w.help_trail),
    shown(Text, &[Ctrl('q')], A::Quit, |w| w.hint_quit, |w| w.help_quit),
    shown(Text, &[Ctrl('_')], A::Undo, |w| w.acting.hint_undo, |w| w.acting.help_undo),
    shown(Text, &[F(2)], A::Map, |w| w.hint_map, |w| w.help_map),
    row(Text, &[Up], A::Up, |w| w.help_up),
    row(Text, &[Down], A::Down, |w| w.help_down),

    shown(Trail, &[Enter, Right, Char('l')], A::Choose, |w| w.hint_jump, |w| w.help_jump),
    shown(Trail, &[Esc, Left, Backspace, Char('h'), Char('t'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Trail, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find_start),
    shown(Trail, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Trail, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_down),
    shown(Trail, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Starts, &[Enter, Right, Char('l')], A::Choose, |w| w.hint_begin, |w| w.help_begin),
    shown(Starts, &[Char('x'), Delete], A::Discard, |w| w.hint_drop, |w| w.help_drop),
    shown(Starts, &[Esc, Left, Backspace, Char('h'), Char('b')], A::Back, |w| w.hint_questions, |w| w.help_questions),
    shown(Starts, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find_start),
    shown(Starts, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Starts, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_down),
    shown(Starts, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Starts, &[Char('q'), Ctrl('q')], A::Quit, |w| w.hint_quit, |w| w.help_quit),

    shown(Outcomes, &[Enter, Right, Char('l')], A::Choose, |w| w.hint_explain, |w| w.help_explain),
    shown(Outcomes, &[Esc, Left, Backspace, Char('h'), Char('w'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Outcomes, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find_start),
    shown(Outcomes, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Outcomes, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_down),
    shown(Outcomes, &[Tab], A::Forward, |w| w.hint_section, |w| w.help_section),
    shown(Outcomes, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Why, &[Enter], A::Choose, |w| w.hint_take, |w| w.help_take),
    shown(Why, &[Esc, Left, Backspace, Char('h'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Why, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Why, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),
    shown(Why, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Whole, &[Char('d')], A::Done, |w| w.hint_done, |w| w.help_done),
    // It is pressed once too often, so it leaves nothing.
    row(Whole, &[Enter], A::Choose, |w| w.acting.help_nothing_chosen),
    shown(Whole, &[Up, Char('k')], A::Up, |w| w.acting.hint_entry, |w| w.acting.help_previous_entry),
    shown(Whole, &[Down, Char('j')], A::Down, |w| w.acting.hint_entry, |w| w.acting.help_next_entry),
    row(Whole, &[Char('/')], A::Search, |w| w.help_find),

    shown(Entry, &[Enter], A::Choose, |w| w.acting.hint_open, |w| w.acting.help_open),
    shown(Entry, &[Char('d')], A::Done, |w| w.hint_done, |w| w.help_done),
    shown(Entry, &[Up, Char('k')], A::Up, |w| w.acting.hint_entry, |w| w.acting.help_previous_entry),
    shown(Entry, &[Down, Char('j')], A::Down, |w| w.acting.hint_entry, |w| w.acting.help_next_entry),
    row(Entry, &[Char('/')], A::Search, |w| w.help_find),

    shown(Code, &[Enter], A::Files, |w| w.acting.hint_files, |w| w.acting.help_files),
    shown(Code, &[Char('/')], A::Find, |w| w.acting.hint_find, |w| w.acting.help_find),
    shown(Code, &[Char('n')], A::NextMatch, |w| w.acting.hint_match, |w| w.acting.help_next_match),
    row(Code, &[Char('N')], A::PreviousMatch, |w| w.acting.help_previous_match),
    shown(Code, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Code, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),
    row(Code, &[Char('d')], A::Done, |w| w.help_done),

    shown(Map, &[Esc, Enter, Left, Backspace, Char('h'), Char('m'), F(2), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Map, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Map, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),
    shown(Map, &[Tab, Right, Char('l')], A::Forward, |w| w.hint_section, |w| w.help_section),
    shown(Map, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Result, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Result, &[Char('a')], A::Settle, |w| w.hint_look, |w| w.help_settle),
    shown(Result, &[Tab, BackTab, Right, Char('l')], A::Switch, |w| w.hint_switch, |w| w.help_switch),
    shown(Result, &[Char('e')], A::Emit, |w| w.hint_emit, |w| w.help_emit),
    shown(Result, &[Char('L')], A::Lab, |w| w.hint_lab, |w| w.help_lab),
    shown(Result, &[Char('o')], A::Sources, |w| w.acting.hint_sources, |w| w.acting.help_sources),
    shown(Result, &[Char('v')], A::Files, |w| w.acting.hint_files, |w| w.acting.help_files),
    shown(Result, &[Char('s')], A::Save, |w| w.hint_save, |w| w.help_save),
    shown(Result, &[Char('c'), Char('y')], A::Copy, |w| w.hint_copy, |w| w.help_copy),
    shown(Result, &[Char('w')], A::Why, |w| w.hint_why, |w| w.help_why),
    shown(Result, &[Char('m'), F(2)], A::Map, |w| w.hint_map, |w| w.help_map),
    shown(Result, &[Char('x')], A::Pairs, |w| w.hint_pairs, |w| w.help_pairs),
    shown(Result, &[Esc, Left, Backspace, Char('h')], A::Back, |w| w.hint_back, |w| w.help_back),
    shown(Result, &[Char('t'), Ctrl('t')], A::Trail, |w| w.hint_trail, |w| w.help_trail),
    row(Result, &[Char(']')], A::NextFile, |w| w.help_next_file),
    row(Result, &[Char('[')], A::PreviousFile, |w| w.help_previous_file),
    shown(Result, &[Char('q'), Ctrl('q')], A::Quit, |w| w.hint_quit, |w| w.help_quit),

    shown(Files, &[Enter, Right, Char('l')], A::Choose, |w| w.acting.hint_show, |w| w.acting.help_show),
    shown(Files, &[Esc, Left, Backspace, Char('h'), Char('v'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Files, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Files, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_down),
    shown(Files, &[Char('/')], A::Find, |w| w.acting.hint_find, |w| w.acting.help_find),
    shown(Files, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Try, &[Enter], A::Choose, |w| w.acting.hint_take, |w| w.acting.help_take),
    shown(Try, &[Esc, Left, Backspace, Char('h'), Char('q')], A::Back, |w| w.acting.hint_drop, |w| w.acting.help_drop),
    shown(Try, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Try, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),
    shown(Try, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    shown(Find, &[Enter], A::Choose, |w| w.acting.hint_show, |w| w.acting.help_found),
    shown(Find, &[Esc], A::Back, |w| w.hint_cancel, |w| w.acting.help_not_found),

    shown(Written, &[Enter, Esc, Left, Backspace, Char('h'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Written, &[Char('d')], A::Done, |w| w.hint_done, |w| w.help_done),
    shown(Written, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Written, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),

    shown(Lab, &[Enter, Char('c')], A::Crash, |w| w.hint_crash, |w| w.help_crash),
    shown(Lab, &[Left, Char('h'), Char('p')], A::StepBack, |w| w.hint_step, |w| w.help_step_back),
    shown(Lab, &[Right, Char('l'), Char('n')], A::Forward, |w| w.hint_step, |w| w.help_step),
    shown(Lab, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),
    shown(Lab, &[Tab, BackTab], A::Switch, |w| w.hint_pages, |w| w.help_load),
    shown(Lab, &[Up, Char('k')], A::Up, |w| w.hint_move, |w| w.help_lab_up),
    shown(Lab, &[Down, Char('j')], A::Down, |w| w.hint_move, |w| w.help_lab_down),
    shown(Lab, &[Char(' '), End, Char('G')], A::Last, |w| w.hint_to_end, |w| w.help_to_end),
    shown(Lab, &[Char('t')], A::PassTime, |w| w.hint_time, |w| w.help_time),
    shown(Lab, &[Char('e')], A::EndPart, |w| w.hint_end_part, |w| w.help_end_part),
    shown(Lab, &[Char('s')], A::StopAll, |w| w.hint_stop_all, |w| w.help_stop_all),
    shown(Lab, &[Char('a')], A::AddJob, |w| w.hint_add_job, |w| w.help_add_job),
    shown(Lab, &[Char('f')], A::FailJob, |w| w.hint_fail_job, |w| w.help_fail_job),
    shown(Lab, &[Char('d')], A::StoreAway, |w| w.hint_store, |w| w.help_store),
    shown(Lab, &[Char('x')], A::Kill, |w| w.hint_kill, |w| w.help_kill),
    shown(Lab, &[Char('r')], A::Afresh, |w| w.hint_afresh, |w| w.help_afresh),
    row(Lab, &[Home, Char('g')], A::First, |w| w.help_to_start),
    shown(Lab, &[PageDown], A::PageDown, |w| w.hint_scroll, |w| w.help_page_down),
    row(Lab, &[PageUp], A::PageUp, |w| w.help_page_up),
    shown(Lab, &[Esc, Backspace, Char('q'), Char('L')], A::Back, |w| w.hint_close, |w| w.help_close),

    shown(Help, &[Esc, Enter, Left, Backspace, Char('h'), Char('?'), F(1), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Help, &[Char('/')], A::Search, |w| w.hint_find, |w| w.help_find_key),
    shown(Help, &[Tab], A::Forward, |w| w.hint_whole, |w| w.help_whole),
    shown(Help, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Help, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),

    letters(Confirm, Yes, A::Leave, |w| w.hint_discard, |w| w.help_leave),
    shown(Confirm, &[Char('d')], A::Discard, |w| w.hint_forget, |w| w.help_discard),
    letters(Confirm, No, A::Back, |w| w.hint_stay, |w| w.help_stay),
    row(Confirm, &[Esc, Enter, Left, Backspace, Char('q')], A::Back, |w| w.help_stay),

    shown(Undecided, &[Enter, Char('a')], A::Settle, |w| w.hint_settle, |w| w.help_settle),
    letters(Undecided, Yes, A::Leave, |w| w.hint_discard, |w| w.help_leave),
    letters(Undecided, No, A::Back, |w| w.hint_stay, |w| w.help_stay),
    row(Undecided, &[Esc, Left, Backspace, Char('q')], A::Back, |w| w.help_stay),

    shown(Prompt, &[Enter], A::Choose, |w| w.hint_ok, |w| w.help_accept),
    shown(Prompt, &[Esc], A::Back, |w| w.hint_cancel, |w| w.help_dismiss),

    shown(Search, &[Enter], A::Choose, |w| w.hint_choose, |w| w.help_search),
    shown(Search, &[Esc], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Search, &[Up], A::Up, |w| w.hint_move, |w| w.help_up),
    shown(Search, &[Down], A::Down, |w| w.hint_move, |w| w.help_down),
    row(Search, &[PageUp], A::PageUp, |w| w.help_page_up),
    row(Search, &[PageDown], A::PageDown, |w| w.help_page_down),

    shown(Reading, &[Esc, Enter, Left, Backspace, Char('h'), Char('q')], A::Back, |w| w.hint_close, |w| w.help_close),
    shown(Reading, &[Up, Char('k')], A::Up, |w| w.hint_scroll, |w| w.help_scroll_up),
    shown(Reading, &[Down, Char('j')], A::Down, |w| w.hint_scroll, |w| w.help_scroll_down),
    shown(Reading, &[Char('?'), F(1)], A::Help, |w| w.hint_help, |w| w.help_help),

    typed(Line),
    row(Line, &[Left, Ctrl('b')], A::CursorLeft, |w| w.help_cursor),
    row(Line, &[Right], A::CursorRight, |w| w.help_cursor),
    row(Line, &[Home, Ctrl('a')], A::CursorStart, |w| w.help_cursor_ends),
    row(Line, &[End, Ctrl('e')], A::CursorEnd, |w| w.help_cursor_ends),
    row(Line, &[Backspace], A::EraseLeft, |w| w.help_back_empty),
    row(Line, &[Delete, Ctrl('d')], A::EraseRight, |w| w.help_erase_right),
    row(Line, &[Ctrl('w')], A::EraseWord, |w| w.help_erase_word),
    row(Line, &[Ctrl('u')], A::EraseLine, |w| w.help_erase_line),

    row(Pages, &[PageUp, Ctrl('b')], A::PageUp, |w| w.help_page_up),
    row(Pages, &[PageDown, Char(' '), Ctrl('f')], A::PageDown, |w| w.help_page_down),
    row(Pages, &[Char('M')], A::Mouse, |w| w.help_mouse),
    row(Pages, &[Char('T')], A::Theme, |w| w.help_theme),
    row(Pages, &[Home, Char('g')], A::First, |w| w.help_first),
    row(Pages, &[End, Char('G')], A::Last, |w| w.help_last),

    shown(Everywhere, &[Ctrl('p')], A::Palette, |w| w.hint_palette, |w| w.help_palette),
    shown(Commands, &[Char('z'), Ctrl('_')], A::Undo, |w| w.acting.hint_undo, |w| w.acting.help_undo),
    shown(Commands, &[Char('Z')], A::Redo, |w| w.acting.hint_redo, |w| w.acting.help_redo),

    row(Everywhere, &[Ctrl('c')], A::Cancel, |w| w.help_cancel),
    row(Everywhere, &[Ctrl('n')], A::Language, |w| w.help_language),
    row(Everywhere, &[Ctrl('z')], A::Suspend, |w| w.help_suspend),
    row(Everywhere, &[Ctrl('l')], A::Redraw, |w| w.help_redraw),
];

/// The rows of the table that count in a context.
pub(super) fn rows(context: Context) -> impl Iterator<Item = &'static Binding> {
    let counts =
        move |row: &&Binding| row.context == context || context.shared().contains(&row.context);
    TABLE.iter().filter(counts)
}
