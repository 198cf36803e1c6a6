//! Actions on the result: scrolling, the code, and what is written or copied.

use super::common::{close, edit, moved};
use super::overlays::settle;
use super::question::{open, to_draft, undo};
use crate::tui::action::Action;
use crate::tui::layout::{self, Pane};
use crate::tui::state::{App, Effect, Overlay, Prompt, Purpose};

pub(super) fn result(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limits) = (layout::page(app.size), app.limits);
    let files = app.files().map_or(0, <[_]>::len);
    let Some(found) = &mut app.result else {
        return Effect::None;
    };
    match action {
        Action::Done => return done(app),
        Action::Settle => return settle(app),
        Action::Back => return leave_result(app),
        Action::Switch => {
            found.pane = match found.pane {
                Pane::Advice => Pane::Code,
                Pane::Code => Pane::Advice,
            };
        }
        Action::Pairs => {
            found.pairs = !found.pairs;
            found.pane = Pane::Advice;
        }
        Action::NextFile | Action::PreviousFile if files > 0 => {
            let step = if action == Action::NextFile {
                1
            } else {
                files - 1
            };
            found.file = (found.file + step) % files;
            found.code_scroll = 0;
            found.pane = Pane::Code;
        }
        Action::Save => ask(app, Purpose::Save),
        Action::Emit => match app.what_is_open() {
            Some(open) => app.complain(open),
            None => ask(app, Purpose::Emit),
        },
        Action::Copy => {
            let shown = found.file;
            if let Some(file) = app.files().and_then(|files| files.get(shown)) {
                let (text, path) = (file.text.clone(), file.path.clone());
                app.say((app.words.copied)(&path));
                return Effect::Copy(text);
            }
        }
        other => {
            let (scroll, limit) = match found.pane {
                Pane::Advice => (&mut found.advice_scroll, limits.advice),
                Pane::Code => (&mut found.code_scroll, limits.code),
            };
            *scroll = moved(*scroll, other, page, limit);
        }
    }
    Effect::None
}

/// Leaves with the result, unless something typed or something open would be passed over.
fn done(app: &mut App<'_>) -> Effect {
    if let Some(question) = app.pending_draft() {
        return to_draft(app, question);
    }
    if app.open_question().is_some() && !app.offers.partial {
        app.overlays.push(Overlay::Undecided);
        return Effect::None;
    }
    Effect::Finish
}

/// Back to where the defaults were taken, or else to the last answer.
fn leave_result(app: &mut App<'_>) -> Effect {
    if let Some(undone) = undo(app) {
        return undone;
    }
    if app.finished {
        app.finished = false;
        app.interview.drop_defaults();
    }
    if app.interview.current().is_none() {
        app.interview.back();
    }
    open(app)
}

fn ask(app: &mut App<'_>, purpose: Purpose) {
    let offered = match purpose {
        Purpose::Save => &app.offers.sheet,
        Purpose::Emit => &app.offers.project,
    };
    let prompt = Prompt::new(purpose, offered.clone());
    app.overlays.push(Overlay::Prompt(prompt));
}

pub(super) fn prompt(app: &mut App<'_>, action: Action) -> Effect {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else {
        return Effect::None;
    };
    match action {
        Action::Back => return close(app),
        Action::CursorLeft | Action::EraseLeft if prompt.line.is_empty() => return close(app),
        Action::Choose => {
            let name = prompt.line.text().trim().to_owned();
            if name.is_empty() {
                app.complain(app.words.empty_name.to_owned());
                return Effect::None;
            }
            let replace = prompt.replace;
            return match prompt.purpose {
                Purpose::Save => Effect::Save {
                    path: name,
                    replace,
                },
                Purpose::Emit => Effect::Emit(name),
            };
        }
        other => {
            let before = prompt.line.text().to_owned();
            edit(&mut prompt.line, other);
            if prompt.line.text() != before {
                prompt.changed();
            }
        }
    }
    Effect::None
}
