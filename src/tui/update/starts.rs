//! Actions on the first page: the questions, what was interrupted, a situation to begin with.

use super::common::{close, moved};
use super::question::open;
use crate::host::Left;
use crate::model::Advisor;
use crate::session::{Origin, Session};
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout;
use crate::tui::state::{App, Beginning, Effect, Interrupted, Overlay};

/// Outcomes that are told of an interview that was interrupted.
const TOLD: usize = 3;

/// The page that everything begins with, where there is a choice.
pub(crate) fn open_first(app: &mut App<'_>) {
    if app.may_begin() {
        app.overlays.push(Overlay::Starts { selected: 0 });
    }
}

/// The same page, for whoever looks for something other than the questions.
pub(super) fn open_starts(app: &mut App<'_>) {
    if app.may_begin() {
        app.overlays.push(Overlay::Starts { selected: 1 });
    } else {
        app.say(app.words.begun.to_owned());
    }
}

pub(super) fn starts(app: &mut App<'_>, action: Action, doomed: Option<usize>) -> Effect {
    let beginnings = app.beginnings();
    let page = layout::page(app.size);
    let Some(Overlay::Starts { selected }) = app.overlays.last_mut() else {
        return Effect::None;
    };
    let chosen = beginnings.get(*selected).copied();
    match (action, chosen) {
        (Action::Back, _) | (Action::Choose, Some(Beginning::Questions)) => to_questions(app),
        (Action::Choose, Some(Beginning::Interrupted(place))) => take_up(app, place),
        (Action::Choose, Some(Beginning::Situation(start))) => {
            app.interview.begin(start);
            let effect = open(app);
            let key = keymap::key_of(app.context(), Action::Trail, &app.keys);
            let answers = app.trail().count();
            app.say((app.words.begun_with)(
                answers,
                &start.title,
                key.as_deref(),
            ));
            effect
        }
        (Action::Choose, Some(Beginning::Older(_))) => {
            app.shelf.whole = true;
            Effect::None
        }
        (Action::Discard, Some(Beginning::Interrupted(place))) if doomed == Some(place) => {
            Effect::Dropped(place)
        }
        // Nothing brings them back, so it is asked.
        (Action::Discard, Some(one @ Beginning::Interrupted(place))) => {
            app.shelf.doomed = Some(place);
            let key = keymap::key_of(Context::Starts, Action::Discard, &app.keys);
            let name = app.name_of(one);
            app.complain((app.words.really_drop)(&name, &key.unwrap_or_default()));
            Effect::None
        }
        (Action::Discard, _) => {
            app.complain(app.words.nothing_to_drop.to_owned());
            Effect::None
        }
        (other, _) => {
            *selected = moved(*selected, other, page, beginnings.len().saturating_sub(1));
            Effect::None
        }
    }
}

/// To the first question; what was interrupted waits.
pub(crate) fn to_questions(app: &mut App<'_>) -> Effect {
    let effect = close(app);
    let key = keymap::key_of(app.context(), Action::Starts, &app.keys);
    if let (Some(key), Some(latest)) = (key, app.interrupted.first()) {
        app.say(if latest.left.finished {
            (app.words.result_waits)(&key)
        } else {
            (app.words.kept_waits)(latest.left.answers.len(), &key)
        });
    }
    effect
}

fn take_up(app: &mut App<'_>, place: usize) -> Effect {
    let Some(chosen) = app.interrupted.get(place) else {
        return Effect::None;
    };
    let left = chosen.left.clone();
    app.interview
        .take_up(left.answers, left.aside, left.finished);
    app.taken_up = Some(place);
    // What it leads to beside the answers is told by the host when it is asked next.
    open(app);
    Effect::TakenUp(place)
}

/// What was interrupted, as the host tells it.
pub(crate) fn offer(app: &mut App<'_>, all: Vec<Left>) {
    let offered = all.into_iter().map(|left| Interrupted {
        decided: decided(app.interview.advisor(), &left),
        left,
    });
    app.interrupted = offered.collect();
}

/// What was interrupted and cannot be offered any more, by the paths of its sheets.
pub(crate) fn unreadable(app: &mut App<'_>, paths: &[String]) {
    if !paths.is_empty() {
        app.complain((app.words.unreadable)(paths.len(), &paths.join(", ")));
    }
}

/// The same in the language spoken now.
pub(super) fn offer_again(app: &mut App<'_>) {
    let advisor = app.interview.advisor();
    for one in &mut app.interrupted {
        one.decided = decided(advisor, &one.left);
    }
}

/// The outcomes that its answers decide, as far as they are told.
fn decided(advisor: &Advisor, left: &Left) -> String {
    let mut session = Session::new(advisor);
    let answers = left.answers.iter().cloned();
    session.set_all(answers.map(|(question, answer)| (question, answer, Origin::Given)));
    if left.finished {
        let _ = session.finish_with_defaults();
    }
    let sections = advisor.section_ixs();
    let sections = sections.filter(|section| !session.stands_by_default(*section));
    let outcomes = sections.filter_map(|section| session.decided(section));
    let titles = outcomes
        .flatten()
        .map(|outcome| &*advisor.outcome(*outcome).title);
    titles.take(TOLD).collect::<Vec<_>>().join(", ")
}

/// One was dropped, and this is left.
pub(crate) fn dropped(app: &mut App<'_>, all: Vec<Left>) {
    offer(app, all);
    app.say(app.words.dropped.to_owned());
    let interrupted = |one: &Beginning<'_>| matches!(one, Beginning::Interrupted(_));
    let left = app
        .beginnings()
        .iter()
        .filter(|one| interrupted(one))
        .count();
    if let Some(Overlay::Starts { selected }) = app.overlays.last_mut()
        && *selected > left
    {
        // The one before it, or the questions.
        *selected = left;
    }
    if !app.may_begin() {
        close(app);
    }
}

/// What a key that the page does not have means at the first question, while that is what is
/// highlighted: whoever types an answer at once has given it.
pub(crate) fn means_first_question(app: &App<'_>) -> Option<Context> {
    let first = matches!(app.overlays.last(), Some(Overlay::Starts { selected: 0 }));
    (first && app.context() == Context::Starts).then(|| app.base_context())
}
