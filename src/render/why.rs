//! `otp-advisor why OUTCOME`: why it is the advice, or why not and what would make it so.
//!
//! The nearest answers are written as `--set question=answer`, so that they can be pasted. An
//! outcome of a section that does not come up is told as such, with the answers that bring it up.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::json::{SCHEMA, parts, value};
use super::page::{Page, Tone};
use super::{assignment, label, reason_text, shell_assignment, titles};
use crate::advice::{Change, NoNearest, Reason, Why, fill, outcome_title, question_text, why};
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::Answer;
use crate::session::Session;
use crate::words::Words;

/// The explanation as text.
pub fn text(session: &Session<'_>, outcome: OutcomeIx, width: usize, colour: bool) -> String {
    let mut text = Text {
        session,
        words: session.advisor().words(),
        page: Page::new(width, colour),
    };
    text.explain(&why(session, outcome));
    text.page.finish()
}

struct Text<'t, 'a> {
    session: &'t Session<'a>,
    words: &'static Words,
    page: Page,
}

impl Text<'_, '_> {
    fn explain(&mut self, why: &Why) {
        let words = &self.words.why;
        let section = &self.session.advisor().section(why.section).title;
        let outcome = format!("{section}: {}", outcome_title(self.session, why.outcome));
        let say = if why.holds {
            words.holds
        } else if why.absent || !why.possible {
            words.not
        } else if self.session.section(why.section).is_settled() {
            words.details_open
        } else {
            words.open
        };
        self.page.text(0, Tone::Title, &say(&outcome));
        if why.absent {
            self.page.text(2, Tone::Plain, &(words.absent)(section));
            if why.nearest.is_ok() {
                self.nearest(why);
            } else {
                self.comes_up(why.section);
            }
            return;
        }
        if !why.possible {
            let state = self.session.section(why.section);
            let present = titles(self.session, state.possible()).join("; ");
            let say = if state.is_settled() {
                words.instead
            } else {
                words.instead_open
            };
            self.page.text(2, Tone::Plain, &say(&present));
            self.excluded(why);
        } else if !why.because.is_empty() {
            self.heading(self.words.because);
            self.reasons(&why.because);
        }
        if !why.holds {
            if let Some(elsewhere) = elsewhere(self.session, why) {
                self.page.blank();
                self.page.text(2, Tone::Plain, &elsewhere);
            }
            self.nearest(why);
        }
    }

    fn heading(&mut self, heading: &str) {
        self.page.blank();
        self.page.text(2, Tone::Title, heading);
    }

    fn reasons(&mut self, reasons: &[Reason]) {
        let advisor = self.session.advisor();
        let key = |reason: &Reason| match &reason.question {
            Some((question, answer)) => assignment(advisor, *question, answer),
            None => String::new(),
        };
        let keys: Vec<String> = reasons.iter().map(key).collect();
        let column = self.page.column(keys.iter().map(String::as_str));
        for (reason, key) in reasons.iter().zip(&keys) {
            let text = reason_text(self.words, self.session, reason);
            if key.is_empty() {
                self.page.text(4, Tone::Plain, &text);
            } else {
                self.page.pair(4, key, column, &text);
            }
        }
    }

    fn excluded(&mut self, why: &Why) {
        let advisor = self.session.advisor();
        let Some(excluded) = &why.excluded_by else {
            self.page.text(2, Tone::Plain, self.words.why.elsewhere);
            return;
        };
        self.heading(self.words.why.excluded_by);
        let question = advisor.question(excluded.question);
        let key = assignment(advisor, excluded.question, &excluded.answer);
        self.page.text(4, Tone::Key, &key);
        let answer = label(self.words, question, &excluded.answer);
        let asked = format!(
            "{} {answer}",
            question_text(self.session, excluded.question)
        );
        self.page.text(6, Tone::Plain, &asked);
        let reason = why.because.iter().find(
            |reason| matches!(&reason.question, Some((other, _)) if *other == excluded.question),
        );
        if let Some(reason) = reason.filter(|reason| !reason.text.contains(&answer)) {
            self.page.text(6, Tone::Plain, &reason.text);
        }
    }

