//! Tipping points: every single answer whose change alters a decision, and to what.
//!
//! Looked for among the questions that the section's logic reads, and those that decide whether these
//! come up; all other answers and the outcomes of earlier sections are held fast. For
//! numbers the point itself is found, not just a value beyond it.

use std::collections::BTreeSet;

use crate::condition::Subject;
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Domain};
use crate::session::{SectionState, Session};

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
    let mut search = Search {
        session,
        section,
        found: Vec::new(),
    };
    let read = read_by(session, section);
    for question in &read {
        search.question(*question, &|answer| {
            Some(session.section_with(section, *question, answer))
        });
    }
    // Some answers decide only whether a question that is read comes up at all.
    for question in asked_before(session, section, &read) {
        search.question(question, &|answer| {
            session.section_alone_with(section, question, answer)
        });
    }
    search.found
}

/// What would be known of the section with another answer; `None` when that is not its business.
type With<'w> = &'w dyn Fn(&Answer) -> Option<SectionState>;

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
            let Some(possible) = outcome_with(with, &candidate) else {
                continue;
            };
            if possible == present {
                continue;
            }
            // Of several numbers that lead to the same, the first is the nearest.
            let same = |other: &TippingPoint| {
                other.question == question
                    && other.still_possible == possible
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

/// What remains of the section with one answer changed; `None` when it would be absent.
fn outcome_with(with: With<'_>, answer: &Answer) -> Option<Vec<OutcomeIx>> {
    let state = with(answer)?;
    let possible = state.possible();
    (!possible.is_empty()).then(|| possible.to_vec())
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
        let turned =
            outcome_with(with, &Answer::Number(middle)).is_some_and(|other| other == possible);
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
fn read_by(session: &Session<'_>, section: SectionIx) -> Vec<QuestionIx> {
    let advisor = session.advisor();
    let details = &advisor.section(section).details;
    let asked = session.section(section).asked();
    let mut reads = Reads::default();
    for question in asked.filter(|question| !details.contains(question)) {
        reads.look(advisor, Subject::Question(question));
    }
    advisor.for_each_condition(section, &mut |condition| {
        condition.subjects(&mut |subject| reads.look(advisor, subject));
    });
    reads.questions
}

/// Questions of other sections that decide whether those read come up, and are not read themselves.
fn asked_before(session: &Session<'_>, section: SectionIx, read: &[QuestionIx]) -> Vec<QuestionIx> {
    let advisor = session.advisor();
    let mut reads = Reads::default();
    for question in read {
        reads.look(advisor, Subject::Question(*question));
    }
    let mut place = 0;
    while let Some(question) = reads.questions.get(place).copied() {
        place += 1;
        let other = advisor.question(question).section;
        if other == section || !reads.sections.insert(other) {
            continue;
        }
        // Whatever that section looks at may lead to it or away from it.
        let mut look = |subject| reads.look(advisor, subject);
        advisor.section(other).when.subjects(&mut look);
        for question in &advisor.section(other).questions {
            look(Subject::Question(*question));
            advisor.question(*question).when.subjects(&mut look);
        }
        advisor.for_each_condition(other, &mut |condition| {
            condition.subjects(&mut look);
        });
    }
    reads.questions.split_off(read.len())
}

/// The questions that subjects come down to. Another section's outcome counts as given: its own
/// tipping points tell the rest.
#[derive(Default)]
struct Reads {
    /// In the order met.
    questions: Vec<QuestionIx>,
    seen: BTreeSet<QuestionIx>,
    quantities: BTreeSet<QuantityIx>,
    /// Sections looked into.
    sections: BTreeSet<SectionIx>,
}

impl Reads {
    fn look(&mut self, advisor: &Advisor, subject: Subject) {
        match subject {
            Subject::Question(question) if self.seen.insert(question) => {
                self.questions.push(question);
            }
            Subject::Quantity(quantity) if self.quantities.insert(quantity) => {
                let quantity = advisor.quantity(quantity);
                for (_, input) in quantity.value.inputs() {
                    self.look(advisor, *input);
                }
                let when = &quantity.when;
                when.subjects(&mut |subject| self.look(advisor, subject));
            }
            Subject::Question(_) | Subject::Section(_) | Subject::Quantity(_) => {}
        }
    }
}
