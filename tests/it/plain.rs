//! The plain interview, as transcripts: what is written, with what was typed where it was typed.
//!
//! The reader of a transcript sees what a user of a dumb terminal or a screen reader gets.

use std::cell::RefCell;
use std::io::{self, BufRead, Read, Write};
use std::rc::Rc;

use otp_advisor::inside::host::{Host as _, Translations};
use otp_advisor::inside::model::Advisor;
use otp_advisor::inside::plain::{Options, Stopped, run};
use otp_advisor::inside::session::{Origin, Session};

use crate::support::advisors::{complete, english, partial, portuguese};
use crate::support::tui::Fake;
use proptest::prelude::*;

const WIDE: Options = Options {
    width: 80,
    attended: true,
};

/// Output that both ends write to, so that typed lines stand where a terminal would show them.
#[derive(Clone, Default)]
struct Screen(Rc<RefCell<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lines typed one by one.
struct Typed {
    lines: Vec<Vec<u8>>,
    current: Vec<u8>,
    screen: Screen,
}

impl Typed {
    fn new(lines: &[&str], screen: &Screen) -> Self {
        let line = |text: &&str| format!("{text}\n").into_bytes();
        Self {
            lines: lines.iter().rev().map(line).collect(),
            current: Vec::new(),
            screen: screen.clone(),
        }
    }
}

impl Read for Typed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Typed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.current.is_empty() {
            self.current = self.lines.pop().unwrap_or_default();
            // A terminal shows what is typed in its own way; only the program's output is judged.
            let typed = String::from_utf8_lossy(&self.current).replace('\u{1b}', "^[");
            self.screen.write_all(typed.as_bytes())?;
        }
        Ok(&self.current)
    }

    fn consume(&mut self, amount: usize) {
        self.current.drain(..amount);
    }
}

/// The shipped advisor in both languages.
pub(crate) struct Both;

impl Translations for Both {
    fn after(&self, language: &str) -> Option<&Advisor> {
        Some(match language {
            "en" => portuguese(),
            _ => english(),
        })
    }
}

/// What stands on the screen after these lines, and how it ended.
pub(crate) fn transcript(session: Session<'_>, lines: &[&str]) -> String {
    let screen = Screen::default();
    let advisor = session.advisor();
    let typed = Typed::new(lines, &screen);
    let host = &mut Fake::default();
    let ended = run(session, typed, screen.clone(), WIDE, host, Some(&Both));
    let told = match &ended {
        Ok(Some(session)) => format!("finished: {}", answers(session)),
        Ok(None) => "left".to_owned(),
        Err(Stopped::MissingAnswer { question, .. }) => {
            format!("missing: {}", advisor.question(*question).id)
        }
        Err(error @ (Stopped::Io(_) | Stopped::Unreadable(_) | Stopped::NoAnswer { .. })) => {
            format!("failed: {error}")
        }
    };
    let screen = String::from_utf8(screen.0.borrow().clone()).unwrap();
    assert_clean(&screen);
    format!("{screen}\n[{told}]")
}

/// The answers that were given; defaults are only counted.
fn answers(session: &Session<'_>) -> String {
    let advisor = session.advisor();
    let mut defaults = 0;
    let mut given = Vec::new();
    for question in session.asked() {
        match session.given(question) {
            Some(own) if own.origin == Origin::Given => {
                let asked = advisor.question(question);
                let answer = asked.answer_text(&own.answer);
                given.push(format!("{}={answer}", asked.id));
            }
            _ => defaults += 1,
        }
    }
    format!("{} and {defaults} defaults", given.join(" "))
}

fn assert_clean(text: &str) {
    let control = text.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "{text:?}");
    let wide = text.lines().find(|line| line.chars().count() > 130);
    assert_eq!(wide, None);
}

fn new(advisor: &Advisor) -> Session<'_> {
    Session::new(advisor)
}

