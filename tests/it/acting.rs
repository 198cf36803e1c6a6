//! Acting on the result: what can be chosen, another answer tried and taken or dropped, changes undone
//! and done again, sources folded.

use insta::assert_snapshot;
use otp_advisor::inside::interview::{Deed, Interview};
use otp_advisor::inside::model::Answer;
use otp_advisor::inside::session::Session;
use otp_advisor::inside::tui::Step;
use proptest::prelude::*;
use ratatui::style::Modifier;

use crate::support::tui::advisors::{otp, otp_pt_br, tea, tea_pt_br};
use crate::support::tui::{Fake, Player};

const SIZES: [(&str, (u16, u16)); 4] = [
    ("40x12", (40, 12)),
    ("80x24", (80, 24)),
    ("120x40", (120, 40)),
    ("200x60", (200, 60)),
];

/// The five questions of a `GenServer`, and the defaults for the rest.
const SERVER: &str = "11112f";

/// The answers a wizard holds, as one would give them.
fn held(player: &Player<'_, '_>) -> Vec<String> {
    let session = player.wizard.session();
    let advisor = session.advisor();
    let given = advisor.question_ixs().filter_map(|question| {
        let given = session.given(question)?;
        let asked = advisor.question(question);
        let answer = asked.answer_text(&given.answer);
        Some(format!("{}={answer} {:?}", asked.id, given.origin))
    });
    given.collect()
}

/// What is lit up on the screen.
fn lit(player: &Player<'_, '_>) -> String {
    let cells = player.terminal.backend().buffer().content.iter();
    let lit = cells.filter(|cell| cell.modifier.contains(Modifier::REVERSED));
    let lit: String = lit.map(ratatui::buffer::Cell::symbol).collect();
    lit.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Presses Down until what is chosen says this.
fn choose(player: &mut Player<'_, '_>, chosen: &str) -> String {
    for _ in 0..300 {
        let text = player.press("<down>").text();
        let told = lit(player);
        if told.contains(chosen) {
            return text;
        }
    }
    panic!("{chosen} cannot be chosen:\n{}", player.text());
}

#[test]
fn the_result_says_what_matters_on_one_screen() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (120, 40));
    let text = player.press(SERVER).text();
    for part in [
        "Write it as one supervised GenServer",
        "Abstraction  GenServer",
        "Left at their defaults: 6 decisions",
        "Look at this one first",
        "Write the project: e",
        "Because",
        "Would change if",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // Sources, who says otherwise and defaults are folded; one key shows them, and it stays so.
    assert!(!text.contains("Source:"), "{text}");
    let text = player.press("o").text();
    assert!(text.contains("Source:"), "{text}");
    let text = player.press("G").text();
    assert!(text.contains("Left at their defaults"), "{text}");
    let text = player.press("<esc>f").text();
    assert!(text.contains("Source:"), "{text}");
    let text = player.press("o").text();
    assert!(!text.contains("Source:"), "{text}");
}

#[test]
fn a_stop_comes_before_the_table_and_leads_to_what_raises_it() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    let text = player.press("13<ret><ret>1").text();
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part}\n{text}"));
    assert!(at("! STOP: Milk in green tea") < at("Your design"));
    // The arrows choose it, and Enter goes to a question that it looks at.
    let text = player.press("<down>").text();
    assert!(text.contains("▸ STOP: Milk in green tea"), "{text}");
    let text = player.press("<ret>").text();
    assert!(text.contains("Must it wake you up?"), "{text}");
}

#[test]
fn nothing_is_chosen_until_the_user_moves_and_enter_leaves_nothing_until_then() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let text = player.press(SERVER).text();
    assert!(!text.contains('▸') && text.contains(" d done"), "{text}");
    // However often it is pressed, the result stays and the key that leaves is told.
    for _ in 0..3 {
        assert_eq!(player.press("<ret>").step, Step::Continue);
        let text = player.text();
        assert!(text.contains("d leaves and prints the result"), "{text}");
        assert!(text.contains("Your design"), "{text}");
    }
    let text = player.press("<down>").text();
    assert!(text.contains("▸ Abstraction  GenServer"), "{text}");
    assert!(text.contains("Enter open it  d done"), "{text}");
    // Enter explains the decision; closed, it is still chosen.
    let text = player.press("<ret>").text();
    assert!(text.contains("Why, or why not?"), "{text}");
    let text = player.press("<esc>").text();
    assert!(text.contains("▸ Abstraction  GenServer"), "{text}");
    // Esc lets go before it leaves.
    let text = player.press("<esc>").text();
    assert!(
        !text.contains('▸') && text.contains("Your design"),
        "{text}"
    );
    assert_eq!(player.press("<down>d").step, Step::Finish);
}

#[test]
fn what_has_gone_out_of_sight_is_not_chosen_any_more() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    player.press(SERVER).press("<down><pgdn><pgdn>");
    let text = player.text();
    assert!(text.contains(" d done"), "{text}");
}

