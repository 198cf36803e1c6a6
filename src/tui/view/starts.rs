//! The first page: the questions, what was interrupted, and the situations that people come with; what
//! is selected is told in full.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, below_title, draw, one_of, rows, title};
use super::text::{cut, wrap};
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::state::Beginning;
use crate::tui::theme::Role;

/// Draws the list as far as it fits around the selected one.
pub(super) fn render(view: View<'_, '_>, area: Rect, selected: usize, buffer: &mut Buffer) {
    let all = view.app.beginnings().len();
    let range = one_of(view, selected + 1, all);
    let inner = padded(title(view, view.app.words.starts, &range, area, buffer), 1);
    let list = list(view, inner, selected);
    draw(&list.lines, list.first, inner, buffer);
}

/// Each entry as it can be hit.
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
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for (place, beginning) in view.app.beginnings().into_iter().enumerate() {
        let from = lines.len();
        lines.extend(entry(view, beginning, place == selected, columns));
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
    beginning: Beginning<'_>,
    chosen: bool,
    columns: usize,
) -> Vec<Line<'static>> {
    let words = view.app.words;
    let (sign, role) = if chosen {
        ("▸ ", Role::Selected)
    } else {
        ("  ", Role::Text)
    };
    let name = view.app.name_of(beginning);
    let name = cut(&name, columns.saturating_sub(2));
    let mut lines = vec![Line::from(vec![
        view.span(sign, Role::Key),
        view.span(name, role),
    ])];
    let mut tell = |text: &str, role: Role| {
        let text = [(text, view.style(role))];
        lines.extend(wrap(view.span("    ", Role::Text), &text, columns));
    };
    match beginning {
        // What is answered when an answer is given here.
        Beginning::Questions if chosen => {
            if let Some(card) = &view.app.card {
                let question = card.open.advisor().question(card.question);
                tell(&view.told(&question.ask), Role::Ask);
            }
            tell(words.begin_how, Role::Quiet);
        }
        // Of the latest, nobody has to look for it.
        Beginning::Interrupted(place) => {
            let app = view.app;
            if let Some(one) = app.interrupted.get(place).filter(|_| chosen || place == 0) {
                let told = (words.resume_text)(one.left.answers.len());
                let ago = one.left.ago.map(|ago| (words.ago)(ago.as_secs()));
                let ago = ago.map_or(String::new(), |ago| format!(" {ago}"));
                tell(&format!("{told}{ago}"), Role::Quiet);
            }
        }
        Beginning::Situation(start) if chosen => tell(&start.text, Role::Quiet),
        Beginning::Older(_) if chosen => {
            let key = keymap::key_of(Context::Starts, Action::Choose, &view.app.keys);
            tell(&(words.lists_older)(&key.unwrap_or_default()), Role::Quiet);
        }
        Beginning::Questions | Beginning::Older(_) | Beginning::Situation(_) => {}
    }
    lines
}
