//! The objects inside the JSON advice: decisions, red flags and the next question.
//!
//! A field that the contract names is always there, if only as null; one that goes beyond it is
//! left out when empty.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::compact::Written;
pub(in crate::render) use super::each::Each;
use super::pieces::Pieces;
pub(in crate::render) use super::value::AnswerValue;
use super::value::{Said, number, said, value};
use crate::advice::{Caution, Decision, Figure, Flag, Reason, TippingPoint, fill, question_text};
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::{Advisor, Band, Domain, Severity};
use crate::session::Session;

/// The version of the contract.
pub const SCHEMA: u32 = 2;

/// Which advisor speaks.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Advisor")]
pub(super) struct AdvisorObject<'a> {
    id: &'a str,
    version: &'a str,
    /// Over all of its files.
    fingerprint: &'a str,
}

impl<'a> AdvisorObject<'a> {
    pub(super) fn of(advisor: &'a Advisor) -> Self {
        Self {
            id: &advisor.id,
            version: &advisor.version,
            fingerprint: &advisor.fingerprint,
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Decision")]
pub(super) struct DecisionObject<'a> {
    /// Null when a collecting table gives none or several.
    outcome: Option<&'a str>,
    title: &'a str,
    rust: Option<&'a str>,
    because: Each<'a, Reason, ReasonObject<'a>>,
    cautions: Each<'a, Caution, CautionObject<'a>>,
    tipping_points: Each<'a, TippingPoint, TippingObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<&'a str>,
    /// By language, what it looks like; code that stands together where there are several outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<String, String>")]
    code: Option<Code<'a>>,
    #[serde(skip_serializing_if = "Each::is_empty")]
    figures: Each<'a, Figure, FigureObject<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dissent: Option<&'a str>,
}

/// What a decision looks like, by language.
#[derive(Serialize)]
#[serde(untagged)]
enum Code<'a> {
    Written(&'a Written),
    Made(BTreeMap<&'a str, String>),
}

impl<'a> Code<'a> {
    fn of(advisor: &Advisor, decision: &'a Decision, pieces: Option<&'a Pieces>) -> Option<Self> {
        if decision.code.is_empty() {
            return None;
        }
        let written = match decision.outcomes[..] {
            [only] => pieces
                .and_then(|pieces| pieces.code(advisor, (only, &decision.code), || code(decision))),
            _ => None,
        };
        Some(written.map_or_else(|| Self::Made(code(decision)), Self::Written))
    }
}

fn code(decision: &Decision) -> BTreeMap<&str, String> {
    let mut by_language: BTreeMap<&str, String> = BTreeMap::new();
    for (language, code) in &decision.code {
        let all = by_language.entry(language).or_default();
        all.reserve(code.len() + 1);
        all.push_str(code);
        all.push('\n');
    }
    by_language
}

impl<'a> DecisionObject<'a> {
    pub(super) fn of(
        advisor: &'a Advisor,
        decision: &'a Decision,
        pieces: Option<&'a Pieces>,
    ) -> Self {
        let ids = outcome_ids(advisor, &decision.outcomes);
        let (outcome, outcomes) = match ids[..] {
            [only] => (Some(only), Vec::new()),
            _ => (None, ids),
        };
        Self {
            outcome,
            title: &decision.title,
            rust: decision.rust.as_deref(),
            because: reasons(advisor, &decision.because).or_find(pieces, Pieces::reason),
            cautions: Each::of(advisor, &decision.cautions, CautionObject::of)
                .or_find(pieces, Pieces::caution),
            tipping_points: Each::of(advisor, &decision.tipping_points, TippingObject::of)
                .or_find(pieces, Pieces::tip),
            outcomes,
            code: Code::of(advisor, decision, pieces),
            figures: Each::of(advisor, &decision.figures, FigureObject::of),
            summary: decision.summary.as_deref(),
            source: decision.source.as_deref(),
            dissent: decision.dissent.as_deref(),
        }
    }
}

pub(in crate::render) fn reasons<'a>(
    advisor: &'a Advisor,
    reasons: &'a [Reason],
) -> Each<'a, Reason, ReasonObject<'a>> {
    Each::of(advisor, reasons, ReasonObject::of)
}

fn outcome_ids<'a>(advisor: &'a Advisor, outcomes: &[OutcomeIx]) -> Vec<&'a str> {
    outcomes
        .iter()
        .map(|outcome| advisor.outcome(*outcome).id.as_str())
        .collect()
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
pub(in crate::render) struct ReasonObject<'a> {
    /// Null for what a row or the outcome itself says.
    question: Option<&'a str>,
    #[schemars(with = "Option<AnswerValue>")]
    answer: Option<Said<'a>>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dissent: Option<&'a str>,
}

