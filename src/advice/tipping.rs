//! Tipping points: every single answer whose change alters a decision, and to what.
//!
//! Looked for among the questions that the section's logic reads, and those that decide whether these
//! come up; all other answers and the outcomes of earlier sections are held fast. For
//! numbers the point itself is found, not just a value beyond it.

use smallvec::SmallVec;

use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Domain};
use crate::session::{Possible, Session, Trials};

/// One changed answer and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct TippingPoint {
    pub question: QuestionIx,
    pub answer: Answer,
    /// `None` when the change opens further questions.
    pub outcome: Option<OutcomeIx>,
    /// What remains then; one outcome when decided.
    pub still_possible: SmallVec<[OutcomeIx; 4]>,
}

pub(super) fn tipping_points(
    session: &Session<'_>,
    trials: &Trials<'_, '_>,
    section: SectionIx,
) -> Vec<TippingPoint> {
    let mut search = Search {
        session,
        section,
        found: Vec::new(),
    };
    let (reads, own) = read_by(session, section);
    let (read, before) = reads.met.split_at(own);
    for question in read {
        search.question(*question, &|answer| {
            session.possible_with(trials, section, *question, answer)
        });
    }
    // Some answers decide only whether a question that is read comes up at all.
    for question in before {
        search.question(*question, &|answer| {
            session.possible_alone_with(trials, section, *question, answer)
        });
    }
    search.found
}

/// What would remain of the section with another answer; `None` when it would be absent, or the
/// change is not its business.
type With<'w> = &'w dyn Fn(&Answer) -> Option<Possible>;

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    section: SectionIx,
    found: Vec<TippingPoint>,
}

impl Search<'_, '_> {
    fn question(&mut self, question: QuestionIx, with: With<'_>) {
        let session = self.session;
        if !session.is_asked(question) {
            return;
        }
        let present = session.section(self.section).possible();
        for candidate in session.candidates(question) {
            let Some(possible) = with(&candidate) else {
                continue;
            };
            if possible[..] == *present {
                continue;
            }
            // Of several numbers that lead to the same, the first is the nearest.
            let same = |other: &TippingPoint| {
                other.question == question
                    && other.still_possible[..] == possible[..]
                    && is_above(session, question, &other.answer)
                        == is_above(session, question, &candidate)
            };
            if is_number(&candidate) && self.found.iter().any(same) {
                continue;
            }
            self.found.push(TippingPoint {
                question,
                answer: nearest_turn(session, question, with, candidate, &possible),
                outcome: match possible[..] {
                    [only] => Some(only),
                    _ => None,
                },
                still_possible: possible,
            });
        }
    }
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

/// Halves the distance to the point where the decision turns.
fn nearest_turn(
    session: &Session<'_>,
    question: QuestionIx,
    with: With<'_>,
    candidate: Answer,
    possible: &[OutcomeIx],
) -> Answer {
    let (Some(Answer::Number(now)), Answer::Number(then), Some(Domain::Numbers { integer, .. })) = (
        session.answer(question),
        &candidate,
        session.advisor().question(question).domain(),
    ) else {
        return candidate;
    };
    let (mut near, mut far) = (*now, *then);
    for _ in 0..40 {
        let middle = f64::midpoint(near, far);
        let middle = if integer {
            middle.round()
        } else {
            three_digits(middle)
        };
        // The search ends when rounding leaves the gap.
        if middle <= near.min(far) || middle >= near.max(far) {
            break;
        }
        let turned = with(&Answer::Number(middle)).is_some_and(|other| other[..] == *possible);
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
    // A rounded decimal that is read back keeps the number printable as such.
    let by_writing = || format!("{value:.2e}").parse().unwrap_or(value);
    by_arithmetic(value).unwrap_or_else(by_writing)
}

/// The same without writing it: a few digits and a power of ten are exact, so one step of arithmetic comes
/// to the number that is nearest to the decimal. `None` where it might not.
fn by_arithmetic(value: f64) -> Option<f64> {
    /// Powers of ten are exact up to 22.
    const MOST: f64 = 20.0;
    let places = 2.0 - value.abs().log10().floor();
    if places.abs() > MOST {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    let power = 10_f64.powi(places.abs() as i32);
    let scale = |value: f64, up: bool| if up { value * power } else { value / power };
    let scaled = scale(value, places > 0.0);
    let digits = scaled.round();
    // Near the middle between two, the rounding of the step itself would decide.
    let is_near = (scaled - digits).abs() < 0.499_999;
    (is_near && digits.abs() <= 1000.0).then(|| scale(digits, places <= 0.0))
}

/// Some questions in the order met, each once.
struct Questions {
    met: SmallVec<[QuestionIx; 16]>,
    /// By question.
    known: SmallVec<[bool; 128]>,
}

impl Questions {
    fn of(advisor: &Advisor) -> Self {
        Self {
            met: SmallVec::new(),
            known: SmallVec::from_elem(false, advisor.questions.len()),
        }
    }

    fn add(&mut self, questions: impl IntoIterator<Item = QuestionIx>) {
        for question in questions {
            let known = &mut self.known[question.index()];
            if !*known {
                *known = true;
                self.met.push(question);
            }
        }
    }
}

/// The questions that decide a section, and how many they are: behind them stand those of other sections
/// that decide whether they come up.
fn read_by(session: &Session<'_>, section: SectionIx) -> (Questions, usize) {
    let advisor = session.advisor();
    let details = &advisor.section(section).details;
    let asked = session.section(section).asked();
    let mut reads = Questions::of(advisor);
    reads.add(asked.filter(|question| !details.contains(question)));
    reads.add(advisor.plan.looks(section).reads.iter().copied());
    let own = reads.met.len();
    let mut sections: SmallVec<[SectionIx; 16]> = SmallVec::from_slice(&[section]);
    let mut place = 0;
    while let Some(question) = reads.met.get(place).copied() {
        place += 1;
        let other = advisor.question(question).section;
        if !sections.contains(&other) {
            sections.push(other);
            reads.add(advisor.plan.looks(other).leads.iter().copied());
        }
    }
    (reads, own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_they_are_written() {
        let mut near = 1.0_f64;
        for nth in 0..200_000_u32 {
            // Values of every size, those between two decimals among them.
            near = near * 1.37 % 1000.0 + f64::from(nth % 7) / 8.0;
            let decimal = f64::from(nth % 1999) / 2.0;
            for value in [
                near,
                decimal,
                decimal * 10.0,
                decimal / 1e5,
                near / 1e9,
                near * 1e12,
            ] {
                let written: f64 = format!("{value:.2e}").parse().unwrap_or(value);
                assert_eq!(three_digits(value).to_bits(), written.to_bits(), "{value}");
                assert_eq!(three_digits(-value).to_bits(), (-written).to_bits());
            }
        }
    }
}
