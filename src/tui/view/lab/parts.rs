//! What the sides of the lab have in common: how areas are cut, and what has happened so far.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::lab::play::State;
use crate::lab::said;
use crate::tui::state::lab::LabPane;
use crate::tui::theme::Role;
use crate::tui::view::canvas::{View, draw};
use crate::tui::view::text::{cut, width, wrap};

/// From here on what has happened stands beside the tree.
pub(super) const BESIDE: u16 = 96;
/// The first rows of an area, and the others.
pub(super) fn above(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let upper = Rect {
        height: rows,
        ..area
    };
    let lower = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (upper, lower)
}

/// The colour of a state.
pub(super) fn role(state: State) -> Role {
    match state {
        State::Running => Role::Good,
        State::Crashed => Role::Stop,
        State::Restarting => Role::Warn,
        State::Stopped => Role::Quiet,
        State::Gone => Role::Gone,
    }
}

/// As much of a row as there is room for.
pub(super) fn fitted(spans: Vec<Span<'static>>, columns: usize) -> Line<'static> {
    let mut room = columns;
    let mut kept = Vec::new();
    for span in spans {
        let wide = width(&span.content);
        if wide > room {
            kept.push(Span::styled(cut(&span.content, room), span.style));
            break;
        }
        room -= wide;
        kept.push(span);
    }
    Line::from(kept)
}

/// What has happened up to the step that is shown, which is the last that is seen.
pub(super) fn draw_log(view: View<'_, '_>, pane: &LabPane, area: Rect, buffer: &mut Buffer) {
    let told = told(view, pane, usize::from(area.width));
    let lines: Vec<Line<'static>> = told.into_iter().map(|(_, line)| line).collect();
    let first = lines.len().saturating_sub(usize::from(area.height));
    draw(&lines, first, area, buffer);
}

/// Its lines, each with how many steps have been shown there.
pub(super) fn told(
    view: View<'_, '_>,
    pane: &LabPane,
    columns: usize,
) -> Vec<(usize, Line<'static>)> {
    let words = &view.app.common.lab;
    let plan = &pane.story.play.plan;
    let mut lines = Vec::new();
    for round in &pane.story.rounds {
        if round.steps.is_empty() || round.steps.start >= pane.at {
            continue;
        }
        let head = match round.event {
            Some(event) => said::event(plan, event, words),
            None => words.start.to_owned(),
        };
        let seconds = pane.story.play.steps()[round.steps.start].now;
        let head = Line::from(vec![
            view.span(cut(&head, columns.saturating_sub(8)), Role::Heading),
            view.span(format!("  {seconds} s"), Role::Quiet),
        ]);
        lines.push((round.steps.start + 1, head));
        for place in round.steps.start..round.steps.end.min(pane.at) {
            let said = said::step(plan, &pane.story.play.steps()[place], words);
            let (lead, role) = if place + 1 == pane.at {
                ("▸ ", Role::Ask)
            } else {
                ("  ", Role::Text)
            };
            let text = [(said.as_str(), view.style(role))];
            let rows = wrap(view.span(lead, Role::Key), &text, columns);
            lines.extend(rows.into_iter().map(|row| (place + 1, row)));
        }
    }
    lines
}
