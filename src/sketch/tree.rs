//! A tree section as it is drawn: every way from question to question once, with what became of it.
//!
//! Ways may meet again. A question that several lead to is drawn under one of them, the one taken if
//! there is one, and the others point to it.

use std::collections::BTreeMap;

use super::asked::said;
use super::label;
use super::plan::Fate;
use super::sight::{Place, Sight, ways};
use crate::condition::Condition;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::{Branch, Choice, Goto};
use crate::session::Session;
use crate::text::sanitise;

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
    /// The answers that lead here, with what else is asked; empty where any does. Cut where it is long.
    pub answer: String,
    /// All of it.
    pub said: String,
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

/// The most columns of what leads along a way.
const WAY: usize = 40;

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
                let answer = branch_answer(session, &answer, way.branches, branch);
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
            answer: label::cut(&answer, WAY),
            said: answer,
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

/// The answers that lead along a branch, with what it asks besides.
fn branch_answer(session: &Session<'_>, answer: &str, branches: &[Branch], place: usize) -> String {
    let words = &session.advisor().words().prompts;
    let asked = match branches.get(place).map(|branch| &branch.when) {
        Some(Condition::Always) | None if branches.len() > 1 => words.map_else.to_owned(),
        Some(Condition::Always) | None => return answer.to_owned(),
        Some(when) => (words.map_if)(&said(session, when, true)),
    };
    let whole = match answer {
        "" => asked,
        answer => format!("{answer}, {asked}"),
    };
    sanitise(&whole)
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
