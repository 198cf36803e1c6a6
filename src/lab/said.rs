//! What happens at play, in words.

use super::jobs::{Fate, Is, Job, Keeper};
use super::plan::{Member, Plan};
use super::play::{Because, Event, State, Step, What};
use crate::model::lab::Restart;
use crate::words::LabWords;

/// A step as a sentence, without a full stop.
pub fn step(plan: &Plan, step: &Step, words: &LabWords) -> String {
    if let Some(queue) = &plan.queue
        && let Some(said) = kept(queue, step.what, words)
    {
        return said;
    }
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
        What::Killed => words.jobs.killed.to_owned(),
        _ => words.jobs.no_queue.to_owned(),
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
        Event::Kill => first(words.jobs.kill).to_owned(),
        Event::Add => {
            let broker = plan.queue.as_ref().is_some_and(Keeper::is_broker);
            let name = words.jobs.add.get(usize::from(broker));
            name.copied().unwrap_or_default().to_owned()
        }
        Event::Done(which) => numbered(first(words.jobs.done), which),
        Event::Fail(which) => numbered(first(words.jobs.fail), which),
        Event::Tick => first(words.jobs.tick).to_owned(),
        Event::StoreDown => first(words.jobs.store_down).to_owned(),
        Event::StoreUp => first(words.jobs.store_up).to_owned(),
    }
}

fn numbered(name: &str, which: Option<i64>) -> String {
    which.map_or(name.to_owned(), |which| format!("{name} {which}"))
}

/// What happens to what is kept outside the tree.
fn kept(queue: &Keeper, what: What, words: &LabWords) -> Option<String> {
    let said = &words.jobs;
    let store = queue.store.as_str();
    let (number, fate) = match what {
        What::StoreDown => return Some((said.store_goes)(store)),
        What::StoreUp(0) => return Some((said.store_was_there)(store)),
        What::StoreUp(within) => return Some((said.store_back)(store, &span(within))),
        What::StoreFound => return Some((said.store_found)(store)),
        What::Job(number, fate) => (number, fate),
        _ => return None,
    };
    let job = &*format!("#{number}");
    Some(match fate {
        Fate::Added => (said.added)(job),
        Fate::Refused => (said.refused)(store),
        Fate::Crowded => said.crowded.to_owned(),
        Fate::Taken(attempt, false) => (said.taken)(job, attempt),
        Fate::Taken(attempt, true) => (said.taken_again)(job, attempt),
        Fate::InBatch => (said.in_batch)(job),
        Fate::Unrecorded => (said.unrecorded)(job, store),
        Fate::Done if queue.is_broker() => (said.acknowledged)(job),
        Fate::Done => (said.is_done)(job),
        Fate::Failed(_) if queue.is_broker() => (said.message_failed)(job),
        Fate::Failed(attempt) => (said.failed)(job, attempt, queue.attempts),
        Fate::Retries(after) => (said.retries)(job, &span(after)),
        Fate::GivenUp => format!("{job} {}", queue.given_up),
        Fate::Lost(after) => (said.lost)(job, &span(after)),
        Fate::CutOff => (said.cut_off)(job),
        Fate::LeaseOver => (said.lease_over)(job),
        Fate::Redelivered => (said.redelivered)(job),
        Fate::Hidden(after) => (said.hidden)(job, &span(after)),
        Fate::NotRunning => said.not_running.to_owned(),
    })
}

/// What a job is at that time.
pub fn job(queue: &Keeper, job: &Job, now: u64, words: &LabWords) -> String {
    let said = &words.jobs;
    let left = |until: u64| span(until.saturating_sub(now));
    match job.is {
        Is::Waiting => said.waits.to_owned(),
        Is::Running => (said.runs)(job.attempt),
        Is::Ended(_) => said.ended.to_owned(),
        Is::Retrying(due) => (said.retried_in)(&left(due)),
        Is::Held(until) if queue.is_broker() => (said.hidden_for)(&left(until)),
        Is::Held(until) => (said.held_for)(&left(until)),
        Is::Done => said.over.to_owned(),
        Is::GivenUp => said.given_up.to_owned(),
    }
}

/// What a job is as a sign.
pub fn job_sign(is: Is) -> &'static str {
    match is {
        Is::Waiting => "○",
        Is::Running => "●",
        Is::Ended(_) => "◐",
        Is::Retrying(_) => "↻",
        Is::Held(_) => "?",
        Is::Done => "✓",
        Is::GivenUp => "✗",
    }
}

/// How many of them wait, run, wait for another attempt, are done, and are given up.
pub fn counts(jobs: &[Job], words: &LabWords) -> String {
    let count = |of: fn(Is) -> bool| jobs.iter().filter(|job| of(job.is)).count();
    let counts = [
        count(|is| is == Is::Waiting),
        count(|is| matches!(is, Is::Running | Is::Ended(_))),
        count(|is| matches!(is, Is::Retrying(_) | Is::Held(_))),
        count(|is| is == Is::Done),
        count(|is| is == Is::GivenUp),
    ];
    let named = words.jobs.counts.iter().zip(counts);
    let some = named.filter(|(_, count)| *count > 0);
    let some: Vec<String> = some
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    some.join(", ")
}

/// What is known of a queue, a line each.
pub fn queue(plan: &Plan, queue: &Keeper, words: &LabWords) -> Vec<String> {
    let said = &words.jobs;
    let part = plan
        .members
        .get(queue.part)
        .map_or("", |one| one.id.as_str());
    let mut lines = vec![(said.taken_by)(part)];
    lines.extend(queue.workers.map(said.workers));
    if queue.is_broker() {
        lines.push((said.batch)(queue.batch, &span(queue.batch_wait)));
        lines.push(said.no_retry.to_owned());
    } else {
        lines.push((said.attempts)(queue.attempts));
        let pauses = queue.pauses();
        if let Some((last, before)) = pauses.split_last() {
            let told: Vec<String> = match before {
                [first, second, third, _, ..] => {
                    let first = [first, second, third].map(|pause| span(*pause));
                    let last = [String::from("…"), span(*last)];
                    first.into_iter().chain(last).collect()
                }
                _ => pauses.iter().map(|pause| span(*pause)).collect(),
            };
            let all = pauses.iter().sum();
            lines.push((said.pauses)(&told.join(", "), &span(all)));
        }
    }
    lines.extend(queue.lease().map(|lease| (said.lease)(&span(lease))));
    lines
}

/// Seconds as people say them, in units that every language knows.
pub fn span(seconds: u64) -> String {
    let (days, hours) = (seconds / 86_400, seconds % 86_400 / 3_600);
    let (minutes, rest) = (seconds % 3_600 / 60, seconds % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{rest} s"),
        (0, 0, _) if rest == 0 => format!("{minutes} min"),
        (0, 0, _) => format!("{minutes} min {rest} s"),
        (0, _, 0) => format!("{hours} h"),
        (0, ..) => format!("{hours} h {minutes} min"),
        (_, 0, _) => format!("{days} d"),
        _ => format!("{days} d {hours} h"),
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
