//! What options are called: each answer means one option of its question.
//!
//! An option may be answered by its id, its label or its number, upper and lower case alike, so none of
//! these may mean another option of the same question, or "I don't know". A translation gives other
//! labels, so it is looked at on its own.

use std::collections::HashMap;

use super::checker::Checker;
use crate::diagnostic::kind::Ids;
use crate::ids::QuestionIx;
use crate::load::raw::{QuestionDoc, Text};
use crate::load::span::Span;
use crate::model::answer::is_reserved;
use crate::model::{Advisor, Choice, QuestionKind};
use crate::words::{Meaning, meaning};

/// An answer that could mean two things.
struct Ambiguous {
    answer: String,
    /// The option whose label makes it so.
    labelled: usize,
    /// What else the answer means; `None` is "I don't know".
    other: Option<usize>,
}

impl Checker {
    pub(super) fn options_are_told_apart(&mut self, doc: &QuestionDoc, options: &[Choice]) {
        let span = |option: &Choice| {
            let written = doc.options.0.iter().find(|one| one.id.value == *option.id);
            let label = written.and_then(|one| Some(one.label.as_ref()?.span));
            label.unwrap_or(doc.id.span)
        };
        self.tell_ambiguous(options, &span);
    }

    /// `texts`: those of a translation that are in use, by key; they have given the advisor its labels.
    pub(super) fn labels_are_told_apart(
        &mut self,
        advisor: &Advisor,
        texts: &HashMap<&str, &Text>,
    ) {
        for ix in advisor.question_ixs() {
            self.labels_of(advisor, ix, texts);
        }
    }

    fn labels_of(&mut self, advisor: &Advisor, ix: QuestionIx, texts: &HashMap<&str, &Text>) {
        let question = advisor.question(ix);
        let QuestionKind::Choice { options, .. } = &question.kind else {
            return;
        };
        let written = |option: &Choice| {
            let key = format!("option.{}.{}.label", question.id, option.id);
            texts.get(key.as_str()).map(|text| text.span)
        };
        // One that has no text of its own keeps a label that was looked at before.
        let Some(any) = options.iter().find_map(written) else {
            return;
        };
        self.tell_ambiguous(options, &|option| written(option).unwrap_or(any));
    }

    fn tell_ambiguous(&mut self, options: &[Choice], span: &dyn Fn(&Choice) -> Span) {
        for Ambiguous {
            answer,
            labelled,
            other,
        } in ambiguous(options)
        {
            let option = &options[labelled];
            let fault = Ids::Ambiguous {
                answer,
                option: option.id.to_string(),
                other: other.map(|other| options[other].id.to_string()),
            };
            self.fault(span(option), fault);
        }
    }
}

/// At most one for each label. A label that is left out is a fault of its own.
fn ambiguous(options: &[Choice]) -> Vec<Ambiguous> {
    let ids: HashMap<&str, usize> = places(options.iter().map(|option| &*option.id));
    let labels: Vec<String> = options
        .iter()
        .map(|option| option.label.trim().to_lowercase())
        .collect();
    let first: HashMap<&str, usize> = places(labels.iter().map(String::as_str));
    let mut found = Vec::new();
    for (labelled, label) in labels.iter().enumerate() {
        let number = label.parse::<usize>().ok();
        let numbered = number
            .and_then(|number| number.checked_sub(1))
            .filter(|place| *place < options.len());
        let meant = match meaning(label) {
            Some(Meaning::Yes) => ids.get("yes"),
            Some(Meaning::No) => ids.get("no"),
            Some(Meaning::Unknown) | None => None,
        };
        let others = [
            ids.get(&**label),
            first.get(&**label),
            numbered.as_ref(),
            meant,
        ];
        let mut others = others.into_iter().flatten().copied();
        // Two of one id are a fault of their own.
        let other = others.find(|other| options[*other].id != options[labelled].id);
        if !label.is_empty() && (other.is_some() || is_reserved(label)) {
            found.push(Ambiguous {
                answer: options[labelled].label.trim().to_owned(),
                labelled,
                other,
            });
        }
    }
    found
}

fn places<'t>(names: impl Iterator<Item = &'t str>) -> HashMap<&'t str, usize> {
    let mut places = HashMap::new();
    for (place, name) in names.enumerate() {
        places.entry(name).or_insert(place);
    }
    places
}
