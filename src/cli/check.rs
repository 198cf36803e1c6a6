//! `check [DIR]`: an advisor's files in every language, its scenarios, its templates.

use std::io::Write as _;
use std::path::Path;

use super::args::Args;
use super::load::{Loaded, load_in_every_language};
use super::streams::Streams;
use crate::advice::Advice;
use crate::emit::{self, Brief, Work};
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
    let mut rendering = Rendering {
        loaded: &base,
        language,
        work: Work::of_a_check(),
        left_out: Vec::new(),
    };
    for scenario in &advisor.scenarios {
        let found = judge(&mut rendering, scenario, says);
        failing += usize::from(!found.is_empty());
        let found = found
            .into_iter()
            .map(|text| (scenario.id.to_string(), text));
        findings.extend(found);
    }
    if let Some(first) = rendering.left_out.first() {
        let text = (says.not_rendered)(rendering.left_out.len());
        findings.push((first.to_string(), text));
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
    if findings.is_empty() {
        Ok(Finding::Clean)
    } else {
        Ok(Finding::Findings)
    }
}

/// The templates rendered so far.
struct Rendering<'l> {
    loaded: &'l Loaded,
    language: Language,
    work: Work,
    /// The scenarios for which no work was left.
    left_out: Vec<&'l str>,
}

/// Everything in which a scenario does not come out as it says.
fn judge<'l>(rendering: &mut Rendering<'l>, scenario: &'l Scenario, says: &Check) -> Vec<String> {
    let advisor = &rendering.loaded.advisor;
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
    let fault = rendering.fault(&session);
    if rendering.work.is_spent() {
        rendering.left_out.push(&scenario.id);
    } else if let Some(fault) = fault {
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

impl Rendering<'_> {
    /// What is wrong with the templates of every target for a scenario's design, as far as there is
    /// work left.
    fn fault(&mut self, session: &Session<'_>) -> Option<String> {
        let Loaded { advisor, templates } = self.loaded;
        advisor.targets.iter().find_map(|target| {
            let with = target.files.iter().filter_map(|file| file.with.as_deref());
            let everything: Vec<&str> = with.collect();
            let brief = Brief {
                name: "app",
                target,
                with: &everything,
                record: "",
                sheet: "",
            };
            emit::project_within(session, brief, templates, &mut self.work)
                .err()
                .map(|fault| fault.render(self.language, false))
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn h10_what_a_run_has_no_work_left_for_is_left_out_and_no_fault() {
        let loaded = super::super::load::load_from(None, None).unwrap();
        let scenarios = &loaded.advisor.scenarios[..2];
        let words = loaded.advisor.words();
        let judged = |work| {
            let mut rendering = Rendering {
                loaded: &loaded,
                language: words.language,
                work,
                left_out: Vec::new(),
            };
            for scenario in scenarios {
                let found = judge(&mut rendering, scenario, &words.reports.check);
                assert!(found.is_empty(), "{found:?}");
            }
            rendering.left_out.len()
        };
        assert_eq!(judged(Work::of_a_check()), 0);
        assert_eq!(judged(Work::of(10)), 2);
        // The first spends what there is.
        assert_eq!(judged(Work::of(1_000)), 2);
    }
}
