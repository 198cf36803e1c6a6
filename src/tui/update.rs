//! The one place where the wizard's state changes: an action in, an effect out.
//!
//! Nothing here touches the world; what has to be written or copied is handed back as an effect.

mod overlays;
mod result;

use self::overlays::{confirm, help, open_trail, quit, trail};
use self::result::{prompt, result};
use super::action::Action;
use super::keymap::Context;
use super::line::Line;
use super::state::{App, Card, Effect, Findings, Overlay, Pane, unknown_place};
use super::view;
use crate::advice::Advice;
use crate::model::Answer;

/// Does what the user asked for.
pub(crate) fn update(app: &mut App<'_>, action: Action) -> Effect {
    app.notice = None;
    match action {
        Action::Cancel => return Effect::Cancel,
        Action::Suspend => return Effect::Suspend,
        Action::Redraw => return Effect::Redraw,
        Action::Help => {
            app.overlays.push(Overlay::Help { scroll: 0 });
            return Effect::None;
        }
        Action::Quit => return quit(app),
        Action::Trail => {
            open_trail(app);
            return Effect::None;
        }
        _ => {}
    }
    match app.context() {
        Context::Choice => choice(app, action),
        Context::Number | Context::Text => entry(app, action),
        Context::Trail => trail(app, action),
        Context::Result => result(app, action),
        Context::Help => help(app, action),
        Context::Confirm => confirm(app, action),
        Context::Prompt => prompt(app, action),
        Context::Small | Context::Line | Context::Pages | Context::Everywhere => Effect::None,
    }
}

/// Opens the question in front, or the result when there is none.
pub(crate) fn open(app: &mut App<'_>) -> Effect {
    app.overlays.clear();
    let Some(question) = app.interview.current() else {
        app.card = None;
        app.result = Some(Findings {
            advice: Advice::of(app.session()),
            code: None,
            pane: Pane::Advice,
            file: 0,
            advice_scroll: 0,
            code_scroll: 0,
        });
        return Effect::Code;
    };
    app.result = None;
    let session = app.interview.session();
    let asked = app.interview.advisor().question(question);
    let held = session.answer(question).cloned();
    let mut open = session.clone();
    if held.is_some() {
        open.unset(question);
    }
    let selected = match held.as_ref().or_else(|| open.default_of(question)) {
        Some(Answer::Unknown) => unknown_place(asked),
        Some(Answer::Option(place)) => *place,
        _ => 0,
    };
    let written = match &held {
        Some(answer @ (Answer::Number(_) | Answer::Text(_))) => {
            Line::new(asked.answer_text(answer))
        }
        _ => Line::default(),
    };
    let line = app.drafts.get(&question).cloned().unwrap_or(written);
    let can_forward = app.interview.clone().forward();
    app.card = Some(Card {
        question,
        selected,
        line,
        refused: false,
        can_finish: open.clone().finish_with_defaults().is_ok(),
        open,
        preview: None,
        can_forward,
    });
    look_ahead(app);
    Effect::None
}

/// Finds out what the highlighted answer would lead to.
fn look_ahead(app: &mut App<'_>) {
    if let Some(card) = &mut app.card {
        card.preview = card
            .answer()
            .map(|answer| card.open.with(card.question, answer));
    }
}

fn choice(app: &mut App<'_>, action: Action) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    let last = card.unknown_place();
    match action {
        Action::Up => card.selected = card.selected.saturating_sub(1),
        Action::Down => card.selected = (card.selected + 1).min(last),
        Action::First => card.selected = 0,
        Action::Last => card.selected = last,
        Action::Pick(number) => {
            let place = usize::from(number) - 1;
            if place >= last {
                let text = (app.words.no_option)(number);
                app.complain(text);
                return Effect::None;
            }
            return answer(app, Answer::Option(place));
        }
        Action::Choose => {
            return match card.answer() {
                Some(chosen) => answer(app, chosen),
                None => Effect::None,
            };
        }
        other => return on_question(app, other),
    }
    look_ahead(app);
    Effect::None
}

