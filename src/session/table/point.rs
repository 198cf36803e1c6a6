//! One point of the trials over a table: what is known or supposed of its inputs, what its rows say
//! then, and what a condition finds.

use std::cell::Cell;

use smallvec::SmallVec;

use crate::condition::Tri;
use crate::facts::{Fact, Facts, Outcomes};
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::plan::Inputs;
use crate::model::{Advisor, Answer, HitPolicy, Row, Section};
use crate::session::bits::Bits;
use crate::session::facts::{View, known_of, standing_default};

pub(super) struct Input<'t> {
    pub(super) question: QuestionIx,
    /// What can be supposed of it; nothing where trying values would not tell all there is.
    pub(super) values: &'t [Answer],
    /// Whether any condition looks at it.
    pub(super) looked_at: bool,
    /// The inputs that its own conditions look at.
    pub(super) looks: Inputs,
    /// Its answer, given or taken on the way.
    pub(super) given: Cell<Option<&'t Answer>>,
}

pub(super) struct Table<'t> {
    pub(super) facts: &'t View<'t>,
    pub(super) section: &'t Section,
    pub(super) hit: HitPolicy,
    pub(super) rows: &'t [Row],
    /// By row: the inputs that it looks at.
    pub(super) looks: &'t [Inputs],
    pub(super) inputs: SmallVec<[Input<'t>; 8]>,
    /// The first question of the section.
    pub(super) first: usize,
    /// By question of the section: its place among the inputs.
    pub(super) places: SmallVec<[Option<u8>; 32]>,
    /// Trials left before giving up on exactness.
    pub(super) trials: Cell<usize>,
}

/// By input: the value known or supposed.
pub(super) type Cells<'t> = SmallVec<[Option<&'t Answer>; 8]>;

/// What the rows say at one point of the trials, as places of outcomes in the section.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Outcomes of rows that match for certain.
    pub(super) sure: Bits,
    /// Outcomes of rows that may match.
    pub(super) maybe: Bits,
    /// Whether there may be no match at all.
    pub(super) gap: bool,
}

impl Verdict {
    pub(super) fn is_final(self) -> bool {
        self.maybe.is_empty() && (!self.gap || self.sure.is_empty())
    }
}

impl<'t> Table<'t> {
    /// The place of a question among the inputs.
    pub(super) fn place(&self, question: QuestionIx) -> Option<usize> {
        let nth = question.index().checked_sub(self.first)?;
        let place = self.places.get(nth).copied().flatten();
        place.map(usize::from)
    }

    pub(super) fn outcome_place(&self, outcome: OutcomeIx) -> usize {
        let first = self.section.outcomes.first().map_or(0, |o| o.index());
        outcome.index() - first
    }

    /// What these cells say.
    pub(super) fn point(&self, cells: &Cells<'t>) -> Point<'t> {
        let nothing = Point {
            seen: Seens::new(),
            open: (0..self.rows.len())
                .map(|place| RowIx::try_from(place).unwrap_or(RowIx::MAX))
                .collect(),
            sure: Bits::NONE,
        };
        self.point_where(&nothing, cells, Inputs(u64::MAX))
    }

    /// What these cells say of the inputs alone.
    pub(super) fn seen(&self, cells: &Cells<'t>) -> Seens<'t> {
        self.seen_where(&Seens::new(), cells, &mut Inputs(u64::MAX))
    }

    /// The inputs that any row looks at that is open, or an input that such a row looks at.
    pub(super) fn concerned(&self, point: &Point<'t>) -> Inputs {
        let rows = point.open.iter().map(|row| self.looks[*row as usize]);
        let mut concerned = rows.fold(Inputs(0), Inputs::with);
        // Each looks only at those before it.
        for (place, input) in self.inputs.iter().enumerate().rev() {
            if concerned.has_any_of(Inputs::of(place)) {
                concerned = concerned.with(input.looks);
            }
        }
        concerned
    }

    /// What they say when the cell at `place` became known, and all others are as they were. What was
    /// decided stays decided, so only the rest is looked at again.
    pub(super) fn point_after(
        &self,
        before: &Point<'t>,
        cells: &Cells<'t>,
        place: usize,
    ) -> Point<'t> {
        self.point_where(before, cells, Inputs::of(place))
    }

    fn point_where(&self, before: &Point<'t>, cells: &Cells<'t>, mut changed: Inputs) -> Point<'t> {
        // Then what looks at no input is looked at as well.
        let anew = before.seen.is_empty();
        let seen = self.seen_where(&before.seen, cells, &mut changed);
        let facts = TableFacts {
            table: self,
            seen: &seen,
        };
        let mut sure = before.sure;
        let mut open = SmallVec::new();
        for row in &before.open {
            if !anew && !changed.has_any_of(self.looks[*row as usize]) {
                open.push(*row);
                continue;
            }
            let there = self.row(*row);
            match (there.when.eval(&facts), self.hit) {
                (Tri::False, _) => {}
                (Tri::Unknown, _) => open.push(*row),
                (Tri::True, HitPolicy::Collect) => {
                    sure.insert(self.outcome_place(there.outcome));
                }
                (Tri::True, HitPolicy::First | HitPolicy::Unique) => {
                    // Rows behind it do not count any more.
                    sure = Bits::NONE;
                    sure.insert(self.outcome_place(there.outcome));
                    break;
                }
            }
        }
        Point { seen, open, sure }
    }

