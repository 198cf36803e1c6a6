//! The embedded advisor's data: it loads, and every scenario it carries comes out as it says.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use otp_advisor::advice::Advice;
use otp_advisor::knowledge::check;
use otp_advisor::knowledge::source::Directory;
use otp_advisor::session::{Origin, Session};

fn load(language: Option<&str>) -> otp_advisor::knowledge::model::Advisor {
    let dir = std::env::var_os("TREES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("trees"),
        PathBuf::from,
    );
    check::load(&Directory(dir), &|_| Some(String::new()), language)
        .unwrap_or_else(|faults| panic!("{}", faults.render(false)))
}

#[test]
fn scenarios_come_out_as_they_say() {
    let advisor = load(None);
    let mut wrong = Vec::new();
    for scenario in &advisor.scenarios {
        let mut session = Session::new(&advisor);
        for (question, answer) in &scenario.answers {
            session.set(*question, answer.clone(), Origin::Given);
        }
        if let Err(question) = session.finish_with_defaults() {
            wrong.push(format!(
                "{}: no default for {}",
                scenario.id,
                advisor.question(question).id
            ));
            continue;
        }
        for (section, outcome) in &scenario.expect {
            if session.outcome(*section) != Some(*outcome) {
                wrong.push(format!(
                    "{}: {} is {:?}, not {}",
                    scenario.id,
                    advisor.section(*section).id,
                    session.outcome(*section).map(|o| &advisor.outcome(o).id),
                    advisor.outcome(*outcome).id
                ));
            }
        }
        for (question, _) in &scenario.answers {
            if !session.is_asked(*question) {
                wrong.push(format!(
                    "{}: {} is never asked",
                    scenario.id,
                    advisor.question(*question).id
                ));
            }
        }
        let advice = Advice::of(&session);
        let flags: Vec<&str> = advice.red_flags.iter().map(|f| f.id.as_str()).collect();
        let mut expected: Vec<&str> = scenario.red_flags.iter().map(String::as_str).collect();
        expected.sort_by_key(|id| advisor.red_flags.iter().position(|f| f.id == *id));
        if flags != expected {
            wrong.push(format!(
                "{}: flags {flags:?}, not {expected:?}",
                scenario.id
            ));
        }
        let shown: Vec<&str> = advice
            .decisions
            .iter()
            .flat_map(|d| &d.cautions)
            .map(|c| c.id.as_str())
            .collect();
        for caution in &scenario.cautions {
            if !shown.contains(&caution.as_str()) {
                wrong.push(format!("{}: caution {caution} is not shown", scenario.id));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n({} scenarios)",
        wrong.join("\n"),
        advisor.scenarios.len()
    );
}
