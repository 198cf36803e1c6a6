//! Walking through a session with a cursor: the moves that the wizard and the plain prompts share.
//!
//! Pure like the session itself. Going back moves the cursor and changes nothing; a changed answer
//! keeps every later one, and those that no longer count are simply not asked.

use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Answer};
use crate::session::{Origin, Session};

/// A session and the question that is in front of the user.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    session: Session<'a>,
    /// An earlier question that is looked at again; `None` is the front.
    at: Option<QuestionIx>,
    /// The questions that [`finish`](Self::finish) took the defaults of.
    finished: Vec<QuestionIx>,
}

/// How far the interview has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// 1-based place of the current section among those that apply or may apply.
    pub section: usize,
    pub sections: usize,
    /// 1-based place of the current question among those asked so far in its section.
    pub question: usize,
    /// The most questions this section can still come to, those asked included.
    pub questions_at_most: usize,
}

impl<'a> Interview<'a> {
    pub fn new(session: Session<'a>) -> Self {
        Self {
            session,
            at: None,
            finished: Vec::new(),
        }
    }

    pub fn session(&self) -> &Session<'a> {
        &self.session
    }

    pub fn into_session(self) -> Session<'a> {
        self.session
    }

    pub fn advisor(&self) -> &'a Advisor {
        self.session.advisor()
    }

    /// The question in front of the user; `None` when all is answered.
    pub fn current(&self) -> Option<QuestionIx> {
        self.at
            .filter(|at| self.session.is_asked(*at))
            .or_else(|| self.session.next())
    }

    /// Answers the current question and goes to the first one without an answer.
    pub fn answer(&mut self, answer: Answer) {
        self.set(answer, Origin::Given);
    }

    /// The same with the default, which stays one when it is accepted, so that sheets and advice can
    /// say so; `false` when there is none.
    pub fn accept(&mut self) -> bool {
        let default = self.current().and_then(|at| self.session.default_of(at));
        let default = default.cloned();
        let any = default.is_some();
        if let Some(default) = default {
            self.set(default, Origin::Default);
        }
        any
    }

    fn set(&mut self, answer: Answer, origin: Origin) {
        if let Some(question) = self.current() {
            self.session.set(question, answer, origin);
            self.finished.retain(|finished| *finished != question);
            self.at = None;
        }
    }

    /// To the question before; `false` at the first.
    pub fn back(&mut self) -> bool {
        let asked: Vec<QuestionIx> = self.session.asked().collect();
        let here = match self.current() {
            Some(current) => asked.iter().position(|question| *question == current),
            None => Some(asked.len()),
        };
        match here.and_then(|here| here.checked_sub(1)) {
            Some(before) => {
                self.at = Some(asked[before]);
                true
            }
            None => false,
        }
    }

    /// To the question after, as far as answers reach; `false` at the front.
    pub fn forward(&mut self) -> bool {
        let (Some(at), Some(current)) = (self.at, self.current()) else {
            return false;
        };
        if at != current || self.session.answer(at).is_none() {
            return false;
        }
        let asked: Vec<QuestionIx> = self.session.asked().collect();
        let here = asked.iter().position(|question| *question == at);
        let after = here.and_then(|here| asked.get(here + 1)).copied();
        self.at = after;
        true
    }

    /// To a question that was asked; `false` when it does not come up.
    pub fn jump(&mut self, question: QuestionIx) -> bool {
        let known = self.session.asked().any(|asked| asked == question);
        if known {
            self.at = Some(question);
        }
        known
    }

    /// To the front: the first question without an answer.
    pub fn to_front(&mut self) {
        self.at = None;
    }

    /// Takes the defaults for what is left.
    ///
    /// # Errors
    /// The first question that has none; the cursor stands on it.
    pub fn finish(&mut self) -> Result<(), QuestionIx> {
        self.at = None;
        let questions = self.advisor().question_ixs();
        let open: Vec<QuestionIx> = questions
            .filter(|question| self.session.given(*question).is_none())
            .collect();
        let finished = self.session.finish_with_defaults();
        let taken = |question: &QuestionIx| self.session.given(*question).is_some();
        self.finished.extend(open.into_iter().filter(taken));
        finished
    }

    /// Takes back what [`finish`](Self::finish) took; answers stay, accepted defaults too.
    pub fn drop_defaults(&mut self) {
        for question in std::mem::take(&mut self.finished) {
            self.session.unset(question);
        }
    }

    /// The interview as it would be with this answer to the current question.
    pub fn preview(&self, answer: Answer) -> Session<'a> {
        match self.current() {
            Some(question) => self.session.with(question, answer),
            None => self.session.clone(),
        }
    }

    /// How far the interview has come; `None` when all is answered.
    pub fn progress(&self) -> Option<Progress> {
        let current = self.current()?;
        let advisor = self.session.advisor();
        let section = advisor.question(current).section;
        let applying: Vec<SectionIx> = advisor
            .section_ixs()
            .filter(|ix| !self.session.section(*ix).is_absent())
            .collect();
        let mut asked = self.session.section(section).asked();
        let place = asked.position(|question| question == current)?;
        Some(Progress {
            section: applying.iter().position(|ix| *ix == section)? + 1,
            sections: applying.len(),
            question: place + 1,
            questions_at_most: self.session.longest(section),
        })
    }
}
