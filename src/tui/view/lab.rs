//! The crash lab: the tree as it is at the step that is shown, the restarts that count, and what has
//! happened so far; or the load.
//!
//! States are signs first and colours second. What is drawn of the tree comes from [`rows`], which knows
//! nothing of areas.

mod jobs;
mod load;
mod parts;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::parts::{BESIDE, above, draw_log, fitted, role, told};
use super::canvas::{View, below_title, draw, rule_before, seen, title};
use super::text::{width, wrap};
use crate::lab::play::State;
use crate::lab::said;
use crate::tui::layout::{padded, split};
use crate::tui::places::{Place, Target};
use crate::tui::state::lab::{LabPane, Side};
use crate::tui::theme::Role;

/// Rows that the load needs to be worth it.
const LOAD: u16 = 14;
/// Cells of a gauge; more restarts than that are told in numbers alone.
const GAUGE: usize = 10;

pub(super) fn render(view: View<'_, '_>, pane: &LabPane, area: Rect, buffer: &mut Buffer) {
    let words = &view.app.common.lab;
    let (at, of) = pane.progress();
    let progress = match of {
        0 => String::new(),
        of => (words.step)(at, of),
    };
    if pane.side == Side::Load {
        let name = pane.station().map(|station| station.title.as_str());
        let name = name.map_or(words.load.to_owned(), words.load_of);
        let lines = load::lines(view, pane, padded(below_title(area), 1));
        // The loads stay, so that the chosen one is seen wherever one reads.
        let (loads, rest) = lines.split_at(lines.len().min(1));
        let seen = seen(view, rest.len(), pane.scroll, area.height.saturating_sub(2));
        let right = right(&name, progress, seen, area);
        let inner = padded(title(view, &name, &right, area, buffer), 1);
        draw(loads, 0, inner, buffer);
        return draw(rest, pane.scroll, below_title(inner), buffer);
    }
    if let (Side::Jobs, Some(queue)) = (pane.side, &pane.story.play.plan.queue) {
        let name = (words.jobs.heading)(&queue.store);
        let seen = jobs::range(view, pane, queue, padded(below_title(area), 1));
        let right = right(&name, progress, seen, area);
        let inner = padded(title(view, &name, &right, area, buffer), 1);
        return jobs::render(view, pane, queue, inner, buffer);
    }
    let inner = padded(title(view, words.title, &progress, area, buffer), 1);
    if !pane.has_tree() {
        let alone = pane.story.play.plan.alone.as_deref().unwrap_or_default();
        let text = [(alone, view.style(Role::Text))];
        let lines = wrap(view.span("", Role::Text), &text, usize::from(inner.width));
        return draw(&lines, 0, inner, buffer);
    }
    let Parts { tree, log, load } = parts(pane, inner);
    if log.y == inner.y {
        rule_before(view, log, buffer);
    }
    if let (Some(area), Some(station)) = (load, pane.station()) {
        let name = (words.load_of)(&station.title);
        let inner = title(view, &name, "", area, buffer);
        draw(&load::lines(view, pane, inner), 0, inner, buffer);
    }
    let lines = rows(view, pane, usize::from(tree.width));
    draw(&lines, first(pane, tree), tree, buffer);
    draw_log(view, pane, padded(log, u16::from(log.y == inner.y)), buffer);
}

/// How far one has stepped, and what is seen of a page that is longer: where there is no room for both, it
/// counts that there is more.
fn right(name: &str, progress: String, seen: String, area: Rect) -> String {
    let both = format!("{progress}  {seen}");
    let room = usize::from(area.width).saturating_sub(width(name) + 7);
    match () {
        () if seen.is_empty() => progress,
        () if width(&both) <= room => both,
        () => seen,
    }
}

/// How far the page can be scrolled.
pub(super) fn limit(view: View<'_, '_>, pane: &LabPane, area: Rect) -> usize {
    let inner = padded(below_title(area), 1);
    match (pane.side, &pane.story.play.plan.queue) {
        (Side::Load, _) => {
            let lines = load::lines(view, pane, inner).len();
            lines.saturating_sub(usize::from(inner.height))
        }
        (Side::Jobs, Some(queue)) => jobs::limit(view, pane, queue, inner),
        _ => 0,
    }
}

