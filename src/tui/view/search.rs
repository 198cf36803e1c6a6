//! A line and the list that it narrows: what the advisor says, or what can be done here.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::canvas::{View, draw, one_of, seen, title};
use super::entries::window;
use super::paragraphs::Text;
use super::text::{cut, width};
use crate::advice::{Found, told};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::state::{Known, Listed, Overlay, Search};
use crate::tui::theme::Role;

/// The row of the line and the rows of the list.
fn parts(area: Rect) -> (Rect, Rect) {
    let inner = padded(
        Rect {
            y: area.y + area.height.min(1),
            height: area.height.saturating_sub(1),
            ..area
        },
        1,
    );
    let line = Rect {
        height: inner.height.min(1),
        ..inner
    };
    let list = Rect {
        y: inner.y + line.height + 1,
        height: inner.height.saturating_sub(line.height + 1),
        ..inner
    };
    (line, list)
}

pub(super) fn render(view: View<'_, '_>, search: &Search, area: Rect, buffer: &mut Buffer) {
    let words = view.app.words;
    let name = match search.list {
        Listed::Texts(_) => words.find,
        Listed::Lines { .. } => match view.app.overlays.iter().nth_back(1) {
            Some(Overlay::Outcomes { .. }) => words.outcomes,
            Some(Overlay::Trail { .. }) => words.trail,
            _ => words.find_start,
        },
        Listed::Keys { .. } => words.find_key,
        Listed::Deeds { .. } => words.palette,
    };
    let place = (search.selected + 1).min(search.len());
    let right = one_of(view, place, search.len());
    title(view, name, &right, area, buffer);
    let (row, list) = parts(area);
    let (shown, _) = window(&search.line, usize::from(row.width.saturating_sub(3)));
    let line = Line::from(vec![
        view.span("> ", Role::Key),
        view.span(shown, Role::Ask),
    ]);
    draw(&[line], 0, row, buffer);
    let columns = usize::from(list.width);
    let rows = usize::from(list.height);
    let first = (search.selected + 1).saturating_sub(rows);
    let shown = first..(first + rows).min(search.len());
    let lines: Vec<Line<'static>> = match &search.list {
        Listed::Texts(found) => {
            let found = found.get(shown.clone()).unwrap_or_default();
            let entries = (first..).zip(found);
            let entry = |(place, found): (usize, &Found)| {
                text(view, *found, place == search.selected, columns)
            };
            entries.map(entry).collect()
        }
        Listed::Lines { all, left } => {
            let left = left.get(shown.clone()).unwrap_or_default();
            let entries = (first..).zip(left.iter().filter_map(|place| all.get(*place)));
            let entry = |(place, (told, _)): (usize, &(String, String))| {
                let told = cut(told, columns.saturating_sub(2));
                Line::from(vec![
                    view.span(mark(place == search.selected), Role::Key),
                    view.span(told, role(place == search.selected)),
                ])
            };
            entries.map(entry).collect()
        }
        Listed::Keys { all, left } => {
            let left = left.get(shown.clone()).unwrap_or_default();
            let left = left.iter().filter_map(|place| all.get(*place));
            let widest = left.clone().map(|known| width(&known.keys)).max();
            let widest = widest.unwrap_or(0).min(columns / 3);
            let entries = (first..).zip(left);
            let entry = |(place, known): (usize, &Known)| {
                key(view, known, place == search.selected, (widest, columns))
            };
            entries.map(entry).collect()
        }
        Listed::Deeds { all, left } => {
            let widest = all.iter().map(|deed| width(&deed.keys)).max().unwrap_or(0);
            let left = left.get(shown.clone()).unwrap_or_default();
            let entries = (first..).zip(left.iter().filter_map(|place| all.get(*place)));
            let entry = |(place, deed): (usize, &crate::tui::keymap::Deed)| {
                let gap = " ".repeat(widest.saturating_sub(width(&deed.keys)) + 2);
                let text = cut(deed.text, columns.saturating_sub(widest + 4));
                Line::from(vec![
                    view.span(mark(place == search.selected), Role::Key),
                    view.span(deed.keys.clone(), Role::Key),
                    view.span(gap, Role::Text),
                    view.span(text, role(place == search.selected)),
                ])
            };
            entries.map(entry).collect()
        }
    };
    if lines.is_empty() {
        let text = if search.line.text().trim().is_empty() {
            words.find_what
        } else {
            words.nothing_found
        };
        let mut lines = Vec::new();
        let mut quiet = Text {
            view,
            columns,
            lines: &mut lines,
        };
        quiet.say(("", Role::Text), &[(text, Role::Quiet)]);
        return draw(&lines, 0, list, buffer);
    }
    draw(&lines, 0, list, buffer);
}

