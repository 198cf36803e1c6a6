//! Raw conditions to [`Condition`]s: names resolved, tests checked against what they look at.

use std::sync::Arc;

use super::checker::Checker;
use crate::condition::{Compare, Condition, Subject, Test};
use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::ids::{QuestionIx, SectionIx};
use crate::load::decode::Spanned;
use crate::load::raw::{QuestionKindDoc, Text};
use crate::load::raw_condition::{RawCell, RawTerm, RawWhen};

/// What a condition may look at, so that no section waits for a later one.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// Rules and files: everything.
    Everything,
    /// A section's own condition: what comes before it.
    Before(SectionIx),
    /// Inside a section: what comes before it and its own questions and quantities.
    Within {
        section: SectionIx,
        /// Details may look at the section's outcome.
        outcome: bool,
        /// A question cannot depend on itself.
        not: Option<QuestionIx>,
    },
}

impl Checker {
    /// `None` is [`Condition::Always`].
    pub(super) fn condition(
        &mut self,
        text: &Arc<SourceText>,
        raw: Option<&Spanned<RawWhen>>,
        scope: Scope,
    ) -> Condition {
        let Some(raw) = raw else {
            return Condition::Always;
        };
        match &raw.value {
            RawWhen::Always => Condition::Always,
            RawWhen::All(terms) if terms.is_empty() => {
                let fault = Diagnostic::new(Code::BadCondition, "this condition is empty")
                    .help("write `always`, or leave `when` out");
                self.fault(text, &raw.span, fault);
                Condition::Always
            }
            RawWhen::All(terms) => {
                let mut all: Vec<Condition> = terms
                    .iter()
                    .filter_map(|term| self.term(text, raw, term, scope))
                    .collect();
                match all.len() {
                    1 => all.remove(0),
                    _ => Condition::All(all.into()),
                }
            }
        }
    }

    fn term(
        &mut self,
        text: &Arc<SourceText>,
        within: &Spanned<RawWhen>,
        term: &RawTerm,
        scope: Scope,
    ) -> Option<Condition> {
        let each = |checker: &mut Self, list: &[Spanned<RawWhen>]| {
            list.iter()
                .map(|one| checker.condition(text, Some(one), scope))
                .collect()
        };
        match term {
            RawTerm::All(list) | RawTerm::Any(list) if list.is_empty() => {
                let fault = Diagnostic::new(Code::EmptyList, "this holds no condition");
                self.fault(text, &within.span, fault);
                None
            }
            RawTerm::All(list) => Some(Condition::All(each(self, list))),
            RawTerm::Any(list) => Some(Condition::Any(each(self, list))),
            RawTerm::Not(inner) => Some(Condition::Not(
                self.condition(text, Some(inner), scope).into(),
            )),
            RawTerm::Named(name) => self.named(text, name, scope),
            RawTerm::Is(name, cell) => {
                let subject = self.subject_of(text, name, scope)?;
                self.cell(text, name, subject, cell)
            }
        }
    }

    fn subject_of(&mut self, text: &Arc<SourceText>, name: &Text, scope: Scope) -> Option<Subject> {
        let Some(subject) = self.names.subjects.get(&name.value).copied() else {
            let known: Vec<String> = self.names.subjects.keys().cloned().collect();
            self.unknown_id(
                text,
                name,
                "question, section or quantity",
                known.iter().map(String::as_str),
            );
            return None;
        };
        if let Err(why) = self.visible(subject, scope) {
            let fault = Diagnostic::new(
                Code::BadCondition,
                format!("`{}` cannot be looked at here", name.value),
            )
            .help(why);
            self.fault(text, &name.span, fault);
            return None;
        }
        Some(subject)
    }

