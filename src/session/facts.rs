//! What conditions find when they look at an interview.

use std::sync::Arc;

use super::state::Given;
use crate::condition::Subject;
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::state::{SectionState, Status};
use crate::model::{Advisor, Answer};

/// The interview as far as it was walked.
#[derive(Clone, Copy)]
pub(super) struct View<'v> {
    pub(super) advisor: &'v Advisor,
    pub(super) answers: &'v [Option<Given>],
    /// By question.
    pub(super) status: &'v [Status],
    /// By question: whether its status holds whatever is answered instead of unknown.
    pub(super) certain: &'v [bool],
    /// Those walked so far.
    pub(super) sections: &'v [Arc<SectionState>],
    /// Whether an answer counts though an unknown one may yet make its question vanish.
    ///
    /// What is possible must hold whatever is answered instead of unknown, so the walk looks
    /// strictly. A rule speaks of what the user said.
    pub(super) trusting: bool,
}

impl<'v> View<'v> {
    pub(super) fn given(&self, question: QuestionIx) -> Option<&'v Answer> {
        self.answers[question.index()]
            .as_ref()
            .map(|given| &given.answer)
    }

    /// The answer given, unless it is unknown.
    pub(super) fn definite(&self, question: QuestionIx) -> Option<&'v Answer> {
        self.given(question)
            .filter(|answer| **answer != Answer::Unknown)
    }

    fn status(&self, question: QuestionIx) -> (&'v Status, bool) {
        let place = question.index();
        (&self.status[place], self.certain[place])
    }
}

/// An answer that counts.
pub(super) fn known_of(answer: Option<&Answer>) -> Fact<'_> {
    answer
        .and_then(Answer::value)
        .map_or(Fact::Open, Fact::Known)
}

impl Facts for View<'_> {
    fn advisor(&self) -> &Advisor {
        self.advisor
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        let (status, known) = self.status(question);
        let certain = self.trusting || known;
        match status {
            Status::NotAsked if known => Fact::NotAsked,
            Status::Silent(Some(answer)) if certain => known_of(Some(answer)),
            Status::Asked if certain => known_of(self.given(question)),
            Status::NotAsked | Status::Silent(_) => Fact::Open,
            Status::Asked | Status::Pending => match self.given(question).and_then(Answer::value) {
                // Were it not to come up, its default would stand.
                Some(_) if self.advisor.question(question).is_conditional() => Fact::Open,
                Some(answer) => Fact::Perhaps(answer),
                None => Fact::Open,
            },
        }
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        let (status, known) = self.status(question);
        let certain = self.trusting || known;
        match (status, self.given(question)) {
            (Status::NotAsked, _) if known => Tri::False,
            (Status::Asked, Some(Answer::Unknown)) => Tri::False,
            (Status::Silent(Some(_)), _) | (Status::Asked, Some(_)) if certain => Tri::True,
            _ => Tri::Unknown,
        }
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        let state = self.sections.get(section.index())?;
        let comes_up = state.applies() == Tri::True;
        Some(Outcomes {
            possible: state.possible(),
            sure: comes_up && !state.may_have_none(),
            together: state.is_collected(),
        })
    }
}

/// The place of the default that stands for a question that is not asked, as far as that is certain.
pub(super) fn standing_place<F: Facts>(
    advisor: &Advisor,
    question: QuestionIx,
    facts: &F,
) -> Option<usize> {
    for (place, default) in advisor.question(question).defaults.iter().enumerate() {
        match default.when.eval(facts) {
            Tri::True => return Some(place),
            Tri::Unknown => return None,
            Tri::False => {}
        }
    }
    None
}

/// That default.
pub(super) fn standing_default<'a, F: Facts>(
    advisor: &'a Advisor,
    question: QuestionIx,
    facts: &F,
) -> Option<&'a Answer> {
    standing_place(advisor, question, facts)
        .map(|place| &advisor.question(question).defaults[place].answer)
}

/// The default offered to the user: the first whose condition certainly holds.
pub(super) fn offered_default<'a, F: Facts>(
    advisor: &'a Advisor,
    question: QuestionIx,
    facts: &F,
) -> Option<&'a Answer> {
    let defaults = &advisor.question(question).defaults;
    let mut holding = defaults.iter().filter(|default| default.when.holds(facts));
    holding.next().map(|default| &default.answer)
}

/// The place of the default that is offered, where what lies before the question's section tells it: then
/// it can be taken while the section is walked.
pub(super) fn ready_default(view: &View<'_>, question: QuestionIx) -> Option<usize> {
    let asked = view.advisor.question(question);
    let facts = View {
        trusting: true,
        ..*view
    };
    for (place, default) in asked.defaults.iter().enumerate() {
        let mut told = true;
        default.when.subjects(&mut |subject| {
            told &= match subject {
                Subject::Question(other) => view.advisor.question(other).section < asked.section,
                Subject::Section(other) => other < asked.section,
                Subject::Quantity(_) => false,
            };
        });
        if !told {
            return None;
        }
        if default.when.holds(&facts) {
            return Some(place);
        }
    }
    None
}
