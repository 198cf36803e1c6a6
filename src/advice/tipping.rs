//! Tipping points: every single answer whose change alters a decision, and to what.
//!
//! Looked for among the questions that the section's logic reads, all other answers held fast. For
//! numbers the point itself is found, not just a value beyond it.

use crate::knowledge::condition::Subject;
use crate::knowledge::model::{Answer, OutcomeIx, QuestionIx, QuestionKind, SectionIx};
use crate::session::{Session, candidates, for_each_condition};

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
            // Of several numbers that lead to the same, the first is the nearest.
            let same = |other: &TippingPoint| {
                other.question == question
                    && other.still_possible == possible
                    && is_above(session, question, &other.answer)
                        == is_above(session, question, &candidate)
            };
            if is_number(&candidate) && found.iter().any(same) {
                continue;
            }
            found.push(TippingPoint {
                question,
                answer: nearest_turn(session, section, question, candidate, &possible),
                outcome: match possible[..] {
                    [only] => Some(only),
                    _ => None,
                },
                still_possible: possible,
            });
        }
    }
    found
}

fn is_number(answer: &Answer) -> bool {
    matches!(answer, Answer::Number(_))
}

/// Whether a number lies above the present one.
fn is_above(session: &Session<'_>, question: QuestionIx, answer: &Answer) -> bool {
    match (session.answer(question), answer) {
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
    for _ in 0..40 {
        let middle = f64::midpoint(near, far);
        let middle = if *integer {
            middle.round()
        } else {
            three_digits(middle)
        };
        // The search ends when rounding leaves the gap.
        if middle <= near.min(far) || middle >= near.max(far) {
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
    let details = &advisor.section(section).details;
    let asked = session.section(section).asked.iter().copied();
    let mut subjects: Vec<Subject> = asked
        .filter(|question| !details.contains(question))
        .map(Subject::Question)
        .collect();
    for_each_condition(advisor, section, &mut |condition| {
        condition.subjects(&mut |subject| subjects.push(subject));
    });
    let mut read: Vec<QuestionIx> = Vec::new();
    let mut place = 0;
    while let Some(subject) = subjects.get(place).copied() {
        place += 1;
        match subject {
            Subject::Question(question) if !read.contains(&question) => read.push(question),
            Subject::Quantity(quantity) => {
                let quantity = advisor.quantity(quantity);
                let mut look = |subject| {
                    if !subjects.contains(&subject) {
                        subjects.push(subject);
                    }
                };
                quantity
                    .value
                    .inputs()
                    .iter()
                    .for_each(|(_, input)| look(*input));
                quantity.when.subjects(&mut look);
            }
            // Another section's outcome counts as given; its own tipping points tell the rest.
            Subject::Question(_) | Subject::Section(_) => {}
        }
    }
    read
}
