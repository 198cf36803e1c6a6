//! Any outcome: the list of them, and why it is the advice or why not.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::canvas::{View, below_title, draw, one_of, rows, seen, title};
use super::entries::answer_label;
use super::paragraphs::Text;
use super::text::wrap;
use crate::advice::{NoNearest, Why, outcome_title, question_text};
use crate::ids::OutcomeIx;
use crate::model::Answer;
use crate::render;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::padded;
use crate::tui::places::{Place, Target};
use crate::tui::theme::Role;

/// Draws the outcomes by section, as far as they fit around the selected one.
pub(super) fn render_list(view: View<'_, '_>, area: Rect, selected: usize, buffer: &mut Buffer) {
    let advisor = view.app.interview.advisor();
    let range = one_of(view, selected + 1, advisor.outcomes.len());
    let name = view.app.words.outcomes;
    let inner = padded(title(view, name, &range, area, buffer), 1);
    let list = list(view, inner, selected);
    draw(&list.lines, list.first, inner, buffer);
}

/// Each outcome as it can be hit.
pub(super) fn places(view: View<'_, '_>, area: Rect, selected: usize) -> Vec<Place> {
    let inner = padded(below_title(area), 1);
    let list = list(view, inner, selected);
    rows(list.places, list.first, inner)
        .map(|(row, area)| (area, Target::Row(row)))
        .collect()
}

/// The list in full, and where it is seen from.
struct List {
    lines: Vec<Line<'static>>,
    places: Vec<Range<usize>>,
    first: usize,
}

fn list(view: View<'_, '_>, inner: Rect, selected: usize) -> List {
    let advisor = view.app.interview.advisor();
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut told = 0..0;
    let mut section = None;
    for (place, outcome) in advisor.outcomes.iter().enumerate() {
        let from = lines.len();
        if section.replace(outcome.section) != Some(outcome.section) {
            let name = &advisor.section(outcome.section).title;
            lines.push(Line::from(view.span(view.told(name), Role::Heading)));
        }
        let own = lines.len();
        entry(
            view,
            OutcomeIx::new(place),
            place == selected,
            columns,
            &mut lines,
        );
        places.push(own..lines.len());
        if place == selected {
            told = from..lines.len();
        }
    }
    // Some of what comes next is seen as well, where there is room.
    let rows = usize::from(inner.height);
    let first = (told.end + 3).min(lines.len()).saturating_sub(rows);
    List {
        first: first.min(told.start),
        lines,
        places,
    }
}

fn entry(
    view: View<'_, '_>,
    outcome: OutcomeIx,
    chosen: bool,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    let words = view.app.words;
    let session = view.app.session();
    let asked = session.advisor().outcome(outcome);
    let state = session.section(asked.section);
    let holds = session
        .decided(asked.section)
        .is_some_and(|all| all.contains(&outcome));
    let (sign, mark) = if holds {
        (("● ", Role::Good), words.chosen)
    } else if state.is_absent() {
        (("– ", Role::Quiet), words.not_asked_for)
    } else if state.possible().contains(&outcome) {
        (("○ ", Role::Good), words.may_be)
    } else {
        (("✗ ", Role::Quiet), words.ruled_out)
    };
    let (lead, role) = if chosen {
        ("▸ ", Role::Selected)
    } else {
        ("  ", Role::Text)
    };
    let title = view.told(&asked.title);
    let told = [
        (title.as_str(), view.style(role)),
        ("  ", view.style(Role::Text)),
        (mark, view.style(Role::Quiet)),
    ];
    let mut rows = wrap(view.span("    ", Role::Key), &told, columns);
    if let Some(first) = rows.first_mut().filter(|first| !first.spans.is_empty()) {
        let signs = [view.span(lead, Role::Key), view.span(sign.0, sign.1)];
        first.spans.splice(..1, signs);
    }
    lines.extend(rows);
    if let Some(summary) = asked.summary.as_ref().filter(|_| chosen) {
        let text = [(&*view.told(summary), view.style(Role::Quiet))];
        lines.extend(wrap(view.span("    ", Role::Text), &text, columns));
    }
}

/// Draws why.
pub(super) fn render(view: View<'_, '_>, area: Rect, scroll: usize, buffer: &mut Buffer) {
    let lines = lines(view, padded(area, 1));
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let inner = title(view, view.app.words.outcomes, &right, area, buffer);
    draw(&lines, scroll, padded(inner, 1), buffer);
}

