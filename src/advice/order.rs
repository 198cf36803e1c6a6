//! The order in which decisions are told: what differs from the ordinary first.
//!
//! A decision that the defaults would have made otherwise says most about a design; then come those
//! that have no default, those that are as the defaults would have it, and last what nobody decided. Of
//! that, what a verdict goes by is told in the first glance as well.

use super::texts;
use crate::condition::Subject;
use crate::ids::{OutcomeIx, SectionIx};
use crate::model::Verdict;
use crate::session::Session;

/// How much a decision says, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    Differs,
    WithoutDefault,
    AsByDefault,
    LeftAlone,
}

/// Of a section that has come to these outcomes.
pub(super) fn weight(session: &Session<'_>, section: SectionIx, decided: &[OutcomeIx]) -> Weight {
    if session.stands_by_default(section) {
        return Weight::LeftAlone;
    }
    match by_default(session, section) {
        None => Weight::WithoutDefault,
        Some(outcomes) if outcomes == decided => Weight::AsByDefault,
        Some(_) => Weight::Differs,
    }
}

/// What the section comes to where nobody answers it; `None` when it then stays open.
fn by_default(session: &Session<'_>, section: SectionIx) -> Option<Vec<OutcomeIx>> {
    let own = session.section(section).asked();
    let given = own.filter(|question| {
        let given = session.given(*question);
        given.is_some_and(|given| given.origin.is_asked())
    });
    let other = session.up_to(section).without(given)?;
    other.section(section).result().map(<[OutcomeIx]>::to_vec)
}

/// The sections that a verdict which holds names, or that it holds by.
pub(super) fn named(session: &Session<'_>, verdict: &Verdict) -> Vec<SectionIx> {
    let advisor = session.advisor();
    let mut subjects = texts::subjects(advisor, &verdict.text);
    verdict
        .when
        .grounds(&session.facts(), &mut |subject| subjects.push(subject));
    let sections = subjects.into_iter().map(|subject| match subject {
        Subject::Question(question) => advisor.question(question).section,
        Subject::Section(section) => section,
        Subject::Quantity(quantity) => advisor.quantity(quantity).section,
    });
    sections.collect()
}
