//! A decision table under partial answers: which inputs are still needed, which outcomes remain.
//!
//! Inputs come up in their order. One is asked only if, for some values of those still free, its
//! value makes a difference. What remains possible is found by trying the values of the free inputs
//! and giving up each line of trial as soon as the rows decide. An advisor may be anybody's, so the
//! work is bounded: past the bound an input counts as needed, and what remains is a superset.

mod point;

use std::cell::Cell;

use smallvec::SmallVec;

use self::point::{Cells, Input, Point, Table, TableFacts, Verdict};
use super::bits::Bits;
use super::facts::{View, ready_default, standing_default};
use super::state::Found;
use crate::condition::Subject;
use crate::facts::{Fact, Facts, Tri};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::plan::Inputs;
use crate::model::state::{Inside, Possible, Status};
use crate::model::{Advisor, Answer, HitPolicy, Row};

/// Tests of conditions that one walk over a section may spend on finding out which inputs are
/// needed, and again on what remains.
pub(super) const MAX_TESTS: usize = 100_000;

/// `taking`: whether questions without an answer take their defaults, up to the first that cannot.
pub(super) fn walk(
    facts: &View<'_>,
    section: SectionIx,
    logic: (HitPolicy, &[QuestionIx], &[Row]),
    taking: bool,
) -> Found {
    let looks = facts.advisor.plan.looks(section);
    let surroundings = looks.foreign.iter().all(|subject| match subject {
        Subject::Question(q) => matches!(facts.answer(*q), Fact::Known(_) | Fact::NotAsked),
        Subject::Section(s) => facts.outcomes(*s).is_some_and(|o| {
            o.possible.is_empty() || o.together || (o.sure && o.possible.len() == 1)
        }),
        Subject::Quantity(_) => true,
    });
    table(facts, section, logic).walk(surroundings, taking)
}

/// The outcomes that the answers given can still lead to, without finding out what is asked.
pub(super) fn possible(
    facts: &View<'_>,
    section: SectionIx,
    logic: (HitPolicy, &[QuestionIx], &[Row]),
) -> Possible {
    let table = table(facts, section, logic);
    let inputs = table.inputs.iter();
    let given: Cells<'_> = inputs.map(|input| facts.definite(input.question)).collect();
    let free: Vec<usize> = (0..given.len())
        .filter(|place| given[*place].is_none())
        .collect();
    let point = table.point(&given);
    table.outcomes(table.sum((given, &point), &free, false).possible)
}

fn table<'t>(
    facts: &'t View<'t>,
    section: SectionIx,
    (hit, inputs, rows): (HitPolicy, &'t [QuestionIx], &'t [Row]),
) -> Table<'t> {
    let plan = &facts.advisor.plan;
    let looks = plan.looks(section);
    let looked_at = |q: &QuestionIx| looks.own.iter().find(|watched| watched.question == *q);
    Table {
        facts,
        section: facts.advisor.section(section),
        hit,
        rows,
        looks: &looks.rows,
        first: first(facts.advisor, section),
        places: places(facts.advisor, section, inputs),
        trials: Cell::new(MAX_TESTS / looks.tests.max(1)),
        inputs: inputs
            .iter()
            .zip(&looks.inputs)
            .map(|(question, looks)| Input {
                question: *question,
                looks: *looks,
                values: match looked_at(question) {
                    Some(watched) if watched.supposable => plan.values(*question),
                    _ => &[],
                },
                looked_at: looked_at(question).is_some(),
                given: Cell::new(facts.given(*question)),
            })
            .collect(),
    }
}

fn first(advisor: &Advisor, section: SectionIx) -> usize {
    let questions = &advisor.section(section).questions;
    questions.first().map_or(0, |question| question.index())
}

fn places(
    advisor: &Advisor,
    section: SectionIx,
    inputs: &[QuestionIx],
) -> SmallVec<[Option<u8>; 32]> {
    let questions = &advisor.section(section).questions;
    let mut places = SmallVec::from_elem(None, questions.len());
    let first = first(advisor, section);
    for (place, input) in inputs.iter().enumerate() {
        // There are no more questions in a section than a byte tells apart.
        places[input.index() - first] = u8::try_from(place).ok();
    }
    places
}

