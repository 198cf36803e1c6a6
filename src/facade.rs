//! The front door for other programs: advisors by where they are, answers by their ids, and a report
//! in every form.

use std::path::Path;

use crate::advice::Advice;
use crate::answers::{Answers, Entry};
use crate::diagnostic::kind::Reading;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::embedded;
use crate::load::check;
use crate::load::source::Directory;
use crate::model::Advisor;
use crate::render::{json, markdown, text, yaml};
use crate::session::{self, Session};

impl Advisor {
    /// The advisor inside the library, in a language (`None`: its own).
    ///
    /// # Errors
    /// The languages there are, when it has no texts in this one.
    pub fn embedded(language: Option<&str>) -> Result<&'static Self, Diagnostics> {
        embedded::advisor(language)
    }

    /// The advisor in a directory, in its own language.
    ///
    /// # Errors
    /// Everything that is wrong with its files.
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
        Ok(advisor)
    }
}

impl Session<'_> {
    /// Gives an answer as on the command line: an option's id or label, a number, a text, `unknown`;
    /// an empty one takes the question's default.
    ///
    /// # Errors
    /// An unknown question or a wrong answer, with what would be right.
    pub fn tell(&mut self, question: &str, answer: &str) -> Result<(), Diagnostics> {
        let mut answers = Answers::default();
        answers.add(vec![Entry::named(question, answer)]);
        answers.apply(self).map(drop)
    }

    /// The id of the question to ask now; `None` when nothing is left to ask.
    pub fn asks(&self) -> Option<&str> {
        let question = self.next()?;
        Some(&self.advisor().question(question).id)
    }
}

/// What a session amounts to, in every form it is printed in.
#[derive(Debug)]
pub struct Report<'s, 'a> {
    session: &'s Session<'a>,
    advice: Advice<'a>,
}

impl<'s, 'a> Report<'s, 'a> {
    /// Takes stock of a session, finished or not.
    pub fn of(session: &'s Session<'a>) -> Self {
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
