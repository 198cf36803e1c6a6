//! Asking why where one answers: any outcome, the answers that give it taken with one key, and taken
//! back by going back; how an expert answers; the outcomes as code.

use otp_advisor::inside::load::check;
use otp_advisor::inside::load::source::Memory;

use crate::support::program::run;
use crate::support::tui::advisors::otp;
use crate::support::tui::{Fake, Player};

const SIZE: (u16, u16) = (100, 40);

/// The tree of a server, with defaults after it.
const SERVER: &str = "11112f";

fn shown(script: &str) -> String {
    Player::new(otp(), &mut Fake::default(), SIZE)
        .press(script)
        .text()
}

/// To the list, and to an outcome by its place.
fn ask(place: usize) -> String {
    format!("wg{}<ret>", "j".repeat(place))
}

fn place_of(section: &str, id: &str) -> usize {
    let advisor = otp();
    let found = advisor.outcomes.iter().position(|outcome| {
        let section_id = &advisor.section(outcome.section).id;
        *section_id == section && outcome.id == id
    });
    found.unwrap()
}

/// The outcome of a section now.
fn outcome<'a>(player: &Player<'a, '_>, section: &str) -> Option<&'a str> {
    let session = player.wizard.session();
    let advisor = session.advisor();
    let outcome = session.outcome(advisor.find_section(section)?)?;
    Some(advisor.outcome(outcome).id.as_str())
}

#[test]
fn every_outcome_is_listed_with_what_it_is_now() {
    let list = shown(&format!("{SERVER}wg"));
    assert!(list.contains("Why, or why not?"), "{list}");
    assert!(list.contains("● GenServer  the advice"), "{list}");
    assert!(list.contains("✗ Agent  ruled out"), "{list}");
    let naming = place_of("naming", "registry");
    let list = shown(&format!("{SERVER}wg{}", "j".repeat(naming)));
    assert!(list.contains("▸ – Registry  does not come up"), "{list}");
}

#[test]
fn a_key_leads_to_the_next_section_of_outcomes() {
    let list = shown("wg<tab>");
    assert!(list.contains("▸ ○ No queue  possible"), "{list}");
    let sections = otp().sections.iter();
    let deciding = sections.filter(|one| !one.outcomes.is_empty()).count();
    let around = shown(&format!("wg{}", "<tab>".repeat(deciding)));
    assert!(around.contains("▸ ○ Plain function  possible"), "{around}");
}

#[test]
fn an_outcome_of_another_section_is_explained_and_taken_and_taken_back() {
    let registry = ask(place_of("naming", "registry"));
    let why = shown(&format!("{SERVER}{registry}"));
    assert!(why.contains("Naming: Registry is not the advice."), "{why}");
    assert!(
        why.contains("How many of these run at the same time?"),
        "{why}"
    );
    assert!(
        why.contains("Enter takes these answers; you can go back."),
        "{why}"
    );

    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, SIZE);
    let taken = player.press(&format!("{SERVER}{registry}<ret>")).text();
    assert_eq!(outcome(&player, "naming"), Some("registry"));
    assert_eq!(outcome(&player, "instances"), Some("dynamic_supervisor"));
    assert!(
        taken.contains("These answers give Registry; Esc takes them back."),
        "{taken}"
    );

    let back = player.press("<esc>").text();
    assert_eq!(outcome(&player, "naming"), None);
    assert_eq!(outcome(&player, "instances"), Some("single"));
    assert!(back.contains("It is as it was before."), "{back}");
    // Going back once more is what it always was.
    let question = player.press("<esc>").text();
    assert!(question.contains("Does the same request"), "{question}");
}

#[test]
fn an_outcome_may_be_where_one_starts_from() {
    let machine = ask(place_of("abstraction", "gen_state_machine"));
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, SIZE);
    player.press(&format!("{machine}<ret>"));
    assert_eq!(outcome(&player, "abstraction"), Some("gen_state_machine"));
    // Once something is answered on top of it, going back leaves all answers.
    player.press("<ret><esc>");
    assert_eq!(outcome(&player, "abstraction"), Some("gen_state_machine"));
}

#[test]
fn what_is_the_advice_or_cannot_be_offers_nothing_to_take() {
    let server = ask(place_of("abstraction", "gen_server"));
    let why = shown(&format!("{SERVER}{server}"));
    assert!(
        why.contains("Abstraction: GenServer is the advice."),
        "{why}"
    );
    assert!(!why.contains("takes these answers"), "{why}");
    let none = shown(&format!("{SERVER}{server}<ret>"));
    assert!(
        none.contains("There are no answers to take here."),
        "{none}"
    );
}

