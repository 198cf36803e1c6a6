//! Small random advisors; [`text`] writes them as YAML.
//!
//! A [`Dice`] of bytes decides everything, so that proptest shrinks a failing advisor by shrinking
//! the bytes. Every number question lies between 0 and 30 with bands at 10 and 20, and conditions
//! compare with 5, 10, 15 or 20, so that [`VALUES`] has a value in every cell.

use otp_advisor::inside::model::Answer;

mod text;

/// The values tried for numbers.
pub(crate) const VALUES: [f64; 10] = [0.0, 3.0, 5.0, 7.0, 10.0, 12.0, 15.0, 17.0, 20.0, 25.0];

#[derive(Clone, Debug)]
pub(crate) struct Spec {
    pub(crate) sections: Vec<Section>,
    pub(crate) questions: Vec<Question>,
    /// Each is the sum of some number questions; its place is its id.
    pub(crate) quantities: Vec<Quantity>,
    /// Each with a question and a section that its text names.
    pub(crate) verdicts: Vec<(Cond, usize, usize)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Quantity {
    pub(crate) section: usize,
    pub(crate) of: Vec<usize>,
}

#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) when: Cond,
    pub(crate) kind: Kind,
    /// In file order: those of the logic, then the details.
    pub(crate) questions: Vec<usize>,
    pub(crate) details: Vec<usize>,
    pub(crate) outcomes: usize,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Tree,
    Table { hit: Hit, rows: Vec<(Cond, usize)> },
    Questions,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Hit {
    First,
    Unique,
    Collect,
}

#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) kind: Answers,
    pub(crate) when: Cond,
    /// The place of the default among the values.
    pub(crate) default: usize,
    /// Another one, which comes first where it counts.
    pub(crate) special: Option<(Cond, usize)>,
    /// Trees: the branches of each option or band; empty ones fall back.
    pub(crate) ways: Vec<Vec<Branch>>,
    pub(crate) fallback: Vec<Branch>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Answers {
    YesNo,
    Choice(usize),
    Number,
}

#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub(crate) when: Cond,
    pub(crate) to: Target,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    Question(usize),
    Outcome(usize),
}

#[derive(Clone, Debug)]
pub(crate) enum Cond {
    Always,
    /// The option or band is one of these.
    Is(usize, Vec<usize>),
    Compare(usize, &'static str, f64),
    Outcome(usize, Vec<usize>),
    Quantity(usize, &'static str, f64),
    Not(Box<Cond>),
    All(Vec<Cond>),
    Any(Vec<Cond>),
}

/// Bytes that decide; past their end every throw is 0.
pub(crate) struct Dice<'b> {
    bytes: &'b [u8],
}

impl<'b> Dice<'b> {
    pub(crate) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// A number below `sides`.
    pub(crate) fn throw(&mut self, sides: usize) -> usize {
        let Some((first, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*first) % sides.max(1)
    }

    fn one_in(&mut self, sides: usize) -> bool {
        // 0 is the plain case, so that shrinking simplifies.
        self.throw(sides) == sides - 1
    }

    fn some_of(&mut self, count: usize) -> Vec<usize> {
        let picked: Vec<usize> = (0..count).filter(|_| self.throw(2) == 1).collect();
        if picked.is_empty() {
            vec![self.throw(count)]
        } else {
            picked
        }
    }
}

impl Answers {
    /// How many values are tried.
    pub(crate) fn values(self) -> usize {
        match self {
            Self::YesNo => 2,
            Self::Choice(options) => options,
            Self::Number => VALUES.len(),
        }
    }

    /// Options or bands.
    pub(crate) fn choices(self) -> usize {
        match self {
            Self::Number => 3,
            other => other.values(),
        }
    }

    /// The option or band of a value.
    pub(crate) fn choice_of(self, value: usize) -> usize {
        match self {
            Self::Number => match VALUES[value] {
                v if v < 10.0 => 0,
                v if v < 20.0 => 1,
                _ => 2,
            },
            _ => value,
        }
    }

    pub(crate) fn answer(self, value: usize) -> Answer {
        match self {
            Self::Number => Answer::Number(VALUES[value]),
            _ => Answer::Option(value),
        }
    }

    fn choice_id(self, choice: usize) -> String {
        match self {
            Self::YesNo => ["yes", "no"][choice].to_owned(),
            Self::Choice(_) => format!("v{choice}"),
            Self::Number => ["low", "mid", "high"][choice].to_owned(),
        }
    }

