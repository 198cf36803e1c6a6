//! What would be with another answer: tried on the side, without changing the interview.
//!
//! A search tries many, so each is found out in the shortest way that can tell it.

use smallvec::{SmallVec, smallvec};

use super::state::{Given, Origin};
use super::table::{self, MAX_TESTS};
use super::tree;
use super::trials::Trials;
use super::walk::Walk;
use super::{SectionState, Session};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::state::Possible;
use crate::model::{Answer, Domain, Logic};

impl<'a> Session<'a> {
    /// The same interview with one answer changed.
    #[must_use]
    pub fn with(&self, question: QuestionIx, answer: Answer) -> Self {
        let mut other = self.clone();
        other.set(question, answer, Origin::Given);
        other
    }

    /// What would be known of a section with one answer changed.
    fn section_with(
        &self,
        section: SectionIx,
        question: QuestionIx,
        answer: &Answer,
    ) -> SectionState {
        if self.advisor.question(question).section > section {
            return self.section(section).clone();
        }
        let walk = self.walk_with(section, question, answer);
        SectionState::clone(&walk.sections()[section.index()])
    }

    /// The same, unless an earlier section changes with it.
    fn section_alone_with(
        &self,
        section: SectionIx,
        question: QuestionIx,
        answer: &Answer,
    ) -> Option<SectionState> {
        if self.advisor.question(question).section >= section {
            return None;
        }
        let walk = self.walk_with(section, question, answer);
        let (found, earlier) = walk.sections().split_last()?;
        let mut both = earlier.iter().zip(self.walk.sections());
        both.all(|(then, now)| then.tells_the_same(now))
            .then(|| SectionState::clone(found))
    }

