//! The drawing of a section: beside the question, and over all of the window.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::{View, below_title, seen, title};
use super::text::width;
use crate::ids::SectionIx;
use crate::sketch::{self, Drawing, Fate, Part, Plan, Run, What};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// Whether the section in front can be drawn.
pub(super) fn is_drawn(view: View<'_, '_>) -> bool {
    let card = view.app.card.as_ref();
    card.is_some_and(|card| {
        let section = card.open.advisor().question(card.question).section;
        sketch::is_drawn(&card.open, section)
    })
}

fn drawing(view: View<'_, '_>, section: SectionIx) -> Option<Drawing> {
    let Some(card) = &view.app.card else {
        let session = view.app.session();
        return sketch::drawing(session, session, section, None);
    };
    let shown = card.preview.as_ref().unwrap_or(&card.open);
    sketch::drawing(&card.open, shown, section, Some(card.question))
}

/// Draws the section in front, as much of it as fits.
pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let Some(card) = &view.app.card else { return };
    let section = card.open.advisor().question(card.question).section;
    let name = view.told(&card.open.advisor().section(section).title);
    let inner = padded(title(view, view.app.words.map, &name, area, buffer), 1);
    if let Some(drawing) = drawing(view, section) {
        let (columns, rows) = (usize::from(inner.width), usize::from(inner.height));
        paint(view, &drawing.fitted(columns, rows), 0, inner, buffer);
    }
}

/// Draws all of a section from a row on.
pub(super) fn render_whole(
    view: View<'_, '_>,
    (section, scroll): (SectionIx, usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    let plan = whole(view, section, area);
    let name = view.told(&view.app.session().advisor().section(section).title);
    let right = seen(view, plan.height, scroll, area.height.saturating_sub(1));
    let inner = padded(title(view, &name, &right, area, buffer), 1);
    paint(view, &plan, scroll, inner, buffer);
}

/// What is drawn beside the question, as it can be hit.
pub(super) fn places(view: View<'_, '_>, area: Rect) -> Vec<Place> {
    let inner = padded(below_title(area), 1);
    let (columns, rows) = (usize::from(inner.width), usize::from(inner.height));
    let card = view.app.card.as_ref();
    let section = card.map(|card| card.open.advisor().question(card.question).section);
    let drawing = section.and_then(|section| drawing(view, section));
    drawing.map_or_else(Vec::new, |drawing| {
        hits(&drawing, &drawing.fitted(columns, rows), 0, inner)
    })
}

/// The same over all of the window.
pub(super) fn whole_places(
    view: View<'_, '_>,
    (section, scroll): (SectionIx, usize),
    area: Rect,
) -> Vec<Place> {
    let inner = padded(below_title(area), 1);
    let drawing = drawing(view, section);
    drawing.map_or_else(Vec::new, |drawing| {
        let plan = drawing.whole(usize::from(inner.width));
        hits(&drawing, &plan, scroll, inner)
    })
}

fn hits(drawing: &Drawing, plan: &Plan, scroll: usize, area: Rect) -> Vec<Place> {
    let places = plan.runs.iter().filter_map(|run| {
        let target = match drawing.stands_for(run)? {
            What::Question(question) | What::Again(question) => Target::Question(question.index()),
            What::Outcome(outcome) => Target::Outcome(outcome.index()),
        };
        let (x, y) = within(run, scroll, area)?;
        let columns = u16::try_from(width(&run.text)).ok()?;
        let place = Rect {
            x: area.x + x,
            y: area.y + y,
            width: columns.min(area.width - x),
            height: 1,
        };
        Some((place, target))
    });
    places.collect()
}

/// Where a run is in an area, if it is seen.
fn within(run: &Run, scroll: usize, area: Rect) -> Option<(u16, u16)> {
    let x = u16::try_from(run.x).ok()?;
    let y = u16::try_from(run.y.checked_sub(scroll)?).ok()?;
    (x < area.width && y < area.height).then_some((x, y))
}

/// Where it begins to be shown, so that the question in front is seen, and how far it can be scrolled.
pub(super) fn limits(view: View<'_, '_>, section: SectionIx, area: Rect) -> (usize, usize) {
    let rows = usize::from(area.height.saturating_sub(1));
    let plan = whole(view, section, area);
    let limit = plan.height.saturating_sub(rows);
    (plan.here.saturating_sub(rows / 2).min(limit), limit)
}

fn whole(view: View<'_, '_>, section: SectionIx, area: Rect) -> Plan {
    let columns = usize::from(padded(area, 1).width);
    let drawing = drawing(view, section);
    drawing.map_or_else(Plan::default, |drawing| drawing.whole(columns))
}

fn paint(view: View<'_, '_>, plan: &Plan, scroll: usize, area: Rect, buffer: &mut Buffer) {
    for run in &plan.runs {
        if let Some((x, y)) = within(run, scroll, area) {
            let room = usize::from(area.width - x);
            let style = view.style(role(run));
            buffer.set_stringn(area.x + x, area.y + y, &run.text, room, style);
        }
    }
}

fn role(run: &Run) -> Role {
    match (run.part, run.fate) {
        (Part::Head, _) if run.here => Role::Heading,
        (Part::Mark, _) if run.here => Role::Key,
        (Part::Question, _) if run.here => Role::Ask,
        (Part::Question | Part::Outcome | Part::Answer, Fate::Closed) if run.fresh => Role::Gone,
        (Part::Folded | Part::Head, _) | (_, Fate::Closed) => Role::Quiet,
        (Part::Outcome, Fate::Taken) => Role::Outcome,
        (Part::Line | Part::Mark | Part::Answer, Fate::Taken) => Role::Good,
        (_, Fate::Taken | Fate::Open) => Role::Text,
    }
}
