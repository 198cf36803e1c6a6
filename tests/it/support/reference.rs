//! What a random advisor decides, worked out the slow and plain way: every question of a world has
//! an answer, so nothing is three-valued and nothing is pruned.

use super::engine::{Answers, Branch, Cond, Hit, Kind, Spec, Target, VALUES};

/// By question: the place of its value.
pub(crate) type World = Vec<usize>;

/// One interview from end to end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// By section: `None` when absent, else its outcomes; several only from a collecting table.
    pub(crate) outcomes: Vec<Option<Vec<usize>>>,
    /// By question: whether it is asked.
    pub(crate) asked: Vec<bool>,
    /// By question: the value that conditions find.
    pub(crate) facts: Vec<Option<usize>>,
}

/// Every world in which the fixed questions have their values.
pub(crate) fn worlds(spec: &Spec, fixed: &[Option<usize>]) -> Vec<World> {
    let mut worlds = vec![Vec::new()];
    for (question, fixed) in spec.questions.iter().zip(fixed) {
        let values = match fixed {
            Some(value) => *value..value + 1,
            None => 0..question.kind.values(),
        };
        worlds = worlds
            .iter()
            .flat_map(|world: &World| {
                values.clone().map(|value| {
                    let mut longer = world.clone();
                    longer.push(value);
                    longer
                })
            })
            .collect();
    }
    worlds
}

/// How many worlds there are.
pub(crate) fn count(spec: &Spec, fixed: &[Option<usize>]) -> usize {
    let free = spec
        .questions
        .iter()
        .zip(fixed)
        .filter(|(_, f)| f.is_none());
    free.map(|(question, _)| question.kind.values()).product()
}

pub(crate) fn run(spec: &Spec, world: &World) -> Run {
    let mut run = Run {
        outcomes: Vec::new(),
        asked: vec![false; world.len()],
        facts: vec![None; world.len()],
    };
    for (place, section) in spec.sections.iter().enumerate() {
        if !holds(spec, &run, &section.when) {
            run.outcomes.push(None);
            continue;
        }
        let logic: Vec<usize> = section
            .questions
            .iter()
            .copied()
            .filter(|question| !section.details.contains(question))
            .collect();
        let outcomes = match &section.kind {
            Kind::Tree => vec![tree(spec, world, &mut run, logic[0])],
            Kind::Table { hit, rows } => table(spec, world, &mut run, &logic, *hit, rows),
            Kind::Questions => {
                plain(spec, world, &mut run, &logic);
                Vec::new()
            }
        };
        let decided = !outcomes.is_empty();
        run.outcomes.push(Some(outcomes));
        assert_eq!(run.outcomes.len(), place + 1);
        if decided {
            plain(spec, world, &mut run, &section.details);
        }
    }
    run
}

fn plain(spec: &Spec, world: &World, run: &mut Run, questions: &[usize]) {
    for question in questions {
        if holds(spec, run, &spec.questions[*question].when) {
            run.asked[*question] = true;
            run.facts[*question] = Some(world[*question]);
        }
    }
}

fn tree(spec: &Spec, world: &World, run: &mut Run, start: usize) -> usize {
    let mut at = start;
    loop {
        let question = &spec.questions[at];
        let asked = holds(spec, run, &question.when);
        let value = if asked {
            world[at]
        } else {
            standing(spec, run, at)
        };
        run.asked[at] = asked;
        run.facts[at] = Some(value);
        let own = &question.ways[question.kind.choice_of(value)];
        let branches = if own.is_empty() {
            &question.fallback
        } else {
            own
        };
        let taken = |branch: &&Branch| holds(spec, run, &branch.when);
        match branches.iter().find(taken).map(|branch| branch.to) {
            Some(Target::Question(next)) => at = next,
            Some(Target::Outcome(outcome)) => return outcome,
            None => unreachable!("the last branch has no condition"),
        }
    }
}

