//! Actions on the result: scrolling, the code, and what is written or copied.

use super::code;
use super::common::{close, edit, moved};
use super::entries;
use super::overlays::settle;
use super::question::{open, take_back, to_draft};
use crate::tui::action::Action;
use crate::tui::layout::{self, Pane};
use crate::tui::state::{App, Effect, Overlay, Prompt, Purpose};

pub(super) fn result(app: &mut App<'_>, action: Action) -> Effect {
    let page = layout::page(app.size);
    let Some(found) = &mut app.result else {
        return Effect::None;
    };
    let limits = &app.limits;
    match action {
        Action::Done => return done(app),
        Action::Settle => return settle(app),
        // From the code to the advice, then to let go of what is chosen, and then to leave.
        Action::Back if found.pane == Pane::Code => found.pane = Pane::Advice,
        Action::Back if found.chosen.is_some() => found.chosen = None,
        Action::Back => return leave_result(app),
        Action::Choose => return entries::look(app),
        Action::Up | Action::Down if found.pane == Pane::Advice => {
            let down = action == Action::Down;
            entries::step(found, &limits.entries, (limits.rows, limits.advice), down);
        }
        Action::WheelUp | Action::WheelDown => {
            let line = match action {
                Action::WheelUp => Action::Up,
                _ => Action::Down,
            };
            match found.pane {
                Pane::Advice => {
                    found.advice_scroll = moved(found.advice_scroll, line, page, limits.advice);
                    entries::release(found, &limits.entries, limits.rows);
                }
                Pane::Code => found.code_scroll = moved(found.code_scroll, line, page, limits.code),
            }
        }
        Action::Point(to) => {
            let place = limits.entries.get(usize::from(to));
            found.chosen = place.map(|place| place.entry);
            found.pane = Pane::Advice;
        }
        Action::Sources => {
            app.unfolded = !app.unfolded;
            found.pane = Pane::Advice;
            found.follow = true;
            // It may be out of sight, or on the other page.
            let words = &app.words.acting;
            let told = if app.unfolded {
                words.sources_shown
            } else {
                words.sources_folded
            };
            app.say(told.to_owned());
        }
        Action::Files => code::open_files(app),
        Action::Show(file) => code::show(app, file.into()),
        Action::Find => code::open_find(app),
        Action::NextMatch => code::next(app, true),
        Action::PreviousMatch => code::next(app, false),
        Action::NextFile => code::turn(app, true),
        Action::PreviousFile => code::turn(app, false),
        Action::Switch => {
            found.pane = match found.pane {
                Pane::Advice => Pane::Code,
                Pane::Code => Pane::Advice,
            };
        }
        Action::Pairs if !found.has_code() => app.say(app.words.acting.no_pairs.to_owned()),
        Action::Pairs => {
            found.pairs = !found.pairs;
            found.pane = Pane::Advice;
            let words = &app.words.acting;
            let told = if found.pairs {
                words.pairs_shown
            } else {
                words.pairs_hidden
            };
            app.say(told.to_owned());
        }
        Action::Save => return ask(app, Purpose::Save),
        Action::Emit => match app.what_is_open() {
            Some(open) => app.complain(open),
            None => return ask(app, Purpose::Emit),
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
    // Typed ahead, for a question.
    if app.unseen {
        app.say(app.words.acting.not_seen.to_owned());
        return Effect::None;
    }
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
    if let Some(undone) = take_back(app) {
        return undone;
    }
    if app.interview.has_finished() {
        app.interview.drop_defaults();
    }
    if app.interview.current().is_none() {
        app.interview.back();
    }
    let effect = open(app);
    // Whoever finishes anew begins at its top.
    app.spots.clear();
    effect
}

fn ask(app: &mut App<'_>, purpose: Purpose) -> Effect {
    let offered = match purpose {
        Purpose::Save => &app.offers.sheet,
        Purpose::Emit => &app.offers.project,
    };
    let prompt = Prompt::new(purpose, offered.clone());
    app.overlays.push(Overlay::Prompt(prompt));
    check(app)
}

/// Has the host look at a project's name as it is typed.
pub(super) fn check(app: &App<'_>) -> Effect {
    match app.overlays.last() {
        Some(Overlay::Prompt(prompt)) if prompt.purpose == Purpose::Emit => {
            Effect::Check(prompt.line.text().trim().to_owned())
        }
        _ => Effect::None,
    }
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
            prompt.touch(matches!(other, Action::Type(_)));
            edit(&mut prompt.line, other);
            if prompt.line.text() != before {
                prompt.changed();
                return check(app);
            }
        }
    }
    Effect::None
}
