//! The ways on through a section: where `goto`, `outcome` and `next` lead.

use super::checker::Checker;
use super::conditions::Scope;
use super::sections::Home;
use crate::condition::Condition;
use crate::data::List;
use crate::diagnostic::kind::{Flow, Noun};
use crate::ids::{OutcomeIx, QuestionIx};
use crate::load::raw::{BranchDoc, Text};
use crate::model::{Branch, Goto};

impl Checker {
    pub(super) fn branches(
        &mut self,
        home: &Home,
        owner: &Text,
        goto: Option<&Text>,
        outcome: Option<&Text>,
        next: &[BranchDoc],
    ) -> List<Branch> {
        let given = usize::from(goto.is_some())
            + usize::from(outcome.is_some())
            + usize::from(!next.is_empty());
        if given > 1 {
            let span = goto.or(outcome).unwrap_or(owner).span;
            self.fault(span, Flow::SeveralWays);
            // Which one is meant is not known, so nothing follows from either.
            return List::EMPTY;
        }
        if goto.is_some() || outcome.is_some() {
            let to = self.target(home, goto, outcome);
            return to
                .map(|to| Branch {
                    when: Condition::Always,
                    to,
                })
                .into_iter()
                .collect();
        }
        let scope = Scope::Within {
            section: home.section,
            outcome: false,
            not: None,
        };
        let mut made = Vec::new();
        for (place, branch) in next.iter().enumerate() {
            let when = self.condition(branch.when.as_ref(), scope);
            let last = place + 1 == next.len();
            let target = branch.goto.as_ref().or(branch.outcome.as_ref());
            let at = match (target, &branch.when) {
                (Some(target), _) => target.span,
                (None, Some(when)) => when.span,
                (None, None) => owner.span,
            };
            if target.is_none() {
                self.fault(at, Flow::NoTarget);
                continue;
            }
            if branch.goto.is_some() && branch.outcome.is_some() {
                self.fault(at, Flow::TwoTargets);
                continue;
            }
            if last && branch.when.is_some() {
                self.fault(at, Flow::LastWayConditional);
            }
            if !last && branch.when.is_none() {
                self.fault(at, Flow::NeverTaken);
            }
            if let Some(to) = self.target(home, branch.goto.as_ref(), branch.outcome.as_ref()) {
                made.push(Branch { when, to });
            }
        }
        made.into()
    }

    fn target(&mut self, home: &Home, goto: Option<&Text>, outcome: Option<&Text>) -> Option<Goto> {
        match (goto, outcome) {
            (Some(goto), _) => self.own_question(home, goto).map(Goto::Question),
            (None, Some(outcome)) => self.own_outcome(home, outcome).map(Goto::Outcome),
            (None, None) => None,
        }
    }

    pub(super) fn own_question(&mut self, home: &Home, id: &Text) -> Option<QuestionIx> {
        match self.names.question(&id.value) {
            Some(ix) if self.names.questions[ix.index()].section == home.section => Some(ix),
            _ => {
                let known: Vec<String> = self
                    .names
                    .questions_of(home.section)
                    .map(str::to_owned)
                    .collect();
                let known = known.iter().map(String::as_str);
                self.unknown_id(id, Noun::QuestionHere, known);
                None
            }
        }
    }

    pub(super) fn own_outcome(&mut self, home: &Home, id: &Text) -> Option<OutcomeIx> {
        let found = self.names.outcome(home.section, &id.value);
        if found.is_none() {
            let known: Vec<String> = self.names.outcomes[home.section.index()]
                .iter()
                .map(|(name, _)| name.clone())
                .collect();
            let known = known.iter().map(String::as_str);
            self.unknown_id(id, Noun::OutcomeHere, known);
        }
        found
    }

    pub(super) fn questions_named(&mut self, home: &Home, names: &[Text]) -> Vec<QuestionIx> {
        names
            .iter()
            .filter_map(|name| self.own_question(home, name))
            .collect()
    }
}
