//! The load: how much arrives, what becomes of it, and how the queue grows over the time.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::lab::load::{LOADS, REQUESTS, Run};
use crate::lab::plan::Station;
use crate::lab::text::{cells, facts, seen, time, verdict};
use crate::tui::state::lab::LabPane;
use crate::tui::theme::Role;
use crate::tui::view::canvas::View;
use crate::tui::view::paragraphs::Text;
use crate::tui::view::text::{cut, width};

/// Eighths of a cell, from none.
const HEIGHTS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Rows that the picture of the queue has at least.
const ROWS: usize = 4;
/// Cells of the bar that tells how busy a server is.
const BAR: usize = 20;

/// All of the page: where it is longer than the area, what comes first matters most.
pub(super) fn lines(view: View<'_, '_>, pane: &LabPane, area: Rect) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let columns = usize::from(area.width);
    let mut lines: Vec<Line<'static>> = Vec::new();
    let (Some(station), Some(run)) = (pane.station(), &pane.run) else {
        let mut text = Text {
            view,
            columns,
            lines: &mut lines,
        };
        text.say(("", Role::Text), &[(words.no_station, Role::Text)]);
        return lines;
    };
    lines.push(chosen(view, run, columns));
    lines.extend(numbers(view, run, columns));
    let told = seen(run, station, words, view.app.common.language);
    let mut text = Text {
        view,
        columns,
        lines: &mut lines,
    };
    text.say(("", Role::Text), &[(&told, Role::Ask)]);
    let known = known(view, station, run, columns);
    let under = under(view, pane, run, columns);
    // The picture takes what is left; all of it is seen before what it comes from.
    let left = usize::from(area.height).saturating_sub(lines.len() + 1 + under.len());
    let rows = match left.checked_sub(known.len() + 1) {
        Some(rows) if rows >= ROWS => rows,
        _ => left,
    };
    lines.extend(picture(view, pane, run, rows.clamp(ROWS, 12), columns));
    lines.extend(under);
    lines.push(Line::default());
    lines.extend(known);
    lines
}

/// The load that is looked at, among the others.
fn chosen(view: View<'_, '_>, run: &Run, columns: usize) -> Line<'static> {
    let words = &view.app.common.lab;
    let tabs = LOADS.map(|percent| {
        let is = percent == run.percent;
        let text = if is {
            format!(" {} ", (words.of_peak)(percent))
        } else {
            format!(" {percent}% ")
        };
        (text, if is { Role::Selected } else { Role::Quiet })
    });
    let wide = |tabs: &[(String, Role)]| tabs.iter().map(|(text, _)| width(text)).sum::<usize>();
    let here = LOADS.iter().position(|percent| *percent == run.percent);
    let here = here.unwrap_or(0);
    // The chosen one is seen, with a sign where others are not.
    let first = (0..=here).find(|first| {
        let signs = usize::from(*first > 0) + usize::from(here + 1 < tabs.len());
        wide(&tabs[*first..=here]) + signs <= columns
    });
    let first = first.unwrap_or(here);
    let mut spans = Vec::new();
    let mut room = columns;
    if first > 0 {
        spans.push(view.span("‹", Role::Key));
        room = room.saturating_sub(1);
    }
    for (place, (text, role)) in tabs.iter().enumerate().skip(first) {
        let sign = usize::from(place + 1 < tabs.len());
        if width(text) + sign > room {
            spans.push(view.span("›", Role::Key));
            break;
        }
        room -= width(text);
        spans.push(view.span(text.clone(), *role));
    }
    Line::from(spans)
}

