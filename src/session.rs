//! An interview in progress: the answers so far and everything that follows from them.
//!
//! A session is pure data over an [`Advisor`]: no terminal, no clock, no I/O. The wizard, the plain
//! prompts and the piped answers all drive the same one. Answers stay when the interview takes
//! another way, so going back never loses them; `walk` says which of them count.

mod bits;
mod direct;
mod facts;
mod retaken;
mod state;
mod table;
mod told;
mod tree;
mod trials;
mod walk;
mod what_if;

pub(crate) use self::direct::Direct;
pub use self::state::{Given, Origin};
pub(crate) use self::trials::Trials;

use std::collections::BTreeMap;

use smallvec::SmallVec;

use self::facts::offered_default;
use self::told::Told;
use self::walk::Walk;
use crate::facts::{Facts, value_of};
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
pub(crate) use crate::model::state::Possible;
pub use crate::model::state::SectionState;
use crate::model::state::Status;
use crate::model::{Advisor, Answer, Goto, Logic, RedFlag, Situation};

/// The interview.
#[derive(Clone, Debug)]
pub struct Session<'a> {
    advisor: &'a Advisor,
    answers: Vec<Option<Given>>,
    walk: Walk<'a>,
    /// Whether details are asked like everything else.
    thorough: bool,
}

impl<'a> Session<'a> {
    pub fn new(advisor: &'a Advisor) -> Self {
        let answers = vec![None; advisor.questions.len()];
        let walk = match &advisor.plan.start {
            Some(start) => Walk::from_start(advisor, start),
            None => Walk::new(advisor, &answers),
        };
        Self {
            advisor,
            answers,
            walk,
            thorough: false,
        }
    }

    /// Asks the details as well.
    pub fn be_thorough(&mut self) {
        self.thorough = true;
    }

