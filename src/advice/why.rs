//! Why an outcome, or why not: the first answer that excluded it and the nearest answers that
//! would give it.

use super::{Reason, reasons};
use crate::knowledge::model::{Answer, OutcomeIx, QuestionIx, SectionIx};
use crate::session::{Origin, Session, candidates};

/// The explanation of one outcome against one session.
#[derive(Clone, Debug)]
pub struct Why {
    pub section: SectionIx,
    pub outcome: OutcomeIx,
    /// The outcome is decided.
    pub holds: bool,
    /// The outcome is among those that remain.
    pub possible: bool,
    /// The section does not come up with these answers.
    pub absent: bool,
    /// The reasons of the section's present outcome.
    pub because: Vec<Reason>,
    pub excluded_by: Option<Exclusion>,
    /// The fewest changes of this section's answers that give it; `None` when none do.
    pub nearest: Option<Vec<Change>>,
}

/// The first answer after which an outcome was no longer possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    pub question: QuestionIx,
    pub answer: Answer,
}

/// An answer to change, or to give where there was none.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub question: QuestionIx,
    pub from: Option<Answer>,
    pub to: Answer,
}

/// Explains an outcome.
pub fn why(session: &Session<'_>, outcome: OutcomeIx) -> Why {
    let section = session.advisor().outcome(outcome).section;
    let state = session.section(section);
    let possible = state.possible.contains(&outcome);
    let holds = possible && state.is_settled() && state.open.is_empty();
    let absent = state.applies == crate::knowledge::condition::Tri::False;
    let nearest = if holds {
        Some(Vec::new())
    } else {
        nearest(session, section, outcome)
    };
    Why {
        section,
        outcome,
        holds,
        possible,
        absent,
        because: reasons(session, section, &state.possible),
        excluded_by: if possible || absent {
            None
        } else {
            exclusion(session, section, outcome)
        },
        nearest,
    }
}

/// Gives the answers one by one, in the order asked, until the outcome is gone.
fn exclusion(session: &Session<'_>, section: SectionIx, outcome: OutcomeIx) -> Option<Exclusion> {
    let upto = session.up_to(section);
    let mut other = upto.clone();
    for question in session.advisor().question_ixs() {
        if other.answer(question).is_some() {
            other.unset(question);
        }
    }
    for question in upto.asked() {
        let Some(answer) = session.answer(question).cloned() else {
            continue;
        };
        other.set(question, answer.clone(), Origin::Given);
        if !other.section(section).possible.contains(&outcome) {
            return Some(Exclusion { question, answer });
        }
    }
    None
}

/// The session up to a section, with every answer of that taken back.
fn without<'a>(session: &Session<'a>, section: SectionIx) -> Session<'a> {
    let mut other = session.up_to(section);
    for question in &session.advisor().section(section).questions {
        if other.answer(*question).is_some() {
            other.unset(*question);
        }
    }
    other
}

/// The fewest changes, found by walking the section anew and preferring the answers held.
fn nearest(session: &Session<'_>, section: SectionIx, outcome: OutcomeIx) -> Option<Vec<Change>> {
    let mut search = Search {
        session,
        section,
        outcome,
        best: None,
        steps: session.steps(section),
    };
    search.descend(&without(session, section), &mut Vec::new());
    search.best
}

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    section: SectionIx,
    outcome: OutcomeIx,
    best: Option<Vec<Change>>,
    /// Steps left; an end for very large sections, where the changes found may not be the fewest.
    steps: usize,
}

impl Search<'_, '_> {
    fn descend(&mut self, at: &Session<'_>, changes: &mut Vec<Change>) {
        let enough = self
            .best
            .as_ref()
            .is_some_and(|best| best.len() <= changes.len());
        let state = at.section(self.section);
        if enough || self.steps == 0 || !state.possible.contains(&self.outcome) {
            return;
        }
        if state.is_settled() {
            self.best = Some(changes.clone());
            return;
        }
        let Some(question) = at.next_in(self.section) else {
            return;
        };
        let held = self.session.answer(question).cloned();
        let others = candidates(self.session, question);
        // What is held comes first, for it costs no change. Without an answer the question may not
        // matter at all, which is what unknown tries.
        let kept = held.clone().unwrap_or(Answer::Unknown);
        for answer in std::iter::once(kept.clone()).chain(others) {
            let changed = answer != kept;
            if self.steps == 0 {
                return;
            }
            if changed {
                changes.push(Change {
                    question,
                    from: held.clone(),
                    to: answer.clone(),
                });
            }
            self.steps = self.steps.saturating_sub(1);
            self.descend(&at.with(question, answer), changes);
            if changed {
                changes.pop();
            }
        }
    }
}
