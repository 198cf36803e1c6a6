//! Under a number: its bands with the one typed, and what is computed from it at once.

use ratatui::text::Line;

use super::View;
use super::text::{cut, wrap};
use crate::advice;
use crate::knowledge::model::QuestionKind;
use crate::tui::state::Card;
use crate::tui::theme::Role;

/// Lines, their short form, and their weight on the page.
pub(super) type Part = (Vec<Line<'static>>, Option<Vec<Line<'static>>>, u8);

pub(super) fn blocks(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let gap = || (vec![Line::default()], None, 2);
    let bands = bands(view, card, columns);
    if !bands.0.is_empty() {
        parts.extend([gap(), bands]);
    }
    let figures = figures(view, card, columns);
    if !figures.0.is_empty() {
        parts.extend([gap(), figures]);
    }
    parts
}

fn bands(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Part {
    let question = card.open.advisor().question(card.question);
    let bands = match &question.kind {
        QuestionKind::Number { bands, .. } if bands.len() > 1 => bands,
        _ => return (Vec::new(), None, 0),
    };
    let here = card.answer().and_then(|answer| {
        let choice = question.choice_of(&answer)?;
        bands.iter().position(|band| band.choice.id == choice.id)
    });
    let lines: Vec<Line<'static>> = bands
        .iter()
        .enumerate()
        .map(|(place, band)| {
            let (sign, role) = if here == Some(place) {
                ("  ● ", Role::Good)
            } else {
                ("  · ", Role::Quiet)
            };
            let room = columns.saturating_sub(4);
            Line::from(vec![
                view.span(sign, role),
                view.span(cut(&band.choice.label, room), role),
            ])
        })
        .collect();
    let short = here.map(|place| vec![lines[place].clone()]);
    (lines, Some(short.unwrap_or_default()), 4)
}

fn figures(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Part {
    let nothing = (Vec::new(), None, 0);
    let Some(preview) = &card.preview else {
        return nothing;
    };
    let advisor = preview.advisor();
    let section = advisor.question(card.question).section;
    let shown = advice::figures(preview, section);
    if shown.is_empty() {
        return nothing;
    }
    let mut lines = vec![Line::from(view.span(view.app.words.figures, Role::Heading))];
    for figure in &shown {
        let title = format!("{}: ", advisor.quantity(figure.quantity).title);
        let mut pieces = vec![
            (title.as_str(), view.style(Role::Text)),
            (figure.shown.as_str(), view.style(Role::Outcome)),
        ];
        let band = figure.band.as_ref().map(|band| format!(" ({band})"));
        if let Some(band) = &band {
            pieces.push((band, view.style(Role::Quiet)));
        }
        lines.extend(wrap(view.span("  ", Role::Text), &pieces, columns));
    }
    let short = lines.get(1).cloned().into_iter().collect();
    (lines, Some(short), 5)
}
