//! A decision tree under partial answers: what comes up, and which outcomes remain.
//!
//! Conditions may look back at questions of the same tree, and two ways may meet again further on.
//! So a question is met not just as itself but together with what the way to it decided about the
//! questions that conditions look at: the [`Cell`]s. Along a question without an answer every value
//! is supposed in turn, and later conditions see the one that was supposed.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::smallvec;

use super::bits::Bits;
use super::facts::{View, known_of, ready_default, standing_place};
use super::state::Found;
use crate::condition::Condition;
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::plan::Watched;
use crate::model::state::{Inside, Possible, Status};
use crate::model::{Advisor, Answer, Branch, Goto, Section};

/// Cells and tests that one walk may spend on meetings. Beyond it the ways are no longer told apart;
/// what remains is then a superset.
const MAX_WORK: usize = 60_000;

/// `taking`: whether questions without an answer take their defaults, as far as the way is clear.
pub(super) fn walk(facts: &View<'_>, section: SectionIx, start: QuestionIx, taking: bool) -> Found {
    let mut tree = tree(facts, section);
    let unmet = vec![Cell::Unmet; tree.watched.len()];
    if let Some(found) = tree.straight(start, unmet.clone(), taking) {
        return found;
    }
    let mut reach = tree.reach(start, &unmet);
    if tree.met.len() > tree.most {
        tree.apart = false;
        tree.met.clear();
        reach = tree.reach(start, &[]);
    }
    let cells = if tree.apart { unmet } else { Vec::new() };
    let mut front = Front::default();
    tree.front(start, &cells, true, &mut front);
    tree.found(&reach, front)
}

/// The outcomes that the answers given can still lead to, without finding out what is asked; `None`
/// where there are too many ways to tell them apart.
pub(super) fn possible(
    facts: &View<'_>,
    section: SectionIx,
    start: QuestionIx,
) -> Option<Possible> {
    let mut tree = tree(facts, section);
    let unmet = vec![Cell::Unmet; tree.watched.len()];
    let reach = tree.reach(start, &unmet);
    (tree.met.len() <= tree.most).then(|| tree.outcomes(&reach))
}

fn tree<'t>(facts: &'t View<'t>, section: SectionIx) -> Tree<'t> {
    let advisor = facts.advisor;
    let looks = advisor.plan.looks(section);
    let questions = advisor.section(section).questions.len();
    let each = 1 + looks.own.len() + looks.tests / questions.max(1);
    Tree {
        facts,
        section: advisor.section(section),
        watched: &looks.own,
        most: MAX_WORK / each,
        apart: true,
        met: BTreeMap::new(),
    }
}

/// What the way so far says about a question that conditions look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    /// Not on this way so far.
    Unmet,
    /// Met, and anything may be answered.
    Open,
    /// Met, with the answer that the user gave.
    Given,
    /// Not asked; its default at this place stands.
    Default(usize),
    /// Met, and its value at this place is supposed.
    Supposed(usize),
}

/// What lies beyond a question.
#[derive(Clone, Copy)]
struct Reach {
    outcomes: Bits,
    /// Questions asked on every way.
    must: Bits,
    /// Questions that some way comes to, asked or not.
    may: Bits,
    /// Whether some way leads nowhere.
    gap: bool,
}

impl Reach {
    /// Of no way at all; what others are joined to.
    const NONE: Self = Self {
        outcomes: Bits::NONE,
        must: Bits::ALL,
        may: Bits::NONE,
        gap: false,
    };

    fn join(&mut self, other: &Self) {
        self.outcomes = self.outcomes.union(other.outcomes);
        self.must = self.must.intersection(other.must);
        self.may = self.may.union(other.may);
        self.gap |= other.gap;
    }
}

/// The questions that come up with the answers so far.
#[derive(Default)]
struct Front {
    asked: Vec<QuestionIx>,
    /// Questions not asked, with the place of the default that stands where that is certain.
    silent: Vec<(QuestionIx, Option<usize>)>,
    seen: BTreeSet<(QuestionIx, Vec<Cell>)>,
}