impl<'t> Table<'t> {
    /// `surroundings`: whether all that conditions look at outside the table is known.
    fn walk(&self, surroundings: bool, taking: bool) -> Found {
        let all_trials = self.trials.get();
        let most = self.section.questions.len();
        let mut asked = Vec::with_capacity(most);
        let mut taken = Vec::new();
        let mut status = Vec::with_capacity(most);
        // What is known of the inputs asked so far, and the same with some value for those that are
        // skipped, since it makes no difference which.
        let mut known: Cells<'t> = SmallVec::from_elem(None, self.inputs.len());
        let mut settled = known.clone();
        let mut point = self.point(&settled);
        let mut free: Vec<usize> = (0..self.inputs.len()).collect();
        let mut certain = surroundings;
        for (place, input) in self.inputs.iter().enumerate() {
            let question = self.facts.advisor.question(input.question);
            let facts = TableFacts {
                table: self,
                seen: &point.seen,
            };
            let when = question.when.eval(&facts);
            free.retain(|other| *other != place);
            if when == Tri::False {
                let default = standing_default(self.facts.advisor, input.question, &facts);
                status.push((input.question, Status::Silent(default.cloned()), certain));
                known[place] = default;
                settled[place] = default;
                point = self.point_after(&point, &settled, place);
                continue;
            }
            let needed = match place {
                0 => self.is_first_needed(),
                _ => None,
            };
            if !needed.unwrap_or_else(|| self.needs((&settled, &point), &free, place)) {
                // Nothing changes with it, so any value will do.
                settled[place] = input.values.first();
                point = self.point_after(&point, &settled, place);
                let skipped = match when {
                    Tri::True if certain || !question.is_conditional() => Status::NotAsked,
                    // Or its default may yet come to stand.
                    _ => Status::Silent(None),
                };
                status.push((input.question, skipped, true));
                continue;
            }
            if taking
                && input.given.get().is_none()
                && let Some(default) = ready_default(self.facts, input.question)
            {
                taken.push((input.question, default));
                let default = &question.defaults[default].answer;
                input.given.set(Some(default));
                if *default == Answer::Unknown {
                    // No value comes with it, and yet it is answered.
                    point = self.point(&settled);
                }
            }
            let given = input.given.get();
            asked.push((input.question, given.is_none()));
            status.push((input.question, Status::Asked, certain && when == Tri::True));
            match given {
                None => {
                    free.push(place);
                    break;
                }
                Some(Answer::Unknown) => {
                    certain = false;
                    free.push(place);
                }
                Some(answer) => {
                    known[place] = Some(answer);
                    settled[place] = Some(answer);
                    point = self.point_after(&point, &settled, place);
                }
            }
        }
        for question in &self.section.questions {
            let input = self.inputs.iter().any(|input| input.question == *question);
            if !input && !self.section.details.contains(question) {
                status.push((*question, Status::NotAsked, true));
            }
        }
        let rows = self.certain_rows(&known);
        // Answers given ahead of their turn narrow what is possible, too.
        free.retain(|place| {
            let given = self.inputs[*place].given.get();
            let given = given.filter(|answer| **answer != Answer::Unknown);
            if given.is_some() {
                settled[*place] = given;
                point = self.point_after(&point, &settled, *place);
            }
            given.is_none()
        });
        self.trials.set(all_trials);
        let sum = self.sum((settled, &point), &free, true);
        let possible = self.outcomes(sum.possible);
        let together = self.hit == HitPolicy::Collect && sum.one.is_some();
        let inside = Inside::deciding(asked, possible, sum.gap, together);
        Found {
            inside: inside.with_rows(rows),
            statuses: status,
            taken,
        }
    }

    fn outcomes(&self, places: Bits) -> Possible {
        let outcomes = self.section.outcomes.iter().copied();
        outcomes
            .filter(|outcome| places.contains(self.outcome_place(*outcome)))
            .collect()
    }

    /// Whether the first input is needed, if that is known: where nothing is answered and the table looks at
    /// nothing else, it is as at the start of every interview.
    fn is_first_needed(&self) -> Option<bool> {
        let plan = &self.facts.advisor.plan;
        let question = self.inputs.first()?.question;
        let section = self.facts.advisor.question(question).section;
        let answered = self.inputs.iter().any(|input| input.given.get().is_some());
        if answered || !plan.looks(section).foreign.is_empty() {
            return None;
        }
        let (status, _) = &plan.start.as_ref()?.questions[question.index()];
        (*status == Status::Asked).then_some(true)
    }

    /// Whether the value of the input at `place` matters for some values of the free ones.
    fn needs(
        &self,
        (settled, point): (&Cells<'t>, &Point<'t>),
        free: &[usize],
        place: usize,
    ) -> bool {
        if !self.inputs[place].looked_at {
            return false;
        }
        self.matters(&mut settled.clone(), point, &self.triable(free), place)
    }

    /// Counts one trial more, unless there were too many.
    fn may_try(&self) -> bool {
        let left = self.trials.get();
        self.trials.set(left.saturating_sub(1));
        left > 0
    }