    pub(super) fn visible(&self, subject: Subject, scope: Scope) -> Result<(), &'static str> {
        let home = match subject {
            Subject::Question(ix) => self.names.questions[ix.index()].section,
            Subject::Section(ix) => ix,
            Subject::Quantity(ix) => self.names.quantity_sections[ix.index()],
        };
        match scope {
            Scope::Before(section) if home >= section => {
                Err("a section's condition may only look at earlier sections")
            }
            Scope::Within { section, .. } if home > section => {
                Err("only earlier sections and this section's own questions are known here")
            }
            Scope::Within {
                section,
                outcome: false,
                ..
            } if subject == Subject::Section(section) => {
                Err("only details may look at the outcome of their own section")
            }
            Scope::Within { not: Some(own), .. } if subject == Subject::Question(own) => {
                Err("a question cannot depend on its own answer")
            }
            Scope::Everything | Scope::Before(_) | Scope::Within { .. } => Ok(()),
        }
    }

    fn cell(
        &mut self,
        text: &Arc<SourceText>,
        name: &Text,
        subject: Subject,
        cell: &Spanned<RawCell>,
    ) -> Option<Condition> {
        match &cell.value {
            RawCell::One(one) => {
                let one = Spanned {
                    value: one.clone(),
                    span: cell.span.clone(),
                };
                self.is_one_of(text, subject, std::slice::from_ref(&one))
            }
            RawCell::In(list) if list.is_empty() => {
                let fault =
                    Diagnostic::new(Code::EmptyList, "this list is empty, so it never holds");
                self.fault(text, &cell.span, fault);
                None
            }
            RawCell::In(list) => self.is_one_of(text, subject, list),
            RawCell::Tests(tests) if tests.is_empty() => {
                let message = format!("nothing is asked of `{}`", name.value);
                let fault = Diagnostic::new(Code::BadCondition, message);
                self.fault(text, &cell.span, fault);
                None
            }
            RawCell::Tests(tests) => {
                let all: Vec<Condition> = tests
                    .iter()
                    .filter_map(|(test, operand)| self.test(text, name, subject, test, operand))
                    .collect();
                Some(Condition::All(all.into()))
            }
        }
    }

    fn is_one_of(
        &mut self,
        text: &Arc<SourceText>,
        subject: Subject,
        items: &[Text],
    ) -> Option<Condition> {
        let known = self.places(subject);
        if let Subject::Question(ix) = subject
            && self.names.questions[ix.index()].kind == QuestionKindDoc::Text
        {
            let texts = items
                .iter()
                .map(|item| item.value.as_str().into())
                .collect();
            return Some(Condition::Is(subject, Test::TextIn(texts)));
        }
        let mut places = Vec::new();
        for item in items {
            if let Some(place) = known.iter().position(|id| *id == item.value) {
                places.push(place);
            } else if item.value.parse::<f64>().is_ok() && !matches!(subject, Subject::Section(_)) {
                let fault = Diagnostic::new(
                    Code::BadCondition,
                    format!("`{}` is a number, not a band", item.value),
                )
                .help(format!("to compare, write {{eq: {}}}", item.value));
                self.fault(text, &item.span, fault);
            } else {
                let noun = match subject {
                    Subject::Question(_) => "option",
                    Subject::Section(_) => "outcome",
                    Subject::Quantity(_) => "band",
                };
                self.unknown_id(text, item, noun, known.iter().map(String::as_str));
            }
        }
        (!places.is_empty()).then_some(Condition::Is(subject, Test::In(places.into())))
    }

    /// The ids that stand for places: options, bands or outcomes.
    fn places(&self, subject: Subject) -> Vec<String> {
        match subject {
            Subject::Question(ix) => self.names.questions[ix.index()].choices.clone(),
            Subject::Section(ix) => self.names.outcomes[ix.index()]
                .iter()
                .map(|(id, _)| id.clone())
                .collect(),
            Subject::Quantity(ix) => self
                .names
                .quantity_bands
                .get(ix.index())
                .cloned()
                .unwrap_or_default(),
        }
    }

    fn test(
        &mut self,
        text: &Arc<SourceText>,
        name: &Text,
        subject: Subject,
        test: &Text,
        operand: &Spanned<RawCell>,
    ) -> Option<Condition> {
        let compare = match test.value.as_str() {
            "not" => {
                let inner = self.cell(text, name, subject, operand)?;
                return Some(Condition::Not(inner.into()));
            }
            "answered" => return self.answered(text, name, subject, operand),
            "lt" => Compare::Lt,
            "le" => Compare::Le,
            "gt" => Compare::Gt,
            "ge" => Compare::Ge,
            "eq" => Compare::Eq,
            "ne" => Compare::Ne,
            other => {
                let known = ["not", "answered", "lt", "le", "gt", "ge", "eq", "ne"];
                let fault =
                    Diagnostic::new(Code::BadCondition, format!("no test is called `{other}`"))
                        .nearest(other, known)
                        .help(format!("one of: {}", known.join(", ")));
                self.fault(text, &test.span, fault);
                return None;
            }
        };
        let numeric = match subject {
            Subject::Question(ix) => {
                self.names.questions[ix.index()].kind == QuestionKindDoc::Number
            }
            Subject::Quantity(_) => true,
            Subject::Section(_) => false,
        };
        if !numeric {
            let fault = Diagnostic::new(
                Code::BadCondition,
                format!("`{}` is no number, so it cannot be compared", name.value),
            );
            self.fault(text, &test.span, fault);
            return None;
        }
        let RawCell::One(number) = &operand.value else {
            let fault = Diagnostic::new(Code::BadCondition, "expected a number to compare with");
            self.fault(text, &operand.span, fault);
            return None;
        };
        let Some(number) = number.parse::<f64>().ok().filter(|n| n.is_finite()) else {
            let fault = Diagnostic::new(Code::BadNumber, format!("`{number}` is not a number"));
            self.fault(text, &operand.span, fault);
            return None;
        };
        Some(Condition::Is(subject, Test::Compare(compare, number)))
    }

    fn answered(
        &mut self,
        text: &Arc<SourceText>,
        name: &Text,
        subject: Subject,
        operand: &Spanned<RawCell>,
    ) -> Option<Condition> {
        if !matches!(subject, Subject::Question(_)) {
            let fault = Diagnostic::new(
                Code::BadCondition,
                format!("`{}` is no question, so it cannot be answered", name.value),
            );
            self.fault(text, &name.span, fault);
            return None;
        }
        let is = Condition::Is(subject, Test::Answered);
        match &operand.value {
            RawCell::One(yes) if yes == "yes" || yes == "true" => Some(is),
            RawCell::One(no) if no == "no" || no == "false" => Some(Condition::Not(is.into())),
            _ => {
                let fault = Diagnostic::new(Code::BadCondition, "expected `yes` or `no`");
                self.fault(text, &operand.span, fault);
                None
            }
        }
    }
}
