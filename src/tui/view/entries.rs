//! What can be chosen or typed: options with their numbers, the input line, "I don't know".

use std::ops::Range;

use ratatui::text::Line;

use super::canvas::View;
use super::text::{cut, width, wrap};
use crate::data::Str;
use crate::diagnostic::why_not;
use crate::model::answer::label;
use crate::model::{Answer, Domain, Question};
use crate::tui::action::Action;
use crate::tui::keymap;
use crate::tui::line::Line as Input;
use crate::tui::state::Card;
use crate::tui::theme::Role;
use crate::words::number::with_unit;

/// What can be chosen or typed.
pub(super) struct Entries {
    pub(super) lines: Vec<Line<'static>>,
    /// The lines of each that can be chosen.
    pub(super) places: Vec<Range<usize>>,
    /// The lines of the highlighted one, from and to.
    pub(super) selected: (usize, usize),
    pub(super) cursor: Option<(usize, usize)>,
}

pub(super) fn entries(
    view: View<'_, '_>,
    card: &Card<'_>,
    question: &Question,
    columns: usize,
) -> Entries {
    let mut entries = Entries {
        lines: Vec::new(),
        places: Vec::new(),
        selected: (0, 0),
        cursor: None,
    };
    // What stands because nobody answered is no answer of theirs.
    let given = view.app.session().given(card.question);
    let held = given
        .filter(|given| given.origin.is_considered())
        .map(|given| &given.answer);
    let default = card.open.default_of(card.question);
    let marks = |answer: &Answer| {
        let mut marks = Vec::new();
        if held == Some(answer) {
            marks.push(view.app.words.held);
        }
        if default == Some(answer) {
            marks.push(view.app.common.default);
        }
        if marks.is_empty() {
            String::new()
        } else {
            format!(" ({})", marks.join(", "))
        }
    };
    if question.is_typed() {
        let chosen = card.selected == Some(0);
        let (line, column) = input(view, card, question, chosen, columns);
        entries.lines.push(line);
        entries.places.push(0..1);
        entries.cursor = chosen.then_some((column, 0));
        entries.selected = (0, 1);
        let notes = notes(view, card, question);
        entries.lines.extend(wrap(
            view.span("    ", Role::Text),
            &[(&notes.0, view.style(notes.1))],
            columns,
        ));
    }
    for (place, option) in question.options().iter().enumerate() {
        let number = if place < 9 {
            (place + 1).to_string()
        } else {
            "·".to_owned()
        };
        let label = choice_label(view, question, &option.label);
        let mark = marks(&Answer::Option(place));
        entries.entry(
            view,
            card.selected == Some(place),
            &number,
            (&label, &mark),
            columns,
        );
    }
    // Where a line is typed, the sign is typed, too.
    let key = keymap::key_of(view.app.base_context(), Action::Unknown, &view.app.keys);
    let key = key
        .as_deref()
        .unwrap_or(if card.line.is_empty() { "?" } else { " " });
    let chosen = card.selected == Some(card.unknown_place());
    let mark = marks(&Answer::Unknown);
    entries.entry(
        view,
        chosen,
        key,
        (&capitalised(view.app.common.dont_know), &mark),
        columns,
    );
    entries
}

impl Entries {
    fn entry(
        &mut self,
        view: View<'_, '_>,
        chosen: bool,
        key: &str,
        (label, mark): (&str, &str),
        columns: usize,
    ) {
        let role = if chosen { Role::Selected } else { Role::Text };
        let lead = if chosen {
            format!("▸ {key} ")
        } else {
            format!("  {key} ")
        };
        let lines = wrap(
            view.span(lead, Role::Key),
            &[(label, view.style(role)), (mark, view.style(Role::Quiet))],
            columns,
        );
        let from = self.lines.len();
        self.lines.extend(lines);
        self.places.push(from..self.lines.len());
        if chosen {
            self.selected = (from, self.lines.len());
        }
    }
}

/// The line that is typed into, and the column of its cursor.
fn input(
    view: View<'_, '_>,
    card: &Card<'_>,
    question: &Question,
    chosen: bool,
    columns: usize,
) -> (Line<'static>, usize) {
    let unit = question
        .unit()
        .map_or(String::new(), |unit| format!(" {unit}"));
    let lead = if chosen { "▸ > " } else { "  > " };
    let room = columns
        .saturating_sub(width(lead) + width(&unit) + 1)
        .max(1);
    let mut spans = vec![view.span(lead, Role::Key)];
    let column = if card.line.is_empty() {
        // What Enter takes when nothing is typed.
        let words = view.app.words;
        let offered = match card.open.default_of(card.question) {
            Some(default) => {
                format!(
                    "{} ({})",
                    answer_label(view, question, default),
                    view.app.common.default
                )
            }
            None => words.type_answer.to_owned(),
        };
        spans.push(view.span(
            cut(&offered, columns.saturating_sub(width(lead))),
            Role::Quiet,
        ));
        0
    } else {
        let (shown, column) = window(&card.line, room);
        spans.push(view.span(shown, if chosen { Role::Ask } else { Role::Text }));
        spans.push(view.span(unit, Role::Quiet));
        column
    };
    (Line::from(spans), width(lead) + column)
}

/// The part of a line that fits, with the cursor in it, and the cursor's column.
pub(super) fn window(line: &Input, room: usize) -> (String, usize) {
    let before = width(line.before());
    if before < room {
        return (cut(line.text(), room), before);
    }
    // The end of what stands before the cursor, with a sign that more does.
    let mut kept = line.before();
    while width(kept) + 2 > room {
        let mut chars = kept.chars();
        if chars.next().is_none() {
            break;
        }
        kept = chars.as_str();
    }
    let shown = format!("…{kept}");
    let column = width(&shown);
    (shown, column)
}

/// Under the line: what is expected.
fn notes(view: View<'_, '_>, card: &Card<'_>, question: &Question) -> (String, Role) {
    let words = view.app.words;
    let expected = match question.domain() {
        Some(Domain::Numbers { min, max, .. }) => {
            let language = view.app.common.language;
            let max = with_unit(&language.number(max), question.unit());
            (words.range)(&language.number(min), &max)
        }
        _ => question.hint().unwrap_or_default().to_owned(),
    };
    if card.refused {
        let expected = format!("{}: {expected}", words.expected);
        let blank = card.line.text().trim().is_empty();
        let why = match card.read() {
            Err(no) if !blank => why_not(&no, view.app.common.language),
            _ => None,
        };
        let text = match why {
            Some(why) => format!("✗ {}. {expected}", capitalised(&why)),
            None => format!("✗ {expected}"),
        };
        return (text, Role::Stop);
    }
    (expected, Role::Quiet)
}

/// An answer as people read it, in the wizard's language.
pub(super) fn answer_label(view: View<'_, '_>, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Unknown => capitalised(view.app.common.dont_know),
        Answer::Option(place) => question
            .options()
            .get(*place)
            .map_or(String::new(), |o| choice_label(view, question, &o.label)),
        other => label(view.app.common, question, other),
    }
}

/// An option's label; a bare yes or no begins its line.
fn choice_label(view: View<'_, '_>, question: &Question, label: &Str) -> String {
    let common = view.app.common;
    if question.is_yes_no() && [common.yes, common.no].contains(&label.as_str()) {
        capitalised(label)
    } else {
        view.told(label)
    }
}

/// A word as it begins a line.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
