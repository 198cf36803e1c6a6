//! Advice for programs: one JSON object, the same for `--format json` and each line of `batch`.
//!
//! Names and order of the keys are a contract. Option ids are strings, numbers are JSON numbers, an
//! unknown answer is `"unknown"`. What a decision adds beyond the contract comes after it and is
//! absent when there is nothing to say.

mod check;
mod compact;
mod condition;
mod each;
mod escape;
mod faults;
mod guide;
mod lab;
mod ordered;
pub(super) mod parts;
mod pieces;
mod questions;
mod review;
mod starts;
mod structure;
mod value;

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::check::{CheckObject, check};
pub use self::faults::{FaultsObject, faults, faults_of_line};
pub use self::guide::{GuideObject, guide};
pub use self::lab::{
    GroupObject, JobObject, LabObject, LoadObject, MemberObject, QueueObject, RoundObject,
    StationObject, StepObject,
};
pub use self::parts::SCHEMA;
pub(crate) use self::pieces::Pieces;
pub use self::questions::{QuestionsObject, questions};
pub use self::review::{FindingObject, NoteObject, ReviewObject, SheetObject, review};
pub use self::starts::{StartsObject, starts};
pub use self::value::value;

use self::ordered::Ordered;
use self::parts::{AdvisorObject, DecisionObject, FlagObject, QuestionObject};
use self::structure::{StructureObject, structure};
use self::value::{AnswerValue, Said, said};
use super::command::command;
use crate::advice::Advice;
use crate::session::Session;
use crate::text::{begins_a_command, is_safe, is_unsafe};

/// Advice: what `--format json` prints, and each line of `batch`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Advice")]
pub struct AdviceObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    status: AdviceStatus,
    /// The design in one sentence; null while it is unfinished, and where the advisor has none.
    verdict: Option<&'a str>,
    /// What leads here again.
    command: String,
    /// The answers given, by question.
    #[schemars(with = "Ordered<String, AnswerValue>")]
    answers: Ordered<&'a str, Said<'a>>,
    /// The answers that stand because nobody gave another, by question.
    #[schemars(with = "Ordered<String, AnswerValue>")]
    defaults: Ordered<&'a str, Said<'a>>,
    /// By section; those that do not apply are absent.
    decisions: Ordered<&'a str, DecisionObject<'a>>,
    red_flags: Vec<FlagObject<'a>>,
    /// The question to ask now; null when nothing is open.
    next: Option<QuestionObject<'a>>,
    /// By section that is open, the outcomes that remain; null when nothing is.
    still_possible: Option<Ordered<&'a str, Vec<&'a str>>>,
    /// What stands under what in the finished design; absent while something is open, and where the
    /// advisor draws none.
    #[serde(skip_serializing_if = "Option::is_none")]
    structure: Option<StructureObject>,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum AdviceStatus {
    Complete,
    Incomplete,
}

/// The object for a piece of advice.
pub fn advice<'a>(advice: &'a Advice<'a>, session: &Session<'a>) -> AdviceObject<'a> {
    advice_of(advice, session, None)
}

/// The same from pieces, for lines only: they are written without any indent.
pub(crate) fn advice_of<'a>(
    advice: &'a Advice<'a>,
    session: &Session<'a>,
    pieces: Option<&'a Pieces>,
) -> AdviceObject<'a> {
    let advisor = advice.advisor;
    let section_id = |section| advisor.section(section).id.as_str();
    AdviceObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        status: if advice.complete {
            AdviceStatus::Complete
        } else {
            AdviceStatus::Incomplete
        },
        verdict: advice.verdict.as_deref(),
        command: command(session, None),
        answers: answers(advice, false),
        defaults: answers(advice, true),
        decisions: advice
            .decisions
            .iter()
            .map(|decision| {
                (
                    section_id(decision.section),
                    DecisionObject::of(advisor, decision, pieces),
                )
            })
            .collect(),
        red_flags: advice.red_flags.iter().map(FlagObject::of).collect(),
        next: advice
            .next
            .map(|question| QuestionObject::of(session, question)),
        still_possible: (!advice.complete).then(|| {
            advice
                .still_possible
                .iter()
                .map(|(section, outcomes)| {
                    let outcomes = outcomes.iter().map(|ix| advisor.outcome(*ix).id.as_str());
                    (section_id(*section), outcomes.collect())
                })
                .collect()
        }),
        structure: structure(session),
    }
}

