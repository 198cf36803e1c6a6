//! Small boxes in the middle: leaving without a result, and lines for names.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::canvas::{View, draw};
use super::entries::window;
use super::text::wrap;
use crate::tui::layout::padded;
use crate::tui::state::{Prompt, Purpose};
use crate::tui::theme::Role;

/// A box of this many rows of text.
fn boxed(body: Rect, rows: u16) -> Rect {
    let width = body.width.saturating_sub(2).min(64);
    let height = (rows + 2).min(body.height);
    Rect {
        x: body.x + (body.width - width) / 2,
        y: body.y + (body.height - height) / 2,
        width,
        height,
    }
}

fn frame(view: View<'_, '_>, title: &str, area: Rect, buffer: &mut Buffer) -> Rect {
    Clear.render(area, buffer);
    // The border's dimness would show through the title.
    let heading = view.style(Role::Heading).not_dim();
    let block = Block::bordered()
        .border_style(view.style(Role::Rule))
        .title(Span::styled(format!(" {title} "), heading));
    let inner = block.inner(area);
    block.render(area, buffer);
    padded(inner, 1)
}

pub(super) fn render_quit(view: View<'_, '_>, body: Rect, buffer: &mut Buffer) {
    let words = view.app.words;
    let lost = view.app.trail().count();
    let text = (words.quit_text)(lost);
    let area = boxed(body, 3);
    let inner = frame(view, words.quit_title, area, buffer);
    let columns = usize::from(inner.width);
    let mut lines = wrap(
        view.span("", Role::Text),
        &[(&text, view.style(Role::Text))],
        columns,
    );
    lines.push(Line::default());
    lines.push(Line::from(vec![
        view.span("y", Role::Key),
        view.span(format!(" {}   ", words.hint_discard), Role::Text),
        view.span("n", Role::Key),
        view.span(format!(" {}", words.hint_stay), Role::Text),
    ]));
    draw(&lines, 0, inner, buffer);
}

/// The box and the line in it.
fn prompt_areas(body: Rect) -> (Rect, Rect) {
    let area = boxed(body, 2);
    let inner = padded(Block::bordered().inner(area), 1);
    let row = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1).min(1),
        ..inner
    };
    (area, row)
}

pub(super) fn render_prompt(view: View<'_, '_>, prompt: &Prompt, body: Rect, buffer: &mut Buffer) {
    let words = view.app.words;
    let (title, text) = match prompt.purpose {
        Purpose::Save => (words.save_title, words.save_text),
        Purpose::Emit => (words.emit_title, words.emit_text),
    };
    let (area, row) = prompt_areas(body);
    let inner = frame(view, title, area, buffer);
    draw(&[Line::from(view.span(text, Role::Text))], 0, inner, buffer);
    let (shown, _) = window(&prompt.line, usize::from(row.width.saturating_sub(3)));
    let line = Line::from(vec![
        view.span("> ", Role::Key),
        view.span(shown, Role::Ask),
    ]);
    draw(&[line], 0, row, buffer);
}

pub(super) fn prompt_cursor(_: View<'_, '_>, prompt: &Prompt, body: Rect) -> Position {
    let (_, row) = prompt_areas(body);
    let (_, column) = window(&prompt.line, usize::from(row.width.saturating_sub(3)));
    let x = row.x + 2 + u16::try_from(column).unwrap_or(0);
    Position {
        x: x.min(row.right().saturating_sub(1)),
        y: row.y,
    }
}
