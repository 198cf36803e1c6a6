//! What happens at play, in words.

use super::plan::{Member, Plan};
use super::play::{Because, Event, State, Step, What};
use crate::model::lab::Restart;
use crate::words::LabWords;

/// A step as a sentence, without a full stop.
pub fn step(plan: &Plan, step: &Step, words: &LabWords) -> String {
    let id = |member: usize| plan.members.get(member).map_or("", |one| one.id.as_str());
    let strategy = |member: usize| {
        let above = plan.members.get(member).and_then(|one| one.above);
        let group = above.and_then(|above| plan.members[above].group.as_ref());
        group.map_or("", |group| group.strategy().id())
    };
    let restart = |member: usize| {
        let member = plan.members.get(member);
        member.map_or("", |one| one.restart().id())
    };
    let limit = |group: usize| {
        let group = plan.members.get(group).and_then(|one| one.group.as_ref());
        group.map_or((0, 0), |group| (group.max_restarts(), group.max_seconds()))
    };
    match step.what {
        What::Started(member) => (words.started)(id(member)),
        What::StartedAgain(member) => (words.started_again)(id(member)),
        What::Empty(member) => (words.empty)(id(member)),
        What::Crashed(member) => (words.crashed)(id(member)),
        What::Ended(member) => (words.ended)(id(member)),
        What::Fell(member) => (words.fell)(id(member)),
        What::Counted(group, used) => {
            let (most, seconds) = limit(group);
            (words.counted)(id(group), used, most, seconds)
        }
        What::TooMany(group, used) => {
            let (most, seconds) = limit(group);
            (words.too_many)(id(group), used, most, seconds)
        }
        What::Stopped(member, Because::Strategy) => {
            (words.stopped_strategy)(id(member), strategy(member))
        }
        What::Stopped(member, Because::GivesUp) => (words.stopped_gives_up)(id(member)),
        What::Stopped(member, Because::Stops) => (words.stopped)(id(member)),
        What::Stays(member) => (words.stays)(id(member), restart(member)),
        What::Forgotten(member) if restart(member) == Restart::Temporary.id() => {
            (words.forgotten)(id(member))
        }
        What::Forgotten(member) => (words.forgotten_at_its_end)(id(member), restart(member)),
        What::GaveUp(member) => (words.gave_up)(id(member)),
        What::Over => words.over.to_owned(),
        What::Passed(seconds) => (words.passed)(seconds),
        What::NotRunning(member) => (words.not_running)(id(member)),
        What::NothingLeft => words.nothing_left.to_owned(),
    }
}

/// An event as it is typed.
pub fn event(plan: &Plan, event: Event, words: &LabWords) -> String {
    let id = |member: usize| plan.members.get(member).map_or("", |one| one.id.as_str());
    let first = |names: &'static [&'static str]| names.first().copied().unwrap_or_default();
    match event {
        Event::Crash(member) => format!("{} {}", first(words.crash), id(member)),
        Event::End(member) => format!("{} {}", first(words.end), id(member)),
        Event::Wait(seconds) => format!("{} {seconds}", first(words.wait)),
        Event::Stop => first(words.stop).to_owned(),
    }
}

/// A state in a word.
pub fn state(state: State, words: &LabWords) -> &'static str {
    match state {
        State::Running => words.running,
        State::Crashed => words.has_crashed,
        State::Stopped => words.is_stopped,
        State::Restarting => words.restarting,
        State::Gone => words.gone,
    }
}

/// A state as a sign that is told apart without colour.
pub fn sign(state: State) -> &'static str {
    match state {
        State::Running => "●",
        State::Crashed => "✗",
        State::Stopped => "○",
        State::Restarting => "↻",
        State::Gone => "·",
    }
}

/// When a part starts again, or how a group deals with its parts.
pub fn kind(member: &Member) -> &'static str {
    match &member.group {
        Some(group) => group.strategy().id(),
        None => member.restart().id(),
    }
}
