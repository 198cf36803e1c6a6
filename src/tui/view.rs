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

mod code;
mod confirm;
mod entries;
mod figures;
mod footer;
mod help;
mod parts;
mod possible;
mod progress;
mod question;
mod result;
mod text;
mod too_small;
mod trail;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::state::{App, Overlay, Pane};
use super::theme::{Role, Theme};
use crate::advice;

/// Smaller windows only get a message.
pub(crate) const MIN_SIZE: (u16, u16) = (40, 12);

/// From here on one panel stands beside the question.
const MIDDLE: u16 = 96;
/// From here on two do.
const WIDE: u16 = 130;

pub(crate) fn too_small(size: (u16, u16)) -> bool {
    size.0 < MIN_SIZE.0 || size.1 < MIN_SIZE.1
}

/// The whole screen.
#[derive(Clone, Copy)]
pub(crate) struct View<'v, 'a> {
    pub(crate) app: &'v App<'a>,
    pub(crate) theme: Theme,
}

/// Where things are.
#[derive(Clone, Copy, Debug, Default)]
struct Areas {
    header: Rect,
    body: Rect,
    footer: Rect,
    /// The middle column, or all of the body.
    main: Rect,
    trail: Option<Rect>,
    possible: Option<Rect>,
}

fn areas(area: Rect) -> Areas {
    let header_rows = if area.height >= 16 { 2 } else { 1 };
    let header = Rect {
        height: header_rows.min(area.height),
        ..area
    };
    let footer = Rect {
        y: area.bottom().saturating_sub(1),
        height: area.height.min(1),
        ..area
    };
    let body = Rect {
        y: header.bottom(),
        height: area.height.saturating_sub(header.height + footer.height),
        ..area
    };
    let mut areas = Areas {
        header,
        body,
        footer,
        main: body,
        trail: None,
        possible: None,
    };
    if area.width >= WIDE {
        let left = (area.width / 5).clamp(30, 44);
        let right = (area.width / 4).clamp(38, 54);
        let (trail, rest) = split(body, left);
        let (main, possible) = split(rest, rest.width - right - 1);
        areas.trail = Some(trail);
        areas.main = main;
        areas.possible = Some(possible);
    } else if area.width >= MIDDLE {
        let (main, side) = split(body, body.width - 39);
        areas.main = main;
        // The lower part goes to the trail where there is enough height for both.
        let upper = if body.height >= 24 {
            body.height * 3 / 5
        } else {
            body.height
        };
        areas.possible = Some(Rect {
            height: upper,
            ..side
        });
        areas.trail = (upper < body.height).then_some(Rect {
            y: side.y + upper,
            height: side.height - upper,
            ..side
        });
    }
    areas
}

/// Two columns with a rule's width between them.
fn split(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    let right = Rect {
        x: area.x + (left + 1).min(area.width),
        width: area.width.saturating_sub(left + 1),
        ..area
    };
    (
        Rect {
            width: left,
            ..area
        },
        right,
    )
}

impl<'a> View<'_, 'a> {
    fn style(&self, role: Role) -> ratatui::style::Style {
        self.theme.style(role)
    }

    fn span(&self, text: impl Into<String>, role: Role) -> Span<'static> {
        Span::styled(text.into(), self.style(role))
    }

    /// An advisor's text with its `{placeholders}` filled in.
    fn told(&self, text: &str) -> String {
        advice::fill(self.app.session(), text)
    }

    fn area(app: &App<'a>) -> Rect {
        Rect::new(0, 0, app.size.0, app.size.1)
    }

    /// Where the cursor blinks, when something is typed.
    pub(crate) fn cursor(&self) -> Option<Position> {
        let area = Self::area(self.app);
        if too_small(self.app.size) {
            return None;
        }
        let areas = areas(area);
        match self.app.overlays.last() {
            Some(Overlay::Prompt(prompt)) => {
                Some(confirm::prompt_cursor(*self, prompt, areas.body))
            }
            Some(_) => None,
            None => question::cursor(*self, areas.main, areas.possible.is_some()),
        }
    }
}

