//! The decision record and the explanation of single outcomes, as snapshots.

use otp_advisor::inside::advice::{Advice, why};
use otp_advisor::inside::data::List;
use otp_advisor::inside::model::{Advisor, Target};
use otp_advisor::inside::render::{json, markdown, why as explain};
use otp_advisor::inside::session::{Origin, Session};
use serde_json::Value;

use crate::support::advisors::{complete, english, partial, portuguese};
use crate::support::forms::{BUSY, GEN_SERVER, as_markdown};
use crate::support::program::{Ran, run};

// --- the record

fn with_target(mut advisor: Advisor) -> Advisor {
    advisor.targets = vec![Target {
        id: "tokio".into(),
        title: "tokio".into(),
        confirm: "cargo test".into(),
        needs: List::EMPTY,
        files: List::EMPTY,
    }]
    .into();
    advisor
}

#[test]
fn record_of_a_busy_server() {
    let advisor = with_target(english().clone());
    let session = complete(&advisor, BUSY);
    insta::assert_snapshot!(as_markdown(&session));
}

#[test]
fn record_in_portuguese() {
    let advisor = with_target(portuguese().clone());
    let session = complete(&advisor, "state=no plan_process=gen_server");
    insta::assert_snapshot!(as_markdown(&session));
}

#[test]
fn record_of_an_unfinished_interview() {
    let session = partial(english(), "state=yes complex=yes");
    let context = markdown::Context {
        date: Some("2026-03-01"),
        ..markdown::Context::default()
    };
    insta::assert_snapshot!(markdown::record(&Advice::of(&session), &session, context));
}

// --- why

fn explained(session: &Session<'_>, outcome: &str) -> String {
    let found = session.advisor().find_outcomes(outcome);
    let texts: Vec<String> = found
        .iter()
        .map(|ix| explain::text(session, *ix, 80, false))
        .collect();
    texts.join("\n---\n\n")
}

#[test]
fn why_of_every_abstraction() {
    let session = complete(english(), GEN_SERVER);
    let section = english().find_section("abstraction").unwrap();
    let outcomes = &english().section(section).outcomes;
    let texts: Vec<String> = outcomes
        .iter()
        .map(|ix| explain::text(&session, *ix, 80, false))
        .collect();
    insta::assert_snapshot!(texts.join("\n---\n\n"));
}

#[test]
fn why_of_every_outcome_says_something() {
    for answers in ["state=no", GEN_SERVER, BUSY] {
        let session = complete(english(), answers);
        for section in english().section_ixs() {
            for outcome in &english().section(section).outcomes {
                let text = explain::text(&session, *outcome, 80, false);
                assert!(text.lines().count() >= 2, "{text}");
                let why = why(&session, *outcome);
                let object = json::line(&explain::json(&session, &why));
                let value: Value = serde_json::from_str(&object).unwrap();
                assert_eq!(value["holds"], why.holds);
                // What is said to give it does give it.
                if let (Ok(changes), false) = (&why.nearest, why.absent) {
                    let mut other = session.clone();
                    for change in changes {
                        other.set(change.question, change.to.clone(), Origin::Given);
                    }
                    assert_eq!(other.outcome(section), Some(*outcome), "{text}");
                }
            }
        }
    }
}

#[test]
fn why_of_an_outcome_in_several_sections() {
    let session = complete(portuguese(), "state=yes complex=no keep=cache");
    insta::assert_snapshot!(explained(&session, "none"));
}

#[test]
fn why_of_an_absent_section() {
    insta::assert_snapshot!(explained(&complete(english(), "state=no"), "cast"));
}

#[test]
fn why_not_yet() {
    insta::assert_snapshot!(explained(&partial(english(), "state=yes"), "gen_server"));
}

#[test]
fn why_not_because_of_unknown() {
    let session = complete(english(), "state=yes complex=? supervision=no");
    insta::assert_snapshot!(explained(&session, "agent"));
}

/// Every outcome of the shipped advisor, from nothing and from a design.
fn every_why() -> impl Iterator<Item = (String, Ran, Vec<&'static str>)> {
    let starts = [
        vec![],
        vec!["--set", "state=no"],
        vec!["--set", "state=yes", "--set", "complex=no"],
        vec!["--set", "assess_load=yes", "--set", "state=?"],
    ];
    starts.into_iter().flat_map(|start| {
        english().section_ixs().flat_map(move |section| {
            let start = start.clone();
            let section = english().section(section);
            section.outcomes.iter().map(move |outcome| {
                let name = format!("{}.{}", section.id, english().outcome(*outcome).id);
                let ran = run(&[&["why", &name], &start[..]].concat(), "");
                (name, ran, start.clone())
            })
        })
    })
}

