//! Events as they are typed: `crash worker`, `crash worker 3`, `end worker`, `wait 5`, `job 2`, `fail 1`,
//! `stop`, one after the other. The words of every language are taken in all.

use std::iter::Peekable;

use super::plan::Plan;
use super::play::{Event, MAX_WAIT};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Usage;
use crate::text::{nearest, sanitise, shorten};
use crate::words::Language;
use crate::words::table::Verb;

/// More of them are not taken at once.
const MAX_EVENTS: usize = 1_000;

/// The events of a design.
fn verbs(plan: &Plan) -> Vec<Verb> {
    let has = |verb: &Verb| match verb {
        Verb::Crash | Verb::End | Verb::Stop | Verb::Kill => !plan.members.is_empty(),
        Verb::Wait => true,
        // Nothing else comes by itself.
        Verb::Add | Verb::Done | Verb::Fail | Verb::StoreDown | Verb::StoreUp | Verb::Tick => {
            plan.queue.is_some()
        }
    };
    Verb::ALL.into_iter().filter(has).collect()
}

/// The event that a word names in any language.
fn called(word: &str) -> Option<Verb> {
    let mut all = Verb::ALL.into_iter();
    all.find(|verb| {
        let mut languages = Language::ALL.into_iter();
        languages.any(|language| language.words().lab.names(*verb).contains(&word))
    })
}

/// That a word is no event, with the one that may be meant: by its name in this language, whatever
/// language the word is like.
fn unknown(plan: &Plan, word: &str, language: Language) -> Diagnostic {
    let verbs = verbs(plan);
    let names = |language: Language| {
        let verbs = verbs.iter();
        let names = verbs.flat_map(move |verb| language.words().lab.names(*verb));
        names.copied().collect::<Vec<_>>()
    };
    // Among equals the last one counts.
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let own = names(language);
    let near = nearest(word, others.flat_map(names).chain(own.iter().copied()));
    let near = near.map(|near| match called(near) {
        Some(verb) if !own.contains(&near) => language.words().lab.name(verb),
        _ => near,
    });
    let given = shorten(&sanitise(word)).into_owned();
    let fault = Diagnostic::new(Usage::UnknownEvent { given, verbs });
    match near {
        Some(near) => fault.nearest(near, [near]),
        None => fault,
    }
}

/// Understands a row of words.
///
/// # Errors
/// The first that is no event.
pub fn parse<'w>(
    plan: &Plan,
    words: impl IntoIterator<Item = &'w str>,
    language: Language,
) -> Result<Vec<Event>, Diagnostic> {
    let mut words = words.into_iter().peekable();
    let mut events = Vec::new();
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        let Some(verb) = called(&lower) else {
            return Err(unknown(plan, word, language));
        };
        let event = match verb {
            Verb::Stop => Event::Stop,
            Verb::StoreDown => Event::StoreDown,
            Verb::StoreUp => Event::StoreUp,
            Verb::Kill => Event::Kill,
            Verb::Tick => Event::Tick,
            Verb::Add => {
                let times = times(&mut words, verb)?;
                add(&mut events, Event::Add, times)?;
                continue;
            }
            Verb::Done => Event::Done(which(&mut words)),
            Verb::Fail => Event::Fail(which(&mut words)),
            Verb::Crash | Verb::End | Verb::Wait => {
                let Some(object) = words.next() else {
                    return Err(Diagnostic::new(Usage::IncompleteEvent {
                        word: lower,
                        verbs: verbs(plan),
                    }));
                };
                if verb == Verb::Wait {
                    Event::Wait(seconds(object)?)
                } else {
                    let member = member(plan, object)?;
                    let event = match verb {
                        Verb::End => Event::End(member),
                        _ => Event::Crash(member),
                    };
                    let times = times(&mut words, verb)?;
                    add(&mut events, event, times)?;
                    continue;
                }
            }
        };
        add(&mut events, event, 1)?;
    }
    Ok(events)
}

/// Which job.
fn which<'w>(words: &mut Peekable<impl Iterator<Item = &'w str>>) -> Option<i64> {
    let number = |word: &str| word.strip_prefix('#').unwrap_or(word).parse::<u32>().ok();
    let word = words.next_if(|word| number(word).is_some())?;
    number(word).map(i64::from)
}

/// How often; once where no number follows.
fn times<'w>(
    words: &mut Peekable<impl Iterator<Item = &'w str>>,
    verb: Verb,
) -> Result<usize, Diagnostic> {
    let Some(given) = words.next_if(|word| word.parse::<i64>().is_ok()) else {
        return Ok(1);
    };
    given
        .parse()
        .ok()
        .filter(|times| *times > 0)
        .ok_or_else(|| {
            let given = shorten(&sanitise(given)).into_owned();
            Diagnostic::new(Usage::NoTimes { given, verb })
        })
}

fn seconds(object: &str) -> Result<u64, Diagnostic> {
    let seconds = object.strip_suffix('s').unwrap_or(object).parse().ok();
    seconds
        .filter(|seconds| *seconds <= MAX_WAIT)
        .ok_or_else(|| {
            let given = shorten(&sanitise(object)).into_owned();
            let most = MAX_WAIT;
            Diagnostic::new(Usage::BadWait { given, most })
        })
}

fn member(plan: &Plan, object: &str) -> Result<usize, Diagnostic> {
    plan.find(object).ok_or_else(|| {
        let known = plan.members.iter().map(|member| member.id.as_str());
        let given = shorten(&sanitise(object)).into_owned();
        let names = known.clone().map(str::to_owned).collect();
        let fault = Diagnostic::new(Usage::UnknownMember { given, names });
        fault.nearest(object, known)
    })
}

fn add(events: &mut Vec<Event>, event: Event, times: usize) -> Result<(), Diagnostic> {
    if times > MAX_EVENTS || events.len() + times > MAX_EVENTS {
        let most = MAX_EVENTS;
        return Err(Diagnostic::new(Usage::TooManyEvents { most }));
    }
    events.extend(std::iter::repeat_n(event, times));
    Ok(())
}
