//! A tree section as it is drawn: every way from question to question once, with what became of it.
//!
//! Ways may meet again. A question that several lead to is drawn under one of them, the one taken if
//! there is one, and the others point to it.

use std::collections::{BTreeMap, BTreeSet};

use super::label;
use super::plan::Fate;
use crate::condition::Condition;
use crate::facts::{Fact, Facts, Tri};
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::{Branch, Choice, Goto, Question, Value};
use crate::session::Session;

/// Everything a tree section leads to.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The first is the root; everything stands after what leads to it.
    pub nodes: Vec<Node>,
}

/// A place in the drawing.
#[derive(Clone, Debug)]
pub struct Node {
    pub what: What,
    /// The answers that lead here; empty where any does.
    pub answer: String,
    pub name: String,
    /// What has become of the way that leads here.
    pub way: Fate,
    /// What has become of itself: a question may be come to by another way.
    pub fate: Fate,
    /// Without the answer that is highlighted.
    pub before: Fate,
    /// It is the question in front.
    pub here: bool,
    /// A question whose answer is known.
    pub answered: bool,
    /// In the order of the answers.
    pub children: Vec<usize>,
    /// The child that the drawing goes on with: the one taken, or that with the most below it.
    pub heavy: Option<usize>,
    /// How many nodes stand below.
    pub below: usize,
}

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Question(QuestionIx),
    /// A question that is drawn elsewhere.
    Again(QuestionIx),
    Outcome(OutcomeIx),
}

/// A way on from a question: the answers that share it, and where it leads.
struct Way<'a> {
    /// The places of the answers; none where every answer goes this way.
    answers: Vec<usize>,
    branches: &'a [Branch],
}

/// An answer.
#[derive(Clone, Copy)]
enum Said {
    /// The place of an option or a band.
    Place(usize),
    Text,
}

/// A branch, by its question, the place of its way, and its own place in it.
type Place = (QuestionIx, usize, usize);

/// What the answers of a session make of the ways.
struct Sight<'s, 'a> {
    session: &'s Session<'a>,
    /// The branches that the answers certainly lead along.
    taken: BTreeSet<Place>,
    /// Questions that some way still comes to.
    live: BTreeSet<QuestionIx>,
}

/// The tree from `start` on. Its shape follows from the answers in `open`, the fates from those in
/// `shown`.
pub fn tree(
    open: &Session<'_>,
    shown: &Session<'_>,
    start: QuestionIx,
    here: Option<QuestionIx>,
) -> Tree {
    let (before, after) = (Sight::of(open, start), Sight::of(shown, start));
    let mut planter = Planter {
        homes: before.homes(start),
        before,
        after,
        here,
        tree: Tree::default(),
    };
    let fate = |sight: &Sight<'_, '_>| match sight.answer(start) {
        Some(_) => Fate::Taken,
        None => Fate::Open,
    };
    let fates = (fate(&planter.before), fate(&planter.after));
    planter.question(start, String::new(), fates);
    planter.tree
}

fn ways(question: &Question) -> Vec<Way<'_>> {
    let choices: Vec<&Choice> = question.choices().collect();
    let mut ways: Vec<Way<'_>> = Vec::new();
    for (place, choice) in choices.iter().enumerate() {
        let branches = match &choice.next[..] {
            [] => &question.next[..],
            own => own,
        };
        match ways.iter_mut().find(|way| same(way.branches, branches)) {
            Some(way) => way.answers.push(place),
            None => ways.push(Way {
                answers: vec![place],
                branches,
            }),
        }
    }
    match &mut ways[..] {
        [] => ways.push(Way {
            answers: Vec::new(),
            branches: &question.next,
        }),
        [only] => only.answers.clear(),
        _ => {}
    }
    ways
}

fn same(one: &[Branch], other: &[Branch]) -> bool {
    let mut both = one.iter().zip(other);
    one.len() == other.len() && both.all(|(a, b)| a.to == b.to && a.when == b.when)
}

impl Way<'_> {
    fn has(&self, answer: Said) -> bool {
        let one = |place| self.answers.contains(&place);
        self.answers.is_empty() || matches!(answer, Said::Place(place) if one(place))
    }
}

