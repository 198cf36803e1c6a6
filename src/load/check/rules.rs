//! Red flags and cautions.

use super::checker::Checker;
use super::conditions::Scope;
use crate::diagnostic::kind::Noun;
use crate::ids::{QuestionIx, SectionIx};
use crate::load::files::File;
use crate::load::raw::{RulesDoc, SeverityDoc, Text};
use crate::model::{Advisor, Caution, RedFlag, Severity};

impl Checker {
    pub(super) fn rules(&mut self, advisor: &mut Advisor, file: &File<RulesDoc>) {
        self.bears_its_files_name(&file.doc.rules);
        for doc in &file.doc.red_flags.0 {
            self.rule_id(&doc.id);
            let made = RedFlag {
                id: doc.id.value.as_str().into(),
                severity: match doc.severity {
                    SeverityDoc::Stop => Severity::Stop,
                    SeverityDoc::Warn => Severity::Warn,
                },
                title: self.text(&doc.title),
                when: self.condition(Some(&doc.when), Scope::Everything),
                text: self.text(&doc.text),
                fix: self.text(&doc.fix),
                source: self.maybe_text(doc.source.as_ref()),
                dissent: self.maybe_text(doc.dissent.as_ref()),
            };
            advisor.red_flags.push(made);
        }
        for doc in &file.doc.cautions.0 {
            self.rule_id(&doc.id);
            // It stays, so that its text and id are not taken for unknown ones.
            let about = self.known_section(advisor, &doc.about);
            let made = Caution {
                id: doc.id.value.as_str().into(),
                about: about.unwrap_or(SectionIx::new(0)),
                when: self.condition(Some(&doc.when), Scope::Everything),
                assumes: self.assumed(advisor, doc.assumes.as_ref()),
                text: self.text(&doc.text),
                source: self.maybe_text(doc.source.as_ref()),
                dissent: self.maybe_text(doc.dissent.as_ref()),
            };
            advisor.cautions.push(made);
        }
    }

    fn assumed(&mut self, advisor: &Advisor, id: Option<&Text>) -> Option<QuestionIx> {
        let id = id?;
        let found = self.names.question(&id.value);
        if found.is_none() {
            let known = advisor.questions.iter();
            self.unknown_id(
                id,
                Noun::Question,
                known.map(|question| question.id.as_str()),
            );
        }
        found
    }

    pub(super) fn known_section(&mut self, advisor: &Advisor, id: &Text) -> Option<SectionIx> {
        let found = self.names.section(&id.value);
        if found.is_none() {
            let known = advisor.sections.iter().map(|section| section.id.as_str());
            self.unknown_id(id, Noun::Section, known);
        }
        found
    }
}
