//! The short way through a section: answers that are all known lead straight to its outcome.
//!
//! A session keeps what is possible, asked and certain of everything. Whoever only wants to know
//! what a few answers come to needs none of that: one way through the section is walked, and of the
//! others only those it looks at. Nothing is allocated and nothing is guessed: where an answer is
//! missing, or something would have to be found out by trying, there is no result, and a session has
//! to tell. A property test holds that both say the same.

use std::cell::RefCell;

use smallvec::SmallVec;

use super::bits::Bits;
use super::facts::{known_of, standing_place};
use super::state::Given;
use crate::condition::Condition;
use crate::facts::{Fact, Facts, Outcomes, Tri};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Branch, Goto, HitPolicy, Logic, Row, Section, Value};

/// Known answers, and the ways walked with them so far.
pub(crate) struct Direct<'a, 't> {
    advisor: &'a Advisor,
    given: Answers<'t>,
    ways: RefCell<Ways>,
    /// Of answers that differ in one question: the ways of the answers as they were, which are the same
    /// through all sections before its own.
    before: Option<(SectionIx, &'t RefCell<Ways>)>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a box would be an allocation, and there is one of them"
)]
enum Answers<'t> {
    /// Most callers give a handful. They are moved about, so room for more would cost everybody.
    Few(SmallVec<[(QuestionIx, Value<'t>); 8]>),
    /// Those of a session, one of them replaced.
    Held {
        held: &'t [Option<Given>],
        instead: Option<(QuestionIx, Option<Value<'t>>)>,
    },
}

/// The ways walked so far; `None` where there is no result.
type Ways = SmallVec<[(SectionIx, Option<Way>); 1]>;

/// The way through one section.
#[derive(Clone)]
struct Way {
    section: SectionIx,
    end: End,
    /// Its questions that come up.
    met: Bits,
    /// Those that may or may not.
    unsure: Bits,
    /// Those that do not, and the place of the default that stands for each.
    silent: SmallVec<[(QuestionIx, usize); 2]>,
    /// Whether every other question does not come up.
    is_all: bool,
}

/// Where a way leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// It is still walked, or only asks questions.
    Nowhere,
    Outcome(OutcomeIx),
    /// The section does not come up.
    Absent,
}

impl<'a, 't> Direct<'a, 't> {
    pub(crate) fn new(advisor: &'a Advisor) -> Self {
        Self {
            advisor,
            given: Answers::Few(SmallVec::new()),
            ways: RefCell::default(),
            before: None,
        }
    }

    /// What a session holds.
    pub(super) fn of(advisor: &'a Advisor, held: &'t [Option<Given>]) -> Self {
        let direct = Self {
            advisor,
            given: Answers::Held {
                held,
                instead: None,
            },
            ways: RefCell::new(Ways::with_capacity(advisor.sections.len())),
            before: None,
        };
        for section in advisor.section_ixs() {
            direct.with_way(section, |_| ());
        }
        direct
    }

    /// The same with another answer to one question.
    pub(super) fn but<'b>(&'b self, question: QuestionIx, answer: &'b Answer) -> Direct<'a, 'b> {
        let held = match &self.given {
            Answers::Held { held, .. } => held,
            // Only sessions try other answers.
            Answers::Few(_) => &[][..],
        };
        Direct {
            advisor: self.advisor,
            given: Answers::Held {
                held,
                instead: Some((question, answer.value())),
            },
            ways: RefCell::default(),
            before: Some((self.advisor.question(question).section, &self.ways)),
        }
    }

    pub(crate) fn advisor(&self) -> &'a Advisor {
        self.advisor
    }

    /// Whether an answer was given to a question.
    pub(crate) fn has(&self, question: QuestionIx) -> bool {
        self.value(question).is_some()
    }

    /// Adds an answer to a question that has none.
    pub(crate) fn give(&mut self, question: QuestionIx, value: Value<'t>) {
        if let Answers::Few(given) = &mut self.given {
            given.push((question, value));
        }
    }

    fn value(&self, question: QuestionIx) -> Option<Value<'t>> {
        match &self.given {
            Answers::Few(given) => {
                let found = given.iter().find(|(other, _)| *other == question);
                found.map(|(_, value)| *value)
            }
            Answers::Held { held, instead } => match instead {
                Some((other, value)) if *other == question => *value,
                _ => held[question.index()].as_ref()?.answer.value(),
            },
        }
    }

    /// The one outcome that a section comes to, if any; `Err` where a session has to tell.
    pub(crate) fn outcome(&self, section: SectionIx) -> Result<Option<OutcomeIx>, Unsure> {
        match self.with_way(section, |way| way.map(|way| way.end)) {
            Some(End::Outcome(outcome)) => Ok(Some(outcome)),
            Some(End::Absent | End::Nowhere) => Ok(None),
            None => Err(Unsure),
        }
    }

    fn with_way<T>(&self, section: SectionIx, look: impl FnOnce(Option<&Way>) -> T) -> T {
        let at = |ways: &[(SectionIx, _)]| ways.iter().position(|(other, _)| *other == section);
        let ways = match self.before {
            Some((from, before)) if section < from => before,
            _ => &self.ways,
        };
        let known = at(&ways.borrow());
        let place = known.unwrap_or_else(|| {
            // A way looks at earlier sections only, so this ends.
            let way = self.walk(section);
            let mut ways = ways.borrow_mut();
            ways.push((section, way));
            ways.len() - 1
        });
        look(ways.borrow()[place].1.as_ref())
    }

    fn walk(&self, ix: SectionIx) -> Option<Way> {
        let section = self.advisor.section(ix);
        let mut way = Way {
            section: ix,
            end: End::Nowhere,
            met: Bits::NONE,
            unsure: Bits::NONE,
            silent: SmallVec::new(),
            is_all: false,
        };
        match self.eval(&section.when, &way) {
            Tri::Unknown => return None,
            Tri::False => {
                way.end = End::Absent;
                way.is_all = true;
                return Some(way);
            }
            Tri::True => {}
        }
        match &section.logic {
            Logic::Tree { start } => {
                // What was not met yet is not asked, so far.
                way.is_all = true;
                way.end = End::Outcome(self.tree(section, *start, &mut way)?);
            }
            Logic::Table { hit, inputs, rows } => {
                for input in inputs {
                    self.input(section, *input, &mut way);
                }
                way.end = End::Outcome(self.rows(*hit, rows, &way)?);
                // Which of them are asked is found out by trying.
                way.unsure = Bits::ALL;
            }
            Logic::Questions => {
                // Each looks back at most, and what was not met by then does not come up.
                way.is_all = true;
                for question in &section.questions {
                    let place = place(section, *question);
                    match self.eval(&self.advisor.question(*question).when, &way) {
                        Tri::True => way.met.insert(place),
                        Tri::Unknown => way.unsure.insert(place),
                        Tri::False => {}
                    }
                }
            }
        }
        // Details change no outcome, so they are not walked.
        for detail in &section.details {
            way.unsure.insert(place(section, *detail));
        }
        Some(way)
    }

    fn tree(&self, section: &Section, start: QuestionIx, way: &mut Way) -> Option<OutcomeIx> {
        let mut at = start;
        loop {
            let question = self.advisor.question(at);
            let branches = match self.eval(&question.when, way) {
                Tri::Unknown => return None,
                Tri::True => {
                    let value = self.value(at)?;
                    way.met.insert(place(section, at));
                    question.ways_on(Some(value))
                }
                Tri::False => {
                    let standing = standing_place(self.advisor, at, &self.seen_from(way))?;
                    way.silent.push((at, standing));
                    question.ways_on(Some(question.defaults[standing].answer.value()?))
                }
            };
            match self.branch(branches, way)? {
                Goto::Question(next) => at = next,
                Goto::Outcome(outcome) => return Some(outcome),
            }
        }
    }

    fn branch(&self, branches: &[Branch], way: &Way) -> Option<Goto> {
        for branch in branches {
            match self.eval(&branch.when, way) {
                Tri::True => return Some(branch.to),
                Tri::Unknown => return None,
                Tri::False => {}
            }
        }
        None
    }

    fn input(&self, section: &Section, input: QuestionIx, way: &mut Way) {
        let place = place(section, input);
        match self.eval(&self.advisor.question(input).when, way) {
            Tri::True => way.met.insert(place),
            Tri::Unknown => way.unsure.insert(place),
            Tri::False => match standing_place(self.advisor, input, &self.seen_from(way)) {
                Some(standing) => way.silent.push((input, standing)),
                None => way.unsure.insert(place),
            },
        }
    }

    /// The outcome of the rows that match, where they say which, and it is one.
    fn rows(&self, hit: HitPolicy, rows: &[Row], way: &Way) -> Option<OutcomeIx> {
        let mut found = None;
        for row in rows {
            match (self.eval(&row.when, way), hit) {
                (Tri::Unknown, _) => return None,
                (Tri::False, _) => {}
                (Tri::True, HitPolicy::First | HitPolicy::Unique) => return Some(row.outcome),
                (Tri::True, HitPolicy::Collect) if found.is_some_and(|one| one != row.outcome) => {
                    return None;
                }
                (Tri::True, HitPolicy::Collect) => found = Some(row.outcome),
            }
        }
        found
    }

    fn eval(&self, condition: &Condition, way: &Way) -> Tri {
        match condition {
            Condition::Always => Tri::True,
            condition => condition.eval(&self.seen_from(way)),
        }
    }

    fn seen_from<'h>(&'h self, here: &'h Way) -> Seen<'h, 'a, 't> {
        Seen { direct: self, here }
    }
}

