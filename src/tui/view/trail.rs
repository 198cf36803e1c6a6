//! The answers so far: a panel beside the question, or the list to jump from.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, below_title, draw, rows, span, title};
use super::entries;
use super::text::{cut, width};
use crate::ids::QuestionIx;
use crate::session::Origin;
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// From this width on question and answer share a row.
const ASK_BESIDE: u16 = 60;

/// The answers, and which of them are seen.
struct Shown {
    answers: Vec<QuestionIx>,
    /// The one that the keys act on, or that is in front.
    here: Option<usize>,
    /// The first that is seen, and how many there is room for.
    first: usize,
    fit: usize,
    /// Rows of each.
    each: usize,
    /// How many are above those that are seen, where a row says so.
    above: Option<usize>,
}

fn shown(view: View<'_, '_>, area: Rect, selected: Option<usize>) -> Shown {
    let answers: Vec<QuestionIx> = view.app.trail().collect();
    let rows = usize::from(area.height.saturating_sub(1));
    // Two rows an answer where they all fit so, and where one could not hold the question, too: without
    // it, nobody knows what was answered.
    let narrow = area.width < ASK_BESIDE + 4;
    let each = if answers.len() * 2 <= rows || rows > 30 || narrow {
        2
    } else {
        1
    };
    let fit = (rows / each).max(1);
    let here = selected.or_else(|| {
        let card = view.app.card.as_ref()?;
        answers.iter().position(|answer| *answer == card.question)
    });
    let focus = here.unwrap_or(answers.len().saturating_sub(1));
    let first = (focus + 1).saturating_sub(fit);
    // Beside the question nobody scrolls, so what is above is told.
    let told = selected.is_none() && first > 0 && rows > each;
    let fit = if told {
        ((rows - 1) / each).max(1)
    } else {
        fit
    };
    let first = (focus + 1).saturating_sub(fit);
    Shown {
        answers,
        here,
        first,
        fit,
        each,
        above: told.then_some(first),
    }
}

/// Each answer as it can be hit: rows of the list where the keys act on it, else answers to go to.
pub(super) fn places(view: View<'_, '_>, area: Rect, selected: Option<usize>) -> Vec<Place> {
    let shown = shown(view, area, selected);
    let inner = below(padded(below_title(area), 1), shown.above);
    let lines = (0..shown.answers.len()).map(|place| place * shown.each..(place + 1) * shown.each);
    let seen = lines.take(shown.first + shown.fit);
    rows(seen, shown.first * shown.each, inner)
        .map(|(place, area)| {
            let target = match selected {
                Some(_) => Target::Row(place),
                None => Target::Answer(place),
            };
            (area, target)
        })
        .collect()
}

/// Draws the answers; `selected` when the keys act on them.
pub(super) fn render(view: View<'_, '_>, area: Rect, selected: Option<usize>, buffer: &mut Buffer) {
    let Shown {
        answers,
        here,
        first,
        fit,
        each,
        above,
    } = shown(view, area, selected);
    let range = if answers.len() > fit {
        span(view, first + 1..first + fit, answers.len())
    } else {
        String::new()
    };
    let inner = padded(title(view, view.app.words.trail, &range, area, buffer), 1);
    if answers.is_empty() {
        let line = Line::from(view.span(view.app.common.nothing_so_far, Role::Quiet));
        return draw(&[line], 0, inner, buffer);
    }
    let columns = usize::from(inner.width);
    if let Some(above) = above {
        let told = (view.app.words.more_above)(above);
        let line = Line::from(view.span(cut(&told, columns), Role::Quiet));
        draw(&[line], 0, inner, buffer);
    }
    let inner = below(inner, above);
    let mut lines = Vec::new();
    for (place, answer) in answers.iter().enumerate().skip(first).take(fit) {
        let chosen = selected == Some(place);
        let current = here == Some(place) && selected.is_none();
        if each == 2 {
            lines.extend(two_rows(view, *answer, chosen, current, columns));
        } else {
            lines.push(one_row(view, *answer, chosen, current, columns));
        }
    }
    draw(&lines, 0, inner, buffer);
}

/// What is left of an area under the row that tells how many are above.
fn below(area: Rect, above: Option<usize>) -> Rect {
    if above.is_some() {
        below_title(area)
    } else {
        area
    }
}

fn sign(chosen: bool, current: bool) -> &'static str {
    if chosen || current { "▸ " } else { "  " }
}

/// The answer as shown, with a word when it is the default.
fn label(view: View<'_, '_>, ix: QuestionIx) -> String {
    let session = view.app.session();
    let asked = session.advisor().question(ix);
    let Some(given) = session.given(ix) else {
        return String::new();
    };
    let label = entries::answer_label(view, asked, &given.answer);
    match given.origin {
        Origin::Given => label,
        Origin::Accepted | Origin::Settled | Origin::Default => {
            format!("{label} ({})", view.app.common.default)
        }
    }
}

fn two_rows(
    view: View<'_, '_>,
    ix: QuestionIx,
    chosen: bool,
    current: bool,
    columns: usize,
) -> [Line<'static>; 2] {
    let role = if chosen { Role::Selected } else { Role::Text };
    let ask = view.told(&view.app.session().advisor().question(ix).ask);
    let room = columns.saturating_sub(2);
    [
        Line::from(vec![
            view.span(sign(chosen, current), Role::Key),
            view.span(cut(&ask, room), Role::Quiet),
        ]),
        Line::from(vec![
            view.span("  ", Role::Text),
            view.span(cut(&label(view, ix), room), role),
        ]),
    ]
}

fn one_row(
    view: View<'_, '_>,
    ix: QuestionIx,
    chosen: bool,
    current: bool,
    columns: usize,
) -> Line<'static> {
    let role = if chosen { Role::Selected } else { Role::Text };
    let room = columns.saturating_sub(2);
    let mut spans = vec![view.span(sign(chosen, current), Role::Key)];
    // The question has a column of its own where both can be read.
    let left = if room >= usize::from(ASK_BESIDE) {
        room / 2
    } else {
        0
    };
    if left > 0 {
        let ask = cut(
            &view.told(&view.app.session().advisor().question(ix).ask),
            left,
        );
        let gap = left - width(&ask) + 2;
        spans.push(view.span(format!("{ask}{}", " ".repeat(gap)), Role::Quiet));
    }
    let right = room.saturating_sub(if left > 0 { left + 2 } else { 0 });
    spans.push(view.span(cut(&label(view, ix), right), role));
    Line::from(spans)
}
