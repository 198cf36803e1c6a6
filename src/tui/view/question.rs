//! The question in front: its section, what is asked, help, the entries and what they lead to.
//!
//! Where the window is too low for everything, the parts of least weight are shortened and then left
//! out; the `?` page has them all. What is asked and the highlighted entry are always there.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::canvas::{View, draw, rows as rows_of};
use super::entries::entries;
use super::parts::{Block, KEPT, MATTERS, fit};
use super::text::{cut, wrap};
use super::{figures, possible};
use crate::model::Question;
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::state::Card;
use crate::tui::theme::Role;

/// Lines longer than this are hard to read.
const READABLE: u16 = 92;

/// The least rows that the entries get.
const ENTRY_ROWS: usize = 4;

/// The page as lines, no more than there is room for.
#[derive(Default)]
struct Page {
    lines: Vec<Line<'static>>,
    /// The lines of each entry; what is left out at either end counts as well.
    entries: Vec<Range<usize>>,
    /// Where those lines begin, how many are seen, and how many are left out before them.
    seen: (usize, usize, usize),
    /// The line below which entries are left out at the top.
    cut_above: Option<usize>,
    /// Whether there are more at the bottom.
    cut_below: bool,
    /// Column and line.
    cursor: Option<(usize, usize)>,
}

pub(super) fn render(view: View<'_, '_>, area: Rect, beside: bool, buffer: &mut Buffer) {
    let Some(card) = &view.app.card else {
        return;
    };
    let inner = inner(area);
    let page = page(view, card, inner, beside);
    draw(&page.lines, 0, inner, buffer);
    let edge = inner.right();
    if inner.is_empty() || edge >= area.right() {
        return;
    }
    let mark = view.style(Role::Key);
    if let Some(line) = page.cut_above.and_then(|line| u16::try_from(line).ok()) {
        let y = (inner.y + line).min(inner.bottom() - 1);
        buffer.set_string(edge, y, "▲", mark);
    }
    if page.cut_below {
        buffer.set_string(edge, inner.bottom() - 1, "▼", mark);
    }
}

/// Where the cursor blinks.
pub(super) fn cursor(view: View<'_, '_>, area: Rect, beside: bool) -> Option<Position> {
    let inner = inner(area);
    let page = page(view, view.app.card.as_ref()?, inner, beside);
    let (column, line) = page.cursor?;
    let position = Position {
        x: inner.x + u16::try_from(column).ok()?,
        y: inner.y + u16::try_from(line).ok()?,
    };
    inner.contains(position).then_some(position)
}

/// The entries as they can be hit.
pub(super) fn places(view: View<'_, '_>, area: Rect, beside: bool) -> Vec<Place> {
    let Some(card) = &view.app.card else {
        return Vec::new();
    };
    let inner = inner(area);
    let page = page(view, card, inner, beside);
    let (above, room, skip) = page.seen;
    let rows = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
    let seen = Rect {
        y: inner.y.saturating_add(rows(above)),
        height: rows(room),
        ..inner
    };
    let entries = rows_of(page.entries, skip, seen.intersection(inner));
    entries
        .map(|(entry, area)| (area, Target::Entry(entry)))
        .collect()
}

fn inner(area: Rect) -> Rect {
    let inner = padded(area, 1);
    Rect {
        width: inner.width.min(READABLE),
        ..inner
    }
}

fn page(view: View<'_, '_>, card: &Card<'_>, area: Rect, beside: bool) -> Page {
    let columns = usize::from(area.width);
    let rows = usize::from(area.height);
    let question = card.open.advisor().question(card.question);
    let entries = entries(view, card, question, columns);
    let mut blocks = said(view, card, question, columns);
    let entries_at = blocks.len();
    blocks.push(Block::whole(entries.lines, KEPT));
    blocks.extend(figures::blocks(view, card, columns));
    if !beside {
        let lines = possible::paragraph(view, card, columns);
        if !lines.is_empty() {
            blocks.push(Block::blank());
            blocks.push(Block {
                lines,
                short: Some(possible::short(view, card, columns)),
                weight: 6,
            });
        }
    }
    fit(&mut blocks, rows);
    let mut below: Vec<Block> = blocks.split_off(entries_at);
    let mut page = Page {
        lines: blocks.into_iter().flat_map(|block| block.lines).collect(),
        ..Page::default()
    };
    // The question gives way only when the entries could not be used at all.
    page.lines.truncate(rows.saturating_sub(ENTRY_ROWS));
    let above = page.lines.len();
    let choices = std::mem::take(&mut below[0].lines);
    let room = rows.saturating_sub(above).min(choices.len());
    let (from, to) = entries.selected;
    let skip = to.saturating_sub(room).min(from);
    page.entries = entries.places;
    page.seen = (above, room, skip);
    page.cut_above = (skip > 0).then_some(above);
    page.cut_below = skip + room < choices.len();
    page.lines.extend(choices.into_iter().skip(skip).take(room));
    page.lines
        .extend(below.into_iter().flat_map(|block| block.lines));
    let cursor = entries.cursor.filter(|(_, line)| *line >= skip);
    page.cursor = cursor.map(|(column, line)| (column, above + line - skip));
    page
}

/// Everything above the entries.
fn said(view: View<'_, '_>, card: &Card<'_>, question: &Question, columns: usize) -> Vec<Block> {
    let section = card.open.advisor().section(question.section);
    let no_lead = || view.span("", Role::Text);
    let mut blocks = Vec::new();
    let first = card.open.section(question.section).asked().next() == Some(card.question);
    if let (true, Some(intro)) = (first, &section.intro) {
        let lines = wrap(
            no_lead(),
            &[(&view.told(intro), view.style(Role::Quiet))],
            columns,
        );
        blocks.push(Block::whole(lines, 1));
        blocks.push(Block::blank());
    }
    let lines = wrap(
        no_lead(),
        &[(&view.told(&question.ask), view.style(Role::Ask))],
        columns,
    );
    blocks.push(Block::whole(lines, KEPT));
    if let Some(help) = question.help.as_ref().map(|help| view.told(help)) {
        let lines = wrap(no_lead(), &[(&help, view.style(Role::Text))], columns);
        let short = Line::from(view.span(cut(&help, columns), Role::Text));
        blocks.push(Block::shortened(lines, short, 7));
    }
    if let Some(example) = &question.example {
        let text = format!("{} {}", view.app.common.example, view.told(example));
        let lines = wrap(no_lead(), &[(&text, view.style(Role::Quiet))], columns);
        let short = Line::from(view.span(cut(&text, columns), Role::Quiet));
        blocks.push(Block::shortened(lines, short, 4));
    }
    blocks.push(Block {
        weight: MATTERS,
        ..Block::blank()
    });
    blocks
}
