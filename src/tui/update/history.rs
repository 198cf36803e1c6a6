//! Undoing and doing again: the answers and the place are as they were, and it is said of what.

use super::question::open;
use crate::render::deed::deed;
use crate::tui::state::{App, Effect};

pub(super) fn undo(app: &mut App<'_>) -> Effect {
    match app.interview.undo() {
        Some(done) => {
            let told = deed(app.interview.advisor(), app.common, &done);
            reopened(app, (app.common.undo.undone)(&told))
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
            let told = deed(app.interview.advisor(), app.common, &done);
            reopened(app, (app.common.undo.redone)(&told))
        }
        None => {
            app.say(app.common.undo.no_future.to_owned());
            Effect::None
        }
    }
}

fn reopened(app: &mut App<'_>, told: String) -> Effect {
    let effect = open(app);
    app.say(told);
    effect
}
