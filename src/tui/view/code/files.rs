//! The list of the project's files, the decision's own first: by folder, with how long each is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;
use crate::tui::view::canvas::{View, below_title, draw, one_of, rows, title};
use crate::tui::view::text::width;

/// Draws the files as far as they fit around the selected one; without one it is the file shown.
pub(crate) fn render(view: View<'_, '_>, area: Rect, chosen: Option<usize>, buffer: &mut Buffer) {
    Clear.render(area, buffer);
    let count = view.app.files().map_or(0, <[_]>::len);
    let shown = view.app.result.as_ref().map_or(0, |found| found.file);
    let selected = chosen.unwrap_or(shown);
    let lights = if chosen.is_some() {
        Role::Selected
    } else {
        Role::Ask
    };
    let range = one_of(view, selected + 1, count);
    let name = view.app.words.acting.files_title;
    let inner = padded(title(view, name, &range, area, buffer), 1);
    let (lines, places) = lines(view, inner, (selected, lights));
    draw(
        &lines,
        first(&lines, &places, selected, inner),
        inner,
        buffer,
    );
}

/// Each file as it can be hit.
pub(crate) fn places(view: View<'_, '_>, area: Rect, chosen: Option<usize>) -> Vec<Place> {
    let shown = view.app.result.as_ref().map_or(0, |found| found.file);
    let selected = chosen.unwrap_or(shown);
    let target = if chosen.is_some() {
        Target::Row
    } else {
        Target::File
    };
    let inner = padded(below_title(area), 1);
    let (lines, places) = lines(view, inner, (selected, Role::Selected));
    let first = first(&lines, &places, selected, inner);
    let ranges: Vec<_> = places.iter().map(|place| *place..place + 1).collect();
    rows(ranges, first, inner)
        .map(|(row, area)| (area, target(row)))
        .collect()
}

/// The line that is seen first: some of what stands around the selected one is seen as well.
fn first(lines: &[Line<'_>], places: &[usize], selected: usize, inner: Rect) -> usize {
    let here = places.get(selected).copied().unwrap_or(0);
    let rows = usize::from(inner.height);
    let first = (here + 3).min(lines.len()).saturating_sub(rows);
    first.min(here)
}

/// The lines, with one file lit up, and which of them are files.
fn lines(
    view: View<'_, '_>,
    inner: Rect,
    (selected, lights): (usize, Role),
) -> (Vec<Line<'static>>, Vec<usize>) {
    let files = view.app.files().unwrap_or_default();
    let columns = usize::from(inner.width);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut places = Vec::new();
    let mut folder = None;
    for (place, file) in files.iter().enumerate() {
        let within = file.folder();
        let name = file.path.get(within.len()..).unwrap_or_default();
        // A folder is named where it begins, and all of its files stand together.
        let depth = if within.is_empty() { 0 } else { 2 };
        if folder != Some(within) && !within.is_empty() {
            lines.push(Line::from(view.span(format!("  {within}"), Role::Heading)));
        }
        folder = Some(within);
        places.push(lines.len());
        let (lead, role) = if place == selected {
            ("▸ ", lights)
        } else {
            ("  ", Role::Text)
        };
        let lead = format!("{lead}{}", " ".repeat(depth));
        let count = (view.app.words.acting.lines)(file.lines.len());
        let used = width(&lead) + width(name) + width(&count);
        let mut spans = vec![view.span(lead, Role::Key), view.span(name, role)];
        if used + 2 <= columns {
            let gap = " ".repeat(columns.min(60).saturating_sub(used).max(2));
            spans.push(view.span(format!("{gap}{count}"), Role::Quiet));
        }
        lines.push(Line::from(spans));
    }
    (lines, places)
}