struct Tree<'t> {
    facts: &'t View<'t>,
    section: &'t Section,
    watched: &'t [Watched],
    /// Meetings that may be kept apart.
    most: usize,
    /// Whether ways are told apart by their cells.
    apart: bool,
    met: BTreeMap<(QuestionIx, Vec<Cell>), Reach>,
}

impl<'t> Tree<'t> {
    fn advisor(&self) -> &'t Advisor {
        self.facts.advisor
    }

    /// The place of a question in its section.
    fn place(&self, question: QuestionIx) -> usize {
        let first = self.section.questions.first().map_or(0, |q| q.index());
        question.index() - first
    }

    fn outcome_place(&self, outcome: OutcomeIx) -> usize {
        let first = self.section.outcomes.first().map_or(0, |o| o.index());
        outcome.index() - first
    }

    fn eval(&self, condition: &Condition, cells: &[Cell]) -> Tri {
        match condition {
            Condition::Always => Tri::True,
            condition => condition.eval(&TreeFacts { tree: self, cells }),
        }
    }

    /// The way so far and what is said of one more question.
    fn with(&self, cells: &[Cell], question: QuestionIx, cell: Cell) -> Vec<Cell> {
        let mut cells = cells.to_vec();
        if self.apart
            && let Some(place) = self.watched.iter().position(|w| w.question == question)
        {
            cells[place] = cell;
        }
        cells
    }

    /// The one way that answers lead along, where nothing on it is open: every step is certain, and
    /// what it does not come to is not asked. This is how most trees are walked.
    fn straight(&self, start: QuestionIx, mut cells: Vec<Cell>, taking: bool) -> Option<Found> {
        let most = self.section.questions.len();
        let mut asked = Vec::with_capacity(most);
        let mut taken = Vec::new();
        let mut status = Vec::with_capacity(most);
        let mut at = start;
        let outcome = loop {
            let question = self.advisor().question(at);
            let (value, cell) = match self.eval(&question.when, &cells) {
                Tri::Unknown => return None,
                Tri::True => {
                    asked.push((at, false));
                    status.push((at, Status::Asked, true));
                    match self.facts.given(at) {
                        Some(given) => (given.value()?, Cell::Given),
                        None if taking => {
                            let place = ready_default(self.facts, at)?;
                            taken.push((at, place));
                            // Conditions find the same in a default that stands.
                            (
                                question.defaults[place].answer.value()?,
                                Cell::Default(place),
                            )
                        }
                        None => return None,
                    }
                }
                Tri::False => {
                    let facts = TreeFacts {
                        tree: self,
                        cells: &cells,
                    };
                    let place = standing_place(self.advisor(), at, &facts)?;
                    let default = &question.defaults[place].answer;
                    status.push((at, Status::Silent(Some(default.clone())), true));
                    (default.value()?, Cell::Default(place))
                }
            };
            if let Some(place) = self.watched.iter().position(|w| w.question == at) {
                cells[place] = cell;
            }
            let mut to = None;
            for branch in question.ways_on(Some(value)) {
                match self.eval(&branch.when, &cells) {
                    Tri::Unknown => return None,
                    Tri::False => {}
                    Tri::True => {
                        to = Some(branch.to);
                        break;
                    }
                }
            }
            match to? {
                Goto::Question(next) => at = next,
                Goto::Outcome(outcome) => break outcome,
            }
        };
        for question in &self.section.questions {
            let known = status.iter().any(|(other, ..)| other == question);
            if !known && !self.section.details.contains(question) {
                status.push((*question, Status::NotAsked, true));
            }
        }
        Some(Found {
            inside: Inside::deciding(asked, smallvec![outcome], false, false),
            statuses: status,
            taken,
        })
    }

    fn reach(&mut self, question: QuestionIx, cells: &[Cell]) -> Reach {
        let key = (question, cells.to_vec());
        if let Some(reach) = self.met.get(&key) {
            return *reach;
        }
        let mut reach = Reach::NONE;
        // Past the limit the result is thrown away, so its parts may be rough.
        if self.apart && self.met.len() > self.most {
            return reach;
        }
        let steps = self.steps(question, cells);
        reach.gap = steps.is_empty();
        for step in steps {
            let mut beyond = self.follow(step.branches, &step.cells);
            beyond.may.insert(self.place(question));
            if step.asked {
                beyond.must.insert(self.place(question));
            }
            reach.join(&beyond);
        }
        self.met.insert(key, reach);
        reach
    }

    fn follow(&mut self, branches: &[Branch], cells: &[Cell]) -> Reach {
        let mut reach = Reach::NONE;
        for branch in branches {
            let taken = self.eval(&branch.when, cells);
            match (taken, branch.to) {
                (Tri::False, _) => continue,
                (_, Goto::Question(next)) => reach.join(&self.reach(next, cells)),
                (_, Goto::Outcome(outcome)) => {
                    let mut end = Reach {
                        must: Bits::NONE,
                        ..Reach::NONE
                    };
                    end.outcomes.insert(self.outcome_place(outcome));
                    reach.join(&end);
                }
            }
            if taken == Tri::True {
                return reach;
            }
        }
        reach.join(&Reach {
            must: Bits::NONE,
            gap: true,
            ..Reach::NONE
        });
        reach
    }

    /// Every way on from a question that the answers leave open.
    fn steps(&self, question: QuestionIx, cells: &[Cell]) -> Vec<Step<'t>> {
        let asked = self.advisor().question(question);
        let when = self.eval(&asked.when, cells);
        let mut steps = Vec::new();
        if when != Tri::True {
            self.silent_steps(question, cells, &mut steps);
        }
        if when == Tri::False {
            return steps;
        }
        if let Some(answer) = self.facts.definite(question) {
            steps.push(Step {
                branches: asked.ways_on(answer.value()),
                cells: self.with(cells, question, Cell::Given),
                asked: true,
            });
            return steps;
        }
        let watched = self.watched.iter().find(|w| w.question == question);
        if self.apart && watched.is_some_and(|watched| watched.supposable) {
            for (place, value) in self.advisor().plan.values(question).iter().enumerate() {
                steps.push(Step {
                    branches: asked.ways_on(value.value()),
                    cells: self.with(cells, question, Cell::Supposed(place)),
                    asked: true,
                });
            }
        } else {
            let open = self.with(cells, question, Cell::Open);
            asked.every_way_on(&mut |branches| {
                steps.push(Step {
                    branches,
                    cells: open.clone(),
                    asked: true,
                });
            });
        }
        steps
    }

    /// The ways on when a question's default stands in for its answer.
    fn silent_steps(&self, question: QuestionIx, cells: &[Cell], steps: &mut Vec<Step<'t>>) {
        let asked = self.advisor().question(question);
        let facts = TreeFacts { tree: self, cells };
        let places = match standing_place(self.advisor(), question, &facts) {
            Some(place) => place..place + 1,
            // Any of them may stand.
            None => 0..asked.defaults.len(),
        };
        for place in places {
            let answer = &asked.defaults[place].answer;
            let answer = (*answer != Answer::Unknown).then_some(answer);
            let cells = self.with(cells, question, Cell::Default(place));
            let mut push = |branches| {
                steps.push(Step {
                    branches,
                    cells: cells.clone(),
                    asked: false,
                });
            };
            match answer {
                Some(answer) => push(asked.ways_on(answer.value())),
                None => asked.every_way_on(&mut push),
            }
        }
    }

    /// Walks on as far as answers reach, unknown ones included.
    fn front(&self, question: QuestionIx, cells: &[Cell], certain: bool, front: &mut Front) {
        if !front.seen.insert((question, cells.to_vec())) {
            return;
        }
        let when = self.eval(&self.advisor().question(question).when, cells);
        if when == Tri::False {
            let facts = TreeFacts { tree: self, cells };
            let default = standing_place(self.advisor(), question, &facts);
            front.silent.push((question, default.filter(|_| certain)));
        } else {
            if !front.asked.contains(&question) {
                front.asked.push(question);
            }
            if self.facts.given(question).is_none() {
                return;
            }
        }
        let steps = self.steps(question, cells);
        let certain = certain && steps.len() == 1;
        for step in steps {
            for branch in step.branches {
                let taken = self.eval(&branch.when, &step.cells);
                if taken == Tri::False {
                    continue;
                }
                if let Goto::Question(next) = branch.to {
                    let certain = certain && taken == Tri::True;
                    self.front(next, &step.cells, certain, front);
                }
                if taken == Tri::True {
                    break;
                }
            }
        }
    }

    fn outcomes(&self, reach: &Reach) -> Possible {
        let outcomes = self.section.outcomes.iter().copied();
        outcomes
            .filter(|outcome| reach.outcomes.contains(self.outcome_place(*outcome)))
            .collect()
    }

    fn found(&self, reach: &Reach, front: Front) -> Found {
        let possible = self.outcomes(reach);
        let settled = possible.len() <= 1 && !reach.gap;
        let mut asked = Vec::new();
        let mut status = Vec::new();
        for question in front.asked {
            let certain = reach.must.contains(self.place(question));
            let answered = self.facts.given(question).is_some();
            // Behind an unknown answer only what still tells outcomes apart is worth asking.
            if !answered && !certain && settled {
                status.push((question, Status::NotAsked, false));
                continue;
            }
            status.push((question, Status::Asked, certain));
            asked.push((question, !answered));
        }
        for (question, place) in front.silent {
            if !status.iter().any(|(other, ..)| *other == question) {
                let defaults = &self.advisor().question(question).defaults;
                let default = place.map(|place| defaults[place].answer.clone());
                status.push((question, Status::Silent(default), true));
            }
        }
        for question in &self.section.questions {
            let known = status.iter().any(|(other, ..)| other == question);
            let detail = self.section.details.contains(question);
            if !known && !detail && !reach.may.contains(self.place(*question)) {
                status.push((*question, Status::NotAsked, true));
            }
        }
        Found {
            inside: Inside::deciding(asked, possible, reach.gap, false),
            statuses: status,
            taken: Vec::new(),
        }
    }
}

