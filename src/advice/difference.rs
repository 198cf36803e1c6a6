//! What another answer would make of a design: two sessions, compared.

use super::texts;
use crate::data::Str;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::{RedFlag, Severity};
use crate::session::Session;

/// All that is another.
#[derive(Clone, Debug)]
pub struct Difference {
    pub verdict_now: Option<Str>,
    pub verdict_then: Option<Str>,
    pub turns: Vec<Turn>,
    /// Questions answered now that would not come up.
    pub no_longer: Vec<QuestionIx>,
    /// Questions that would come up and do not now.
    pub new: Vec<QuestionIx>,
    pub raised: Vec<(Severity, Str)>,
    pub gone: Vec<(Severity, Str)>,
}

/// A section that comes to something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    pub section: SectionIx,
    /// Empty where it does not come up.
    pub now: Vec<Str>,
    pub then: Vec<Str>,
    /// What is there then is still to be decided among.
    pub is_open: bool,
}

/// Compares them; `verdict` is what each comes to in one sentence.
pub(super) fn difference(
    now: &Session<'_>,
    then: &Session<'_>,
    verdict: &dyn Fn(&Session<'_>) -> Option<Str>,
) -> Difference {
    let asked = |session: &Session<'_>| session.asked().collect::<Vec<QuestionIx>>();
    let (before, after) = (asked(now), asked(then));
    let no_longer = before.iter().copied();
    let no_longer = no_longer.filter(|question| {
        let counts = now.answer(*question).is_some() && !now.stands_beside(*question);
        counts && !after.contains(question)
    });
    let new = after.iter().copied();
    let new = new.filter(|question| !before.contains(question) && !then.stands_beside(*question));
    let sections = now.advisor().section_ixs();
    Difference {
        verdict_now: verdict(now),
        verdict_then: verdict(then),
        turns: sections
            .filter_map(|section| turn(now, then, section))
            .collect(),
        no_longer: no_longer.collect(),
        new: new.collect(),
        raised: raised(then, now),
        gone: raised(now, then),
    }
}

fn turn(now: &Session<'_>, then: &Session<'_>, section: SectionIx) -> Option<Turn> {
    let (before, _) = comes_to(now, section);
    let (after, is_open) = comes_to(then, section);
    let titles = |session: &Session<'_>, outcomes: &[OutcomeIx]| -> Vec<Str> {
        let outcomes = outcomes.iter();
        let titles = outcomes
            .map(|outcome| texts::fill(session, &session.advisor().outcome(*outcome).title));
        titles.collect()
    };
    (before != after).then(|| Turn {
        section,
        now: titles(now, &before),
        then: titles(then, &after),
        is_open,
    })
}

/// The outcomes of a section, and whether it is still open among them.
fn comes_to(session: &Session<'_>, section: SectionIx) -> (Vec<OutcomeIx>, bool) {
    let state = session.section(section);
    if state.is_absent() || !state.decides() {
        return (Vec::new(), false);
    }
    match state.result() {
        Some(outcomes) => (outcomes.to_vec(), false),
        None => (state.possible().to_vec(), true),
    }
}

/// The flags that one session raises and the other does not.
fn raised(session: &Session<'_>, other: &Session<'_>) -> Vec<(Severity, Str)> {
    let known: Vec<&RedFlag> = other.raised().collect();
    let flags = session.raised();
    let flags = flags.filter(|flag| known.iter().all(|known| known.id != flag.id));
    flags
        .map(|flag| (flag.severity, texts::fill(session, &flag.title)))
        .collect()
}
