//! What is on the screen: state in, text out, nothing changed.
//!
//! ```text
//! wide (130 columns and more)             middle (96)              narrow
//! +--------------------------------+     +--------------------+   +-------------+
//! | header: title         progress |     | header             |   | header      |
//! | ====----====---- (sections)    |     | ====----           |   | question    |
//! | trail | question    | possible |     | question | possible|   | options     |
//! |       | options     |          |     | options  |---------|   | still       |
//! |       |             |          |     |          | trail   |   | possible    |
//! | footer: keys                   |     | footer             |   | footer      |
//! +--------------------------------+     +--------------------+   +-------------+
//! ```
//! The result takes the place of the columns (advice and code side by side when wide); help, the
//! list of answers and the dialogues lie over them.

mod ahead;
mod canvas;
mod code;
mod confirm;
mod entries;
mod figures;
mod footer;
mod help;
mod lab;
mod map;
mod paragraphs;
mod parts;
mod places;
mod possible;
mod progress;
mod question;
mod result;
mod search;
mod starts;
mod supervision;
mod text;
mod too_small;
mod trail;
mod trial;
mod why;
mod written;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

pub(super) use self::canvas::View;
use self::canvas::rule_before;
use super::layout::{Areas, Limits, areas, shows_code, too_small};
use super::state::Overlay;

impl View<'_, '_> {
    /// Where the cursor blinks, when something is typed.
    pub(crate) fn cursor(&self) -> Option<Position> {
        let area = self.area();
        if too_small(self.app.size) {
            return None;
        }
        let areas = self.areas(area);
        match self.app.overlays.last() {
            Some(Overlay::Prompt(prompt)) => {
                Some(confirm::prompt_cursor(*self, prompt, areas.body))
            }
            Some(Overlay::Search(search)) => Some(search::cursor(search, areas.body)),
            Some(Overlay::Find(find)) => Some(code::find::cursor(*self, find, areas.body)),
            Some(_) => None,
            None => question::cursor(*self, areas.main, areas.possible.is_some()),
        }
    }

    /// How far what is shown can be scrolled.
    pub(crate) fn limits(&self) -> Limits {
        if too_small(self.app.size) {
            return Limits::default();
        }
        let body = areas(self.area()).body;
        let mut limits = match &self.app.result {
            Some(found) => result::limits(*self, found, body),
            None => Limits::default(),
        };
        // Of what lies below as well: the help on top tells whether it can be scrolled.
        for overlay in &self.app.overlays {
            match overlay {
                Overlay::Help { about, .. } => {
                    (limits.help, limits.help_lines, limits.help_keys) =
                        help::limit(*self, *about, body);
                }
                Overlay::Why { .. } => limits.why = why::limit(*self, body),
                Overlay::Reading { found, .. } => {
                    limits.reading = search::limit(*self, *found, body);
                }
                Overlay::Lab => {
                    let pane = self.app.lab.as_ref();
                    limits.lab = pane.map_or(0, |pane| lab::limit(*self, pane, body));
                }
                Overlay::Try { .. } => limits.told = trial::limit(*self, body),
                Overlay::Written { told, .. } => limits.told = written::limit(*self, told, body),
                Overlay::Map { section, .. } => {
                    (limits.map_from, limits.map) = map::limits(*self, *section, body);
                }
                _ => {}
            }
        }
        limits
    }

    /// Where things are, with what can be drawn of the section in front.
    fn areas(&self, area: Rect) -> Areas {
        let mut areas = areas(area);
        if map::is_drawn(*self) {
            areas = areas.with_map();
        }
        let side = areas.possible.filter(|_| shows_code(self.app.size));
        match side.and_then(|side| ahead::rows(*self, side.width)) {
            Some(rows) => areas.with_code(rows),
            None => areas,
        }
    }

    /// The question and the panels beside it.
    fn columns(&self, areas: &Areas, buffer: &mut Buffer) {
        question::render(*self, areas.main, areas.possible.is_some(), buffer);
        if let Some(side) = areas.possible {
            rule_before(*self, side, buffer);
            possible::render(*self, side, buffer);
        }
        if let Some(place) = areas.code {
            rule_before(*self, place, buffer);
            ahead::render(*self, place, buffer);
        }
        if let Some(place) = areas.map {
            let left = place.x < areas.main.x;
            rule_before(*self, if left { areas.main } else { place }, buffer);
            map::render(*self, place, buffer);
        }
        if let Some(side) = areas.trail {
            let right = side.x > areas.main.x;
            rule_before(*self, if right { side } else { areas.main }, buffer);
            trail::render(*self, side, None, buffer);
        }
    }
}

impl Widget for &View<'_, '_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        // What is drawn is for the size that the state knows; the next frame fits again.
        let area = area.intersection(self.area());
        if area.is_empty() {
            return;
        }
        if too_small((area.width, area.height)) {
            return too_small::render(*self, area, buffer);
        }
        let areas = self.areas(area);
        progress::render(*self, areas.header, buffer);
        footer::render(*self, areas.footer, buffer);
        if let Some(found) = &self.app.result {
            result::render(*self, found, areas.body, buffer);
        } else {
            self.columns(&areas, buffer);
        }
        for overlay in &self.app.overlays {
            match overlay {
                Overlay::Help { scroll, about, .. } => {
                    help::render(*self, (*scroll, *about), areas.body, buffer);
                }
                Overlay::Trail { selected } => {
                    let place = areas.trail.filter(|_| self.app.result.is_none());
                    let area = place.unwrap_or(areas.body);
                    Clear.render(area, buffer);
                    trail::render(*self, area, Some(*selected), buffer);
                }
                Overlay::Starts { selected } => {
                    Clear.render(areas.body, buffer);
                    starts::render(*self, areas.body, *selected, buffer);
                }
                Overlay::Outcomes { selected } => {
                    Clear.render(areas.body, buffer);
                    why::render_list(*self, areas.body, *selected, buffer);
                }
                Overlay::Why { scroll } => {
                    Clear.render(areas.body, buffer);
                    why::render(*self, areas.body, *scroll, buffer);
                }
                Overlay::Search(search) => {
                    Clear.render(areas.body, buffer);
                    search::render(*self, search, areas.body, buffer);
                }
                Overlay::Reading { found, scroll } => {
                    Clear.render(areas.body, buffer);
                    search::render_text(*self, *found, *scroll, areas.body, buffer);
                }
                Overlay::Try { scroll } => trial::render(*self, *scroll, areas.body, buffer),
                Overlay::Files { selected } => {
                    let area = result::files_area(*self, areas.body);
                    code::files::render(*self, area, Some(*selected), buffer);
                }
                Overlay::Find(find) => code::find::render(*self, find, areas.body, buffer),
                Overlay::Written { told, scroll } => {
                    written::render(*self, (told, *scroll), areas.body, buffer);
                }
                Overlay::Map { section, scroll } => {
                    Clear.render(areas.body, buffer);
                    map::render_whole(*self, (*section, scroll.unwrap_or(0)), areas.body, buffer);
                }
                Overlay::Lab => {
                    Clear.render(areas.body, buffer);
                    if let Some(pane) = &self.app.lab {
                        lab::render(*self, pane, areas.body, buffer);
                    }
                }
                Overlay::Confirm => confirm::render_quit(*self, areas.body, buffer),
                Overlay::Undecided => confirm::render_undecided(*self, areas.body, buffer),
                Overlay::Prompt(prompt) => {
                    confirm::render_prompt(*self, prompt, areas.body, buffer);
                }
            }
        }
        footer::render_notice(*self, areas.body, buffer);
    }
}
