//! Answers from everywhere, through one validation.
//!
//! ```text
//! --set, --answers FILE, piped lines -> [Entry] -> apply -> Session
//! ```
//! An entry is a text with its place; nothing is believed before
//! [`parse_answer`] has read it. Faults are gathered, so that
//! a sheet with three slips is mended in one go.

mod entry;
mod object;
mod piped;
mod sheet;

pub use self::entry::{Entry, set_argument};
pub use self::object::object;
pub use self::piped::piped;
pub use self::sheet::{kept_sheet, sheet};

use std::sync::Arc;

use crate::advice::question_text;
use crate::diagnostic::kind::{Answers as Kind, Renamed, Settles, Unused};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::ids::{QuestionIx, SectionIx};
use crate::model::answer::{parse_answer, possible_answers};
use crate::model::{Advisor, Answer};
use crate::session::{Origin, Session};
use crate::words::number::Writing;

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
    /// It is from a sheet, which may be older than the advisor.
    pub saved: bool,
    /// That something of it was called by an id of before.
    pub renamed: Vec<Diagnostic>,
}

/// What was applied.
pub type Applied = Vec<Taken>;

impl Session<'_> {
    /// Gives one answer as on the command line; an empty one takes the question's default.
    ///
    /// # Errors
    /// An unknown question or a wrong answer, with what would be right.
    pub fn tell(&mut self, question: &str, answer: &str) -> Result<(), Diagnostics> {
        let mut answers = Answers::default();
        answers.add(vec![Entry::named(question, answer)]);
        answers.apply(self).map(drop)
    }
}

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
        self.give(session, false)
    }

    /// The same, and takes the defaults for the rest as far as there are some, in one walk.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub(crate) fn apply_and_finish(
        self,
        session: &mut Session<'_>,
    ) -> Result<Applied, Diagnostics> {
        self.give(session, true)
    }

    fn give(self, session: &mut Session<'_>, finish: bool) -> Result<Applied, Diagnostics> {
        let advisor = session.advisor();
        let mut faults = Diagnostics::default();
        let mut applied: Applied = Vec::new();
        let mut in_order = Vec::new();
        // The strongest first, so that an earlier one is known when a weaker one repeats it.
        let mut weaker = false;
        let mut left = self.sources.len();
        for source in self.sources.into_iter().rev() {
            let mut own: Applied = Vec::new();
            let mut taken: Vec<(QuestionIx, Answer, Origin)> = Vec::new();
            let any = !source.is_empty();
            for entry in source {
                if entry.question.is_none() {
                    in_order.push(entry);
                    continue;
                }
                let Some((question, renamed)) = named(advisor, &entry) else {
                    faults.push_with(|| unknown_question(advisor, &entry));
                    continue;
                };
                if entry.answer.is_empty() {
                    // Its default may depend on what was given so far.
                    session.set_all(taken.drain(..));
                }
                match read(session, question, &entry) {
                    Ok((answer, option)) => {
                        let origin = entry.origin();
                        if let Some(first) = own.iter().find(|taken| taken.question == question) {
                            faults.push(given_twice(advisor, question, &entry.at, &first.at));
                            continue;
                        }
                        own.push(Taken {
                            question,
                            at: entry.at,
                            weaker,
                            saved: entry.saved,
                            renamed: renamed.into_iter().chain(option).collect(),
                        });
                        if !applied.iter().any(|taken| taken.question == question) {
                            taken.push((question, answer, origin));
                        }
                    }
                    Err(fault) => faults.push(fault),
                }
            }
            left -= 1;
            // What is not named is asked for, so nothing is taken before that.
            if finish && left == 0 && in_order.is_empty() {
                session.set_all_and_finish(taken);
            } else {
                session.set_all(taken);
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

fn name_of(entry: &Entry) -> &str {
    entry.question.as_deref().unwrap_or_default()
}

/// The question an entry names, and a note if that is an id of before.
fn named(advisor: &Advisor, entry: &Entry) -> Option<(QuestionIx, Option<Diagnostic>)> {
    let name = name_of(entry);
    if let Some(question) = advisor.find_question(name) {
        return Some((question, None));
    }
    let question = advisor.renamed_question(name)?;
    let note = Diagnostic::new(Kind::Renamed {
        what: Renamed::Question,
        was: name.to_owned(),
        now: advisor.question(question).id.to_string(),
    });
    let at = entry.name_at.as_ref().unwrap_or(&entry.at).clone();
    Some((question, Some(note.at(at))))
}

fn unknown_question(advisor: &Advisor, entry: &Entry) -> Diagnostic {
    let name = name_of(entry);
    let id = |ix: &QuestionIx| advisor.question(*ix).id.to_string();
    let section = advisor.find_section(name).map(|section| {
        let questions = &advisor.section(section).questions;
        questions.iter().map(id).collect()
    });
    let kind = Kind::UnknownQuestion {
        name: name.to_owned(),
        section,
    };
    let known = advisor.questions.iter();
    Diagnostic::new(kind)
        .at(entry.name_at.as_ref().unwrap_or(&entry.at).clone())
        .nearest(name, known.map(|question| question.id.as_str()))
}

/// The one validation; with a note when the answer is an option's id of before.
fn read(
    session: &Session<'_>,
    question: QuestionIx,
    entry: &Entry,
) -> Result<(Answer, Option<Diagnostic>), Diagnostic> {
    let advisor = session.advisor();
    let asked = advisor.question(question);
    if entry.answer.is_empty() {
        let default = session.default_of(question).cloned();
        return default.map(|answer| (answer, None)).ok_or_else(|| {
            let kind = Kind::Empty {
                question: asked.id.to_string(),
                possible: possible_answers(asked),
            };
            Diagnostic::new(kind).at(entry.at.clone())
        });
    }
    let language = advisor.words().language;
    let writing = if entry.typed {
        Writing::Typed(language)
    } else {
        Writing::Canonical(language)
    };
    let no = match parse_answer(asked, &entry.answer, writing) {
        Ok(answer) => return Ok((answer, None)),
        Err(no) => no,
    };
    if let Some(place) = asked.renamed_option(&entry.answer) {
        let note = Diagnostic::new(Kind::Renamed {
            what: Renamed::Option {
                question: asked.id.to_string(),
            },
            was: entry.answer.clone(),
            now: asked.options()[place].id.to_string(),
        });
        return Ok((Answer::Option(place), Some(note.at(entry.at.clone()))));
    }
    let ask = question_text(session, question).to_string();
    Err(Diagnostic::new(Kind::Wrong { no, ask }).at(entry.at.clone()))
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
            let last = applied
                .last()
                .map(|last| session.advisor().question(last.question).id.to_string());
            return Err(Diagnostic::new(Kind::OneTooMany { last }).at(entry.at));
        };
        let (answer, renamed) = read(session, question, &entry)?;
        session.set(question, answer, entry.origin());
        applied.push(Taken {
            question,
            at: entry.at,
            weaker: false,
            saved: false,
            renamed: renamed.into_iter().collect(),
        });
    }
    Ok(())
}

fn given_twice(advisor: &Advisor, question: QuestionIx, at: &Place, first: &Place) -> Diagnostic {
    let (source, other) = (&first.source, &at.source);
    // Arguments of the command line all have one name: what the first one says tells them apart.
    let namesake = !Arc::ptr_eq(source, other) && source.name == other.name;
    let kind = Kind::Twice {
        question: advisor.question(question).id.to_string(),
        first: if namesake {
            format!("{} {}", source.name, source.text)
        } else {
            first.to_string()
        },
    };
    Diagnostic::new(kind).at(at.clone())
}

/// Answers that were given and do not count. Those that a stronger source put out of use are no
/// fault: `--set` over a sheet is a what-if. Nor are those of a sheet that say what stands anyway;
/// they are [`notes`].
pub fn unused<'t>(
    session: &Session<'_>,
    applied: impl IntoIterator<Item = &'t Taken>,
) -> Diagnostics {
    let advisor = session.advisor();
    let mut faults = Diagnostics::default();
    for taken in applied {
        if !is_unused(session, taken) || is_idle(session, taken) {
            continue;
        }
        let question = advisor.question(taken.question);
        let stands = session.default_of(taken.question).filter(|_| taken.saved);
        let kind = Kind::Unused {
            question: question.id.to_string(),
            why: why_unused(session, taken.question),
            stands: stands.map(|answer| question.answer_text(answer)),
        };
        faults.push(Diagnostic::new(kind).at(taken.at.clone()));
    }
    faults
}

