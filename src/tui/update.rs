//! The one place where the wizard's state changes: an action in, an effect out.
//!
//! Nothing here touches the world; what has to be written or copied is handed back as an effect.

mod code;
mod common;
mod entries;
mod history;
mod lab;
mod map;
mod mouse;
mod overlays;
mod question;
mod result;
mod search;
mod starts;
mod translate;
mod why;

use self::common::close;
use self::mouse::{mouse, recall, visit};
use self::overlays::{confirm, examples, help, open_trail, quit, trail, undecided};
use self::question::{choice, entry, pasted};
pub(crate) use self::question::{look_at_code, open};
use self::result::{prompt, result};
pub(crate) use self::starts::{
    dropped, means_first_question, offer, open_first, to_questions, unreadable,
};
pub(crate) use self::translate::translate;
use super::action::Action;
use super::key::Key;
use super::keymap::{self, Context};
use super::layout::Limits;
use super::state::{About, App, Effect, Findings, Overlay, Written};
use crate::advice::Found;
use crate::ids::{OutcomeIx, QuestionIx};

/// Does what the user asked for.
pub(crate) fn update(app: &mut App<'_>, action: Action) -> Effect {
    app.notice = None;
    let doomed = app.shelf.doomed.take();
    match action {
        Action::Cancel => return Effect::Cancel,
        Action::Suspend => return Effect::Suspend,
        Action::Redraw => return Effect::Redraw,
        Action::Mouse => return mouse(app),
        Action::Theme => return Effect::Theme,
        Action::Language => return Effect::Language,
        Action::Visit(section) => return visit(app, section),
        Action::Recall(answer) => return recall(app, answer),
        Action::Help => {
            overlays::open_help(app, About::Here);
            return Effect::None;
        }
        Action::Examples => return examples(app),
        Action::Why => {
            why::open_outcomes(app);
            return Effect::None;
        }
        Action::Search => {
            search::open_find(app);
            return Effect::None;
        }
        Action::Palette => {
            search::open_palette(app);
            return Effect::None;
        }
        Action::Map => {
            map::open_map(app);
            return Effect::None;
        }
        Action::Lab => {
            lab::open_lab(app);
            return Effect::None;
        }
        Action::GoTo(question) => {
            return search::go_to(app, Found::Question(QuestionIx::new(question.into())));
        }
        Action::Explain(outcome) => {
            why::explain(app, OutcomeIx::new(outcome.into()));
            return Effect::None;
        }
        Action::Quit => return quit(app),
        Action::Starts => {
            starts::open_starts(app);
            return Effect::None;
        }
        Action::Trail => {
            open_trail(app);
            return Effect::None;
        }
        Action::Undo => return history::undo(app),
        Action::Redo => return history::redo(app),
        _ => {}
    }
    match app.context() {
        Context::YesNo | Context::Choice => choice(app, action),
        Context::Number | Context::Text => entry(app, action),
        Context::Trail => trail(app, action),
        Context::Starts => starts::starts(app, action, doomed),
        Context::Outcomes => why::outcomes(app, action),
        Context::Why => why::why(app, action),
        Context::Whole | Context::Entry | Context::Code => result(app, action),
        Context::Files => code::files(app, action),
        Context::Find => code::find(app, action),
        Context::Try => entries::trial(app, action),
        Context::Written if action == Action::Done => {
            close(app);
            result(app, action)
        }
        Context::Written => overlays::report(app, action),
        Context::Map => map::map(app, action),
        Context::Lab => lab::lab(app, action),
        Context::Help => help(app, action),
        Context::Confirm => confirm(app, action),
        Context::Undecided => undecided(app, action),
        Context::Prompt => prompt(app, action),
        Context::Search => search::search(app, action),
        Context::Reading => search::reading(app, action),
        Context::Small
        | Context::Result
        | Context::Line
        | Context::Commands
        | Context::Pages
        | Context::Everywhere => Effect::None,
    }
}

/// Puts pasted text into the line in front, if there is one.
pub(crate) fn paste(app: &mut App<'_>, text: &str) -> Effect {
    app.notice = None;
    if matches!(
        means_first_question(app),
        Some(Context::Number | Context::Text)
    ) {
        to_questions(app);
    }
    match (app.context(), app.overlays.last_mut()) {
        (Context::Prompt, Some(Overlay::Prompt(prompt))) => {
            prompt.touch(true);
            prompt.line.insert(text.trim());
            prompt.changed();
            return result::check(app);
        }
        (Context::Search, _) => search::pasted(app, text.trim()),
        (Context::Find, _) => code::pasted(app, text.trim()),
        (Context::Number | Context::Text, _) => pasted(app, text.trim()),
        (Context::Small, _) => {}
        _ => app.complain(app.words.no_line.to_owned()),
    }
    Effect::None
}

