//! Sections, their rows, outcomes and quantities.

use std::sync::Arc;

use super::checker::Checker;
use super::conditions::Scope;
use super::order::Look;
use crate::condition::Subject;
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::formula::{self, Formula};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::load::files::File;
use crate::load::id::{bad_id, is_id};
use crate::load::raw::{
    Hit, OutcomeDoc, QuantityDoc, QuestionKindDoc, RowDoc, SectionDoc, SectionKind,
};
use crate::model::{Advisor, HitPolicy, Logic, Outcome, Quantity, Row, Section};

/// Where in an advisor a piece stands.
pub(super) struct Home<'a> {
    pub(super) section: SectionIx,
    pub(super) text: &'a Arc<SourceText>,
    pub(super) kind: SectionKind,
}

impl Checker {
    pub(super) fn section(
        &mut self,
        advisor: &mut Advisor,
        ix: SectionIx,
        file: &File<SectionDoc>,
    ) {
        let (doc, text) = (&file.doc, &file.text);
        let home = Home {
            section: ix,
            text,
            kind: doc.kind.value,
        };
        let when = self.condition(text, doc.when.as_ref(), Scope::Before(ix));
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
            title: self.text(text, &doc.title),
            intro: self.maybe_text(text, doc.intro.as_ref()),
            when,
            logic,
            questions,
            outcomes,
            details: details.into(),
        });
    }

    fn logic(&mut self, home: &Home<'_>, doc: &SectionDoc) -> Logic {
        let text = home.text;
        let at = &doc.kind.span;
        let noun = match home.kind {
            SectionKind::Tree => "a tree",
            SectionKind::Table => "a table",
            SectionKind::Questions => "a section of plain questions",
        };
        let misplaced = |checker: &mut Self, present: bool, field: &str| {
            if present {
                let fault = Diagnostic::new(
                    Code::UnknownField,
                    format!("`{field}` means nothing in {noun}"),
                );
                checker.fault(text, at, fault);
            }
        };
        let missing = |checker: &mut Self, absent: bool, field: &str| {
            if absent && !checker.incomplete {
                let fault = Diagnostic::new(Code::MissingField, format!("{noun} needs `{field}`"));
                checker.fault(text, at, fault);
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
                self.no_text_inputs(home, doc, &inputs);
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

    fn no_text_inputs(&mut self, home: &Home<'_>, doc: &SectionDoc, inputs: &[QuestionIx]) {
        for input in inputs {
            let name = &self.names.questions[input.index()];
            if name.kind == QuestionKindDoc::Text {
                let span = doc.inputs.0.iter().find(|text| text.value == name.id);
                let fault = Diagnostic::new(
                    Code::BadValue,
                    format!(
                        "the text question `{}` cannot be an input of a table",
                        name.id
                    ),
                )
                .help("rows decide over options and numbers; ask for a text among the details");
                if let Some(text) = span {
                    self.fault(home.text, &text.span.clone(), fault);
                }
            }
        }
    }

    fn rows(&mut self, home: &Home<'_>, rows: &[RowDoc], inputs: &[QuestionIx]) -> Vec<Row> {
        let scope = Scope::Within {
            section: home.section,
            outcome: false,
            not: None,
        };
        let mut ids: Vec<&str> = Vec::new();
        let mut made = Vec::new();
        for row in rows {
            if !is_id(&row.id.value) {
                self.fault(home.text, &row.id.span, bad_id(&row.id.value));
            }
            if ids.contains(&row.id.value.as_str()) {
                self.duplicate(home.text, &row.id);
            }
            ids.push(&row.id.value);
            let when = self.condition(home.text, Some(&row.when), scope);
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
                    let fault = Diagnostic::new(
                        Code::BadCondition,
                        format!("`{}` is no input of this table", name.id),
                    )
                    .help("add it to `inputs`");
                    let mut looks = Vec::new();
                    self.looks_at(&row.when.value, &mut looks);
                    let is_it = |look: &&Look<'_>| look.subject == Subject::Question(question);
                    let look = looks.iter().find(is_it);
                    let span = look.map_or(&row.when.span, |look| &look.name.span).clone();
                    self.fault(home.text, &span, fault);
                }
            }
            // The row stays, so that its texts are not taken for unknown ones.
            let outcome = self.own_outcome(home, &row.outcome);
            made.push(Row {
                id: row.id.value.as_str().into(),
                when,
                outcome: outcome.unwrap_or(OutcomeIx::new(0)),
                because: self.maybe_text(home.text, row.because.as_ref()),
                source: self.maybe_text(home.text, row.source.as_ref()),
                dissent: self.maybe_text(home.text, row.dissent.as_ref()),
            });
        }
        made
    }

    fn outcome(&mut self, home: &Home<'_>, doc: &OutcomeDoc) -> Outcome {
        let text = home.text;
        Outcome {
            id: doc.id.value.as_str().into(),
            section: home.section,
            title: self.text(text, &doc.title),
            summary: self.maybe_text(text, doc.summary.as_ref()),
            rust: self.maybe_text(text, doc.rust.as_ref()),
            because: self.maybe_text(text, doc.because.as_ref()),
            source: self.maybe_text(text, doc.source.as_ref()),
            dissent: self.maybe_text(text, doc.dissent.as_ref()),
        }
    }

    fn quantity(&mut self, home: &Home<'_>, doc: &QuantityDoc) -> Quantity {
        let text = home.text;
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
            Err((message, range)) => {
                if !self.incomplete {
                    let start = doc.value.span.start;
                    // Inside a plain scalar the offsets carry over.
                    let span = if doc.value.span.len() == doc.value.value.len() {
                        start + range.start..start + range.end
                    } else {
                        doc.value.span.clone()
                    };
                    let functions: Vec<&str> = formula::functions().collect();
                    let mut fault = Diagnostic::new(Code::BadFormula, message);
                    let given = doc.value.value.get(range).unwrap_or_default();
                    if fault.message.contains("function") {
                        fault = fault
                            .nearest(given, functions.iter().copied())
                            .help(format!("functions: {}", functions.join(", ")));
                    } else if !given.is_empty() && !self.names.subjects.contains_key(given) {
                        let numbers = self.names.questions.iter();
                        let numbers = numbers
                            .filter(|question| question.kind == QuestionKindDoc::Number)
                            .map(|question| question.id.as_str());
                        fault = fault.nearest(given, numbers);
                    }
                    self.fault(text, &span, fault);
                }
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
            title: self.text(text, &doc.title),
            unit: self.maybe_text(text, doc.unit.as_ref()),
            value,
            decimals: doc.decimals.unwrap_or(0).min(9),
            when: self.condition(text, doc.when.as_ref(), scope),
            bands: self.bands(home, &doc.bands.0, f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}