fn entry(app: &mut App<'_>, action: Action) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    let question = card.question;
    let blank = card.line.is_empty();
    match action {
        Action::Up | Action::First => card.selected = 0,
        Action::Down | Action::Last => card.selected = card.unknown_place(),
        Action::CursorLeft | Action::EraseLeft if blank => return on_question(app, Action::Back),
        Action::Choose => return enter(app),
        _ => {
            if !edit(&mut card.line, action) {
                return on_question(app, action);
            }
            card.selected = 0;
            card.refused = false;
            app.drafts.insert(question, card.line.clone());
        }
    }
    look_ahead(app);
    Effect::None
}

/// Takes what is in the line.
fn enter(app: &mut App<'_>) -> Effect {
    let Some(card) = &mut app.card else {
        return Effect::None;
    };
    if let Some(chosen) = card.answer() {
        return answer(app, chosen);
    }
    card.refused = true;
    if card.line.text().trim().is_empty() {
        let text = (app.words.not_unknown_yet)(app.common.dont_know);
        app.complain(text);
    }
    Effect::None
}

/// Changes a line; `false` when the action is not about lines.
fn edit(line: &mut Line, action: Action) -> bool {
    match action {
        Action::Type(c) => line.insert(c.encode_utf8(&mut [0; 4])),
        Action::CursorLeft => line.left(),
        Action::CursorRight => line.right(),
        Action::CursorStart => line.start(),
        Action::CursorEnd => line.end(),
        Action::EraseLeft => line.erase_left(),
        Action::EraseRight => line.erase_right(),
        Action::EraseWord => line.erase_word(),
        Action::EraseLine => line.clear(),
        _ => return false,
    }
    true
}

/// Puts pasted text into the line in front, if there is one.
pub(crate) fn paste(app: &mut App<'_>, text: &str) {
    app.notice = None;
    match (app.context(), app.overlays.last_mut(), &mut app.card) {
        (Context::Prompt, Some(Overlay::Prompt(prompt)), _) => prompt.line.insert(text.trim()),
        (Context::Number | Context::Text, _, Some(card)) => {
            card.line.insert(text.trim());
            card.selected = 0;
            card.refused = false;
            app.drafts.insert(card.question, card.line.clone());
            look_ahead(app);
        }
        _ => {}
    }
}

/// What is the same at every kind of question.
fn on_question(app: &mut App<'_>, action: Action) -> Effect {
    match action {
        Action::Back => {
            if app.interview.back() {
                return open(app);
            }
            app.say(app.common.first_question.to_owned());
        }
        Action::Forward => {
            if app.interview.forward() {
                return open(app);
            }
            app.say(app.common.nothing_later.to_owned());
        }
        Action::Unknown => return answer(app, Answer::Unknown),
        Action::Finish => return finish(app),
        _ => {}
    }
    Effect::None
}

/// Gives an answer. Defaults taken before follow it, since they may depend on it.
fn answer(app: &mut App<'_>, answer: Answer) -> Effect {
    if let Some(card) = &app.card {
        app.drafts.remove(&card.question);
    }
    app.interview.answer(answer);
    if app.finished {
        app.interview.drop_defaults();
        app.finished = app.interview.finish().is_ok();
    }
    open(app)
}

/// Takes the defaults for what is left, all or none of them.
fn finish(app: &mut App<'_>) -> Effect {
    if app.interview.finish().is_ok() {
        app.finished = true;
        return open(app);
    }
    app.interview.drop_defaults();
    let effect = open(app);
    app.complain(app.common.no_default.to_owned());
    effect
}

fn close(app: &mut App<'_>) -> Effect {
    app.overlays.pop();
    Effect::None
}

/// A place after a move, between 0 and `last`.
fn moved(place: usize, action: Action, page: usize, last: usize) -> usize {
    let to = match action {
        Action::Up => place.saturating_sub(1),
        Action::Down => place + 1,
        Action::PageUp => place.saturating_sub(page),
        Action::PageDown => place + page,
        Action::First => 0,
        Action::Last => last,
        _ => place,
    };
    to.min(last)
}

/// Takes a new size; what was scrolled stays within the text.
pub(crate) fn resize(app: &mut App<'_>, size: (u16, u16)) {
    app.size = size;
    let limit = view::scroll_limit(app);
    if let Some(Overlay::Help { scroll }) = app.overlays.last_mut() {
        *scroll = (*scroll).min(limit);
        return;
    }
    let limits = view::result_limits(app);
    if let Some(found) = &mut app.result {
        found.advice_scroll = found.advice_scroll.min(limits.0);
        found.code_scroll = found.code_scroll.min(limits.1);
    }
}
