//! Actions on what was interrupted: going on with it, dropping it, leaving it for another time.

use super::common::close;
use super::question::open;
use crate::tui::action::Action;
use crate::tui::state::{App, Effect};

pub(super) fn resume(app: &mut App<'_>, action: Action) -> Effect {
    match action {
        Action::Choose => {
            let answers = std::mem::take(&mut app.interrupted);
            app.interview.take_up(answers);
            // What it leads to beside the answers is told by the host when it is asked next.
            open(app);
            Effect::Settled
        }
        Action::Discard => {
            app.interrupted.clear();
            app.overlays.pop();
            Effect::Settled
        }
        _ => close(app),
    }
}
