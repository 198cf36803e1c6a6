//! What nobody was asked is told apart from what somebody was asked and took as it was offered; and what
//! the sentence at the top goes by is in the table below it, whoever decided it.

use otp_advisor::inside::advice::{Advice, InOrder};
use otp_advisor::inside::session::{Origin, Session};

use crate::support::advisors::{complete, english};
use crate::support::program::run;
use crate::support::tui::advisors::otp;
use crate::support::tui::{Fake, Player};

/// What stands under a heading, up to the next empty line.
fn under(text: &str, heading: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.contains(heading));
    let lines = lines.take_while(|line| !line.trim().is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_was_taken_as_offered_was_not_left_alone() {
    // All left to the defaults, and all asked and taken as offered.
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (100, 60));
    let alone = under(&player.press("2f").text(), "Your design");
    assert!(!alone.contains("Queue"), "{alone}");
    let mut host = Fake::default();
    let mut player = Player::new(otp(), &mut host, (100, 60));
    player.press("2<ret>");
    let session = player.wizard.session();
    let question = otp().find_question("work_source").unwrap();
    let origin = session.given(question).unwrap().origin;
    assert_eq!(origin, Origin::Accepted);
    let text = player.press("f").text();
    let design = under(&text, "Your design");
    let queue = design
        .lines()
        .find(|line| line.contains("Queue"))
        .unwrap_or_default();
    assert!(!queue.is_empty() && !queue.contains("(default)"), "{text}");
    let telling = under(&text, "Look at this one first");
    let ask = otp().question(question).ask.as_str();
    let words: Vec<&str> = ask.split(' ').take(5).collect();
    assert!(!telling.contains(&words.join(" ")), "{telling}");
}

#[test]
fn so_it_is_through_pipes_and_prompts() {
    for args in [&[][..], &["--plain"]] {
        let alone = run(args, "no\n");
        let asked = run(args, "no\n\n");
        let (alone, asked) = (alone.output, asked.output);
        assert!(!under(&alone, "In short").contains("Queue"), "{alone}");
        assert!(under(&asked, "In short").contains("Queue"), "{asked}");
        assert!(
            !under(&asked, "Left at their defaults").contains("Queue"),
            "{asked}"
        );
    }
    // For programs a default stays one; the record tells what was answered.
    let record = run(&["--format", "markdown"], "no\n\n").output;
    let drivers = record.split("\n## ").nth(2).unwrap();
    let ask = otp()
        .question(otp().find_question("work_source").unwrap())
        .ask
        .as_str();
    assert!(
        drivers.contains(ask.split('?').next().unwrap()),
        "{drivers}"
    );
}

/// Title and whether it stands by default.
fn told(session: &Session<'_>) -> Vec<(String, bool)> {
    let advice = Advice::of(session);
    let told = InOrder::of(&advice, session).overview(session);
    let told = told.into_iter();
    told.map(|(decision, default)| (decision.title.to_string(), default))
        .collect()
}

#[test]
fn what_the_sentence_goes_by_is_in_the_table() {
    let rooms = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no \
                 how_many=many found_by=handle";
    let session = complete(english(), rooms);
    let text = Advice::of(&session).verdict.unwrap().to_string();
    assert!(text.contains("keeps its handle"), "{text}");
    let all = told(&session);
    let handle = all.iter().find(|(title, _)| title.contains("handle"));
    assert!(handle.is_some(), "{all:?}");
    // Nobody spoke of messages, and the sentence does.
    let server = "state=yes complex=yes supervision=yes request_response=yes explicit_states=no";
    let session = complete(english(), server);
    assert_eq!(
        told(&session),
        [("GenServer".to_owned(), false), ("call".to_owned(), true)]
    );
    // What it does not speak of stays folded.
    let session = complete(english(), "state=no");
    assert_eq!(told(&session), [("Plain function".to_owned(), false)]);
}

#[test]
fn whatever_it_names_by_a_placeholder_is_in_the_table() {
    let mut seen = 0;
    for start in &english().starts {
        let mut session = Session::new(english());
        for (question, answer) in &start.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        let _ = session.finish_with_defaults();
        let facts = session.facts();
        let mut verdicts = english().verdicts.iter();
        let Some(verdict) = verdicts.find(|verdict| verdict.when.holds(&facts)) else {
            continue;
        };
        let advice = Advice::of(&session);
        let told = InOrder::of(&advice, &session).overview(&session);
        for decision in &advice.decisions {
            let id = &english().section(decision.section).id;
            if verdict.text.contains(&format!("{{{id}}}")) {
                seen += 1;
                let mut told = told.iter();
                let found = told.any(|(one, _)| one.section == decision.section);
                assert!(found, "{}: {id} in {}", start.id, verdict.id);
            }
        }
    }
    assert!(seen > 2, "{seen}");
}
