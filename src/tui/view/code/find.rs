//! The line to search the code with, in the lowest row.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use crate::tui::layout::padded;
use crate::tui::state::Find;
use crate::tui::theme::Role;
use crate::tui::view::canvas::View;
use crate::tui::view::entries::window;
use crate::tui::view::text::width;

fn row(body: Rect) -> Rect {
    Rect {
        y: body.bottom().saturating_sub(1),
        height: body.height.min(1),
        ..body
    }
}

pub(crate) fn render(view: View<'_, '_>, find: &Find, body: Rect, buffer: &mut Buffer) {
    let row = row(body);
    Clear.render(row, buffer);
    let inner = padded(row, 1);
    let head = format!("{} ", view.app.words.acting.find);
    let missing = !find.line.is_empty()
        && view
            .app
            .result
            .as_ref()
            .is_some_and(|f| f.mark == find.mark);
    let room = usize::from(inner.width).saturating_sub(width(&head) + 1);
    let (shown, _) = window(&find.line, room);
    let role = if missing { Role::Stop } else { Role::Ask };
    Line::from(vec![view.span(head, Role::Key), view.span(shown, role)]).render(inner, buffer);
}

pub(crate) fn cursor(view: View<'_, '_>, find: &Find, body: Rect) -> Position {
    let inner = padded(row(body), 1);
    let head = width(view.app.words.acting.find) + 1;
    let room = usize::from(inner.width).saturating_sub(head + 1);
    let (_, column) = window(&find.line, room);
    let x = inner.x + u16::try_from(head + column).unwrap_or(0);
    Position {
        x: x.min(inner.right().saturating_sub(1)),
        y: inner.y,
    }
}
