//! Of all answers that were left at their defaults, the one that matters most.
//!
//! Each other answer is tried, the defaults of the rest following it. What makes another design of it
//! counts by the decisions that change; of equals, what is asked first.

use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::session::{Origin, Session};

/// The default that matters most, and what would come of another answer.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingDefault {
    pub question: QuestionIx,
    pub answer: Answer,
    /// The design then.
    pub then: Str,
}

/// Finds it; `None` where no other answer makes another design, or the session is unfinished.
pub(super) fn telling_default(
    session: &Session<'_>,
    said: &dyn Fn(&Session<'_>) -> Option<Str>,
) -> Option<TellingDefault> {
    if !session.is_complete() {
        return None;
    }
    let by_default = |question: &QuestionIx| {
        let given = session.given(*question);
        given.is_some_and(|given| given.origin == Origin::Default)
    };
    let defaults: Vec<QuestionIx> = session.asked().filter(by_default).collect();
    let mut bare = session.clone();
    for question in &defaults {
        bare.unset(*question);
    }
    let now = said(session);
    let mut most: Option<(usize, TellingDefault)> = None;
    for question in defaults {
        if session.stands_beside(question) {
            continue;
        }
        for answer in session.candidates(question) {
            let mut other = bare.with(question, answer.clone());
            if answer == Answer::Unknown || other.finish_with_defaults().is_err() {
                continue;
            }
            let weight = changed(session, &other);
            let Some(then) = said(&other).filter(|then| Some(then) != now.as_ref()) else {
                continue;
            };
            if most.as_ref().is_none_or(|(most, _)| weight > *most) {
                let telling = TellingDefault {
                    question,
                    answer,
                    then,
                };
                most = Some((weight, telling));
            }
        }
    }
    most.map(|(_, telling)| telling)
}

/// How many decisions are others.
fn changed(now: &Session<'_>, then: &Session<'_>) -> usize {
    let sections = now.advisor().section_ixs();
    let differs = |section: &_| now.section(*section).result() != then.section(*section).result();
    sections.filter(differs).count()
}