    fn walk_with(&self, section: SectionIx, question: QuestionIx, answer: &Answer) -> Walk<'a> {
        let answers = self.answers_with(question, answer);
        self.walk.again(&answers, &[question], section)
    }

    fn answers_with(&self, question: QuestionIx, answer: &Answer) -> Vec<Option<Given>> {
        let mut answers = self.answers.clone();
        answers[question.index()] = Some(Given {
            answer: answer.clone(),
            origin: Origin::Given,
        });
        answers
    }

    /// Other answers, to be tried one at a time.
    pub(crate) fn trials(&self) -> Trials<'a, '_> {
        Trials::of(self.advisor, &self.answers)
    }

    /// The outcomes that a section could still come to with another answer; `None` when there are none.
    pub(crate) fn possible_with(
        &self,
        trials: &Trials<'a, '_>,
        section: SectionIx,
        question: QuestionIx,
        answer: &Answer,
    ) -> Option<Possible> {
        if let Ok(outcome) = trials.known().but(question, answer).outcome(section) {
            return outcome.map(|only| smallvec![only]);
        }
        // What an answer to the section itself changes, its logic tells.
        let told = if self.advisor.question(question).section == section {
            trials.with(question, answer, |answers| {
                let view = self.walk.view(answers, false);
                match &self.advisor.section(section).logic {
                    Logic::Tree { start } => tree::possible(&view, section, *start),
                    Logic::Table { hit, inputs, rows } => {
                        Some(table::possible(&view, section, (*hit, inputs, rows)))
                    }
                    Logic::Questions => None,
                }
            })
        } else {
            None
        };
        let possible = told.unwrap_or_else(|| {
            let state = self.section_with(section, question, answer);
            Possible::from_slice(state.possible())
        });
        (!possible.is_empty()).then_some(possible)
    }

    /// The same, unless an earlier section changes with it.
    pub(crate) fn possible_alone_with(
        &self,
        trials: &Trials<'a, '_>,
        section: SectionIx,
        question: QuestionIx,
        answer: &Answer,
    ) -> Option<Possible> {
        let own = self.advisor.question(question).section;
        if own >= section {
            return None;
        }
        let direct = trials.known().but(question, answer);
        let between = self.advisor.section_ixs().take(section.index());
        let mut told = true;
        // Those before its own find everything as it is.
        for earlier in between.skip(own.index()) {
            let now = self.section(earlier);
            // Where the short way would not tell one from the other, all of it is compared.
            let decides = !self.advisor.section(earlier).outcomes.is_empty();
            let known = now.outcome().is_some() || (now.is_absent() && decides);
            match direct.outcome(earlier) {
                Ok(then) if known && then != now.outcome() => return None,
                Ok(_) if known => {}
                _ => told = false,
            }
        }
        if told && let Ok(outcome) = direct.outcome(section) {
            return outcome.map(|only| smallvec![only]);
        }
        let state = self.section_alone_with(section, question, answer)?;
        let possible = Possible::from_slice(state.possible());
        (!possible.is_empty()).then_some(possible)
    }

    /// The same interview as far as the end of one section, for trying answers to it.
    pub(crate) fn up_to(&self, section: SectionIx) -> Self {
        let mut other = self.clone();
        other.walk.end_with(section);
        other
    }

    /// The same interview with some answers left to their defaults, like everything that is open then;
    /// `None` where a question has none.
    pub(crate) fn without(mut self, answers: impl Iterator<Item = QuestionIx>) -> Option<Self> {
        let left: Vec<QuestionIx> = answers.collect();
        for question in &left {
            self.answers[question.index()] = None;
        }
        self.walk.finish(&mut self.answers, left).ok()?;
        Some(self)
    }

    /// How many answers to a section may be tried in a search: fewer where each costs more.
    pub(crate) fn steps(&self, section: SectionIx) -> usize {
        let plan = &self.advisor.plan;
        let looks = plan.looks(section);
        let ways = looks.own.iter().fold(1_usize, |ways, watched| {
            ways.saturating_mul(plan.values(watched.question).len().max(1))
        });
        let walk = ways.saturating_mul(looks.tests.max(1)).min(MAX_TESTS);
        // Enough to try every way through a section of ordinary size and what it hangs on, and to end within
        // seconds in any other.
        (200_000_000 / walk).clamp(2_000, 20_000)
    }

    /// Answers worth trying instead of the present one, the nearest first for numbers.
    pub fn candidates(&self, question: QuestionIx) -> SmallVec<[Answer; 8]> {
        let present = self.answer(question);
        let mut found: SmallVec<[Answer; 8]> = self.values(question).into();
        if let (
            Some(now),
            Some(Domain::Numbers {
                min, max, integer, ..
            }),
        ) = (
            present.and_then(Answer::number),
            self.advisor.question(question).domain(),
        ) {
            // Quantities may turn between the cells, so steps around the present value are tried too.
            for factor in [0.1, 0.25, 0.5, 0.75, 1.5, 2.0, 4.0, 10.0, 100.0] {
                let value = now * factor;
                let value = if integer {
                    value.round()
                } else {
                    decimal(value)
                };
                if (min..=max).contains(&value) {
                    found.push(Answer::Number(value));
                }
            }
            let distance = |answer: &Answer| answer.number().map_or(0.0, |at| (at - now).abs());
            found.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
        }
        found.dedup();
        found.retain(|answer| Some(&*answer) != present);
        found
    }

    /// Among the questions of a section answered unknown, the one whose answer leaves the fewest
    /// outcomes in the worst case.
    pub fn settling_question(&self, section: SectionIx) -> Option<QuestionIx> {
        self.section(section)
            .asked()
            .filter(|question| matches!(self.answer(*question), None | Some(Answer::Unknown)))
            .min_by_key(|question| {
                let candidates = self.candidates(*question).into_iter();
                candidates
                    .map(|answer| {
                        let state = self.section_with(section, *question, &answer);
                        state.possible().len()
                    })
                    .max()
                    .unwrap_or(usize::MAX)
            })
    }
}

/// A product of numbers that people wrote, without the noise of its last digits; as it is where few digits
/// would be left, or more than are exact.
fn decimal(value: f64) -> f64 {
    const SCALE: f64 = 1e9;
    if (1e-3..1e6).contains(&value.abs()) {
        (value * SCALE).round() / SCALE
    } else {
        value
    }
}
