//! Answers from everywhere, through one validation.
//!
//! ```text
//! --set, --answers FILE, piped lines -> [Entry] -> apply -> Session
//! ```
//! An entry is a text with its place; nothing is believed before
//! [`parse_answer`] has read it. Faults are gathered, so that
//! a sheet with three slips is mended in one go.

mod entry;
mod piped;
mod sheet;

use std::sync::Arc;

pub use self::entry::{Entry, set_argument};
pub use self::piped::piped;
pub use self::sheet::sheet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceText};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::answer::{parse_answer, possible_answers};
use crate::model::{Advisor, Answer};
use crate::session::{Origin, Session};

/// The entries of several sources, the later ones winning over the earlier.
#[derive(Debug, Default)]
pub struct Answers {
    sources: Vec<Vec<Entry>>,
}

/// An answer that was taken over.
#[derive(Clone, Debug)]
pub struct Taken {
    pub question: QuestionIx,
    pub at: Place,
    /// Another source wins over the one it came from, and may leave it without use.
    pub weaker: bool,
}

/// What was applied.
pub type Applied = Vec<Taken>;

impl Answers {
    /// Adds a source that wins over those before it.
    pub fn add(&mut self, entries: Vec<Entry>) {
        self.sources.push(entries);
    }

    /// Gives every answer to the session.
    ///
    /// # Errors
    /// Every fault: unknown questions, wrong answers, answers given twice or never used.
    pub fn apply(self, session: &mut Session<'_>) -> Result<Applied, Diagnostics> {
        let advisor = session.advisor();
        let mut faults = Diagnostics::default();
        let mut applied: Applied = Vec::new();
        let mut in_order = Vec::new();
        // The strongest first, so that an earlier one is known when a weaker one repeats it.
        let mut weaker = false;
        for source in self.sources.into_iter().rev() {
            let mut own: Applied = Vec::new();
            let any = !source.is_empty();
            for entry in source {
                if entry.question.is_none() {
                    in_order.push(entry);
                    continue;
                }
                match named(session, &entry) {
                    Ok((question, answer)) => {
                        if let Some(first) = own.iter().find(|taken| taken.question == question) {
                            faults.push(given_twice(advisor, question, &entry.at, &first.at));
                            continue;
                        }
                        own.push(Taken {
                            question,
                            at: entry.at,
                            weaker,
                        });
                        if !applied.iter().any(|taken| taken.question == question) {
                            session.set(question, answer, Origin::Given);
                        }
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            own.retain(|taken| !applied.iter().any(|known| known.question == taken.question));
            applied.extend(own);
            weaker |= any;
        }
        if let Err(fault) = answer_in_order(session, in_order, &mut applied) {
            faults.push(fault);
        }
        if faults.is_empty() {
            Ok(applied)
        } else {
            Err(faults)
        }
    }
}

fn named(session: &Session<'_>, entry: &Entry) -> Result<(QuestionIx, Answer), Diagnostic> {
    let advisor = session.advisor();
    let name = entry.question.as_deref().unwrap_or_default();
    let Some(question) = advisor.find_question(name) else {
        let known = advisor
            .questions
            .iter()
            .map(|question| question.id.as_str());
        let mut fault = Diagnostic::new(
            Code::UnknownQuestion,
            format!("no question is called `{}`", crate::text::shorten(name)),
        )
        .nearest(name, known);
        if let Some(section) = advisor.find_section(name) {
            let ids: Vec<&str> = advisor
                .section(section)
                .questions
                .iter()
                .map(|ix| advisor.question(*ix).id.as_str())
                .collect();
            fault = fault.help(format!(
                "`{name}` is a section; its questions are: {}",
                ids.join(", ")
            ));
        }
        fault.place = entry.name_at.clone().or_else(|| Some(entry.at.clone()));
        return Err(fault);
    };
    Ok((question, read(session, question, entry)?))
}

/// The one validation.
fn read(session: &Session<'_>, question: QuestionIx, entry: &Entry) -> Result<Answer, Diagnostic> {
    let advisor = session.advisor();
    let asked = advisor.question(question);
    if entry.answer.is_empty() {
        return session.default_of(question).cloned().ok_or_else(|| {
            Diagnostic::new(
                Code::MissingAnswer,
                format!(
                    "`{}` has no default, so an empty answer says nothing",
                    asked.id
                ),
            )
            .at(entry.at.clone())
            .help(format!("possible answers: {}", possible_answers(asked)))
        });
    }
    parse_answer(asked, &entry.answer).map_err(|error| {
        let mut fault = Diagnostic::new(Code::UnknownAnswer, error.message)
            .at(entry.at.clone())
            .label(asked.ask.clone());
        fault.help = error.help;
        fault
    })
}

/// Each unnamed answer goes to the question asked at its turn.
fn answer_in_order(
    session: &mut Session<'_>,
    entries: Vec<Entry>,
    applied: &mut Applied,
) -> Result<(), Diagnostic> {
    for entry in entries {
        let Some(question) = session.next() else {
            if entry.answer.is_empty() {
                continue;
            }
            return Err(Diagnostic::new(
                Code::AnswerUnused,
                "this answer is one too many: every question is answered",
            )
            .at(entry.at)
            .help(match applied.last() {
                Some(last) => format!(
                    "the last question was `{}`",
                    session.advisor().question(last.question).id
                ),
                None => "no question is asked".to_owned(),
            }));
        };
        let origin = if entry.answer.is_empty() {
            Origin::Default
        } else {
            Origin::Given
        };
        let answer = read(session, question, &entry)?;
        session.set(question, answer, origin);
        applied.push(Taken {
            question,
            at: entry.at,
            weaker: false,
        });
    }
    Ok(())
}

fn given_twice(advisor: &Advisor, question: QuestionIx, at: &Place, first: &Place) -> Diagnostic {
    let id = &advisor.question(question).id;
    Diagnostic::new(Code::AnswerGivenTwice, format!("`{id}` is answered twice"))
        .at(at.clone())
        .help(format!("the first answer is at {first}"))
}

/// Answers that were given and do not count. Those that a stronger source put out of use are no
/// fault: `--set` over a sheet is a what-if.
pub fn unused(session: &Session<'_>, applied: &Applied) -> Diagnostics {
    let advisor = session.advisor();
    let mut faults = Diagnostics::default();
    for taken in applied {
        if taken.weaker || session.is_asked(taken.question) {
            continue;
        }
        let asked = advisor.question(taken.question);
        let section = advisor.section(asked.section);
        let fault = Diagnostic::new(
            Code::AnswerUnused,
            format!("the answer to `{}` is never used", asked.id),
        )
        .at(taken.at.clone());
        let state = session.section(asked.section);
        faults.push(match session.outcome(asked.section) {
            Some(outcome) => fault.help(format!(
                "section `{}` comes to `{}` without asking it",
                section.id,
                advisor.outcome(outcome).id
            )),
            None if state.is_absent() => fault.help(format!(
                "section `{}` does not come up with these answers",
                section.id
            )),
            None => fault.help("it is not asked with the other answers given"),
        });
    }
    faults
}

/// Requires an answer to every question and an outcome for every section, taking defaults.
///
/// # Errors
/// The question without answer and default, or the one that would settle an undecided section.
pub fn complete(session: &mut Session<'_>, end: Option<&Place>) -> Result<(), Diagnostics> {
    let advisor = session.advisor();
    if let Err(question) = session.finish_with_defaults() {
        let asked = advisor.question(question);
        // An unknown answer is what keeps the section open, so the way out is to settle it.
        let unknown = session
            .section(asked.section)
            .asked()
            .any(|other| session.answer(other) == Some(&Answer::Unknown));
        if unknown {
            return Err(undecided(session, asked.section).into());
        }
        let mut fault = Diagnostic::new(
            Code::MissingAnswer,
            format!("the question `{}` has no answer and no default", asked.id),
        )
        .help(format!("it asks: {}", asked.ask))
        .help(format!("possible answers: {}", possible_answers(asked)))
        .help("with --partial, an unfinished interview is accepted");
        fault.place = end.cloned();
        return Err(fault.into());
    }
    let mut faults = Diagnostics::default();
    for section in session.undecided() {
        faults.push(undecided(session, section));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// A section that came to no single outcome, and the question that would settle it.
fn undecided(session: &Session<'_>, section: SectionIx) -> Diagnostic {
    let advisor = session.advisor();
    let ids: Vec<&str> = session
        .section(section)
        .possible()
        .iter()
        .map(|outcome| advisor.outcome(*outcome).id.as_str())
        .collect();
    let id = &advisor.section(section).id;
    let mut fault = Diagnostic::new(
        Code::Undecided,
        match ids.len() {
            0 => format!("section `{id}` comes to no outcome with these answers"),
            _ => format!("section `{id}` is undecided between {}", ids.join(", ")),
        },
    );
    if let Some(question) = session.settling_question(section) {
        let asked = advisor.question(question);
        fault = fault
            .help(format!(
                "an answer to `{}` would settle most: {}",
                asked.id, asked.ask
            ))
            .help(format!("possible answers: {}", possible_answers(asked)));
    }
    fault.help("with --partial, what is still possible is reported")
}

/// The place just behind a text, for what is missing there.
pub fn end_of(source: &Arc<SourceText>) -> Place {
    let end = source.text.len();
    Place::new(source, end..end)
}
