//! Any outcome: why, why not, and the answers that give it, taken with one key and taken back.

use super::common::{close, moved};
use super::question::open;
use crate::advice::{outcome_title, why as why_of};
use crate::ids::OutcomeIx;
use crate::tui::action::Action;
use crate::tui::keymap;
use crate::tui::layout;
use crate::tui::state::{App, Effect, Overlay};

/// Opens the list at the first outcome of the section in front.
pub(super) fn open_outcomes(app: &mut App<'_>) {
    let advisor = app.interview.advisor();
    if advisor.outcomes.is_empty() {
        app.say(app.words.nothing_to_take.to_owned());
        return;
    }
    let here = app.card.as_ref().map(|card| {
        let section = advisor.question(card.question).section;
        advisor.outcomes.iter().position(|o| o.section == section)
    });
    let selected = here.flatten().unwrap_or(0);
    app.overlays.push(Overlay::Outcomes { selected });
}

pub(super) fn outcomes(app: &mut App<'_>, action: Action) -> Effect {
    let outcomes = &app.interview.advisor().outcomes;
    let last = outcomes.len().saturating_sub(1);
    let page = layout::page(app.size);
    let Some(Overlay::Outcomes { selected }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::Choose => {
            let outcome = OutcomeIx::new(*selected);
            explain(app, outcome);
        }
        Action::Forward => {
            let section = outcomes.get(*selected).map(|outcome| outcome.section);
            let mut after = outcomes.iter().skip(*selected);
            let step = after.position(|outcome| Some(outcome.section) != section);
            *selected = step.map_or(0, |step| *selected + step);
        }
        other => *selected = moved(*selected, other, page, last),
    }
    Effect::None
}

/// Opens why an outcome is the advice, or why not.
pub(super) fn explain(app: &mut App<'_>, outcome: OutcomeIx) {
    app.why = Some(why_of(app.session(), outcome));
    app.overlays.push(Overlay::Why { scroll: 0 });
}

pub(super) fn why(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.why);
    match (action, app.overlays.last_mut()) {
        (Action::Back, _) => return close(app),
        (Action::Choose, _) => return take(app),
        (other, Some(Overlay::Why { scroll })) => *scroll = moved(*scroll, other, page, limit),
        _ => {}
    }
    Effect::None
}

/// Takes the answers that give the outcome.
fn take(app: &mut App<'_>) -> Effect {
    let answers = app.answers_to_take();
    let Some(outcome) = app.why.as_ref().map(|why| why.outcome) else {
        return Effect::None;
    };
    if answers.is_empty() {
        app.say(app.words.nothing_to_take.to_owned());
        return Effect::None;
    }
    for (question, _) in &answers {
        app.drafts.remove(question);
    }
    app.interview.take(answers);
    let effect = open(app);
    let title = outcome_title(app.session(), outcome);
    let back = keymap::key_of(app.context(), Action::Back, &app.keys).unwrap_or_default();
    app.say((app.words.took)(&title, &back));
    effect
}