#[test]
fn every_entry_comes_into_sight_at_every_size() {
    for (name, size) in SIZES {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, (80, 24));
        player.press(SERVER).resize(size.0, size.1);
        let mut last = String::new();
        let mut seen = Vec::new();
        for _ in 0..200 {
            let text = player.press("<down>").text();
            seen.extend(Some(lit(&player)).filter(|lit| !lit.is_empty()));
            if text == last {
                break;
            }
            last = text;
        }
        seen.dedup();
        // The decision, the default that matters most, and what would change the decision.
        let tips = seen.iter().filter(|row| row.contains('↔')).count();
        assert!(tips >= 5, "{name}: {seen:#?}");
        assert!(seen.len() >= tips + 2, "{name}: {seen:#?}");
    }
}

#[test]
fn another_answer_is_tried_and_dropped_or_taken() {
    for (name, size) in SIZES {
        let mut host = Fake::default();
        let mut player = Player::new(otp(), &mut host, size);
        player.press(SERVER);
        let before = held(&player);
        choose(&mut player, "Agent");
        assert_snapshot!(format!("chosen_{name}"), player.frame());
        assert_snapshot!(format!("trial_{name}"), player.press("<ret>").frame());
        // Nothing has happened yet, and dropped, nothing has.
        assert_eq!(held(&player), before);
        player.press("<esc>");
        assert_eq!(held(&player), before);
        player.press("<ret><ret>");
        let text = player.text();
        assert!(text.contains("Taken: complex = no"), "{text}");
        assert_ne!(held(&player), before);
        let complex = otp().find_question("complex").unwrap();
        let session = player.wizard.session();
        assert_eq!(session.answer(complex), Some(&Answer::Option(1)));
        // Esc right after it takes it back, and so does `z`.
        player.press("<esc>");
        assert_eq!(held(&player), before);
        player.press("Z");
        assert_ne!(held(&player), before);
        let text = player.press("z").text();
        assert_eq!(held(&player), before);
        assert!(text.contains("Undone: Does it do more"), "{text}");
    }
}

#[test]
fn the_difference_names_decisions_questions_flags_and_verdicts() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // Green tea with milk: with another leaf the flag is gone.
    player.press("13<ret><ret>1");
    choose(&mut player, "Herbs");
    let text = player.press("<ret>").text();
    assert!(text.contains("1 answer no longer applies"), "{text}");
    assert!(text.contains("- Where should it come from? 日本"), "{text}");
    player.press("<esc>");
    choose(&mut player, "Assam");
    let text = player.press("<ret>").text();
    assert!(text.contains("緑茶 green tea → Black tea"), "{text}");
    assert!(text.contains("STOP gone: Milk in green tea"), "{text}");
    player.press("<esc><esc>g");
    choose(&mut player, "Herbs");
    player.press("<ret>");
    // Taken, it is scrolled and closed by its own keys.
    player.press("jk?<esc><ret>");
    assert!(player.text().contains("Leaf  Herbs"), "{}", player.text());
    // Where a question has no default, it is to be asked.
    let mut player = Player::new(tea(), &mut host, (80, 24));
    player.press("2<c-f>");
    choose(&mut player, "Yes: there is a day");
    let text = player.press("<ret>").text();
    assert!(text.contains("(open)"), "{text}");
    assert!(
        text.contains("+ Where should it come from? to be asked"),
        "{text}"
    );
}

#[test]
fn trying_is_told_in_portuguese() {
    let mut host = Fake::default();
    let mut player = Player::new(otp_pt_br(), &mut host, (80, 24));
    player.press(SERVER);
    choose(&mut player, "Agent");
    assert_snapshot!("trial_pt_br", player.press("<ret>").frame());
    let mut player = Player::new(tea_pt_br(), &mut host, (80, 24));
    let text = player.press("1z").text();
    assert!(text.contains("Desfeito: "), "{text}");
    let text = player.press("Z").text();
    assert!(text.contains("Refeito: "), "{text}");
    let text = player.press("Z").text();
    assert!(text.contains("Não há nada a refazer."), "{text}");
}

#[test]
fn the_default_that_matters_most_is_tried_from_its_line() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (100, 60));
    player.press("2f");
    choose(&mut player, "Look at this one first");
    let text = player.press("<ret>").text();
    assert!(text.contains("Who waits while the work is done?"), "{text}");
    assert!(
        text.contains("Then: Write a plain function, run it as a task"),
        "{text}"
    );
}

#[test]
fn changes_are_undone_and_done_again_wherever_nothing_is_typed() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let text = player.press("z").text();
    assert!(text.contains("There is nothing to undo."), "{text}");
    let first = held(&player);
    player.press("1");
    let one = held(&player);
    player.press("1112f");
    let all = held(&player);
    // On the result, from a list and from an explanation over it.
    let text = player.press("z").text();
    assert!(
        text.contains("Undone: the defaults for what was left"),
        "{text}"
    );
    let text = player.press("Z").text();
    assert!(text.contains("Done again: the defaults"), "{text}");
    assert_eq!(held(&player), all);
    player.press("tz");
    assert!(player.text().contains("Undone"), "{}", player.text());
    player.press("Zw<ret>z");
    assert!(player.text().contains("Undone"), "{}", player.text());
    player.press("zzzz");
    assert_eq!(held(&player), one);
    let text = player.press("z").text();
    assert!(text.contains("Undone: Must this code"), "{text}");
    assert_eq!(held(&player), first);
    player.press("ZZZZZZ");
    assert_eq!(held(&player), all);
    // A new answer ends what could be done again.
    player.press("zz1");
    let text = player.press("Z").text();
    assert!(text.contains("There is nothing to do again."), "{text}");
}

