//! What the logic of a valid advisor looks at, found in one pass over its conditions.
//!
//! Options stand for themselves as values; a number is represented by the ends of its bands, the
//! thresholds that conditions compare it with, and a value between each two of them.

use super::cost::Costs;
use super::reach::reaches;
use super::reads::{leads, of_table, reads};
use super::seen::Seen;
use crate::condition::Subject;
use crate::data::List;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::plan::{Looks, Plan, Watched};
use crate::model::{Advisor, Answer, Domain, Question};

/// Plans a valid advisor.
pub(super) fn plan(advisor: &Advisor) -> Plan {
    let costs = Costs::of_all(advisor);
    // By question: every number at which some section may decide differently.
    let mut points: Vec<Vec<f64>> = advisor.questions.iter().map(own_points).collect();
    let looks = advisor.section_ixs();
    let looks = looks.map(|section| looks_of(advisor, section, &costs, &mut points));
    let looks: List<Looks> = looks.collect();
    let reaches = reaches(advisor, &looks);
    let values = advisor.questions.iter().zip(points);
    let mut by_id: Vec<QuestionIx> = advisor.question_ixs().collect();
    by_id.sort_unstable_by_key(|question| &advisor.question(*question).id);
    Plan {
        looks,
        reaches,
        values: values
            .map(|(question, at)| values_of(question, at))
            .collect(),
        by_id: by_id.into(),
        // What follows from no answers is a matter of sessions.
        start: None,
    }
}

fn looks_of(
    advisor: &Advisor,
    section: SectionIx,
    costs: &Costs,
    points: &mut [Vec<f64>],
) -> Looks {
    let mut seen = Seen::default();
    let mut tests: usize = 0;
    advisor.for_each_condition(section, &mut |condition| {
        condition.subjects(&mut |subject| {
            seen.look(advisor, subject, false);
            tests = tests.saturating_add(costs.of(subject));
        });
        condition.thresholds(&mut |subject, at| {
            if let Subject::Question(question) = subject {
                points[question.index()].push(at);
            }
        });
    });
    let foreign = seen.outside(advisor, section);
    let own = advisor.section(section).questions.iter().copied();
    let own = own.filter(|question| seen.known.contains(&Subject::Question(*question)));
    let own = own.map(|question| Watched {
        question,
        supposable: !seen.computed.contains(&question)
            && advisor.question(question).domain().is_some(),
    });
    let own = own.collect();
    let mut look = |subject| seen.look(advisor, subject, false);
    advisor.section(section).when.subjects(&mut look);
    for detail in &advisor.section(section).details {
        for condition in advisor.question(*detail).conditions() {
            condition.subjects(&mut look);
        }
    }
    let (inputs, rows) = of_table(advisor, section);
    Looks {
        own,
        foreign,
        around: seen.outside(advisor, section),
        reads: reads(advisor, section),
        leads: leads(advisor, section),
        inputs,
        rows,
        tests,
    }
}

/// The numbers at which a question turns by itself.
fn own_points(question: &Question) -> Vec<f64> {
    let Some(Domain::Numbers { bands, .. }) = question.domain() else {
        return Vec::new();
    };
    let mut points: Vec<f64> = bands.iter().filter_map(|band| band.below).collect();
    if question.is_conditional() {
        // An answer that is the default holds even where it is open whether the question comes up.
        let defaults = question.defaults.iter().map(|default| &default.answer);
        points.extend(defaults.filter_map(Answer::number));
    }
    points
}

/// Representative answers to a question, never unknown. Texts have none.
fn values_of(question: &Question, points: Vec<f64>) -> List<Answer> {
    match question.domain() {
        None => List::EMPTY,
        Some(Domain::Options(options)) => (0..options.len()).map(Answer::Option).collect(),
        Some(Domain::Numbers {
            min, max, integer, ..
        }) => numbers(points, (min, max), integer),
    }
}

/// The points themselves, the ends, and a value in each gap between two.
fn numbers(mut points: Vec<f64>, (min, max): (f64, f64), integer: bool) -> List<Answer> {
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