    /// The same answers to the same questions of an advisor in another language.
    pub(crate) fn translated<'b>(&self, advisor: &'b Advisor) -> Session<'b> {
        let mut other = Session::new(advisor);
        other.thorough = self.thorough;
        let given = advisor.question_ixs().filter_map(|question| {
            let given = self.given(question)?;
            Some((question, given.answer.clone(), given.origin))
        });
        other.set_all(given);
        other
    }

    pub fn advisor(&self) -> &'a Advisor {
        self.advisor
    }

    /// The answer held for a question, whether or not it counts on the present way.
    pub fn given(&self, question: QuestionIx) -> Option<&Given> {
        self.answers[question.index()].as_ref()
    }

    /// The answer held for a question.
    pub fn answer(&self, question: QuestionIx) -> Option<&Answer> {
        self.given(question).map(|given| &given.answer)
    }

    /// Gives or changes an answer. It must have come from
    /// [`parse_answer`](crate::model::answer::parse_answer) or the question's own options.
    pub fn set(&mut self, question: QuestionIx, answer: Answer, origin: Origin) {
        self.change([(question, Some(Given { answer, origin }))]);
    }

    /// Gives or changes several answers, which costs hardly more than one.
    pub(crate) fn set_all(
        &mut self,
        answers: impl IntoIterator<Item = (QuestionIx, Answer, Origin)>,
    ) {
        let answers = answers.into_iter();
        self.change(answers.map(|(question, answer, origin)| {
            let given = Given { answer, origin };
            (question, Some(given))
        }));
    }

    /// Begins with the answers of a situation. What is the default anyway stays one, so that a design is
    /// told by what is special about it; but it is settled.
    pub(crate) fn begin(&mut self, start: &Situation) {
        let given = |(question, answer)| (question, answer, Origin::Given);
        self.set_all(start.answers.iter().cloned().map(given));
        let usual = start.answers.iter().filter(|(question, answer)| {
            self.is_asked(*question) && self.default_of(*question) == Some(answer)
        });
        let usual: Vec<_> = usual.cloned().collect();
        let settled = |(question, answer)| (question, answer, Origin::Settled);
        self.set_all(usual.into_iter().map(settled));
    }

    /// Takes an answer back.
    pub fn unset(&mut self, question: QuestionIx) {
        self.change([(question, None)]);
    }

    /// The same without the defaults that nobody thought about.
    pub(crate) fn considered(&self) -> Self {
        let mut other = self.clone();
        let all = self.advisor.question_ixs();
        let unasked = all.filter(|question| {
            let given = self.given(*question);
            given.is_some_and(|given| !given.origin.is_considered())
        });
        other.change(unasked.map(|question| (question, None)));
        other
    }

    /// Gives several answers and takes the defaults for everything then open: one walk in place of two.
    /// Whether all is answered [`finish_with_defaults`](Self::finish_with_defaults) tells.
    pub fn set_all_and_finish(
        &mut self,
        answers: impl IntoIterator<Item = (QuestionIx, Answer, Origin)>,
    ) {
        let mut changed = Vec::new();
        for (question, answer, origin) in answers {
            self.answers[question.index()] = Some(Given { answer, origin });
            changed.push(question);
        }
        let _ = self.walk.finish(&mut self.answers, changed);
    }

    fn change(&mut self, answers: impl IntoIterator<Item = (QuestionIx, Option<Given>)>) {
        let Some(last) = self.walk.sections().len().checked_sub(1) else {
            return;
        };
        let last = SectionIx::new(last);
        let mut changed = SmallVec::<[QuestionIx; 8]>::new();
        for (question, given) in answers {
            self.answers[question.index()] = given;
            if self.advisor.question(question).section <= last {
                changed.push(question);
            }
        }
        if !changed.is_empty() {
            self.walk = self.walk.again(&self.answers, &changed, last);
        }
    }

    /// The question to ask now; `None` when nothing is left to ask. Details with a default stand
    /// beside their outcome and are passed over, unless the session is thorough.
    pub fn next(&self) -> Option<QuestionIx> {
        let mut sections = self.advisor.section_ixs().take(self.walk.sections().len());
        sections.find_map(|section| self.next_in(section))
    }

    /// Whether a question is a detail that nobody is asked on the way.
    pub fn stands_beside(&self, question: QuestionIx) -> bool {
        let section = self.advisor.question(question).section;
        !self.thorough
            && self.advisor.section(section).details.contains(&question)
            && self.default_of(question).is_some()
    }

    /// Lets the defaults of details stand, when they are all that is open.
    pub fn let_details_stand(&mut self) {
        if self.awaits_defaults() {
            // Each of them has a default.
            let _ = self.finish_with_defaults();
        }
    }

    /// Whether only details are without an answer, whose defaults then stand.
    pub fn awaits_defaults(&self) -> bool {
        let mut sections = self.walk.sections().iter();
        self.next().is_none() && sections.any(|section| section.next().is_some())
    }

    /// The question to ask now within one section.
    pub fn next_in(&self, section: SectionIx) -> Option<QuestionIx> {
        let mut open = self.section(section).open();
        open.find(|question| !self.stands_beside(*question))
    }

    /// What a section has come to, once nothing is left to ask in it: it is decided.
    pub fn decided(&self, section: SectionIx) -> Option<&[OutcomeIx]> {
        let result = self.section(section).result();
        result.filter(|_| self.next_in(section).is_none())
    }

    /// Every question that comes up on the present way, answered or to be asked, in the order asked.
    pub fn asked(&self) -> impl Iterator<Item = QuestionIx> + '_ {
        self.walk
            .sections()
            .iter()
            .flat_map(|section| section.asked())
    }

    /// The questions of a section that come up, and those that may and were answered ahead of their
    /// turn: such answers narrow what is possible.
    pub fn counting(&self, section: SectionIx) -> impl Iterator<Item = QuestionIx> + '_ {
        let questions = self.advisor.section(section).questions.iter().copied();
        let ahead = questions.filter(|question| {
            *self.walk.status(*question) == Status::Pending && self.given(*question).is_some()
        });
        self.section(section).asked().chain(ahead)
    }

    /// Whether a question comes up on the present way.
    pub fn is_asked(&self, question: QuestionIx) -> bool {
        matches!(self.walk.status(question), Status::Asked)
    }

    /// Whether a question does not come up, whatever is answered from here.
    pub fn is_ruled_out(&self, question: QuestionIx) -> bool {
        matches!(
            self.walk.status(question),
            Status::Silent(_) | Status::NotAsked
        )
    }

    /// What is known of a section.
    pub fn section(&self, section: SectionIx) -> &SectionState {
        &self.walk.sections()[section.index()]
    }

    /// The outcome of a section, once there is exactly one.
    pub fn outcome(&self, section: SectionIx) -> Option<OutcomeIx> {
        self.section(section).outcome()
    }

    /// Whether nobody was asked for any of the answers that a section takes.
    pub fn stands_by_default(&self, section: SectionIx) -> bool {
        let given = |question| {
            self.given(question)
                .is_some_and(|given| given.origin.is_asked())
        };
        !self.section(section).asked().any(given)
    }

    /// Whether a question comes up and nobody answered it, so that its default stands.
    pub(crate) fn is_assumed(&self, question: QuestionIx) -> bool {
        let given = self.given(question);
        self.is_asked(question) && given.is_some_and(|given| !given.origin.is_considered())
    }

    /// The value of a quantity, when it comes up and every answer it needs is known.
    pub fn quantity(&self, quantity: QuantityIx) -> Option<f64> {
        value_of(quantity, &self.facts()).ok().flatten()
    }

    /// What the conditions of rules can look at: the interview as it stands.
    pub fn facts(&self) -> impl Facts + '_ {
        self.walk.view(&self.answers, true)
    }

    /// The same, made ready for many conditions: it costs as much as some dozen of them, and each then a
    /// fraction.
    pub(crate) fn facts_for_many(&self) -> impl Facts + '_ {
        Told::of(self.walk.view(&self.answers, true))
    }

    /// The red flags that are raised.
    pub fn raised(&self) -> impl Iterator<Item = &'a RedFlag> + '_ {
        let facts = self.facts();
        let flags = self.advisor.red_flags.iter();
        flags.filter(move |flag| flag.when.holds(&facts))
    }

    /// The answer of an empty line.
    pub fn default_of(&self, question: QuestionIx) -> Option<&'a Answer> {
        offered_default(self.advisor, question, &self.facts())
    }

    /// Answers that no condition tells apart from others are left out.
    pub(crate) fn values(&self, question: QuestionIx) -> &[Answer] {
        self.advisor.plan.values(question)
    }

    /// Takes the defaults for everything still open.
    ///
    /// # Errors
    /// The first question that has no default.
    pub fn finish_with_defaults(&mut self) -> Result<(), QuestionIx> {
        self.walk.finish(&mut self.answers, Vec::new())
    }

    /// Whether every section that applies has come to its outcome.
    pub fn is_complete(&self) -> bool {
        let mut sections = self.walk.sections().iter();
        sections.all(|section| section.next().is_none()) && self.undecided().next().is_none()
    }

    /// Sections where nothing is left to ask and still more than one outcome remains (or none).
    pub fn undecided(&self) -> impl Iterator<Item = SectionIx> + '_ {
        self.advisor
            .section_ixs()
            .filter(|ix| !self.section(*ix).is_settled())
    }

    /// The most questions a section can come to from here, those asked included.
    pub fn longest(&self, section: SectionIx) -> usize {
        let on_the_way = |question: &QuestionIx| !self.stands_beside(*question);
        let asked = self.section(section).asked().filter(on_the_way);
        let asked: Vec<QuestionIx> = asked.collect();
        let advisor = self.advisor;
        let beyond = match &advisor.section(section).logic {
            Logic::Tree { .. } => self.next_in(section).map_or(0, |front| {
                longest_from(advisor, front, &mut BTreeMap::new()) - 1
            }),
            Logic::Table { inputs, .. } => inputs
                .iter()
                .filter(|q| !asked.contains(q) && *self.walk.status(**q) == Status::Pending)
                .count(),
            Logic::Questions => 0,
        };
        let details = advisor.section(section).details.iter();
        let details =
            details.filter(|q| !asked.contains(q) && *self.walk.status(**q) == Status::Pending);
        let details = details.filter(|question| on_the_way(question));
        asked.len() + beyond + details.count()
    }
}