    /// The same of the inputs alone; those that may be seen otherwise count as changed as well.
    fn seen_where(&self, before: &Seens<'t>, cells: &Cells<'t>, changed: &mut Inputs) -> Seens<'t> {
        let mut seen = Seens::from_slice(before);
        // Each looks only at those before it.
        let first = match before.len() {
            0 => 0,
            _ => changed.first(),
        };
        let inputs = self.inputs.iter().zip(cells).enumerate();
        for (place, (input, value)) in inputs.skip(first) {
            let here = Inputs::of(place);
            if place < before.len() && !changed.has_any_of(here.with(input.looks)) {
                continue;
            }
            *changed = changed.with(here);
            let facts = TableFacts {
                table: self,
                seen: &seen[..place],
            };
            let found = facts.see(input, *value);
            match seen.get_mut(place) {
                Some(known) => *known = found,
                None => seen.push(found),
            }
        }
        seen
    }

    pub(super) fn verdict(&self, point: &Point<'t>) -> Verdict {
        let mut maybe = Bits::NONE;
        for row in &point.open {
            maybe.insert(self.outcome_place(self.row(*row).outcome));
        }
        match self.hit {
            HitPolicy::Collect => Verdict {
                sure: point.sure,
                maybe: maybe.without(point.sure),
                gap: point.sure.is_empty(),
            },
            HitPolicy::First | HitPolicy::Unique => {
                let gap = point.sure.is_empty();
                let all = maybe.union(point.sure);
                // One outcome of all that may match is certain, whichever row gives it.
                if !gap && all.len() == 1 {
                    return Verdict {
                        sure: all,
                        maybe: Bits::NONE,
                        gap,
                    };
                }
                Verdict {
                    sure: Bits::NONE,
                    maybe: all,
                    gap,
                }
            }
        }
    }

    fn row(&self, row: RowIx) -> &'t Row {
        &self.rows[row as usize]
    }
}

/// What is known at one point of the trials.
pub(super) struct Point<'t> {
    pub(super) seen: Seens<'t>,
    /// Rows that may match; the others are decided.
    pub(super) open: SmallVec<[RowIx; 16]>,
    /// Outcomes of rows that match for certain.
    pub(super) sure: Bits,
}

/// By input. A condition on one looks only at those before it, so each is found once, in order.
pub(super) type Seens<'t> = SmallVec<[Seen<'t>; 8]>;

/// The place of a row.
type RowIx = u32;

/// What is found of an input at one point of the trials.
#[derive(Clone, Copy)]
pub(super) struct Seen<'t> {
    comes_up: Tri,
    /// Its answer, or the default that stands for it.
    answer: Option<&'t Answer>,
}

/// What a condition of the table finds at one point of the trials.
pub(super) struct TableFacts<'c, 't> {
    pub(super) table: &'c Table<'t>,
    pub(super) seen: &'c [Seen<'t>],
}

impl<'t> TableFacts<'_, 't> {
    pub(super) fn see(&self, input: &Input<'t>, value: Option<&'t Answer>) -> Seen<'t> {
        let advisor = self.table.facts.advisor;
        let comes_up = if input.looked_at {
            advisor.question(input.question).when.eval(self)
        } else {
            Tri::Unknown
        };
        let default = || standing_default(advisor, input.question, self);
        let answer = match comes_up {
            Tri::True => value,
            Tri::False => default(),
            Tri::Unknown => value.filter(|value| default() == Some(*value)),
        };
        Seen {
            comes_up,
            answer: answer.filter(|answer| **answer != Answer::Unknown),
        }
    }
}

impl Facts for TableFacts<'_, '_> {
    fn advisor(&self) -> &Advisor {
        self.table.facts.advisor
    }

    fn answer(&self, question: QuestionIx) -> Fact<'_> {
        let Some(place) = self.table.place(question) else {
            return self.table.facts.answer(question);
        };
        let answer = self.seen.get(place).and_then(|seen| seen.answer);
        known_of(answer)
    }

    fn answered(&self, question: QuestionIx) -> Tri {
        let Some(place) = self.table.place(question) else {
            return self.table.facts.answered(question);
        };
        let comes_up = self.seen.get(place).map_or(Tri::Unknown, |s| s.comes_up);
        match (comes_up, self.table.inputs[place].given.get()) {
            (Tri::False, _) => Tri::True,
            (Tri::Unknown, _) | (_, None) => Tri::Unknown,
            (Tri::True, Some(answer)) => Tri::of(*answer != Answer::Unknown),
        }
    }

    fn outcomes(&self, section: SectionIx) -> Option<Outcomes<'_>> {
        self.table.facts.outcomes(section)
    }
}
