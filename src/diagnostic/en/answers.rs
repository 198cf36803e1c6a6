//! What kinds about answers say in English, and what the others need of it.

use super::super::kind::{Answers, NoAnswer, Possible, Renamed, Settles, Unused, WhyNot};
use super::super::said::{Said, count, list, options, plain, quote, range, say};
use crate::words::Language;

pub(super) fn answers(kind: &Answers) -> Said {
    match kind {
        Answers::UnknownQuestion { name, section } => {
            say(format!("no question is called {}", quote(name))).maybe(section.as_ref().map(
                |questions| {
                    format!(
                        "{} is a section; its questions are: {}",
                        quote(name),
                        list(questions)
                    )
                },
            ))
        }
        Answers::Empty { question, possible } => say(format!(
            "{} has no default, so an empty answer says nothing",
            quote(question)
        ))
        .help(possible_text(possible)),
        Answers::Wrong { no, ask } => no_answer(no).label(plain(ask).to_string()),
        Answers::OneTooMany { last } => {
            say("this answer is one too many: every question is answered").help(match last {
                Some(last) => format!("the last question was {}", quote(last)),
                None => "no question is asked".to_owned(),
            })
        }
        Answers::Twice { question, first } => say(format!("{} is answered twice", quote(question)))
            .help(format!("the first answer is at {}", plain(first))),
        Answers::Unused {
            question,
            why,
            stands,
        } => never_used(question, why, stands.as_ref()),
        Answers::Idle {
            question,
            answer,
            why,
        } => say(format!(
            "the answer to {} is not needed any more: {} stands without it",
            quote(question),
            quote(answer)
        ))
        .help(unused(why)),
        Answers::Renamed { what, was, now } => renamed(what, was, now),
        Answers::Missing {
            question,
            ask,
            possible,
        } => say(format!(
            "the question {} has no answer and no default",
            quote(question)
        ))
        .help(format!("it asks: {}", plain(ask)))
        .help(possible_text(possible))
        .help("with --partial, an unfinished interview is accepted"),
        Answers::NoneAmong {
            question,
            lines,
            ask,
            possible,
        } => say(format!(
            "{} got {} lines that are no answer to it; nobody seems to read the prompts",
            quote(question),
            number(*lines)
        ))
        .help(format!("it asks: {}", plain(ask)))
        .help(possible_text(possible)),
        Answers::Undecided {
            section,
            between,
            settles,
        } => undecided(section, between, settles.as_ref()),
        Answers::ForeignSheet { of, advisor } => say(format!(
            "this sheet answers the advisor {}, not {}",
            quote(of),
            quote(advisor)
        ))
        .help("name its advisor with --advisor DIR"),
        Answers::SheetPiped => {
            say("this is an answer sheet, and standard input is read line by line")
                .help("`--answers -` reads a sheet from standard input")
        }
        Answers::NoObject => say("expected an object of answers by question"),
        Answers::NeitherTextNorNumber { question } => say(format!(
            "the answer to {} is neither text nor number",
            quote(question)
        )),
        Answers::FaultyLines { faulty, lines } => say(format!(
            "{} of {} lines could not be answered",
            number(*faulty),
            number(*lines)
        ))
        .help("their places in the output hold an object with `errors`"),
    }
}

fn never_used(question: &str, why: &Unused, stands: Option<&String>) -> Said {
    let instead = stands.map(|stands| {
        format!(
            "delete this line: without it {} stands; or change what keeps it from being asked",
            quote(stands)
        )
    });
    say(format!("the answer to {} is never used", quote(question)))
        .help(unused(why))
        .maybe(instead)
}

fn renamed(what: &Renamed, was: &str, now: &str) -> Said {
    let (was, now) = (quote(was), quote(now));
    say(match what {
        Renamed::Question => format!("the question {was} is called {now} now"),
        Renamed::Option { question } => {
            let question = quote(question);
            format!("the answer {was} to {question} is called {now} now")
        }
        Renamed::Outcome => format!("the outcome {was} is called {now} now"),
    })
}

