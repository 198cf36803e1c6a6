//! What the mouse can hit, in the order in which it is painted.
//!
//! Each part of the screen tells its own places from the layout that it is drawn by.

use super::canvas::View;
use super::{
    code, confirm, footer, lab, map, progress, question, result, search, starts, trail, why,
};
use crate::tui::layout::{Pane, code_parts, panes, too_small};
use crate::tui::places::{Place, Target};
use crate::tui::state::Overlay;

impl View<'_, '_> {
    /// Everything that can be hit; what comes later lies on top.
    pub(crate) fn places(&self) -> Vec<Place> {
        let view = *self;
        if too_small(view.app.size) {
            return Vec::new();
        }
        let areas = view.areas(view.area());
        let mut places = progress::places(view, areas.header);
        if let Some(found) = &view.app.result {
            let (advice, code) = panes(found.pane, areas.body);
            places.extend(advice.map(|area| (area, Target::Pane(Pane::Advice))));
            places.extend(code.map(|area| (area, Target::Pane(Pane::Code))));
            let list = code.and_then(|area| code_parts(area).0);
            places.extend(list.map_or_else(Vec::new, |list| code::files::places(view, list, None)));
            if let Some(area) = advice {
                places.extend(result::places(view, found, area));
            }
        } else {
            let beside = areas.possible.is_some();
            places.extend(question::places(view, areas.main, beside));
            if let Some(side) = areas.trail {
                places.extend(trail::places(view, side, None));
            }
            places.extend(
                areas
                    .map
                    .map_or_else(Vec::new, |side| map::places(view, side)),
            );
        }
        for overlay in &view.app.overlays {
            places.push((view.area(), Target::Shade));
            match overlay {
                Overlay::Help { .. }
                | Overlay::Why { .. }
                | Overlay::Reading { .. }
                | Overlay::Try { .. }
                | Overlay::Find(_)
                | Overlay::Written { .. }
                | Overlay::Prompt(_) => {}
                Overlay::Search(search) => {
                    places.extend(search::places(search, areas.body));
                }
                Overlay::Files { selected } => {
                    let area = result::files_area(view, areas.body);
                    places.extend(code::files::places(view, area, Some(*selected)));
                }
                Overlay::Trail { selected } => {
                    let place = areas.trail.filter(|_| view.app.result.is_none());
                    let area = place.unwrap_or(areas.body);
                    places.extend(trail::places(view, area, Some(*selected)));
                }
                Overlay::Starts { selected } => {
                    places.extend(starts::places(view, areas.body, *selected));
                }
                Overlay::Outcomes { selected } => {
                    places.extend(why::places(view, areas.body, *selected));
                }
                Overlay::Map { section, scroll } => {
                    let shown = (*section, scroll.unwrap_or(0));
                    places.extend(map::whole_places(view, shown, areas.body));
                }
                Overlay::Lab => {
                    let pane = view.app.lab.as_ref();
                    places.extend(
                        pane.map(|pane| lab::places(view, pane, areas.body))
                            .into_iter()
                            .flatten(),
                    );
                }
                Overlay::Confirm => places.extend(confirm::quit_places(view, areas.body)),
                Overlay::Undecided => places.extend(confirm::undecided_places(view, areas.body)),
            }
        }
        places.extend(footer::places(view, areas.footer));
        // The notice covers what lies under it.
        places.extend(footer::notice_area(view, areas.body).map(|area| (area, Target::Shade)));
        places
    }
}
