//! The situations that people come with: a list to begin from, the selected one told in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, draw, title};
use super::text::{cut, wrap};
use crate::model::Situation;
use crate::tui::layout::padded;
use crate::tui::theme::Role;

/// Draws the list as far as it fits around the selected one.
pub(super) fn render(view: View<'_, '_>, area: Rect, selected: usize, buffer: &mut Buffer) {
    let starts = &view.app.interview.advisor().starts;
    let rows = usize::from(area.height.saturating_sub(1));
    let range = format!("{}/{}", selected + 1, starts.len());
    let inner = padded(title(view, view.app.words.starts, &range, area, buffer), 1);
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    let mut told = 0..0;
    for (place, start) in starts.iter().enumerate() {
        let from = lines.len();
        entry(view, start, place == selected, columns, &mut lines);
        if place == selected {
            told = from..lines.len();
        }
    }
    // All of the selected one is seen, where it fits.
    let first = told.end.saturating_sub(rows).min(told.start);
    draw(&lines, first, inner, buffer);
}

fn entry(
    view: View<'_, '_>,
    start: &Situation,
    chosen: bool,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    let (sign, role) = if chosen {
        ("▸ ", Role::Selected)
    } else {
        ("  ", Role::Text)
    };
    let name = cut(&start.title, columns.saturating_sub(2));
    lines.push(Line::from(vec![
        view.span(sign, Role::Key),
        view.span(name, role),
    ]));
    if chosen {
        let text = [(&*start.text, view.style(Role::Quiet))];
        lines.extend(wrap(view.span("    ", Role::Text), &text, columns));
    }
}