/// What comes of it.
fn numbers(view: View<'_, '_>, run: &Run, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let cells = cells(run, view.app.common.language);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the cells of the bar"
    )]
    let full = (run.busy.min(100.0) / 100.0 * 20.0).round() as usize;
    let full = full.min(BAR);
    let role = if run.busy >= 100.0 {
        Role::Stop
    } else if run.busy >= 70.0 {
        Role::Warn
    } else {
        Role::Good
    };
    let mut lines = vec![Line::from(vec![
        view.span("█".repeat(full), role),
        view.span("░".repeat(BAR - full), Role::Quiet),
        view.span(format!(" {} {}", words.columns[1], cells[1]), role),
    ])];
    let pairs = words.columns.iter().zip(&cells).skip(2);
    let mut line = String::new();
    for (name, cell) in pairs {
        let pair = format!("{name} {cell}");
        if !line.is_empty() && width(&line) + 2 + width(&pair) > columns {
            lines.push(Line::from(view.span(line, Role::Text)));
            line = String::new();
        }
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(&pair);
    }
    lines.push(Line::from(view.span(cut(&line, columns), Role::Text)));
    lines
}

/// What the numbers come from.
fn known(view: View<'_, '_>, station: &Station, run: &Run, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns,
        lines: &mut lines,
    };
    if run.percent == 100 {
        let told = verdict(run, station, words);
        text.say(("", Role::Text), &[(told, Role::Ask)]);
    }
    for (name, value) in facts(station, words, view.app.common.language) {
        let name = format!("{name}: ");
        text.say(
            ("", Role::Text),
            &[(&name, Role::Quiet), (&value, Role::Text)],
        );
    }
    let how = (words.how)(REQUESTS);
    text.say(("", Role::Text), &[(&how, Role::Quiet)]);
    lines
}

/// The queue over the time, as far as it is shown.
fn picture(
    view: View<'_, '_>,
    pane: &LabPane,
    run: &Run,
    rows: usize,
    columns: usize,
) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let language = view.app.common.language;
    let shown = &run.slices[..pane.slices.min(run.slices.len())];
    let most = run.slices.iter().map(|slice| slice.waiting).max();
    let most = most.unwrap_or(0).max(1);
    // The scale: the most at the top, none at the foot.
    let top = most.to_string();
    let gutter = width(&top);
    let wide = (columns.saturating_sub(gutter + 2) / run.slices.len().max(1)).clamp(1, 4);
    let mut lines = Vec::new();
    for row in (0..rows).rev() {
        let label = if row + 1 == rows { top.as_str() } else { "" };
        let tick = if row + 1 == rows { '┤' } else { '│' };
        let mut spans = vec![view.span(format!("{label:>gutter$} {tick}"), Role::Quiet)];
        for (place, slice) in shown.iter().enumerate() {
            // In eighths of a row, and never nothing where somebody waits.
            let eighths = (slice.waiting * rows * 8).div_ceil(most);
            let here = eighths.saturating_sub(row * 8).min(8);
            let role = if slice.gave_up + slice.refused > 0 {
                Role::Stop
            } else if place + 1 == shown.len() {
                Role::Key
            } else {
                Role::Good
            };
            spans.push(view.span(HEIGHTS[here].repeat(wide), role));
        }
        lines.push(Line::from(spans));
    }
    let ends = time(run.lasts, language);
    let axis = run.slices.len() * wide;
    let names = format!("0 {}", words.waiting_axis);
    let room = axis.saturating_sub(width(&names) + 1);
    let foot = format!("{:gutter$} └{}{ends:>room$}", "", cut(&names, axis));
    lines.push(Line::from(view.span(cut(&foot, columns), Role::Quiet)));
    lines
}

/// The last piece that is shown, in words.
fn under(view: View<'_, '_>, pane: &LabPane, run: &Run, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let language = view.app.common.language;
    let mut lines = Vec::new();
    if let Some(last) = run.slices[..pane.slices.min(run.slices.len())].last() {
        let until = time(last.until, language);
        let told = (words.slice)(
            &until,
            last.arrived,
            last.done,
            last.waiting,
            last.gave_up,
            last.refused,
        );
        let mut text = Text {
            view,
            columns,
            lines: &mut lines,
        };
        text.say(("▸ ", Role::Key), &[(&told, Role::Ask)]);
    }
    lines
}
