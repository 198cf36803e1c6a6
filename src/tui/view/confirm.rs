//! Small boxes in the middle: leaving without a result, and lines for names.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use super::canvas::{View, draw};
use super::entries::window;
use super::text::{width, wrap};
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
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

/// What is asked in a box, and the keys that answer it.
struct Asked {
    title: &'static str,
    text: String,
    context: Context,
    keys: Vec<(Action, &'static str)>,
}

fn quit(view: View<'_, '_>) -> Asked {
    let words = view.app.words;
    let count = answered(view);
    let stay = (Action::Back, words.hint_stay);
    let (text, keys) = if view.app.safe.kept {
        let keep = (Action::Leave, words.hint_keep);
        let drop = (Action::Discard, words.hint_forget);
        ((words.quit_keeping)(count), vec![keep, drop, stay])
    } else {
        let leave = (Action::Leave, words.hint_discard);
        ((words.quit_text)(count), vec![leave, stay])
    };
    Asked {
        title: words.quit_title,
        text,
        context: Context::Confirm,
        keys,
    }
}

pub(super) fn render_quit(view: View<'_, '_>, body: Rect, buffer: &mut Buffer) {
    question(view, &quit(view), body, buffer);
}

pub(super) fn quit_places(view: View<'_, '_>, body: Rect) -> Vec<Place> {
    key_places(view, &quit(view), body)
}

fn undecided(view: View<'_, '_>) -> Asked {
    let words = view.app.words;
    let open = view.app.open_question();
    let ask = open.map(|open| view.told(&view.app.interview.advisor().question(open).ask));
    Asked {
        title: words.not_decided,
        text: (words.leave_open)(&ask.unwrap_or_default(), view.app.safe.kept),
        context: Context::Undecided,
        keys: vec![
            (Action::Settle, words.hint_settle),
            (Action::Leave, words.hint_discard),
            (Action::Back, words.hint_stay),
        ],
    }
}

pub(super) fn render_undecided(view: View<'_, '_>, body: Rect, buffer: &mut Buffer) {
    question(view, &undecided(view), body, buffer);
}

pub(super) fn undecided_places(view: View<'_, '_>, body: Rect) -> Vec<Place> {
    key_places(view, &undecided(view), body)
}

/// The text of a box, then the row of its keys.
fn asked_lines(view: View<'_, '_>, asked: &Asked, body: Rect) -> Vec<Line<'static>> {
    let text = [(asked.text.as_str(), view.style(Role::Text))];
    let mut lines = wrap(view.span("", Role::Text), &text, columns(body));
    lines.push(Line::default());
    let mut spans = Vec::new();
    for (place, (key, hint)) in told_keys(view, asked).into_iter().enumerate() {
        let gap = if place == 0 { "" } else { GAP };
        spans.push(view.span(format!("{gap}{key}"), Role::Key));
        spans.push(view.span(hint, Role::Text));
    }
    lines.push(Line::from(spans));
    lines
}

/// What stands between two keys.
const GAP: &str = "   ";

/// Each key and what is said of it.
fn told_keys(view: View<'_, '_>, asked: &Asked) -> Vec<(String, String)> {
    let keys = asked.keys.iter();
    keys.map(|(action, hint)| {
        let key = keymap::key_of(asked.context, *action, &view.app.keys);
        (key.unwrap_or_default(), format!(" {hint}"))
    })
    .collect()
}

/// A box with a text and the keys that answer it.
fn question(view: View<'_, '_>, asked: &Asked, body: Rect, buffer: &mut Buffer) {
    let lines = asked_lines(view, asked, body);
    let area = boxed(body, rows(&lines));
    let inner = frame(view, asked.title, area, buffer);
    draw(&lines, 0, inner, buffer);
}

/// The keys of a box as they can be hit.
fn key_places(view: View<'_, '_>, asked: &Asked, body: Rect) -> Vec<Place> {
    let lines = asked_lines(view, asked, body);
    let inner = padded(Block::bordered().inner(boxed(body, rows(&lines))), 1);
    let row = Rect {
        y: inner.y + rows(&lines) - 1,
        height: 1,
        ..inner
    };
    let mut places = Vec::new();
    let mut x = row.x;
    for ((action, _), (key, hint)) in asked.keys.iter().zip(told_keys(view, asked)) {
        let width = u16::try_from(width(&key) + width(&hint)).unwrap_or(u16::MAX);
        let area = Rect { x, width, ..row }.intersection(inner);
        if !area.is_empty() {
            places.push((area, Target::Hint(*action)));
        }
        x = x.saturating_add(width + 3);
    }
    places
}

/// How wide a text in a box may be.
fn columns(body: Rect) -> usize {
    usize::from(padded(Block::bordered().inner(boxed(body, 1)), 1).width)
}

fn rows(lines: &[Line<'_>]) -> u16 {
    u16::try_from(lines.len()).unwrap_or(u16::MAX)
}

/// What stands under the line: why the name will not do.
fn reason(view: View<'_, '_>, prompt: &Prompt, body: Rect) -> Vec<Line<'static>> {
    let Some(reason) = &prompt.reason else {
        return match &prompt.checked {
            None => Vec::new(),
            Some(said) => {
                let (sign, role) = if said.is_ok() {
                    ("✓ ", Role::Good)
                } else {
                    ("✗ ", Role::Warn)
                };
                let (Ok(told) | Err(told)) = said;
                let text = [(told.as_str(), view.style(Role::Text))];
                wrap(view.span(sign, role), &text, columns(body))
            }
        };
    };
    // What can be replaced is no fault.
    let role = if prompt.replace {
        Role::Warn
    } else {
        Role::Stop
    };
    let text = [(reason.as_str(), view.style(Role::Text))];
    wrap(view.span("! ", role), &text, columns(body))
}

/// The box and the line in it.
fn prompt_areas(body: Rect, reason: u16) -> (Rect, Rect) {
    let area = boxed(body, 2 + reason);
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
    let reason = reason(view, prompt, body);
    let (area, row) = prompt_areas(body, rows(&reason));
    let inner = frame(view, title, area, buffer);
    let (shown, _) = window(&prompt.line, usize::from(row.width.saturating_sub(3)));
    let named = if prompt.offered {
        Role::Selected
    } else {
        Role::Ask
    };
    let line = Line::from(vec![view.span("> ", Role::Key), view.span(shown, named)]);
    let mut lines = vec![Line::from(view.span(text, Role::Text)), line];
    lines.extend(reason);
    draw(&lines, 0, inner, buffer);
}

pub(super) fn prompt_cursor(view: View<'_, '_>, prompt: &Prompt, body: Rect) -> Position {
    let (_, row) = prompt_areas(body, rows(&reason(view, prompt, body)));
    let (_, column) = window(&prompt.line, usize::from(row.width.saturating_sub(3)));
    let x = row.x + 2 + u16::try_from(column).unwrap_or(0);
    Position {
        x: x.min(row.right().saturating_sub(1)),
        y: row.y,
    }
}

/// How many answers somebody gave or accepted; what was taken in one go is none of them.
fn answered(view: View<'_, '_>) -> usize {
    let session = view.app.session();
    let trail = view.app.trail();
    let given = trail.filter_map(|question| session.given(question));
    given.filter(|given| given.origin.is_considered()).count()
}
