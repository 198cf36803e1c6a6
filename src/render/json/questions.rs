//! Every question of an advisor for programs: what `otp-advisor questions --format json` prints.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::condition::condition;
use super::parts::{AdvisorObject, AskedObject, SCHEMA};
use super::value::{AnswerValue, value};
use crate::advice::{fill, outcome_title};
use crate::ids::QuestionIx;
use crate::model::{Advisor, QuestionKind, Section};
use crate::session::Session;

/// Every question: what `questions` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Questions")]
pub struct QuestionsObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    /// In the order asked.
    sections: Vec<SectionObject<'a>>,
    /// Of all sections, in their order.
    questions: Vec<ListedQuestion<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Section")]
struct SectionObject<'a> {
    id: &'a str,
    title: &'a str,
    /// When it comes up; null when always.
    when: Value,
    outcomes: Vec<OutcomeObject<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Outcome")]
struct OutcomeObject<'a> {
    id: &'a str,
    title: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Question")]
struct ListedQuestion<'a> {
    id: &'a str,
    kind: Kind,
    #[serde(flatten)]
    asked: AskedObject<'a>,
    /// What an empty answer takes when nothing else is known; null when it has none, or it depends.
    #[schemars(with = "Option<AnswerValue>")]
    default: Option<Value>,
    /// Defaults that depend on other answers: the first whose `when` holds counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    defaults: Vec<DefaultObject>,
    /// When it may be asked; null when always. Else its default stands.
    when: Value,
    /// Whether it is asked once the outcome is known, which it never changes.
    detail: bool,
    /// Answers in a word, as they are shown beside it.
    example: Option<String>,
    /// Situations with the answers that an expert would give, near misses among them.
    examples: Vec<ExampleObject<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Example")]
struct ExampleObject<'a> {
    situation: &'a str,
    #[schemars(with = "AnswerValue")]
    answer: Value,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Default")]
struct DefaultObject {
    /// Null in the last one.
    when: Value,
    #[schemars(with = "AnswerValue")]
    is: Value,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "QuestionKind")]
enum Kind {
    YesNo,
    Choice,
    Number,
    Text,
}

/// The object for an advisor.
pub fn questions(advisor: &Advisor) -> QuestionsObject<'_> {
    // Texts are as they are put where nothing is known.
    let session = Session::new(advisor);
    let sections = advisor.section_ixs().map(|ix| advisor.section(ix));
    let sections: Vec<&Section> = sections.collect();
    QuestionsObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        questions: sections
            .iter()
            .flat_map(|section| &section.questions)
            .map(|ix| {
                let question = advisor.question(*ix);
                let detail = advisor.section(question.section).details.contains(ix);
                ListedQuestion::of(&session, *ix, detail)
            })
            .collect(),
        sections: sections
            .into_iter()
            .map(|section| SectionObject {
                id: &section.id,
                title: &section.title,
                when: condition(advisor, &section.when),
                outcomes: section
                    .outcomes
                    .iter()
                    .map(|ix| OutcomeObject {
                        id: &advisor.outcome(*ix).id,
                        title: outcome_title(&session, *ix).into(),
                    })
                    .collect(),
            })
            .collect(),
    }
}

impl<'a> ListedQuestion<'a> {
    fn of(session: &Session<'a>, ix: QuestionIx, detail: bool) -> Self {
        let advisor = session.advisor();
        let question = advisor.question(ix);
        let mut defaults: Vec<DefaultObject> = question
            .defaults
            .iter()
            .map(|default| DefaultObject {
                when: condition(advisor, &default.when),
                is: value(question, &default.answer),
            })
            .collect();
        let default = match &defaults[..] {
            [only] if only.when.is_null() => defaults.pop().map(|only| only.is),
            _ => None,
        };
        Self {
            id: &question.id,
            kind: match &question.kind {
                QuestionKind::Choice { yes_no: true, .. } => Kind::YesNo,
                QuestionKind::Choice { .. } => Kind::Choice,
                QuestionKind::Number { .. } => Kind::Number,
                QuestionKind::Text { .. } => Kind::Text,
            },
            asked: AskedObject::of(session, ix),
            default,
            defaults,
            when: condition(advisor, &question.when),
            detail,
            example: question
                .example
                .as_ref()
                .map(|example| fill(session, example).into()),
            examples: question
                .examples
                .iter()
                .map(|example| ExampleObject {
                    situation: &example.situation,
                    answer: value(question, &example.answer),
                })
                .collect(),
        }
    }
}