    fn nearest(&mut self, why: &Why) {
        let words = &self.words.why;
        let changes = match &why.nearest {
            Err(none) => {
                self.page.blank();
                let none = match none {
                    NoNearest::Impossible => words.none_near,
                    NoNearest::SearchEnded => words.none_found,
                };
                self.page.text(2, Tone::Plain, none);
                return;
            }
            // Only its details are open.
            Ok(changes) if changes.is_empty() => return,
            Ok(changes) => changes,
        };
        self.heading(if why.possible {
            words.nearest_open
        } else {
            words.nearest
        });
        let advisor = self.session.advisor();
        let key = |change: &Change| assignment(advisor, change.question, &change.to);
        let keys: Vec<String> = changes.iter().map(key).collect();
        let column = self.page.column(keys.iter().map(String::as_str));
        for (change, key) in changes.iter().zip(&keys) {
            let question = advisor.question(change.question);
            let now = match &change.from {
                Some(answer @ Answer::Option(_)) => (self.words.now)(&question.answer_text(answer)),
                Some(answer) => (self.words.now)(&label(self.words, question, answer)),
                None => words.not_answered.to_owned(),
            };
            let text = format!("{} ({now})", question_text(self.session, change.question));
            self.page.pair(4, key, column, &text);
        }
        self.page.blank();
        let sets = changes.iter().map(|change| {
            let pair = shell_assignment(advisor, change.question, &change.to);
            format!("--set {pair}")
        });
        self.page.command(4, sets);
    }

    /// Single answers that bring an absent section up, or may.
    fn comes_up(&mut self, section: SectionIx) {
        let advisor = self.session.advisor();
        let mut keys = Vec::new();
        for question in self.session.asked() {
            for answer in self.session.candidates(question) {
                if comes_up(self.session, section, question, &answer) {
                    keys.push(assignment(advisor, question, &answer));
                }
            }
        }
        if !keys.is_empty() {
            self.heading(self.words.why.comes_up);
            for key in keys {
                self.page.text(4, Tone::Key, &key);
            }
        }
    }
}

fn comes_up(
    session: &Session<'_>,
    section: SectionIx,
    question: QuestionIx,
    answer: &Answer,
) -> bool {
    let other = session.with(question, answer.clone());
    !other.section(section).is_absent()
}

/// What another section has to say of the same thing, where it is not the advice in its own.
pub(crate) fn elsewhere(session: &Session<'_>, why: &Why) -> Option<Str> {
    let text = session.advisor().outcome(why.outcome).elsewhere.as_ref();
    text.filter(|_| !why.holds).map(|text| fill(session, text))
}

/// The explanation as JSON.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Why")]
pub struct WhyObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    outcome: &'a str,
    section: &'a str,
    #[schemars(with = "String")]
    title: Str,
    /// It is the advice.
    holds: bool,
    /// It is, or may still become, the advice.
    possible: bool,
    /// Its section does not come up with these answers.
    absent: bool,
    because: parts::Each<'a, Reason, parts::ReasonObject<'a>>,
    excluded_by: Option<AnswerObject<'a>>,
    /// Null when no answers were found that give it.
    nearest: Option<Vec<ChangeObject<'a>>>,
    /// What another section has to say of the same thing, where this is not the advice.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    elsewhere: Option<Str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "GivenAnswer")]
struct AnswerObject<'a> {
    question: &'a str,
    #[schemars(with = "parts::AnswerValue")]
    answer: Value,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ChangedAnswer")]
struct ChangeObject<'a> {
    question: &'a str,
    /// Null when there is no answer yet.
    #[schemars(with = "Option<parts::AnswerValue>")]
    from: Option<Value>,
    #[schemars(with = "parts::AnswerValue")]
    to: Value,
}

/// The object for an explanation; it is written by [`line`](super::json::line) or
/// [`pretty`](super::json::pretty).
pub fn json<'a>(session: &Session<'a>, why: &'a Why) -> WhyObject<'a> {
    let advisor = session.advisor();
    let outcome = advisor.outcome(why.outcome);
    let id = |question: QuestionIx| advisor.question(question).id.as_str();
    let told = |question, answer| value(advisor.question(question), answer);
    WhyObject {
        schema: SCHEMA,
        outcome: &outcome.id,
        section: &advisor.section(why.section).id,
        title: outcome_title(session, why.outcome),
        holds: why.holds,
        possible: why.possible,
        absent: why.absent,
        because: parts::reasons(advisor, if why.absent { &[] } else { &why.because }),
        excluded_by: why.excluded_by.as_ref().map(|excluded| AnswerObject {
            question: id(excluded.question),
            answer: told(excluded.question, &excluded.answer),
        }),
        nearest: why.nearest.as_ref().ok().map(|changes| {
            changes
                .iter()
                .map(|change| ChangeObject {
                    question: id(change.question),
                    from: change.from.as_ref().map(|from| told(change.question, from)),
                    to: told(change.question, &change.to),
                })
                .collect()
        }),
        elsewhere: elsewhere(session, why),
    }
}
