//! The drawing of a section over the whole window: scrolled, and on to the next section.

use super::common::{close, moved};
use crate::sketch;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::state::{App, Effect, Overlay};

/// Opens the drawing of the section in front, or of the first there is.
pub(super) fn open_map(app: &mut App<'_>) {
    let here = app.card.as_ref().map(|card| {
        let section = app.interview.advisor().question(card.question).section;
        (section, sketch::is_drawn(app.session(), section))
    });
    let here = here.filter(|(_, drawn)| *drawn).map(|(section, _)| section);
    let Some(section) = here.or_else(|| sketch::drawn(app.session()).next()) else {
        app.say(app.words.no_map.to_owned());
        return;
    };
    app.overlays.push(Overlay::Map {
        section,
        scroll: None,
    });
}

pub(super) fn map(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limit) = (layout::page(app.size), app.limits.map);
    let drawn: Vec<_> = sketch::drawn(app.session()).collect();
    let Some(Overlay::Map { section, scroll }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::Forward => {
            let next = drawn.iter().find(|other| **other > *section);
            if let Some(next) = next.or(drawn.first()) {
                (*section, *scroll) = (*next, None);
            }
        }
        other => *scroll = Some(moved(scroll.unwrap_or(0), other, page, limit)),
    }
    Effect::None
}
