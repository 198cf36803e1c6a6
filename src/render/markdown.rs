//! The decision record: the whole interview as a MADR 4 document.
//!
//! Drivers are the answers that were given, considered options are every outcome of every section
//! with the answer that ruled it out, and "revisit when" is computed from the tipping points. There
//! is no clock in here: a date is written only when the caller gives one.

mod escape;
mod mermaid;

use std::fmt::Write as _;

use self::escape::{escape, escape_block};
use self::mermaid::flowchart;
use super::{by_default, command, label, main_path, one_line, titles};
use crate::advice::{Advice, Decision, InOrder, excluded_by, outcome_title, question_text};
use crate::ids::{OutcomeIx, SectionIx};
use crate::model::Target;
use crate::session::Session;
use crate::sketch::pictured;
use crate::words::Words;

/// What only the caller knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'c> {
    /// As it shall stand in the front matter, e.g. `2026-03-01`.
    pub date: Option<&'c str>,
    /// Where the answer sheet is, as the reader of the record finds it.
    pub sheet: Option<&'c str>,
    /// The target of the emitted project; the first one when absent.
    pub target: Option<&'c Target>,
    /// Where the advisor was loaded from; `None` is the embedded one.
    pub directory: Option<&'c str>,
    /// The name of the emitted project that the record stands in; absent while there is none.
    pub project: Option<&'c str>,
    /// With every decided outcome as code.
    pub with_code: bool,
}

/// The record of a session, finished or not.
pub fn record(advice: &Advice<'_>, session: &Session<'_>, context: Context<'_>) -> String {
    let mut record = Writer {
        advice,
        session,
        words: advice.advisor.words(),
        out: String::new(),
    };
    record.front(context.date);
    record.drivers();
    record.options();
    record.outcome();
    record.picture();
    record.consequences();
    record.confirmation(context);
    record.revisit();
    if context.with_code {
        record.code();
    }
    record.next(context);
    record.more_information(context.sheet);
    record.out
}

struct Writer<'w, 'a> {
    advice: &'w Advice<'a>,
    session: &'w Session<'a>,
    words: &'static Words,
    out: String,
}

impl Writer<'_, '_> {
    fn line(&mut self, line: &str) {
        // Writing into a string cannot fail.
        let _ = writeln!(self.out, "{}", line.trim_end());
    }

    fn heading(&mut self, level: usize, heading: &str) {
        let marks = "#".repeat(level);
        let heading = escape_block(heading);
        if !self.out.ends_with("\n\n") {
            self.line("");
        }
        self.line(&format!("{marks} {heading}"));
        self.line("");
    }

    fn front(&mut self, date: Option<&str>) {
        self.line("---");
        self.line("status: proposed");
        if let Some(date) = date {
            self.line(&format!("date: {}", one_line(date)));
        }
        self.line("---");
        let in_order = InOrder::of(self.advice, self.session);
        let title = match *in_order.headline(self.session) {
            [] => (self.words.record.title_unfinished)(&self.advice.advisor.title),
            [only] => format!("{}: {}", self.section(only.section), only.title),
            ref several => {
                let titles = several.iter().map(|decision| decision.title.as_str());
                titles.collect::<Vec<_>>().join(", ")
            }
        };
        self.heading(1, &title);
        if let Some(verdict) = &self.advice.verdict {
            self.line(&escape_block(verdict));
        }
        self.heading(2, self.words.record.context);
        self.line(&escape_block(&self.advice.advisor.title));
        if !self.advice.complete {
            let open = self.advice.still_possible.len();
            let summary = (self.words.undecided)(self.advice.decisions.len(), open);
            self.line("");
            self.line(&escape_block(&summary));
        }
    }

    fn section(&self, section: SectionIx) -> &str {
        &self.advice.advisor.section(section).title
    }

    /// What was answered, with the reason that each answer gives.
    fn drivers(&mut self) {
        self.heading(2, self.words.record.drivers);
        let advisor = self.advice.advisor;
        let mut any = false;
        for (ix, answer, origin) in &self.advice.answers {
            if !origin.is_considered() {
                continue;
            }
            any = true;
            let question = advisor.question(*ix);
            let reason = self
                .advice
                .decisions
                .iter()
                .flat_map(|decision| &decision.because)
                .find(|reason| matches!(&reason.question, Some((other, _)) if other == ix));
            let answer = escape(&label(self.words, question, answer));
            let ask = escape(&question_text(self.session, *ix));
            let because = reason.map_or(String::new(), |reason| {
                format!(". {}", escape(&reason.text))
            });
            self.line(&format!("- **{ask}** {answer}{because}"));
            if let Some(dissent) = reason.and_then(|reason| reason.dissent.as_deref()) {
                self.dissent(dissent);
            }
        }
        if !any {
            self.line(&escape_block(self.words.record.no_drivers));
        }
    }

    fn dissent(&mut self, dissent: &str) {
        let lead = self.words.dissent;
        self.line(&format!("  - *{lead}* {}", escape(dissent)));
    }

