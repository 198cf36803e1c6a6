//! The prompts in English.

use crate::words::table::{CommandWords, Prompts};

pub(super) const PROMPTS: Prompts = Prompts {
    welcome: "Answer with a number or a word, or ? if you do not know. An empty line takes the default. :help tells the rest.",
    starts: "Situations to begin with are listed by :begin",
    heading: |title, section, question| {
        format!(
            "{title} (section {} of {}), question {} of at most {}",
            section.at, section.of, question.at, question.of
        )
    },
    given: |answer| format!("Your answer so far: {answer}."),
    prompt: "Answer: ",
    prompt_default: |default| format!("Answer (empty takes {default}): "),
    prompt_keep: |answer| format!("Answer (empty keeps {answer}): "),
    end_also: "There are :save FILE, :emit DIR, :review and :back as well; :help tells all.",
    prompt_end: "Empty line to finish and print the advice, or :advice, :why, :try, :lab: ",
    prompt_end_told: "Empty line to finish, or :advice, :why, :try, :lab: ",
    prompt_undecided: "Empty line to leave it so and print the advice, or :advice, :why, :try: ",
    really_quit: "Leave without advice? The answers are lost. y or n (n): ",
    really_leave: "Leave without advice? y keeps the answers for :resume, d drops them (n): ",
    drops: &["d", "drop"],
    can_finish: "From here on every question has a default; :finish takes them all.",
    noted: |question, answer| format!("Noted, {question}: {answer}."),
    taken: |answers| format!("Taken: {answers}."),
    decided: |section, outcome| format!("Decided: {section} is {outcome}."),
    all_answered: "All questions are answered.",
    standing: |details| format!("These stand by default, and :go NAME changes one: {details}."),
    again: "The same without questions:",
    undecided: |section, outcomes| format!("Not decided: {section} may be {outcomes}."),
    settle: |question| format!("To settle it: :go {question}"),
    nothing_to_answer: "No question is open. An empty line finishes; :review lists the answers.",
    or_unknown: "Type ? if you do not know.",
    needs_answer: |question| {
        format!("The question {question} has no default, so it needs an answer first.")
    },
    too_long: "That line is too long to be an answer.",
    did_you_mean: |near| format!("Did you mean {near}?"),
    unknown_command: |given| format!("“{given}” is no command."),
    help_hint: "The commands are listed by :help",
    review_hint: "The questions are listed by :review",
    go_where: |count| {
        format!("Say where: :go and a number from 1 to {count}, or :go and the name of a question.")
    },
    save_where: "Say where: :save and the name of a file.",
    emit_where: "Say where: :emit and the name of a directory.",
    not_asked: |given| format!("“{given}” is no question that comes up."),
    why: "What each answer would leave possible here",
    why_nothing: "No answer changes the outcome of this section; it fills in a detail or is checked against the red flags.",
    why_same: |outcomes| {
        format!(
            "By itself no answer here rules anything out; with the questions after it, it decides among {outcomes}."
        )
    },
    changes_nothing: "changes nothing",
    leaves: |outcomes| format!("leaves {outcomes}"),
    raises: |flag| format!("raises the red flag “{flag}”"),
    may_raise: |flag| format!("may raise the red flag “{flag}”"),
    any_text: "Any text",
    why_others: ":why OUTCOME says of another one what would give it.",
    no_outcome: |given| format!("“{given}” is no outcome."),
    take_them: ":take takes these answers, and :back right after it takes them back.",
    nothing_to_take: "There are no answers to take; :why OUTCOME or :try finds some.",
    taken_back: "It is as it was before.",
    map_answered: |question, answer| format!("{question} Your answer: {answer}."),
    map_here: |question| format!("{question} You are here."),
    map_closed: |name| format!("ruled out: {name}"),
    map_taken: |name| format!("decided: {name}"),
    map_again: |question| format!("on to: {question}"),
    map_any: "in any case",
    map_if: |asked| format!("if {asked}"),
    map_else: "else",
    help: &[
        "An answer is the number or the name of an option, its text, y or n, a number, or ? if you do not know.",
        "An empty line takes the default, or keeps the answer you gave. End of input takes the defaults for the rest.",
    ],
    back: CommandWords {
        names: &[":back", ":b", ":previous"],
        arguments: &[],
        does: "the question before; no answer is lost",
    },
    forward: CommandWords {
        names: &[":forward", ":f", ":next"],
        arguments: &[],
        does: "the question after",
    },
    explain: CommandWords {
        names: &[":why", ":w"],
        arguments: &["", "OUTCOME"],
        does: "what each answer would leave possible, and examples; after the last question, why this is the advice; of an outcome, what would give it",
    },
    attempt: CommandWords {
        names: &[":try"],
        arguments: &["", "NAME=ANSWER"],
        does: "which answers would change the advice; what another answer would change, without taking it",
    },
    try_what: "Say what: :try NAME=ANSWER, with the name of a question.",
    turns: |section, now, then| format!("{section}: now {now}, then {then}."),
    nothing_else: "Nothing else would change.",
    begin: CommandWords {
        names: &[":begin", ":start"],
        arguments: &["", "NAME"],
        does: "list the situations to begin with, or begin with one",
    },
    begin_how: ":begin and a number or a name begins with the answers of one; each stays open to change.",
    no_starts: "This advisor has no situations to begin with.",
    no_start: |given| format!("“{given}” is no situation."),
    resume: CommandWords {
        names: &[":resume"],
        arguments: &["", "2"],
        does: "go on with the answers that were kept when an interview was interrupted",
    },
    drop: CommandWords {
        names: &[":drop"],
        arguments: &["", "2"],
        does: "keep the answers of such an interview no longer",
    },
    resume_how: ":resume goes on with them.",
    resume_result: "It had come to its result, and :resume leads there.",
    resume_several: |count| {
        format!("{count} interviews were kept in this directory; :resume lists them.")
    },
    kept_answers: |verdict, count| {
        let answers = match count {
            1 => "1 answer".to_owned(),
            many => format!("{many} answers"),
        };
        match verdict {
            Some(verdict) => format!("{verdict} ({answers})"),
            None => answers,
        }
    },
    resume_choose: ":resume and a number goes on with one of them; :drop and a number keeps it no longer.",
    resume_which: |count| format!("Say which: :resume and a number from 1 to {count}."),
    drop_which: |count| format!("Say which: :drop and a number from 1 to {count}."),
    resume_begun: "Kept answers can be gone on with while nothing is answered; :undo takes answers back.",
    really_drop: |what| format!("Drop what was kept: {what}? y or n (n): "),
    nothing_kept: "No answers are kept.",
    take: CommandWords {
        names: &[":take"],
        arguments: &[],
        does: "take the answers that :why OUTCOME or :try told last",
    },
    find: CommandWords {
        names: &[":find", ":search"],
        arguments: &["WORDS"],
        does: "find words in all that the advisor says",
    },
    guide: CommandWords {
        names: &[":guide"],
        arguments: &["", "TOPIC"],
        does: "read the guidance that the advice is made from",
    },
    again_command: CommandWords {
        names: &[":again"],
        arguments: &[],
        does: "the question once more",
    },
    brief: CommandWords {
        names: &[":brief"],
        arguments: &[],
        does: "do not repeat a question after a slip or a command, or repeat it as before",
    },
    is_brief: "From here on a question is shown once; :again shows it again.",
    is_not_brief: "From here on a question is repeated after a slip or a command.",
    find_what: "Say what: :find and some words.",
    and_more: |more| format!("and {more} more; another word narrows it."),
    read_on: "Read on: :guide TOPIC, :why OUTCOME, :go QUESTION.",
    no_guide: "This advisor has no guidance to read.",
    no_topic: |given| format!("“{given}” is no topic of the guidance."),
    undo: CommandWords {
        names: &[":undo", ":z"],
        arguments: &[],
        does: "take the last change of answers back",
    },
    redo: CommandWords {
        names: &[":redo"],
        arguments: &[],
        does: "make the change again that was taken back",
    },
    deed: |question, answer| format!("“{question}” {answer}"),
    redo_how: ":redo does it again.",
    review: CommandWords {
        names: &[":review", ":r", ":answers"],
        arguments: &[],
        does: "all answers, numbered",
    },
    advice: CommandWords {
        names: &[":advice"],
        arguments: &[],
        does: "the advice for the answers so far, as finishing prints it",
    },
    go: CommandWords {
        names: &[":go", ":g", ":goto"],
        arguments: &["3", "NAME"],
        does: "to an answer of the review, to change it",
    },
    map: CommandWords {
        names: &[":map", ":m"],
        arguments: &["", "SECTION"],
        does: "the section as an outline: where each answer leads, and what is ruled out",
    },
    no_section: |given| format!("“{given}” is no section that comes up."),
    save: CommandWords {
        names: &[":save", ":write"],
        arguments: &["FILE"],
        does: "save the answer sheet",
    },
    emit: CommandWords {
        names: &[":emit"],
        arguments: &["DIR"],
        does: "write the Rust project",
    },
    lab: CommandWords {
        names: &[":lab", ":play"],
        arguments: &["", "crash NAME", "wait 5", "load"],
        does: "play the design: make its parts fail, watch what restarts, and put it under load",
    },
    lab_load: "load",
    code: CommandWords {
        names: &[":code", ":file"],
        arguments: &["", "FILE"],
        does: "read the project's main file, or another one, before anything is written",
    },
    files: CommandWords {
        names: &[":files"],
        arguments: &["", "TEXT"],
        does: "list the files that :emit would write, or their lines with a text",
    },
    diff: CommandWords {
        names: &[":diff"],
        arguments: &["", "FILE"],
        does: "what the answers that :why OUTCOME or :try told last would change in these files",
    },
    code_by_default: "With the defaults for the questions that are left:",
    files_how: ":code and a number or a name reads one; :files TEXT finds a text in all of them.",
    no_file: |given| format!("“{given}” is no file of the project; :files lists them."),
    diff_new: "new",
    diff_gone: "gone",
    diff_how: ":diff and a number or a name reads what changes in one.",
    diff_of_what: "There is nothing to compare with; :why OUTCOME or :try finds other answers.",
    diff_none: "No file would change.",
    diff_none_in: |path| format!("Nothing would change in {path}."),
    yes_or_no: "That is none of these.",
    emit_unfinished: "Nothing is written yet: questions are open, and :finish takes the defaults for all of them.",
    pairs: CommandWords {
        names: &[":pairs"],
        arguments: &[],
        does: "each decision as code, in every language there is",
    },
    no_pairs: "No decision so far is shown as code.",
    sources: CommandWords {
        names: &[":sources"],
        arguments: &[],
        does: "what was left at its default in full, and where each decision comes from",
    },
    language: CommandWords {
        names: &[":lang", ":language"],
        arguments: &["", "pt-BR"],
        does: "go over to the next language, or to this one; answers and place stay",
    },
    speaks: "From here on in English.",
    no_language: |given, known| format!("“{given}” is no language here; there are {known}."),
    finish: CommandWords {
        names: &[":finish"],
        arguments: &[],
        does: "take the defaults for the rest",
    },
    quit: CommandWords {
        names: &[":quit", ":q", ":exit"],
        arguments: &[],
        does: "leave without advice",
    },
    list: CommandWords {
        names: &[":help", ":h", ":?"],
        arguments: &[],
        does: "this list",
    },
    colon: ("::text", "an answer that begins with a colon"),
};
