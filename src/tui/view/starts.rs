//! The situations that people come with: a list to begin from, the selected one told in full.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, below_title, draw, rows, title};
use super::text::{cut, wrap};
use crate::model::Situation;
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// Draws the list as far as it fits around the selected one.
pub(super) fn render(view: View<'_, '_>, area: Rect, selected: usize, buffer: &mut Buffer) {
    let starts = &view.app.interview.advisor().starts;
    let range = format!("{}/{}", selected + 1, starts.len());
    let inner = padded(title(view, view.app.words.starts, &range, area, buffer), 1);
    let list = list(view, inner, selected);
    draw(&list.lines, list.first, inner, buffer);
}

/// Each situation as it can be hit.
pub(super) fn places(view: View<'_, '_>, area: Rect, selected: usize) -> Vec<Place> {
    let inner = padded(below_title(area), 1);
    let list = list(view, inner, selected);
    rows(list.places, list.first, inner)
        .map(|(row, area)| (area, Target::Row(row)))
        .collect()
}

/// The list in full, and where it is seen from.
struct List {
    lines: Vec<Line<'static>>,
    places: Vec<Range<usize>>,
    first: usize,
}

fn list(view: View<'_, '_>, inner: Rect, selected: usize) -> List {
    let starts = &view.app.interview.advisor().starts;
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for (place, start) in starts.iter().enumerate() {
        let from = lines.len();
        entry(view, start, place == selected, columns, &mut lines);
        places.push(from..lines.len());
    }
    // All of the selected one is seen, where it fits.
    let told = places.get(selected).cloned().unwrap_or_default();
    let rows = usize::from(inner.height);
    let first = told.end.saturating_sub(rows).min(told.start);
    List {
        lines,
        places,
        first,
    }
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
