//! Conditions look back: what they ask about is known by the time they are asked.
//!
//! A question of a section of plain questions, an input or a detail may look at those before it, a
//! tree at everything but its details. What holds for a question holds for a quantity that is
//! computed from it. The engine relies on this: with it, no evaluation goes in a circle.

use super::checker::Checker;
use crate::condition::Subject;
use crate::diagnostic::kind::{Conditions, Flow, Hidden, Ids, Part};
use crate::ids::{QuantityIx, QuestionIx, SectionIx};
use crate::load::cost::Costs;
use crate::load::decode::Spanned;
use crate::load::files::{Docs, File};
use crate::load::raw::{QuestionDoc, RawDefault, SectionDoc, Text};
use crate::load::raw_condition::{RawTerm, RawWhen};
use crate::model::{Advisor, Logic, Section};

/// What is known of a section while its own parts are asked.
struct Place<'a> {
    ix: SectionIx,
    section: &'a Section,
    advisor: &'a Advisor,
}

/// Where a condition stands.
#[derive(Clone, Copy)]
enum Asker {
    /// On the section itself.
    Section,
    /// On a row or on a way on.
    Logic,
    /// On a question or on one of its defaults.
    Question(QuestionIx),
    Quantity(QuantityIx),
}

/// A subject that a condition looks at.
pub(super) struct Look<'w> {
    /// What is written there: the subject itself, or a condition that looks at it.
    pub(super) name: &'w Text,
    pub(super) subject: Subject,
    via: bool,
}

/// What a subject comes down to: the questions and outcomes that must be known for it.
#[derive(Default)]
struct Reads {
    questions: Vec<QuestionIx>,
    sections: Vec<SectionIx>,
    quantities: Vec<QuantityIx>,
}

impl Checker {
    pub(super) fn order(&mut self, advisor: &Advisor, docs: &Docs) {
        let costs = Costs::of_all(advisor);
        for (place, file) in docs.sections.iter().enumerate() {
            let (Some(section), ix) = (advisor.sections.get(place), SectionIx::new(place)) else {
                continue;
            };
            let own = advisor.quantities_of(ix);
            for (quantity, own) in file.doc.quantities.0.iter().zip(own) {
                if costs.of(Subject::Quantity(own)) > MAX_COST {
                    let id = quantity.id.value.clone();
                    self.fault(quantity.id.span, Part::TooCostly { id });
                }
            }
            self.lists(section, file, advisor);
            let place = Place {
                ix,
                section,
                advisor,
            };
            self.conditions_look_back(&place, file);
        }
    }

    /// A question is an input or a detail or neither, and once.
    fn lists(&mut self, section: &Section, file: &File<SectionDoc>, advisor: &Advisor) {
        let doc = &file.doc;
        let mut seen: Vec<&str> = Vec::new();
        for name in doc.inputs.0.iter().chain(&doc.details.0) {
            if seen.contains(&name.value.as_str()) {
                let id = name.value.clone();
                self.fault(name.span, Ids::QuestionListedTwice { id });
            }
            seen.push(&name.value);
        }
        let mut ways: Vec<&Text> = doc.start.iter().collect();
        for question in &doc.questions.0 {
            let choices = question.options.0.iter().chain(&question.bands.0);
            for choice in choices {
                ways.extend(&choice.goto);
                ways.extend(choice.next.0.iter().filter_map(|next| next.goto.as_ref()));
            }
            ways.extend(&question.goto);
            ways.extend(question.next.0.iter().filter_map(|next| next.goto.as_ref()));
        }
        for way in ways {
            let leads_to = |detail: &&QuestionIx| advisor.question(**detail).id == way.value;
            if section.details.iter().any(|detail| leads_to(&detail)) {
                let question = way.value.clone();
                self.fault(way.span, Flow::ToDetail { question });
            }
        }
    }

    fn conditions_look_back(&mut self, place: &Place<'_>, file: &File<SectionDoc>) {
        let doc = &file.doc;
        self.looks_back(place, doc.when.as_ref(), Asker::Section);
        for row in &doc.rows.0 {
            self.looks_back(place, Some(&row.when), Asker::Logic);
        }
        for (question, ix) in doc.questions.0.iter().zip(&place.section.questions) {
            self.looks_back(place, question.when.as_ref(), Asker::Question(*ix));
            if let Some(RawDefault::Conditional(defaults)) = &question.default {
                for default in &defaults.0 {
                    self.looks_back(place, default.when.as_ref(), Asker::Question(*ix));
                }
            }
            for when in ways_on(question) {
                self.looks_back(place, Some(when), Asker::Logic);
            }
        }
        let own = place.advisor.quantities_of(place.ix);
        for (quantity, ix) in doc.quantities.0.iter().zip(own) {
            self.looks_back(place, quantity.when.as_ref(), Asker::Quantity(ix));
        }
    }

    fn looks_back(&mut self, place: &Place<'_>, when: Option<&Spanned<RawWhen>>, asker: Asker) {
        let mut looks = Vec::new();
        if let Some(when) = when {
            self.looks_at(&when.value, &mut looks);
        }
        for Look { name, subject, via } in looks {
            let mut reads = Reads::default();
            reads.add(place.advisor, subject);
            if let Err(why) = place.allows(asker, subject, &reads) {
                let at = Some(self.files.place(name.span));
                if self.faults.iter().any(|known| known.place == at) {
                    // The name alone was reason enough to refuse it.
                    continue;
                }
                let kind = if via {
                    self.not_here(name, subject, why)
                } else {
                    let id = name.value.clone();
                    Conditions::Hidden { id, why }
                };
                self.fault(name.span, kind);
            }
        }
    }

