//! The header: whose advice this is, how far it has come, and a bar with a piece per section.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::canvas::View;
use super::text::{cut, width};
use crate::facts::Tri;
use crate::tui::layout::{LEAST_PIECE, padded, pieces};
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
    let sections = advisor
        .section_ixs()
        .filter(|ix| !session.section(*ix).is_absent());
    let name = |section| {
        let section = advisor.section(section);
        view.told(section.short.as_ref().unwrap_or(&section.title))
    };
    let wanted = sections.map(|section| {
        // With a sign before it and a bit of line after it.
        let columns = u16::try_from(width(&name(section)) + 4).unwrap_or(u16::MAX);
        (section, columns)
    });
    let wanted: Vec<_> = wanted.collect();
    let pieces = pieces(area, &wanted);
    // A name here and there would look as if the others had none.
    let named = pieces
        .iter()
        .zip(&wanted)
        .all(|((_, piece), (_, want))| piece.width + 1 >= (*want).min(LEAST_PIECE));
    for (section, piece) in pieces {
        let state = session.section(section);
        let done = session.next_in(section).is_none()
            && state.applies() == Tri::True
            && state.asked().len() > 0;
        let (sign, mark, role) = if Some(section) == here {
            ("═", "◆", Role::Heading)
        } else if done {
            ("━", "✓", Role::Good)
        } else {
            ("─", "─", Role::Quiet)
        };
        let columns = usize::from(piece.width);
        let mut text = mark.to_owned();
        if named && columns > 3 {
            text = format!("{mark} {} ", cut(&name(section), columns - 3));
        }
        let line = sign.repeat(columns.saturating_sub(width(&text)));
        let text = cut(&format!("{text}{line}"), columns);
        Line::from(view.span(text, role)).render(piece, buffer);
    }
}
