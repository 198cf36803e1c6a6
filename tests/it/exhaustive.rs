//! The abstraction tree, exhaustively: every path, unknown answers included, and what each is worth.

use std::fmt::Write as _;

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::embedded;
use otp_advisor::inside::ids::SectionIx;
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::session::{Origin, Session};

/// Follows every answer of every question of one section.
fn walk<'a>(
    session: &Session<'a>,
    section: SectionIx,
    way: &mut Vec<String>,
    visit: &mut dyn FnMut(&[String], &Session<'a>),
) {
    let Some(question) = session.next_in(section) else {
        visit(way, session);
        return;
    };
    let asked = session.advisor().question(question);
    let answers = (0..asked.options().len())
        .map(Answer::Option)
        .chain([Answer::Unknown]);
    for answer in answers {
        way.push(format!("{}={}", asked.id, asked.answer_text(&answer)));
        let mut next = session.clone();
        next.set(question, answer, Origin::Given);
        walk(&next, section, way, visit);
        way.pop();
    }
}

fn ids(advisor: &Advisor, session: &Session<'_>, section: SectionIx) -> String {
    let ids: Vec<&str> = session
        .section(section)
        .possible()
        .iter()
        .map(|outcome| advisor.outcome(*outcome).id.as_str())
        .collect();
    ids.join(" | ")
}

#[test]
fn every_path_of_the_tree_gives_its_outcome() {
    let advisor = embedded::advisor(None).unwrap();
    let section = advisor.find_section("abstraction").unwrap();
    let mut out = String::new();
    let mut known = Vec::new();
    let mut paths = 0;
    walk(
        &Session::new(advisor),
        section,
        &mut Vec::new(),
        &mut |way, session| {
            paths += 1;
            writeln!(
                out,
                "{} -> {}",
                way.join(" "),
                ids(advisor, session, section)
            )
            .unwrap();
            let Some(outcome) = session.outcome(section) else {
                return;
            };
            if way.iter().any(|step| step.ends_with("=unknown")) {
                return;
            }
            known.push(advisor.outcome(outcome).id.clone());
            let advice = Advice::of(session);
            // Later sections are not answered yet; the decision stands all the same.
            let Some(decision) = advice.decision("abstraction") else {
                panic!("{way:?} is decided and not advised");
            };
            for reason in &decision.because {
                writeln!(out, "    because {}", reason.text).unwrap();
            }
            for point in &decision.tipping_points {
                let asked = advisor.question(point.question);
                let to = match point.outcome {
                    Some(outcome) => advisor.outcome(outcome).id.to_string(),
                    None => point
                        .still_possible
                        .iter()
                        .map(|outcome| advisor.outcome(*outcome).id.as_str())
                        .collect::<Vec<_>>()
                        .join(" | "),
                };
                writeln!(
                    out,
                    "    {}={} -> {to}",
                    asked.id,
                    asked.answer_text(&point.answer)
                )
                .unwrap();
            }
            for caution in &decision.cautions {
                writeln!(out, "    caution {}", caution.id).unwrap();
            }
        },
    );
    assert_eq!(
        known,
        [
            "gen_state_machine",
            "gen_server",
            "task_supervisor",
            "spawn_link",
            "agent",
            "plain_function"
        ]
    );
    writeln!(out, "{paths} paths").unwrap();
    insta::assert_snapshot!("tree", out);
}
