//! What a condition asks, in a few characters.

use super::label;
use crate::condition::{Compare, Condition, Subject, Test};
use crate::session::Session;
use crate::words::number::with_unit;

/// A condition in a few characters; `whole` with what it looks at.
pub(super) fn said(session: &Session<'_>, condition: &Condition, whole: bool) -> String {
    let joined = |all: &[Condition], between: &str| {
        let all = all.iter().map(|one| said(session, one, whole));
        all.collect::<Vec<_>>().join(between)
    };
    match condition {
        Condition::Always => String::new(),
        Condition::All(all) => joined(all, ", "),
        Condition::Any(any) => joined(any, " | "),
        Condition::Not(inner) => format!("≠ {}", said(session, inner, whole)),
        Condition::Is(subject, test) => {
            let value = value(session, *subject, test);
            if whole {
                let head = head(session, *subject);
                match test {
                    // Beside its name a number tells what it counts.
                    Test::Compare(..) => {
                        let unit = unit(session, *subject);
                        format!("{head} {}", with_unit(&value, unit))
                    }
                    _ => format!("{head} {value}"),
                }
            } else {
                value
            }
        }
    }
}

/// What a number counts.
fn unit<'a>(session: &Session<'a>, subject: Subject) -> Option<&'a str> {
    let advisor = session.advisor();
    match subject {
        Subject::Question(question) => advisor.question(question).unit(),
        Subject::Quantity(quantity) => {
            let unit = advisor.quantity(quantity).unit.as_ref();
            unit.map(AsRef::as_ref)
        }
        Subject::Section(_) => None,
    }
}

pub(super) fn head(session: &Session<'_>, subject: Subject) -> String {
    let advisor = session.advisor();
    match subject {
        Subject::Question(question) => label::question(session, question),
        Subject::Section(section) => advisor.section(section).title.to_string(),
        Subject::Quantity(quantity) => {
            let quantity = advisor.quantity(quantity);
            let name = quantity.short.as_ref().unwrap_or(&quantity.title);
            name.to_string()
        }
    }
}

fn value(session: &Session<'_>, subject: Subject, test: &Test) -> String {
    let advisor = session.advisor();
    match test {
        Test::In(places) => {
            let names = places.iter().filter_map(|place| match subject {
                Subject::Question(question) => {
                    let question = advisor.question(question);
                    let choice = question.choices().nth(*place)?;
                    Some(label::choice(session, question, choice))
                }
                Subject::Section(section) => {
                    let outcome = advisor.section(section).outcomes.get(*place)?;
                    Some(label::outcome(session, *outcome))
                }
                Subject::Quantity(quantity) => {
                    let band = advisor.quantity(quantity).bands.get(*place)?;
                    Some(band.choice.label.to_string())
                }
            });
            names.collect::<Vec<_>>().join(", ")
        }
        Test::TextIn(texts) => {
            let texts = texts.iter().map(AsRef::as_ref);
            texts.collect::<Vec<&str>>().join(", ")
        }
        Test::Compare(compare, number) => {
            let sign = match compare {
                Compare::Lt => "<",
                Compare::Le => "≤",
                Compare::Gt => ">",
                Compare::Ge => "≥",
                Compare::Eq => "=",
                Compare::Ne => "≠",
            };
            format!("{sign} {}", advisor.words().language.number(*number))
        }
        Test::Answered => "✓".to_owned(),
    }
}
