//! Events as they are typed: `crash worker`, `crash worker 3`, `end worker`, `wait 5`, `job 2`, `fail 1`,
//! `stop`, one after the other. The words of every language are taken in all.

use super::plan::Plan;
use super::play::{Event, MAX_WAIT};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::text::{sanitise, shorten};
use crate::words::{LabWords, Language};

/// More of them are not taken at once.
const MAX_EVENTS: usize = 1_000;

/// What a word makes of what follows it.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Crash,
    End,
    Wait,
    Add,
    Done,
    Fail,
    Alone(Event),
}

/// The words of a language, in the order they are told.
pub fn verbs(words: &LabWords) -> [&'static [&'static str]; 11] {
    let jobs = &words.jobs;
    [
        words.crash,
        words.end,
        words.wait,
        words.stop,
        jobs.add,
        jobs.done,
        jobs.fail,
        jobs.store_down,
        jobs.store_up,
        jobs.kill,
        jobs.tick,
    ]
}

fn kind(word: &str) -> Option<Kind> {
    let kinds = [
        Kind::Crash,
        Kind::End,
        Kind::Wait,
        Kind::Alone(Event::Stop),
        Kind::Add,
        Kind::Done,
        Kind::Fail,
        Kind::Alone(Event::StoreDown),
        Kind::Alone(Event::StoreUp),
        Kind::Alone(Event::Kill),
        Kind::Alone(Event::Tick),
    ];
    let all = Language::ALL.into_iter();
    let mut known = all.flat_map(|language| verbs(&language.words().lab).into_iter().zip(kinds));
    known
        .find(|(names, _)| names.contains(&word))
        .map(|(_, kind)| kind)
}

/// That a word is no event, with the one that may be meant.
fn unknown(word: &str) -> Diagnostic {
    let all = Language::ALL.into_iter();
    let known = all.flat_map(|language| verbs(&language.words().lab).concat());
    let given = shorten(&sanitise(word)).into_owned();
    Diagnostic::new(Usage::UnknownEvent { given }).nearest(word, known)
}

/// Understands a row of words.
///
/// # Errors
/// The first that is no event.
pub fn parse<'w>(
    plan: &Plan,
    words: impl IntoIterator<Item = &'w str>,
) -> Result<Vec<Event>, Diagnostic> {
    let mut words = words.into_iter().peekable();
    let mut events = Vec::new();
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        let Some(kind) = kind(&lower) else {
            return Err(unknown(word));
        };
        if let Kind::Alone(event) = kind {
            events.push(event);
            continue;
        }
        if matches!(kind, Kind::Add | Kind::Done | Kind::Fail) {
            // How many of them, or which one.
            let number = |word: &str| word.strip_prefix('#').unwrap_or(word).parse::<u32>().ok();
            let number = words
                .next_if(|word| number(word).is_some())
                .and_then(number);
            let which = number.map(i64::from);
            let times = number.filter(|_| kind == Kind::Add).unwrap_or(1);
            let times = usize::try_from(times).unwrap_or(usize::MAX);
            if times > MAX_EVENTS || events.len() + times > MAX_EVENTS {
                return Err(too_many());
            }
            let event = match kind {
                Kind::Add => Event::Add,
                Kind::Done => Event::Done(which),
                _ => Event::Fail(which),
            };
            events.extend(std::iter::repeat_n(event, times));
            continue;
        }
        let incomplete = || {
            Diagnostic::new(Usage::IncompleteEvent {
                word: lower.clone(),
            })
        };
        let Some(object) = words.next() else {
            return Err(incomplete());
        };
        if kind == Kind::Wait {
            let seconds = object.strip_suffix('s').unwrap_or(object).parse();
            let Some(seconds) = seconds.ok().filter(|seconds| *seconds <= MAX_WAIT) else {
                let given = shorten(&sanitise(object)).into_owned();
                let most = MAX_WAIT;
                return Err(Diagnostic::new(Usage::BadWait { given, most }));
            };
            events.push(Event::Wait(seconds));
            continue;
        }
        let Some(member) = plan.find(object) else {
            let known = plan.members.iter().map(|member| member.id.as_str());
            let given = shorten(&sanitise(object)).into_owned();
            let names = known.clone().map(str::to_owned).collect();
            let fault = Diagnostic::new(Usage::UnknownMember { given, names });
            return Err(fault.nearest(object, known));
        };
        let times = words.next_if(|word| word.parse::<i64>().is_ok());
        let times = match times.map(|given| (given, given.parse::<usize>())) {
            None => 1,
            Some((_, Ok(times))) if times > 0 => times,
            Some((given, _)) => {
                let given = shorten(&sanitise(given)).into_owned();
                return Err(Diagnostic::new(Usage::NoTimes { given }));
            }
        };
        if times > MAX_EVENTS || events.len() + times > MAX_EVENTS {
            return Err(too_many());
        }
        let event = match kind {
            Kind::End => Event::End(member),
            _ => Event::Crash(member),
        };
        events.extend(std::iter::repeat_n(event, times));
    }
    if events.len() > MAX_EVENTS {
        return Err(too_many());
    }
    Ok(events)
}

fn too_many() -> Diagnostic {
    Diagnostic::new(Usage::TooManyEvents { most: MAX_EVENTS })
}
