//! What the interview amounts to, how it may begin, and what it is made from: verdicts, starts,
//! scenarios, and the guidance to read.

use super::checker::Checker;
use super::conditions::Scope;
use crate::condition::Condition;
use crate::data::List;
use crate::diagnostic::kind::{Flow, Noun, Part};
use crate::ids::QuestionIx;
use crate::load::files::File;
use crate::load::raw::{
    Entries, GuideDoc, ScenarioDoc, ScenariosDoc, StartsDoc, Text, VerdictsDoc,
};
use crate::model::answer::{AS_WRITTEN, parse_answer};
use crate::model::{Advisor, Answer, Scenario, Situation, Topic, Verdict};

impl Checker {
    pub(super) fn verdicts(&mut self, advisor: &mut Advisor, file: &File<VerdictsDoc>) {
        for (place, doc) in file.doc.verdicts.0.iter().enumerate() {
            self.is_id(&doc.id);
            if advisor
                .verdicts
                .iter()
                .any(|other| other.id == doc.id.value)
            {
                self.duplicate(&doc.id);
            }
            let when = self.condition(doc.when.as_ref(), Scope::Everything);
            let last = place + 1 == file.doc.verdicts.0.len();
            if !last && when == Condition::Always && doc.when.is_none() {
                self.fault(doc.id.span, Flow::NeverSaid);
            }
            advisor.verdicts.push(Verdict {
                id: doc.id.value.as_str().into(),
                when,
                text: self.text(&doc.text),
            });
        }
    }

    pub(super) fn starts(&mut self, advisor: &mut Advisor, file: &File<StartsDoc>) {
        for doc in &file.doc.starts.0 {
            self.is_id(&doc.id);
            if advisor.starts.iter().any(|other| other.id == doc.id.value) {
                self.duplicate(&doc.id);
            }
            let answers = self.answers(advisor, &doc.answers);
            advisor.starts.push(Situation {
                id: doc.id.value.as_str().into(),
                title: self.name(&doc.title),
                text: self.name(&doc.situation),
                answers,
            });
        }
    }

    pub(super) fn guide(&mut self, advisor: &mut Advisor, file: &File<GuideDoc>) {
        for doc in &file.doc.guide.0 {
            self.is_id(&doc.id);
            if advisor.guide.iter().any(|other| other.id == doc.id.value) {
                self.duplicate(&doc.id);
            }
            let mut questions = Vec::new();
            for id in &doc.questions.0 {
                match self.names.question(&id.value) {
                    Some(ix) => questions.push(ix),
                    None => {
                        let known = advisor.questions.iter();
                        let known = known.map(|question| question.id.as_str());
                        self.unknown_id(id, Noun::Question, known);
                    }
                }
            }
            advisor.guide.push(Topic {
                id: doc.id.value.as_str().into(),
                title: self.name(&doc.title),
                say: doc.say.0.iter().map(|text| self.name(text)).collect(),
                questions: questions.into(),
                source: self.maybe_text(doc.source.as_ref()),
            });
        }
    }

    /// Answers as an author writes them.
    fn answers(&mut self, advisor: &Advisor, entries: &Entries) -> List<(QuestionIx, Answer)> {
        let mut answers = Vec::new();
        for (id, answer) in &entries.0 {
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
        answers.into()
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
        let answers = self.answers(advisor, &doc.answers);
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
            answers,
            expect: expect.into(),
            red_flags: ids(&doc.red_flags.0),
            cautions: ids(&doc.cautions.0),
        }
    }
}