    /// Every outcome of every section that applies, and why it is not the one.
    fn options(&mut self) {
        self.heading(2, self.words.record.options);
        let advisor = self.advice.advisor;
        for section in advisor.section_ixs() {
            let state = self.session.section(section);
            if !state.decides() {
                continue;
            }
            let title = escape_block(self.section(section));
            self.line(&format!("- {title}"));
            for (judgement, outcomes) in self.judgements(section) {
                let outcomes = outcomes.join(", ");
                self.line(&format!("  - {outcomes}: {}", escape(&judgement)));
            }
        }
    }

    /// What is said of the outcomes, those of which the same is said together.
    fn judgements(&self, section: SectionIx) -> Vec<(String, Vec<String>)> {
        let mut found: Vec<(String, Vec<String>)> = Vec::new();
        for outcome in &self.advice.advisor.section(section).outcomes {
            let judgement = self.judgement(*outcome);
            let title = format!("**{}**", escape(&outcome_title(self.session, *outcome)));
            match found.iter_mut().find(|(other, _)| *other == judgement) {
                Some((_, titles)) => titles.push(title),
                None => found.push((judgement, vec![title])),
            }
        }
        found
    }

    fn judgement(&self, outcome: OutcomeIx) -> String {
        let words = &self.words.record;
        let section = self.advice.advisor.outcome(outcome).section;
        let state = self.session.section(section);
        if state.possible().contains(&outcome) {
            return if self.session.decided(section).is_some() {
                words.chosen
            } else {
                words.open
            }
            .to_owned();
        }
        match excluded_by(self.session, outcome) {
            Some(excluded) => {
                let question = self.advice.advisor.question(excluded.question);
                let answer = label(self.words, question, &excluded.answer);
                (words.rejected)(&question_text(self.session, excluded.question), &answer)
            }
            None => words.rejected_elsewhere.to_owned(),
        }
    }

    fn outcome(&mut self) {
        self.heading(2, self.words.record.outcome);
        let advice = self.advice;
        for decision in &advice.decisions {
            self.decision(decision);
        }
        for (section, outcomes) in &advice.still_possible {
            let title = escape(self.section(*section));
            let outcomes = escape(&titles(self.session, outcomes).join("; "));
            let open = self.words.record.open;
            self.line(&format!("- **{title}**: {open}: {outcomes}"));
        }
    }

    fn decision(&mut self, decision: &Decision) {
        let heading = escape(&format!(
            "{}: {}",
            self.section(decision.section),
            decision.title
        ));
        let default = if by_default(self.session, decision) {
            format!(" ({})", self.words.record.by_default)
        } else {
            String::new()
        };
        let summary = decision
            .summary
            .as_deref()
            .map_or(String::new(), |text| format!(". {}", escape(text)));
        self.line(&format!("- **{heading}**{default}{summary}"));
        for reason in decision.because.iter().filter(|r| r.question.is_none()) {
            self.line(&format!("  - {}", escape_block(&reason.text)));
            if let Some(dissent) = &reason.dissent {
                self.dissent(dissent);
            }
        }
        if let Some(rust) = &decision.rust {
            let lead = self.words.in_rust;
            self.line(&format!("  - *{lead}:* {}", escape(rust)));
        }
        for figure in &decision.figures {
            let title = &self.advice.advisor.quantity(figure.quantity).title;
            let band = figure
                .band
                .as_ref()
                .map_or(String::new(), |band| format!(" ({band})"));
            let text = escape_block(&format!("{title}: {}{band}", figure.shown));
            self.line(&format!("  - {text}"));
        }
        if let Some(dissent) = &decision.dissent {
            self.dissent(dissent);
        }
    }

    /// What stands under what.
    fn picture(&mut self) {
        let Some(picture) = pictured(self.session) else {
            return;
        };
        self.heading(3, &picture.title);
        self.line("```mermaid");
        for line in flowchart(&picture) {
            self.line(&line);
        }
        self.line("```");
        self.line("");
        // The same in words, for those who do not see it.
        for node in &picture.nodes {
            let indent = "  ".repeat(node.depth());
            let notes = match node.notes.join(", ") {
                notes if notes.is_empty() => notes,
                notes => format!(": {}", escape(&notes)),
            };
            self.line(&format!("{indent}- **{}**{notes}", escape(&node.label)));
        }
    }

    fn consequences(&mut self) {
        self.heading(3, self.words.record.consequences);
        let advice = self.advice;
        let none = advice.red_flags.is_empty()
            && advice
                .decisions
                .iter()
                .all(|decision| decision.cautions.is_empty());
        if none {
            self.line(&escape_block(self.words.record.no_consequences));
        }
        for flag in &advice.red_flags {
            let severity = flag.severity.heading(self.words);
            let title = escape(&flag.title);
            let instead = self.words.instead;
            let (text, fix) = (escape(&flag.text), escape(&flag.fix));
            let source = in_brackets(flag.source.as_deref());
            self.line(&format!(
                "- **{severity}: {title}.** {text} *{instead}* {fix}{source}"
            ));
            if let Some(dissent) = &flag.dissent {
                self.dissent(dissent);
            }
        }
        for decision in &advice.decisions {
            for caution in &decision.cautions {
                let section = escape_block(self.section(decision.section));
                let text = escape(&caution.text);
                let source = in_brackets(caution.source.as_deref());
                self.line(&format!("- {section}: {text}{source}"));
                if let Some(dissent) = &caution.dissent {
                    self.dissent(dissent);
                }
            }
        }
    }

