//! The guidance for programs: what `otp-advisor guide --format json` prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::parts::{AdvisorObject, SCHEMA};
use crate::data::Str;
use crate::model::{Advisor, Topic};

/// The guidance, or one topic of it: what `guide` prints.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Guide")]
pub struct GuideObject<'a> {
    #[schemars(extend("const" = SCHEMA))]
    schema: u32,
    advisor: AdvisorObject<'a>,
    guide: Vec<TopicObject<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Topic")]
struct TopicObject<'a> {
    id: &'a str,
    title: &'a str,
    /// Its paragraphs; one that begins with `- ` is an item of a list.
    say: Vec<&'a str>,
    /// The ids of the questions that apply it.
    questions: Vec<&'a str>,
    source: Option<&'a str>,
}

/// The object for these topics of an advisor.
pub fn guide<'a>(advisor: &'a Advisor, topics: &[&'a Topic]) -> GuideObject<'a> {
    let topic = |topic: &&'a Topic| TopicObject {
        id: &topic.id,
        title: &topic.title,
        say: topic.say.iter().map(Str::as_str).collect(),
        questions: topic
            .questions
            .iter()
            .map(|ix| advisor.question(*ix).id.as_str())
            .collect(),
        source: topic.source.as_deref(),
    };
    GuideObject {
        schema: SCHEMA,
        advisor: AdvisorObject::of(advisor),
        guide: topics.iter().map(topic).collect(),
    }
}