#[test]
fn examples_are_one_key_away() {
    let examples = shown("e");
    assert!(
        examples.contains("no: A tax is worked out from a price and a country."),
        "{examples}"
    );
    assert!(!examples.contains("pick at once"), "{examples}");
    // Closed, the question is in front as before.
    assert!(shown("e<esc>").contains("Must this code itself remember"));
}

#[test]
fn outcomes_are_shown_in_both_worlds_on_request() {
    let plain = shown(SERVER);
    assert!(!plain.contains("use GenServer"), "{plain}");
    let all = Player::new(otp(), &mut Fake::default(), (100, 200))
        .press(&format!("{SERVER}x"))
        .text();
    for part in ["Elixir", "use GenServer", "Rust", "handle_call"] {
        assert!(all.contains(part), "{part}\n{all}");
    }
    let hint = Player::new(otp(), &mut Fake::default(), (100, 200))
        .press(&format!("{SERVER}xx"))
        .text();
    assert!(hint.contains("x as code: Elixir, Rust"), "{hint}");
}

#[test]
fn a_written_project_is_not_to_be_written_again() {
    let before = shown(SERVER);
    assert!(before.contains("Write the project: e"), "{before}");
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, SIZE);
    let text = player.press(&format!("{SERVER}e<c-u>there<ret>")).text();
    assert!(text.contains("cd there && cargo test"), "{text}");
    let text = player.press("<esc>").text();
    assert!(!text.contains("Write the project"), "{text}");
    assert!(text.contains("cd there && cargo test"), "{text}");
    // Another design is another project.
    let other = player.press("<esc>2f").text();
    assert!(other.contains("Write the project: e"), "{other}");
}

#[test]
fn code_of_every_outcome_is_added_where_it_is_asked_for() {
    let design = [
        "--set",
        "state=yes",
        "--set",
        "complex=no",
        "--set",
        "keep=cache",
    ];
    let with = |args: &[&str]| {
        let ran = run(&[&design, args].concat(), "");
        (ran.status, ran.output, ran.errors)
    };
    let (_, text, _) = with(&[]);
    assert_eq!(text.matches(" in code\n").count(), 1, "{text}");
    let (_, text, _) = with(&["--with-code"]);
    assert_eq!(text.matches(" in code\n").count(), 2, "{text}");
    let (_, record, _) = with(&["--format", "markdown"]);
    assert!(!record.contains("```rust"), "{record}");
    assert!(!record.contains("```elixir"), "{record}");
    let (_, record, _) = with(&["--format", "markdown", "--with-code"]);
    assert_eq!(record.matches("```elixir\n").count(), 2, "{record}");
    assert_eq!(record.matches("```rust\n").count(), 2, "{record}");
    let (status, _, errors) = with(&["--format", "json", "--with-code"]);
    assert_eq!(status, 2);
    assert!(errors.contains("--with-code adds code"), "{errors}");
}

#[test]
fn a_record_tells_what_comes_next() {
    let record = run(&["--set", "state=no", "--format", "markdown"], "").output;
    let (_, next) = record.split_once("\n## Next\n").unwrap();
    for part in [
        "otp-advisor --set state=no --emit my_project",
        "cd my_project && cargo test",
        "my_project/src/my_project.rs",
    ] {
        assert!(next.contains(part), "{next}");
    }
    let open = run(
        &["--partial", "--set", "state=yes", "--format", "markdown"],
        "",
    )
    .output;
    assert!(!open.contains("## Next"), "{open}");
}

#[test]
fn an_advisor_that_only_asks_has_nothing_to_explain() {
    let files = [
        (
            "advisor.yaml",
            "advisor: asks\nversion: '1'\ntitle: T\ndescription: D\nlanguage: en\nsections: [only]\n",
        ),
        (
            "only.yaml",
            "section: only\nkind: questions\ntitle: Only\nquestions:\n  - {id: one, kind: yes_no, ask: 'One?'}\n",
        ),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let advisor = check::load(&Memory(files.into()), &|_| None, None).unwrap();
    for script in ["w", "w<ret>", "1w<ret><ret>", "e", "1x"] {
        let mut host = Fake::default();
        let mut player = Player::new(&advisor, &mut host, SIZE);
        let text = player.press(script).text();
        assert!(!text.contains("Why, or why not?"), "{script}\n{text}");
    }
}
