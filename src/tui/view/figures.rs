//! Under a number: its bands with the one typed, and what is computed from it at once.

use ratatui::text::Line;

use super::canvas::View;
use super::parts::Block;
use super::text::{cut, wrap};
use crate::advice;
use crate::tui::state::Card;
use crate::tui::theme::Role;

pub(super) fn blocks(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(bands) = bands(view, card, columns) {
        blocks.extend([Block::blank(), bands]);
    }
    blocks.extend(figures(view, card, columns));
    blocks
}

fn bands(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Option<Block> {
    let question = card.open.advisor().question(card.question);
    let bands = question.bands();
    if bands.len() < 2 {
        return None;
    }
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
                view.span(cut(&view.told(&band.choice.label), room), role),
            ])
        })
        .collect();
    let short = here.map(|place| lines[place].clone()).into_iter().collect();
    Some(Block {
        lines,
        short: Some(short),
        weight: 5,
    })
}

/// One part a figure, so that the first can stay where there is no room for all.
fn figures(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Block> {
    let Some(preview) = &card.preview else {
        return Vec::new();
    };
    let advisor = preview.advisor();
    let section = advisor.question(card.question).section;
    let shown = advice::figures(preview, section);
    if shown.is_empty() {
        return Vec::new();
    }
    let head = Line::from(view.span(view.app.words.figures, Role::Heading));
    let mut blocks = vec![Block::blank(), Block::whole(vec![head], 3)];
    for (place, figure) in shown.iter().enumerate() {
        let title = format!("{}: ", advisor.quantity(figure.quantity).title);
        let mut pieces = vec![
            (title.as_str(), view.style(Role::Text)),
            (figure.shown.as_str(), view.style(Role::Outcome)),
        ];
        let band = figure.band.as_ref().map(|band| format!(" ({band})"));
        if let Some(band) = &band {
            pieces.push((band, view.style(Role::Quiet)));
        }
        let lines = wrap(view.span("  ", Role::Text), &pieces, columns);
        blocks.push(Block::whole(lines, if place == 0 { 8 } else { 3 }));
    }
    blocks
}