fn table(
    spec: &Spec,
    world: &World,
    run: &mut Run,
    inputs: &[usize],
    hit: Hit,
    rows: &[(Cond, usize)],
) -> Vec<usize> {
    let before = run.clone();
    let decide = |world: &World| -> Vec<usize> {
        let mut run = before.clone();
        for input in inputs {
            let asked = holds(spec, &run, &spec.questions[*input].when);
            run.facts[*input] = Some(if asked {
                world[*input]
            } else {
                standing(spec, &run, *input)
            });
        }
        let mut hits: Vec<usize> = rows
            .iter()
            .filter(|(when, _)| holds(spec, &run, when))
            .map(|(_, outcome)| *outcome)
            .collect();
        if hit != Hit::Collect {
            hits.truncate(1);
        }
        hits.sort_unstable();
        hits.dedup();
        hits
    };
    // Those skipped since their value does not matter; to later inputs they may be anything.
    let mut supposed = run.clone();
    // Asked, or standing by default.
    let mut known: Vec<Option<usize>> = vec![None; world.len()];
    for input in inputs {
        if !holds(spec, &supposed, &spec.questions[*input].when) {
            run.facts[*input] = Some(standing(spec, &supposed, *input));
            supposed.facts[*input] = run.facts[*input];
            known[*input] = run.facts[*input];
            continue;
        }
        let mut fixed: Vec<Option<usize>> = world.iter().copied().map(Some).collect();
        for other in inputs {
            fixed[*other] = known[*other];
        }
        fixed[*input] = Some(0);
        let matters = worlds(spec, &fixed).into_iter().any(|mut world| {
            let first = decide(&world);
            (1..spec.questions[*input].kind.values()).any(|value| {
                world[*input] = value;
                decide(&world) != first
            })
        });
        if matters {
            run.asked[*input] = true;
            run.facts[*input] = Some(world[*input]);
            known[*input] = run.facts[*input];
        }
        supposed.facts[*input] = known[*input].or(Some(0));
    }
    decide(world)
}

/// The default that stands for a question that is not asked.
fn standing(spec: &Spec, run: &Run, question: usize) -> usize {
    let question = &spec.questions[question];
    match &question.special {
        Some((when, value)) if holds(spec, run, when) => *value,
        _ => question.default,
    }
}

fn holds(spec: &Spec, run: &Run, cond: &Cond) -> bool {
    match cond {
        Cond::Always => true,
        Cond::Is(question, choices) => run.facts[*question].is_some_and(|value| {
            choices.contains(&spec.questions[*question].kind.choice_of(value))
        }),
        Cond::Compare(question, operator, limit) => {
            number(spec, run, *question).is_some_and(|value| compare(value, operator, *limit))
        }
        Cond::Outcome(section, wanted) => match run.outcomes.get(*section) {
            Some(Some(outcomes)) => outcomes.iter().any(|outcome| wanted.contains(outcome)),
            _ => false,
        },
        Cond::Quantity(quantity, operator, limit) => {
            let parts = spec.quantities[*quantity].of.iter();
            let parts: Option<Vec<f64>> = parts.map(|q| number(spec, run, *q)).collect();
            parts.is_some_and(|parts| compare(parts.iter().sum(), operator, *limit))
        }
        Cond::Not(inner) => !holds(spec, run, inner),
        Cond::All(all) => all.iter().all(|one| holds(spec, run, one)),
        Cond::Any(any) => any.iter().any(|one| holds(spec, run, one)),
    }
}

fn number(spec: &Spec, run: &Run, question: usize) -> Option<f64> {
    let value = run.facts[question]?;
    assert_eq!(spec.questions[question].kind, Answers::Number);
    Some(VALUES[value])
}

#[expect(
    clippy::float_cmp,
    reason = "these numbers are written down, not computed"
)]
fn compare(value: f64, operator: &str, limit: f64) -> bool {
    match operator {
        "lt" => value < limit,
        "le" => value <= limit,
        "gt" => value > limit,
        "ge" => value >= limit,
        "eq" => value == limit,
        "ne" => value != limit,
        other => unreachable!("{other}"),
    }
}
