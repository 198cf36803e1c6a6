//! Why an outcome, or why not: the first answer that excluded it and the nearest answers that
//! would give it.

use super::reasons::{Reason, reasons};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::Answer;
use crate::session::{Origin, Session};

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
    /// The fewest changes of this section's answers that give it.
    pub nearest: Result<Vec<Change>, NoNearest>,
}

/// Why there are no nearest answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNearest {
    /// No answers of this section alone give the outcome.
    Impossible,
    /// None were found, and the section is too large to try them all.
    SearchEnded,
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
    let possible = state.possible().contains(&outcome);
    let holds = state.decided().is_some_and(|all| all.contains(&outcome));
    let nearest = if holds {
        Ok(Vec::new())
    } else {
        nearest(session, section, outcome)
    };
    Why {
        section,
        outcome,
        holds,
        possible,
        absent: state.is_absent(),
        because: reasons(session, section, state.possible()),
        excluded_by: excluded_by(session, outcome),
        nearest,
    }
}

/// Gives the answers one by one, in the order asked, until the outcome is gone; `None` while it is
/// possible, or when its section does not come up.
pub fn excluded_by(session: &Session<'_>, outcome: OutcomeIx) -> Option<Exclusion> {
    let section = session.advisor().outcome(outcome).section;
    let state = session.section(section);
    if state.possible().contains(&outcome) || state.is_absent() {
        return None;
    }
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
        if !other.section(section).possible().contains(&outcome) {
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

/// The fewest changes, found by walking the section anew with ever more answers changed.
fn nearest(
    session: &Session<'_>,
    section: SectionIx,
    outcome: OutcomeIx,
) -> Result<Vec<Change>, NoNearest> {
    let mut search = Search {
        session,
        section,
        outcome,
        steps: session.steps(section),
        cut: true,
    };
    let start = without(session, section);
    let mut most = 0;
    while search.cut && search.steps > 0 {
        search.cut = false;
        let mut changes = Vec::new();
        if search.descend(&start, &mut changes, most) {
            return Ok(changes);
        }
        most += 1;
    }
    Err(if search.steps == 0 {
        NoNearest::SearchEnded
    } else {
        NoNearest::Impossible
    })
}

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    section: SectionIx,
    outcome: OutcomeIx,
    /// Answers left to try; an end for very large sections.
    steps: usize,
    /// Whether more changes than were allowed might lead further.
    cut: bool,
}

impl Search<'_, '_> {
    /// Whether the outcome was come to with at most `most` changes, which are then left in place.
    fn descend(&mut self, at: &Session<'_>, changes: &mut Vec<Change>, most: usize) -> bool {
        let state = at.section(self.section);
        if self.steps == 0 || !state.possible().contains(&self.outcome) {
            return false;
        }
        if state.is_settled() {
            return true;
        }
        let Some(question) = at.next_in(self.section) else {
            return false;
        };
        self.steps -= 1;
        let held = self.session.answer(question).cloned();
        // What is held comes first, for it costs no change. Without an answer the question may not
        // matter at all, which is what unknown tries.
        let kept = held.clone().unwrap_or(Answer::Unknown);
        if self.descend(&at.with(question, kept.clone()), changes, most) {
            return true;
        }
        if changes.len() == most {
            self.cut = true;
            return false;
        }
        for answer in self.session.candidates(question) {
            if self.steps == 0 || answer == kept {
                continue;
            }
            self.steps -= 1;
            changes.push(Change {
                question,
                from: held.clone(),
                to: answer.clone(),
            });
            if self.descend(&at.with(question, answer), changes, most) {
                return true;
            }
            changes.pop();
        }
        false
    }
}