fn undecided(section: &str, between: &[String], settles: Option<&Settles>) -> Said {
    let section = quote(section);
    let said = match between {
        [] => say(format!(
            "section {section} comes to no outcome with these answers"
        )),
        _ => say(format!(
            "section {section} is undecided between {}",
            list(between)
        )),
    };
    match settles {
        Some(settles) => said
            .help(format!(
                "an answer to {} would settle most: {}",
                quote(&settles.question),
                plain(&settles.ask)
            ))
            .help(possible_text(&settles.possible)),
        None => said,
    }
    .help("with --partial, what is still possible is reported")
}

fn unused(why: &Unused) -> String {
    match why {
        Unused::Decided { section, outcome } => format!(
            "section {} comes to {} without asking it",
            quote(section),
            quote(outcome)
        ),
        Unused::Absent { section } => format!(
            "section {} does not come up with these answers",
            quote(section)
        ),
        Unused::NotAsked => "it is not asked with the other answers given".to_owned(),
    }
}

/// Why a text is no answer, and how it would be one.
pub(crate) fn why_not(no: &NoAnswer) -> Option<(&'static str, Option<String>)> {
    Some(match &no.why {
        WhyNot::NoOption => return None,
        WhyNot::NoNumber => ("it is not a number", None),
        WhyNot::Ambiguous { decimal, whole } => (
            "it can be read in two ways",
            Some(format!("write {} or {}", quote(decimal), quote(whole))),
        ),
        WhyNot::Mark { right } => (
            "decimals stand after a point",
            Some(format!("write {}", quote(right))),
        ),
        WhyNot::Groups { right } => (
            "digits are grouped in threes, or not at all",
            Some(format!("write {}", quote(right))),
        ),
        WhyNot::Unit => (
            "only the number is typed, without a unit",
            match &no.possible {
                Possible::Number {
                    unit: Some(unit), ..
                } => Some(format!("it is counted in {}", plain(unit))),
                _ => None,
            },
        ),
        WhyNot::NotWhole => ("it is not a whole number", None),
        WhyNot::OutOfRange => ("it is out of range", None),
        WhyNot::PatternMissed => ("it does not fit the pattern", None),
    })
}

/// What is wrong with an answer and what would be right, for whoever refuses it.
pub(crate) fn no_answer(no: &NoAnswer) -> Said {
    let (why, hint) = match why_not(no) {
        Some((why, hint)) => (format!(": {why}"), hint),
        None => (String::new(), None),
    };
    let message = format!(
        "{} is no answer to {}{why}",
        quote(&no.given),
        quote(&no.question)
    );
    say(message)
        .maybe(no.near.as_deref().map(did_you_mean))
        .maybe(hint)
        .help(match (&no.possible, &no.why) {
            (Possible::Text { pattern, hint }, WhyNot::PatternMissed) => match hint {
                Some(hint) => format!("expected: {} ({})", plain(hint), plain(pattern)),
                None => format!("expected: {}", plain(pattern)),
            },
            (possible, _) => possible_text(possible),
        })
}

/// Numbers stand as they are typed: digits in groups could be another number.
fn possible_text(possible: &Possible) -> String {
    let what = match possible {
        Possible::Options(ids) => options(Language::En, ids),
        Possible::Number {
            whole,
            min,
            max,
            unit,
        } => {
            let kind = if *whole { "a whole number" } else { "a number" };
            let (min, max) = range(Language::En, *min, *max, unit.as_deref());
            format!("{kind} from {min} to {max}")
        }
        Possible::Text {
            hint: Some(hint), ..
        } => format!("a text ({})", plain(hint)),
        Possible::Text { pattern, .. } => format!("a text matching {}", plain(pattern)),
    };
    format!("possible answers: {what}, or ? for unknown")
}

pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean {}?", quote(name))
}

pub(super) fn number(counted: impl TryInto<u64>) -> String {
    count(Language::En, counted)
}