/// What is worth knowing of answers that are in order: ids of before, and what an older sheet says
/// without need.
pub fn notes<'t>(
    session: &Session<'_>,
    applied: impl IntoIterator<Item = &'t Taken>,
) -> Diagnostics {
    let advisor = session.advisor();
    let mut notes = Diagnostics::default();
    for taken in applied {
        for note in &taken.renamed {
            notes.push(note.clone());
        }
        if let Some(answer) = session.answer(taken.question)
            && is_unused(session, taken)
            && is_idle(session, taken)
        {
            let question = advisor.question(taken.question);
            let kind = Kind::Idle {
                question: question.id.to_string(),
                answer: question.answer_text(answer),
                why: why_unused(session, taken.question),
            };
            notes.push(Diagnostic::new(kind).at(taken.at.clone()));
        }
    }
    notes
}

fn is_unused(session: &Session<'_>, taken: &Taken) -> bool {
    // While the interview is unfinished, a question may still come up.
    !taken.weaker && session.is_ruled_out(taken.question)
}

fn is_idle(session: &Session<'_>, taken: &Taken) -> bool {
    taken.saved && session.answer(taken.question) == session.default_of(taken.question)
}

fn why_unused(session: &Session<'_>, question: QuestionIx) -> Unused {
    let advisor = session.advisor();
    let section = advisor.question(question).section;
    let id = advisor.section(section).id.to_string();
    match session.outcome(section) {
        Some(outcome) => Unused::Decided {
            section: id,
            outcome: advisor.outcome(outcome).id.to_string(),
        },
        None if session.section(section).is_absent() => Unused::Absent { section: id },
        None => Unused::NotAsked,
    }
}