    /// The first of the free inputs whose value can make a difference to the rows that are open, and those
    /// behind it.
    fn next_to_try<'f>(
        &self,
        point: &Point<'t>,
        free: &'f [usize],
    ) -> Option<(&'f usize, &'f [usize])> {
        let concerned = self.concerned(point);
        let idle = |place: &&usize| !concerned.has_any_of(Inputs::of(**place));
        free[free.iter().take_while(idle).count()..].split_first()
    }

    /// The inputs among these whose values can be tried.
    fn triable(&self, free: &[usize]) -> Vec<usize> {
        let has_values = |place: &usize| !self.inputs[*place].values.is_empty();
        let mut triable: Vec<usize> = free.iter().copied().filter(has_values).collect();
        // In their order, so that what a later one depends on is supposed before it.
        triable.sort_unstable();
        triable
    }

    fn matters(
        &self,
        cells: &mut Cells<'t>,
        point: &Point<'t>,
        free: &[usize],
        place: usize,
    ) -> bool {
        if !self.may_try() {
            return true;
        }
        if self.verdict(point).is_final() {
            return false;
        }
        if let Some((first, rest)) = self.next_to_try(point, free) {
            let found = self.inputs[*first].values.iter().any(|value| {
                cells[*first] = Some(value);
                let then = self.point_after(point, cells, *first);
                self.matters(cells, &then, rest, place)
            });
            cells[*first] = None;
            return found;
        }
        let mut verdicts = self.inputs[place].values.iter().map(|value| {
            cells[place] = Some(value);
            self.verdict(&self.point_after(point, cells, place))
        });
        let differs = match verdicts.next() {
            // What is not final may still come apart by what is open elsewhere.
            Some(first) => !first.is_final() || verdicts.any(|other| other != first),
            // Its values cannot be tried, and without it the rows do not decide.
            None => true,
        };
        cells[place] = None;
        differs
    }

    /// Everything that the free inputs can still lead to; `exactly` where it has to be known whether that
    /// may be nothing at all.
    fn sum(
        &self,
        (mut settled, point): (Cells<'t>, &Point<'t>),
        free: &[usize],
        exactly: bool,
    ) -> Sum {
        let mut sum = Sum {
            exactly,
            possible: Bits::NONE,
            gap: false,
            one: None,
            several: false,
        };
        self.try_all(&mut settled, point, &self.triable(free), &mut sum);
        if sum.several {
            sum.one = None;
        }
        sum
    }

    fn try_all(&self, cells: &mut Cells<'t>, point: &Point<'t>, free: &[usize], sum: &mut Sum) {
        let verdict = self.verdict(point);
        // What is beyond here is among what may be here, so all of it may be known already.
        if sum.has(verdict) {
            return;
        }
        match self.next_to_try(point, free) {
            Some((first, rest)) if !verdict.is_final() && self.may_try() => {
                for value in self.inputs[*first].values {
                    cells[*first] = Some(value);
                    let then = self.point_after(point, cells, *first);
                    self.try_all(cells, &then, rest, sum);
                    // So it may be after some of the values.
                    if sum.has(verdict) {
                        break;
                    }
                }
                cells[*first] = None;
            }
            _ => sum.add(verdict),
        }
    }

    /// The rows that match whatever is still open.
    fn certain_rows(&self, known: &Cells<'t>) -> Vec<usize> {
        let seen = self.seen(known);
        let facts = TableFacts {
            table: self,
            seen: &seen,
        };
        let mut found = Vec::new();
        for (place, row) in self.rows.iter().enumerate() {
            match (row.when.eval(&facts), self.hit) {
                (Tri::False, _) | (Tri::Unknown, HitPolicy::Collect) => {}
                (Tri::Unknown, HitPolicy::First | HitPolicy::Unique) => break,
                (Tri::True, HitPolicy::Collect) => found.push(place),
                (Tri::True, HitPolicy::First | HitPolicy::Unique) => {
                    found.push(place);
                    break;
                }
            }
        }
        found
    }
}

/// All verdicts together.
struct Sum {
    /// Whether a gap counts.
    exactly: bool,
    possible: Bits,
    gap: bool,
    /// The outcomes, where every trial came to the same ones.
    one: Option<Bits>,
    several: bool,
}

impl Sum {
    /// Whether neither a verdict nor any that it may turn into adds anything.
    fn has(&self, verdict: Verdict) -> bool {
        let outcomes = verdict.sure.union(verdict.maybe);
        let gap = self.exactly && verdict.gap && !self.gap;
        self.several && !gap && outcomes.without(self.possible).is_empty()
    }

    fn add(&mut self, verdict: Verdict) {
        self.possible = self.possible.union(verdict.sure).union(verdict.maybe);
        self.gap |= verdict.gap;
        self.several |= !verdict.is_final() || self.one.is_some_and(|one| one != verdict.sure);
        self.one = Some(verdict.sure);
    }
}
