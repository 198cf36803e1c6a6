//! The front door for other programs: advisors by where they are, answers by their ids, and a report
//! in every form.
//!
//! All that is public stands here, each thing around one of the inside, with nothing to see through: no
//! field, no variant, no type of a dependency. So the inside may change, and what nobody uses is found.

mod faults;

pub use self::faults::Diagnostics;

use std::fmt;
use std::path::Path;

use crate::advice::Advice;
use crate::decide;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Reading;
use crate::embedded;
use crate::load::check;
use crate::load::source::Directory;
use crate::model::answer::expected;
use crate::model::{self, Advisor as Model};
use crate::render::{json, markdown, text, yaml};
use crate::session::{self, Session as Interview};

/// Everything an interview is made from, in one language: questions, decisions, texts.
pub struct Advisor(Held);

enum Held {
    /// Compiled in; it costs nothing to get.
    Embedded(&'static Model),
    Loaded(Box<Model>),
}

impl Advisor {
    /// The advisor inside the library, in a language such as `en` or `pt-BR` (`None`: its own).
    ///
    /// # Errors
    /// The languages there are, when it has no texts in this one.
    pub fn embedded(language: Option<&str>) -> Result<Self, Diagnostics> {
        Ok(Self(Held::Embedded(embedded::advisor(language)?)))
    }

    /// The advisor in a directory, in its own language.
    ///
    /// # Errors
    /// Everything that is wrong with its files, or that there is no such directory.
    pub fn load(directory: impl AsRef<Path>) -> Result<Self, Diagnostics> {
        let directory = directory.as_ref();
        if !directory.is_dir() {
            let path = directory.display().to_string();
            return Err(Diagnostic::new(Reading::NoAdvisor { path }).into());
        }
        let builtin = |name: &str| embedded::template(name).map(str::to_owned);
        let source = Directory(directory.to_path_buf());
        let mut advisor = check::load(&source, &builtin, None)?;
        session::prepare(&mut advisor);
        Ok(Self(Held::Loaded(Box::new(advisor))))
    }

    /// What `answers` come to: pairs of a question's id and an answer as on the command line, in any
    /// order. Answers to questions that do not come up are left aside.
    ///
    /// # Errors
    /// Unknown questions, wrong answers, and answers given twice, with what would be right.
    pub fn decide<'a, 't>(
        &'a self,
        answers: &'t [(&'t str, &'t str)],
    ) -> Result<Decision<'a, 't>, Diagnostics> {
        let mut decision = Decision(decide::Decision::unread(self.model(), answers));
        decision.0.read()?;
        Ok(decision)
    }

    fn model(&self) -> &Model {
        match &self.0 {
            Held::Embedded(model) => model,
            Held::Loaded(model) => model,
        }
    }
}

impl fmt::Debug for Advisor {
    /// All of it would fill books.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let model = self.model();
        f.debug_struct("Advisor")
            .field("id", &&*model.id)
            .field("version", &&*model.version)
            .field("language", &&*model.language)
            .finish_non_exhaustive()
    }
}

/// What some answers come to, section by section. A section is looked into when it is asked about,
/// which allocates nothing as long as the answers alone tell its outcome.
pub struct Decision<'a, 't>(decide::Decision<'a, 't>);

impl<'a> Decision<'a, '_> {
    /// The id of the outcome that a section comes to; `None` while other answers could change it,
    /// and when the section does not come up, has no outcome or does not exist.
    pub fn outcome(&self, section: &str) -> Option<&'a str> {
        self.0.outcome(section)
    }

    /// The ids of every section that has come to one outcome, and of that.
    pub fn outcomes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.0.outcomes()
    }

    /// The interview with these answers, for everything else that can be asked of one.
    #[must_use]
    pub fn session(&self) -> Session<'a> {
        Session(self.0.session().clone())
    }
}

impl fmt::Debug for Decision<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.outcomes()).finish()
    }
}

