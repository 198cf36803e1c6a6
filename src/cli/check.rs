//! `check [DIR]`: an advisor's files in every language, its scenarios, its templates.

use std::io::Write as _;
use std::path::Path;

use super::args::Args;
use super::load::{Loaded, load_in_every_language};
use super::streams::Streams;
use crate::advice::Advice;
use crate::emit::{self, Brief};
use crate::error::{Error, Finding};
use crate::ids::SectionIx;
use crate::model::Scenario;
use crate::render;
use crate::session::{Origin, Session};
use crate::words::table::Check;
use crate::words::{Counts, Language};

pub(super) fn check(
    args: &Args,
    directory: Option<&Path>,
    streams: &mut Streams<'_>,
) -> Result<Finding, Error> {
    let directory = directory.or(args.advisor.as_deref());
    let base = load_in_every_language(directory)?;
    let advisor = &base.advisor;
    let words = match &args.lang {
        Some(_) => args.words(),
        None => advisor.words(),
    };
    let language = words.language;
    let says = &words.reports.check;
    let mut failing = 0;
    let mut findings: Vec<(String, String)> = Vec::new();
    for scenario in &advisor.scenarios {
        let found = judge(&base, scenario, says, language);
        failing += usize::from(!found.is_empty());
        let found = found
            .into_iter()
            .map(|text| (scenario.id.to_string(), text));
        findings.extend(found);
    }
    let counts = Counts {
        sections: advisor.sections.len(),
        questions: advisor.questions.len(),
        outcomes: advisor.outcomes.len(),
        rules: advisor.red_flags.len() + advisor.cautions.len(),
        scenarios: advisor.scenarios.len(),
        as_expected: advisor.scenarios.len() - failing,
    };
    if args.json() {
        let object = render::json::check(advisor, &counts, &findings);
        let text = render::json::pretty(&object);
        streams.output.write_all(text.as_bytes())?;
    } else {
        for (scenario, text) in &findings {
            writeln!(streams.output, "{}", (says.scenario)(scenario, text))?;
        }
        let summary = (says.summary)(&counts, &advisor.languages.join(", "));
        writeln!(streams.output, "{}: {summary}", advisor.id)?;
    }
    if failing == 0 {
        Ok(Finding::Clean)
    } else {
        Ok(Finding::Findings)
    }
}

/// Everything in which a scenario does not come out as it says.
fn judge(loaded: &Loaded, scenario: &Scenario, says: &Check, language: Language) -> Vec<String> {
    let advisor = &loaded.advisor;
    let mut session = Session::new(advisor);
    for (question, answer) in &scenario.answers {
        session.set(*question, answer.clone(), Origin::Given);
    }
    let mut findings = Vec::new();
    let mut find = |text: String| findings.push(text);
    if let Err(question) = session.finish_with_defaults() {
        find((says.no_default)(&advisor.question(question).id));
        return findings;
    }
    for (section, expected) in &scenario.expect {
        let result = session.section(*section).result();
        if !result.is_some_and(|outcomes| outcomes.contains(expected)) {
            let is = outcome_of(&session, *section, says);
            find((says.other_outcome)(
                &advisor.section(*section).id,
                &is,
                &advisor.outcome(*expected).id,
            ));
        }
    }
    for (question, _) in &scenario.answers {
        if !session.is_asked(*question) {
            find((says.never_asked)(&advisor.question(*question).id));
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
            find((says.flag_missing)(flag));
        }
    }
    for flag in raised {
        if !scenario.red_flags.iter().any(|expected| expected == flag) {
            find((says.flag_raised)(flag));
        }
    }
    let cautions = advice
        .decisions
        .iter()
        .flat_map(|decision| &decision.cautions);
    let shown: Vec<&str> = cautions.map(|caution| caution.id.as_str()).collect();
    for caution in &scenario.cautions {
        if !shown.contains(&caution.as_str()) {
            find((says.caution_missing)(caution));
        }
    }
    if let Some(fault) = renders(loaded, &session, language) {
        find(fault);
    }
    findings
}

fn outcome_of(session: &Session<'_>, section: SectionIx, says: &Check) -> String {
    session.outcome(section).map_or_else(
        || says.undecided.to_owned(),
        |outcome| session.advisor().outcome(outcome).id.to_string(),
    )
}

/// Every target's templates render for the scenario's design.
fn renders(loaded: &Loaded, session: &Session<'_>, language: Language) -> Option<String> {
    loaded.advisor.targets.iter().find_map(|target| {
        let with = target.files.iter().filter_map(|file| file.with.as_deref());
        let everything: Vec<&str> = with.collect();
        let brief = Brief {
            name: "app",
            target,
            with: &everything,
            record: "",
            sheet: "",
        };
        emit::project(session, brief, &loaded.templates)
            .err()
            .map(|fault| fault.render(language, false))
    })
}
