//! Tipping points: every single answer whose change alters a decision, and to what.
//!
//! Looked for among the questions that the section's logic reads, all other answers held fast. For
//! numbers the point itself is found, not just a value beyond it.

use crate::knowledge::condition::{Condition, Subject};
use crate::knowledge::model::{Answer, Logic, OutcomeIx, QuestionIx, QuestionKind, SectionIx};
use crate::session::{Session, candidates};

/// One changed answer and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct TippingPoint {
    pub question: QuestionIx,
    pub answer: Answer,
    /// `None` when the change opens further questions.
    pub outcome: Option<OutcomeIx>,
    /// What remains then; one outcome when decided.
    pub still_possible: Vec<OutcomeIx>,
}

pub(super) fn tipping_points(session: &Session<'_>, section: SectionIx) -> Vec<TippingPoint> {
    let present = &session.section(section).possible;
    let mut found: Vec<TippingPoint> = Vec::new();
    for question in read_by(session, section) {
        if !session.is_asked(question) {
            continue;
        }
        for candidate in candidates(session, question) {
            let Some(possible) = outcome_with(session, section, question, &candidate) else {
                continue;
            };
            if possible == *present {
                continue;
            }
            let answer = nearest_turn(session, section, question, candidate, &possible);
            let point = TippingPoint {
                question,
                answer,
                outcome: match possible[..] {
                    [only] => Some(only),
                    _ => None,
                },
                still_possible: possible,
            };
            // Of several numbers that lead to the same, the first is the nearest.
            let same = |other: &TippingPoint| {
                other.question == point.question
                    && other.still_possible == point.still_possible
                    && (other.answer == point.answer
                        || (is_number(&point.answer)
                            && side(session, other) == side(session, &point)))
            };
            if !found.iter().any(same) {
                found.push(point);
            }
        }
    }
    found
}

fn is_number(answer: &Answer) -> bool {
    matches!(answer, Answer::Number(_))
}

/// Whether a number lies above the present one.
fn side(session: &Session<'_>, point: &TippingPoint) -> bool {
    match (session.answer(point.question), &point.answer) {
        (Some(Answer::Number(now)), Answer::Number(then)) => then > now,
        _ => false,
    }
}

/// What remains of the section with one answer changed; `None` when it would be absent.
fn outcome_with(
    session: &Session<'_>,
    section: SectionIx,
    question: QuestionIx,
    answer: &Answer,
) -> Option<Vec<OutcomeIx>> {
    let possible = session.section_with(section, question, answer).possible;
    (!possible.is_empty()).then_some(possible)
}

/// Halves the distance to the point where the decision turns.
fn nearest_turn(
    session: &Session<'_>,
    section: SectionIx,
    question: QuestionIx,
    candidate: Answer,
    possible: &[OutcomeIx],
) -> Answer {
    let (Some(Answer::Number(now)), Answer::Number(then), QuestionKind::Number { integer, .. }) = (
        session.answer(question),
        &candidate,
        &session.advisor().question(question).kind,
    ) else {
        return candidate;
    };
    let (mut near, mut far) = (*now, *then);
    let round = |value: f64| {
        if *integer {
            value.round()
        } else {
            three_digits(value)
        }
    };
    for _ in 0..40 {
        let middle = round(f64::midpoint(near, far));
        #[expect(
            clippy::float_cmp,
            reason = "the search ends when rounding moves no further"
        )]
        if middle == near || middle == far {
            break;
        }
        let turned = outcome_with(session, section, question, &Answer::Number(middle))
            .is_some_and(|other| other == possible);
        if turned {
            far = middle;
        } else {
            near = middle;
        }
    }
    Answer::Number(far)
}

/// A value in three significant digits.
fn three_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    // Parsing a rounded decimal keeps the number printable as such.
    format!("{value:.2e}").parse().unwrap_or(value)
}

/// The questions that decide a section.
pub(super) fn read_by(session: &Session<'_>, section: SectionIx) -> Vec<QuestionIx> {
    let advisor = session.advisor();
    let mut read: Vec<QuestionIx> = Vec::new();
    let state = session.section(section);
    let details = &advisor.section(section).details;
    read.extend(state.asked.iter().filter(|q| !details.contains(q)));
    let mut subjects: Vec<Subject> = Vec::new();
    let mut look = |condition: &Condition| condition.subjects(&mut |s| subjects.push(s));
    match &advisor.section(section).logic {
        Logic::Table { rows, .. } => rows.iter().for_each(|row| look(&row.when)),
        Logic::Tree { .. } => {
            for question in state.asked.iter().map(|ix| advisor.question(*ix)) {
                let own = question.choices().flat_map(|choice| &choice.next);
                own.chain(&question.next)
                    .for_each(|branch| look(&branch.when));
            }
        }
        Logic::Questions => {}
    }
    let mut place = 0;
    while let Some(subject) = subjects.get(place).copied() {
        place += 1;
        match subject {
            Subject::Question(question) => read.push(question),
            Subject::Quantity(quantity) => {
                for (_, input) in advisor.quantity(quantity).value.inputs() {
                    if !subjects.contains(input) {
                        subjects.push(*input);
                    }
                }
            }
            // Another section's outcome counts as given; its own tipping points tell the rest.
            Subject::Section(_) => {}
        }
    }
    let mut seen = Vec::new();
    read.retain(|question| {
        let new = !seen.contains(question);
        seen.push(*question);
        new
    });
    read
}
