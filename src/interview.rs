//! Walking through a session with a cursor: the moves that the wizard and the plain prompts share.
//!
//! Pure like the session itself. Going back moves the cursor and changes nothing; a changed answer
//! keeps every later one, and those that no longer count are simply not asked. Every change can be
//! undone, and done again.

mod history;

pub use self::history::Deed;
use self::history::History;
use crate::ids::{QuestionIx, SectionIx};
use crate::model::{Advisor, Answer, Question, Situation};
use crate::session::{Origin, Session};

/// A session and the question that is in front of the user.
#[derive(Clone, Debug)]
pub struct Interview<'a> {
    now: Moment<'a>,
    history: History<Moment<'a>>,
}

/// The answers and the place.
#[derive(Clone, Debug)]
struct Moment<'a> {
    session: Session<'a>,
    /// An earlier question that is looked at again; `None` is the front.
    at: Option<QuestionIx>,
    /// The questions that [`Interview::finish`] took the defaults of.
    finished: Vec<QuestionIx>,
    /// Nothing was left when it did.
    is_finished: bool,
    /// Details whose defaults stand since nothing else is open.
    standing: Vec<QuestionIx>,
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
        let mut now = Moment {
            session,
            at: None,
            finished: Vec::new(),
            is_finished: false,
            standing: Vec::new(),
        };
        now.let_details_stand();
        Self {
            now,
            history: History::default(),
        }
    }

    pub fn session(&self) -> &Session<'a> {
        &self.now.session
    }

    pub fn into_session(self) -> Session<'a> {
        self.now.session
    }

    pub fn advisor(&self) -> &'a Advisor {
        self.now.session.advisor()
    }

    /// The question in front of the user; `None` when all is answered.
    pub fn current(&self) -> Option<QuestionIx> {
        self.now.current()
    }

    /// Answers the current question and goes to the first one without an answer.
    pub fn answer(&mut self, answer: Answer) {
        self.set(answer, Origin::Given, false);
    }

    /// The same with the default, which stays one when it is accepted, so that sheets and advice can
    /// say so, but is none that nobody thought about; `false` when there is none.
    pub fn accept(&mut self) -> bool {
        self.accept_default(false)
    }

    /// Answers, or accepts the default where there is no answer. Defaults that finishing took follow
    /// it, since they may depend on it.
    pub fn answer_or_accept(&mut self, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.set(answer, Origin::Given, true),
            None => {
                self.accept_default(true);
            }
        }
    }

    fn accept_default(&mut self, follow: bool) -> bool {
        let default = self.current();
        let default = default.and_then(|at| self.now.session.default_of(at));
        let default = default.cloned();
        let any = default.is_some();
        if let Some(default) = default {
            self.set(default, Origin::Accepted, follow);
        }
        any
    }

    fn set(&mut self, answer: Answer, origin: Origin, follow: bool) {
        if let Some(question) = self.current() {
            let before = self.now.clone();
            let deed = Deed::Answered(question, answer.clone());
            self.now.set(question, answer, origin);
            if follow && self.now.is_finished {
                self.now.drop_defaults();
                // What has no default comes up.
                let _ = self.now.finish();
            }
            self.history.note(deed, before);
        }
    }

    /// Begins with the answers of a situation; each stays open to change.
    pub fn begin(&mut self, start: &Situation) {
        let before = self.now.clone();
        self.now.session.begin(start);
        self.now.at = None;
        self.now.let_details_stand();
        self.history.note(Deed::Began(start.title.clone()), before);
    }

    /// Takes several answers at once, as an explanation names them; [`take_back`](Self::take_back)
    /// takes them back. Defaults that finishing took follow them.
    pub fn take(&mut self, answers: Vec<(QuestionIx, Answer)>) {
        let before = self.now.clone();
        self.now.take(answers.clone());
        self.history.note(Deed::Took(answers), before);
    }

    /// Goes on with the answers of an interview that was interrupted, and with those that did not count in
    /// it; one that was `finished` is so again.
    pub fn take_up(
        &mut self,
        answers: Vec<(QuestionIx, Answer)>,
        aside: Vec<(QuestionIx, Answer)>,
        finished: bool,
    ) {
        let before = self.now.clone();
        let aside = aside.into_iter();
        let aside = aside.map(|(question, answer)| (question, answer, Origin::Given));
        self.now.session.set_all(aside);
        self.now.take(answers.clone());
        if finished && self.now.current().is_some() {
            // What has no default comes up.
            let _ = self.now.finish();
        }
        self.history.note(Deed::Took(answers), before);
    }

    /// The same interview with the same advisor in another language; `None` when it is another advisor.
    pub fn translated<'b>(&self, advisor: &'b Advisor) -> Option<Interview<'b>> {
        same_ids(self.advisor(), advisor).then(|| Interview {
            now: self.now.translated(advisor),
            history: self.history.map(|moment| moment.translated(advisor)),
        })
    }

    /// Everything as it would be with these answers taken.
    pub fn with(&self, answers: Vec<(QuestionIx, Answer)>) -> Session<'a> {
        let mut now = self.now.clone();
        now.take(answers);
        now.session
    }

    /// Back to what was before several answers were taken at once; `false` when something else was
    /// done since.
    pub fn take_back(&mut self) -> bool {
        self.history.is_fresh() && self.undo().is_some()
    }

    /// Takes the last change back, and tells it.
    pub fn undo(&mut self) -> Option<Deed> {
        self.history.undo(&mut self.now)
    }

    /// Makes the change again that was taken back last.
    pub fn redo(&mut self) -> Option<Deed> {
        self.history.redo(&mut self.now)
    }

    pub fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Whether defaults were taken for all that was left.
    pub fn has_finished(&self) -> bool {
        self.now.is_finished
    }

    /// To the question before; `false` at the first.
    pub fn back(&mut self) -> bool {
        let before = self.now.before();
        if before.is_some() {
            self.now.at = before;
        }
        before.is_some()
    }

    /// Whether there is a question before the current one.
    pub fn can_back(&self) -> bool {
        self.now.before().is_some()
    }

    /// Whether answers reach beyond the current question.
    pub fn can_forward(&self) -> bool {
        self.now.after().0
    }

    /// To the question after, as far as answers reach; `false` at the front.
    pub fn forward(&mut self) -> bool {
        let (any, after) = self.now.after();
        if any {
            self.now.at = after;
        }
        any
    }

    /// To a question that was asked; `false` when it does not come up.
    pub fn jump(&mut self, question: QuestionIx) -> bool {
        let known = self.now.session.asked().any(|asked| asked == question);
        if known {
            self.now.at = Some(question);
            self.history.left();
        }
        known
    }

    /// To the front: the first question without an answer.
    pub fn go_to_front(&mut self) {
        self.now.at = None;
    }

    /// Takes the defaults for what is left.
    ///
    /// # Errors
    /// The first question that has none; the cursor stands on it.
    pub fn finish(&mut self) -> Result<(), QuestionIx> {
        let before = self.now.clone();
        let finished = self.now.finish();
        self.history.note(Deed::Finished, before);
        finished
    }

    /// The same, or nothing at all where a question has no default.
    ///
    /// # Errors
    /// That question; the cursor stands on it.
    pub fn finish_or_stay(&mut self) -> Result<(), QuestionIx> {
        let mut finished = self.now.clone();
        match finished.finish() {
            Ok(()) => {
                let before = std::mem::replace(&mut self.now, finished);
                self.history.note(Deed::Finished, before);
                Ok(())
            }
            Err(question) => {
                self.now.at = None;
                Err(question)
            }
        }
    }

    /// Takes back what [`finish`](Self::finish) took; answers stay, accepted defaults too.
    pub fn drop_defaults(&mut self) {
        let before = self.now.clone();
        self.now.drop_defaults();
        self.history.note(Deed::Reopened, before);
    }

    /// How far the interview has come; `None` when all is answered.
    pub fn progress(&self) -> Option<Progress> {
        let current = self.current()?;
        let advisor = self.now.session.advisor();
        let section = advisor.question(current).section;
        let applying: Vec<SectionIx> = advisor
            .section_ixs()
            .filter(|ix| !self.now.session.section(*ix).is_absent())
            .collect();
        let asked = self.now.session.section(section).asked();
        let mut asked = asked
            .filter(|question| *question == current || !self.now.session.stands_beside(*question));
        let place = asked.position(|question| question == current)?;
        Some(Progress {
            section: applying.iter().position(|ix| *ix == section)? + 1,
            sections: applying.len(),
            question: place + 1,
            questions_at_most: self.now.session.longest(section),
        })
    }
}

