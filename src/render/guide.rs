//! `otp-advisor guide` for people: the guidance as a text to read, or one topic of it.
//!
//! A topic ends with the questions that apply it, so that who has read it knows where to go on.

use super::page::{Page, Tone};
use crate::model::{Advisor, Topic};

/// Every topic, or only the one of this id or title.
pub fn text(advisor: &Advisor, topic: Option<&Topic>, width: usize, colour: bool) -> String {
    let mut page = Page::new(width, colour);
    match topic {
        Some(topic) => one(&mut page, advisor, topic),
        None => {
            for topic in &advisor.guide {
                page.blank();
                one(&mut page, advisor, topic);
            }
        }
    }
    page.finish()
}

fn one(page: &mut Page, advisor: &Advisor, topic: &Topic) {
    page.lead(0, &topic.title, Tone::Title, &format!("({})", topic.id));
    for paragraph in &topic.say {
        match paragraph.strip_prefix("- ") {
            Some(item) => page.item(2, "-", Tone::Quiet, item),
            None => page.text(2, Tone::Plain, paragraph),
        }
    }
    if !topic.questions.is_empty() {
        let ids = topic.questions.iter();
        let ids = ids.map(|ix| advisor.question(*ix).id.as_str());
        let ids = ids.collect::<Vec<_>>().join(", ");
        let asked = format!("{} {ids}", advisor.words().asked_by);
        page.text(2, Tone::Quiet, &asked);
    }
    if let Some(source) = &topic.source {
        let source = format!("{} {source}", advisor.words().source);
        page.text(2, Tone::Quiet, &source);
    }
}

/// The topic of this id or title, as one types it: `iron-law` is `iron_law`.
pub fn find<'a>(advisor: &'a Advisor, name: &str) -> Option<&'a Topic> {
    let typed = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
    let name = typed(name);
    let mut topics = advisor.guide.iter();
    topics.find(|topic| typed(&topic.id) == name || typed(&topic.title) == name)
}