/// Each entry of the list that is seen.
pub(super) fn places(search: &Search, area: Rect) -> Vec<Place> {
    let (_, list) = parts(area);
    let first = (search.selected + 1).saturating_sub(usize::from(list.height));
    let rows = (first..search.len()).zip(list.top()..list.bottom());
    let place = |(place, y)| {
        let row = Rect {
            y,
            height: 1,
            ..list
        };
        (row, Target::Row(place))
    };
    rows.map(place).collect()
}

fn mark(chosen: bool) -> &'static str {
    if chosen { "▸ " } else { "  " }
}

fn role(chosen: bool) -> Role {
    if chosen { Role::Selected } else { Role::Text }
}

/// Fewer columns say nothing of a place.
const LEAST: usize = 8;

/// One line for a key that was found: what it does, and where.
fn key(
    view: View<'_, '_>,
    known: &Known,
    chosen: bool,
    (widest, columns): (usize, usize),
) -> Line<'static> {
    let keys = cut(&known.keys, widest);
    let gap = " ".repeat(widest.saturating_sub(width(&keys)) + 2);
    let room = columns.saturating_sub(widest + 4);
    let text = cut(known.text, room);
    let place = format!("  {}", known.place);
    let rest = room.saturating_sub(width(&text));
    let place = if rest < LEAST {
        String::new()
    } else {
        cut(&place, rest)
    };
    Line::from(vec![
        view.span(mark(chosen), Role::Key),
        view.span(keys, Role::Key),
        view.span(gap, Role::Text),
        view.span(text, role(chosen)),
        view.span(place, Role::Quiet),
    ])
}

/// One line for what was found: what it is, and how it begins.
fn text(view: View<'_, '_>, found: Found, chosen: bool, columns: usize) -> Line<'static> {
    let kind = kind(view, found);
    let title = told(view.app.session(), found).title;
    let room = columns.saturating_sub(width(kind) + 4);
    Line::from(vec![
        view.span(mark(chosen), Role::Key),
        view.span(format!("{kind}: "), Role::Quiet),
        view.span(cut(&title, room), role(chosen)),
    ])
}

fn kind(view: View<'_, '_>, found: Found) -> &'static str {
    let words = view.app.words;
    match found {
        Found::Question(_) => words.a_question,
        Found::Option(..) => words.an_option,
        Found::Outcome(_) => words.an_outcome,
        Found::RedFlag(_) => words.a_red_flag,
        Found::Caution(_) => words.a_caution,
        Found::Topic(_) => words.a_topic,
    }
}

pub(super) fn cursor(search: &Search, area: Rect) -> Position {
    let (row, _) = parts(area);
    let (_, column) = window(&search.line, usize::from(row.width.saturating_sub(3)));
    let x = row.x + 2 + u16::try_from(column).unwrap_or(0);
    Position {
        x: x.min(row.right().saturating_sub(1)),
        y: row.y,
    }
}

/// Draws what was found at length.
pub(super) fn render_text(
    view: View<'_, '_>,
    found: Found,
    scroll: usize,
    area: Rect,
    buffer: &mut Buffer,
) {
    let lines = lines(view, found, padded(area, 1));
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let inner = title(view, kind(view, found), &right, area, buffer);
    draw(&lines, scroll, padded(inner, 1), buffer);
}

pub(super) fn limit(view: View<'_, '_>, found: Found, area: Rect) -> usize {
    let rows = usize::from(area.height.saturating_sub(1));
    lines(view, found, padded(area, 1))
        .len()
        .saturating_sub(rows)
}

fn lines(view: View<'_, '_>, found: Found, area: Rect) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns: usize::from(area.width),
        lines: &mut lines,
    };
    let telling = told(view.app.session(), found);
    text.say(("", Role::Text), &[(&telling.title, Role::Ask)]);
    for paragraph in &telling.text {
        match paragraph.strip_prefix("- ") {
            Some(item) => text.say(("  • ", Role::Text), &[(item, Role::Text)]),
            None => text.say(("  ", Role::Text), &[(paragraph, Role::Text)]),
        }
    }
    if matches!(found, Found::Question(_) | Found::Option(..)) {
        text.gap();
        text.say(
            ("", Role::Text),
            &[(view.app.words.not_yet_asked, Role::Quiet)],
        );
    }
    text.notes("", telling.source.as_ref(), None);
    lines
}
