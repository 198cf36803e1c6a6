//! The translatable texts of an advisor, their keys, and what is filled into them.

use super::id::is_id;
use crate::data::Str;
use crate::model::lab::Lab;
use crate::model::{Advisor, Choice, Picture, QuestionKind};

/// Visits every translatable text with its key, in file order.
pub(crate) fn for_each_text(advisor: &mut Advisor, visit: &mut dyn FnMut(&str, &mut Str)) {
    visit("advisor.title", &mut advisor.title);
    visit("advisor.description", &mut advisor.description);
    let ids: Vec<Str> = advisor.sections.iter().map(|s| s.id.clone()).collect();
    for section in &mut advisor.sections {
        let key = format!("section.{}", section.id);
        visit(&format!("{key}.title"), &mut section.title);
        maybe(&format!("{key}.short"), section.short.as_mut(), visit);
        maybe(&format!("{key}.intro"), section.intro.as_mut(), visit);
        if let crate::model::Logic::Table { rows, .. } = &mut section.logic {
            for row in rows {
                let key = format!("row.{}.{}", section.id, row.id);
                maybe(&format!("{key}.because"), row.because.as_mut(), visit);
                maybe(&format!("{key}.dissent"), row.dissent.as_mut(), visit);
            }
        }
    }
    for question in &mut advisor.questions {
        let id = question.id.clone();
        let key = format!("question.{id}");
        visit(&format!("{key}.ask"), &mut question.ask);
        maybe(&format!("{key}.short"), question.short.as_mut(), visit);
        maybe(&format!("{key}.help"), question.help.as_mut(), visit);
        maybe(&format!("{key}.example"), question.example.as_mut(), visit);
        for example in &mut question.examples {
            visit(
                &format!("example.{id}.{}", example.id),
                &mut example.situation,
            );
        }
        maybe(&format!("{key}.because"), question.because.as_mut(), visit);
        match &mut question.kind {
            QuestionKind::Choice { yes_no, options } => {
                let bare = *yes_no;
                for option in options {
                    if bare {
                        // The plain words are the program's, not the advisor's.
                        labelled(&id, option, visit);
                    } else {
                        choice(&id, option, visit);
                    }
                }
            }
            QuestionKind::Number {
                unit,
                unit_one,
                bands,
                ..
            } => {
                maybe(&format!("{key}.unit"), unit.as_mut(), visit);
                maybe(&format!("{key}.unit_one"), unit_one.as_mut(), visit);
                for band in bands {
                    choice(&id, &mut band.choice, visit);
                }
            }
            QuestionKind::Text { hint, .. } => maybe(&format!("{key}.hint"), hint.as_mut(), visit),
        }
    }
    for outcome in &mut advisor.outcomes {
        let key = format!("outcome.{}.{}", ids[outcome.section.index()], outcome.id);
        visit(&format!("{key}.title"), &mut outcome.title);
        maybe(&format!("{key}.short"), outcome.short.as_mut(), visit);
        maybe(&format!("{key}.summary"), outcome.summary.as_mut(), visit);
        maybe(&format!("{key}.rust"), outcome.rust.as_mut(), visit);
        maybe(&format!("{key}.because"), outcome.because.as_mut(), visit);
        maybe(&format!("{key}.dissent"), outcome.dissent.as_mut(), visit);
        maybe(
            &format!("{key}.elsewhere"),
            outcome.elsewhere.as_mut(),
            visit,
        );
    }
    for quantity in &mut advisor.quantities {
        let id = quantity.id.clone();
        visit(&format!("quantity.{id}.title"), &mut quantity.title);
        for (field, text) in [
            ("short", quantity.short.as_mut()),
            ("unit", quantity.unit.as_mut()),
            ("unit_one", quantity.unit_one.as_mut()),
        ] {
            maybe(&format!("quantity.{id}.{field}"), text, visit);
        }
        for band in &mut quantity.bands {
            choice(&id, &mut band.choice, visit);
        }
    }
    for flag in &mut advisor.red_flags {
        let key = format!("rule.{}", flag.id);
        visit(&format!("{key}.title"), &mut flag.title);
        visit(&format!("{key}.text"), &mut flag.text);
        visit(&format!("{key}.fix"), &mut flag.fix);
        maybe(&format!("{key}.dissent"), flag.dissent.as_mut(), visit);
    }
    for caution in &mut advisor.cautions {
        let key = format!("rule.{}", caution.id);
        visit(&format!("{key}.text"), &mut caution.text);
        maybe(&format!("{key}.dissent"), caution.dissent.as_mut(), visit);
    }
    around(advisor, visit);
}