    fn value_text(self, value: usize) -> String {
        match self {
            Self::Number => VALUES[value].to_string(),
            _ => self.choice_id(value),
        }
    }
}

/// What a condition may look at.
#[derive(Default)]
struct Sight {
    questions: Vec<usize>,
    sections: Vec<usize>,
    quantities: Vec<usize>,
}

impl Spec {
    pub(crate) fn throw(dice: &mut Dice<'_>) -> Self {
        let mut spec = Self {
            sections: Vec::new(),
            questions: Vec::new(),
            quantities: Vec::new(),
            verdicts: Vec::new(),
        };
        let mut before = Sight::default();
        for place in 0..=dice.throw(3) {
            spec.section(dice, place, &mut before);
        }
        for _ in 0..dice.throw(4) {
            let when = spec.cond(dice, &before, 1);
            let question = dice.throw(spec.questions.len());
            let verdict = (when, question, dice.throw(spec.sections.len()));
            spec.verdicts.push(verdict);
        }
        spec
    }

    /// Whether numbers inside formulas keep `possible` from being exact.
    pub(crate) fn computes(&self) -> bool {
        !self.quantities.is_empty()
    }

    fn section(&mut self, dice: &mut Dice<'_>, place: usize, before: &mut Sight) {
        let when = if place > 0 && dice.one_in(4) {
            self.cond(dice, before, 1)
        } else {
            Cond::Always
        };
        let kind = dice.throw(5);
        let first = self.questions.len();
        for _ in 0..=dice.throw(4) {
            let kind = match dice.throw(5) {
                0..=2 => Answers::YesNo,
                3 => Answers::Choice(3),
                // Few, or the worlds become too many.
                _ if self.numbers() < 2 => Answers::Number,
                _ => Answers::YesNo,
            };
            self.questions.push(Question {
                kind,
                when: Cond::Always,
                default: dice.throw(kind.values()),
                special: None,
                ways: Vec::new(),
                fallback: Vec::new(),
            });
        }
        let own: Vec<usize> = (first..self.questions.len()).collect();
        let numbers = own
            .iter()
            .filter(|q| self.questions[**q].kind == Answers::Number);
        let numbers: Vec<usize> = numbers.copied().collect();
        let mut inside = Sight {
            questions: before.questions.clone(),
            sections: before.sections.clone(),
            quantities: before.quantities.clone(),
        };
        if kind != 4 && !numbers.is_empty() && dice.one_in(3) {
            inside.quantities.push(self.quantities.len());
            self.quantities.push(Quantity {
                section: place,
                of: numbers,
            });
        }
        let outcomes = if kind == 4 { 0 } else { 2 + dice.throw(2) };
        let made = match kind {
            0 | 1 => {
                inside.questions.extend(&own);
                self.tree(dice, &own, &inside, outcomes);
                Kind::Tree
            }
            2 | 3 => {
                for question in &own {
                    // A quantity reads numbers that may come later.
                    let quantities = std::mem::take(&mut inside.quantities);
                    self.conditional(dice, *question, &inside);
                    inside.quantities = quantities;
                    inside.questions.push(*question);
                }
                self.table(dice, &inside, outcomes)
            }
            _ => {
                for question in &own {
                    self.conditional(dice, *question, &inside);
                    inside.questions.push(*question);
                }
                Kind::Questions
            }
        };
        let mut section = Section {
            when,
            kind: made,
            questions: own,
            details: Vec::new(),
            outcomes,
        };
        if outcomes > 0 {
            inside.sections.push(place);
            if dice.one_in(3) {
                self.detail(dice, &inside, &mut section);
            }
        }
        before.questions.extend(&section.questions);
        before.quantities = inside.quantities;
        before.sections = inside.sections;
        self.sections.push(section);
    }

    fn numbers(&self) -> usize {
        let is_number = |q: &&Question| q.kind == Answers::Number;
        self.questions.iter().filter(is_number).count()
    }

    fn conditional(&mut self, dice: &mut Dice<'_>, question: usize, sight: &Sight) {
        if dice.one_in(4) {
            self.questions[question].when = self.cond(dice, sight, 1);
        }
        if dice.one_in(4) {
            let values = self.questions[question].kind.values();
            self.questions[question].special =
                Some((self.cond(dice, sight, 1), dice.throw(values)));
        }
    }