/// Where the members can be hit, and what has happened to them.
pub(super) fn places(view: View<'_, '_>, pane: &LabPane, area: Rect) -> Vec<Place> {
    if pane.side != Side::Tree || !pane.has_tree() {
        return Vec::new();
    }
    let inner = padded(below_title(area), 1);
    let Parts { tree, log, .. } = parts(pane, inner);
    let members = pane.story.play.plan.members.len();
    let shown = (first(pane, tree)..members).zip(tree.top()..tree.bottom());
    let row = |(place, y)| {
        (
            Rect {
                y,
                height: 1,
                ..tree
            },
            Target::Row(place),
        )
    };
    let log = padded(log, u16::from(log.y == inner.y));
    let told = told(view, pane, usize::from(log.width));
    let first = told.len().saturating_sub(usize::from(log.height));
    let told = told.iter().skip(first).zip(log.top()..log.bottom());
    let step = |((step, _), y): (&(usize, _), u16)| {
        let area = Rect {
            y,
            height: 1,
            ..log
        };
        (area, Target::Step(*step))
    };
    shown.map(row).chain(told.map(step)).collect()
}

/// Where things are beside each other, or below.
struct Parts {
    tree: Rect,
    log: Rect,
    /// Where there is room below the tree, the load is seen there as well.
    load: Option<Rect>,
}

fn parts(pane: &LabPane, area: Rect) -> Parts {
    let members = u16::try_from(pane.story.play.plan.members.len()).unwrap_or(u16::MAX);
    if area.width < BESIDE {
        // Of a low window each gets half.
        let upper = members.min(area.height.saturating_sub(4).max(area.height / 2));
        let (tree, rest) = above(area, upper);
        let (_, log) = above(rest, u16::from(area.height > upper + 4));
        return Parts {
            tree,
            log,
            load: None,
        };
    }
    let (left, log) = split(area, area.width / 2);
    let upper = members.saturating_add(1);
    if pane.station().is_none() || left.height < upper.saturating_add(LOAD) {
        return Parts {
            tree: left,
            log,
            load: None,
        };
    }
    let (tree, below) = above(left, upper);
    Parts {
        tree,
        log,
        load: Some(below),
    }
}

/// The first member that is seen: some of what comes after the chosen one is seen as well.
fn first(pane: &LabPane, area: Rect) -> usize {
    let members = pane.story.play.plan.members.len();
    let first = (pane.selected + 2).min(members);
    let first = first.saturating_sub(usize::from(area.height));
    first.min(pane.selected)
}

/// A row for each member.
fn rows(view: View<'_, '_>, pane: &LabPane, columns: usize) -> Vec<Line<'static>> {
    let words = &view.app.common.lab;
    let members = &pane.story.play.plan.members;
    let Some(shown) = pane.shown() else {
        return Vec::new();
    };
    let places = 0..members.len();
    places
        .map(|place| {
            let member = &members[place];
            let state = shown.states[place];
            let (lead, name) = if place == pane.selected {
                ("▸", Role::Selected)
            } else {
                (" ", Role::Text)
            };
            let mut spans = vec![
                view.span(lead, Role::Key),
                view.span(branch(pane, place), Role::Rule),
                view.span(said::sign(state), role(state)),
                view.span(" ", Role::Text),
                view.span(member.id.clone(), name),
            ];
            if let Some(group) = &member.group {
                let (most, used) = (group.max_restarts(), shown.used[place]);
                spans.push(view.span(format!("  {} ", group.strategy().id()), Role::Quiet));
                spans.extend(gauge(view, used, most));
                let budget = (words.budget)(used, most, group.max_seconds());
                spans.push(view.span(format!(" {budget}"), Role::Quiet));
            }
            if state != State::Running {
                spans.push(view.span(format!("  {}", said::state(state, words)), role(state)));
            }
            let times = shown.restarts[place];
            if times > 0 {
                spans.push(view.span(format!("  {}", (words.times)(times)), Role::Quiet));
            }
            if member.group.is_none() {
                let kind = format!("  {}, {}", member.title, said::kind(member));
                spans.push(view.span(kind, Role::Quiet));
            }
            fitted(spans, columns)
        })
        .collect()
}

/// The lines from a member's group to it.
fn branch(pane: &LabPane, place: usize) -> String {
    let members = &pane.story.play.plan.members;
    let depth = members[place].depth;
    let goes_on = |level: usize| {
        let after = members.iter().skip(place + 1);
        let mut inside = after.take_while(|one| one.depth >= level);
        inside.any(|one| one.depth == level)
    };
    let mut drawn = String::new();
    for level in 1..=depth {
        drawn.push_str(match (level == depth, goes_on(level)) {
            (true, true) => "├ ",
            (true, false) => "└ ",
            (false, true) => "│ ",
            (false, false) => "  ",
        });
    }
    drawn
}

/// The restarts that count, of those that are survived.
fn gauge(view: View<'_, '_>, used: usize, most: usize) -> Vec<Span<'static>> {
    if most == 0 || most > GAUGE {
        return Vec::new();
    }
    let used = used.min(most);
    let role = if used == most { Role::Stop } else { Role::Warn };
    vec![
        view.span("■".repeat(used), role),
        view.span("□".repeat(most - used), Role::Quiet),
    ]
}
