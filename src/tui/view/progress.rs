//! The header: whose advice this is, how far it has come, and a bar with a piece per section.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::canvas::{View, one_of};
use super::text::{cut, width};
use crate::facts::Tri;
use crate::ids::SectionIx;
use crate::tui::layout::{LEAST_PIECE, padded, pieces};
use crate::tui::places::{Place, Target};
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
    if let Some(row) = bar_row(area) {
        bar(view, row, buffer);
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
    let question = one_of(view, progress.question, progress.questions_at_most);
    let short = format!("{section}, {question}");
    cut(&short, columns)
}

/// The row of the bar, where there is one.
fn bar_row(area: Rect) -> Option<Rect> {
    let row = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    (area.height > 1).then(|| padded(row, 1))
}

/// The name of a section on the bar.
fn name(view: View<'_, '_>, section: SectionIx) -> String {
    let section = view.app.interview.advisor().section(section);
    view.told(section.short.as_ref().unwrap_or(&section.title))
}

/// The sections that come up or may, each with its piece of the bar, and whether all can be named: a
/// name here and there would look as if the others had none.
fn bar_pieces(view: View<'_, '_>, area: Rect) -> (Vec<(SectionIx, Rect)>, bool) {
    let session = view.app.session();
    let sections = session.advisor().section_ixs();
    let sections = sections.filter(|ix| !session.section(*ix).is_absent());
    let wanted = sections.map(|section| {
        // With a sign before it.
        let columns = u16::try_from(width(&name(view, section)) + 2).unwrap_or(u16::MAX);
        (section, columns)
    });
    let wanted: Vec<_> = wanted.collect();
    let pieces = pieces(area, &wanted);
    let named = pieces
        .iter()
        .zip(&wanted)
        .all(|((_, piece), (_, want))| piece.width + 1 >= (*want).min(LEAST_PIECE));
    (pieces, named)
}

/// The sections that can be gone to.
pub(super) fn places(view: View<'_, '_>, header: Rect) -> Vec<Place> {
    let Some(row) = bar_row(header) else {
        return Vec::new();
    };
    let session = view.app.session();
    let (pieces, _) = bar_pieces(view, row);
    pieces
        .into_iter()
        .filter(|(section, _)| session.section(*section).asked().len() > 0)
        .map(|(section, area)| (area, Target::Section(section.index())))
        .collect()
}

fn bar(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let session = view.app.session();
    let advisor = session.advisor();
    let here = view
        .app
        .interview
        .current()
        .map(|q| advisor.question(q).section);
    let (pieces, named) = bar_pieces(view, area);
    for (section, piece) in pieces {
        let state = session.section(section);
        // Without anything of it asked, too.
        let done = session.next_in(section).is_none()
            && state.applies() == Tri::True
            && (state.asked().len() > 0 || session.decided(section).is_some());
        let (sign, mark, role) = if Some(section) == here {
            ("═", "◆", Role::Heading)
        } else if done {
            ("━", "✓", Role::Good)
        } else {
            ("─", "─", Role::Quiet)
        };
        let columns = usize::from(piece.width);
        let mut text = mark.to_owned();
        if named && columns > 2 {
            text = format!("{mark} {}", cut(&name(view, section), columns - 2));
            if width(&text) + 1 < columns {
                text.push(' ');
            }
        }
        let line = sign.repeat(columns.saturating_sub(width(&text)));
        let text = cut(&format!("{text}{line}"), columns);
        Line::from(view.span(text, role)).render(piece, buffer);
    }
}
