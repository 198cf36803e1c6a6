//! What a session amounts to: outcomes with their reasons, cautions, red flags and tipping points.
//!
//! Everything here is computed from the answers; nothing is stored per outcome. The texts are final:
//! placeholders are filled in.

mod difference;
mod find;
mod known;
mod order;
mod reasons;
mod telling;
mod texts;
mod tipping;
mod why;

pub use self::difference::{Difference, Turn};
pub use self::find::{Found, Index, folded, told};
pub(crate) use self::known::Known;
use self::order::{Weight, named, weight};
pub use self::reasons::Reason;
pub(crate) use self::reasons::is_fixed as is_fixed_reason;
pub use self::telling::TellingDefault;
pub use self::texts::{fill, question_text};
pub use self::tipping::TippingPoint;
pub use self::why::{Change, NoNearest, Why, excluded_by, why};

use std::cell::LazyCell;

use smallvec::{SmallVec, smallvec};

use crate::data::Str;
use crate::facts::Facts;
use crate::ids::{OutcomeIx, QuantityIx, QuestionIx, SectionIx};
use crate::model::{self, Advisor, Answer, Outcome, Severity, Verdict};
use crate::session::{Origin, Session};

/// The advice on one session, finished or not.
#[derive(Clone, Debug)]
pub struct Advice<'a> {
    pub advisor: &'a Advisor,
    /// Whether every section that applies is decided.
    pub complete: bool,
    /// The whole design in one sentence, once it is complete.
    pub verdict: Option<Str>,
    /// The answers that count, in the order asked; in an unfinished interview also those given ahead.
    pub answers: Vec<(QuestionIx, Answer, Origin)>,
    pub decisions: Vec<Decision>,
    pub red_flags: Vec<Flag>,
    /// The question to ask now, or the unknown one that would settle most.
    pub next: Option<QuestionIx>,
    /// Of every section that is not decided, what remains.
    pub still_possible: Vec<(SectionIx, Vec<OutcomeIx>)>,
}

/// One decided section.
#[derive(Clone, Debug)]
pub struct Decision {
    pub section: SectionIx,
    /// One, or several from a collecting table.
    pub outcomes: Vec<OutcomeIx>,
    pub title: Str,
    pub summary: Option<Str>,
    pub rust: Option<Str>,
    /// What it looks like, by language.
    pub code: Vec<(Str, Str)>,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
    pub because: Vec<Reason>,
    pub figures: Vec<Figure>,
    pub cautions: Vec<Caution>,
    pub tipping_points: Vec<TippingPoint>,
}

/// A computed number.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub quantity: QuantityIx,
    pub value: f64,
    /// With its unit.
    pub shown: Str,
    /// The name of the band it falls into.
    pub band: Option<Str>,
}

/// What an expert would add.
#[derive(Clone, Debug, PartialEq)]
pub struct Caution {
    /// Its place among the cautions of the advisor.
    pub place: usize,
    pub id: Str,
    pub text: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

/// A red flag that is raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    pub id: Str,
    pub severity: Severity,
    pub title: Str,
    pub text: Str,
    pub fix: Str,
    pub source: Option<Str>,
    pub dissent: Option<Str>,
}

impl<'a> Advice<'a> {
    /// Takes stock of a session.
    pub fn of(session: &Session<'a>) -> Self {
        Self::with(session, None, |_| true)
    }

    /// The same, with what is known of other interviews.
    pub(crate) fn knowing(session: &Session<'a>, known: &Known) -> Self {
        Self::with(session, Some(known), |_| true)
    }

    /// The same without what would change a decision that stands by default: looking for that is
    /// most of the work, and a text for people leaves it out.
    pub fn in_short(session: &Session<'a>) -> Self {
        Self::with(session, None, |section| !session.stands_by_default(section))
    }

