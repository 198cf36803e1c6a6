//! The values a question can take, as far as any condition can tell them apart.
//!
//! Options stand for themselves; a number is represented by the ends of its bands, the thresholds
//! that conditions compare it with, and a value between each two of them.

use super::Session;
use crate::knowledge::condition::{Condition, Subject};
use crate::knowledge::model::{Advisor, Answer, Band, Logic, Question, QuestionIx, QuestionKind};

/// Representative answers to a question, never unknown. Texts have none.
pub(super) fn values(advisor: &Advisor, question: QuestionIx) -> Vec<Answer> {
    let asked = advisor.question(question);
    match &asked.kind {
        QuestionKind::YesNo { options } | QuestionKind::Choice { options } => {
            (0..options.len()).map(Answer::Option).collect()
        }
        QuestionKind::Number {
            min,
            max,
            integer,
            bands,
            ..
        } => numbers(advisor, question, asked, (*min, *max), *integer, bands),
        QuestionKind::Text { .. } => Vec::new(),
    }
}

fn numbers(
    advisor: &Advisor,
    question: QuestionIx,
    asked: &Question,
    (min, max): (f64, f64),
    integer: bool,
    bands: &[Band],
) -> Vec<Answer> {
    let mut points = vec![min, max];
    points.extend(bands.iter().filter_map(|band| band.below));
    let subject = Subject::Question(question);
    let mut add = |condition: &Condition| condition.thresholds(subject, &mut |at| points.push(at));
    // Only this section's logic decides over its own inputs; others look at the same cells.
    let section = advisor.section(asked.section);
    if let Logic::Table { rows, .. } = &section.logic {
        for row in rows {
            add(&row.when);
        }
    }
    for own in &section.questions {
        for branch in &advisor.question(*own).next {
            add(&branch.when);
        }
        for choice in advisor.question(*own).choices() {
            for branch in &choice.next {
                add(&branch.when);
            }
        }
    }
    points.retain(|point| (min..=max).contains(point));
    points.sort_by(f64::total_cmp);
    points.dedup();
    let between: Vec<f64> = points
        .windows(2)
        .map(|pair| f64::midpoint(pair[0], pair[1]))
        .map(|middle| if integer { middle.floor() } else { middle })
        .collect();
    points.extend(between);
    if integer {
        points.retain(|point| point.fract() == 0.0);
    }
    points.sort_by(f64::total_cmp);
    points.dedup();
    points.into_iter().map(Answer::Number).collect()
}

/// Answers worth trying instead of the present one, the nearest first for numbers.
pub fn candidates(session: &Session<'_>, question: QuestionIx) -> Vec<Answer> {
    let present = session.answer(question);
    let mut found: Vec<Answer> = values(session.advisor(), question);
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