impl Moment<'_> {
    fn translated<'b>(&self, advisor: &'b Advisor) -> Moment<'b> {
        Moment {
            session: self.session.translated(advisor),
            at: self.at,
            finished: self.finished.clone(),
            is_finished: self.is_finished,
            standing: self.standing.clone(),
        }
    }

    fn current(&self) -> Option<QuestionIx> {
        self.at
            .filter(|at| self.session.is_asked(*at))
            .or_else(|| self.session.next())
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
        let questions = self.session.advisor().question_ixs();
        let open: Vec<QuestionIx> = questions
            .filter(|question| self.session.given(*question).is_none())
            .collect();
        let finished = self.session.finish_with_defaults();
        let taken = |question: &QuestionIx| self.session.given(*question).is_some();
        (open.into_iter().filter(taken).collect(), finished)
    }

    fn set(&mut self, question: QuestionIx, answer: Answer, origin: Origin) {
        // Defaults may depend on the answer, so they are taken anew.
        for detail in std::mem::take(&mut self.standing) {
            self.session.unset(detail);
        }
        self.session.set(question, answer, origin);
        self.finished.retain(|finished| *finished != question);
        self.at = None;
        self.let_details_stand();
    }

    fn take(&mut self, answers: Vec<(QuestionIx, Answer)>) {
        let finished = self.is_finished;
        self.forget_defaults();
        let given = answers.into_iter();
        let given = given.map(|(question, answer)| (question, answer, Origin::Given));
        self.session.set_all(given);
        self.at = None;
        self.let_details_stand();
        if finished {
            // What has no default comes up.
            let _ = self.finish();
        }
    }

    fn finish(&mut self) -> Result<(), QuestionIx> {
        self.at = None;
        let (taken, finished) = self.take_defaults();
        self.finished.extend(taken);
        self.is_finished = finished.is_ok();
        finished
    }

    fn drop_defaults(&mut self) {
        self.forget_defaults();
        self.let_details_stand();
    }

    fn forget_defaults(&mut self) {
        let finished = std::mem::take(&mut self.finished);
        let standing = std::mem::take(&mut self.standing);
        for question in finished.into_iter().chain(standing) {
            self.session.unset(question);
        }
        self.is_finished = false;
    }

    /// The question before the current one.
    fn before(&self) -> Option<QuestionIx> {
        let asked: Vec<QuestionIx> = self.session.asked().collect();
        let here = match self.current() {
            Some(current) => asked.iter().position(|question| *question == current),
            None => Some(asked.len()),
        };
        let mut before = asked[..here.unwrap_or(0)].iter().rev();
        let before = before.find(|question| !self.session.stands_beside(**question));
        before.copied()
    }

    /// Whether answers reach beyond the current question, and the one after it; none is the front.
    fn after(&self) -> (bool, Option<QuestionIx>) {
        let here = self.at.filter(|at| self.current() == Some(*at));
        let Some(at) = here.filter(|at| self.session.answer(*at).is_some()) else {
            return (false, None);
        };
        let asked: Vec<QuestionIx> = self.session.asked().collect();
        let here = asked.iter().position(|question| *question == at);
        let mut after = asked.iter().skip(here.map_or(asked.len(), |here| here + 1));
        let after = after.find(|question| !self.session.stands_beside(**question));
        (true, after.copied())
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