/// Finds out, once and for all sessions, where each of them begins.
pub(crate) fn prepare(advisor: &mut Advisor) {
    let answers = vec![None; advisor.questions.len()];
    let start = Walk::new(advisor, &answers).into_start();
    advisor.plan.start = Some(start);
}

/// The most questions on a way through a tree from here; trees have no cycles.
fn longest_from(
    advisor: &Advisor,
    question: QuestionIx,
    known: &mut BTreeMap<QuestionIx, usize>,
) -> usize {
    if let Some(length) = known.get(&question) {
        return *length;
    }
    let asked = advisor.question(question);
    let branches = asked.choices().flat_map(|choice| &choice.next);
    let beyond = branches
        .chain(&asked.next)
        .map(|branch| match branch.to {
            Goto::Question(next) => longest_from(advisor, next, known),
            Goto::Outcome(_) => 0,
        })
        .max();
    let length = 1 + beyond.unwrap_or(0);
    known.insert(question, length);
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedded;

    #[test]
    fn a_prepared_start_is_what_the_walk_finds() {
        let mut advisor = embedded::advisor(None).ok().cloned();
        let told = |advisor: &Option<Advisor>| {
            let start = advisor
                .as_ref()
                .and_then(|advisor| advisor.plan.start.as_ref());
            format!("{start:?}")
        };
        let prepared = told(&advisor);
        assert!(prepared.contains("Present"), "{prepared}");
        advisor.iter_mut().for_each(prepare);
        assert_eq!(prepared, told(&advisor));
    }
}
