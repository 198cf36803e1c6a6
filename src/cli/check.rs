//! `check [DIR]`: an advisor's files in every language, its scenarios, its templates.

use std::io::Write as _;
use std::path::Path;

use super::args::Args;
use super::load::{Loaded, load_from};
use super::streams::Streams;
use crate::advice::Advice;
use crate::emit::{self, Brief};
use crate::error::{Error, Finding};
use crate::ids::SectionIx;
use crate::model::{Advisor, Scenario};
use crate::session::{Origin, Session};

pub(super) fn check(
    args: &Args,
    directory: Option<&Path>,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let directory = directory.or(args.advisor.as_deref());
    let base = load_from(directory, None)?;
    for language in base.advisor.languages.iter().skip(1) {
        load_from(directory, Some(language))?;
    }
    let mut findings = Vec::new();
    for scenario in &base.advisor.scenarios {
        findings.extend(judge(&base, scenario));
    }
    for finding in &findings {
        writeln!(streams.output, "{finding}")?;
    }
    let advisor = &base.advisor;
    writeln!(
        streams.output,
        "{}: {} sections, {} questions, {} outcomes, {} rules, {} of {} scenarios as expected, languages {}",
        advisor.id,
        advisor.sections.len(),
        advisor.questions.len(),
        advisor.outcomes.len(),
        advisor.red_flags.len() + advisor.cautions.len(),
        advisor.scenarios.len() - count_failing(&findings, advisor),
        advisor.scenarios.len(),
        advisor.languages.join(", "),
    )?;
    if findings.is_empty() {
        Ok(Finding::Clean)
    } else {
        Ok(Finding::Findings)
    }
}

fn count_failing(findings: &[String], advisor: &Advisor) -> usize {
    advisor
        .scenarios
        .iter()
        .filter(|scenario| {
            let prefix = format!("scenario {}: ", scenario.id);
            findings.iter().any(|finding| finding.starts_with(&prefix))
        })
        .count()
}

/// Everything in which a scenario does not come out as it says.
fn judge(loaded: &Loaded, scenario: &Scenario) -> Vec<String> {
    let advisor = &loaded.advisor;
    let mut session = Session::new(advisor);
    for (question, answer) in &scenario.answers {
        session.set(*question, answer.clone(), Origin::Given);
    }
    let mut findings = Vec::new();
    let mut find = |text: String| findings.push(format!("scenario {}: {text}", scenario.id));
    if let Err(question) = session.finish_with_defaults() {
        find(format!(
            "`{}` has no answer and no default",
            advisor.question(question).id
        ));
        return findings;
    }
    for (section, expected) in &scenario.expect {
        let result = session.section(*section).result();
        if !result.is_some_and(|outcomes| outcomes.contains(expected)) {
            find(format!(
                "{} is {}, not {}",
                advisor.section(*section).id,
                outcome_of(&session, *section),
                advisor.outcome(*expected).id
            ));
        }
    }
    for (question, _) in &scenario.answers {
        if !session.is_asked(*question) {
            find(format!(
                "`{}` is never asked",
                advisor.question(*question).id
            ));
        }
    }
    let advice = Advice::of(&session);
    let raised: Vec<&str> = advice
        .red_flags
        .iter()
        .map(|flag| flag.id.as_str())
        .collect();
    for flag in &scenario.red_flags {
        if !raised.contains(&flag.as_str()) {
            find(format!("the red flag {flag} is not raised"));
        }
    }
    for flag in raised {
        if !scenario.red_flags.iter().any(|expected| expected == flag) {
            find(format!("the red flag {flag} is raised"));
        }
    }
    let cautions = advice
        .decisions
        .iter()
        .flat_map(|decision| &decision.cautions);
    let shown: Vec<&str> = cautions.map(|caution| caution.id.as_str()).collect();
    for caution in &scenario.cautions {
        if !shown.contains(&caution.as_str()) {
            find(format!("the caution {caution} is not shown"));
        }
    }
    if let Some(fault) = renders(loaded, &session) {
        find(fault);
    }
    findings
}

fn outcome_of(session: &Session<'_>, section: SectionIx) -> String {
    session.outcome(section).map_or_else(
        || "undecided".to_owned(),
        |outcome| session.advisor().outcome(outcome).id.to_string(),
    )
}

/// Every target's templates render for the scenario's design.
fn renders(loaded: &Loaded, session: &Session<'_>) -> Option<String> {
    loaded.advisor.targets.iter().find_map(|target| {
        let brief = Brief {
            name: "app",
            target,
            record: "",
            sheet: "",
        };
        emit::project(session, brief, &loaded.templates)
            .err()
            .map(|fault| fault.render(false))
    })
}
