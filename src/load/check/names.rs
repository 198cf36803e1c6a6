//! Every id of the advisor and what it stands for; duplicates are faults.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Checker, Docs};
use crate::condition::{Condition, Subject};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::load::raw::{QuestionKindDoc, Text};

/// What ids stand for.
#[derive(Default)]
pub(super) struct Names {
    /// Questions, sections and quantities share one space, so that a condition's key is clear.
    pub(super) subjects: HashMap<String, Subject>,
    /// Question ids in the order of their indexes, with what is needed before they are made.
    pub(super) questions: Vec<QuestionName>,
    /// Outcome ids by section, in the order of their indexes.
    pub(super) outcomes: Vec<Vec<(String, OutcomeIx)>>,
    /// Band ids of quantities, in the order of their indexes.
    pub(super) quantity_bands: Vec<Vec<String>>,
    /// Where quantities stand, in the order of their indexes.
    pub(super) quantity_sections: Vec<SectionIx>,
    /// Named conditions.
    pub(super) conditions: Named,
    /// Rule ids.
    pub(super) rules: HashSet<String>,
}

/// What is known of the named conditions.
#[derive(Default)]
pub(super) struct Named {
    /// In file order.
    pub(super) names: Vec<String>,
    /// Those that could be made, with what they look at.
    pub(super) made: HashMap<String, Made>,
    /// Those that something refers to.
    pub(super) used: HashSet<String>,
    /// Whether something that may use one could not be read, or uses a name that is not known.
    pub(super) unclear: bool,
    /// How many parts have been put in for names so far.
    pub(super) put_in: usize,
}

/// A named condition, with what it looks at.
pub(super) struct Made {
    pub(super) when: Condition,
    pub(super) size: usize,
    pub(super) subjects: Vec<Subject>,
}

impl Named {
    /// What a condition looks at; nothing when there is none of this name.
    pub(super) fn subjects(&self, name: &str) -> &[Subject] {
        self.made.get(name).map_or(&[], |made| &made.subjects)
    }
}

/// A question before it is made.
pub(super) struct QuestionName {
    pub(super) id: String,
    pub(super) section: SectionIx,
    pub(super) kind: QuestionKindDoc,
    /// Option or band ids.
    pub(super) choices: Vec<String>,
}

impl Names {
    pub(super) fn question(&self, id: &str) -> Option<QuestionIx> {
        match self.subjects.get(id) {
            Some(Subject::Question(ix)) => Some(*ix),
            _ => None,
        }
    }

    pub(super) fn section(&self, id: &str) -> Option<SectionIx> {
        match self.subjects.get(id) {
            Some(Subject::Section(ix)) => Some(*ix),
            _ => None,
        }
    }

    /// The id of a subject.
    pub(super) fn id_of(&self, subject: Subject) -> &str {
        let found = self.subjects.iter().find(|(_, other)| **other == subject);
        found.map_or("", |(id, _)| id.as_str())
    }

    pub(super) fn outcome(&self, section: SectionIx, id: &str) -> Option<OutcomeIx> {
        self.outcomes
            .get(section.index())?
            .iter()
            .find(|(name, _)| name == id)
            .map(|(_, ix)| *ix)
    }

    pub(super) fn questions_of(&self, section: SectionIx) -> impl Iterator<Item = &str> {
        self.questions
            .iter()
            .filter(move |question| question.section == section)
            .map(|question| question.id.as_str())
    }
}

/// Words with a meaning in conditions.
const RESERVED: &[&str] = &["all", "any", "not", "is", "always", "unknown"];

/// Whether a text is an id: `[a-z][a-z0-9_]*`.
pub(super) fn is_id(text: &str) -> bool {
    text.len() <= 60
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

pub(super) fn bad_id(text: &str) -> Diagnostic {
    Diagnostic::new(Code::BadId, format!("`{text}` is no id"))
        .help("an id is a lower case letter followed by lower case letters, digits and `_`")
}

impl Checker {
    /// Gives every section, question, outcome and quantity its index.
    pub(super) fn collect_names(&mut self, docs: &Docs) {
        let mut outcomes = 0;
        for (place, file) in docs.sections.iter().enumerate() {
            let section = SectionIx::new(place);
            let (doc, text) = (&file.doc, &file.text);
            if !self.bears_its_files_name(text, &doc.section) {
                // Others may name it by either of the two.
                self.incomplete = true;
            }
            self.subject(text, &doc.section, Subject::Section(section));
            for question in &doc.questions.0 {
                let ix = QuestionIx::new(self.names.questions.len());
                self.subject(text, &question.id, Subject::Question(ix));
                let choices = match question.kind.value {
                    QuestionKindDoc::YesNo => {
                        self.choices(text, &question.options.0);
                        vec!["yes".to_owned(), "no".to_owned()]
                    }
                    QuestionKindDoc::Choice => self.choices(text, &question.options.0),
                    QuestionKindDoc::Number => self.choices(text, &question.bands.0),
                    QuestionKindDoc::Text => Vec::new(),
                };
                self.names.questions.push(QuestionName {
                    id: question.id.value.clone(),
                    section,
                    kind: question.kind.value,
                    choices,
                });
            }
            for quantity in &doc.quantities.0 {
                let ix = QuantityIx::new(self.names.quantity_bands.len());
                let bands = self.choices(text, &quantity.bands.0);
                self.names.quantity_bands.push(bands);
                self.names.quantity_sections.push(section);
                self.subject(text, &quantity.id, Subject::Quantity(ix));
            }
            let mut own = Vec::new();
            for outcome in &doc.outcomes.0 {
                let id = &outcome.id;
                if !is_id(&id.value) {
                    self.fault(text, &id.span, bad_id(&id.value));
                }
                if own.iter().any(|(name, _)| *name == id.value) {
                    self.duplicate(text, id);
                }
                own.push((id.value.clone(), OutcomeIx::new(outcomes)));
                outcomes += 1;
            }
            self.names.outcomes.push(own);
        }
    }

    fn choices(
        &mut self,
        text: &Arc<SourceText>,
        choices: &[crate::load::raw::ChoiceDoc],
    ) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for choice in choices {
            let id = &choice.id;
            if !is_id(&id.value) || id.value == "unknown" {
                self.fault(text, &id.span, bad_id(&id.value));
            }
            if ids.contains(&id.value) {
                self.duplicate(text, id);
            }
            ids.push(id.value.clone());
        }
        ids
    }

    fn subject(&mut self, text: &Arc<SourceText>, id: &Text, subject: Subject) {
        if !is_id(&id.value) || RESERVED.contains(&id.value.as_str()) {
            self.fault(text, &id.span, bad_id(&id.value));
        }
        if self.names.subjects.contains_key(&id.value) {
            let fault = taken(id).help("questions, sections and quantities share one space of ids");
            self.fault(text, &id.span, fault);
            return;
        }
        self.names.subjects.insert(id.value.clone(), subject);
    }

    /// Rules are a space of their own.
    pub(super) fn rule_id(&mut self, text: &Arc<SourceText>, id: &Text) {
        if !is_id(&id.value) {
            self.fault(text, &id.span, bad_id(&id.value));
        }
        if !self.names.rules.insert(id.value.clone()) {
            self.duplicate(text, id);
        }
    }

    pub(super) fn duplicate(&mut self, text: &Arc<SourceText>, id: &Text) {
        self.fault(text, &id.span, taken(id));
    }
}

fn taken(id: &Text) -> Diagnostic {
    let message = format!("the id `{}` is already taken", id.value);
    Diagnostic::new(Code::DuplicateId, message)
}