impl<'s, 'a> Sight<'s, 'a> {
    fn of(session: &'s Session<'a>, start: QuestionIx) -> Self {
        let mut sight = Self {
            session,
            taken: BTreeSet::new(),
            live: BTreeSet::new(),
        };
        sight.follow(start);
        sight.reach(start);
        sight
    }

    /// Marks the way that the answers certainly lead along.
    fn follow(&mut self, start: QuestionIx) {
        let mut at = start;
        while let Some(answer) = self.answer(at) {
            let ways = ways(self.session.advisor().question(at));
            let found = ways.iter().enumerate().find(|(_, way)| way.has(answer));
            let Some((place, way)) = found else { return };
            let mut branches = way.branches.iter().enumerate();
            let certain = branches.find_map(|(nth, branch)| match self.eval(&branch.when) {
                Tri::False => None,
                Tri::True => Some(Some((nth, branch.to))),
                Tri::Unknown => Some(None),
            });
            let Some(Some((nth, to))) = certain else {
                return;
            };
            self.taken.insert((at, place, nth));
            match to {
                Goto::Question(next) => at = next,
                Goto::Outcome(_) => return,
            }
        }
    }

    fn reach(&mut self, question: QuestionIx) {
        if !self.live.insert(question) {
            return;
        }
        for (place, way) in ways(self.session.advisor().question(question))
            .iter()
            .enumerate()
        {
            for (nth, branch) in way.branches.iter().enumerate() {
                if let Goto::Question(next) = branch.to
                    && self.fate((question, place, nth), way) != Fate::Closed
                {
                    self.reach(next);
                }
            }
        }
    }

    /// What is answered, as far as ways depend on it; `None` where it is open.
    fn answer(&self, question: QuestionIx) -> Option<Said> {
        let asked = self.session.advisor().question(question);
        // While it is open whether it is asked, its default may yet stand instead.
        if self.eval(&asked.when) == Tri::Unknown {
            return None;
        }
        let facts = self.session.facts();
        let Fact::Known(value) = facts.answer(question) else {
            return None;
        };
        let place = match value {
            Value::Option(place) => Some(place),
            Value::Number(number) => crate::model::band_of(asked.bands(), number),
            Value::Text(_) => None,
        };
        Some(place.map_or(Said::Text, Said::Place))
    }

    fn eval(&self, when: &Condition) -> Tri {
        match when {
            Condition::Always => Tri::True,
            when => when.eval(&self.session.facts()),
        }
    }

    fn fate(&self, place: Place, way: &Way<'_>) -> Fate {
        if self.taken.contains(&place) {
            return Fate::Taken;
        }
        let (question, _, nth) = place;
        let section = self.session.advisor().question(question).section;
        let answered = self.answer(question);
        let passed = way.branches[..nth]
            .iter()
            .any(|earlier| self.eval(&earlier.when) == Tri::True);
        let branch = &way.branches[nth];
        let ends = match branch.to {
            Goto::Outcome(outcome) => !self.session.section(section).possible().contains(&outcome),
            Goto::Question(next) => self.session.facts().answer(next) == Fact::NotAsked,
        };
        let closed = !self.live.contains(&question)
            || answered.is_some_and(|answer| !way.has(answer))
            || passed
            || ends
            || self.eval(&branch.when) == Tri::False;
        if closed { Fate::Closed } else { Fate::Open }
    }

    /// For every question the branch that it is drawn under: the one taken, else one that is open.
    fn homes(&self, start: QuestionIx) -> BTreeMap<QuestionIx, Place> {
        let mut homes = BTreeMap::new();
        for least in [Fate::Taken, Fate::Open, Fate::Closed] {
            self.settle(start, least, &mut BTreeSet::new(), &mut homes);
        }
        homes
    }

