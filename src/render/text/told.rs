//! What the advice is told by: a flag, a decision, what stands by default, what to do now.

use crate::advice::{
    Advice, Caution, Decision, Flag, Reason, TippingPoint, fill, question_text, telling_default,
};
use crate::data::Str;
use crate::facts::Tri;
use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::model::answer::expected;
use crate::render::page::{Page, Tone};
use crate::render::{assignment, command, label, main_path, quoted, reason_text, titles};
use crate::session::Session;
use crate::words::Words;

/// What the reader may do now.
#[derive(Clone, Copy, Debug)]
pub enum Now<'n> {
    /// Have the project written. The advisor was loaded from this directory; `None` is the embedded one.
    Write { directory: Option<&'n str> },
    /// It is written just now, to this directory and under this name.
    Written { directory: &'n str, name: &'n str },
}

/// The advice as far as it is told.
pub(super) struct Text<'t, 'a> {
    pub(super) advice: &'t Advice<'a>,
    pub(super) session: &'t Session<'a>,
    pub(super) words: &'static Words,
    pub(super) page: Page,
}

impl Text<'_, '_> {
    pub(super) fn red_flags(&mut self) {
        for flag in &self.advice.red_flags {
            self.page.blank();
            self.red_flag(flag);
        }
    }

    pub(super) fn red_flag(&mut self, flag: &Flag) {
        let words = self.words;
        let heading = flag.severity.heading(words);
        let tone = Tone::of(flag.severity);
        self.page
            .text(0, tone, &format!("{heading}: {}", flag.title));
        self.page.text(2, Tone::Plain, &flag.text);
        self.page.lead(2, words.instead, Tone::Title, &flag.fix);
        self.dissent(2, flag.dissent.as_deref());
        self.source(2, flag.source.as_deref());
    }

    pub(super) fn decision(&mut self, decision: &Decision) {
        let section = self.advice.advisor.section(decision.section);
        self.page.blank();
        self.page.text(
            0,
            Tone::Title,
            &format!("{}: {}", section.title, decision.title),
        );
        if let Some(summary) = &decision.summary {
            self.page.text(2, Tone::Plain, summary);
        }
        self.dissent(2, decision.dissent.as_deref());
        if let Some(rust) = &decision.rust {
            self.heading(self.words.in_rust);
            self.page.text(4, Tone::Plain, rust);
        }
        self.because(&decision.because);
        self.details(decision);
        self.figures(decision);
        self.cautions(&decision.cautions);
        self.tipping_points(&decision.tipping_points);
        if let Some(source) = &decision.source {
            self.page.blank();
            self.source(2, Some(source));
        }
    }

    pub(super) fn answers_so_far(&mut self) {
        let answers = self.advice.answers.iter();
        let answers: Vec<String> = answers
            .map(|(question, answer, _)| assignment(self.advice.advisor, *question, answer))
            .collect();
        if !answers.is_empty() {
            let line = format!("{}: {}", self.words.so_far, answers.join(", "));
            self.page.text(2, Tone::Plain, &line);
        }
    }

    pub(super) fn heading(&mut self, heading: &str) {
        self.page.blank();
        self.page.text(2, Tone::Title, heading);
    }

    pub(super) fn because(&mut self, reasons: &[Reason]) {
        if reasons.is_empty() {
            return;
        }
        self.heading(self.words.because);
        let keys: Vec<String> = reasons.iter().map(|reason| self.key(reason)).collect();
        let column = self.page.column(keys.iter().map(String::as_str));
        for (reason, key) in reasons.iter().zip(&keys) {
            let text = reason_text(self.words, self.session, reason);
            if key.is_empty() {
                self.page.text(4, Tone::Plain, &text);
            } else {
                self.page.pair(4, key, column, &text);
            }
            self.dissent(6, reason.dissent.as_deref());
        }
    }

    /// Answers that shape the outcome without deciding it.
    pub(super) fn details(&mut self, decision: &Decision) {
        let advisor = self.advice.advisor;
        let details = &advisor.section(decision.section).details;
        let asked = self.session.section(decision.section).asked();
        let told: Vec<(String, String)> = asked
            .filter(|question| details.contains(question))
            .filter_map(|ix| {
                let answer = self.session.answer(ix)?;
                let question = advisor.question(ix);
                let label = label(self.words, question, answer);
                let text = format!("{} {label}", question_text(self.session, ix));
                Some((assignment(advisor, ix, answer), text))
            })
            .collect();
        if told.is_empty() {
            return;
        }
        self.heading(self.words.details);
        let column = self.page.column(told.iter().map(|(key, _)| key.as_str()));
        for (key, text) in &told {
            self.page.pair(4, key, column, text);
        }
    }

