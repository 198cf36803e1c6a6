//! A decision table under partial answers: which inputs are still needed, which outcomes remain.
//!
//! Domains are finite, so both are found exactly by trying the open inputs; an input is asked only
//! if some values of the others make its value matter.

use super::domain;
use super::walk::{Status, WalkFacts};
use crate::knowledge::condition::{Fact, Facts, Tri};
use crate::knowledge::model::{Answer, HitPolicy, OutcomeIx, QuestionIx, Row};

/// What the answers make of a table.
pub(super) struct Found {
    pub(super) asked: Vec<QuestionIx>,
    pub(super) open: Vec<QuestionIx>,
    pub(super) possible: Vec<OutcomeIx>,
    /// Places of the rows that decided.
    pub(super) rows: Vec<usize>,
    /// Whether nothing is open.
    pub(super) decided: bool,
    pub(super) status: Vec<(QuestionIx, Status)>,
}

/// Above this many combinations an input counts as needed when a live row looks at it.
const MAX_COMBINATIONS: usize = 20_000;

pub(super) fn decide(
    facts: &WalkFacts<'_>,
    hit: HitPolicy,
    inputs: &[QuestionIx],
    rows: &[Row],
) -> Found {
    let table = Table { hit, rows };
    let mut found = Found {
        asked: Vec::new(),
        open: Vec::new(),
        possible: Vec::new(),
        rows: Vec::new(),
        decided: false,
        status: Vec::new(),
    };
    // Inputs asked and known, supposed for the rest; the others stay free.
    let mut known: Vec<(QuestionIx, Answer)> = Vec::new();
    let mut free: Vec<QuestionIx> = Vec::new();
    for input in inputs {
        let advisor = facts.advisor();
        let when = advisor.question(*input).when.eval(&facts.supposing(&known));
        if when == Tri::False {
            let default = super::walk::default_of(advisor, *input, facts).cloned();
            if let Some(answer) = &default {
                known.push((*input, answer.clone()));
            }
            found.status.push((*input, Status::Silent(default)));
        } else {
            free.push(*input);
        }
    }
    let mut waiting = false;
    let mut rest = free.clone();
    for input in free {
        if waiting {
            break;
        }
        if !table.needs(facts, &known, &rest, input) {
            rest.retain(|other| *other != input);
            found.status.push((input, Status::NotAsked));
            continue;
        }
        found.asked.push(input);
        found.status.push((input, Status::Asked));
        match facts.given(input).map(|given| &given.answer) {
            None => {
                found.open.push(input);
                waiting = true;
            }
            Some(Answer::Unknown) => {}
            Some(answer) => {
                known.push((input, answer.clone()));
                rest.retain(|other| *other != input);
            }
        }
    }
    // Answers given ahead of their turn narrow what is possible, too.
    for input in rest.clone() {
        if let Fact::Known(answer) = facts.answer(input)
            && !known.iter().any(|(other, _)| *other == input)
        {
            known.push((input, answer.clone()));
            rest.retain(|other| *other != input);
        }
    }
    let mut decided_rows = Vec::new();
    table.combinations(facts, &known, &rest, &mut |facts| {
        let hits = table.hits(facts);
        for row in &hits {
            found.possible.push(rows[*row].outcome);
        }
        decided_rows.push(hits);
    });
    decided_rows.dedup();
    found.decided = found.open.is_empty() && decided_rows.len() == 1;
    if let [only] = &mut decided_rows[..] {
        found.rows = std::mem::take(only);
    }
    found
}

struct Table<'t> {
    hit: HitPolicy,
    rows: &'t [Row],
}

impl Table<'_> {
    /// The rows that count when every input is known.
    fn hits(&self, facts: &WalkFacts<'_>) -> Vec<usize> {
        let mut matching = self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.when.holds(facts))
            .map(|(place, _)| place);
        match self.hit {
            HitPolicy::Collect => matching.collect(),
            HitPolicy::Unique | HitPolicy::First => matching.next().into_iter().collect(),
        }
    }

    /// The outcomes in a form that can be compared.
    fn result(&self, facts: &WalkFacts<'_>) -> Vec<OutcomeIx> {
        let mut outcomes: Vec<OutcomeIx> = self
            .hits(facts)
            .into_iter()
            .map(|row| self.rows[row].outcome)
            .collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        outcomes
    }

    /// Whether the value of `input` matters for some values of the other free inputs.
    fn needs(
        &self,
        facts: &WalkFacts<'_>,
        known: &[(QuestionIx, Answer)],
        free: &[QuestionIx],
        input: QuestionIx,
    ) -> bool {
        let others: Vec<QuestionIx> = free
            .iter()
            .copied()
            .filter(|other| *other != input)
            .collect();
        let size: usize = free
            .iter()
            .map(|question| domain::values(facts.advisor(), *question).len().max(1))
            .product();
        if size > MAX_COMBINATIONS {
            return true;
        }
        let values = domain::values(facts.advisor(), input);
        let mut needed = false;
        self.combinations(facts, known, &others, &mut |facts| {
            if needed {
                return;
            }
            let mut results = values.iter().map(|value| {
                let supposed = [(input, value.clone())];
                self.result(&facts.also(&supposed))
            });
            if let Some(first) = results.next() {
                needed = results.any(|other| other != first);
            }
        });
        needed
    }

    /// Visits every combination of values of the free inputs.
    fn combinations(
        &self,
        facts: &WalkFacts<'_>,
        known: &[(QuestionIx, Answer)],
        free: &[QuestionIx],
        visit: &mut dyn FnMut(&WalkFacts<'_>),
    ) {
        let domains: Vec<(QuestionIx, Vec<Answer>)> = free
            .iter()
            .map(|question| (*question, domain::values(facts.advisor(), *question)))
            .collect();
        let mut supposed = known.to_vec();
        descend(facts, &domains, &mut supposed, visit);
    }
}

fn descend(
    facts: &WalkFacts<'_>,
    domains: &[(QuestionIx, Vec<Answer>)],
    supposed: &mut Vec<(QuestionIx, Answer)>,
    visit: &mut dyn FnMut(&WalkFacts<'_>),
) {
    let Some(((question, values), rest)) = domains.split_first() else {
        visit(&facts.supposing(supposed));
        return;
    };
    for value in values {
        supposed.push((*question, value.clone()));
        descend(facts, rest, supposed, visit);
        supposed.pop();
    }
}
