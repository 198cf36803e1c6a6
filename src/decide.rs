//! A decision without an interview: answers in, the outcome of any section out.
//!
//! For those who ask thousands of times a second. What the answers say for certain is found on the
//! short way (`session::Direct`), which allocates nothing; where that does not tell, a session
//! does, once. Both come to the same.

use std::cell::OnceCell;

use crate::answers::{Answers, Entry};
use crate::diagnostic::Diagnostics;
use crate::ids::{OutcomeIx, QuestionIx, SectionIx};
use crate::model::answer::parse_answer;
use crate::model::{Advisor, Answer, Value};
use crate::session::{Direct, Session};
use crate::words::number::Writing;

/// What some answers come to, section by section. A section is looked into when it is asked about.
pub struct Decision<'a, 't> {
    direct: Direct<'a, 't>,
    answers: &'t [(&'t str, &'t str)],
    /// Where the answers alone do not tell.
    session: OnceCell<Box<Session<'a>>>,
}

#[cfg(feature = "inside")]
impl Advisor {
    /// What `answers` come to: pairs of a question's id and an answer as on the command line, in any
    /// order. Answers to questions that do not come up are left aside.
    ///
    /// # Errors
    /// Unknown questions, wrong answers, and answers given twice, with what would be right.
    pub fn decide<'a, 't>(
        &'a self,
        answers: &'t [(&'t str, &'t str)],
    ) -> Result<Decision<'a, 't>, Diagnostics> {
        let mut decision = Decision::unread(self, answers);
        decision.read()?;
        Ok(decision)
    }
}

impl<'a, 't> Decision<'a, 't> {
    /// Before any answer is read. Whoever wraps a decision reads it in its place, for moving it costs
    /// about as much as reading an answer.
    pub(crate) fn unread(advisor: &'a Advisor, answers: &'t [(&'t str, &'t str)]) -> Self {
        Self {
            direct: Direct::new(advisor),
            answers,
            session: OnceCell::new(),
        }
    }

    /// Takes over the answers, once.
    pub(crate) fn read(&mut self) -> Result<(), Diagnostics> {
        if understood(&mut self.direct, self.answers).is_none() {
            let session = session(self.direct.advisor(), self.answers)?;
            // It was empty until now.
            let _ = self.session.set(Box::new(session));
        }
        Ok(())
    }
}

impl<'a> Decision<'a, '_> {
    /// The id of the outcome that a section comes to; `None` while other answers could change it,
    /// and when the section does not come up, has no outcome or does not exist.
    pub fn outcome(&self, section: &str) -> Option<&'a str> {
        let advisor = self.direct.advisor();
        let found = advisor.find_section(section);
        let outcome = self.outcome_of(found.or_else(|| advisor.renamed_section(section))?)?;
        Some(&advisor.outcome(outcome).id)
    }

    /// The ids of every section that has come to one outcome, and of that.
    pub fn outcomes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        let advisor = self.direct.advisor();
        advisor.section_ixs().filter_map(move |section| {
            let outcome = self.outcome_of(section)?;
            let section = advisor.section(section);
            Some((section.id.as_str(), advisor.outcome(outcome).id.as_str()))
        })
    }

    /// The interview with these answers, for everything else that can be asked of one.
    pub fn session(&self) -> &Session<'a> {
        self.session.get_or_init(|| {
            let advisor = self.direct.advisor();
            // They were understood before.
            Box::new(session(advisor, self.answers).unwrap_or_else(|_| Session::new(advisor)))
        })
    }

    /// Whether the answers alone did not tell; for tests.
    #[cfg(feature = "inside")]
    pub fn took_a_session(&self) -> bool {
        self.session.get().is_some()
    }

    fn outcome_of(&self, section: SectionIx) -> Option<OutcomeIx> {
        if self.session.get().is_none()
            && let Ok(outcome) = self.direct.outcome(section)
        {
            return outcome;
        }
        self.session().outcome(section)
    }
}

/// Takes over the answers; `None` when one of them is at fault or unknown.
fn understood<'t>(direct: &mut Direct<'_, 't>, answers: &[(&str, &'t str)]) -> Option<()> {
    let advisor = direct.advisor();
    let mut next = 0;
    for (id, text) in answers {
        // Most come in the order of the questions.
        let question = match advisor.questions.get(next) {
            Some(expected) if expected.id == *id => QuestionIx::new(next),
            _ => advisor.find_question(id)?,
        };
        next = question.index() + 1;
        if direct.has(question) {
            return None;
        }
        direct.give(question, value(advisor, question, text)?);
    }
    Some(())
}

fn value<'t>(advisor: &Advisor, question: QuestionIx, text: &'t str) -> Option<Value<'t>> {
    let question = advisor.question(question);
    let by_id = question.options().iter().position(|one| one.id == *text);
    if let Some(place) = by_id {
        return Some(Value::Option(place));
    }
    if text.is_empty() {
        return None;
    }
    let writing = Writing::Canonical(advisor.words().language);
    match parse_answer(question, text, writing).ok()? {
        Answer::Option(place) => Some(Value::Option(place)),
        Answer::Number(value) => Some(Value::Number(value)),
        // As it was read: without the space around it.
        Answer::Text(_) => Some(Value::Text(text.trim())),
        Answer::Unknown => None,
    }
}

/// The interview with these answers, through the validation of all others.
fn session<'a>(advisor: &'a Advisor, answers: &[(&str, &str)]) -> Result<Session<'a>, Diagnostics> {
    let mut session = Session::new(advisor);
    let entries = answers.iter().map(|(id, text)| Entry::named(id, text));
    let mut sources = Answers::default();
    sources.add(entries.collect());
    sources.apply(&mut session)?;
    Ok(session)
}