#[test]
fn f39_texts_are_never_half_filled() {
    for (name, ran, start) in every_why() {
        assert_eq!(ran.status, 0, "{name} {start:?}: {}", ran.errors);
        // A question's own mark follows a word.
        let half = ran.output.match_indices('?').any(|(at, _)| {
            let before = ran.output[..at].chars().next_back();
            before.is_none_or(char::is_whitespace)
        });
        assert!(!half, "{name} {start:?}: {}", ran.output);
    }
}

#[test]
fn f39_the_search_crosses_sections_and_what_it_finds_gives_the_outcome() {
    let mut found = 0;
    for (name, ran, start) in every_why() {
        let (section, outcome) = name.split_once('.').unwrap();
        if ran.output.contains("is the advice.") {
            continue;
        }
        // The command as it stands there, wrapped as a shell reads it.
        let sets = ran.output.split_once("\n    --set ");
        let (_, sets) = sets.unwrap_or_else(|| panic!("{name} {start:?}: {}", ran.output));
        let sets = format!("--set {}", sets.replace("\\\n", " "));
        let sets: Vec<&str> = sets.split_whitespace().collect();
        // Over a sheet, what is set is a what-if.
        let given = start
            .chunks(2)
            .map(|set| set[1].replace('=', ": \"") + "\"");
        let given = given.collect::<Vec<_>>().join(", ");
        let sheet = format!("answers: {{{given}}}\n");
        let args = ["--format", "json", "--answers", "-"];
        let mut ran = run(&[&args, &sets[..]].concat(), &sheet);
        if ran.status != 0 {
            // Too little was given for the defaults to follow.
            ran = run(&[&args[..], &["--partial"], &sets].concat(), &sheet);
        }
        assert_eq!(ran.status, 0, "{name} {sets:?}: {}", ran.errors);
        let advice: Value = serde_json::from_str(&ran.output).unwrap();
        let decided = &advice["decisions"][section]["outcome"];
        let open = &advice["still_possible"][section];
        let only = open
            .as_array()
            .is_some_and(|open| open.len() == 1 && open[0] == outcome);
        assert!(
            decided == outcome || only,
            "{name} {sets:?}: {}",
            ran.output
        );
        found += 1;
    }
    assert!(found > 80, "{found}");
}

#[test]
fn f39_numbers_are_bounds_or_round() {
    for (name, ran, start) in every_why() {
        for line in ran.output.lines() {
            let Some((question, answer)) = line.trim().split_once('=') else {
                continue;
            };
            let answer = answer.split_whitespace().next().unwrap_or_default();
            let (Ok(number), Some(question)) =
                (answer.parse::<f64>(), english().find_question(question))
            else {
                continue;
            };
            let bands = english().question(question).bands();
            let bound = bands.iter().any(|band| band.below == Some(number));
            let digits = answer.trim_matches(['0', '.']);
            let round = digits.len() <= 1;
            assert!(bound || round, "{name} {start:?}: {line}");
            assert!((0.1..=1e6).contains(&number), "{name} {start:?}: {line}");
        }
    }
}

#[test]
fn f39_titles_are_accepted_in_the_language_spoken() {
    let status = |name: &str, lang: &str| run(&["why", name, "--lang", lang], "").status;
    for name in [
        "GenServer",
        "genserver",
        " Task.Supervisor ",
        ":pg",
        "naming.Registry",
        "No queue",
    ] {
        assert_eq!(status(name, "en"), 0, "{name}");
    }
    assert_eq!(status("Sem fila", "pt-BR"), 0);
    assert_eq!(status("Sem fila", "en"), 2);
    let near = run(&["why", "GenServr"], "");
    assert!(
        near.errors.contains("did you mean `GenServer`?"),
        "{}",
        near.errors
    );
    // Of two sections, both are told.
    let both = run(&["why", "Task.Supervisor"], "").output;
    assert_eq!(both, run(&["why", "task_supervisor"], "").output);
}
