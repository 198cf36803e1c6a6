//! The last row: what the keys do now, as much of it as fits; and the notice above it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw};
use super::text::{width, wrap};
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context, Hint};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// What stands between two hints, and where what matters most has no room so.
const GAP: &str = "  ";
const NARROW: &str = " ";

/// The hints that there is room for, and what stands between them. The way out gives way last.
fn fitting(view: View<'_, '_>, area: Rect) -> (Vec<Hint>, &'static str) {
    let app = view.app;
    let (hints, last) = keymap::footer(app.context(), &app.keys, &app.at(app.context()));
    let taken = |hint: &Hint| width(&hint.keys) + 1 + width(hint.text);
    let leads_out = |hint: &Hint| hint.parts.iter().any(|(_, to)| *to == Some(Action::Back));
    let out = hints.iter().position(leads_out);
    let first = hints.first().filter(|_| out != Some(0));
    let kept = first.into_iter().chain(out.and_then(|out| hints.get(out)));
    let kept: Vec<usize> = kept.chain(&last).map(taken).collect();
    let columns = usize::from(area.width);
    let wide = kept.iter().sum::<usize>() + width(GAP) * kept.len().saturating_sub(1);
    let all: Vec<usize> = hints.iter().chain(&last).map(taken).collect();
    let all_with = |gap| all.iter().sum::<usize>() + width(gap) * all.len().saturating_sub(1);
    // Of the answers to a question none is left out for the sake of the gaps.
    let asked = matches!(app.context(), Context::Confirm | Context::Undecided);
    let crowded = asked && all_with(GAP) > columns && all_with(NARROW) <= columns;
    let gap = if wide > columns || crowded {
        NARROW
    } else {
        GAP
    };
    // Every hint but the last has a gap after it.
    let mut room = columns;
    match &last {
        Some(last) => room = room.saturating_sub(taken(last)),
        None => room += width(gap),
    }
    let out_takes = out.map_or(0, |out| taken(&hints[out]) + width(gap));
    room = room.saturating_sub(out_takes);
    let mut fitting = Vec::new();
    for (place, hint) in hints.into_iter().enumerate() {
        if Some(place) == out {
            fitting.push(hint);
            continue;
        }
        let taken = taken(&hint) + width(gap);
        // A shorter one of less weight may still fit.
        if taken > room {
            continue;
        }
        room -= taken;
        fitting.push(hint);
    }
    fitting.extend(last);
    (fitting, gap)
}

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let area = padded(area, 1);
    let mut spans: Vec<Span<'static>> = Vec::new();
    let (hints, between) = fitting(view, area);
    for hint in hints {
        let gap = if spans.is_empty() { "" } else { between };
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
    let (hints, between) = fitting(view, area);
    for hint in hints {
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
        x = x.saturating_add(text + columns(between));
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