    /// Every subject a condition looks at, those of the conditions it names included.
    pub(super) fn looks_at<'w>(&self, when: &'w RawWhen, found: &mut Vec<Look<'w>>) {
        let RawWhen::All(terms) = when else {
            return;
        };
        for term in terms {
            match term {
                RawTerm::All(list) | RawTerm::Any(list) => {
                    for one in list {
                        self.looks_at(&one.value, found);
                    }
                }
                RawTerm::Not(inner) => self.looks_at(&inner.value, found),
                RawTerm::Is(name, _) => {
                    let subject = self.names.subjects.get(&name.value).copied();
                    found.extend(subject.map(|subject| Look {
                        name,
                        subject,
                        via: false,
                    }));
                }
                RawTerm::Named(name) => {
                    let subjects = self.names.conditions.subjects(&name.value);
                    found.extend(subjects.iter().map(|subject| Look {
                        name,
                        subject: *subject,
                        via: true,
                    }));
                }
            }
        }
    }
}

impl Place<'_> {
    /// Whether a condition may look at a subject; else why not. What the names alone forbid was
    /// reported when they were resolved.
    fn allows(&self, asker: Asker, subject: Subject, reads: &Reads) -> Result<(), Hidden> {
        let computed = matches!(subject, Subject::Quantity(_));
        if let Asker::Quantity(own) = asker {
            return match reads.quantities.iter().find(|other| **other >= own) {
                Some(_) => Err(Hidden::LaterQuantity),
                None => Ok(()),
            };
        }
        if computed {
            let late = |section: SectionIx| match asker {
                Asker::Section => section >= self.ix,
                _ => section > self.ix,
            };
            for question in &reads.questions {
                let question = self.advisor.question(*question);
                if late(question.section) {
                    let from = question.id.to_string();
                    return Err(Hidden::ComputedLater { from });
                }
            }
            let detail =
                matches!(asker, Asker::Question(own) if self.section.details.contains(&own));
            let undecided =
                |section: &SectionIx| *section > self.ix || (*section == self.ix && !detail);
            if reads.sections.iter().any(undecided) {
                return Err(Hidden::DecidedLater);
            }
        }
        let own = |question: &&QuestionIx| self.advisor.question(**question).section == self.ix;
        for question in reads.questions.iter().filter(own) {
            self.allows_own(asker, *question, computed)?;
        }
        Ok(())
    }

    fn allows_own(&self, asker: Asker, read: QuestionIx, computed: bool) -> Result<(), Hidden> {
        let (Asker::Question(_) | Asker::Logic) = asker else {
            return Ok(());
        };
        let from = self.advisor.question(read).id.to_string();
        let Some(read_at) = self.rank(read) else {
            return Err(Hidden::NeverAsked { id: from });
        };
        let asked_at = match asker {
            Asker::Question(own) if own == read && computed => {
                return Err(Hidden::ComputedFromItself { from });
            }
            Asker::Question(own) => self.rank(own),
            _ => None,
        };
        let in_tree = matches!(self.section.logic, Logic::Tree { .. });
        let known = match asked_at {
            Some((0, _)) if in_tree => read_at.0 == 0,
            Some(asked_at) => read_at < asked_at,
            None => read_at.0 == 0,
        };
        match (known, computed) {
            (true, _) => Ok(()),
            (false, true) => Err(Hidden::ComputedLater { from }),
            (false, false) => Err(Hidden::AskedLater),
        }
    }

    /// When a question of this section comes up: those of the logic first, then the details.
    fn rank(&self, question: QuestionIx) -> Option<(u8, usize)> {
        let at = |list: &[QuestionIx]| list.iter().position(|other| *other == question);
        if let Some(place) = at(&self.section.details) {
            return Some((1, place));
        }
        let logic = match &self.section.logic {
            Logic::Table { inputs, .. } => inputs,
            Logic::Tree { .. } | Logic::Questions => &self.section.questions,
        };
        at(logic).map(|place| (0, place))
    }
}

impl Reads {
    fn add(&mut self, advisor: &Advisor, subject: Subject) {
        match subject {
            Subject::Question(question) if !self.questions.contains(&question) => {
                self.questions.push(question);
            }
            Subject::Section(section) if !self.sections.contains(&section) => {
                self.sections.push(section);
            }
            Subject::Quantity(ix) if !self.quantities.contains(&ix) => {
                self.quantities.push(ix);
                let Some(quantity) = advisor.quantities.get(ix.index()) else {
                    return;
                };
                for (_, input) in quantity.value.inputs() {
                    self.add(advisor, *input);
                }
                quantity
                    .when
                    .subjects(&mut |subject| self.add(advisor, subject));
            }
            Subject::Question(_) | Subject::Section(_) | Subject::Quantity(_) => {}
        }
    }
}

/// Tests and numbers that one quantity may take.
const MAX_COST: usize = 1000;

/// The conditions of a question's ways on.
fn ways_on(question: &QuestionDoc) -> impl Iterator<Item = &Spanned<RawWhen>> {
    let choices = question.options.0.iter().chain(&question.bands.0);
    choices
        .flat_map(|choice| &choice.next.0)
        .chain(&question.next.0)
        .filter_map(|branch| branch.when.as_ref())
}
