//! Choosing on the result, and looking into what is chosen: another answer is tried, a decision
//! explained, a flag traced to the answer that raises it.

use super::common::{close, moved};
use super::question::{go, open};
use super::why::explain;
use crate::advice::difference;
use crate::condition::Subject;
use crate::ids::QuestionIx;
use crate::interview::Deed;
use crate::model::{Advisor, Answer};
use crate::render::deed::deed;
use crate::tui::action::Action;
use crate::tui::entry::{Entry, Place};
use crate::tui::keymap;
use crate::tui::layout;
use crate::tui::state::{App, Effect, Findings, Overlay, Trial};

/// To the entry above or below where it is in sight; else a line towards it, so that nothing between
/// them is passed over unread.
pub(super) fn step(
    found: &mut Findings<'_>,
    places: &[Place],
    (rows, limit): (usize, usize),
    down: bool,
) {
    let scroll = found.advice_scroll;
    let here = found.chosen;
    let here = here.and_then(|chosen| places.iter().position(|place| place.entry == chosen));
    let next = match (here, down) {
        (Some(here), true) => places.get(here + 1),
        (Some(here), false) => here.checked_sub(1).and_then(|before| places.get(before)),
        (None, true) => places.iter().find(|place| place.first >= scroll),
        (None, false) => places
            .iter()
            .rev()
            .find(|place| place.first < scroll + rows),
    };
    let in_sight = |place: &&Place| {
        if down {
            place.first < scroll + rows
        } else {
            place.end > scroll
        }
    };
    match next.filter(in_sight) {
        Some(place) => {
            found.chosen = Some(place.entry);
            found.follow = true;
        }
        None => {
            let action = if down { Action::Down } else { Action::Up };
            found.advice_scroll = moved(scroll, action, 1, limit);
            release(found, places, rows);
        }
    }
}

/// What has gone out of sight is not what Enter means.
pub(super) fn release(found: &mut Findings<'_>, places: &[Place], rows: usize) {
    let scroll = found.advice_scroll;
    let seen = |place: &Place| place.end > scroll && place.first < scroll + rows;
    let chosen = found.chosen;
    let mut all = places.iter();
    if !all.any(|place| Some(place.entry) == chosen && seen(place)) {
        found.chosen = None;
    }
}

/// Looks into what is chosen.
pub(super) fn look(app: &mut App<'_>) -> Effect {
    let Some(found) = &app.result else {
        return Effect::None;
    };
    match found.chosen {
        Some(Entry::Tip(section, place)) => {
            let mut decisions = found.advice.decisions.iter();
            let decision = decisions.find(|decision| decision.section == section);
            let point = decision.and_then(|decision| decision.tipping_points.get(place));
            if let Some((question, answer)) =
                point.map(|point| (point.question, point.answer.clone()))
            {
                attempt(app, question, answer);
            }
        }
        Some(Entry::Telling) => {
            if let Some(telling) = found.telling.clone() {
                attempt(app, telling.question, telling.answer);
            }
        }
        Some(Entry::Decision(section)) => {
            let mut decisions = found.advice.decisions.iter();
            let decision = decisions.find(|decision| decision.section == section);
            if let Some(outcome) = decision.and_then(|decision| decision.outcomes.first().copied())
            {
                explain(app, outcome);
            }
        }
        Some(Entry::Flag(place)) => {
            if let Some(question) = raised_by(app, place) {
                return go(app, question);
            }
        }
        None => {
            let done = keymap::key_of(app.context(), Action::Done, &app.keys).unwrap_or_default();
            app.say((app.words.acting.no_entry)(&done));
        }
    }
    Effect::None
}

/// The trial under way, in the language spoken now.
pub(super) fn again(app: &mut App<'_>) {
    let Some(trial) = app.trial.take() else {
        return;
    };
    let then = app
        .interview
        .with(vec![(trial.question, trial.answer.clone())]);
    app.trial = Some(Trial {
        difference: difference(app.session(), &then),
        then,
        ..trial
    });
}

/// Tries another answer on the side.
fn attempt(app: &mut App<'_>, question: QuestionIx, answer: Answer) {
    let then = app.interview.with(vec![(question, answer.clone())]);
    app.trial = Some(Trial {
        question,
        answer,
        difference: difference(app.session(), &then),
        then,
    });
    app.overlays.push(Overlay::Try { scroll: 0 });
}

pub(super) fn trial(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.told);
    match (action, app.overlays.last_mut()) {
        (Action::Back, _) => return close(app),
        (Action::Choose, _) => return take(app),
        (other, Some(Overlay::Try { scroll })) => *scroll = moved(*scroll, other, page, limit),
        _ => {}
    }
    Effect::None
}

/// Takes the answer that was tried.
fn take(app: &mut App<'_>) -> Effect {
    let Some(trial) = app.trial.take() else {
        return close(app);
    };
    app.drafts.remove(&trial.question);
    let answers = vec![(trial.question, trial.answer)];
    let told = deed(
        app.interview.advisor(),
        app.common,
        &Deed::Took(answers.clone()),
    );
    app.interview.take(answers);
    let effect = open(app);
    let back = keymap::key_of(app.context(), Action::Back, &app.keys).unwrap_or_default();
    app.say((app.words.acting.tried)(&told, &back));
    effect
}

/// The first question whose answer raises a flag.
fn raised_by(app: &App<'_>, place: usize) -> Option<QuestionIx> {
    let flag = app.result.as_ref()?.advice.red_flags.get(place)?;
    let advisor = app.interview.advisor();
    let flag = advisor.red_flags.iter().find(|known| known.id == flag.id)?;
    let mut read = Vec::new();
    flag.when.subjects(&mut |subject| read.push(subject));
    let session = app.session();
    let questions = read
        .into_iter()
        .flat_map(|subject| questions_of(advisor, subject));
    let mut asked = questions
        .filter(|question| session.is_asked(*question) && !session.stands_beside(*question));
    asked.next()
}

/// The questions that something comes from.
fn questions_of(advisor: &Advisor, subject: Subject) -> Vec<QuestionIx> {
    match subject {
        Subject::Question(question) => vec![question],
        Subject::Section(section) => advisor.section(section).questions.to_vec(),
        Subject::Quantity(quantity) => {
            let inputs = advisor.quantity(quantity).value.inputs();
            let inputs = inputs.iter().filter_map(|(_, input)| match input {
                Subject::Question(question) => Some(*question),
                _ => None,
            });
            inputs.collect()
        }
    }
}