/// Answers alone do not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unsure;

/// The place of a question in its section.
fn place(section: &Section, question: QuestionIx) -> usize {
    let first = section.questions.first().map_or(0, |q| q.index());
    question.index() - first
}

/// What conditions find on the way.
struct Seen<'h, 'a, 't> {
    direct: &'h Direct<'a, 't>,
    here: &'h Way,
}

impl Seen<'_, '_, '_> {
    fn fact(&self, question: QuestionIx, way: &Way) -> Fact<'_> {
        let direct = self.direct;
        if way.end == End::Absent {
            return Fact::NotAsked;
        }
        match way.comes_up(direct.advisor, question) {
            Met::Yes => direct.value(question).map_or(Fact::Open, Fact::Known),
            Met::Default(standing) => {
                let defaults = &direct.advisor.question(question).defaults;
                known_of(Some(&defaults[standing].answer))
            }
            Met::No => Fact::NotAsked,
            Met::Unsure => Fact::Open,
        }
    }

    fn is_answered(&self, question: QuestionIx, way: &Way) -> Tri {
        if way.end == End::Absent {
            return Tri::False;
        }
        match way.comes_up(self.direct.advisor, question) {
            Met::Yes if self.direct.has(question) => Tri::True,
            Met::Default(_) => Tri::True,
            Met::No => Tri::False,
            Met::Yes | Met::Unsure => Tri::Unknown,
        }
    }

    fn look<T>(&self, question: QuestionIx, look: impl FnOnce(&Way) -> T, open: T) -> T {
        let section = self.direct.advisor.question(question).section;
        if section == self.here.section {
            return look(self.here);
        }
        if section > self.here.section {
            return open;
        }
        self.direct
            .with_way(section, |way| way.map(look))
            .unwrap_or(open)
    }
}

