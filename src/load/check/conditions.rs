//! Raw conditions to [`Condition`]s: names resolved, tests checked against what they look at.

use super::checker::Checker;
use crate::condition::{Compare, Condition, Subject, Test};
use crate::diagnostic::kind::{Conditions, Hidden, Noun};
use crate::ids::{QuestionIx, SectionIx};
use crate::load::decode::Spanned;
use crate::load::raw::{QuestionKindDoc, Text};
use crate::load::raw_condition::{RawCell, RawTerm, RawWhen};
use crate::load::yaml::number;

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

/// What can be asked of a subject.
const TESTS: &[&str] = &["not", "answered", "lt", "le", "gt", "ge", "eq", "ne"];

impl Checker {
    /// `None` is [`Condition::Always`].
    pub(super) fn condition(&mut self, raw: Option<&Spanned<RawWhen>>, scope: Scope) -> Condition {
        let Some(raw) = raw else {
            return Condition::Always;
        };
        match &raw.value {
            RawWhen::Always => Condition::Always,
            RawWhen::All(terms) if terms.is_empty() => {
                self.fault(raw.span, Conditions::Empty);
                Condition::Always
            }
            RawWhen::All(terms) => {
                let mut all: Vec<Condition> = terms
                    .iter()
                    .filter_map(|term| self.term(raw, term, scope))
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
        within: &Spanned<RawWhen>,
        term: &RawTerm,
        scope: Scope,
    ) -> Option<Condition> {
        let each = |checker: &mut Self, list: &[Spanned<RawWhen>]| {
            list.iter()
                .map(|one| checker.condition(Some(one), scope))
                .collect()
        };
        match term {
            RawTerm::All(list) | RawTerm::Any(list) if list.is_empty() => {
                self.fault(within.span, Conditions::NoneInside);
                None
            }
            RawTerm::All(list) => Some(Condition::All(each(self, list))),
            RawTerm::Any(list) => Some(Condition::Any(each(self, list))),
            RawTerm::Not(inner) => Some(Condition::Not(self.condition(Some(inner), scope).into())),
            RawTerm::Named(name) => self.named(name, scope),
            RawTerm::Is(name, cell) => {
                let subject = self.subject_of(name, scope)?;
                self.cell(name, subject, cell)
            }
        }
    }

    fn subject_of(&mut self, name: &Text, scope: Scope) -> Option<Subject> {
        let Some(subject) = self.names.subjects.get(&name.value).copied() else {
            let known: Vec<String> = self.names.subjects.keys().cloned().collect();
            self.unknown_id(name, Noun::Subject, known.iter().map(String::as_str));
            return None;
        };
        if let Err(why) = self.visible(subject, scope) {
            let id = name.value.clone();
            self.fault(name.span, Conditions::Hidden { id, why });
            return None;
        }
        Some(subject)
    }

    pub(super) fn visible(&self, subject: Subject, scope: Scope) -> Result<(), Hidden> {
        let home = match subject {
            Subject::Question(ix) => self.names.questions[ix.index()].section,
            Subject::Section(ix) => ix,
            Subject::Quantity(ix) => self.names.quantity_sections[ix.index()],
        };
        match scope {
            Scope::Before(section) if home >= section => Err(Hidden::NotEarlier),
            Scope::Within { section, .. } if home > section => Err(Hidden::LaterSection),
            Scope::Within {
                section,
                outcome: false,
                ..
            } if subject == Subject::Section(section) => Err(Hidden::OwnOutcome),
            Scope::Within { not: Some(own), .. } if subject == Subject::Question(own) => {
                Err(Hidden::OwnAnswer)
            }
            Scope::Everything | Scope::Before(_) | Scope::Within { .. } => Ok(()),
        }
    }

    fn cell(
        &mut self,
        name: &Text,
        subject: Subject,
        cell: &Spanned<RawCell>,
    ) -> Option<Condition> {
        match &cell.value {
            RawCell::One(one) => {
                let one = Spanned {
                    value: one.clone(),
                    span: cell.span,
                };
                self.is_one_of(subject, std::slice::from_ref(&one))
            }
            RawCell::In(list) if list.is_empty() => {
                self.fault(cell.span, Conditions::EmptyList);
                None
            }
            RawCell::In(list) => self.is_one_of(subject, list),
            RawCell::Tests(tests) if tests.is_empty() => {
                let id = name.value.clone();
                self.fault(cell.span, Conditions::NothingAsked { id });
                None
            }
            RawCell::Tests(tests) => {
                let all: Vec<Condition> = tests
                    .iter()
                    .filter_map(|(test, operand)| self.test(name, subject, test, operand))
                    .collect();
                Some(Condition::All(all.into()))
            }
        }
    }

    fn is_one_of(&mut self, subject: Subject, items: &[Text]) -> Option<Condition> {
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
            } else if number::<f64>(&item.value).is_some()
                && !matches!(subject, Subject::Section(_))
            {
                let number = item.value.clone();
                self.fault(item.span, Conditions::NumberForBand { number });
            } else {
                let noun = match subject {
                    Subject::Question(_) => Noun::Option,
                    Subject::Section(_) => Noun::Outcome,
                    Subject::Quantity(_) => Noun::Band,
                };
                self.unknown_id(item, noun, known.iter().map(String::as_str));
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
        name: &Text,
        subject: Subject,
        test: &Text,
        operand: &Spanned<RawCell>,
    ) -> Option<Condition> {
        let compare = match test.value.as_str() {
            "not" => {
                let inner = self.cell(name, subject, operand)?;
                return Some(Condition::Not(inner.into()));
            }
            "answered" => return self.answered(name, subject, operand),
            "lt" => Compare::Lt,
            "le" => Compare::Le,
            "gt" => Compare::Gt,
            "ge" => Compare::Ge,
            "eq" => Compare::Eq,
            "ne" => Compare::Ne,
            other => {
                let kind = Conditions::UnknownTest {
                    test: other.to_owned(),
                    known: TESTS,
                };
                self.fault_near(test, kind, TESTS.iter().copied());
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
            let id = name.value.clone();
            self.fault(test.span, Conditions::NotComparable { id });
            return None;
        }
        let RawCell::One(written) = &operand.value else {
            self.fault(operand.span, Conditions::ExpectedNumber);
            return None;
        };
        let Some(number) = number(written).filter(|number: &f64| number.is_finite()) else {
            let text = written.clone();
            self.fault(operand.span, Conditions::NoNumber { text });
            return None;
        };
        Some(Condition::Is(subject, Test::Compare(compare, number)))
    }

    fn answered(
        &mut self,
        name: &Text,
        subject: Subject,
        operand: &Spanned<RawCell>,
    ) -> Option<Condition> {
        if !matches!(subject, Subject::Question(_)) {
            let id = name.value.clone();
            self.fault(name.span, Conditions::NoQuestion { id });
            return None;
        }
        let is = Condition::Is(subject, Test::Answered);
        match &operand.value {
            RawCell::One(yes) if yes == "yes" || yes == "true" => Some(is),
            RawCell::One(no) if no == "no" || no == "false" => Some(Condition::Not(is.into())),
            _ => {
                self.fault(operand.span, Conditions::ExpectedYesNo);
                None
            }
        }
    }
}