/// An interview: the answers so far and everything that follows from them.
#[derive(Clone)]
pub struct Session<'a>(Interview<'a>);

impl<'a> Session<'a> {
    /// An interview in which nothing is answered yet.
    pub fn new(advisor: &'a Advisor) -> Self {
        Self(Interview::new(advisor.model()))
    }

    /// Gives or changes an answer, as on the command line: an option's id or label, a number, a text,
    /// `unknown`; an empty one takes the question's default.
    ///
    /// # Errors
    /// An unknown question or a wrong answer, with what would be right.
    pub fn tell(&mut self, question: &str, answer: &str) -> Result<(), Diagnostics> {
        Ok(self.0.tell(question, answer)?)
    }

    /// The question to ask now; `None` when nothing is left to ask. What is open then is details, for
    /// which [`finish_with_defaults`](Self::finish_with_defaults) takes their defaults.
    pub fn asks(&self) -> Option<Question<'a>> {
        let advisor = self.0.advisor();
        let question = advisor.question(self.0.next()?);
        Some(Question { advisor, question })
    }

    /// Takes the defaults for everything still open.
    ///
    /// # Errors
    /// The first question that has no default and has to be answered.
    pub fn finish_with_defaults(&mut self) -> Result<(), Question<'a>> {
        let advisor = self.0.advisor();
        self.0.finish_with_defaults().map_err(|question| {
            let question = advisor.question(question);
            Question { advisor, question }
        })
    }
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("asks", &self.asks())
            .finish_non_exhaustive()
    }
}

/// A question, with what is needed to put it to a person; its texts are in the advisor's language.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    advisor: &'a Model,
    question: &'a model::Question,
}

impl<'a> Question<'a> {
    /// What [`Session::tell`] knows it by.
    pub fn id(&self) -> &'a str {
        &self.question.id
    }

    /// What is asked.
    pub fn text(&self) -> &'a str {
        &self.question.ask
    }

    /// What helps to answer it.
    pub fn help(&self) -> Option<&'a str> {
        self.question.help.as_deref()
    }

    /// The ids and labels of what can be chosen, in order; none for a number or a text.
    pub fn options(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let options = self.question.options().iter();
        options.map(|option| (option.id.as_str(), option.label.as_str()))
    }

    /// What a number (its range and unit) or a text has to be, in a sentence; nothing for options.
    pub fn expects(&self) -> Option<String> {
        expected(self.advisor.words(), self.question)
    }
}

impl fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Question").field(&self.id()).finish()
    }
}

/// What a session amounts to, in every form it is printed in.
pub struct Report<'s, 'a> {
    session: &'s Interview<'a>,
    advice: Advice<'a>,
}

impl<'s, 'a> Report<'s, 'a> {
    /// Takes stock of a session, finished or not.
    pub fn of(session: &'s Session<'a>) -> Self {
        let Session(session) = session;
        Self {
            session,
            advice: Advice::of(session),
        }
    }

    /// Whether every section that comes up is decided.
    pub fn is_complete(&self) -> bool {
        self.advice.complete
    }

    /// Whether a red flag says to stop.
    pub fn has_stop(&self) -> bool {
        self.advice.has_stop()
    }

    /// For people, in 80 columns, without colours.
    pub fn text(&self) -> String {
        text::text(&self.advice, self.session, 80, false)
    }

    /// One object, indented; `otp-advisor schema output` describes it.
    pub fn json(&self) -> String {
        json::pretty(&json::advice(&self.advice, self.session))
    }

    /// The decision record.
    pub fn markdown(&self) -> String {
        markdown::record(&self.advice, self.session, markdown::Context::default())
    }

    /// The answer sheet.
    pub fn sheet(&self) -> String {
        yaml::sheet(self.session)
    }
}

impl fmt::Debug for Report<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("is_complete", &self.is_complete())
            .field("has_stop", &self.has_stop())
            .finish_non_exhaustive()
    }
}