#[test]
fn a_situation_and_the_nearest_answers_are_undone() {
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (80, 24));
    let text = player.press("b<ret>z").text();
    assert!(text.contains("Undone: the beginning with"), "{text}");
    assert!(held(&player).is_empty());
    player.press(SERVER);
    let before = held(&player);
    player.press("w<ret><ret>");
    assert_ne!(held(&player), before, "{}", player.text());
    player.press("z");
    assert_eq!(held(&player), before);
    // Leaving the result takes the defaults back, which is a change, too.
    player.press("<esc>");
    assert_ne!(held(&player), before);
    player.press("z");
    assert_eq!(held(&player), before);
}

#[test]
fn where_one_types_z_is_a_letter_and_ctrl_underscore_undoes() {
    let mut host = Fake::default();
    let mut player = Player::new(tea(), &mut host, (80, 24));
    // An empty number takes commands; a text none.
    let text = player.press("13z").text();
    assert!(text.contains("Undone: Where should it"), "{text}");
    let text = player.press("Z5z").text();
    assert!(text.contains("> 5z ml"), "{text}");
    let text = player.press("<c-u><ret>z").text();
    assert!(text.contains("> z"), "{text}");
    let text = player.press("<c-_>").text();
    assert!(text.contains("Undone: How much water"), "{text}");
}

/// One move on an interview.
#[derive(Clone, Debug)]
enum Move {
    Answer(usize),
    Accept,
    Back,
    Forward,
    Finish,
    Drop,
    Take(usize, usize),
    Undo,
    Redo,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        8 => (0..4_usize).prop_map(Move::Answer),
        3 => Just(Move::Accept),
        2 => Just(Move::Back),
        1 => Just(Move::Forward),
        1 => Just(Move::Finish),
        1 => Just(Move::Drop),
        1 => (0..60_usize, 0..3_usize).prop_map(|(question, answer)| Move::Take(question, answer)),
        1 => Just(Move::Undo),
        1 => Just(Move::Redo),
    ];
    prop::collection::vec(one, 0..40)
}

/// The answers and the place.
fn told(interview: &Interview<'_>) -> String {
    let session = interview.session();
    let advisor = session.advisor();
    let given: Vec<_> = advisor.question_ixs().map(|q| session.given(q)).collect();
    let finished = interview.has_finished();
    format!("{given:?} {:?} {finished}", interview.current())
}

fn play(interview: &mut Interview<'_>, step: &Move) {
    let advisor = interview.advisor();
    let option = |question, place: usize| {
        let options = advisor.question(question).options().len();
        (options > 0).then(|| Answer::Option(place % options))
    };
    match step {
        Move::Answer(place) => {
            let at = interview.current();
            if let Some(answer) = at.and_then(|at| option(at, *place)) {
                interview.answer_or_accept(Some(answer));
            }
        }
        Move::Accept => {
            interview.accept();
        }
        Move::Back => {
            interview.back();
        }
        Move::Forward => {
            interview.forward();
        }
        Move::Finish => {
            let _ = interview.finish_or_stay();
        }
        Move::Drop => interview.drop_defaults(),
        Move::Take(question, place) => {
            let mut asked = advisor.question_ixs();
            let question = asked.nth(*question % advisor.questions.len()).unwrap();
            if let Some(answer) = option(question, *place) {
                interview.take(vec![(question, answer)]);
            }
        }
        Move::Undo => {
            interview.undo();
        }
        Move::Redo => {
            interview.redo();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_undone_is_the_beginning_and_all_done_again_is_the_end(moves in moves()) {
        let mut interview = Interview::new(Session::new(otp()));
        let beginning = told(&interview);
        for step in &moves {
            play(&mut interview, step);
        }
        while interview.redo().is_some() {}
        let mut behind = vec![told(&interview)];
        while interview.undo().is_some() {
            behind.push(told(&interview));
        }
        prop_assert_eq!(&told(&interview), &beginning);
        // What is done again is what it was, step by step.
        behind.pop();
        while let Some(expected) = behind.pop() {
            prop_assert!(interview.redo().is_some());
            prop_assert_eq!(told(&interview), expected);
        }
        prop_assert!(!interview.can_redo());
    }
}

#[test]
fn what_can_be_undone_is_bounded() {
    let mut interview = Interview::new(Session::new(otp()));
    for place in 0..500 {
        interview.answer(Answer::Option(place % 2));
        interview.back();
        while interview.back() {}
    }
    let mut undone = 0;
    let mut last = None;
    while let Some(deed) = interview.undo() {
        undone += 1;
        last = Some(deed);
    }
    assert_eq!(undone, 200);
    assert!(matches!(last, Some(Deed::Answered(..))));
}
