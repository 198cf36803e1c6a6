//! Red flags, cautions and scenarios.

use super::checker::Checker;
use super::conditions::Scope;
use crate::diagnostic::kind::{Noun, Part};
use crate::ids::SectionIx;
use crate::load::files::File;
use crate::load::raw::{RulesDoc, ScenarioDoc, ScenariosDoc, SeverityDoc, Text};
use crate::model::answer::{AS_WRITTEN, parse_answer};
use crate::model::{Advisor, Caution, RedFlag, Scenario, Severity};

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
                text: self.text(&doc.text),
                source: self.maybe_text(doc.source.as_ref()),
                dissent: self.maybe_text(doc.dissent.as_ref()),
            };
            advisor.cautions.push(made);
        }
    }

    fn known_section(&mut self, advisor: &Advisor, id: &Text) -> Option<SectionIx> {
        let found = self.names.section(&id.value);
        if found.is_none() {
            let known = advisor.sections.iter().map(|section| section.id.as_str());
            self.unknown_id(id, Noun::Section, known);
        }
        found
    }

    pub(super) fn scenarios(&mut self, advisor: &mut Advisor, file: &File<ScenariosDoc>) {
        for doc in &file.doc.scenarios.0 {
            if advisor
                .scenarios
                .iter()
                .any(|other| other.id == doc.id.value)
            {
                self.duplicate(&doc.id);
            }
            let made = self.scenario(advisor, doc);
            advisor.scenarios.push(made);
        }
    }

    fn scenario(&mut self, advisor: &Advisor, doc: &ScenarioDoc) -> Scenario {
        let mut answers = Vec::new();
        for (id, answer) in &doc.answers.0 {
            let Some(ix) = self.names.question(&id.value) else {
                let known = advisor
                    .questions
                    .iter()
                    .map(|question| question.id.as_str());
                self.unknown_id(id, Noun::Question, known);
                continue;
            };
            match parse_answer(advisor.question(ix), &answer.value, AS_WRITTEN) {
                Ok(answer) => answers.push((ix, answer)),
                Err(no) => self.fault(answer.span, Part::BadAnswer(no)),
            }
        }
        let mut expect = Vec::new();
        for (id, outcome) in &doc.expect.0 {
            let Some(section) = self.known_section(advisor, id) else {
                continue;
            };
            let Some(ix) = self.names.outcome(section, &outcome.value) else {
                let known = self.names.outcomes[section.index()].clone();
                let known = known.iter().map(|(name, _)| name.as_str());
                self.unknown_id(outcome, Noun::OutcomeHere, known);
                continue;
            };
            expect.push((section, ix));
        }
        let flags: Vec<&str> = advisor
            .red_flags
            .iter()
            .map(|flag| flag.id.as_str())
            .collect();
        let cautions: Vec<&str> = advisor.cautions.iter().map(|c| c.id.as_str()).collect();
        for id in &doc.red_flags.0 {
            if !flags.contains(&id.value.as_str()) {
                self.unknown_id(id, Noun::RedFlag, flags.iter().copied());
            }
        }
        for id in &doc.cautions.0 {
            if !cautions.contains(&id.value.as_str()) {
                self.unknown_id(id, Noun::Caution, cautions.iter().copied());
            }
        }
        let ids = |list: &[Text]| list.iter().map(|id| id.value.as_str().into()).collect();
        Scenario {
            id: doc.id.value.as_str().into(),
            situation: self.text(&doc.situation),
            source: self.maybe_text(doc.source.as_ref()),
            answers: answers.into(),
            expect: expect.into(),
            red_flags: ids(&doc.red_flags.0),
            cautions: ids(&doc.cautions.0),
        }
    }
}