impl<'a> ReasonObject<'a> {
    pub(super) fn of(advisor: &'a Advisor, reason: &'a Reason) -> Self {
        let (question, answer) = match &reason.question {
            Some((question, answer)) => {
                let question = advisor.question(*question);
                let answer = said(question, answer);
                (Some(question.id.as_str()), Some(answer))
            }
            None => (None, None),
        };
        Self {
            question,
            answer,
            text: &reason.text,
            source: reason.source.as_deref(),
            dissent: reason.dissent.as_deref(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Caution")]
pub(super) struct CautionObject<'a> {
    id: &'a str,
    text: &'a str,
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dissent: Option<&'a str>,
}

impl<'a> CautionObject<'a> {
    pub(super) fn of(_: &'a Advisor, caution: &'a Caution) -> Self {
        Self {
            id: &caution.id,
            text: &caution.text,
            source: caution.source.as_deref(),
            dissent: caution.dissent.as_deref(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TippingPoint")]
struct TippingObject<'a> {
    question: &'a str,
    #[schemars(with = "AnswerValue")]
    answer: Said<'a>,
    outcome: Option<&'a str>,
    /// Only where the change opens further questions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    still_possible: Vec<&'a str>,
}

impl<'a> TippingObject<'a> {
    fn of(advisor: &'a Advisor, point: &'a TippingPoint) -> Self {
        let question = advisor.question(point.question);
        Self {
            question: &question.id,
            answer: said(question, &point.answer),
            outcome: point
                .outcome
                .map(|outcome| advisor.outcome(outcome).id.as_str()),
            still_possible: match point.outcome {
                Some(_) => Vec::new(),
                None => outcome_ids(advisor, &point.still_possible),
            },
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Figure")]
struct FigureObject<'a> {
    id: &'a str,
    title: &'a str,
    /// Null when it grows without end.
    #[schemars(with = "Option<f64>")]
    value: Value,
    unit: Option<&'a str>,
    shown: &'a str,
    band: Option<&'a str>,
}

impl<'a> FigureObject<'a> {
    fn of(advisor: &'a Advisor, figure: &'a Figure) -> Self {
        let quantity = advisor.quantity(figure.quantity);
        Self {
            id: &quantity.id,
            title: &quantity.title,
            value: number(figure.value),
            unit: quantity.unit.as_deref(),
            shown: &figure.shown,
            band: figure.band.as_deref(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Flag")]
pub(super) struct FlagObject<'a> {
    id: &'a str,
    severity: FlagSeverity,
    text: &'a str,
    fix: &'a str,
    source: Option<&'a str>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dissent: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FlagSeverity {
    Stop,
    Warn,
}

impl<'a> FlagObject<'a> {
    pub(super) fn of(flag: &'a Flag) -> Self {
        Self {
            id: &flag.id,
            severity: match flag.severity {
                Severity::Stop => FlagSeverity::Stop,
                Severity::Warn => FlagSeverity::Warn,
            },
            text: &flag.text,
            fix: &flag.fix,
            source: flag.source.as_deref(),
            title: &flag.title,
            dissent: flag.dissent.as_deref(),
        }
    }
}

/// A question that a program can put to somebody.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "NextQuestion")]
pub(super) struct QuestionObject<'a> {
    question: &'a str,
    #[serde(flatten)]
    asked: AskedObject<'a>,
    /// Null when it has none.
    #[schemars(with = "Option<AnswerValue>")]
    default: Option<Value>,
}

/// What a question asks and what can be answered.
#[derive(Serialize, JsonSchema)]
pub(super) struct AskedObject<'a> {
    section: &'a str,
    ask: String,
    help: Option<String>,
    /// Empty for numbers and texts.
    options: Vec<OptionObject<'a>>,
    /// Of a number, as are the smallest and the largest, both inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64")]
    min: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "f64")]
    max: Option<Value>,
    /// Whether it has to be whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    integer: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bands: Vec<BandObject<'a>>,
    /// What all of a text has to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Option")]
struct OptionObject<'a> {
    id: &'a str,
    label: &'a str,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Band")]
struct BandObject<'a> {
    id: &'a str,
    label: &'a str,
    /// Exclusive; null in the last one.
    #[schemars(with = "Option<f64>")]
    below: Option<Value>,
}

impl<'a> QuestionObject<'a> {
    pub(super) fn of(session: &Session<'a>, ix: QuestionIx) -> Self {
        let question = session.advisor().question(ix);
        let default = session.default_of(ix);
        Self {
            question: &question.id,
            asked: AskedObject::of(session, ix),
            default: default.map(|answer| value(question, answer)),
        }
    }
}

impl<'a> AskedObject<'a> {
    pub(super) fn of(session: &Session<'a>, ix: QuestionIx) -> Self {
        let advisor = session.advisor();
        let question = advisor.question(ix);
        let help = question.help.as_ref();
        let options = question.options().iter();
        let mut object = Self {
            section: &advisor.section(question.section).id,
            ask: question_text(session, ix).into(),
            help: help.map(|help| fill(session, help).into()),
            options: options
                .map(|option| OptionObject {
                    id: &option.id,
                    label: &option.label,
                })
                .collect(),
            unit: question.unit(),
            min: None,
            max: None,
            integer: None,
            bands: question.bands().iter().map(BandObject::of).collect(),
            pattern: question.pattern(),
        };
        if let Some(Domain::Numbers {
            min, max, integer, ..
        }) = question.domain()
        {
            object.min = Some(number(min));
            object.max = Some(number(max));
            object.integer = Some(integer);
        }
        object
    }
}

impl<'a> BandObject<'a> {
    fn of(band: &'a Band) -> Self {
        Self {
            id: &band.choice.id,
            label: &band.choice.label,
            below: band.below.map(number),
        }
    }
}