pub(super) fn limit(view: View<'_, '_>, area: Rect) -> usize {
    let rows = usize::from(area.height.saturating_sub(1));
    lines(view, padded(area, 1)).len().saturating_sub(rows)
}

fn lines(view: View<'_, '_>, area: Rect) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns: usize::from(area.width),
        lines: &mut lines,
    };
    if let Some(why) = &view.app.why {
        explain(&mut text, why);
    }
    lines
}

fn explain(text: &mut Text<'_, '_, '_>, why: &Why) {
    let view = text.view;
    let session = view.app.session();
    let words = &view.app.common.why;
    let advisor = session.advisor();
    let section = view.told(&advisor.section(why.section).title);
    let outcome = format!("{section}: {}", outcome_title(session, why.outcome));
    let state = session.section(why.section);
    let say = if why.holds {
        words.holds
    } else if why.absent || !why.possible {
        words.not
    } else if state.is_settled() {
        words.details_open
    } else {
        words.open
    };
    text.say(("", Role::Text), &[(&say(&outcome), Role::Heading)]);
    let asked = advisor.outcome(why.outcome);
    if let Some(summary) = &asked.summary {
        text.say(("  ", Role::Text), &[(&view.told(summary), Role::Text)]);
    }
    if why.absent {
        text.say(
            ("  ", Role::Text),
            &[(&(words.absent)(&section), Role::Text)],
        );
    } else if !why.possible {
        let present = render::titles(session, state.possible()).join("; ");
        let say = if state.is_settled() {
            words.instead
        } else {
            words.instead_open
        };
        text.say(("  ", Role::Text), &[(&say(&present), Role::Text)]);
        excluded(text, why);
        if let Some(elsewhere) = render::why::elsewhere(session, why) {
            text.gap();
            text.say(("  ", Role::Text), &[(&elsewhere, Role::Text)]);
        }
    } else if !why.because.is_empty() {
        text.gap();
        text.say(("", Role::Text), &[(view.app.common.because, Role::Ask)]);
        for reason in &why.because {
            let reason = render::reason_text(view.app.common, session, reason);
            text.say(("  • ", Role::Text), &[(&reason, Role::Text)]);
        }
    }
    if !why.holds {
        nearest(text, why);
    }
}

fn excluded(text: &mut Text<'_, '_, '_>, why: &Why) {
    let view = text.view;
    let session = view.app.session();
    let words = &view.app.common.why;
    let Some(excluded) = &why.excluded_by else {
        text.say(("  ", Role::Text), &[(words.elsewhere, Role::Text)]);
        return;
    };
    text.gap();
    text.say(("", Role::Text), &[(words.excluded_by, Role::Ask)]);
    let question = session.advisor().question(excluded.question);
    let ask = format!("{} ", question_text(session, excluded.question));
    let answer = answer_label(view, question, &excluded.answer);
    text.say(
        ("  • ", Role::Text),
        &[(&ask, Role::Quiet), (&answer, Role::Text)],
    );
}

/// The answers that give it, and the key that takes them.
fn nearest(text: &mut Text<'_, '_, '_>, why: &Why) {
    let view = text.view;
    let session = view.app.session();
    let words = &view.app.common.why;
    text.gap();
    let changes = match &why.nearest {
        Err(NoNearest::Impossible) => {
            return text.say(("", Role::Text), &[(words.none_near, Role::Text)]);
        }
        Err(NoNearest::SearchEnded) => {
            return text.say(("", Role::Text), &[(words.none_found, Role::Text)]);
        }
        // Only its details are open.
        Ok(changes) if changes.is_empty() => return,
        Ok(changes) => changes,
    };
    let heading = if why.possible {
        words.nearest_open
    } else {
        words.nearest
    };
    text.say(("", Role::Text), &[(heading, Role::Ask)]);
    for change in changes {
        let question = session.advisor().question(change.question);
        let ask = format!("{} ", question_text(session, change.question));
        let to = answer_label(view, question, &change.to);
        let now = match &change.from {
            Some(Answer::Unknown) | None => words.not_answered.to_owned(),
            Some(from) => (view.app.common.now)(&answer_label(view, question, from)),
        };
        let now = format!(" ({now})");
        text.say(
            ("  ↔ ", Role::Key),
            &[
                (&ask, Role::Quiet),
                (&to, Role::Outcome),
                (&now, Role::Quiet),
            ],
        );
    }
    text.gap();
    let key = keymap::key_of(Context::Why, Action::Choose, &view.app.keys);
    let hint = (view.app.words.take_them)(&key.unwrap_or_default());
    text.say(("", Role::Text), &[(&hint, Role::Good)]);
}