/// Whether a question comes up.
enum Met {
    Yes,
    /// No, and the default at this place stands for it.
    Default(usize),
    No,
    Unsure,
}

impl Way {
    fn comes_up(&self, advisor: &Advisor, question: QuestionIx) -> Met {
        let place = place(advisor.section(self.section), question);
        if self.unsure.contains(place) {
            return Met::Unsure;
        }
        if self.met.contains(place) {
            return Met::Yes;
        }
        match self.silent.iter().find(|(other, _)| *other == question) {
            Some((_, standing)) => Met::Default(*standing),
            None if self.is_all => Met::No,
            None => Met::Unsure,
        }
    }
}

impl Facts for Seen<'_, '_, '_> {
    fn advisor(&self) -> &Advisor {
        self.direct.advisor
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        self.look(question, |way| self.fact(question, way), Fact::Open)
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        self.look(
            question,
            |way| self.is_answered(question, way),
            Tri::Unknown,
        )
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        if section >= self.here.section {
            return None;
        }
        let end = self
            .direct
            .with_way(section, |way| way.map(|way| way.end))?;
        let possible: &[OutcomeIx] = match end {
            End::Absent => return Some(Outcomes::default()),
            End::Nowhere => &[],
            End::Outcome(outcome) => {
                let all = &self.direct.advisor.section(section).outcomes;
                let place = all.iter().position(|other| *other == outcome)?;
                &all[place..=place]
            }
        };
        Some(Outcomes {
            possible,
            sure: true,
            together: false,
        })
    }
}