    fn with(
        session: &Session<'a>,
        known: Option<&Known>,
        tips: impl Fn(SectionIx) -> bool,
    ) -> Self {
        let advisor = session.advisor();
        let answers = advisor
            .section_ixs()
            .flat_map(|section| session.counting(section))
            .filter_map(|question| {
                let given = session.given(question)?;
                Some((question, given.answer.clone(), given.origin))
            })
            .collect();
        let facts = session.facts_for_many();
        let red_flags = advisor
            .red_flags
            .iter()
            .filter(|flag| flag.when.holds(&facts))
            .map(|flag| Flag {
                id: flag.id.clone(),
                severity: flag.severity,
                title: texts::fill(session, &flag.title),
                text: texts::fill(session, &flag.text),
                fix: texts::fill(session, &flag.fix),
                source: flag.source.clone(),
                dissent: texts::known_some(session, flag.dissent.as_ref()),
            })
            .collect();
        let mut decisions: Vec<Decision> = Vec::new();
        let trials = LazyCell::new(|| session.trials());
        let mut beginning = known.map(Known::start);
        let mut still_possible = Vec::new();
        for section in advisor.section_ixs() {
            let state = session.section(section);
            beginning = known
                .zip(beginning)
                .and_then(|(known, before)| known.with(&before, session, section));
            if let Some(outcomes) = session.decided(section) {
                let find = || tipping::tipping_points(session, &trials, section);
                let tips = match &beginning {
                    _ if !tips(section) => Vec::new(),
                    Some(beginning) => beginning.tips(find),
                    None => find(),
                };
                decisions.push(Decision::of((session, &facts), section, outcomes, tips));
            } else if state.decides() {
                still_possible.push((section, state.possible().to_vec()));
            }
        }
        add_cautions((session, &facts), &mut decisions);
        let verdict = holding_by(session, &facts);
        Self {
            advisor,
            complete: session.is_complete(),
            verdict: verdict.map(|verdict| texts::fill(session, &verdict.text)),
            answers,
            decisions,
            red_flags,
            next: next_question(session),
            still_possible,
        }
    }

    /// Whether a red flag says to stop.
    pub fn has_stop(&self) -> bool {
        self.red_flags
            .iter()
            .any(|flag| flag.severity == Severity::Stop)
    }

    /// The decision of a section, by its id.
    pub fn decision(&self, section: &str) -> Option<&Decision> {
        self.decisions
            .iter()
            .find(|decision| self.advisor.section(decision.section).id == section)
    }
}

/// The decisions in the order to tell them in.
#[derive(Clone, Debug)]
pub struct InOrder<'d> {
    decisions: Vec<&'d Decision>,
    decided: usize,
}

impl<'d> InOrder<'d> {
    /// Each is weighed by what the defaults would have made of it, so this is done once for all that is told.
    pub fn of(advice: &'d Advice<'_>, session: &Session<'_>) -> Self {
        let weighed = advice.decisions.iter().map(|decision| {
            let weight = weight(session, decision.section, &decision.outcomes);
            (weight, decision)
        });
        let mut weighed: Vec<(Weight, &Decision)> = weighed.collect();
        // Stable: within one weight they stay in the order asked.
        weighed.sort_by_key(|(weight, _)| *weight);
        let decided = weighed
            .iter()
            .take_while(|(weight, _)| *weight != Weight::LeftAlone)
            .count();
        let decisions = weighed.into_iter().map(|(_, decision)| decision);
        Self {
            decisions: decisions.collect(),
            decided,
        }
    }

    /// Those that somebody made, and those left at their defaults.
    pub fn parts(&self) -> (&[&'d Decision], &[&'d Decision]) {
        self.decisions.split_at(self.decided)
    }

    /// The design in one glance: what somebody decided, and what the verdict names or goes by though nobody
    /// did; of each, whether it stands by default.
    pub fn overview(&self, session: &Session<'_>) -> Vec<(&'d Decision, bool)> {
        let verdict = holding(session);
        let named = verdict.map_or_else(Vec::new, |verdict| named(session, verdict));
        let told = self.decisions.iter().copied().enumerate();
        let told = told.map(|(place, decision)| (decision, place >= self.decided));
        told.filter(|(decision, default)| !default || named.contains(&decision.section))
            .collect()
    }

    /// What the design is called by: what somebody decided of what the verdict names or goes by, or else the
    /// first that anybody did. Empty only when nothing is decided.
    pub fn headline(&self, session: &Session<'_>) -> Vec<&'d Decision> {
        let verdict = holding(session);
        let named = verdict.map_or_else(Vec::new, |verdict| named(session, verdict));
        let (decided, by_default) = self.parts();
        let mut told: Vec<_> = decided.to_vec();
        told.retain(|decision| named.contains(&decision.section));
        if told.is_empty() {
            let first = decided
                .iter()
                .min_by_key(|decision| decision.section.index());
            told.extend(first.or(by_default.first()));
        }
        told.sort_by_key(|decision| named.iter().position(|name| *name == decision.section));
        told
    }

    /// The decision that code shows best: of those somebody made, the first to be told that has any.
    pub fn in_code(&self) -> Option<&'d Decision> {
        let (decided, _) = self.parts();
        let mut decided = decided.iter().copied();
        decided.find(|decision| !decision.code.is_empty())
    }
}

/// What an outcome looks like as code in this design, by language.
fn code_of<'a>(outcome: &'a Outcome, facts: &impl Facts) -> &'a [(Str, Str)] {
    let mut special = outcome.code_when.iter();
    let special = special.find(|special| special.when.holds(facts));
    special.map_or(&outcome.code, |special| &special.code)
}

