//! What every part of the screen draws with: the state, the theme, and the frames of panels.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::text::{cut, width};
use crate::advice;
use crate::data::Str;
use crate::tui::state::App;
use crate::tui::theme::{Role, Theme};

/// The whole screen.
#[derive(Clone, Copy)]
pub(crate) struct View<'v, 'a> {
    pub(crate) app: &'v App<'a>,
    pub(crate) theme: Theme,
}

impl View<'_, '_> {
    pub(super) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    pub(super) fn span(&self, text: impl Into<String>, role: Role) -> Span<'static> {
        Span::styled(text.into(), self.style(role))
    }

    /// An advisor's text with its `{placeholders}` filled in.
    pub(super) fn told(&self, text: &Str) -> String {
        advice::fill(self.app.session(), text).into()
    }

    /// The window that the state knows of.
    pub(super) fn area(&self) -> Rect {
        Rect::new(0, 0, self.app.size.0, self.app.size.1)
    }
}

/// A rule in the column left of an area.
pub(super) fn rule_before(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let Some(x) = area.x.checked_sub(1) else {
        return;
    };
    for y in area.top()..area.bottom() {
        buffer.set_string(x, y, "│", view.style(Role::Rule));
    }
}

/// A panel's first row: its title in a rule, and something short at the right end.
pub(super) fn title(
    view: View<'_, '_>,
    text: &str,
    right: &str,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let row = Rect {
        height: area.height.min(1),
        ..area
    };
    let columns = usize::from(row.width);
    let right = if right.is_empty() {
        String::new()
    } else {
        format!(" {right} ")
    };
    let wanted = width(&right) + 1;
    let text = cut(text, columns.saturating_sub(4));
    let used = width(&text) + 3;
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
    below_title(area)
}

/// What is left of a panel under its first row.
pub(crate) fn below_title(area: Rect) -> Rect {
    let row = area.height.min(1);
    Rect {
        y: area.y + row,
        height: area.height - row,
        ..area
    }
}

/// Draws lines from `scroll` on.
pub(super) fn draw(lines: &[Line<'static>], scroll: usize, area: Rect, buffer: &mut Buffer) {
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

/// The rows of a list that are seen: each stands for one entry, of which `lines` tells the first line
/// and the line behind its last.
pub(crate) fn rows(
    lines: impl IntoIterator<Item = Range<usize>>,
    first: usize,
    area: Rect,
) -> impl Iterator<Item = (usize, Rect)> {
    let height = usize::from(area.height);
    lines
        .into_iter()
        .enumerate()
        .filter_map(move |(place, lines)| {
            let from = lines.start.max(first) - first;
            let to = lines.end.saturating_sub(first).min(height);
            let rows = to.checked_sub(from).filter(|rows| *rows > 0)?;
            let area = Rect {
                y: area.y + u16::try_from(from).ok()?,
                height: u16::try_from(rows).ok()?,
                ..area
            };
            Some((place, area))
        })
}

/// `12-40 of 130`, or nothing when all is seen.
pub(super) fn seen(view: View<'_, '_>, lines: usize, scroll: usize, height: u16) -> String {
    let height = usize::from(height);
    if lines <= height {
        return String::new();
    }
    span(view, scroll + 1..(scroll + height).min(lines), lines)
}

/// From a row to a row, of so many.
pub(super) fn span(view: View<'_, '_>, rows: Range<usize>, all: usize) -> String {
    let rows = format!("{}-{}", rows.start, rows.end);
    (view.app.words.count_of)(&rows, all)
}

/// One, of so many.
pub(super) fn one_of(view: View<'_, '_>, at: usize, all: usize) -> String {
    (view.app.words.count_of)(&at.to_string(), all)
}
