//! Sections, their questions, rows, outcomes and quantities.

use std::sync::Arc;

use super::conditions::Scope;
use super::{Checker, File, names};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::knowledge::answer::{compile_pattern, parse_answer};
use crate::knowledge::condition::{Condition, Subject};
use crate::knowledge::decode::Spanned;
use crate::knowledge::formula::{self, Formula};
use crate::knowledge::model::{
    Advisor, Band, Branch, Choice, Default, Goto, HitPolicy, Logic, Outcome, Quantity, Question,
    QuestionIx, QuestionKind, Row, Section, SectionIx,
};
use crate::knowledge::raw::{
    BranchDoc, ChoiceDoc, Hit, OutcomeDoc, QuantityDoc, QuestionDoc, QuestionKindDoc, RawDefault,
    RowDoc, SectionDoc, SectionKind, Text,
};

/// Where in an advisor a piece stands.
struct Home<'a> {
    section: SectionIx,
    text: &'a Arc<SourceText>,
    kind: SectionKind,
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
        self.bears_its_files_name(text, &doc.section);
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
            id: doc.section.value.clone(),
            title: self.text(text, &doc.title),
            intro: self.maybe_text(text, doc.intro.as_ref()),
            when,
            logic,
            questions,
            outcomes,
            details,
        });
    }

    fn logic(&mut self, home: &Home<'_>, doc: &SectionDoc) -> Logic {
        let text = home.text;
        let at = &doc.kind.span;
        let misplaced = |checker: &mut Self, present: bool, field: &str| {
            if present {
                let fault = Diagnostic::new(
                    Code::UnknownField,
                    format!("`{field}` means nothing in a section of this kind"),
                );
                checker.fault(text, at, fault);
            }
        };
        let missing = |checker: &mut Self, absent: bool, field: &str| {
            if absent && !checker.incomplete {
                let fault = Diagnostic::new(
                    Code::MissingField,
                    format!("a section of this kind needs `{field}`"),
                );
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
                    rows: self.rows(home, &doc.rows.0, &inputs),
                    inputs,
                }
            }
            SectionKind::Questions => {
                misplaced(self, doc.start.is_some(), "start");
                misplaced(self, doc.hit.is_some(), "hit");
                misplaced(self, !doc.rows.0.is_empty(), "rows");
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
            if !names::is_id(&row.id.value) {
                self.fault(home.text, &row.id.span, names::bad_id(&row.id.value));
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
                    self.fault(home.text, &row.when.span, fault);
                }
            }
            let Some(outcome) = self.own_outcome(home, &row.outcome) else {
                continue;
            };
            made.push(Row {
                id: row.id.value.clone(),
                when,
                outcome,
                because: self.maybe_text(home.text, row.because.as_ref()),
                source: self.maybe_text(home.text, row.source.as_ref()),
                dissent: self.maybe_text(home.text, row.dissent.as_ref()),
            });
        }
        made
    }

    fn question(
        &mut self,
        home: &Home<'_>,
        own: QuestionIx,
        detail: bool,
        doc: &QuestionDoc,
    ) -> Question {
        let text = home.text;
        let scope = Scope::Within {
            section: home.section,
            outcome: detail,
            not: Some(own),
        };
        let kind = self.question_kind(home, doc);
        let needs_way_on = home.kind == SectionKind::Tree && !detail;
        let next = self.branches(home, doc.goto.as_ref(), doc.outcome.as_ref(), &doc.next.0);
        let mut question = Question {
            id: doc.id.value.clone(),
            section: home.section,
            ask: self.text(text, &doc.ask),
            help: self.maybe_text(text, doc.help.as_ref()),
            example: self.maybe_text(text, doc.example.as_ref()),
            source: self.maybe_text(text, doc.source.as_ref()),
            because: self.maybe_text(text, doc.because.as_ref()),
            when: self.condition(text, doc.when.as_ref(), scope),
            kind,
            defaults: Vec::new(),
            next,
        };
        self.ways_on(home, doc, &question, needs_way_on);
        question.defaults = self.defaults(home, doc, &question, scope);
        if doc.when.is_some() && doc.default.is_none() {
            let fault = Diagnostic::new(
                Code::MissingField,
                format!(
                    "the conditional question `{}` needs a `default`",
                    question.id
                ),
            )
            .help("it stands for the answer when the question is not asked");
            self.fault(text, &doc.id.span, fault);
        }
        question
    }

    /// In a tree, every option leads on; elsewhere none does.
    fn ways_on(&mut self, home: &Home<'_>, doc: &QuestionDoc, made: &Question, needed: bool) {
        let choices: Vec<(&Text, bool)> = match &made.kind {
            QuestionKind::YesNo { options } | QuestionKind::Choice { options } => options
                .iter()
                .map(|option| {
                    let written = doc.options.0.iter().find(|o| o.id.value == option.id);
                    (written.map_or(&doc.id, |o| &o.id), !option.next.is_empty())
                })
                .collect(),
            QuestionKind::Number { bands, .. } => doc
                .bands
                .0
                .iter()
                .zip(bands)
                .map(|(written, band)| (&written.id, !band.choice.next.is_empty()))
                .collect(),
            QuestionKind::Text { .. } => vec![(&doc.id, false)],
        };
        if needed {
            for (id, has_own) in choices {
                if !has_own && made.next.is_empty() {
                    let fault = Diagnostic::new(
                        Code::NoWayOn,
                        format!(
                            "from `{}` of `{}` the tree leads nowhere",
                            id.value, made.id
                        ),
                    )
                    .help("give it `goto`, `outcome` or `next`, or give them to the question");
                    self.fault(home.text, &id.span.clone(), fault);
                }
            }
        } else if !made.next.is_empty() || choices.iter().any(|(_, has_own)| *has_own) {
            let fault = Diagnostic::new(
                Code::UnknownField,
                format!(
                    "`{}` decides no way on, so `goto`, `outcome` and `next` mean nothing",
                    made.id
                ),
            );
            self.fault(home.text, &doc.id.span, fault);
        }
    }

    fn question_kind(&mut self, home: &Home<'_>, doc: &QuestionDoc) -> QuestionKind {
        let text = home.text;
        match doc.kind.value {
            QuestionKindDoc::YesNo => QuestionKind::YesNo {
                options: self.yes_no(home, doc),
            },
            QuestionKindDoc::Choice => {
                if doc.options.0.len() < 2 && !self.incomplete {
                    let fault = Diagnostic::new(
                        Code::EmptyList,
                        format!("`{}` needs at least two options", doc.id.value),
                    );
                    self.fault(text, &doc.id.span, fault);
                }
                QuestionKind::Choice {
                    options: doc
                        .options
                        .0
                        .iter()
                        .map(|option| self.choice(home, option, None))
                        .collect(),
                }
            }
            QuestionKindDoc::Number => self.number(home, doc),
            QuestionKindDoc::Text => {
                let pattern = match &doc.pattern {
                    Some(pattern) => {
                        if let Err(error) = compile_pattern(&pattern.value) {
                            let fault = Diagnostic::new(
                                Code::BadPattern,
                                format!("not a regular expression: {error}"),
                            );
                            self.fault(text, &pattern.span, fault);
                        }
                        pattern.value.clone()
                    }
                    None => ".+".to_owned(),
                };
                QuestionKind::Text {
                    pattern,
                    hint: self.maybe_text(text, doc.hint.as_ref()),
                }
            }
        }
    }

    fn yes_no(&mut self, home: &Home<'_>, doc: &QuestionDoc) -> Vec<Choice> {
        for option in &doc.options.0 {
            if !["yes", "no"].contains(&option.id.value.as_str()) {
                let fault = Diagnostic::new(
                    Code::UnknownId,
                    format!("a yes/no question has no option `{}`", option.id.value),
                )
                .help("its options are `yes` and `no`; for others use `kind: choice`");
                self.fault(home.text, &option.id.span, fault);
            }
        }
        ["yes", "no"]
            .map(|id| match doc.options.0.iter().find(|o| o.id.value == id) {
                Some(option) => self.choice(home, option, Some(id)),
                None => Choice {
                    id: id.to_owned(),
                    label: id.to_owned(),
                    because: None,
                    source: None,
                    dissent: None,
                    next: Vec::new(),
                },
            })
            .into()
    }

    fn choice(&mut self, home: &Home<'_>, doc: &ChoiceDoc, label: Option<&str>) -> Choice {
        let text = home.text;
        let label = match (&doc.label, label) {
            (Some(label), _) => self.text(text, label),
            (None, Some(label)) => label.to_owned(),
            (None, None) => {
                let fault = Diagnostic::new(
                    Code::MissingField,
                    format!("`{}` needs a `label`", doc.id.value),
                );
                self.fault(text, &doc.id.span, fault);
                String::new()
            }
        };
        Choice {
            id: doc.id.value.clone(),
            label,
            because: self.maybe_text(text, doc.because.as_ref()),
            source: self.maybe_text(text, doc.source.as_ref()),
            dissent: self.maybe_text(text, doc.dissent.as_ref()),
            next: self.branches(home, doc.goto.as_ref(), doc.outcome.as_ref(), &doc.next.0),
        }
    }

    fn number(&mut self, home: &Home<'_>, doc: &QuestionDoc) -> QuestionKind {
        let text = home.text;
        let bound = |checker: &mut Self, bound: Option<&Spanned<f64>>, field: &str| match bound {
            Some(bound) if bound.value.is_finite() => bound.value,
            _ => {
                let fault = Diagnostic::new(
                    Code::MissingField,
                    format!("the number `{}` needs `{field}`", doc.id.value),
                );
                checker.fault(text, &doc.id.span, fault);
                0.0
            }
        };
        let min = bound(self, doc.min.as_ref(), "min");
        let max = bound(self, doc.max.as_ref(), "max");
        if min > max {
            let fault = Diagnostic::new(Code::BadBands, format!("min {min} is above max {max}"));
            self.fault(text, &doc.id.span, fault);
        }
        if doc.bands.0.is_empty() && !self.incomplete {
            let fault = Diagnostic::new(
                Code::EmptyList,
                format!("the number `{}` needs at least one band", doc.id.value),
            )
            .help("bands name what the numbers mean; the last one has no `below`");
            self.fault(text, &doc.id.span, fault);
        }
        QuestionKind::Number {
            unit: self.maybe_text(text, doc.unit.as_ref()),
            min,
            max,
            integer: doc.integer.unwrap_or(false),
            bands: self.bands(home, &doc.bands.0, min, max),
        }
    }

    fn bands(&mut self, home: &Home<'_>, docs: &[ChoiceDoc], min: f64, max: f64) -> Vec<Band> {
        let mut last = min;
        let count = docs.len();
        docs.iter()
            .enumerate()
            .map(|(place, doc)| {
                let below = doc.below.as_ref().map(|below| below.value);
                let fault = match below {
                    None if place + 1 < count => Some("only the last band may have no `below`"),
                    Some(_) if place + 1 == count => Some("the last band has no `below`"),
                    Some(below) if below <= last || below > max => {
                        Some("bands must ascend between min and max")
                    }
                    _ => None,
                };
                if let Some(fault) = fault {
                    let span = doc.below.as_ref().map_or(&doc.id.span, |below| &below.span);
                    self.fault(home.text, span, Diagnostic::new(Code::BadBands, fault));
                }
                last = below.unwrap_or(last);
                Band {
                    choice: self.choice(home, doc, None),
                    below,
                }
            })
            .collect()
    }

    fn branches(
        &mut self,
        home: &Home<'_>,
        goto: Option<&Text>,
        outcome: Option<&Text>,
        next: &[BranchDoc],
    ) -> Vec<Branch> {
        let given = usize::from(goto.is_some())
            + usize::from(outcome.is_some())
            + usize::from(!next.is_empty());
        let span = goto.or(outcome).map(|text| text.span.clone());
        if given > 1 {
            let fault = Diagnostic::new(
                Code::BadValue,
                "`goto`, `outcome` and `next` exclude each other",
            );
            self.fault(home.text, &span.unwrap_or(0..0), fault);
        }
        if goto.is_some() || outcome.is_some() {
            let to = self.target(home, goto, outcome);
            return to
                .map(|to| Branch {
                    when: Condition::Always,
                    to,
                })
                .into_iter()
                .collect();
        }
        let scope = Scope::Within {
            section: home.section,
            outcome: false,
            not: None,
        };
        let mut made = Vec::new();
        for (place, branch) in next.iter().enumerate() {
            let when = self.condition(home.text, branch.when.as_ref(), scope);
            let last = place + 1 == next.len();
            let at = branch
                .goto
                .as_ref()
                .or(branch.outcome.as_ref())
                .map_or(0..0, |text| text.span.clone());
            if last && branch.when.is_some() {
                let fault = Diagnostic::new(
                    Code::NoWayOn,
                    "the last way on has a condition, so there may be none",
                )
                .help("add one without `when`");
                self.fault(home.text, &at, fault);
            }
            if !last && branch.when.is_none() {
                let fault = Diagnostic::new(
                    Code::BadCondition,
                    "this way on has no condition, so those after it are never taken",
                );
                self.fault(home.text, &at, fault);
            }
            if let Some(to) = self.target(home, branch.goto.as_ref(), branch.outcome.as_ref()) {
                made.push(Branch { when, to });
            }
        }
        made
    }

    fn target(
        &mut self,
        home: &Home<'_>,
        goto: Option<&Text>,
        outcome: Option<&Text>,
    ) -> Option<Goto> {
        match (goto, outcome) {
            (Some(goto), _) => self.own_question(home, goto).map(Goto::Question),
            (None, Some(outcome)) => self.own_outcome(home, outcome).map(Goto::Outcome),
            (None, None) => None,
        }
    }

    fn own_question(&mut self, home: &Home<'_>, id: &Text) -> Option<QuestionIx> {
        match self.names.question(&id.value) {
            Some(ix) if self.names.questions[ix.index()].section == home.section => Some(ix),
            _ => {
                let known: Vec<String> = self
                    .names
                    .questions_of(home.section)
                    .map(str::to_owned)
                    .collect();
                let known = known.iter().map(String::as_str);
                self.unknown_id(home.text, id, "question of this section", known);
                None
            }
        }
    }

    fn own_outcome(
        &mut self,
        home: &Home<'_>,
        id: &Text,
    ) -> Option<crate::knowledge::model::OutcomeIx> {
        let found = self.names.outcome(home.section, &id.value);
        if found.is_none() {
            let known: Vec<String> = self.names.outcomes[home.section.index()]
                .iter()
                .map(|(name, _)| name.clone())
                .collect();
            let known = known.iter().map(String::as_str);
            self.unknown_id(home.text, id, "outcome of this section", known);
        }
        found
    }

    fn questions_named(&mut self, home: &Home<'_>, names: &[Text]) -> Vec<QuestionIx> {
        names
            .iter()
            .filter_map(|name| self.own_question(home, name))
            .collect()
    }

    fn defaults(
        &mut self,
        home: &Home<'_>,
        doc: &QuestionDoc,
        question: &Question,
        scope: Scope,
    ) -> Vec<Default> {
        let one = |checker: &mut Self, when: Condition, answer: &Text| match parse_answer(
            question,
            &answer.value,
        ) {
            Ok(answer) => Some(Default { when, answer }),
            Err(error) => {
                let mut fault = Diagnostic::new(Code::BadAnswer, error.message);
                fault.help = error.help;
                checker.fault(home.text, &answer.span, fault);
                None
            }
        };
        match &doc.default {
            None => Vec::new(),
            Some(RawDefault::Always(answer)) => {
                one(self, Condition::Always, answer).into_iter().collect()
            }
            Some(RawDefault::Conditional(list)) => {
                if let Some(last) = list.0.last()
                    && last.when.is_some()
                {
                    let fault = Diagnostic::new(
                        Code::NoWayOn,
                        "the last default has a condition, so there may be none",
                    );
                    self.fault(home.text, &last.is.span, fault);
                }
                list.0
                    .iter()
                    .filter_map(|default| {
                        let when = self.condition(home.text, default.when.as_ref(), scope);
                        one(self, when, &default.is)
                    })
                    .collect()
            }
        }
    }

    fn outcome(&mut self, home: &Home<'_>, doc: &OutcomeDoc) -> Outcome {
        let text = home.text;
        Outcome {
            id: doc.id.value.clone(),
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
                    let fault = Diagnostic::new(Code::BadFormula, message)
                        .help(format!("functions: {}", functions.join(", ")));
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
            id: doc.id.value.clone(),
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