/// What stands around the questions: the result in a sentence, starts, guidance, what is drawn, written
/// and played.
fn around(advisor: &mut Advisor, visit: &mut dyn FnMut(&str, &mut Str)) {
    for verdict in &mut advisor.verdicts {
        visit(&format!("verdict.{}", verdict.id), &mut verdict.text);
    }
    if let Some(picture) = &mut advisor.picture {
        pictured(picture, visit);
    }
    for start in &mut advisor.starts {
        let key = format!("start.{}", start.id);
        visit(&format!("{key}.title"), &mut start.title);
        visit(&format!("{key}.situation"), &mut start.text);
    }
    for topic in &mut advisor.guide {
        let key = format!("topic.{}", topic.id);
        visit(&format!("{key}.title"), &mut topic.title);
        for (place, text) in (1..).zip(&mut topic.say) {
            visit(&format!("{key}.say.{place}"), text);
        }
    }
    for target in &mut advisor.targets {
        visit(&format!("target.{}.title", target.id), &mut target.title);
    }
    if let Some(lab) = &mut advisor.lab {
        played(lab, visit);
    }
}

/// What the lab names and tells.
fn played(lab: &mut Lab, visit: &mut dyn FnMut(&str, &mut Str)) {
    for group in &mut lab.groups {
        let key = format!("lab.group.{}", group.id);
        visit(&format!("{key}.title"), &mut group.title);
        for part in &mut group.parts {
            visit(&format!("{key}.{}.title", part.id), &mut part.title);
        }
    }
    for alone in &mut lab.alone {
        visit(&format!("lab.alone.{}", alone.id), &mut alone.text);
    }
    for station in &mut lab.stations {
        let key = format!("lab.station.{}.title", station.id);
        visit(&key, &mut station.title);
    }
    for queue in &mut lab.queues {
        let key = format!("lab.queue.{}", queue.id);
        visit(&format!("{key}.store"), &mut queue.store);
        visit(&format!("{key}.given_up"), &mut queue.given_up);
    }
}

fn pictured(picture: &mut Picture, visit: &mut dyn FnMut(&str, &mut Str)) {
    visit("picture.title", &mut picture.title);
    for node in &mut picture.nodes {
        let key = format!("picture.{}", node.id);
        visit(&format!("{key}.label"), &mut node.label);
        for note in &mut node.notes {
            visit(&format!("{key}.{}", note.id), &mut note.text);
        }
    }
}

/// Whether the text of a key names something, so that nothing is filled into it.
pub(crate) fn is_name(key: &str) -> bool {
    let (kind, field) = (key.split('.').next(), key.rsplit('.').next());
    match kind {
        Some("advisor" | "quantity" | "target" | "example" | "start" | "topic") => true,
        Some("picture") => key == "picture.title",
        Some("section") => matches!(field, Some("title" | "short")),
        _ => matches!(
            field,
            Some("label" | "short" | "unit" | "unit_one" | "hint")
        ),
    }
}

/// The ids in braces.
pub(crate) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find('}')?;
        let name = &rest[..end];
        is_id(name).then_some(name)
    })
}

fn choice(owner: &str, choice: &mut Choice, visit: &mut dyn FnMut(&str, &mut Str)) {
    let key = format!("option.{owner}.{}", choice.id);
    visit(&format!("{key}.label"), &mut choice.label);
    reasons(&key, choice, visit);
}

fn labelled(owner: &str, choice: &mut Choice, visit: &mut dyn FnMut(&str, &mut Str)) {
    let key = format!("option.{owner}.{}", choice.id);
    if choice.label != choice.id {
        visit(&format!("{key}.label"), &mut choice.label);
    }
    reasons(&key, choice, visit);
}

fn reasons(key: &str, choice: &mut Choice, visit: &mut dyn FnMut(&str, &mut Str)) {
    maybe(&format!("{key}.short"), choice.short.as_mut(), visit);
    maybe(&format!("{key}.because"), choice.because.as_mut(), visit);
    maybe(&format!("{key}.dissent"), choice.dissent.as_mut(), visit);
}

fn maybe(key: &str, text: Option<&mut Str>, visit: &mut dyn FnMut(&str, &mut Str)) {
    if let Some(text) = text {
        visit(key, text);
    }
}
