//! Questions, their options, bands and defaults.

use super::checker::Checker;
use super::conditions::Scope;
use super::sections::Home;
use crate::condition::Condition;
use crate::data::{List, Str};
use crate::diagnostic::{Code, Diagnostic};
use crate::ids::QuestionIx;
use crate::load::decode::Spanned;
use crate::load::raw::{ChoiceDoc, QuestionDoc, QuestionKindDoc, RawDefault, SectionKind, Text};
use crate::model::answer::{compile_pattern, parse_answer};
use crate::model::{Band, Choice, Default, Question, QuestionKind};

impl Checker {
    pub(super) fn question(
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
        let next = self.branches(
            home,
            &doc.id,
            doc.goto.as_ref(),
            doc.outcome.as_ref(),
            &doc.next.0,
        );
        let mut question = Question {
            id: doc.id.value.as_str().into(),
            section: home.section,
            ask: self.text(text, &doc.ask),
            help: self.maybe_text(text, doc.help.as_ref()),
            example: self.maybe_text(text, doc.example.as_ref()),
            examples: List::EMPTY,
            source: self.maybe_text(text, doc.source.as_ref()),
            because: self.maybe_text(text, doc.because.as_ref()),
            when: self.condition(text, doc.when.as_ref(), scope),
            kind,
            defaults: List::EMPTY,
            next,
        };
        self.misplaced_fields(home, doc);
        self.ways_on(home, doc, needs_way_on);
        question.defaults = self.defaults(home, doc, &question, scope);
        question.examples = self.examples(home, doc, &question);
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

    /// In a tree, every option leads on; elsewhere none does. What is written counts, even where it
    /// names nothing that exists.
    fn ways_on(&mut self, home: &Home<'_>, doc: &QuestionDoc, needed: bool) {
        let leads = |choice: &ChoiceDoc| {
            choice.goto.is_some() || choice.outcome.is_some() || !choice.next.0.is_empty()
        };
        let written = match doc.kind.value {
            QuestionKindDoc::YesNo | QuestionKindDoc::Choice => &doc.options.0[..],
            QuestionKindDoc::Number => &doc.bands.0[..],
            QuestionKindDoc::Text => &[],
        };
        let itself = doc.goto.is_some() || doc.outcome.is_some() || !doc.next.0.is_empty();
        if !needed {
            if itself || written.iter().any(leads) {
                let fault = Diagnostic::new(
                    Code::UnknownField,
                    format!(
                        "`{}` decides no way on, so `goto`, `outcome` and `next` mean nothing",
                        doc.id.value
                    ),
                );
                self.fault(home.text, &doc.id.span, fault);
            }
            return;
        }
        if itself {
            return;
        }
        let mut stuck: Vec<(&str, &Text)> = written
            .iter()
            .filter(|choice| !leads(choice))
            .map(|choice| (choice.id.value.as_str(), &choice.id))
            .collect();
        match doc.kind.value {
            QuestionKindDoc::YesNo => stuck.extend(
                ["yes", "no"]
                    .into_iter()
                    .filter(|id| written.iter().all(|choice| choice.id.value != *id))
                    .map(|id| (id, &doc.id)),
            ),
            QuestionKindDoc::Text => stuck.push(("any text", &doc.id)),
            QuestionKindDoc::Choice | QuestionKindDoc::Number => {}
        }
        for (id, place) in stuck {
            // An option may have been left out for a fault of its own.
            if self.incomplete && place.span == doc.id.span {
                continue;
            }
            let fault = Diagnostic::new(
                Code::NoWayOn,
                format!("from `{id}` of `{}` the tree leads nowhere", doc.id.value),
            )
            .help("give it `goto`, `outcome` or `next`, or give them to the question");
            self.fault(home.text, &place.span, fault);
        }
    }

    /// Fields that another kind of question has would be passed over in silence.
    fn misplaced_fields(&mut self, home: &Home<'_>, doc: &QuestionDoc) {
        let kind = doc.kind.value;
        let number = kind == QuestionKindDoc::Number;
        let text = kind == QuestionKindDoc::Text;
        let first = |list: &'_ [ChoiceDoc]| list.first().map(|choice| choice.id.span.clone());
        let at = |text: &Option<Text>| text.as_ref().map(|text| text.span.clone());
        let bound = |bound: &Option<Spanned<f64>>| bound.as_ref().map(|bound| bound.span.clone());
        let fields = [
            ("unit", number, at(&doc.unit)),
            ("min", number, bound(&doc.min)),
            ("max", number, bound(&doc.max)),
            ("integer", number, doc.integer.map(|_| doc.id.span.clone())),
            ("bands", number, first(&doc.bands.0)),
            ("pattern", text, at(&doc.pattern)),
            ("hint", text, at(&doc.hint)),
            ("options", !number && !text, first(&doc.options.0)),
        ];
        let noun = match kind {
            QuestionKindDoc::YesNo => "a yes/no question",
            QuestionKindDoc::Choice => "a choice",
            QuestionKindDoc::Number => "a number",
            QuestionKindDoc::Text => "a text",
        };
        for (field, fits, span) in fields {
            if let (false, Some(span)) = (fits, span) {
                let message = format!("`{field}` means nothing for {noun}");
                let fault = Diagnostic::new(Code::UnknownField, message);
                self.fault(home.text, &span, fault);
            }
        }
        if !number {
            for below in doc
                .options
                .0
                .iter()
                .filter_map(|option| option.below.as_ref())
            {
                let fault = Diagnostic::new(Code::UnknownField, "only a band has a `below`");
                self.fault(home.text, &below.span, fault);
            }
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
                        let compiled = compile_pattern(&pattern.value);
                        let usable = compiled.is_ok();
                        if let Err(error) = compiled {
                            let fault = Diagnostic::new(
                                Code::BadPattern,
                                format!("not a regular expression: {error}"),
                            );
                            self.fault(text, &pattern.span, fault);
                        }
                        // Every text fits a pattern that is at fault, so that no answer is.
                        if usable { pattern.value.as_str() } else { ".*" }.into()
                    }
                    None => ".+".into(),
                };
                QuestionKind::Text {
                    pattern,
                    hint: self.maybe_text(text, doc.hint.as_ref()),
                }
            }
        }
    }

    fn yes_no(&mut self, home: &Home<'_>, doc: &QuestionDoc) -> List<Choice> {
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
                    id: id.into(),
                    label: id.into(),
                    because: None,
                    source: None,
                    dissent: None,
                    next: List::EMPTY,
                },
            })
            .into_iter()
            .collect()
    }

    fn choice(&mut self, home: &Home<'_>, doc: &ChoiceDoc, label: Option<&str>) -> Choice {
        let text = home.text;
        let label = match (&doc.label, label) {
            (Some(label), _) => self.text(text, label),
            (None, Some(label)) => label.into(),
            (None, None) => {
                let fault = Diagnostic::new(
                    Code::MissingField,
                    format!("`{}` needs a `label`", doc.id.value),
                );
                self.fault(text, &doc.id.span, fault);
                Str::default()
            }
        };
        Choice {
            id: doc.id.value.as_str().into(),
            label,
            because: self.maybe_text(text, doc.because.as_ref()),
            source: self.maybe_text(text, doc.source.as_ref()),
            dissent: self.maybe_text(text, doc.dissent.as_ref()),
            next: self.branches(
                home,
                &doc.id,
                doc.goto.as_ref(),
                doc.outcome.as_ref(),
                &doc.next.0,
            ),
        }
    }

    fn number(&mut self, home: &Home<'_>, doc: &QuestionDoc) -> QuestionKind {
        let text = home.text;
        let bound = |checker: &mut Self, bound: Option<&Spanned<f64>>, field: &str, open: f64| {
            match bound {
                Some(bound) if bound.value.is_finite() => bound.value,
                _ => {
                    let fault = Diagnostic::new(
                        Code::MissingField,
                        format!("the number `{}` needs `{field}`", doc.id.value),
                    );
                    checker.fault(text, &doc.id.span, fault);
                    open
                }
            }
        };
        // Without a bound every number fits, so that no answer is at fault for it.
        let mut min = bound(self, doc.min.as_ref(), "min", f64::NEG_INFINITY);
        let mut max = bound(self, doc.max.as_ref(), "max", f64::INFINITY);
        if min > max {
            let fault = Diagnostic::new(Code::BadBands, format!("min {min} is above max {max}"));
            let span = doc.min.as_ref().map_or(&doc.id.span, |min| &min.span);
            self.fault(text, span, fault);
            (min, max) = (f64::NEG_INFINITY, f64::INFINITY);
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

    pub(super) fn bands(
        &mut self,
        home: &Home<'_>,
        docs: &[ChoiceDoc],
        min: f64,
        max: f64,
    ) -> List<Band> {
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

    fn defaults(
        &mut self,
        home: &Home<'_>,
        doc: &QuestionDoc,
        question: &Question,
        scope: Scope,
    ) -> List<Default> {
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
            None => List::EMPTY,
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
}