/// Of the answers left at their defaults, the one that matters most.
pub fn telling_default(session: &Session<'_>) -> Option<TellingDefault> {
    telling::telling_default(session, &verdict)
}

/// What is another when the answers of `then` are given.
pub fn difference(now: &Session<'_>, then: &Session<'_>) -> Difference {
    difference::difference(now, then, &verdict)
}

/// The whole design in one sentence: the first verdict that holds, once nothing is open.
pub fn verdict(session: &Session<'_>) -> Option<Str> {
    holding(session).map(|verdict| texts::fill(session, &verdict.text))
}

fn holding<'a>(session: &Session<'a>) -> Option<&'a Verdict> {
    holding_by(session, &session.facts())
}

fn holding_by<'a>(session: &Session<'a>, facts: &impl Facts) -> Option<&'a Verdict> {
    let mut verdicts = session.advisor().verdicts.iter();
    let holding = || verdicts.find(|verdict| verdict.when.holds(facts));
    session.is_complete().then(holding).flatten()
}

/// An outcome's title, filled in.
pub fn outcome_title(session: &Session<'_>, outcome: OutcomeIx) -> Str {
    texts::fill(session, &session.advisor().outcome(outcome).title)
}

/// The next question, or the unknown one that tells most apart.
fn next_question(session: &Session<'_>) -> Option<QuestionIx> {
    session.next().or_else(|| {
        session
            .undecided()
            .find_map(|section| session.settling_question(section))
    })
}

impl Decision {
    fn of(
        (session, facts): (&Session<'_>, &impl Facts),
        section: SectionIx,
        outcomes: &[OutcomeIx],
        tipping_points: Vec<TippingPoint>,
    ) -> Self {
        let advisor = session.advisor();
        let joined = |field: fn(&Outcome) -> Option<&Str>, between: &str| {
            let texts = outcomes
                .iter()
                .filter_map(|outcome| field(advisor.outcome(*outcome)));
            texts::join(
                texts.filter_map(|text| texts::known(session, text)),
                between,
            )
        };
        Self {
            section,
            title: joined(|outcome| Some(&outcome.title), ", ").unwrap_or_default(),
            summary: joined(|outcome| outcome.summary.as_ref(), " "),
            rust: joined(|outcome| outcome.rust.as_ref(), " "),
            code: outcomes
                .iter()
                .flat_map(|outcome| code_of(advisor.outcome(*outcome), facts).iter().cloned())
                .collect(),
            source: joined(|outcome| outcome.source.as_ref(), " "),
            dissent: joined(|outcome| outcome.dissent.as_ref(), " "),
            because: reasons::reasons(session, section, outcomes),
            figures: figures(session, section),
            // They are found for all decisions together.
            cautions: Vec::new(),
            tipping_points,
            outcomes: outcomes.to_vec(),
        }
    }
}

/// Whether a caution says the same whatever is answered.
pub(crate) fn is_fixed_caution(caution: &model::Caution) -> bool {
    texts::is_fixed(&caution.text) && caution.dissent.as_ref().is_none_or(texts::is_fixed)
}

/// Adds to each decision what an expert would say to it.
fn add_cautions((session, facts): (&Session<'_>, &impl Facts), decisions: &mut [Decision]) {
    let mut places: SmallVec<[Option<usize>; 16]> =
        smallvec![None; session.advisor().sections.len()];
    for (place, decision) in decisions.iter().enumerate() {
        places[decision.section.index()] = Some(place);
    }
    for (nth, caution) in session.advisor().cautions.iter().enumerate() {
        if let Some(place) = places[caution.about.index()]
            && caution.assumes.is_none_or(|it| session.is_assumed(it))
            && caution.when.holds(facts)
        {
            decisions[place].cautions.push(Caution {
                place: nth,
                id: caution.id.clone(),
                text: texts::fill(session, &caution.text),
                source: caution.source.clone(),
                dissent: texts::known_some(session, caution.dissent.as_ref()),
            });
        }
    }
}

/// The numbers a section states.
pub fn figures(session: &Session<'_>, section: SectionIx) -> Vec<Figure> {
    let advisor = session.advisor();
    advisor
        .quantities_of(section)
        .filter_map(|ix| {
            let value = session.quantity(ix)?;
            let quantity = advisor.quantity(ix);
            let band = crate::model::band_of(&quantity.bands, value)
                .map(|place| quantity.bands[place].choice.label.clone());
            Some(Figure {
                quantity: ix,
                value,
                shown: texts::number(advisor, quantity, value).into(),
                band,
            })
        })
        .collect()
}
