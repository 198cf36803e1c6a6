//! Of all answers that were left at their defaults, the one that matters most.
//!
//! Other answers are tried, the defaults of the rest following each. What makes another design of it
//! counts by the decisions that change; of equals, what is asked first. Passed over are answers that
//! cannot change as many, or nothing that the design is told by.

use std::cmp::Reverse;

use crate::data::Str;
use crate::ids::QuestionIx;
use crate::model::Answer;
use crate::session::Session;

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
        given.is_some_and(|given| !given.origin.is_considered())
    };
    let defaults: Vec<QuestionIx> = session.asked().filter(by_default).collect();
    let retaken = session.retaken(&defaults);
    let said_now = said(session);
    // Taken anew, the defaults by themselves may come to something else than they did.
    let anyway = retaken.now.as_ref().map(|now| changed(session, now));
    let as_said = retaken
        .now
        .as_ref()
        .is_some_and(|now| said(now) == said_now);
    let reach = |question| session.advisor().plan.reach(question);
    let may_tell = |question| reach(question).is_told || !as_said;
    let in_order = defaults.iter().copied().enumerate();
    let mut tried: Vec<(usize, QuestionIx)> = in_order
        .filter(|(_, question)| may_tell(*question) && !session.stands_beside(*question))
        .collect();
    // What can change most first: then little of the rest is left to be tried.
    tried.sort_by_key(|(_, question)| Reverse(reach(*question).outcomes));
    let mut most: Option<(Weight, TellingDefault)> = None;
    for (place, question) in tried {
        let at_most = anyway.map(|anyway| anyway + reach(question).outcomes);
        for answer in session.candidates(question) {
            let beats = |weight| {
                let most = most.as_ref().map(|(most, _)| *most);
                most.is_none_or(|most| (weight, Reverse(place)) > most)
            };
            if at_most.is_some_and(|at_most| !beats(at_most)) {
                break;
            }
            let Some(other) = retaken.with(question, answer.clone()) else {
                continue;
            };
            let weight = changed(session, &other);
            if !beats(weight) {
                continue;
            }
            if let Some(then) = said(&other).filter(|then| Some(then) != said_now.as_ref()) {
                let telling = TellingDefault {
                    question,
                    answer,
                    then,
                };
                most = Some(((weight, Reverse(place)), telling));
            }
        }
    }
    most.map(|(_, telling)| telling)
}

/// How many decisions change; of equals, the question that is asked first.
type Weight = (usize, Reverse<usize>);

/// How many decisions are others.
fn changed(now: &Session<'_>, then: &Session<'_>) -> usize {
    let sections = now.advisor().section_ixs();
    let differs = |section: &_| now.section(*section).result() != then.section(*section).result();
    sections.filter(differs).count()
}
