//! The order in which decisions are told: what differs from the ordinary first.
//!
//! A decision that the defaults would have made otherwise says most about a design; then come those
//! that have no default, those that are as the defaults would have it, and last what nobody decided.

use crate::ids::{OutcomeIx, SectionIx};
use crate::session::{Origin, Session};

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
        given.is_some_and(|given| given.origin == Origin::Given)
    });
    let given: Vec<_> = given.collect();
    let mut other = session.up_to(section);
    for question in given {
        other.unset(question);
    }
    other.finish_with_defaults().ok()?;
    other.section(section).result().map(<[OutcomeIx]>::to_vec)
}