impl View<'_, '_> {
    /// The question and the panels beside it.
    fn columns(&self, areas: &Areas, buffer: &mut Buffer) {
        question::render(*self, areas.main, areas.possible.is_some(), buffer);
        if let Some(side) = areas.possible {
            rule_before(*self, side, buffer);
            possible::render(*self, side, buffer);
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
        let area = area.intersection(View::area(self.app));
        if area.is_empty() {
            return;
        }
        if too_small((area.width, area.height)) {
            return too_small::render(*self, area, buffer);
        }
        let areas = areas(area);
        progress::render(*self, areas.header, buffer);
        footer::render(*self, areas.footer, buffer);
        if let Some(found) = &self.app.result {
            result::render(*self, found, areas.body, buffer);
        } else {
            self.columns(&areas, buffer);
        }
        for overlay in &self.app.overlays {
            match overlay {
                Overlay::Help { scroll } => help::render(*self, *scroll, areas.body, buffer),
                Overlay::Trail { selected } => {
                    let place = areas.trail.filter(|_| self.app.result.is_none());
                    let area = place.unwrap_or(areas.body);
                    Clear.render(area, buffer);
                    trail::render(*self, area, Some(*selected), buffer);
                }
                Overlay::Confirm => confirm::render_quit(*self, areas.body, buffer),
                Overlay::Prompt(prompt) => {
                    confirm::render_prompt(*self, prompt, areas.body, buffer);
                }
            }
        }
        footer::render_notice(*self, areas.body, buffer);
    }
}

/// A rule in the column left of an area.
fn rule_before(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let Some(x) = area.x.checked_sub(1) else {
        return;
    };
    for y in area.top()..area.bottom() {
        buffer.set_string(x, y, "│", view.style(Role::Rule));
    }
}

/// A panel's first row: its title in a rule, and something short at the right end.
fn title(view: View<'_, '_>, text: &str, right: &str, area: Rect, buffer: &mut Buffer) -> Rect {
    let row = Rect {
        height: area.height.min(1),
        ..area
    };
    let columns = usize::from(row.width);
    let text = text::cut(text, columns.saturating_sub(4));
    let used = text::width(&text) + 3;
    let right = if right.is_empty() {
        String::new()
    } else {
        format!(" {right} ")
    };
    let wanted = text::width(&right) + 1;
    // Where there is no room for both, the title counts.
    let (right, rest) = if used + wanted < columns {
        (right, columns - used - wanted)
    } else {
        (String::new(), columns.saturating_sub(used + 1))
    };
    Line::from(vec![
        view.span("─ ", Role::Rule),
        view.span(text, Role::Heading),
        view.span(format!(" {}", "─".repeat(rest)), Role::Rule),
        view.span(right, Role::Quiet),
        view.span("─", Role::Rule),
    ])
    .render(row, buffer);
    Rect {
        y: row.bottom(),
        height: area.height.saturating_sub(row.height),
        ..area
    }
}

/// Draws lines from `scroll` on.
fn draw(lines: &[Line<'static>], scroll: usize, area: Rect, buffer: &mut Buffer) {
    let shown = lines.iter().skip(scroll).take(usize::from(area.height));
    for (y, line) in (area.y..).zip(shown) {
        line.render(
            Rect {
                y,
                height: 1,
                ..area
            },
            buffer,
        );
    }
}

/// `12-40/130`, or nothing when all is seen.
fn seen(lines: usize, scroll: usize, height: u16) -> String {
    let height = usize::from(height);
    if lines <= height {
        return String::new();
    }
    format!("{}-{}/{lines}", scroll + 1, (scroll + height).min(lines))
}

/// An area without its outermost columns.
fn padded(area: Rect, columns: u16) -> Rect {
    Rect {
        x: area.x + columns.min(area.width),
        width: area.width.saturating_sub(2 * columns),
        ..area
    }
}

/// How far a page key goes in what the keys act on.
pub(crate) fn page(app: &App<'_>) -> usize {
    let body = areas(View::area(app)).body;
    usize::from(body.height.saturating_sub(2)).max(1)
}

/// How far what the keys act on can be scrolled.
pub(crate) fn scroll_limit(app: &App<'_>) -> usize {
    if too_small(app.size) {
        return 0;
    }
    if let Some(Overlay::Help { .. }) = app.overlays.last() {
        let view = View {
            app,
            theme: Theme::new(false),
        };
        return help::scroll_limit(view, areas(View::area(app)).body);
    }
    let limits = result_limits(app);
    match app.result.as_ref().map(|found| found.pane) {
        Some(Pane::Code) => limits.1,
        _ => limits.0,
    }
}

/// How far the advice and the code can be scrolled.
pub(crate) fn result_limits(app: &App<'_>) -> (usize, usize) {
    let view = View {
        app,
        theme: Theme::new(false),
    };
    match &app.result {
        Some(found) if !too_small(app.size) => {
            result::scroll_limits(view, found, areas(View::area(app)).body)
        }
        _ => (0, 0),
    }
}
