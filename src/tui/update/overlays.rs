//! Actions on what lies on top: the list of answers, the help page, the question before leaving.

use super::common::{close, moved};
use super::question::go;
use crate::ids::QuestionIx;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::state::{About, App, Effect, Overlay};

pub(super) fn quit(app: &mut App<'_>) -> Effect {
    // What is in a file of the user's is not lost.
    if app.trail().next().is_none() || app.is_in_a_file() {
        return Effect::Cancel;
    }
    app.overlays.push(Overlay::Confirm);
    Effect::None
}

pub(super) fn confirm(app: &mut App<'_>, action: Action) -> Effect {
    match action {
        Action::Leave => Effect::Cancel,
        Action::Discard => Effect::Discard,
        _ => close(app),
    }
}

pub(super) fn undecided(app: &mut App<'_>, action: Action) -> Effect {
    match action {
        Action::Leave => Effect::Finish,
        Action::Settle => settle(app),
        _ => close(app),
    }
}

/// To the question that would settle most.
pub(super) fn settle(app: &mut App<'_>) -> Effect {
    let Some(question) = app.question_to_settle() else {
        return Effect::None;
    };
    go(app, question)
}

pub(super) fn open_trail(app: &mut App<'_>) {
    let here = app.card.as_ref().map(|card| card.question);
    let answers: Vec<QuestionIx> = app.trail().collect();
    let Some(last) = answers.len().checked_sub(1) else {
        app.say(app.common.nothing_so_far.to_owned());
        return;
    };
    let selected = answers.iter().position(|question| Some(*question) == here);
    app.overlays.push(Overlay::Trail {
        selected: selected.unwrap_or(last),
    });
}

pub(super) fn trail(app: &mut App<'_>, action: Action) -> Effect {
    let answers: Vec<QuestionIx> = app.trail().collect();
    let last = answers.len().saturating_sub(1);
    let page = layout::page(app.size);
    let Some(Overlay::Trail { selected }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::Choose => {
            return match answers.get(*selected) {
                Some(question) => go(app, *question),
                None => close(app),
            };
        }
        other => *selected = moved(*selected, other, page, last),
    }
    Effect::None
}

pub(super) fn open_help(app: &mut App<'_>, about: About) {
    app.overlays.push(Overlay::Help {
        scroll: 0,
        about,
        to: None,
    });
}

/// How an expert answers the question in front.
pub(super) fn examples(app: &mut App<'_>) -> Effect {
    if app.enabled(Action::Examples) {
        open_help(app, About::Examples);
    } else {
        app.say(app.words.no_examples.to_owned());
    }
    Effect::None
}

/// On what was written.
pub(super) fn report(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.told);
    match (action, app.overlays.last_mut()) {
        (Action::Back, _) => return close(app),
        (other, Some(Overlay::Written { scroll, .. })) => {
            *scroll = moved(*scroll, other, page, limit);
        }
        _ => {}
    }
    Effect::None
}

pub(super) fn help(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.help);
    match (action, app.overlays.last_mut()) {
        (Action::Back, _) => return close(app),
        (Action::Forward, Some(Overlay::Help { about, .. })) => {
            *about = match about {
                About::Everything => About::Here,
                About::Here | About::Examples => About::Everything,
            };
        }
        (other, Some(Overlay::Help { scroll, .. })) => *scroll = moved(*scroll, other, page, limit),
        _ => {}
    }
    Effect::None
}