    pub(super) fn key(&self, reason: &Reason) -> String {
        match &reason.question {
            Some((question, answer)) => assignment(self.advice.advisor, *question, answer),
            None => String::new(),
        }
    }

    pub(super) fn figures(&mut self, decision: &Decision) {
        if decision.figures.is_empty() {
            return;
        }
        self.heading(self.words.figures);
        let shown = decision.figures.iter().map(|figure| figure.shown.as_str());
        let column = self.page.column(shown);
        for figure in &decision.figures {
            let title = &self.advice.advisor.quantity(figure.quantity).title;
            let text = match &figure.band {
                Some(band) => format!("{title}: {band}"),
                None => title.to_string(),
            };
            self.page.pair(4, &figure.shown, column, &text);
        }
    }

    pub(super) fn cautions(&mut self, cautions: &[Caution]) {
        if cautions.is_empty() {
            return;
        }
        self.heading(self.words.cautions);
        for caution in cautions {
            self.caution("", caution);
        }
    }

    pub(super) fn caution(&mut self, about: &str, caution: &Caution) {
        let text = match &caution.source {
            Some(source) => format!("{about}{} ({source})", caution.text),
            None => format!("{about}{}", caution.text),
        };
        self.page.item(4, "-", Tone::Warn, &text);
        self.dissent(6, caution.dissent.as_deref());
    }

    pub(super) fn tipping_points(&mut self, points: &[TippingPoint]) {
        if points.is_empty() {
            return;
        }
        self.heading(self.words.tipping_points);
        let key =
            |point: &TippingPoint| assignment(self.advice.advisor, point.question, &point.answer);
        let keys: Vec<String> = points.iter().map(key).collect();
        let column = self.page.column(keys.iter().map(String::as_str));
        for (point, key) in points.iter().zip(&keys) {
            let outcomes = titles(self.session, &point.still_possible).join("; ");
            let text = match point.outcome {
                Some(_) => outcomes,
                None => (self.words.opens)(&outcomes),
            };
            self.page.pair(4, key, column, &text);
        }
    }

    pub(super) fn dissent(&mut self, indent: usize, dissent: Option<&str>) {
        if let Some(dissent) = dissent {
            self.page
                .lead(indent, self.words.dissent, Tone::Title, dissent);
        }
    }

    pub(super) fn source(&mut self, indent: usize, source: Option<&str>) {
        if let Some(source) = source {
            let line = format!("{} {source}", self.words.source);
            self.page.text(indent, Tone::Quiet, &line);
        }
    }

    /// What was decided, and what the sentence above goes by, each in a line.
    pub(super) fn in_short(&mut self, decisions: &[(&Decision, bool)]) {
        if decisions.len() < 2 {
            return;
        }
        let advisor = self.advice.advisor;
        self.page.blank();
        self.page.text(0, Tone::Title, self.words.in_short);
        let title = |decision: &Decision| advisor.section(decision.section).title.as_str();
        let column = self
            .page
            .column(decisions.iter().map(|(decision, _)| title(decision)));
        for (decision, default) in decisions {
            let told = if *default {
                format!("{} ({})", decision.title, self.words.default)
            } else {
                decision.title.to_string()
            };
            self.page.pair(2, title(decision), column, &told);
        }
    }

    /// Sections where nobody answered anything: what they come to, and what to take care of.
    pub(super) fn defaults(&mut self, decisions: &[&Decision]) {
        if decisions.is_empty() {
            return;
        }
        let title = |decision: &Decision| &self.advice.advisor.section(decision.section).title;
        let folded = decisions
            .iter()
            .map(|decision| format!("{}: {}", title(decision), decision.title));
        let folded = folded.collect::<Vec<_>>().join("; ");
        self.page.blank();
        self.page.text(0, Tone::Title, self.words.by_default);
        self.page.text(2, Tone::Quiet, &folded);
        if let Some(telling) = telling_default(self.session) {
            let ask = question_text(self.session, telling.question);
            let answer = assignment(self.advice.advisor, telling.question, &telling.answer);
            let line = (self.words.look_first)(&ask, &answer, &telling.then);
            self.page.text(2, Tone::Plain, &line);
        }
        self.page.text(2, Tone::Quiet, self.words.by_default_hint);
        if decisions.iter().any(|d| !d.cautions.is_empty()) {
            self.heading(self.words.cautions);
        }
        for decision in decisions {
            let title = &self.advice.advisor.section(decision.section).title;
            for caution in &decision.cautions {
                self.caution(&format!("{title}: "), caution);
            }
        }
    }

