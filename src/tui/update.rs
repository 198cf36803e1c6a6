//! The one place where the wizard's state changes: an action in, an effect out.
//!
//! Nothing here touches the world; what has to be written or copied is handed back as an effect.

mod common;
mod map;
mod overlays;
mod question;
mod result;
mod why;

use self::overlays::{
    confirm, examples, help, open_starts, open_trail, quit, starts, trail, undecided,
};
pub(crate) use self::question::open;
use self::question::{choice, entry, look_away, pasted};
use self::result::{prompt, result};
use super::action::Action;
use super::key::Key;
use super::keymap::{self, Context};
use super::layout::Limits;
use super::state::{App, Effect, Overlay, Written};

/// Does what the user asked for.
pub(crate) fn update(app: &mut App<'_>, action: Action) -> Effect {
    app.notice = None;
    match action {
        Action::Cancel => return Effect::Cancel,
        Action::Suspend => return Effect::Suspend,
        Action::Redraw => return Effect::Redraw,
        Action::Help => {
            app.overlays.push(Overlay::Help {
                scroll: 0,
                examples: false,
            });
            return Effect::None;
        }
        Action::Examples => return examples(app),
        Action::Why => {
            why::open_outcomes(app);
            return Effect::None;
        }
        Action::Map => {
            map::open_map(app);
            return Effect::None;
        }
        Action::Quit => return quit(app),
        Action::Starts => {
            open_starts(app);
            return Effect::None;
        }
        Action::Trail => {
            open_trail(app);
            return Effect::None;
        }
        _ => {}
    }
    match app.context() {
        Context::YesNo | Context::Choice => choice(app, action),
        Context::Number | Context::Text => entry(app, action),
        Context::Trail => trail(app, action),
        Context::Starts => starts(app, action),
        Context::Outcomes => why::outcomes(app, action),
        Context::Why => why::why(app, action),
        Context::Map => map::map(app, action),
        Context::Result => result(app, action),
        Context::Help => help(app, action),
        Context::Confirm => confirm(app, action),
        Context::Undecided => undecided(app, action),
        Context::Prompt => prompt(app, action),
        Context::Small | Context::Line | Context::Pages | Context::Everywhere => Effect::None,
    }
}

/// Puts pasted text into the line in front, if there is one.
pub(crate) fn paste(app: &mut App<'_>, text: &str) {
    app.notice = None;
    match (app.context(), app.overlays.last_mut()) {
        (Context::Prompt, Some(Overlay::Prompt(prompt))) => {
            prompt.line.insert(text.trim());
            prompt.changed();
        }
        (Context::Number | Context::Text, _) => pasted(app, text.trim()),
        (Context::Small, _) => {}
        _ => {
            app.complain(app.words.no_line.to_owned());
            look_away(app);
        }
    }
}

/// A key that means nothing here: told, and what is highlighted is no longer what Enter takes,
/// since whoever typed it meant something else.
pub(crate) fn unbound(app: &mut App<'_>, key: Key) {
    let context = app.context();
    if context == Context::Small {
        return;
    }
    let help = keymap::key_of(context, Action::Help, app.common);
    let text = (app.words.no_such_key)(&key.to_string(), help.as_deref());
    app.complain(text);
    look_away(app);
}

/// Something was written as the prompt on top asked for.
pub(crate) fn written(app: &mut App<'_>, text: String) {
    app.overlays.pop();
    app.say(text);
}

/// The project was written.
pub(crate) fn emitted(app: &mut App<'_>, directory: String, text: String) {
    app.written = Some(Written {
        directory,
        answers: app.answers(),
    });
    written(app, text);
}

/// It was not, and the prompt stays.
pub(crate) fn refused(app: &mut App<'_>, reason: String, replace: bool) {
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() {
        prompt.reason = Some(reason);
        prompt.replace = replace;
    }
}

/// Takes what was measured of the texts; what was scrolled stays within them.
pub(crate) fn settle(app: &mut App<'_>, limits: Limits) {
    app.limits = limits;
    match app.overlays.last_mut() {
        Some(Overlay::Help { scroll, .. }) => *scroll = (*scroll).min(limits.help),
        Some(Overlay::Why { scroll }) => *scroll = (*scroll).min(limits.why),
        Some(Overlay::Map { scroll, .. }) => {
            *scroll = Some(scroll.unwrap_or(limits.map_from).min(limits.map));
        }
        _ => {}
    }
    if let Some(found) = &mut app.result {
        found.advice_scroll = found.advice_scroll.min(limits.advice);
        found.code_scroll = found.code_scroll.min(limits.code);
    }
}