    fn detail(&mut self, dice: &mut Dice<'_>, inside: &Sight, section: &mut Section) {
        let when = self.cond(dice, inside, 1);
        let place = self.questions.len();
        self.questions.push(Question {
            kind: Answers::YesNo,
            when,
            default: dice.throw(2),
            special: None,
            ways: Vec::new(),
            fallback: Vec::new(),
        });
        section.questions.push(place);
        section.details.push(place);
    }

    /// Ways lead forward only, so there is no circle.
    fn tree(&mut self, dice: &mut Dice<'_>, own: &[usize], inside: &Sight, outcomes: usize) {
        for (nth, question) in own.iter().enumerate() {
            let others = Sight {
                questions: inside
                    .questions
                    .iter()
                    .copied()
                    .filter(|q| q != question)
                    .collect(),
                sections: inside.sections.clone(),
                // A formula over the question itself would be a circle.
                quantities: Vec::new(),
            };
            self.conditional(dice, *question, &others);
            let later = &own[nth + 1..];
            self.questions[*question].fallback = self.branches(dice, later, inside, outcomes);
            let choices = self.questions[*question].kind.choices();
            self.questions[*question].ways = (0..choices)
                .map(|_| match dice.throw(4) {
                    3 => Vec::new(),
                    _ => self.branches(dice, later, inside, outcomes),
                })
                .collect();
        }
    }

    fn branches(
        &self,
        dice: &mut Dice<'_>,
        later: &[usize],
        inside: &Sight,
        outcomes: usize,
    ) -> Vec<Branch> {
        let to = |dice: &mut Dice<'_>| {
            if !later.is_empty() && dice.throw(3) > 0 {
                Target::Question(later[dice.throw(later.len())])
            } else {
                Target::Outcome(dice.throw(outcomes))
            }
        };
        let mut branches = Vec::new();
        if dice.one_in(3) {
            branches.push(Branch {
                when: self.cond(dice, inside, 1),
                to: to(dice),
            });
        }
        branches.push(Branch {
            when: Cond::Always,
            to: to(dice),
        });
        branches
    }

    fn table(&self, dice: &mut Dice<'_>, inside: &Sight, outcomes: usize) -> Kind {
        let hit = [Hit::First, Hit::Unique, Hit::Collect][dice.throw(3)];
        let mut rows: Vec<(Cond, usize)> = (0..=dice.throw(5))
            .map(|_| (self.cond(dice, inside, 2), dice.throw(outcomes)))
            .collect();
        // Mostly total.
        if dice.throw(4) < 3 {
            rows.push((Cond::Always, dice.throw(outcomes)));
        }
        Kind::Table { hit, rows }
    }

    fn cond(&self, dice: &mut Dice<'_>, sight: &Sight, depth: usize) -> Cond {
        let inner = |dice: &mut Dice<'_>| self.cond(dice, sight, depth - 1);
        match dice.throw(10) {
            0 if depth > 0 => Cond::Not(Box::new(inner(dice))),
            1 if depth > 0 => Cond::All(vec![inner(dice), inner(dice)]),
            2 if depth > 0 => Cond::Any(vec![inner(dice), inner(dice)]),
            3 | 4 if !sight.sections.is_empty() => {
                let section = sight.sections[dice.throw(sight.sections.len())];
                Cond::Outcome(section, dice.some_of(self.outcomes_of(section)))
            }
            5 if !sight.quantities.is_empty() => {
                let quantity = sight.quantities[dice.throw(sight.quantities.len())];
                Cond::Quantity(quantity, operator(dice), limit(dice))
            }
            _ if sight.questions.is_empty() => Cond::Always,
            _ => {
                // Mostly the nearest ones.
                let back = dice.throw(sight.questions.len().min(4));
                let question = sight.questions[sight.questions.len() - 1 - back];
                let kind = self.questions[question].kind;
                if kind == Answers::Number && dice.throw(2) == 1 {
                    Cond::Compare(question, operator(dice), limit(dice))
                } else {
                    Cond::Is(question, dice.some_of(kind.choices()))
                }
            }
        }
    }

    /// The outcomes of a section, the one being made included.
    fn outcomes_of(&self, section: usize) -> usize {
        self.sections.get(section).map_or(2, |s| s.outcomes)
    }
}

fn operator(dice: &mut Dice<'_>) -> &'static str {
    ["lt", "ge", "le", "gt", "eq", "ne"][dice.throw(6)]
}

fn limit(dice: &mut Dice<'_>) -> f64 {
    [10.0, 20.0, 5.0, 15.0][dice.throw(4)]
}