/// Requires an answer to every question and an outcome for every section, taking defaults.
///
/// # Errors
/// The question without answer and default, or the one that would settle an undecided section; at
/// the end of what was given, or at the answer that settles nothing.
pub fn complete(
    session: &mut Session<'_>,
    applied: &[Taken],
    end: Option<&Place>,
) -> Result<(), Diagnostics> {
    let advisor = session.advisor();
    let undecided = |session: &Session<'_>, section| {
        let mut fault = undecided(session, section);
        let settles = session.settling_question(section);
        let taken = applied.iter().find(|taken| Some(taken.question) == settles);
        fault.place = taken.map(|taken| taken.at.clone());
        fault
    };
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
        let mut fault = Diagnostic::new(Kind::Missing {
            question: asked.id.to_string(),
            ask: question_text(session, question).to_string(),
            possible: possible_answers(asked),
        });
        fault.place = end.cloned();
        return Err(fault.into());
    }
    // A section that only waits for another one is settled with it, and has no question to name.
    let (own, waiting): (Vec<_>, Vec<_>) = session
        .undecided()
        .partition(|section| session.settling_question(*section).is_some());
    let mut faults = Diagnostics::default();
    for section in if own.is_empty() { waiting } else { own } {
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
    let known = session.section(section);
    let possible = known.possible();
    let settles = session.settling_question(section).map(|question| {
        let asked = advisor.question(question);
        Settles {
            question: asked.id.to_string(),
            ask: question_text(session, question).to_string(),
            possible: possible_answers(asked),
        }
    });
    Diagnostic::new(Kind::Undecided {
        section: advisor.section(section).id.to_string(),
        between: possible
            .iter()
            .map(|outcome| advisor.outcome(*outcome).id.to_string())
            .collect(),
        settles,
    })
}