/// One way on from a question.
struct Step<'t> {
    branches: &'t [Branch],
    cells: Vec<Cell>,
    /// Whether the question is asked on this way.
    asked: bool,
}

/// What a condition finds at one place of the tree.
struct TreeFacts<'f, 't> {
    tree: &'f Tree<'t>,
    cells: &'f [Cell],
}

impl TreeFacts<'_, '_> {
    /// `None` for questions elsewhere, or when ways are not told apart.
    fn cell(&self, question: QuestionIx) -> Option<Cell> {
        let place = self
            .tree
            .watched
            .iter()
            .position(|w| w.question == question)?;
        self.cells.get(place).copied()
    }
}

impl Facts for TreeFacts<'_, '_> {
    fn advisor(&self) -> &Advisor {
        self.tree.advisor()
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        let tree = self.tree;
        let answer = match self.cell(question) {
            // Of the own questions nothing is walked yet, so this says what may be.
            None => return tree.facts.answer(question),
            Some(Cell::Unmet) => return Fact::NotAsked,
            Some(Cell::Open) => None,
            Some(Cell::Given) => tree.facts.definite(question),
            Some(Cell::Default(place)) => {
                let default = &tree.advisor().question(question).defaults[place];
                Some(&default.answer).filter(|answer| **answer != Answer::Unknown)
            }
            Some(Cell::Supposed(place)) => tree.advisor().plan.values(question).get(place),
        };
        known_of(answer)
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        match self.cell(question) {
            None => self.tree.facts.answered(question),
            Some(Cell::Unmet) => Tri::False,
            Some(Cell::Given | Cell::Default(_)) => Tri::True,
            Some(Cell::Open | Cell::Supposed(_)) => match self.tree.facts.given(question) {
                Some(_) => Tri::False,
                None => Tri::Unknown,
            },
        }
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        self.tree.facts.outcomes(section)
    }
}
