//! The decision record and the explanation of single outcomes, as snapshots.

use otp_advisor::advice::{Advice, why};
use otp_advisor::data::List;
use otp_advisor::model::{Advisor, Target};
use otp_advisor::render::{json, markdown, why as explain};
use otp_advisor::session::{Origin, Session};
use serde_json::Value;

use crate::support::advisors::{complete, english, partial, portuguese};
use crate::support::forms::{BUSY, GEN_SERVER, as_markdown};

// --- the record

fn with_target(mut advisor: Advisor) -> Advisor {
    advisor.targets = vec![Target {
        id: "tokio".into(),
        title: "tokio".into(),
        confirm: "cargo test".into(),
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
