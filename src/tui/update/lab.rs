//! The crash lab: what happens to the tree, which step of it is shown, and how heavy the load is.

use super::common::{close, moved};
use crate::lab::load::{LOADS, SLICES};
use crate::lab::plan::Plan;
use crate::lab::play::Event;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context, Keymap};
use crate::tui::layout;
use crate::tui::state::lab::{LabPane, Side, is_event};
use crate::tui::state::{App, Effect, Overlay};
use crate::words::LabWords;

/// Opens it for the result that is shown: as it was left, if it was of the same answers.
pub(super) fn open_lab(app: &mut App<'_>) {
    if app.result.is_none() || app.open_question().is_some() {
        app.complain(app.common.lab.not_here.to_owned());
        return;
    }
    let answers = app.answers();
    if app.lab.as_ref().is_some_and(|pane| pane.answers == answers) {
        app.overlays.push(Overlay::Lab);
        return;
    }
    match Plan::of(app.session()) {
        Some(plan) => {
            app.lab = Some(LabPane::new(plan, answers));
            app.overlays.push(Overlay::Lab);
        }
        None => app.say(app.common.lab.no_lab.to_owned()),
    }
}

pub(super) fn lab(app: &mut App<'_>, action: Action) -> Effect {
    let page = layout::page(app.size);
    let Some(pane) = &mut app.lab else {
        return close(app);
    };
    if is_event(action) && !pane.enables(action) {
        let why = why_not(pane, action, &app.common.lab, &app.keys);
        app.say(why);
        return Effect::None;
    }
    match (action, pane.side) {
        (Action::Back, _) => match pane.back() {
            Some(side) => {
                pane.side = side;
                pane.scroll = 0;
            }
            None => return close(app),
        },
        (Action::Switch, side) => {
            let after = pane.sides().skip_while(|one| *one != side).nth(1);
            pane.side = after.unwrap_or(Side::Tree);
            pane.scroll = 0;
        }
        (Action::Afresh, _) => {
            let (side, plan) = (pane.side, pane.story.play.plan.clone());
            *pane = LabPane::new(plan, std::mem::take(&mut pane.answers));
            pane.side = side;
        }
        (Action::Forward | Action::StepBack | Action::First | Action::Last, _) => {
            step(pane, action);
        }
        (Action::StepTo(to), Side::Tree) => {
            let last = pane.story.play.steps().len();
            pane.at = usize::from(to).clamp(1.min(last), last);
        }
        (Action::Up | Action::Down, Side::Tree) => {
            let last = pane.story.play.plan.members.len().saturating_sub(1);
            pane.selected = moved(pane.selected, action, page, last);
        }
        (Action::Point(row), Side::Tree) => {
            let last = pane.story.play.plan.members.len().saturating_sub(1);
            pane.selected = usize::from(row).min(last);
        }
        (Action::PageUp | Action::PageDown, _) => {
            pane.scroll = moved(pane.scroll, action, page, app.limits.lab);
        }
        (Action::Up, Side::Load) => heavier(pane, true),
        (Action::Down, Side::Load) => heavier(pane, false),
        (_, Side::Jobs) => to_jobs(pane, action, page),
        (Action::Crash, Side::Tree) => happen(pane, Event::Crash(pane.selected)),
        (Action::EndPart, Side::Tree) => happen(pane, Event::End(pane.selected)),
        (Action::StopAll, Side::Tree) => happen(pane, Event::Stop),
        (Action::PassTime, Side::Tree) => {
            let members = &pane.story.play.plan.members;
            let group = members.get(pane.selected);
            let group = group.and_then(|one| one.above).unwrap_or(0);
            let window = members.get(group).and_then(|one| one.group.as_ref());
            // Five times, and what happened before no longer counts.
            let seconds = window.map_or(1, |group| group.max_seconds().div_ceil(5));
            happen(pane, Event::Wait(seconds.max(1)));
        }
        _ => {}
    }
    Effect::None
}

/// Why something cannot happen here, in a sentence.
fn why_not(pane: &LabPane, action: Action, words: &LabWords, keys: &Keymap) -> String {
    let key = |action| keymap::key_of(Context::Lab, action, keys).unwrap_or_default();
    let jobs = pane.sides().any(|side| side == Side::Jobs);
    let elsewhere = match action {
        Action::AddJob | Action::FailJob | Action::StoreAway | Action::Kill => jobs,
        _ => jobs || pane.has_tree(),
    };
    match pane.side {
        Side::Tree | Side::Jobs if pane.has_tree() && pane.story.play.is_over() => {
            (words.is_over)(&key(Action::Afresh))
        }
        Side::Jobs => (words.no_job)(&key(Action::AddJob)),
        _ if elsewhere => (words.other_page)(&key(Action::Switch)),
        _ => words.nothing_to_play.to_owned(),
    }
}

/// What the keys mean where jobs are looked at.
fn to_jobs(pane: &mut LabPane, action: Action, page: usize) {
    let Some(queue) = &pane.story.play.plan.queue else {
        return;
    };
    let part = queue.part;
    let chosen = pane.chosen_job().map(|job| job.number);
    let event = match action {
        Action::Up | Action::Down => {
            let last = pane.story.play.seen().jobs.len().saturating_sub(1);
            pane.job = moved(pane.job, action, page, last);
            return;
        }
        Action::Crash => Event::Crash(part),
        Action::EndPart => Event::Done(chosen),
        Action::FailJob => Event::Fail(chosen),
        Action::AddJob => Event::Add,
        Action::StoreAway if pane.story.play.seen().store => Event::StoreDown,
        Action::StoreAway => Event::StoreUp,
        Action::Kill => Event::Kill,
        Action::StopAll => Event::Stop,
        Action::PassTime => Event::Tick,
        _ => return,
    };
    happen(pane, event);
    let last = pane.story.play.seen().jobs.len().saturating_sub(1);
    pane.job = pane.job.min(last);
}

/// Lets it happen at the end of all steps, and shows the first of what follows.
fn happen(pane: &mut LabPane, event: Event) {
    if !pane.has_tree() {
        return;
    }
    let steps = pane.story.happen(event);
    pane.at = (steps.start + 1).min(steps.end).max(1);
}

fn step(pane: &mut LabPane, action: Action) {
    let (at, of) = match pane.side {
        Side::Tree | Side::Jobs => (&mut pane.at, pane.story.play.steps().len()),
        Side::Load => (&mut pane.slices, SLICES),
    };
    *at = match action {
        Action::Forward => *at + 1,
        Action::StepBack => at.saturating_sub(1),
        Action::First => 1,
        _ => of,
    }
    .clamp(1.min(of), of);
}

fn heavier(pane: &mut LabPane, more: bool) {
    let last = LOADS.len() - 1;
    pane.load = if more {
        (pane.load + 1).min(last)
    } else {
        pane.load.saturating_sub(1)
    };
    pane.work_out();
}
