//! What would be with another answer to one question, the defaults of all the rest following it.

use super::Session;
use super::state::{Given, Origin};
use super::walk::Walk;
use crate::ids::QuestionIx;
use crate::model::{Advisor, Answer};

/// An interview as its defaults make it anew, for trying answers in the place of some of them.
pub(crate) struct Retaken<'a> {
    /// Without the answers that are left to defaults.
    bare: Vec<Option<Given>>,
    advisor: &'a Advisor,
    thorough: bool,
    /// With them; `None` where some question has none, so that each trial begins anew.
    pub(crate) now: Option<Session<'a>>,
}

impl<'a> Session<'a> {
    /// The same interview where the answers to some questions are left to their defaults.
    pub(crate) fn retaken(&self, left: &[QuestionIx]) -> Retaken<'a> {
        let mut bare = self.answers.clone();
        for question in left {
            bare[question.index()] = None;
        }
        let mut answers = bare.clone();
        let walk = Walk::finished(self.advisor, &mut answers).ok();
        let now = walk.map(|walk| Self {
            advisor: self.advisor,
            answers,
            walk,
            thorough: self.thorough,
        });
        Retaken {
            bare,
            now,
            advisor: self.advisor,
            thorough: self.thorough,
        }
    }
}

impl<'a> Retaken<'a> {
    /// With another answer to one question; `None` where some question then has no default.
    pub(crate) fn with(&self, question: QuestionIx, answer: Answer) -> Option<Session<'a>> {
        let given = Given {
            answer,
            origin: Origin::Given,
        };
        let (answers, walk) = match &self.now {
            Some(now) => {
                let mut answers = now.answers.clone();
                let walk = now
                    .walk
                    .retaken(&self.bare, &mut answers, (question, given))
                    .ok()?;
                (answers, walk)
            }
            None => {
                let mut answers = self.bare.clone();
                answers[question.index()] = Some(given);
                let walk = Walk::finished(self.advisor, &mut answers).ok()?;
                (answers, walk)
            }
        };
        Some(Session {
            advisor: self.advisor,
            answers,
            walk,
            thorough: self.thorough,
        })
    }
}
