//! Every id gets its index; duplicates and what is no id are faults.

use std::sync::Arc;

use super::checker::Checker;
use super::names::QuestionName;
use crate::condition::Subject;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::load::files::Docs;
use crate::load::id::{bad_id, is_id};
use crate::load::raw::{ChoiceDoc, QuestionKindDoc, Text};

/// Words with a meaning in conditions.
const RESERVED: &[&str] = &["all", "any", "not", "is", "always", "unknown"];

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

    fn choices(&mut self, text: &Arc<SourceText>, choices: &[ChoiceDoc]) -> Vec<String> {
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
