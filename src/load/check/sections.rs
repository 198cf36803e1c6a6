//! Sections, their rows, outcomes and quantities.

use std::ops::Range;

use super::checker::Checker;
use super::conditions::Scope;
use super::order::Look;
use super::renamed::old_ids;
use crate::condition::Subject;
use crate::data::{List, Str};
use crate::diagnostic::kind::{self, Conditions, Part, PartKind};
use crate::formula::{self, Formula};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::load::decode::EachNamed;
use crate::load::files::File;
use crate::load::raw::{
    Hit, OutcomeDoc, QuantityDoc, QuestionKindDoc, RowDoc, SectionDoc, SectionKind, Text,
};
use crate::model::{Advisor, CodeWhen, HitPolicy, Logic, Outcome, Quantity, Row, Section};

/// Where in an advisor a piece stands.
pub(super) struct Home {
    pub(super) section: SectionIx,
    pub(super) kind: SectionKind,
}

/// More decimals say nothing of a figure that people act on.
const MAX_DECIMALS: u8 = 9;

impl Checker {
    pub(super) fn section(
        &mut self,
        advisor: &mut Advisor,
        ix: SectionIx,
        file: &File<SectionDoc>,
    ) {
        let doc = &file.doc;
        let home = Home {
            section: ix,
            kind: doc.kind.value,
        };
        let when = self.condition(doc.when.as_ref(), Scope::Before(ix));
        let first_question = advisor.questions.len();
        let details = self.questions_named(&home, &doc.details.0);
        for question in &doc.questions.0 {
            let own = QuestionIx::new(advisor.questions.len());
            let made = self.question(&home, own, details.contains(&own), question);
            advisor.questions.push(made);
        }
        let questions = (first_question..advisor.questions.len())
            .map(QuestionIx::new)
            .collect();
        let outcomes = self.names.outcomes[ix.index()]
            .iter()
            .map(|(_, outcome)| *outcome)
            .collect();
        for outcome in &doc.outcomes.0 {
            let made = self.outcome(&home, outcome);
            advisor.outcomes.push(made);
        }
        for quantity in &doc.quantities.0 {
            let made = self.quantity(&home, quantity);
            advisor.quantities.push(made);
        }
        let logic = self.logic(&home, doc);
        advisor.sections.push(Section {
            id: doc.section.value.as_str().into(),
            replaces: old_ids(&doc.replaces),
            title: self.name(&doc.title),
            short: self.maybe_name(doc.short.as_ref()),
            intro: self.maybe_text(doc.intro.as_ref()),
            when,
            logic,
            questions,
            outcomes,
            details: details.into(),
        });
    }

