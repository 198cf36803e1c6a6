//! The values a question can take, as far as any condition can tell them apart.
//!
//! Options stand for themselves; a number is represented by the ends of its bands, the thresholds
//! that conditions compare it with, and a value between each two of them.

use super::Session;
use super::plan::for_each_condition;
use crate::condition::Subject;
use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer, Band, QuestionKind};

/// Representative answers to a question, never unknown. Texts have none.
pub(super) fn values(advisor: &Advisor, question: QuestionIx) -> Vec<Answer> {
    match &advisor.question(question).kind {
        QuestionKind::YesNo { options } | QuestionKind::Choice { options } => {
            (0..options.len()).map(Answer::Option).collect()
        }
        QuestionKind::Number {
            min,
            max,
            integer,
            bands,
            ..
        } => {
            let points = turning_points(advisor, question, bands);
            numbers(points, (*min, *max), *integer)
        }
        QuestionKind::Text { .. } => Vec::new(),
    }
}

/// Every number at which some section may decide differently.
fn turning_points(advisor: &Advisor, question: QuestionIx, bands: &[Band]) -> Vec<f64> {
    let mut points: Vec<f64> = bands.iter().filter_map(|band| band.below).collect();
    let asked = advisor.question(question);
    if asked.is_conditional() {
        // An answer that is the default holds even where it is open whether the question comes up.
        points.extend(
            asked
                .defaults
                .iter()
                .filter_map(|default| match default.answer {
                    Answer::Number(value) => Some(value),
                    _ => None,
                }),
        );
    }
    for section in advisor.section_ixs() {
        for_each_condition(advisor, section, &mut |condition| {
            condition.thresholds(Subject::Question(question), &mut |at| points.push(at));
        });
    }
    points
}

/// The points themselves, the ends, and a value in each gap between two.
fn numbers(mut points: Vec<f64>, (min, max): (f64, f64), integer: bool) -> Vec<Answer> {
    points.extend([min, max]);
    points.sort_by(f64::total_cmp);
    let mut found: Vec<f64> = if integer {
        // The whole numbers next to each point: every gap that holds one holds one of these.
        points
            .iter()
            .flat_map(|at| [at.ceil() - 1.0, at.floor(), at.ceil(), at.floor() + 1.0])
            .collect()
    } else {
        let between = points.windows(2).map(|two| f64::midpoint(two[0], two[1]));
        between.chain(points.iter().copied()).collect()
    };
    found.retain(|value| (min..=max).contains(value));
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
        .into_iter()
        // -0 would print as such.
        .map(|value| Answer::Number(value + 0.0))
        .collect()
}

/// Answers worth trying instead of the present one, the nearest first for numbers.
pub fn candidates(session: &Session<'_>, question: QuestionIx) -> Vec<Answer> {
    let present = session.answer(question);
    let mut found: Vec<Answer> = session.values(question).to_vec();
    if let (
        Some(Answer::Number(now)),
        QuestionKind::Number {
            min, max, integer, ..
        },
    ) = (present, &session.advisor().question(question).kind)
    {
        // Quantities may turn between the cells, so steps around the present value are tried too.
        for factor in [0.1, 0.25, 0.5, 0.75, 1.5, 2.0, 4.0, 10.0, 100.0] {
            let value = now * factor;
            let value = if *integer { value.round() } else { value };
            if (*min..=*max).contains(&value) {
                found.push(Answer::Number(value));
            }
        }
        found.sort_by(|a, b| distance(a, *now).total_cmp(&distance(b, *now)));
    }
    found.dedup();
    found.retain(|answer| Some(answer) != present);
    found
}

fn distance(answer: &Answer, from: f64) -> f64 {
    match answer {
        Answer::Number(value) => (value - from).abs(),
        _ => 0.0,
    }
}