#[test]
fn the_tree_and_then_defaults() {
    let lines = [
        "y",
        "1",
        "Yes",
        "yes: callers ask it and wait",
        "no",
        ":finish",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn back_and_forward_lose_nothing() {
    let lines = ["yes", "yes", ":back", ":b", ":back", ":f", "no", ":finish"];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn review_and_go() {
    let lines = [
        "yes",
        "no",
        "background",
        ":r",
        ":go 2",
        "yes",
        ":go sate",
        ":go",
        ":go 99",
        ":g work_shape",
        "inline",
        ":quit",
        "n",
        ":q",
        "y",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn wrong_answers_say_what_would_be_right() {
    let lines = [
        "maybe",
        "",
        "yess",
        ":bakc",
        ":finish",
        "\u{1b}[2Jyes",
        ":quit now",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn numbers() {
    let given = "state=no work_source=no_queue work_shape=inline plan_process=gen_server \
        plan_queue=undecided plan_atoms=no assess_load=yes";
    let session = partial(english(), given);
    let lines = ["many", "-1", ":why", "600", "2 ms", ":why", "95", ":finish"];
    insta::assert_snapshot!(transcript(session, &lines));
}

#[test]
fn reading_and_being_brief() {
    let lines = [
        ":brief",
        "maybe",
        ":find pg registry",
        ":find zzzz",
        ":find",
        ":guide groups",
        ":guide gruops",
        ":again",
        "yes",
        ":brief",
        "maybe",
        ":quit",
        "y",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn why_shows_what_each_option_leaves() {
    let lines = ["yes", "yes", ":why", "?", ":why"];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn another_answer_is_tried_taken_undone_and_done_again() {
    let lines = [
        "yes",
        "yes",
        "yes",
        "yes",
        "no",
        ":finish",
        ":try",
        ":try complx=no",
        ":try complex=perhaps",
        ":try complex=no",
        ":take",
        ":undo",
        ":redo",
        ":undo",
        ":undo",
        ":redo",
        ":redo",
        ":redo",
        "",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn an_outcome_is_explained_taken_and_taken_back() {
    let lines = [
        ":take",
        ":why registri",
        ":why registry",
        ":take",
        ":back",
        ":w DynamicSupervisor",
        ":take",
        "no",
        ":finish",
        "",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn why_of_the_plan_shows_the_red_flags() {
    let mut session = partial(english(), "state=no");
    session.finish_with_defaults().unwrap();
    session.unset(english().find_question("plan_process").unwrap());
    let lines = [":why", "gen_server", ":help", ""];
    insta::assert_snapshot!(transcript(session, &lines));
}

#[test]
fn an_unknown_answer_leaves_it_undecided() {
    let lines = ["yes", "?", "no", ":finish", ":go complex", "no", ":finish"];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn the_end_of_input_takes_defaults() {
    let screen = transcript(new(english()), &["no"]);
    assert!(
        screen.ends_with("[finished: state=no and 6 defaults]"),
        "{screen}"
    );
}

#[test]
fn the_end_of_input_names_the_question_without_a_default() {
    let screen = transcript(new(english()), &["yes"]);
    assert!(screen.ends_with("\n[missing: complex]"), "{screen}");
}

#[test]
fn every_default_by_empty_lines() {
    let mut lines = vec!["no"];
    lines.extend([""; 15]);
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn in_portuguese() {
    let lines = [
        "sim",
        "tavlez",
        ":porque",
        "não",
        ":ajuda",
        ":revisar",
        ":voltar",
        "",
        ":concluir",
    ];
    insta::assert_snapshot!(transcript(new(portuguese()), &lines));
}

#[test]
fn the_advice_is_read_before_the_end() {
    for (advisor, command, head, prompt, told) in [
        (
            english(),
            ":advice",
            "Your design",
            "Empty line to finish and print the advice, or :advice, :why, :try, :lab:",
            "Empty line to finish, or :advice",
        ),
        (
            portuguese(),
            ":conselho",
            "Seu projeto",
            "Linha vazia para concluir e imprimir o conselho, ou :conselho, :porquê, :experimentar, :laboratório:",
            "Linha vazia para concluir, ou :conselho",
        ),
    ] {
        let session = complete(advisor, "state=no");
        let advice = Fake::default().advice(&session, 80);
        let screen = transcript(session, &[command, ":go state", "1", "?", ""]);
        assert_eq!(screen.matches(&advice).count(), 1, "{head}: {screen}");
        let (before, after) = screen.split_once(&advice).unwrap();
        let in_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(in_line(before).contains(prompt), "{screen}");
        assert!(in_line(after).contains(told), "{screen}");
        // Of what is open it tells as much as there is.
        let session = new(advisor);
        let advice = Fake::default().advice(&session, 80);
        let screen = transcript(session, &[command]);
        assert!(screen.contains(&advice), "{screen}");
    }
}

#[test]
fn what_is_undone_is_told_in_the_words_of_the_question() {
    for (advisor, lines, undone, again) in [
        (
            english(),
            ["yes", "no", ":undo", ":redo"],
            "Undone: “Does it do more with that memory than read and replace it?” No: it is read, \
             replaced, updated. :redo does it again.",
            "Done again: “Does it do more with that memory than read and replace it?” No: it is read, \
             replaced, updated.",
        ),
        (
            portuguese(),
            ["sim", "?", ":desfazer", ":refazer"],
            "” não se sabe. :refazer a refaz.",
            "Refeito: “",
        ),
    ] {
        let screen = transcript(new(advisor), &lines);
        let words: Vec<&str> = screen.split_whitespace().collect();
        let screen = words.join(" ");
        assert!(screen.contains(undone), "{screen}");
        assert!(screen.contains(again), "{screen}");
    }
}

#[test]
fn the_end_is_told_once_until_it_is_asked_for_again() {
    for (advisor, commands, end) in [
        (
            english(),
            [":review", ":again", ":undo"],
            "All questions are answered.",
        ),
        (
            portuguese(),
            [":revisar", ":repetir", ":desfazer"],
            "Todas as perguntas foram respondidas.",
        ),
    ] {
        let [review, again, undo] = commands;
        for (lines, times) in [
            (&[review, review, ""][..], 1),
            (&[review, again, review, ""], 2),
            // Other answers have another end.
            (&[review, ":go state", "1", undo, review, ""], 1),
        ] {
            let screen = transcript(complete(advisor, "state=no"), lines);
            assert_eq!(screen.matches(end).count(), times, "{lines:?}: {screen}");
        }
    }
}

#[test]
fn what_was_given_before_is_not_asked() {
    let screen = transcript(complete(english(), "state=no"), &[""]);
    insta::assert_snapshot!(screen);
}

#[test]
fn a_reader_that_fails_is_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let input = io::BufReader::new(Broken);
    let stopped = run(
        new(english()),
        input,
        io::sink(),
        WIDE,
        &mut Fake::default(),
        None,
    )
    .unwrap_err();
    assert_eq!(stopped.to_string(), "gone");
}

#[test]
fn long_lines_and_bytes_that_are_no_text() {
    let mut input = b"\xff\n".to_vec();
    input.extend(vec![b'x'; 100_000]);
    input.extend(b"\nno\n");
    let session = run(
        new(english()),
        &input[..],
        io::sink(),
        WIDE,
        &mut Fake::default(),
        None,
    )
    .unwrap();
    assert!(session.unwrap().is_complete());
}

/// What people, scripts and cats type.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "", "y", "n", "?", "1", "2", "3", "8", "0.5", "1000", "sim", "yes", "no", "inline",
        ])
        .prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            ":back", ":f", ":why", ":why registry", ":take", ":help", ":review", ":go 1", ":go state", ":go", ":finish", ":go 0",
            ":lang", ":code", ":files", ":files a", ":diff", ":diff 1", ":pairs", ":sources", ":map storage", ":try state=no",
        ])
        .prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => ":\\PC{0,8}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_are_survived(lines in prop::collection::vec(typed(), 0..30), width in 0_usize..120) {
        let input = lines.join("\n").into_bytes();
        let mut output = Vec::new();
        let options = Options { width, ..WIDE };
        let mut host = Fake::default();
        let ended = run(new(portuguese()), &input[..], &mut output, options, &mut host, Some(&Both));
        assert!(!matches!(ended, Err(Stopped::Io(_))));
        let screen = String::from_utf8(output).unwrap();
        let bad = screen.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(bad, None, "{screen:?}");
    }
}

#[test]
fn sections_are_told_as_outlines() {
    // A tree on the way, a table with something ruled out, and all of them with the design at the end.
    let tree = ["yes", "yes", ":map", ":back", ":map", ":quit", "y"];
    insta::assert_snapshot!("map_tree", transcript(new(english()), &tree));
    let open = partial(
        english(),
        "state=no work_source=no_queue work_shape=inline keep=table",
    );
    let table = [":mapa", ":go keep", ":map", ":quit", "y"];
    insta::assert_snapshot!("map_table", transcript(open, &table));
    let done = complete(english(), "state=yes complex=no how_many=many");
    insta::assert_snapshot!("map_end", transcript(done, &[":map", ""]));
}

#[test]
fn a_project_is_read_before_it_is_written() {
    let lines = [
        ":code",
        "yes",
        "no",
        ":files",
        ":finish",
        ":code",
        ":code 9",
        ":file crago.toml",
        ":files COUNT",
        ":files nosuch",
        ":diff",
        ":try state=no",
        ":diff",
        ":map storge",
        ":map storage",
        ":lang xx",
        ":lang",
        ":arquivo main.rs",
        ":mapa armazenamento",
        ":lang en",
        ":lab load",
        ":quit",
        "y",
    ];
    insta::assert_snapshot!(transcript(new(english()), &lines));
}

#[test]
fn what_is_not_done_is_said_and_what_is_not_lost_is_not_threatened() {
    let asks = "Leave without advice?";
    let screen = transcript(new(english()), &[":quit"]);
    assert!(!screen.contains(asks), "{screen}");
    let screen = transcript(
        new(english()),
        &["yes", ":quit", "perhaps", "n", ":quit", "y"],
    );
    assert_eq!(screen.matches(asks).count(), 3, "{screen}");
    assert!(screen.contains("none of these"), "{screen}");
    let screen = transcript(new(english()), &["no", ":emit there", ":finish", ""]);
    assert!(screen.contains("Nothing is written yet"), "{screen}");
    let lines = "yes\nyes\nyes\nyes\nno\n:finish\n:try max_restarts=9\n:diff src/main.rs\n\n";
    let screen = crate::support::program::run(&["--plain"], lines);
    let screen = screen.output + &screen.errors;
    assert!(
        screen.contains("Nothing would change in src/main.rs."),
        "{screen}"
    );
}

#[test]
fn a_project_is_read_under_the_name_that_it_was_asked_for() {
    let run = crate::support::program::run;
    let read = |args: &[&str], lines: &str| {
        let ran = run(&[&["--plain"], args].concat(), lines);
        ran.output + &ran.errors
    };
    let shown = read(&[], "no\n:files\n");
    assert!(shown.contains("src/my_project.rs ("), "{shown}");
    let directory = tempfile::tempdir().unwrap();
    let shop = directory.path().join("shop").display().to_string();
    let shown = read(
        &["--emit", &shop, "--dry-run"],
        "no\n:files\n:code shop.rs\n",
    );
    assert!(
        shown.contains("src/shop.rs (") && !shown.contains("my_project"),
        "{shown}"
    );
}