    fn confirmation(&mut self, context: Context<'_>) {
        self.heading(3, self.words.record.confirmation);
        if let Some(target) = context.target.or(self.advice.advisor.targets.first()) {
            let command = code(&target.confirm);
            self.line(&format!("- {}", (self.words.record.confirm_with)(&command)));
        }
        let sheet = context.sheet.unwrap_or("otp-advisor.yaml");
        let command = code(&format!("otp-advisor review {sheet}"));
        self.line(&format!(
            "- {}",
            (self.words.record.confirm_review)(&command)
        ));
    }

    fn revisit(&mut self) {
        let advice = self.advice;
        if advice.decisions.iter().all(|d| d.tipping_points.is_empty()) {
            return;
        }
        let words = &self.words.record;
        self.heading(3, words.revisit);
        for decision in &advice.decisions {
            if decision.tipping_points.is_empty() {
                continue;
            }
            let title = escape_block(self.section(decision.section));
            self.line(&format!("- {title}"));
            for point in &decision.tipping_points {
                let question = advice.advisor.question(point.question);
                let answer = label(self.words, question, &point.answer);
                let outcomes = titles(self.session, &point.still_possible).join("; ");
                let say = match point.outcome {
                    Some(_) => words.revisit_point,
                    None => words.revisit_open,
                };
                let text = say(
                    &question_text(self.session, point.question),
                    &answer,
                    &outcomes,
                );
                self.line(&format!("  - {}", escape_block(&text)));
            }
        }
    }

    /// Every outcome that differs from the ordinary as code, in each language.
    fn code(&mut self) {
        let in_order = InOrder::of(self.advice, self.session);
        let (decided, _) = in_order.parts();
        let shown: Vec<&&Decision> = decided.iter().filter(|one| !one.code.is_empty()).collect();
        if shown.is_empty() {
            return;
        }
        self.heading(2, self.words.record.code);
        self.line(self.words.code_is_an_example);
        for decision in shown {
            self.heading(3, &decision.title);
            for (language, text) in &decision.code {
                let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
                self.line("");
                self.line(&format!("{fence}{language}"));
                for line in text.lines() {
                    self.line(line);
                }
                self.line(&fence);
            }
        }
    }

    /// What to do with a finished design, here or where it is still to be written.
    fn next(&mut self, context: Context<'_>) {
        if !self.advice.complete {
            return;
        }
        let words = self.words;
        self.heading(2, words.now_do);
        let target = context.target.or(self.advice.advisor.targets.first());
        let again = command::command(self.session, context.directory);
        let Some(target) = target else {
            return self.shown(words.come_again, &again);
        };
        let (name, within) = match context.project {
            Some(name) => (name, String::new()),
            None => (words.my_project, format!("{}/", words.my_project)),
        };
        if context.project.is_some() {
            self.shown(words.try_it, &target.confirm);
        } else {
            self.shown(words.write_it, &format!("{again} --emit {name}"));
            self.shown(words.try_it, &format!("cd {name} && {}", target.confirm));
        }
        if let Some(main) = main_path(self.session, target, name) {
            self.shown(words.your_code, &format!("{within}{main}"));
        }
        if context.project.is_some() {
            self.shown(words.come_again, &again);
        }
    }

    fn shown(&mut self, what: &str, shown: &str) {
        self.line(&format!("- {} {}", escape_block(what), code(shown)));
    }

    fn more_information(&mut self, sheet: Option<&str>) {
        let words = &self.words.record;
        self.heading(2, words.more_information);
        if let Some(sheet) = sheet {
            self.line(&format!("- {}", (words.sheet)(&code(sheet))));
        }
        let advisor = self.advice.advisor;
        let version = escape(&advisor.version);
        let about = (words.advisor)(&code(&advisor.id), &version, &code(&advisor.fingerprint));
        self.line(&format!("- {about}"));
        let mut sources: Vec<&str> = Vec::new();
        for decision in &self.advice.decisions {
            let own = decision.because.iter().filter_map(|r| r.source.as_deref());
            for source in decision.source.as_deref().into_iter().chain(own) {
                // Several sources may stand in one field.
                for source in source.split("; ") {
                    if !sources.contains(&source) {
                        sources.push(source);
                    }
                }
            }
        }
        if !sources.is_empty() {
            let lead = self.words.source;
            let sources = escape(&sources.join("; "));
            self.line(&format!("- {lead} {sources}"));
        }
    }
}

fn in_brackets(source: Option<&str>) -> String {
    source.map_or(String::new(), |source| format!(" ({})", escape(source)))
}

/// How often a character stands in a row at most.
fn longest_run(text: &str, of: char) -> usize {
    let runs = text.split(|c| c != of);
    runs.map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Text in a code span, whatever backticks it holds.
fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = longest_run(&text, '`');
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}
