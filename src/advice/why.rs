//! Why an outcome, or why not: the first answer that excluded it and the nearest answers that
//! would give it.

mod nearest;

use self::nearest::nearest;
pub use self::nearest::{Change, NoNearest};
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
    /// The reasons for it so far, or for the outcome that the section has instead.
    pub because: Vec<Reason>,
    pub excluded_by: Option<Exclusion>,
    /// The fewest changes that give it: of this section's answers, or where those alone do not, of
    /// what it depends on as well.
    pub nearest: Result<Vec<Change>, NoNearest>,
}

/// The first answer after which an outcome was no longer possible.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    pub question: QuestionIx,
    pub answer: Answer,
}

/// Explains an outcome.
pub fn why(session: &Session<'_>, outcome: OutcomeIx) -> Why {
    let section = session.advisor().outcome(outcome).section;
    let state = session.section(section);
    let possible = state.possible().contains(&outcome);
    let holds = session
        .decided(section)
        .is_some_and(|all| all.contains(&outcome));
    let nearest = if holds {
        Ok(Vec::new())
    } else {
        nearest(session, section, outcome)
    };
    // What is only possible beside it has reasons of its own.
    let spoken_for = if possible {
        std::slice::from_ref(&outcome)
    } else if state.is_settled() {
        state.possible()
    } else {
        &[]
    };
    Why {
        section,
        outcome,
        holds,
        possible,
        absent: state.is_absent(),
        because: reasons(session, section, spoken_for),
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