/// A key that means nothing here: told, and nothing else changes.
pub(crate) fn unbound(app: &mut App<'_>, key: Key) {
    let context = app.context();
    if context == Context::Small {
        return;
    }
    app.shelf.doomed = None;
    let help = keymap::key_of(context, Action::Help, &app.keys);
    let told = |action| keymap::key_of(context, action, &app.keys);
    let text = match (context, told(Action::Back), told(Action::Search)) {
        // Whoever answers on a situation is told where answers go.
        (Context::Starts, Some(back), Some(find)) => {
            (app.words.no_such_key_at_starts)(&key.to_string(), &back, &find)
        }
        _ => (app.words.no_such_key)(&key.to_string(), help.as_deref()),
    };
    app.complain(text);
}

/// Something was written as the prompt on top asked for.
pub(crate) fn written(app: &mut App<'_>, text: String) {
    app.safe.saved = Some(app.answers());
    app.overlays.pop();
    app.say(text);
}

/// The answers cannot be kept, which is told once.
pub(crate) fn not_kept(app: &mut App<'_>, why: &str) {
    if !std::mem::replace(&mut app.safe.warned, true) {
        app.complain((app.words.not_kept)(why));
    }
}

/// The project was written: what came of it and what to do next takes the prompt's place.
pub(crate) fn emitted(app: &mut App<'_>, directory: String, told: String) {
    app.written = Some(Written {
        directory,
        answers: app.answers(),
    });
    app.overlays.pop();
    app.overlays.push(Overlay::Written { told, scroll: 0 });
}

/// Has the host say anew what it said of the name in the prompt on top: in another language.
pub(crate) fn check_again(app: &mut App<'_>) -> Effect {
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() {
        prompt.changed();
    }
    result::check(app)
}

/// What the host says of the name in the prompt on top.
pub(crate) fn checked(app: &mut App<'_>, said: Result<String, String>) {
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() {
        prompt.checked = Some(said);
    }
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
    match app.overlays.last_mut() {
        Some(Overlay::Help { scroll, to, .. }) => {
            let row = to.take().and_then(|(context, text)| {
                let mut keys = limits.help_keys.iter();
                keys.find(|key| key.context == context && key.text == text)
            });
            // With what stands above it.
            *scroll = row.map_or(*scroll, |key| key.row.saturating_sub(2));
            *scroll = (*scroll).min(limits.help);
        }
        Some(Overlay::Why { scroll }) => *scroll = (*scroll).min(limits.why),
        Some(Overlay::Reading { scroll, .. }) => *scroll = (*scroll).min(limits.reading),
        Some(Overlay::Try { scroll } | Overlay::Written { scroll, .. }) => {
            *scroll = (*scroll).min(limits.told);
        }
        Some(Overlay::Map { scroll, .. }) => {
            *scroll = Some(scroll.unwrap_or(limits.map_from).min(limits.map));
        }
        _ => {}
    }
    if let Some(pane) = &mut app.lab {
        pane.scroll = pane.scroll.min(limits.lab);
    }
    if let Some(found) = &mut app.result {
        if std::mem::take(&mut found.follow) {
            follow(found, &limits);
        }
        found.advice_scroll = found.advice_scroll.min(limits.advice);
        found.code_scroll = found.code_scroll.min(limits.code);
        if !limits.advice_lines.is_empty() {
            entries::release(found, &limits.entries, limits.rows);
        }
    }
    app.limits = limits;
}

/// Scrolls to what was chosen or found.
fn follow(found: &mut Findings<'_>, limits: &Limits) {
    let rows = limits.rows.max(1);
    let chosen = limits
        .entries
        .iter()
        .find(|place| Some(place.entry) == found.chosen);
    if let Some(place) = chosen {
        let lowest = place.end.saturating_sub(rows).min(place.first);
        found.advice_scroll = found.advice_scroll.clamp(lowest, place.first);
    }
    if let Some(row) = limits.mark
        && !(found.code_scroll..found.code_scroll + rows).contains(&row)
    {
        // With something of what stands before it.
        found.code_scroll = row.saturating_sub(rows / 3);
    }
}
