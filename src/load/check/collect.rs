//! Every id gets its index; duplicates and what is no id are faults.

use super::checker::Checker;
use super::names::QuestionName;
use crate::condition::Subject;
use crate::diagnostic::kind::Ids;
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::load::files::Docs;
use crate::load::id::is_id;
use crate::load::raw::{ChoiceDoc, QuestionKindDoc, Text};

/// Words with a meaning in conditions.
const RESERVED: &[&str] = &["all", "any", "not", "is", "always", "unknown"];

impl Checker {
    /// Gives every section, question, outcome and quantity its index.
    pub(super) fn collect_names(&mut self, docs: &Docs) {
        let mut outcomes = 0;
        for (place, file) in docs.sections.iter().enumerate() {
            let section = SectionIx::new(place);
            let doc = &file.doc;
            if !self.bears_its_files_name(&doc.section) {
                // Others may name it by either of the two.
                self.incomplete = true;
            }
            self.subject(&doc.section, Subject::Section(section));
            for question in &doc.questions.0 {
                let ix = QuestionIx::new(self.names.questions.len());
                self.subject(&question.id, Subject::Question(ix));
                let choices = match question.kind.value {
                    QuestionKindDoc::YesNo => {
                        self.choices(&question.options.0);
                        vec!["yes".to_owned(), "no".to_owned()]
                    }
                    QuestionKindDoc::Choice => self.choices(&question.options.0),
                    QuestionKindDoc::Number => self.choices(&question.bands.0),
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
                let bands = self.choices(&quantity.bands.0);
                self.names.quantity_bands.push(bands);
                self.names.quantity_sections.push(section);
                self.subject(&quantity.id, Subject::Quantity(ix));
            }
            let mut own = Vec::new();
            for outcome in &doc.outcomes.0 {
                let id = &outcome.id;
                self.is_id(id);
                if own.iter().any(|(name, _)| *name == id.value) {
                    self.duplicate(id);
                }
                own.push((id.value.clone(), OutcomeIx::new(outcomes)));
                outcomes += 1;
            }
            self.names.outcomes.push(own);
        }
    }

    fn choices(&mut self, choices: &[ChoiceDoc]) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for choice in choices {
            let id = &choice.id;
            if self.is_id(id) && id.value == "unknown" {
                self.no_id(id);
            }
            if ids.contains(&id.value) {
                self.duplicate(id);
            }
            ids.push(id.value.clone());
        }
        ids
    }

    fn subject(&mut self, id: &Text, subject: Subject) {
        if self.is_id(id) && RESERVED.contains(&id.value.as_str()) {
            self.no_id(id);
        }
        if self.names.subjects.contains_key(&id.value) {
            let taken = id.value.clone();
            self.fault(id.span, Ids::SubjectTaken { id: taken });
            return;
        }
        self.names.subjects.insert(id.value.clone(), subject);
    }

    /// Rules are a space of their own.
    pub(super) fn rule_id(&mut self, id: &Text) {
        self.is_id(id);
        if !self.names.rules.insert(id.value.clone()) {
            self.duplicate(id);
        }
    }

    /// Whether a text can be an id; a fault where it cannot.
    pub(super) fn is_id(&mut self, id: &Text) -> bool {
        let is = is_id(&id.value);
        if !is {
            self.no_id(id);
        }
        is
    }

    fn no_id(&mut self, id: &Text) {
        let given = id.value.clone();
        self.fault(id.span, Ids::NoId { id: given });
    }

    pub(super) fn duplicate(&mut self, id: &Text) {
        let taken = id.value.clone();
        self.fault(id.span, Ids::Taken { id: taken });
    }
}
