//! Questions, their options, bands and defaults.

use super::checker::Checker;
use super::conditions::Scope;
use super::renamed::old_ids;
use super::sections::Home;
use crate::condition::Condition;
use crate::data::{List, Str};
use crate::diagnostic::kind::{Flow, Ids, Part, PartKind, Way};
use crate::ids::QuestionIx;
use crate::load::decode::Spanned;
use crate::load::raw::{ChoiceDoc, QuestionDoc, QuestionKindDoc, RawDefault, SectionKind, Text};
use crate::model::answer::{AS_WRITTEN, compile_pattern, parse_answer};
use crate::model::{Band, Choice, Default, Question, QuestionKind};

impl Checker {
    pub(super) fn question(
        &mut self,
        home: &Home,
        own: QuestionIx,
        detail: bool,
        doc: &QuestionDoc,
    ) -> Question {
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
            replaces: old_ids(&doc.replaces),
            section: home.section,
            ask: self.text(&doc.ask),
            short: self.maybe_name(doc.short.as_ref()),
            help: self.maybe_text(doc.help.as_ref()),
            example: self.maybe_text(doc.example.as_ref()),
            examples: List::EMPTY,
            source: self.maybe_text(doc.source.as_ref()),
            because: self.maybe_text(doc.because.as_ref()),
            when: self.condition(doc.when.as_ref(), scope),
            kind,
            defaults: List::EMPTY,
            next,
        };
        self.misplaced_fields(doc);
        self.ways_on(doc, needs_way_on);
        if matches!(question.kind, QuestionKind::Choice { .. }) {
            self.options_are_told_apart(doc, question.options());
        }
        question.defaults = self.defaults(doc, &question, scope);
        question.examples = self.examples(doc, &question);
        if doc.when.is_some() && doc.default.is_none() {
            let id = question.id.to_string();
            self.fault(doc.id.span, Part::NeedsDefault { id });
        }
        question
    }

    /// In a tree, every option leads on; elsewhere none does. What is written counts, even where it
    /// names nothing that exists.
    fn ways_on(&mut self, doc: &QuestionDoc, needed: bool) {
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
                let question = doc.id.value.clone();
                self.fault(doc.id.span, Flow::DecidesNothing { question });
            }
            return;
        }
        if itself {
            return;
        }
        let option = |id: &str| Way::Option(id.to_owned());
        let mut stuck: Vec<(Way, &Text)> = written
            .iter()
            .filter(|choice| !leads(choice))
            .map(|choice| (option(&choice.id.value), &choice.id))
            .collect();
        match doc.kind.value {
            QuestionKindDoc::YesNo => stuck.extend(
                ["yes", "no"]
                    .into_iter()
                    .filter(|id| written.iter().all(|choice| choice.id.value != *id))
                    .map(|id| (option(id), &doc.id)),
            ),
            QuestionKindDoc::Text => stuck.push((Way::AnyText, &doc.id)),
            QuestionKindDoc::Choice | QuestionKindDoc::Number => {}
        }
        for (from, place) in stuck {
            // An option may have been left out for a fault of its own.
            if self.incomplete && place.span == doc.id.span {
                continue;
            }
            let question = doc.id.value.clone();
            self.fault(place.span, Flow::LeadsNowhere { from, question });
        }
    }

    /// Fields that another kind of question has would be passed over in silence.
    fn misplaced_fields(&mut self, doc: &QuestionDoc) {
        let kind = doc.kind.value;
        let number = kind == QuestionKindDoc::Number;
        let text = kind == QuestionKindDoc::Text;
        let first = |list: &'_ [ChoiceDoc]| list.first().map(|choice| choice.id.span);
        let at = |text: &Option<Text>| text.as_ref().map(|text| text.span);
        let bound = |bound: &Option<Spanned<f64>>| bound.as_ref().map(|bound| bound.span);
        let fields = [
            ("unit", number, at(&doc.unit)),
            ("unit_one", number, at(&doc.unit_one)),
            ("min", number, bound(&doc.min)),
            ("max", number, bound(&doc.max)),
            ("integer", number, doc.integer.map(|_| doc.id.span)),
            ("bands", number, first(&doc.bands.0)),
            ("pattern", text, at(&doc.pattern)),
            ("hint", text, at(&doc.hint)),
            ("options", !number && !text, first(&doc.options.0)),
        ];
        let kind = match kind {
            QuestionKindDoc::YesNo => PartKind::YesNo,
            QuestionKindDoc::Choice => PartKind::Choice,
            QuestionKindDoc::Number => PartKind::Number,
            QuestionKindDoc::Text => PartKind::Text,
        };
        for (field, fits, span) in fields {
            if let (false, Some(span)) = (fits, span) {
                self.fault(span, Part::MeansNothing { field, kind });
            }
        }
        if !number {
            for below in doc
                .options
                .0
                .iter()
                .filter_map(|option| option.below.as_ref())
            {
                self.fault(below.span, Part::OnlyBandsEnd);
            }
        }
    }

    fn question_kind(&mut self, home: &Home, doc: &QuestionDoc) -> QuestionKind {
        match doc.kind.value {
            QuestionKindDoc::YesNo => QuestionKind::Choice {
                yes_no: true,
                options: self.yes_no(home, doc),
            },
            QuestionKindDoc::Choice => {
                if doc.options.0.len() < 2 && !self.incomplete {
                    let id = doc.id.value.clone();
                    self.fault(doc.id.span, Part::TwoOptions { id });
                }
                QuestionKind::Choice {
                    yes_no: false,
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
                            let why = error.to_string();
                            self.fault(pattern.span, Part::BadPattern { why });
                        }
                        // Every text fits a pattern that is at fault, so that no answer is.
                        if usable { pattern.value.as_str() } else { ".*" }.into()
                    }
                    None => ".+".into(),
                };
                QuestionKind::Text {
                    pattern,
                    hint: self.maybe_name(doc.hint.as_ref()),
                }
            }
        }
    }

    fn yes_no(&mut self, home: &Home, doc: &QuestionDoc) -> List<Choice> {
        for option in &doc.options.0 {
            if !["yes", "no"].contains(&option.id.value.as_str()) {
                let given = option.id.value.clone();
                self.fault(option.id.span, Ids::NeitherYesNorNo { option: given });
            }
        }
        ["yes", "no"]
            .map(|id| match doc.options.0.iter().find(|o| o.id.value == id) {
                Some(option) => self.choice(home, option, Some(id)),
                None => Choice {
                    id: id.into(),
                    replaces: List::EMPTY,
                    label: id.into(),
                    short: None,
                    because: None,
                    source: None,
                    dissent: None,
                    next: List::EMPTY,
                },
            })
            .into_iter()
            .collect()
    }

    fn choice(&mut self, home: &Home, doc: &ChoiceDoc, label: Option<&str>) -> Choice {
        let label = match (&doc.label, label) {
            (Some(label), _) => self.name(label),
            (None, Some(label)) => label.into(),
            (None, None) => {
                let id = doc.id.value.clone();
                self.fault(doc.id.span, Part::NeedsLabel { id });
                Str::default()
            }
        };
        Choice {
            id: doc.id.value.as_str().into(),
            replaces: old_ids(&doc.replaces),
            label,
            short: self.maybe_name(doc.short.as_ref()),
            because: self.maybe_text(doc.because.as_ref()),
            source: self.maybe_text(doc.source.as_ref()),
            dissent: self.maybe_text(doc.dissent.as_ref()),
            next: self.branches(
                home,
                &doc.id,
                doc.goto.as_ref(),
                doc.outcome.as_ref(),
                &doc.next.0,
            ),
        }
    }

    fn number(&mut self, home: &Home, doc: &QuestionDoc) -> QuestionKind {
        let bound =
            |checker: &mut Self, bound: Option<&Spanned<f64>>, field: &'static str, open: f64| {
                match bound {
                    Some(bound) if bound.value.is_finite() => bound.value,
                    _ => {
                        let id = doc.id.value.clone();
                        checker.fault(doc.id.span, Part::NumberNeeds { id, field });
                        open
                    }
                }
            };
        // Without a bound every number fits, so that no answer is at fault for it.
        let mut min = bound(self, doc.min.as_ref(), "min", f64::NEG_INFINITY);
        let mut max = bound(self, doc.max.as_ref(), "max", f64::INFINITY);
        if min > max {
            let span = doc.min.as_ref().map_or(doc.id.span, |min| min.span);
            self.fault(span, Part::MinAboveMax { min, max });
            (min, max) = (f64::NEG_INFINITY, f64::INFINITY);
        }
        if doc.bands.0.is_empty() && !self.incomplete {
            let id = doc.id.value.clone();
            self.fault(doc.id.span, Part::NumberNeedsBand { id });
        }
        QuestionKind::Number {
            unit: self.maybe_name(doc.unit.as_ref()),
            unit_one: self.maybe_name(doc.unit_one.as_ref()),
            min,
            max,
            integer: doc.integer.unwrap_or(false),
            bands: self.bands(home, &doc.bands.0, min, max),
        }
    }

    pub(super) fn bands(
        &mut self,
        home: &Home,
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
                    None if place + 1 < count => Some(Part::BandWithoutEnd),
                    Some(_) if place + 1 == count => Some(Part::LastBandEnds),
                    Some(below) if below <= last || below > max => Some(Part::BandsDescend),
                    _ => None,
                };
                if let Some(fault) = fault {
                    let span = doc.below.as_ref().map_or(doc.id.span, |below| below.span);
                    self.fault(span, fault);
                }
                last = below.unwrap_or(last);
                if let Some(old) = doc.replaces.0.first() {
                    self.fault(old.span, Part::OnlyOptionsReplace);
                }
                Band {
                    choice: self.choice(home, doc, None),
                    below,
                }
            })
            .collect()
    }

    fn defaults(&mut self, doc: &QuestionDoc, question: &Question, scope: Scope) -> List<Default> {
        let one = |checker: &mut Self, when: Condition, answer: &Text| match parse_answer(
            question,
            &answer.value,
            AS_WRITTEN,
        ) {
            Ok(answer) => Some(Default { when, answer }),
            Err(no) => {
                checker.fault(answer.span, Part::BadAnswer(no));
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
                    self.fault(last.is.span, Flow::LastDefaultConditional);
                }
                list.0
                    .iter()
                    .filter_map(|default| {
                        let when = self.condition(default.when.as_ref(), scope);
                        one(self, when, &default.is)
                    })
                    .collect()
            }
        }
    }
}
