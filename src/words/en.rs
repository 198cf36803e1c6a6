//! English.
//!
//! Plain and short: headings of one or two words, sentences that can be read aloud.

mod acting;
mod cli;
mod emitting;
mod jobs;
mod lab;
mod prompts;
mod record;
mod reports;
mod wizard;

use super::language::Language;
use super::table::{Meanings, Sheet, Words};

/// English.
pub(super) const WORDS: Words = Words {
    language: Language::En,
    yes: "yes",
    no: "no",
    unknown: "not known",
    dont_know: "I don't know",
    meanings: Meanings {
        yes: &["yes", "y", "true"],
        no: &["no", "n", "false"],
        unknown: &["?", "unknown", "not known", "i don't know", "don't know"],
    },
    or: "or",
    now: |answer| format!("now {answer}"),

    stop: "STOP",
    warn: "WARNING",
    instead: "Instead:",
    dissent: "Others say:",
    source: "Source:",
    asked_by: "Asked by:",

    in_rust: "In Rust",
    in_code: |title| format!("{title} in code"),
    code_is_an_example: "Its names and numbers are an example; what you answered is what counts.",
    because: "Because",
    details: "Details",
    figures: "Numbers",
    cautions: "Take care",
    tipping_points: "Would change if",
    in_short: "In short",
    by_default: "Left at their defaults",
    by_default_hint: "`otp-advisor questions` lists their questions; change any with --set QUESTION=ANSWER.",
    look_first: |ask, answer, then| format!("Look at this one first: {ask} With {answer}: {then}"),
    situations: "How an expert answers it",
    begin_with: |program| {
        format!("Begin with one: {program} --start ID; every answer stays open to change.")
    },
    now_do: "Next",
    write_it: "Write the project:",
    try_it: "Build and test it:",
    your_code: "Your code goes here:",
    come_again: "Come to this design again:",
    my_project: "my_project",
    opens: |outcomes| format!("open again: {outcomes}"),
    undecided: |decided, open| {
        let sections = if decided == 1 { "section" } else { "sections" };
        format!("Not finished: {decided} {sections} decided, {open} open.")
    },
    so_far: "Answers so far",
    nothing_so_far: "Nothing is answered yet.",
    first_question: "This is the first question.",
    nothing_later: "Nothing is answered beyond this.",
    no_default: "This question has no default, so it needs your answer.",
    still_possible: "Still possible",
    may_not_apply: "or not needed at all",
    next_question: "Next question",
    example: "Example:",
    answer_with: |question| format!("Answer with --set {question}=ANSWER."),
    default: "default",
    number: |whole, min, max| {
        let kind = if whole { "A whole number" } else { "A number" };
        format!("{kind} from {min} to {max}.")
    },
    text: |expected| format!("A text: {expected}."),

    sheet: Sheet {
        header: |title, id, version| format!("Answers to: {title} ({id} {version})"),
        how_to_read: "Use them again: otp-advisor --answers FILE",
        unfinished: "Not finished: some questions have no answer yet.",
        aside: "Not asked as the answers are now:",
    },
    record: record::RECORD,
    why: record::WHY,
    questions: record::QUESTIONS,
    emitting: emitting::EMITTING,
    undo: acting::UNDO,
    prompts: prompts::PROMPTS,
    wizard: wizard::WIZARD,
    reports: reports::REPORTS,
    lab: lab::LAB,
    cli: cli::CLI,
};
