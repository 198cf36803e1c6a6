//! The result: advice to act on, and beside it or behind Tab the code.
//!
//! ```text
//! verdict                   page      collects the lines and what can be chosen in them
//! flags           head      ^
//! the design      table     |
//! what to do now  next      |
//! every decision  decision  |
//! left alone      defaults -+
//! ```
//! What says most comes first; sources, who says otherwise and defaults are folded until asked for.

mod decision;
mod defaults;
mod head;
pub(super) mod next;
mod page;
mod table;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::page::Page;
use super::canvas::{View, below_title, draw, rule_before, seen, title};
use super::{code, supervision};
use crate::tui::layout::{Limits, Pane, code_parts, padded, panes};
use crate::tui::places::{Place, Target};
use crate::tui::state::Findings;

pub(super) fn render(view: View<'_, '_>, found: &Findings<'_>, body: Rect, buffer: &mut Buffer) {
    let (advice_area, code_area) = panes(found.pane, body);
    let both = advice_area.is_some() && code_area.is_some();
    let head = |name: &str, pane: Pane| {
        // Which half the keys scroll.
        if both && found.pane == pane {
            format!("▸ {name}")
        } else {
            name.to_owned()
        }
    };
    let laid = &view.app.limits;
    if let Some(area) = advice_area {
        let name = head(view.app.words.advice, Pane::Advice);
        let lines = (&laid.advice_lines[..], found.advice_scroll);
        pane(view, &name, lines, area, buffer);
    }
    if let Some(area) = code_area {
        if both {
            rule_before(view, area, buffer);
        }
        let (list, area) = code_parts(area);
        if let Some(list) = list.filter(|_| found.files().is_some()) {
            code::files::render(view, list, None, buffer);
            rule_before(view, area, buffer);
        }
        let name = head(&code::heading(view, found), Pane::Code);
        let lines = (&laid.code_lines[..], found.code_scroll);
        pane(view, &name, lines, area, buffer);
    }
}

/// What can be chosen, as far as it is seen.
pub(super) fn places(view: View<'_, '_>, found: &Findings<'_>, area: Rect) -> Vec<Place> {
    let inner = below_title(area);
    let scroll = found.advice_scroll;
    let seen = scroll..scroll + usize::from(inner.height);
    let entries = view.app.limits.entries.iter().enumerate();
    let places = entries.filter_map(|(place, entry)| {
        let (first, end) = (entry.first.max(seen.start), entry.end.min(seen.end));
        let row = |line: usize| u16::try_from(line - scroll).ok();
        (first < end).then_some(())?;
        let area = Rect {
            y: inner.y + row(first)?,
            height: row(end)? - row(first)?,
            ..inner
        };
        Some((area, Target::Chosen(place)))
    });
    places.collect()
}

/// Where the list of files is chosen from: beside the code, or over everything.
pub(super) fn files_area(view: View<'_, '_>, body: Rect) -> Rect {
    let found = view.app.result.as_ref();
    let area = found.and_then(|found| panes(found.pane, body).1);
    area.and_then(|area| code_parts(area).0).unwrap_or(body)
}

fn pane(
    view: View<'_, '_>,
    name: &str,
    (lines, scroll): (&[Line<'static>], usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let inner = title(view, name, &right, area, buffer);
    draw(lines, scroll, padded(inner, 1), buffer);
}

fn columns(area: Rect) -> usize {
    usize::from(padded(area, 1).width)
}

/// Lays out what is in sight, and measures it. It is the most that drawing does, and done once an
/// input.
pub(super) fn limits(view: View<'_, '_>, found: &Findings<'_>, body: Rect) -> Limits {
    let rows = usize::from(body.height.saturating_sub(1));
    let (advice_area, code_area) = panes(found.pane, body);
    let mut limits = Limits {
        // What is out of sight stays as it is.
        advice: usize::MAX,
        code: usize::MAX,
        rows,
        ..Limits::default()
    };
    if let Some(area) = advice_area {
        let page = page(view, found, columns(area));
        limits.advice = page.lines.len().saturating_sub(rows);
        limits.advice_lines = page.lines;
        limits.entries = page.entries;
    }
    if let Some(area) = code_area {
        let (lines, mark) = code::lines(view, found, columns(code_parts(area).1));
        limits.code = lines.len().saturating_sub(rows);
        limits.code_lines = lines;
        limits.mark = mark;
    }
    limits
}

/// The advice, from what says most to what says least.
fn page<'s, 'a>(view: View<'s, 'a>, found: &Findings<'_>, columns: usize) -> Page<'s, 'a> {
    let mut page = Page::new(view, columns, found.chosen);
    let (decided, by_default) = found.decisions();
    head::undecided(&mut page, &found.advice);
    head::verdict(&mut page, &found.advice);
    head::flags(&mut page, &found.advice);
    table::table(&mut page, found);
    supervision::picture(&mut page.text());
    defaults::in_short(&mut page, found, &by_default);
    next::now(&mut page, &found.advice);
    for decided in decided {
        decision::decision(&mut page, &found.advice, decided);
    }
    defaults::whole(&mut page, &found.advice, &by_default);
    page
}
