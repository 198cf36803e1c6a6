//! Actions on the result: scrolling, the code, and what is written or copied.

use super::common::{close, edit, moved};
use super::question::open;
use crate::tui::action::Action;
use crate::tui::layout::{self, Pane};
use crate::tui::line::Line;
use crate::tui::state::{App, Effect, Overlay, Prompt, Purpose};

pub(super) fn result(app: &mut App<'_>, action: Action) -> Effect {
    let (page, limits) = (layout::page(app.size), app.limits);
    let files = app.files().map_or(0, <[_]>::len);
    let Some(found) = &mut app.result else {
        return Effect::None;
    };
    match action {
        Action::Done => return Effect::Finish,
        Action::Back => return leave_result(app),
        Action::Switch => {
            found.pane = match found.pane {
                Pane::Advice => Pane::Code,
                Pane::Code => Pane::Advice,
            };
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
        Action::Emit => ask(app, Purpose::Emit),
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

/// Back to where the defaults were taken, or else to the last answer.
fn leave_result(app: &mut App<'_>) -> Effect {
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
    app.overlays.push(Overlay::Prompt(Prompt {
        purpose,
        line: Line::new(offered.clone()),
    }));
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
            let effect = match prompt.purpose {
                Purpose::Save => Effect::Save(name),
                Purpose::Emit => Effect::Emit(name),
            };
            app.overlays.pop();
            return effect;
        }
        other => {
            edit(&mut prompt.line, other);
        }
    }
    Effect::None
}
