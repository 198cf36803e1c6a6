//! What can still come out, and what the highlighted answer would leave of it.
//!
//! A panel beside the question where there is room, and one paragraph under it where there is not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::canvas::{View, draw, title};
use super::text::{cut, wrap};
use crate::advice::fill;
use crate::ids::{OutcomeIx, SectionIx};
use crate::model::{RedFlag, Severity};
use crate::session::Session;
use crate::tui::layout::padded;
use crate::tui::state::Card;
use crate::tui::theme::Role;

/// The outcomes of a section: all that were possible before the answer, and whether they stay.
struct Shrinking {
    section: SectionIx,
    outcomes: Vec<(OutcomeIx, bool)>,
    stay: usize,
}

impl Shrinking {
    fn of(card: &Card<'_>, section: SectionIx) -> Self {
        let after = card.preview.as_ref().unwrap_or(&card.open).section(section);
        let before = card.open.section(section).possible();
        let mut outcomes: Vec<(OutcomeIx, bool)> = before
            .iter()
            .map(|outcome| (*outcome, after.possible().contains(outcome)))
            .collect();
        // A changed answer may open what was closed.
        let opened = after.possible().iter().filter(|o| !before.contains(o));
        outcomes.extend(opened.map(|outcome| (*outcome, true)));
        outcomes.sort_unstable();
        Self {
            section,
            stay: after.possible().len(),
            outcomes,
        }
    }
}

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let Some(card) = &view.app.card else {
        return;
    };
    let advisor = card.open.advisor();
    let here = Shrinking::of(card, advisor.question(card.question).section);
    let inner = title(view, name(view, card), &count(view, &here), area, buffer);
    let inner = padded(inner, 1);
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    for (outcome, stays) in &here.outcomes {
        let (sign, role) = if *stays {
            ("● ", Role::Good)
        } else {
            ("✗ ", Role::Gone)
        };
        let text = view.told(&advisor.outcome(*outcome).title);
        lines.extend(wrap(
            view.span(sign, if *stays { Role::Good } else { Role::Quiet }),
            &[(&text, view.style(role))],
            columns,
        ));
    }
    let session = card.preview.as_ref().unwrap_or(&card.open);
    lines.extend(decided(view, card, here.section, columns));
    let flags = flags(view, session, columns);
    let others = others(view, card, columns);
    let room = usize::from(inner.height);
    // The flags are worth more than the sections to come.
    if lines.len() + flags.len() + 1 + others.len() < room {
        if !others.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(others);
    } else {
        let left = room.saturating_sub(lines.len() + flags.len() + 2);
        if left > 2 {
            lines.push(Line::default());
            lines.extend(others.into_iter().take(left));
        }
    }
    lines.push(Line::default());
    lines.extend(flags);
    draw(&lines, 0, inner, buffer);
}

/// What is told is what the highlighted answer would leave, and is called so as long as it is not given.
fn name(view: View<'_, '_>, card: &Card<'_>) -> &'static str {
    let answer = card.preview.as_ref().and_then(|_| card.answer());
    let held = view.app.session().answer(card.question);
    if answer.is_some() && answer.as_ref() != held {
        view.app.words.possible_if_chosen
    } else {
        view.app.common.still_possible
    }
}

/// What the highlighted answer decides, in a sentence.
fn decided(
    view: View<'_, '_>,
    card: &Card<'_>,
    section: SectionIx,
    columns: usize,
) -> Vec<Line<'static>> {
    let outcome = card.preview.as_ref().and_then(|then| {
        let outcome = then.outcome(section)?;
        (card.open.outcome(section) != Some(outcome)).then_some((then, outcome))
    });
    let summary = outcome.and_then(|(then, outcome)| {
        let summary = then.advisor().outcome(outcome).summary.as_ref()?;
        Some(fill(then, summary))
    });
    let Some(summary) = summary else {
        return Vec::new();
    };
    let end = summary.find(". ").map_or(summary.len(), |end| end + 1);
    let text = [(&summary[..end], view.style(Role::Text))];
    let mut lines = vec![Line::default()];
    lines.extend(wrap(view.span("→ ", Role::Good), &text, columns));
    lines
}

fn count(view: View<'_, '_>, here: &Shrinking) -> String {
    let all = view
        .app
        .interview
        .advisor()
        .section(here.section)
        .outcomes
        .len();
    if all == 0 {
        return String::new();
    }
    (view.app.words.possible_count)(here.stay, all)
}

