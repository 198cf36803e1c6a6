//! Acting on the result, in English.

use crate::words::table::{Acting, Undo};

pub(super) const UNDO: Undo = Undo {
    undone: |what| format!("Undone: {what}"),
    redone: |what| format!("Done again: {what}"),
    no_past: "There is nothing to undo.",
    no_future: "There is nothing to do again.",
    began: |title| format!("the beginning with “{title}”"),
    took: |count, told| format!("{count} answers ({told})"),
    finished: "the defaults for what was left",
    reopened: "going back to the defaults",
};

pub(super) const ACTING: Acting = Acting {
    left_alone: |count, care| {
        let decisions = if count == 1 { "decision" } else { "decisions" };
        match care {
            0 => format!("{count} {decisions}"),
            care => format!("{count} {decisions}, {care} to take care of"),
        }
    },
    unfolds: "shows them and all sources",
    folds: "folds them and the sources",
    written_to: |place| format!("Written to {place}."),

    try_title: "What if?",
    what_if: |ask, answer| format!("{ask} {answer}"),
    verdict_now: "Now:",
    verdict_then: "Then:",
    not_there: "not needed",
    still_open: |outcomes| format!("{outcomes} (open)"),
    no_longer: |count| match count {
        1 => "1 answer no longer applies".to_owned(),
        many => format!("{many} answers no longer apply"),
    },
    come_up: |count| match count {
        1 => "1 new question".to_owned(),
        many => format!("{many} new questions"),
    },
    to_be_asked: "to be asked",
    raised: "raised:",
    gone: "gone:",
    take_or_drop: |take, drop| format!("{take} takes it, {drop} drops it."),
    tried: |what, key| format!("Taken: {what}; {key} takes it back."),
    not_seen: "That was typed ahead: the same key leaves once the result is seen.",
    undone: |what, again| match again {
        Some(again) => format!("Undone: {what} · {again} does it again."),
        None => format!("Undone: {what}"),
    },
    no_entry: |done| {
        format!("Nothing is chosen: the arrows choose, and {done} leaves and prints the result.")
    },

    files_title: "Files of the project",
    lines: |count| match count {
        1 => "1 line".to_owned(),
        many => format!("{many} lines"),
    },
    no_files: "There is no code to look at.",
    pairs_shown: "In the advice, each outcome now has its code below its decision.",
    pairs_hidden: "The advice no longer shows outcomes as code.",
    no_pairs: "No outcome of this advice is shown as code.",
    sources_shown: "The advice now shows sources and who says otherwise at each decision, and defaults at its end.",
    sources_folded: "In the advice, sources and defaults are folded again.",
    set_aside: |count| match count {
        1 => "1 answer waits aside; change this one back to have it again.".to_owned(),
        _ => format!("{count} answers wait aside; change this one back to have them again."),
    },
    find: "Search:",
    found: |at, of| format!("{at} of {of}"),
    not_found: |text| format!("“{text}” is in no file of the project."),
    nothing_sought: "Nothing has been searched for yet.",

    package: |name| format!("The package will be called {name}."),
    written_before: |directory| {
        format!(
            "{directory} was written from here before; Enter writes it for these answers. What you \
             edited stays, or is set aside."
        )
    },
    not_empty: |directory| format!("{directory} is there and not empty; choose another name."),
    written_title: "Written",

    at_whole: "the advice",
    at_entry: "an entry of the advice",
    at_code: "the code",
    at_files: "the list of files",
    at_try: "trying an answer",
    at_find: "searching the code",
    at_written: "what was written",
    at_commands: "where nothing is typed",

    hint_undo: "undo",
    hint_redo: "redo",
    hint_entry: "choose",
    hint_open: "open it",
    hint_sources: "sources",
    hint_files: "files",
    hint_find: "search",
    hint_match: "next",
    hint_take: "take it",
    hint_drop: "drop it",
    hint_show: "show",

    help_undo: "undo the last change of answers; files stay as they are",
    help_redo: "do again what was undone",
    help_next_entry: "to the next flag, decision or other answer, scrolling there",
    help_previous_entry: "to the one before",
    help_nothing_chosen: "nothing, until an entry is chosen; then it looks into it",
    help_open: "try the other answer, explain the decision, or go to what raises the flag",
    help_sources: "show or fold sources, who says otherwise, and what was left at its default",
    help_files: "list the files of the project, to jump to one",
    help_find: "search the files of the project",
    help_next_match: "to the next line found",
    help_previous_match: "to the line found before",
    help_take: "take the other answer; going back takes it back",
    help_drop: "leave everything as it is",
    help_show: "show this file",
    help_found: "stay at the line found",
    help_not_found: "back to where the search began",
};
