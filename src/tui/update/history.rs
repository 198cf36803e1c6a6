//! Undoing and doing again: the answers and the place are as they were, and it is said of what.

use super::question::open;
use crate::interview::Deed;
use crate::render::deed::in_words;
use crate::tui::action::Action;
use crate::tui::keymap;
use crate::tui::state::{App, Effect};

pub(super) fn undo(app: &mut App<'_>) -> Effect {
    match app.interview.undo() {
        Some(done) => {
            let told = told(app, &done);
            let effect = open(app);
            // Where a line is typed, no key does it again.
            let again = keymap::key_of(app.context(), Action::Redo, &app.keys);
            app.say((app.words.acting.undone)(&told, again.as_deref()));
            effect
        }
        None => {
            app.say(app.common.undo.no_past.to_owned());
            Effect::None
        }
    }
}

pub(super) fn redo(app: &mut App<'_>) -> Effect {
    match app.interview.redo() {
        Some(done) => {
            let told = told(app, &done);
            let effect = open(app);
            app.say((app.common.undo.redone)(&told));
            effect
        }
        None => {
            app.say(app.common.undo.no_future.to_owned());
            Effect::None
        }
    }
}

fn told(app: &App<'_>, done: &Deed) -> String {
    in_words(app.session(), app.common, done)
}