/// The other sections: their outcome, or how many remain.
fn others(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Line<'static>> {
    let session = card.preview.as_ref().unwrap_or(&card.open);
    let advisor = session.advisor();
    let here = advisor.question(card.question).section;
    let mut lines = Vec::new();
    for section in advisor.section_ixs() {
        let state = session.section(section);
        if section == here || !state.decides() {
            continue;
        }
        let shrinking = Shrinking::of(card, section);
        let (text, role) = if let Some(outcomes) = session.decided(section) {
            let titles: Vec<String> = outcomes
                .iter()
                .map(|outcome| view.told(&advisor.outcome(*outcome).title))
                .collect();
            (titles.join(", "), Role::Good)
        } else {
            let text = (view.app.words.open_outcomes)(shrinking.stay);
            (text, Role::Quiet)
        };
        let head = format!("{}: ", view.told(&advisor.section(section).title));
        lines.extend(wrap(
            view.span("  ", Role::Text),
            &[(&head, view.style(Role::Text)), (&text, view.style(role))],
            columns,
        ));
    }
    lines
}

/// The red flags that the highlighted answer leaves raised.
fn flags(view: View<'_, '_>, session: &Session<'_>, columns: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for flag in session.raised() {
        let role = Role::of(flag.severity);
        lines.extend(wrap(
            view.span("! ", role),
            &[(&view.told(&flag.title), view.style(role))],
            columns,
        ));
    }
    if lines.is_empty() {
        let text = format!("{}: {}", view.app.words.flags, view.app.words.no_flags);
        lines.extend(wrap(
            view.span("", Role::Text),
            &[(&text, view.style(Role::Quiet))],
            columns,
        ));
    }
    lines
}

fn possible_now(view: View<'_, '_>, card: &Card<'_>, here: &Shrinking, all: usize) -> String {
    let count = (view.app.words.possible_count)(here.stay, all);
    format!("{}, {count}", name(view, card))
}

/// The same in one paragraph.
pub(super) fn paragraph(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Line<'static>> {
    let advisor = card.open.advisor();
    let here = Shrinking::of(card, advisor.question(card.question).section);
    let session = card.preview.as_ref().unwrap_or(&card.open);
    let mut raised: Vec<&RedFlag> = session.raised().collect();
    // There is room for one, so it is the worst.
    raised.sort_by_key(|flag| flag.severity != Severity::Stop);
    let mut lines = Vec::new();
    if !here.outcomes.is_empty() {
        let all = advisor.section(here.section).outcomes.len();
        let head = format!("{}: ", possible_now(view, card, &here, all));
        let mut pieces = vec![(head, Role::Heading)];
        for (outcome, stays) in &here.outcomes {
            let (sign, role) = if *stays {
                ("●", Role::Good)
            } else {
                ("✗", Role::Gone)
            };
            // Neither the sign nor a part of the title may be torn off.
            let title = view
                .told(&advisor.outcome(*outcome).title)
                .replace(' ', "\u{a0}");
            pieces.push((format!("{sign}\u{a0}{title}"), role));
            pieces.push(("  ".to_owned(), Role::Text));
        }
        let pieces: Vec<(&str, Style)> = pieces
            .iter()
            .map(|(text, role)| (text.as_str(), view.style(*role)))
            .collect();
        lines.extend(wrap(view.span("", Role::Text), &pieces, columns));
    }
    if let Some(flag) = raised.first() {
        let role = Role::of(flag.severity);
        let more = raised.len() - 1;
        let text = if more > 0 {
            format!("{} (+{more})", view.told(&flag.title))
        } else {
            view.told(&flag.title)
        };
        lines.extend(wrap(
            view.span("! ", role),
            &[(&text, view.style(role))],
            columns,
        ));
    }
    lines
}

/// The same in one line: only how many.
pub(super) fn short(view: View<'_, '_>, card: &Card<'_>, columns: usize) -> Vec<Line<'static>> {
    let advisor = card.open.advisor();
    let here = Shrinking::of(card, advisor.question(card.question).section);
    if here.outcomes.is_empty() {
        return Vec::new();
    }
    let all = advisor.section(here.section).outcomes.len();
    let text = possible_now(view, card, &here, all);
    vec![Line::from(view.span(cut(&text, columns), Role::Heading))]
}
