//! Actions on the first page: the questions, what was interrupted, a situation to begin with.

use super::common::{close, moved};
use super::question::open;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout;
use crate::tui::state::{App, Beginning, Effect, Overlay};

/// The page that everything begins with, where there is a choice.
pub(crate) fn open_first(app: &mut App<'_>) {
    if app.may_begin() {
        app.overlays.push(Overlay::Starts { selected: 0 });
    }
}

/// The same page, for whoever looks for something other than the questions.
pub(super) fn open_starts(app: &mut App<'_>) {
    if app.may_begin() {
        app.overlays.push(Overlay::Starts { selected: 1 });
    } else {
        app.say(app.words.begun.to_owned());
    }
}

pub(super) fn starts(app: &mut App<'_>, action: Action) -> Effect {
    let beginnings = app.beginnings();
    let page = layout::page(app.size);
    let Some(Overlay::Starts { selected }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    let chosen = beginnings.get(*selected).copied();
    match (action, chosen) {
        (Action::Back, _) | (Action::Choose, Some(Beginning::Questions)) => to_questions(app),
        (Action::Choose, Some(Beginning::Interrupted)) => take_up(app),
        (Action::Choose, Some(Beginning::Situation(start))) => {
            app.interview.begin(start);
            open(app)
        }
        (Action::Discard, Some(Beginning::Interrupted)) => {
            app.interrupted.clear();
            *selected = 0;
            app.say(app.words.dropped.to_owned());
            if !app.may_begin() {
                close(app);
            }
            Effect::Dropped
        }
        (Action::Discard, _) => {
            app.complain(app.words.nothing_to_drop.to_owned());
            Effect::None
        }
        (other, _) => {
            *selected = moved(*selected, other, page, beginnings.len().saturating_sub(1));
            Effect::None
        }
    }
}

/// To the first question; what was interrupted waits.
pub(crate) fn to_questions(app: &mut App<'_>) -> Effect {
    let effect = close(app);
    let key = keymap::key_of(app.context(), Action::Starts, &app.keys);
    if let Some(key) = key.filter(|_| !app.interrupted.is_empty()) {
        app.say((app.words.kept_waits)(app.interrupted.len(), &key));
    }
    effect
}

fn take_up(app: &mut App<'_>) -> Effect {
    let answers = std::mem::take(&mut app.interrupted);
    app.interview.take_up(answers.clone());
    app.taken_up = answers;
    // What it leads to beside the answers is told by the host when it is asked next.
    open(app);
    Effect::TakenUp
}

/// What a key that the page does not have means at the first question, while that is what is
/// highlighted: whoever types an answer at once has given it.
pub(crate) fn means_first_question(app: &App<'_>) -> Option<Context> {
    let first = matches!(app.overlays.last(), Some(Overlay::Starts { selected: 0 }));
    (first && app.context() == Context::Starts).then(|| app.base_context())
}