    /// Gives a home to what is reached by branches that are no worse than `least`.
    fn settle(
        &self,
        question: QuestionIx,
        least: Fate,
        seen: &mut BTreeSet<QuestionIx>,
        homes: &mut BTreeMap<QuestionIx, Place>,
    ) {
        if !seen.insert(question) {
            return;
        }
        for (place, way) in ways(self.session.advisor().question(question))
            .iter()
            .enumerate()
        {
            for (nth, branch) in way.branches.iter().enumerate() {
                let Goto::Question(next) = branch.to else {
                    continue;
                };
                let place = (question, place, nth);
                let fate = self.fate(place, way);
                let passes = match least {
                    Fate::Taken => fate == Fate::Taken,
                    Fate::Open => fate != Fate::Closed,
                    Fate::Closed => true,
                };
                if passes {
                    homes.entry(next).or_insert(place);
                    self.settle(next, least, seen, homes);
                }
            }
        }
    }
}

struct Planter<'s, 'a> {
    before: Sight<'s, 'a>,
    after: Sight<'s, 'a>,
    homes: BTreeMap<QuestionIx, Place>,
    here: Option<QuestionIx>,
    tree: Tree,
}

impl Planter<'_, '_> {
    /// Plants a question with all below it; `fates` are without and with the highlighted answer.
    fn question(&mut self, question: QuestionIx, answer: String, fates: (Fate, Fate)) -> usize {
        let session = self.before.session;
        let name = label::question(session, question);
        let place = self.node(What::Question(question), answer, name, fates);
        let asked = session.advisor().question(question);
        let choices: Vec<&Choice> = asked.choices().collect();
        for (nth, way) in ways(asked).iter().enumerate() {
            let own = way
                .answers
                .iter()
                .filter_map(|place| choices.get(*place).copied());
            let answer = label::choices(session, asked, own);
            for (branch, leads) in way.branches.iter().enumerate() {
                let from = (question, nth, branch);
                let fates = (self.before.fate(from, way), self.after.fate(from, way));
                let answer = answer.clone();
                let child = match leads.to {
                    Goto::Outcome(outcome) => {
                        let name = label::outcome(session, outcome);
                        self.node(What::Outcome(outcome), answer, name, fates)
                    }
                    Goto::Question(next) if self.homes.get(&next) == Some(&from) => {
                        self.question(next, answer, fates)
                    }
                    Goto::Question(next) => {
                        let name = format!("→ {}", label::question(session, next));
                        self.node(What::Again(next), answer, name, fates)
                    }
                };
                self.tree.nodes[place].children.push(child);
            }
        }
        let nodes = &self.tree.nodes;
        let children = &nodes[place].children;
        let below = children.iter().map(|child| 1 + nodes[*child].below).sum();
        let taken = children
            .iter()
            .find(|child| nodes[**child].before == Fate::Taken);
        // Of equals the first.
        let most = children.iter().rev().max_by_key(|child| {
            let child = &nodes[**child];
            (child.before != Fate::Closed, child.below)
        });
        let heavy = taken.or(most).copied();
        let node = &mut self.tree.nodes[place];
        node.below = below;
        node.heavy = heavy;
        place
    }

    fn node(&mut self, what: What, answer: String, name: String, fates: (Fate, Fate)) -> usize {
        let here = self.here.is_some_and(|here| what == What::Question(here));
        let answered = match what {
            What::Question(question) | What::Again(question) => {
                self.after.live.contains(&question) && self.after.answer(question).is_some()
            }
            What::Outcome(_) => false,
        };
        let fate = match (what, fates.1) {
            (What::Question(question), Fate::Closed) if self.after.live.contains(&question) => {
                if answered {
                    Fate::Taken
                } else {
                    Fate::Open
                }
            }
            (_, way) => way,
        };
        self.tree.nodes.push(Node {
            what,
            answer,
            name,
            before: fates.0,
            way: fates.1,
            fate,
            here,
            answered,
            children: Vec::new(),
            heavy: None,
            below: 0,
        });
        self.tree.nodes.len() - 1
    }
}

impl Node {
    /// Its fate would be another one without the highlighted answer.
    pub fn is_fresh(&self) -> bool {
        self.way != self.before
    }

    /// The sign before its name.
    pub(super) fn mark(&self) -> &'static str {
        match (self.what, self.fate) {
            _ if self.here => "◆",
            // It is come to, and open itself.
            (What::Question(_) | What::Again(_), Fate::Taken) if !self.answered => "○",
            (_, fate) => fate.mark(),
        }
    }
}
