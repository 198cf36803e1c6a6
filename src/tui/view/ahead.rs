//! Beside the drawing of a wide window: the code of the outcome that the highlighted answer leads to,
//! compared with that of the outcome there is without it.
//!
//! Signs tell what comes and goes, colours only help; what does not fit is counted.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, draw, title};
use super::text::fold;
use crate::ids::OutcomeIx;
use crate::tui::layout::padded;
use crate::tui::state::{Row, Ways, What};
use crate::tui::theme::Role;

/// How many rows there are to be shown, with the heading; nothing where there is nothing to compare.
pub(super) fn rows(view: View<'_, '_>, columns: u16) -> Option<u16> {
    let (_, rows) = compared(view)?;
    let inner = padded(Rect::new(0, 0, columns, 1), 1).width;
    let lines = lines(view, rows, usize::from(inner)).len();
    u16::try_from(lines + 1).ok()
}

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let Some((((before, after), supposed), rows)) = compared(view) else {
        return;
    };
    let advisor = view.app.session().advisor();
    let name = |outcome: OutcomeIx| view.told(&advisor.outcome(outcome).title);
    let code = view.app.words.code;
    let heading = match before {
        Some(before) => format!("{code}: {} → {}", name(before), name(after)),
        None => format!("{code}: {}", name(after)),
    };
    let right = if supposed {
        view.app.common.default
    } else {
        ""
    };
    let inner = padded(title(view, &heading, right, area, buffer), 1);
    let mut lines = lines(view, rows, usize::from(inner.width));
    let room = usize::from(inner.height);
    if lines.len() > room {
        let left = lines.split_off(room.saturating_sub(1));
        let count = |what| left.iter().filter(|(told, _)| *told == what).count();
        let (added, removed) = (count(What::Added), count(What::Removed));
        let counted = match before {
            Some(_) => format!("… +{added} -{removed}"),
            None => "…".to_owned(),
        };
        lines.push((What::Skipped, Line::from(view.span(counted, Role::Quiet))));
    }
    let lines: Vec<Line<'static>> = lines.into_iter().map(|(_, line)| line).collect();
    draw(&lines, 0, inner, buffer);
}

fn compared<'v>(view: View<'v, '_>) -> Option<(Ways, &'v [Row])> {
    let ways = view.app.card.as_ref()?.compared()?;
    let rows = view.app.ahead.rows(ways.0)?;
    (!rows.is_empty()).then_some((ways, rows))
}

fn lines(view: View<'_, '_>, rows: &[Row], columns: usize) -> Vec<(What, Line<'static>)> {
    let mark = view.span("  ↪ ", Role::Quiet);
    let mut lines = Vec::new();
    for row in rows {
        let (sign, role) = match row.what {
            What::Kept => ("  ", Role::Quiet),
            What::Added => ("+ ", Role::Good),
            What::Removed => ("- ", Role::Stop),
            What::Skipped => ("… ", Role::Quiet),
        };
        let pieces = row.pieces.iter().map(|(piece, text)| {
            let role = match row.what {
                What::Removed => Role::Gone,
                _ => *piece,
            };
            view.span(text.clone(), role)
        });
        let pieces: Vec<_> = pieces.collect();
        let folded = fold(&view.span(sign, role), &pieces, &mark, columns);
        // What goes on below is the same line.
        let whats = std::iter::once(row.what).chain(std::iter::repeat(What::Skipped));
        lines.extend(whats.zip(folded));
    }
    lines
}