    pub(super) fn still_possible(&mut self) {
        if self.advice.still_possible.is_empty() {
            return;
        }
        let advisor = self.advice.advisor;
        self.page.blank();
        self.page.text(0, Tone::Title, self.words.still_possible);
        let title = |section| advisor.section(section).title.as_str();
        let sections = self.advice.still_possible.iter();
        let column = self
            .page
            .column(sections.map(|(section, _)| title(*section)));
        for (section, outcomes) in &self.advice.still_possible {
            let mut remain = titles(self.session, outcomes);
            if self.session.section(*section).applies() == Tri::Unknown {
                remain.push(Str::Fixed(self.words.may_not_apply));
            }
            self.page
                .pair(2, title(*section), column, &remain.join("; "));
        }
    }

    pub(super) fn next(&mut self) {
        let Some(next) = self.advice.next else {
            return;
        };
        let advisor = self.advice.advisor;
        let id = &advisor.question(next).id;
        let section = &advisor.section(advisor.question(next).section).title;
        let heading = format!("{} ({section})", self.words.next_question);
        self.page.blank();
        self.page.text(0, Tone::Title, &heading);
        question(&mut self.page, self.words, self.session, next);
        self.page
            .text(2, Tone::Quiet, &(self.words.answer_with)(id));
    }

    /// What to do with a finished design.
    pub(super) fn now(&mut self, now: Now<'_>) {
        if !self.advice.complete {
            return;
        }
        let words = self.words;
        self.page.blank();
        self.page.text(0, Tone::Title, words.now_do);
        let target = self.advice.advisor.targets.first();
        let (directory, name) = match now {
            Now::Written { directory, name } => (directory, name),
            Now::Write { directory } => {
                let mut again = command::parts(self.session, directory);
                if target.is_some() {
                    again.push(format!("--emit {}", words.my_project));
                    self.page.text(2, Tone::Plain, words.write_it);
                } else {
                    self.page.text(2, Tone::Plain, words.come_again);
                }
                self.page.command(4, again.into_iter());
                (words.my_project, words.my_project)
            }
        };
        let Some(target) = target else {
            return;
        };
        self.page.text(2, Tone::Plain, words.try_it);
        let build = [
            format!("cd {}", quoted(directory)),
            format!("&& {}", target.confirm),
        ];
        self.page.command(4, build.into_iter());
        if let Some(main) = main_path(self.session, target, name) {
            self.page.text(2, Tone::Plain, words.your_code);
            let main = format!("{}/{main}", directory.trim_end_matches('/'));
            self.page.text(4, Tone::Key, &main);
        }
    }
}

/// A question with its help and what can be answered, the default marked.
pub(super) fn question(
    page: &mut Page,
    words: &Words,
    session: &Session<'_>,
    question: QuestionIx,
) {
    let asked = session.advisor().question(question);
    let default = session.default_of(question);
    page.text(2, Tone::Plain, &question_text(session, question));
    if let Some(help) = &asked.help {
        page.text(4, Tone::Quiet, &fill(session, help));
    }
    if let Some(example) = &asked.example {
        page.text(
            4,
            Tone::Quiet,
            &format!("{} {}", words.example, fill(session, example)),
        );
    }
    let options = asked.options();
    let column = page.column(options.iter().map(|option| option.id.as_str()));
    for (place, option) in options.iter().enumerate() {
        let label = &option.label;
        if default == Some(&Answer::Option(place)) {
            let marked = format!("{label} ({})", words.default);
            page.pair(4, &option.id, column, &marked);
        } else {
            page.pair(4, &option.id, column, label);
        }
    }
    if let Some(expected) = expected(words, asked) {
        let default = default.map_or(String::new(), |default| {
            format!(" ({}: {})", words.default, label(words, asked, default))
        });
        page.text(4, Tone::Plain, &format!("{expected}{default}"));
    }
}
