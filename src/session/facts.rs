//! What conditions find when they look at an interview.

use super::Given;
use super::walk::{Status, Walk};
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Answer};

/// The interview as far as it was walked.
pub(super) struct WalkFacts<'w> {
    walk: &'w Walk<'w>,
    answers: &'w [Option<Given>],
    /// Whether an answer counts though an unknown one may yet make its question vanish.
    ///
    /// What is possible must hold whatever is answered instead of unknown, so the walk looks
    /// strictly. A rule speaks of what the user said.
    trusting: bool,
}

impl<'w> WalkFacts<'w> {
    pub(super) fn strict(walk: &'w Walk<'_>, answers: &'w [Option<Given>]) -> Self {
        Self {
            walk,
            answers,
            trusting: false,
        }
    }

    pub(super) fn trusting(walk: &'w Walk<'_>, answers: &'w [Option<Given>]) -> Self {
        Self {
            walk,
            answers,
            trusting: true,
        }
    }

    pub(super) fn advisor_ref(&self) -> &'w Advisor {
        self.walk.advisor()
    }

    pub(super) fn given(&self, question: QuestionIx) -> Option<&'w Answer> {
        self.answers[question.index()]
            .as_ref()
            .map(|given| &given.answer)
    }

    /// The answer given, unless it is unknown.
    pub(super) fn definite(&self, question: QuestionIx) -> Option<&'w Answer> {
        self.given(question)
            .filter(|answer| **answer != Answer::Unknown)
    }
}

impl Facts for WalkFacts<'_> {
    fn advisor(&self) -> &Advisor {
        self.walk.advisor()
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        let certain = self.trusting || self.walk.is_certain(question);
        match self.walk.status(question) {
            Status::NotAsked if self.walk.is_certain(question) => Fact::NotAsked,
            Status::Silent(Some(answer)) if certain => Fact::Known(answer),
            Status::Asked if certain => self.definite(question).map_or(Fact::Open, Fact::Known),
            Status::NotAsked | Status::Silent(_) => Fact::Open,
            Status::Asked | Status::Pending => match self.definite(question) {
                // Were it not to come up, its default would stand.
                Some(_) if self.advisor().question(question).is_conditional() => Fact::Open,
                Some(answer) => Fact::Perhaps(answer),
                None => Fact::Open,
            },
        }
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        let certain = self.trusting || self.walk.is_certain(question);
        match (self.walk.status(question), self.given(question)) {
            (Status::NotAsked, _) if self.walk.is_certain(question) => Tri::False,
            (Status::Asked, Some(Answer::Unknown)) => Tri::False,
            (Status::Silent(Some(_)), _) | (Status::Asked, Some(_)) if certain => Tri::True,
            _ => Tri::Unknown,
        }
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        let state = self.walk.sections().get(section.index())?;
        Some(match state.applies {
            Tri::False => Outcomes::default(),
            applies => Outcomes {
                possible: &state.possible,
                sure: applies == Tri::True && !state.gap,
                together: applies == Tri::True && state.collects,
            },
        })
    }
}

/// The default that stands for a question that is not asked, as far as that is certain.
pub(super) fn standing_default<'a>(
    advisor: &'a Advisor,
    question: QuestionIx,
    facts: &dyn Facts,
) -> Option<&'a Answer> {
    standing_place(advisor, question, facts)
        .map(|place| &advisor.question(question).defaults[place].answer)
}

/// The place of that default.
pub(super) fn standing_place(
    advisor: &Advisor,
    question: QuestionIx,
    facts: &dyn Facts,
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

/// The default offered to the user: the first whose condition certainly holds.
pub(super) fn offered_default<'a>(
    advisor: &'a Advisor,
    question: QuestionIx,
    facts: &dyn Facts,
) -> Option<&'a Answer> {
    let defaults = &advisor.question(question).defaults;
    let mut holding = defaults.iter().filter(|default| default.when.holds(facts));
    holding.next().map(|default| &default.answer)
}
