//! The help page: the keys that count now, and those of all other places when it is unfolded; and the question
//! in full, before them where it is what is in front.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw, seen, title};
use super::text::{width, wrap};
use crate::data::Str;
use crate::model::answer::short_answer;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Anywhere, Context};
use crate::tui::layout::{KeyRow, padded};
use crate::tui::state::{About, Overlay};
use crate::tui::theme::Role;

/// Draws all of it, or only how an expert answers.
pub(super) fn render(
    view: View<'_, '_>,
    (scroll, about): (usize, About),
    area: Rect,
    buffer: &mut Buffer,
) {
    Clear.render(area, buffer);
    let lines = match view.app.overlays.last() {
        Some(Overlay::Help { .. }) => Cow::Borrowed(&view.app.limits.help_lines),
        // What lies on top was measured.
        _ => Cow::Owned(lines(view, about, padded(area, 1)).0),
    };
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let name = if about == About::Examples {
        view.app.common.situations
    } else {
        view.app.words.help_title
    };
    let inner = title(view, name, &right, area, buffer);
    draw(&lines, scroll, padded(inner, 1), buffer);
}

/// How far it can be scrolled, all of it, and where each key is.
pub(super) fn limit(
    view: View<'_, '_>,
    about: About,
    area: Rect,
) -> (usize, Vec<Line<'static>>, Vec<KeyRow>) {
    let rows = usize::from(area.height.saturating_sub(1));
    let (lines, keys) = lines(view, about, padded(area, 1));
    (lines.len().saturating_sub(rows), lines, keys)
}

fn lines(view: View<'_, '_>, about: About, area: Rect) -> (Vec<Line<'static>>, Vec<KeyRow>) {
    let columns = usize::from(area.width);
    if about == About::Examples {
        let mut lines = asked(view, columns);
        lines.push(Line::default());
        lines.extend(examples(view, columns));
        return (lines, Vec::new());
    }
    let mut keys = Vec::new();
    let words = view.app.common;
    let here = view.app.context_below_help();
    let all = keymap::contexts(words);
    let now = |context: &Context| *context == here || here.shared().contains(context);
    // What lies over the question is what was asked about.
    let over = here != view.app.base_context();
    let mut lines = if over {
        Vec::new()
    } else {
        question(view, columns)
    };
    let rank = |context: &Context| match context {
        context if *context == here => 0,
        context if now(context) => 1,
        _ => 2,
    };
    let mut all = all.to_vec();
    // Stable: the others stay as they are listed.
    all.sort_by_key(|(context, _)| rank(context));
    let question = over.then(|| question(view, columns));
    let mut question = question.filter(|question| !question.is_empty());
    let after = |question: Vec<Line<'static>>, lines: &mut Vec<Line<'static>>| {
        lines.push(Line::default());
        lines.extend(question);
    };
    for (context, name) in &all {
        if !now(context) {
            if let Some(question) = question.take() {
                after(question, &mut lines);
            }
            if about == About::Here {
                break;
            }
        }
        let hints = if now(context) {
            keymap::help(*context, &view.app.keys, &view.app.at(here))
        } else {
            keymap::help(*context, &view.app.keys, &Anywhere)
        };
        if hints.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::from(view.span(*name, Role::Heading)));
        let widest = hints
            .iter()
            .map(|hint| width(&hint.keys))
            .max()
            .unwrap_or(0);
        let column = widest.min(columns / 3);
        for hint in hints {
            keys.push(KeyRow {
                context: *context,
                text: hint.text,
                row: lines.len(),
            });
            let text = [(hint.text, view.style(Role::Text))];
            let told = if width(&hint.keys) <= column {
                let gap = column - width(&hint.keys) + 2;
                format!("  {}{}", hint.keys, " ".repeat(gap))
            } else {
                // Many keys have rows of their own.
                let keys = [(hint.keys.as_str(), view.style(Role::Key))];
                lines.extend(wrap(view.span("  ", Role::Text), &keys, columns));
                " ".repeat(column + 4)
            };
            lines.extend(wrap(view.span(told, Role::Key), &text, columns));
        }
    }
    if let Some(question) = question.take() {
        after(question, &mut lines);
    }
    if about == About::Here {
        let words = view.app.words;
        let key = |action| keymap::key_of(Context::Help, action, &view.app.keys);
        let more = [
            (key(Action::Forward), words.help_whole),
            (key(Action::Search), words.help_find_key),
        ];
        lines.push(Line::default());
        for (key, text) in more {
            let Some(key) = key else { continue };
            let text = [(text, view.style(Role::Text))];
            lines.extend(wrap(
                view.span(format!("{key} "), Role::Key),
                &text,
                columns,
            ));
        }
    }
    (lines, keys)
}

/// Everything said about the question.
fn question(view: View<'_, '_>, columns: usize) -> Vec<Line<'static>> {
    let Some(card) = &view.app.card else {
        return Vec::new();
    };
    let words = view.app.words;
    let question = card.open.advisor().question(card.question);
    let section = card.open.advisor().section(question.section);
    let mut lines = vec![Line::from(view.span(words.help_question, Role::Heading))];
    let mut say = |head: &str, text: &Str, role: Role| {
        let head = if head.is_empty() {
            String::new()
        } else {
            format!("{head} ")
        };
        lines.extend(wrap(
            view.span("  ", Role::Text),
            &[
                (&head, view.style(Role::Quiet)),
                (&view.told(text), view.style(role)),
            ],
            columns,
        ));
    };
    if let Some(intro) = &section.intro {
        say("", intro, Role::Quiet);
    }
    say("", &question.ask, Role::Ask);
    if let Some(help) = &question.help {
        say("", help, Role::Text);
    }
    if let Some(example) = &question.example {
        say(view.app.common.example, example, Role::Text);
    }
    if let Some(source) = &question.source {
        say(view.app.common.source, source, Role::Quiet);
    }
    let examples = examples(view, columns);
    if !examples.is_empty() {
        lines.push(Line::default());
        lines.push(Line::from(
            view.span(view.app.common.situations, Role::Heading),
        ));
        lines.extend(examples);
    }
    lines
}

/// The question by itself.
fn asked(view: View<'_, '_>, columns: usize) -> Vec<Line<'static>> {
    let Some(card) = &view.app.card else {
        return Vec::new();
    };
    let question = card.open.advisor().question(card.question);
    let ask = view.told(&question.ask);
    wrap(
        view.span("", Role::Text),
        &[(&ask, view.style(Role::Ask))],
        columns,
    )
}

/// Situations, each with the answer that an expert would give.
fn examples(view: View<'_, '_>, columns: usize) -> Vec<Line<'static>> {
    let Some(card) = &view.app.card else {
        return Vec::new();
    };
    let question = card.open.advisor().question(card.question);
    let examples = question.examples.iter();
    let told = examples.flat_map(|example| {
        let answer = short_answer(view.app.common, question, &example.answer);
        wrap(
            view.span(format!("  {answer}: "), Role::Key),
            &[(&view.told(&example.situation), view.style(Role::Text))],
            columns,
        )
    });
    told.collect()
}
