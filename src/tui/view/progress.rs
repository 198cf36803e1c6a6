//! The header: whose advice this is, how far it has come, and a bar with a piece per section.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::canvas::View;
use super::text::{cut, width};
use crate::facts::Tri;
use crate::tui::layout::padded;
use crate::tui::theme::Role;

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let row = padded(Rect { height: 1, ..area }, 1);
    let columns = usize::from(row.width);
    let place = place(view, columns);
    let used = width(&place);
    let room = columns.saturating_sub(used + 3);
    // Where there is no room for both, the place counts.
    if room >= 16 {
        let title = cut(&view.app.interview.advisor().title, room);
        Line::from(view.span(title, Role::Title)).render(row, buffer);
    }
    let at = Rect {
        x: row.x
            + row
                .width
                .saturating_sub(u16::try_from(used).unwrap_or(row.width)),
        width: u16::try_from(used).unwrap_or(row.width).min(row.width),
        ..row
    };
    Line::from(view.span(place, Role::Heading)).render(at, buffer);
    if area.height > 1 {
        let row = Rect {
            y: area.y + 1,
            height: 1,
            ..area
        };
        bar(view, padded(row, 1), buffer);
    }
}

/// Section and question with their numbers, as much as fits.
fn place(view: View<'_, '_>, columns: usize) -> String {
    let words = view.app.words;
    let Some(progress) = view.app.interview.progress() else {
        return words.result.to_owned();
    };
    let question = view.app.interview.current();
    let section = question.map(|question| view.app.interview.advisor().question(question).section);
    let name = section.map_or(String::new(), |section| {
        view.told(&view.app.interview.advisor().section(section).title)
    });
    let section = (words.progress_section)(&name, progress.section, progress.sections);
    let sure = progress.question == progress.questions_at_most;
    let question = (words.progress_question)(progress.question, progress.questions_at_most, sure);
    let whole = format!("{section}, {question}");
    if width(&whole) <= columns {
        return whole;
    }
    let short = format!(
        "{section}, {}/{}",
        progress.question, progress.questions_at_most
    );
    cut(&short, columns)
}

fn bar(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let session = view.app.session();
    let advisor = session.advisor();
    let here = view
        .app
        .interview
        .current()
        .map(|q| advisor.question(q).section);
    let sections: Vec<_> = advisor
        .section_ixs()
        .filter(|ix| !session.section(*ix).is_absent())
        .collect();
    let columns = usize::from(area.width);
    let count = sections.len().max(1);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (place, section) in sections.iter().enumerate() {
        let (from, to) = (columns * place / count, columns * (place + 1) / count);
        let state = session.section(*section);
        let done = session.next_in(*section).is_none()
            && state.applies() == Tri::True
            && state.asked().len() > 0;
        let (sign, role) = if Some(*section) == here {
            ("═", Role::Heading)
        } else if done {
            ("━", Role::Good)
        } else {
            ("─", Role::Quiet)
        };
        spans.push(view.span(sign.repeat((to - from).saturating_sub(1)), role));
        spans.push(view.span(" ", Role::Text));
    }
    Line::from(spans).render(area, buffer);
}