    fn logic(&mut self, home: &Home, doc: &SectionDoc) -> Logic {
        let at = doc.kind.span;
        let kind = match home.kind {
            SectionKind::Tree => PartKind::Tree,
            SectionKind::Table => PartKind::Table,
            SectionKind::Questions => PartKind::Questions,
        };
        let misplaced = |checker: &mut Self, present: bool, field: &'static str| {
            if present {
                checker.fault(at, Part::MeansNothing { field, kind });
            }
        };
        let missing = |checker: &mut Self, absent: bool, field: &'static str| {
            if absent && !checker.incomplete {
                checker.fault(at, Part::Needs { field, kind });
            }
        };
        match home.kind {
            SectionKind::Tree => {
                misplaced(self, doc.hit.is_some(), "hit");
                misplaced(self, !doc.rows.0.is_empty(), "rows");
                misplaced(self, !doc.inputs.0.is_empty(), "inputs");
                missing(self, doc.start.is_none(), "start");
                missing(self, doc.outcomes.0.is_empty(), "outcomes");
                let start = doc
                    .start
                    .as_ref()
                    .and_then(|start| self.own_question(home, start));
                Logic::Tree {
                    start: start.unwrap_or(QuestionIx::new(0)),
                }
            }
            SectionKind::Table => {
                misplaced(self, doc.start.is_some(), "start");
                missing(self, doc.hit.is_none(), "hit");
                missing(self, doc.inputs.0.is_empty(), "inputs");
                missing(self, doc.rows.0.is_empty(), "rows");
                let inputs = self.questions_named(home, &doc.inputs.0);
                self.no_text_inputs(doc, &inputs);
                Logic::Table {
                    hit: match doc.hit.as_ref().map(|hit| hit.value) {
                        Some(Hit::Unique) => HitPolicy::Unique,
                        Some(Hit::Collect) => HitPolicy::Collect,
                        Some(Hit::First) | None => HitPolicy::First,
                    },
                    rows: self.rows(home, &doc.rows.0, &inputs).into(),
                    inputs: inputs.into(),
                }
            }
            SectionKind::Questions => {
                misplaced(self, doc.start.is_some(), "start");
                misplaced(self, doc.hit.is_some(), "hit");
                misplaced(self, !doc.rows.0.is_empty(), "rows");
                misplaced(self, !doc.inputs.0.is_empty(), "inputs");
                misplaced(self, !doc.outcomes.0.is_empty(), "outcomes");
                misplaced(self, !doc.details.0.is_empty(), "details");
                missing(self, doc.questions.0.is_empty(), "questions");
                Logic::Questions
            }
        }
    }

    fn no_text_inputs(&mut self, doc: &SectionDoc, inputs: &[QuestionIx]) {
        for input in inputs {
            let name = &self.names.questions[input.index()];
            if name.kind == QuestionKindDoc::Text {
                let span = doc.inputs.0.iter().find(|text| text.value == name.id);
                if let Some(text) = span {
                    let id = name.id.clone();
                    self.fault(text.span, Part::TextInput { id });
                }
            }
        }
    }

    fn rows(&mut self, home: &Home, rows: &[RowDoc], inputs: &[QuestionIx]) -> Vec<Row> {
        let scope = Scope::Within {
            section: home.section,
            outcome: false,
            not: None,
        };
        let mut ids: Vec<&str> = Vec::new();
        let mut made = Vec::new();
        for row in rows {
            self.is_id(&row.id);
            if ids.contains(&row.id.value.as_str()) {
                self.duplicate(&row.id);
            }
            ids.push(&row.id.value);
            let when = self.condition(Some(&row.when), scope);
            let mut foreign = Vec::new();
            when.subjects(&mut |subject| {
                if let Subject::Question(question) = subject
                    && !inputs.contains(&question)
                {
                    foreign.push(question);
                }
            });
            for question in foreign {
                let name = &self.names.questions[question.index()];
                if name.section == home.section {
                    let id = name.id.clone();
                    let mut looks = Vec::new();
                    self.looks_at(&row.when.value, &mut looks);
                    let is_it = |look: &&Look<'_>| look.subject == Subject::Question(question);
                    let look = looks.iter().find(is_it);
                    let span = look.map_or(row.when.span, |look| look.name.span);
                    self.fault(span, Conditions::NoInput { id });
                }
            }
            // The row stays, so that its texts are not taken for unknown ones.
            let outcome = self.own_outcome(home, &row.outcome);
            made.push(Row {
                id: row.id.value.as_str().into(),
                when,
                outcome: outcome.unwrap_or(OutcomeIx::new(0)),
                because: self.maybe_text(row.because.as_ref()),
                source: self.maybe_text(row.source.as_ref()),
                dissent: self.maybe_text(row.dissent.as_ref()),
            });
        }
        made
    }

    fn outcome(&mut self, home: &Home, doc: &OutcomeDoc) -> Outcome {
        Outcome {
            id: doc.id.value.as_str().into(),
            replaces: old_ids(&doc.replaces),
            section: home.section,
            title: self.text(&doc.title),
            short: self.maybe_name(doc.short.as_ref()),
            summary: self.maybe_text(doc.summary.as_ref()),
            rust: self.maybe_text(doc.rust.as_ref()),
            code: self.shown(&doc.code),
            code_when: self.shown_when(doc),
            because: self.maybe_text(doc.because.as_ref()),
            source: self.maybe_text(doc.source.as_ref()),
            dissent: self.maybe_text(doc.dissent.as_ref()),
            elsewhere: self.maybe_text(doc.elsewhere.as_ref()),
        }
    }

    /// The code that was found, by language.
    fn shown(&mut self, code: &EachNamed<Text>) -> List<(Str, Str)> {
        for (language, _) in &code.0 {
            self.is_id(language);
        }
        let found = code.0.iter().filter_map(|(language, path)| {
            let text = self.code.get(&path.value)?;
            Some((language.value.as_str().into(), text.as_str().into()))
        });
        found.collect()
    }

    fn shown_when(&mut self, doc: &OutcomeDoc) -> List<CodeWhen> {
        let special = doc.code_when.0.iter().map(|special| CodeWhen {
            // It is chosen when everything is known, so it may look at whatever comes after.
            when: self.condition(Some(&special.when), Scope::Everything),
            code: self.shown(&special.code),
        });
        special.collect()
    }

    fn quantity(&mut self, home: &Home, doc: &QuantityDoc) -> Quantity {
        let own = self.names.subjects.get(&doc.id.value).copied();
        let parsed = Formula::parse(&doc.value.value, &mut |name| {
            let subject = self.names.subjects.get(name).copied()?;
            match subject {
                Subject::Question(ix)
                    if self.names.questions[ix.index()].kind == QuestionKindDoc::Number =>
                {
                    Some(subject)
                }
                Subject::Quantity(_) if own.is_some_and(|own| subject < own) => Some(subject),
                _ => None,
            }
        });
        let value = match parsed {
            Ok(formula) => formula,
            Err((kind, range)) => {
                self.bad_formula(doc, own, kind, range);
                Formula::constant()
            }
        };
        let scope = Scope::Within {
            section: home.section,
            outcome: true,
            not: None,
        };
        Quantity {
            id: doc.id.value.as_str().into(),
            section: home.section,
            title: self.name(&doc.title),
            short: self.maybe_name(doc.short.as_ref()),
            unit: self.maybe_name(doc.unit.as_ref()),
            unit_one: self.maybe_name(doc.unit_one.as_ref()),
            value,
            decimals: self.decimals(doc),
            when: self.condition(doc.when.as_ref(), scope),
            bands: self.bands(home, &doc.bands.0, f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    fn decimals(&mut self, doc: &QuantityDoc) -> u8 {
        let Some(given) = &doc.decimals else {
            return 0;
        };
        match u8::try_from(given.value) {
            Ok(decimals) if decimals <= MAX_DECIMALS => decimals,
            _ => {
                let most = MAX_DECIMALS;
                self.fault(given.span, Part::TooManyDecimals { most });
                most
            }
        }
    }

    /// A formula's fault, with the function or the number that may be meant.
    fn bad_formula(
        &mut self,
        doc: &QuantityDoc,
        own: Option<Subject>,
        kind: kind::Formula,
        range: Range<usize>,
    ) {
        if self.incomplete {
            return;
        }
        let written = &doc.value;
        let at = Text {
            value: written
                .value
                .get(range.clone())
                .unwrap_or_default()
                .to_owned(),
            // Inside a plain scalar the offsets carry over.
            span: if written.span.len() == written.value.len() {
                written.span.part(range)
            } else {
                written.span
            },
        };
        let known: Vec<String> = match &kind {
            kind::Formula::UnknownFunction { .. } => {
                formula::functions().map(str::to_owned).collect()
            }
            // What it names may exist and be no number; then nothing else is meant.
            kind::Formula::UnknownName { name } if !self.names.subjects.contains_key(name) => {
                self.numbers_before(own)
            }
            _ => Vec::new(),
        };
        self.fault_near(&at, kind, known.iter().map(String::as_str));
    }

    /// What a quantity's formula may name: number questions, and the quantities before it.
    fn numbers_before(&self, own: Option<Subject>) -> Vec<String> {
        let subjects = self.names.subjects.iter();
        let mut known: Vec<String> = subjects
            .filter(|(_, subject)| match subject {
                Subject::Question(ix) => {
                    self.names.questions[ix.index()].kind == QuestionKindDoc::Number
                }
                Subject::Quantity(_) => own.is_some_and(|own| **subject < own),
                Subject::Section(_) => false,
            })
            .map(|(id, _)| id.clone())
            .collect();
        known.sort();
        known
    }
}
