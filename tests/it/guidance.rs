//! The guidance is carried, all of it: each of its lines is mapped in `trees/coverage.yaml` to what
//! carries it, and every question, option, outcome, row, quantity, caution and flag of the advisor
//! comes up in some interview.

use std::collections::BTreeSet;
use std::fs;

use otp_advisor::inside::advice::{Advice, figures};
use otp_advisor::inside::embedded;
use otp_advisor::inside::model::{Advisor, Logic, Topic};
use otp_advisor::inside::session::{Origin, Session};
use serde::Deserialize;

use crate::support::program::run;

#[derive(Deserialize)]
struct Coverage {
    #[expect(dead_code, reason = "names the document that is covered")]
    guidance: String,
    coverage: Vec<Line>,
}

#[derive(Deserialize)]
struct Line {
    line: String,
    carried_by: Vec<String>,
}

fn coverage() -> Vec<Line> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/trees/coverage.yaml");
    let document: Coverage = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    document.coverage
}

/// Everything the advisor is made of, as `kind:id`.
fn everything(advisor: &Advisor) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for question in &advisor.questions {
        all.insert(format!("question:{}", question.id));
        for choice in question.choices() {
            all.insert(format!("option:{}.{}", question.id, choice.id));
        }
    }
    for outcome in &advisor.outcomes {
        let section = &advisor.section(outcome.section).id;
        all.insert(format!("outcome:{section}.{}", outcome.id));
    }
    for section in &advisor.sections {
        if let Logic::Table { rows, .. } = &section.logic {
            all.extend(
                rows.iter()
                    .map(|row| format!("row:{}.{}", section.id, row.id)),
            );
        }
    }
    all.extend(
        advisor
            .quantities
            .iter()
            .map(|quantity| format!("quantity:{}", quantity.id)),
    );
    all.extend(
        advisor
            .cautions
            .iter()
            .map(|caution| format!("caution:{}", caution.id)),
    );
    all.extend(
        advisor
            .red_flags
            .iter()
            .map(|flag| format!("flag:{}", flag.id)),
    );
    all
}

/// What comes up in a finished interview.
fn seen(session: &Session<'_>, found: &mut BTreeSet<String>) {
    let advisor = session.advisor();
    for ix in session.asked() {
        let question = advisor.question(ix);
        found.insert(format!("question:{}", question.id));
        if let Some(choice) = session
            .answer(ix)
            .and_then(|answer| question.choice_of(answer))
        {
            found.insert(format!("option:{}.{}", question.id, choice.id));
        }
    }
    for ix in advisor.section_ixs() {
        let section = advisor.section(ix);
        if let Some(outcome) = session.outcome(ix) {
            found.insert(format!(
                "outcome:{}.{}",
                section.id,
                advisor.outcome(outcome).id
            ));
        }
        if let Logic::Table { rows, .. } = &section.logic {
            for place in session.section(ix).rows() {
                found.insert(format!("row:{}.{}", section.id, rows[*place].id));
            }
        }
        for figure in figures(session, ix) {
            found.insert(format!("quantity:{}", advisor.quantity(figure.quantity).id));
        }
    }
    let advice = Advice::of(session);
    found.extend(
        advice
            .red_flags
            .iter()
            .map(|flag| format!("flag:{}", flag.id)),
    );
    let cautions = advice
        .decisions
        .iter()
        .flat_map(|decision| &decision.cautions);
    found.extend(cautions.map(|caution| format!("caution:{}", caution.id)));
}

#[test]
fn each_line_of_the_guidance_is_carried_by_something_that_exists() {
    let advisor = embedded::advisor(None).unwrap();
    let all = everything(advisor);
    let lines = coverage();
    assert!(lines.len() >= 45, "{} lines are mapped", lines.len());
    let topics: BTreeSet<String> = advisor.guide.iter().map(topic).collect();
    let mut wrong = Vec::new();
    for line in &lines {
        if line.carried_by.is_empty() {
            wrong.push(format!("nothing carries {:?}", line.line));
        }
        for id in &line.carried_by {
            if !all.contains(id) && !topics.contains(id) {
                wrong.push(format!("{id} does not exist ({:?})", line.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What can be read is the whole guidance, too: each of its lines is told by a topic.
#[test]
fn the_guide_tells_each_line_of_the_guidance() {
    let advisor = embedded::advisor(None).unwrap();
    let mut topics: BTreeSet<String> = advisor.guide.iter().map(topic).collect();
    for line in coverage() {
        let told: Vec<&String> = line
            .carried_by
            .iter()
            .filter(|id| id.starts_with("topic:"))
            .collect();
        assert!(!told.is_empty(), "no topic tells {:?}", line.line);
        for id in told {
            topics.remove(id);
        }
    }
    assert!(topics.is_empty(), "nothing of the guidance: {topics:?}");
    assert_eq!(advisor.guide[0].id, "iron_law");
    for name in [
        "iron_law",
        "Iron-Law",
        "red flags",
        "The Iron Law: a GenServer is a bottleneck by design",
    ] {
        let one = run(&["guide", name], "");
        assert_eq!(one.status, 0, "{name}");
        assert!(run(&["guide"], "").output.contains(&one.output), "{name}");
    }
    let wrong = run(&["guide", "iron_lav"], "");
    assert_eq!((wrong.status, &*wrong.output), (2, ""));
    assert!(
        wrong.errors.contains("did you mean `iron_law`?"),
        "{}",
        wrong.errors
    );
}

fn topic(topic: &Topic) -> String {
    format!("topic:{}", topic.id)
}

#[test]
fn everything_comes_up_in_some_scenario() {
    let advisor = embedded::advisor(None).unwrap();
    let mut found = BTreeSet::new();
    for scenario in &advisor.scenarios {
        let mut session = Session::new(advisor);
        for (question, answer) in &scenario.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        session.finish_with_defaults().unwrap();
        seen(&session, &mut found);
    }
    let missing: Vec<String> = everything(advisor).difference(&found).cloned().collect();
    assert!(missing.is_empty(), "never seen: {}", missing.join(", "));
    println!(
        "{} scenarios show {} pieces",
        advisor.scenarios.len(),
        found.len()
    );
}

#[test]
fn the_tree_and_the_red_flags_are_the_fixed_ones() {
    let advisor = embedded::advisor(None).unwrap();
    let tree = advisor.section(advisor.find_section("abstraction").unwrap());
    let questions: Vec<&str> = tree
        .questions
        .iter()
        .map(|ix| advisor.question(*ix).id.as_str())
        .collect();
    assert_eq!(
        questions,
        [
            "state",
            "complex",
            "supervision",
            "request_response",
            "explicit_states"
        ]
    );
    for question in &tree.questions {
        assert!(advisor.question(*question).defaults.is_empty());
    }
    for section in advisor.sections.iter().skip(1) {
        for ix in &section.questions {
            let question = advisor.question(*ix);
            assert!(
                !question.defaults.is_empty(),
                "{} has no default",
                question.id
            );
        }
    }
    let flags: BTreeSet<&str> = advisor
        .red_flags
        .iter()
        .map(|flag| flag.id.as_str())
        .collect();
    let fixed = [
        "broadway_as_job_queue",
        "bare_task_async",
        "dynamic_atoms",
        "oban_as_consumer",
        "single_server_bottleneck",
        "stateless_gen_server",
    ];
    assert_eq!(flags, fixed.into_iter().collect());
    for caution in 1..=19 {
        let id = format!("w{caution:02}");
        assert!(
            advisor.cautions.iter().any(|c| c.id == id),
            "{id} is missing"
        );
    }
    assert!(advisor.scenarios.len() >= 60);
}
