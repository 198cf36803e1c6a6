//! Walking through a session with a cursor: the moves that the wizard and the plain prompts share.
//!
//! Pure like the session itself. Going back moves the cursor and changes nothing; a changed answer
//! keeps every later one, and those that no longer count are simply not asked.

use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Question, Situation};
use crate::session::{Origin, Session};

/// A session and the question that is in front of the user.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    session: Session<'a>,
    /// An earlier question that is looked at again; `None` is the front.
    at: Option<QuestionIx>,
    /// The questions that [`finish`](Self::finish) took the defaults of.
    finished: Vec<QuestionIx>,
    /// Details whose defaults stand since nothing else is open.
    standing: Vec<QuestionIx>,
    /// As it was before several answers were taken at once.
    before: Option<Box<Self>>,
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
        let mut interview = Self {
            session,
            at: None,
            finished: Vec::new(),
            standing: Vec::new(),
            before: None,
        };
        interview.let_details_stand();
        interview
    }

    /// Takes the defaults of the details when they are all that is open.
    fn let_details_stand(&mut self) {
        if self.session.awaits_defaults() {
            let (taken, _) = self.take_defaults();
            self.standing = taken;
        }
    }

    /// Takes the defaults of all that is open, and says of which.
    fn take_defaults(&mut self) -> (Vec<QuestionIx>, Result<(), QuestionIx>) {
        let questions = self.advisor().question_ixs();
        let open: Vec<QuestionIx> = questions
            .filter(|question| self.session.given(*question).is_none())
            .collect();
        let finished = self.session.finish_with_defaults();
        let taken = |question: &QuestionIx| self.session.given(*question).is_some();
        (open.into_iter().filter(taken).collect(), finished)
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
            // Defaults may depend on the answer, so they are taken anew.
            for detail in std::mem::take(&mut self.standing) {
                self.session.unset(detail);
            }
            self.session.set(question, answer, origin);
            self.finished.retain(|finished| *finished != question);
            self.at = None;
            self.before = None;
            self.let_details_stand();
        }
    }

    /// Begins with the answers of a situation; each stays open to change.
    pub fn begin(&mut self, start: &Situation) {
        let answers = start.answers.iter().cloned();
        let given = answers.map(|(question, answer)| (question, answer, Origin::Given));
        self.session.set_all(given);
        self.at = None;
        self.before = None;
        self.let_details_stand();
    }

    /// Goes on with the answers of an interview that was interrupted.
    pub fn take_up(&mut self, answers: Vec<(QuestionIx, Answer)>) {
        let answers = answers.into_iter();
        let given = answers.map(|(question, answer)| (question, answer, Origin::Given));
        self.session.set_all(given);
        self.at = None;
        self.before = None;
        self.let_details_stand();
    }

    /// The same interview with the same advisor in another language; `None` when it is another advisor.
    pub fn translated<'b>(&self, advisor: &'b Advisor) -> Option<Interview<'b>> {
        if !same_ids(self.advisor(), advisor) {
            return None;
        }
        let before = match &self.before {
            Some(before) => Some(Box::new(before.translated(advisor)?)),
            None => None,
        };
        Some(Interview {
            session: self.session.translated(advisor),
            at: self.at,
            finished: self.finished.clone(),
            standing: self.standing.clone(),
            before,
        })
    }

    /// Takes several answers at once, as an explanation names them; [`undo`](Self::undo) takes them
    /// back. Defaults that finishing took follow them.
    pub fn take(&mut self, answers: Vec<(QuestionIx, Answer)>) {
        let before = Box::new(self.clone());
        let finished = self.has_finished();
        let defaults = std::mem::take(&mut self.finished);
        let standing = std::mem::take(&mut self.standing);
        for question in defaults.into_iter().chain(standing) {
            self.session.unset(question);
        }
        let given = answers.into_iter();
        let given = given.map(|(question, answer)| (question, answer, Origin::Given));
        self.session.set_all(given);
        self.at = None;
        self.let_details_stand();
        if finished {
            // What has no default comes up.
            let _ = self.finish();
        }
        self.before = Some(before);
    }

    /// Back to what was before several answers were taken at once; `false` when something else was
    /// answered since.
    pub fn undo(&mut self) -> bool {
        let Some(before) = self.before.take() else {
            return false;
        };
        *self = *before;
        true
    }

    /// Whether defaults were taken by finishing.
    pub fn has_finished(&self) -> bool {
        !self.finished.is_empty()
    }

    /// To the question before; `false` at the first.
    pub fn back(&mut self) -> bool {
        let asked: Vec<QuestionIx> = self.session.asked().collect();
        let here = match self.current() {
            Some(current) => asked.iter().position(|question| *question == current),
            None => Some(asked.len()),
        };
        let mut before = asked[..here.unwrap_or(0)].iter().rev();
        let before = before.find(|question| !self.session.stands_beside(**question));
        if let Some(before) = before {
            self.at = Some(*before);
        }
        before.is_some()
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
        let mut after = asked.iter().skip(here.map_or(asked.len(), |here| here + 1));
        let after = after.find(|question| !self.session.stands_beside(**question));
        self.at = after.copied();
        true
    }

    /// To a question that was asked; `false` when it does not come up.
    pub fn jump(&mut self, question: QuestionIx) -> bool {
        let known = self.session.asked().any(|asked| asked == question);
        if known {
            self.at = Some(question);
            self.before = None;
        }
        known
    }

    /// To the front: the first question without an answer.
    pub fn go_to_front(&mut self) {
        self.at = None;
    }

    /// Takes the defaults for what is left.
    ///
    /// # Errors
    /// The first question that has none; the cursor stands on it.
    pub fn finish(&mut self) -> Result<(), QuestionIx> {
        self.at = None;
        let (taken, finished) = self.take_defaults();
        self.finished.extend(taken);
        finished
    }

    /// Takes back what [`finish`](Self::finish) took; answers stay, accepted defaults too.
    pub fn drop_defaults(&mut self) {
        let finished = std::mem::take(&mut self.finished);
        let standing = std::mem::take(&mut self.standing);
        for question in finished.into_iter().chain(standing) {
            self.session.unset(question);
        }
        self.let_details_stand();
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
        let asked = self.session.section(section).asked();
        let mut asked =
            asked.filter(|question| *question == current || !self.session.stands_beside(*question));
        let place = asked.position(|question| question == current)?;
        Some(Progress {
            section: applying.iter().position(|ix| *ix == section)? + 1,
            sections: applying.len(),
            question: place + 1,
            questions_at_most: self.session.longest(section),
        })
    }
}

/// Whether both ask the same questions with the same options, whatever they call them.
fn same_ids(one: &Advisor, other: &Advisor) -> bool {
    let questions = one.questions.iter().zip(other.questions.iter());
    one.questions.len() == other.questions.len()
        && one.outcomes.len() == other.outcomes.len()
        && questions.into_iter().all(|(one, other)| {
            let ids = |question: &Question| -> Vec<String> {
                let options = question.options().iter();
                options.map(|option| option.id.to_string()).collect()
            };
            one.id == other.id && ids(one) == ids(other)
        })
}
