//! The last row: what the keys do now, as much of it as fits; and the notice above it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw};
use super::text::{width, wrap};
use crate::tui::keymap::{self, Hint};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// What stands between two hints.
const GAP: &str = "  ";

/// The hints that there is room for.
fn fitting(view: View<'_, '_>, area: Rect) -> Vec<Hint> {
    let app = view.app;
    let (hints, last) = keymap::footer(app.context(), &app.keys, &|action| app.enabled(action));
    let taken = |hint: &Hint| width(&hint.keys) + 1 + width(hint.text);
    // Every hint but the last has a gap after it.
    let mut room = usize::from(area.width);
    match &last {
        Some(last) => room = room.saturating_sub(taken(last)),
        None => room += width(GAP),
    }
    let mut fitting = Vec::new();
    for hint in hints {
        let taken = taken(&hint) + width(GAP);
        // A shorter one of less weight may still fit.
        if taken > room {
            continue;
        }
        room -= taken;
        fitting.push(hint);
    }
    fitting.extend(last);
    fitting
}

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let area = padded(area, 1);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for hint in fitting(view, area) {
        let gap = if spans.is_empty() { "" } else { GAP };
        spans.push(view.span(gap, Role::Text));
        spans.push(view.span(hint.keys, Role::Key));
        spans.push(view.span(format!(" {}", hint.text), Role::Quiet));
    }
    Line::from(spans).render(area, buffer);
}

/// Each key that is told; what is said of several keys at once is nothing to click on.
pub(super) fn places(view: View<'_, '_>, area: Rect) -> Vec<Place> {
    let area = padded(area, 1);
    let mut places = Vec::new();
    let mut x = area.x;
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    for hint in fitting(view, area) {
        let mut keys = hint.keys.as_str();
        let text = columns(hint.text) + 1;
        let alone = hint.parts.len() == 1;
        for (bytes, action) in hint.parts {
            let (key, others) = keys.split_at(bytes.min(keys.len()));
            keys = others;
            let width = columns(key) + if alone { text } else { 0 };
            let place = Rect { x, width, ..area };
            places.extend(action.map(|action| (place, Target::Hint(action))));
            x = x.saturating_add(columns(key));
        }
        x = x.saturating_add(text + columns(GAP));
    }
    places
}

/// The rows that the notice takes.
pub(super) fn notice_area(view: View<'_, '_>, body: Rect) -> Option<Rect> {
    let lines = notice(view, body)?;
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(body.height);
    Some(Rect {
        y: body.bottom() - height,
        height,
        ..body
    })
}

/// One sentence until the next key, in the lowest rows of the body.
pub(super) fn render_notice(view: View<'_, '_>, body: Rect, buffer: &mut Buffer) {
    if let (Some(lines), Some(area)) = (notice(view, body), notice_area(view, body)) {
        Clear.render(area, buffer);
        draw(&lines, 0, padded(area, 1), buffer);
    }
}

fn notice(view: View<'_, '_>, body: Rect) -> Option<Vec<Line<'static>>> {
    let notice = view.app.notice.as_ref()?;
    let (sign, role) = if notice.bad {
        ("! ", Role::Stop)
    } else {
        ("• ", Role::Good)
    };
    let columns = usize::from(padded(body, 1).width);
    let text = [(notice.text.as_str(), view.style(Role::Text))];
    Some(wrap(view.span(sign, role), &text, columns))
}
