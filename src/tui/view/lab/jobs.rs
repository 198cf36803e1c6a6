//! What is kept outside the tree: each job with what it is at the step that is shown, beside what has
//! happened so far.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::parts::{self as shared, BESIDE, above, draw_log, fitted, told};
use crate::lab::jobs::{Is, Keeper};
use crate::lab::play::State;
use crate::lab::said;
use crate::tui::layout::{padded, split};
use crate::tui::state::lab::LabPane;
use crate::tui::theme::Role;
use crate::tui::view::canvas::{View, draw, rule_before, seen};
use crate::tui::view::paragraphs::Text;

/// Rows of jobs that are seen before what is known of the queue has room.
const JOBS: usize = 6;

pub(super) fn render(
    view: View<'_, '_>,
    pane: &LabPane,
    queue: &Keeper,
    area: Rect,
    buffer: &mut Buffer,
) {
    let beside = area.width >= BESIDE;
    let (left, log) = parts(view, pane, queue, area);
    if beside {
        rule_before(view, log, buffer);
    }
    let (columns, height) = (usize::from(left.width), usize::from(left.height));
    let lines = if pane.scroll > 0 {
        let mut lines = whole(view, pane, queue, columns);
        lines.drain(..pane.scroll.min(lines.len()));
        lines
    } else {
        fitting(view, pane, queue, (columns, height))
    };
    draw(&lines, 0, left, buffer);
    draw_log(view, pane, padded(log, u16::from(beside)), buffer);
}

/// How far the jobs and what is known of the queue can be scrolled.
pub(super) fn limit(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, area: Rect) -> usize {
    let (left, _) = parts(view, pane, queue, area);
    let lines = whole(view, pane, queue, usize::from(left.width)).len();
    lines.saturating_sub(usize::from(left.height))
}

/// What is seen of them, where that is not all.
pub(super) fn range(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, area: Rect) -> String {
    let (left, _) = parts(view, pane, queue, area);
    let lines = whole(view, pane, queue, usize::from(left.width)).len();
    seen(view, lines, pane.scroll, left.height)
}

/// Where the jobs are, and what has happened.
fn parts(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, area: Rect) -> (Rect, Rect) {
    if area.width >= BESIDE {
        return split(area, area.width / 2);
    }
    let count = u16::try_from(pane.story.play.seen().jobs.len().max(1)).unwrap_or(u16::MAX);
    let most = area.height.saturating_sub(4).max(area.height / 2);
    let wanted = count.saturating_add(2).min(most);
    // What has happened leaves the rows that it does not need yet.
    let columns = usize::from(area.width);
    let rows = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
    let whole = rows(whole(view, pane, queue, columns).len());
    let log = rows(told(view, pane, columns).len()).saturating_add(1);
    let free = whole.min(area.height.saturating_sub(log));
    let (upper, rest) = above(area, wanted.max(free));
    (upper, above(rest, u16::from(rest.height > 4)).1)
}

/// All that can be scrolled through.
fn whole(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, columns: usize) -> Vec<Line<'static>> {
    let mut lines = head(view, pane, queue, columns);
    lines.extend(rows_of(view, pane, queue, columns));
    lines.extend(known(view, pane, queue, columns));
    lines
}

/// As much of it as there is room for, with the chosen job.
fn fitting(
    view: View<'_, '_>,
    pane: &LabPane,
    queue: &Keeper,
    (columns, height): (usize, usize),
) -> Vec<Line<'static>> {
    let mut lines = head(view, pane, queue, columns);
    let mut known = known(view, pane, queue, columns);
    let jobs = rows_of(view, pane, queue, columns);
    // All of it where there is room, and else the jobs first.
    if height < lines.len() + known.len() + jobs.len().min(JOBS + 1) {
        known.clear();
    }
    let rows = height.saturating_sub(lines.len() + known.len());
    // The chosen one is seen, with what comes after it.
    let first = (pane.job + 2).min(jobs.len()).saturating_sub(rows);
    lines.extend(jobs.into_iter().skip(first.min(pane.job)).take(rows));
    lines.resize(
        height.saturating_sub(known.len()).max(lines.len()),
        Line::default(),
    );
    lines.extend(known);
    lines
}

/// How many there are, and whether what keeps and takes them is there.
fn head(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let Some(shown) = pane.shown() else {
        return Vec::new();
    };
    let part = pane.story.play.plan.members.get(queue.part);
    let part = part.map_or("", |part| part.id.as_str());
    let (there, store) = if shown.store {
        (words.running, Role::Good)
    } else {
        (words.jobs.away, Role::Stop)
    };
    let state = shown.states.get(queue.part).copied().unwrap_or(State::Gone);
    let spans = vec![
        view.span(format!("{} ", said::sign(state)), shared::role(state)),
        view.span(
            format!("{part}, {}  ", said::state(state, words)),
            Role::Text,
        ),
        view.span("▣ ", store),
        view.span(format!("{}, {there}", queue.store), Role::Text),
    ];
    let counts = said::counts(&shown.jobs, words);
    let mut lines = vec![fitted(spans, columns)];
    lines.push(fitted(vec![view.span(counts, Role::Quiet)], columns));
    lines
}

fn rows_of(
    view: View<'_, '_>,
    pane: &LabPane,
    queue: &Keeper,
    columns: usize,
) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let Some(shown) = pane.shown().filter(|shown| !shown.jobs.is_empty()) else {
        let none = view.span(words.jobs.none_yet, Role::Quiet);
        return vec![fitted(vec![none], columns)];
    };
    let jobs = shown.jobs.iter().enumerate();
    jobs.map(|(place, job)| {
        let (lead, name) = if place == pane.job {
            ("▸", Role::Selected)
        } else {
            (" ", Role::Text)
        };
        let spans = vec![
            view.span(lead, Role::Key),
            view.span(format!("{} ", said::job_sign(job.is)), role(job.is)),
            view.span(format!("#{}", job.number), name),
            view.span(
                format!("  {}", said::job(queue, job, shown.now, words)),
                role(job.is),
            ),
        ];
        fitted(spans, columns)
    })
    .collect()
}

/// What does not change.
fn known(view: View<'_, '_>, pane: &LabPane, queue: &Keeper, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns,
        lines: &mut lines,
    };
    for line in said::queue(&pane.story.play.plan, queue, words) {
        text.say(("", Role::Text), &[(&line, Role::Quiet)]);
    }
    text.say(("", Role::Text), &[(words.jobs.twice, Role::Quiet)]);
    lines
}

fn role(is: Is) -> Role {
    match is {
        Is::Waiting => Role::Text,
        Is::Running | Is::Done => Role::Good,
        Is::Ended(_) | Is::Retrying(_) | Is::Held(_) => Role::Warn,
        Is::GivenUp => Role::Stop,
    }
}