fn answers<'a>(advice: &'a Advice<'a>, default: bool) -> Ordered<&'a str, Said<'a>> {
    let answers = advice.answers.iter();
    let wanted = answers.filter(|(.., origin)| origin.is_default() == default);
    wanted
        .map(|(question, answer, _)| {
            let question = advice.advisor.question(*question);
            (question.id.as_str(), said(question, answer))
        })
        .collect()
}

impl AdviceObject<'_> {
    /// With the command for an advisor that was loaded from a directory.
    #[must_use]
    pub fn loaded_from(self, directory: &str, session: &Session<'_>) -> Self {
        Self {
            command: command(session, Some(directory)),
            ..self
        }
    }
}

/// Lines of JSON, in which all is escaped that a terminal or a log would act on: nothing is left to clean.
#[derive(Default)]
pub(crate) struct SafeLines(String);

impl SafeLines {
    /// With room for so many lines of ordinary advice, so that they are not moved while they grow.
    pub(crate) fn with_room_for(lines: usize) -> Self {
        Self(String::with_capacity(lines * 16 * 1024))
    }

    /// Adds one.
    pub(crate) fn add(&mut self, value: &impl Serialize) {
        // Every key of ours is a text, so nothing fails.
        let _ = compact::write(value, &mut self.0);
        self.0.push('\n');
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// One line, without the line break.
pub fn line(value: &impl Serialize) -> String {
    let mut lines = SafeLines::default();
    lines.add(value);
    lines.0.pop();
    lines.0
}

/// Indented, with a final line break.
pub fn pretty(value: &impl Serialize) -> String {
    let mut text = safe(serde_json::to_string_pretty(value).unwrap_or_default());
    text.push('\n');
    text
}

/// What JSON lets through and a terminal or a log would act on, as escapes. Such characters stand
/// inside strings only, for everything else is written by the serialiser.
fn safe(text: String) -> String {
    if is_safe(&text) && !text.contains("##") {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if is_unsafe(c) || c == '#' && begins_a_command(&text[at..]) {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn a_line_is_what_the_serialiser_writes() {
        let texts = [
            "",
            "plain",
            "\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}",
            "é → 漢\u{1f600}\u{7f}\u{85}\u{202e}\u{feff}",
            "# ## ##x[ ###[ ##",
        ];
        for before in 0..70 {
            for text in texts {
                let text = "x".repeat(before) + text + &"yé".repeat(before % 40);
                assert_eq!(line(&text), safe(serde_json::to_string(&text).unwrap()));
            }
        }
        let value = serde_json::json!({
            "a": [null, true, -1, 1.5, 1e300, u64::MAX, "b", {"c": []}, {}],
            "d\n": {"e": 0.1, "f": [[], [1]]},
        });
        assert_eq!(line(&value), value.to_string());
        assert_eq!(line(&Some(('x', 1.0_f32, b"b"))), r#"["x",1.0,[98]]"#);
        let keys = std::collections::BTreeMap::from([(1, 2)]);
        assert!(compact::write(&keys, &mut String::new()).is_err());
    }

    #[test]
    fn what_was_written_before_is_copied() {
        let value = ["a\n\u{1b}", "b"];
        let written = compact::Written::of(&value).unwrap();
        assert_eq!(
            line(&[&written, &written]),
            format!("[{0},{0}]", line(&value))
        );
    }

    #[test]
    fn what_a_terminal_or_a_log_would_act_on_is_escaped() {
        assert_eq!(line(&"a\u{7f}\u{202e}é"), r#""a\u007f\u202eé""#);
        let marked = "# ##x ##[error]a ##vso[b ###[c";
        let told = line(&marked);
        assert_eq!(told.matches(r"\u0023").count(), 3, "{told}");
        assert!(!told.contains("##["), "{told}");
        let read: String = serde_json::from_str(&told).unwrap();
        assert_eq!(read, marked);
    }
}
