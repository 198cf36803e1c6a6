//! Why a decision is as it is: what the answers say, the rows that matched, and the outcome itself.

use super::texts;
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::answer::label;
use crate::model::{Answer, Logic, Question};
use crate::session::Session;

/// Why: one answer, or the row or outcome that sums them up.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// The question and its answer; `None` for what a row or the outcome itself says.
    pub question: Option<(QuestionIx, Answer)>,
    pub text: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// The reasons along the way that was taken.
pub(super) fn reasons(
    session: &Session<'_>,
    section: SectionIx,
    outcomes: &[OutcomeIx],
) -> Vec<Reason> {
    let advisor = session.advisor();
    let state = session.section(section);
    let details = &advisor.section(section).details;
    let mut reasons: Vec<Reason> = state
        .asked()
        .filter(|question| !details.contains(question))
        .filter_map(|question| reason(session, question))
        .collect();
    if let Logic::Table { rows, .. } = &advisor.section(section).logic {
        for row in state.rows().iter().map(|place| &rows[*place]) {
            if let Some(text) = texts::known_some(session, row.because.as_ref()) {
                reasons.push(Reason {
                    question: None,
                    text,
                    source: row.source.clone(),
                    dissent: texts::known_some(session, row.dissent.as_ref()),
                });
            }
        }
    }
    for outcome in outcomes.iter().map(|ix| advisor.outcome(*ix)) {
        if let Some(text) = texts::known_some(session, outcome.because.as_ref()) {
            reasons.push(Reason {
                question: None,
                text,
                source: None,
                dissent: None,
            });
        }
    }
    reasons
}

fn reason(session: &Session<'_>, ix: QuestionIx) -> Option<Reason> {
    let advisor = session.advisor();
    let question = advisor.question(ix);
    let answer = session.answer(ix)?;
    let choice = question.choice_of(answer);
    let because = choice
        .and_then(|choice| choice.because.as_ref())
        .or(question.because.as_ref());
    Some(Reason {
        question: Some((ix, answer.clone())),
        text: texts::known_some(session, because)
            .unwrap_or_else(|| plain_reason(session, question, answer)),
        source: choice
            .and_then(|choice| choice.source.clone())
            .or_else(|| question.source.clone()),
        dissent: choice.and_then(|choice| texts::known_some(session, choice.dissent.as_ref())),
    })
}

/// Whether the reason of an option is the same whatever else is answered.
pub(crate) fn is_fixed(question: &Question, place: usize) -> bool {
    question.options().get(place).is_some_and(|choice| {
        let own = choice.because.as_ref().is_some_and(texts::is_fixed);
        own && choice.dissent.as_ref().is_none_or(texts::is_fixed)
    })
}

/// An answer without a reason of its own explains itself.
fn plain_reason(session: &Session<'_>, question: &Question, answer: &Answer) -> Str {
    let answer = label(session.advisor().words(), question, answer);
    match texts::known(session, &question.ask) {
        Some(ask) => format!("{}: {answer}.", ask.trim_end_matches('?')).into(),
        None => format!("{answer}.").into(),
    }
}
