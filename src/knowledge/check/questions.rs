//! Questions, their options, bands and defaults.

use super::Checker;
use super::conditions::Scope;
use super::sections::Home;
use crate::diagnostic::{Code, Diagnostic};
use crate::knowledge::answer::{compile_pattern, parse_answer};
use crate::knowledge::condition::Condition;
use crate::knowledge::decode::Spanned;
use crate::knowledge::model::{Band, Choice, Default, Question, QuestionIx, QuestionKind};
use crate::knowledge::raw::{
    ChoiceDoc, QuestionDoc, QuestionKindDoc, RawDefault, SectionKind, Text,
};

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

    pub(super) fn bands(
        &mut self,
        home: &Home<'_>,
        docs: &[ChoiceDoc],
        min: f64,
        max: f64,
    ) -> Vec<Band> {
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
}
