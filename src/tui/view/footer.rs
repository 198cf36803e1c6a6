//! The last row: what the keys do now, as much of it as fits; and the notice above it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw};
use super::text::{width, wrap};
use crate::tui::keymap;
use crate::tui::layout::padded;
use crate::tui::theme::Role;

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let app = view.app;
    let hints = keymap::footer(app.context(), app.common, &|action| app.enabled(action));
    let area = padded(area, 1);
    let mut room = usize::from(area.width);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for hint in hints {
        let gap = if spans.is_empty() { "" } else { "  " };
        let taken = width(gap) + width(&hint.keys) + 1 + width(hint.text);
        // A shorter one of less weight may still fit.
        if taken > room {
            continue;
        }
        room -= taken;
        spans.push(view.span(gap, Role::Text));
        spans.push(view.span(hint.keys, Role::Key));
        spans.push(view.span(format!(" {}", hint.text), Role::Quiet));
    }
    Line::from(spans).render(area, buffer);
}

/// One sentence until the next key, in the lowest rows of the body.
pub(super) fn render_notice(view: View<'_, '_>, body: Rect, buffer: &mut Buffer) {
    let Some(notice) = &view.app.notice else {
        return;
    };
    let (sign, role) = if notice.bad {
        ("! ", Role::Stop)
    } else {
        ("• ", Role::Good)
    };
    let columns = usize::from(padded(body, 1).width);
    let text = [(notice.text.as_str(), view.style(Role::Text))];
    let lines: Vec<Line<'static>> = wrap(view.span(sign, role), &text, columns);
    let height = u16::try_from(lines.len())
        .unwrap_or(u16::MAX)
        .min(body.height);
    let area = Rect {
        y: body.bottom() - height,
        height,
        ..body
    };
    Clear.render(area, buffer);
    draw(&lines, 0, padded(area, 1), buffer);
}
