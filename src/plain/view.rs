//! What the plain prompts write: the question, what an answer decided, the review, the help.
//!
//! Options are numbered, the default is named in words, and everything is laid out by
//! [`Page`](crate::render::page::Page), wrapped and clean.

use std::io::{self, BufRead, Write};

use super::Plain;
use super::command::{commands, names};
use crate::advice::fill;
use crate::diagnostic::kind::NoAnswer;
use crate::diagnostic::no_answer;
use crate::facts::Tri;
use crate::ids::{OutcomeIx, QuestionIx};
use crate::model::answer::{expected, option_name};
use crate::model::{Answer, Question};
use crate::render::{
    self,
    page::{Page, Tone, wrapped},
    text,
};
use crate::render::{assignment, label};
use crate::session::{Origin, Session};
use crate::text::shorten;
use crate::text::{in_line, sanitise};
use crate::words::Step;

impl<'a, R: BufRead, W: Write> Plain<'a, '_, R, W> {
    pub(super) fn page(&self) -> Page {
        Page::new(self.options.width, false)
    }

    pub(super) fn write(&mut self, page: Page) -> io::Result<()> {
        self.output.write_all(page.finish().as_bytes())?;
        self.output.flush()
    }

    /// One sentence.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        let mut page = self.page();
        page.text(0, Tone::Plain, text);
        self.write(page)
    }

    /// What stands before the user's own text, without a line break.
    pub(super) fn prompt(&mut self, text: &str) -> io::Result<()> {
        let blank = if text.ends_with(' ') { " " } else { "" };
        let text = wrapped(&sanitise(text), self.options.width);
        write!(self.output, "{text}{blank}")?;
        self.output.flush()
    }

    pub(super) fn welcome(&mut self) -> io::Result<()> {
        self.kept.answers = self.answers();
        let advisor = self.interview.advisor();
        let mut page = self.page();
        page.text(0, Tone::Plain, &advisor.title);
        page.text(0, Tone::Plain, &advisor.description);
        page.text(0, Tone::Plain, self.own.welcome);
        let given = self.answered();
        if given.is_empty() {
            if !advisor.starts.is_empty() {
                page.text(0, Tone::Plain, self.own.starts);
            }
            self.offer();
            let kept = [self.kept_told(), self.unreadable_told()];
            for text in kept.into_iter().flatten() {
                page.text(0, Tone::Plain, &text);
            }
        } else {
            let told = self.assignments(&given);
            let line = format!("{}: {told}.", self.words.so_far);
            page.text(0, Tone::Plain, &line);
        }
        self.write(page)
    }

    /// Answers as `--set` takes them.
    fn assignments(&self, questions: &[QuestionIx]) -> String {
        let session = self.interview.session();
        let told = questions.iter().filter_map(|question| {
            let answer = session.answer(*question)?;
            Some(assignment(session.advisor(), *question, answer))
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// Several answers are taken: say them back, and what they decided.
    pub(super) fn taken(
        &mut self,
        questions: &[QuestionIx],
        before: &Session<'a>,
    ) -> io::Result<()> {
        let told = self.assignments(questions);
        self.say(&(self.own.taken)(&told))?;
        self.consequences(before)
    }

    /// The question in front of the user, and the prompt.
    pub(super) fn ask(&mut self, question: QuestionIx) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let asked = advisor.question(question);
        let section = advisor.section(asked.section);
        let mut page = self.page();
        page.text(0, Tone::Plain, "");
        let title = &section.title;
        if let Some(progress) = self.interview.progress() {
            let section = Step {
                at: progress.section,
                of: progress.sections,
            };
            let question = Step {
                at: progress.question,
                of: progress.questions_at_most,
            };
            let heading = (self.own.heading)(title, section, question);
            page.text(0, Tone::Title, &heading);
        }
        if let Some(intro) = section.intro.as_ref()
            && self.section != Some(asked.section)
        {
            page.text(0, Tone::Plain, &fill(session, intro));
        }
        let has_default = session.default_of(question).is_some();
        let can_finish =
            has_default && !self.told_finish && session.clone().finish_with_defaults().is_ok();
        if can_finish {
            page.text(0, Tone::Plain, self.own.can_finish);
        }
        self.question(&mut page, question);
        let prompt = self.prompt_for(question);
        self.section = Some(asked.section);
        self.told_finish |= can_finish;
        self.write(page)?;
        self.prompt(&prompt)
    }

    fn question(&self, page: &mut Page, question: QuestionIx) {
        let session = self.interview.session();
        let asked = session.advisor().question(question);
        page.text(0, Tone::Plain, &fill(session, &asked.ask));
        if let Some(help) = &asked.help {
            page.text(2, Tone::Plain, &fill(session, help));
        }
        if let Some(example) = &asked.example {
            let example = fill(session, example);
            page.text(2, Tone::Plain, &format!("{} {example}", self.words.example));
        }
        let default = session.default_of(question);
        for place in 0..asked.options().len() {
            let text = self.option(asked, place);
            let mark = format!("{}.", place + 1);
            if default == Some(&Answer::Option(place)) {
                let text = format!("{text} ({})", self.words.default);
                page.item(2, &mark, Tone::Plain, &text);
            } else {
                page.item(2, &mark, Tone::Plain, &text);
            }
        }
        if let Some(expected) = expected(self.words, asked) {
            page.text(2, Tone::Plain, &expected);
        }
        let state = session.section(asked.section);
        let possible = titles(session, state.possible());
        // Questions about its details may be open all the same.
        if state.outcome().is_some() {
            let section = &session.advisor().section(asked.section).title;
            page.text(2, Tone::Plain, &(self.own.decided)(section, &possible));
        } else if state.decides() {
            let possible = format!("{}: {possible}.", self.words.still_possible);
            page.text(2, Tone::Plain, &possible);
        }
        if let Some(given) = session.answer(question) {
            let given = label(self.words, asked, given);
            page.text(2, Tone::Plain, &(self.own.given)(&given));
        }
    }

    /// An option with the name it can be chosen by, unless the text begins with it anyway.
    fn option(&self, question: &Question, place: usize) -> String {
        let text = question.options()[place].label.as_str();
        let name = option_name(self.words, question, place);
        if text.to_lowercase().starts_with(&name.to_lowercase()) {
            text.to_owned()
        } else {
            format!("{name}: {text}")
        }
    }

    pub(super) fn prompt_for(&self, question: QuestionIx) -> String {
        let session = self.interview.session();
        let asked = session.advisor().question(question);
        let short = |answer: &Answer| match answer {
            Answer::Option(place) => (place + 1).to_string(),
            Answer::Unknown => "?".to_owned(),
            other => shorten(&label(self.words, asked, other)).into_owned(),
        };
        match (session.answer(question), session.default_of(question)) {
            (Some(given), _) => (self.own.prompt_keep)(&short(given)),
            (None, Some(default)) => (self.own.prompt_default)(&short(default)),
            (None, None) => self.own.prompt.to_owned(),
        }
    }

    pub(super) fn refuse(&mut self, no: &NoAnswer) -> io::Result<()> {
        let said = no_answer(no, self.words.language);
        let mut page = self.page();
        for sentence in std::iter::once(&said.message).chain(&said.help) {
            page.text(0, Tone::Plain, &sentence_of(sentence));
        }
        self.write(page)
    }

    /// An answer is taken: say it back, and what it decided.
    pub(super) fn noted(&mut self, question: QuestionIx, before: &Session<'a>) -> io::Result<()> {
        let session = self.interview.session();
        let asked = session.advisor().question(question);
        if let Some(answer) = session.answer(question) {
            let answer = label(self.words, asked, answer);
            let text = (self.own.noted)(&asked.id, &answer);
            self.say(&text)?;
        }
        self.consequences(before)
    }

    /// Sections decided and red flags raised since then.
    pub(super) fn consequences(&mut self, before: &Session<'a>) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let mut page = self.page();
        for section in advisor.section_ixs() {
            let outcome = session.outcome(section);
            if let Some(outcome) = outcome.filter(|_| outcome != before.outcome(section)) {
                let title = &advisor.section(section).title;
                let outcome = titles(session, &[outcome]);
                page.text(0, Tone::Plain, &(self.own.decided)(title, &outcome));
            }
        }
        let old: Vec<&str> = before.raised().map(|flag| flag.id.as_str()).collect();
        for flag in session
            .raised()
            .filter(|flag| !old.contains(&flag.id.as_str()))
        {
            page.lead(
                0,
                &format!("{}:", flag.severity.heading(self.words)),
                Tone::of(flag.severity),
                &fill(session, &flag.title),
            );
        }
        self.write(page)
    }

    /// All is answered: what is open, or how to have the same again, and what can be done with it.
    pub(super) fn all_answered(&mut self) -> io::Result<()> {
        let answers = self.answers();
        if self.told_end.as_ref() != Some(&answers) {
            self.end()?;
            self.say(self.own.end_also)?;
            self.told_end = Some(answers);
        }
        let prompt = if !self.interview.session().is_complete() {
            self.own.prompt_undecided
        } else if self.told_advice == self.told_end {
            self.own.prompt_end_told
        } else {
            self.own.prompt_end
        };
        self.prompt(prompt)
    }

    fn end(&mut self) -> io::Result<()> {
        let mut page = self.page();
        page.text(0, Tone::Plain, "");
        page.text(0, Tone::Plain, self.own.all_answered);
        self.write(page)?;
        let session = self.interview.session();
        if !session.is_complete() {
            return self.undecided();
        }
        let standing: Vec<QuestionIx> = session
            .asked()
            .filter(|question| session.stands_beside(*question))
            .collect();
        let standing = self.assignments(&standing);
        let command = self.host.command(session);
        if !standing.is_empty() {
            self.say(&(self.own.standing)(&standing))?;
        }
        self.say(self.own.again)?;
        // Whole, in one line: it is there to be copied.
        writeln!(self.output, "  {}", in_line(&command))
    }

    /// The advice as the run prints it when it ends.
    pub(super) fn advice(&mut self) -> io::Result<()> {
        let text = self
            .host
            .advice(self.interview.session(), self.options.width);
        self.told_advice = Some(self.answers());
        self.put(&text)
    }

    /// Each decision as code.
    pub(super) fn pairs(&mut self) -> io::Result<()> {
        match text::pairs(self.interview.session(), self.options.width) {
            Some(text) => self.put(&text),
            None => self.say(self.own.no_pairs),
        }
    }

    /// Where each decision comes from, and what stands by default.
    pub(super) fn sources(&mut self) -> io::Result<()> {
        let text = text::sources(self.interview.session(), self.options.width);
        if text.is_empty() {
            return self.say(self.words.nothing_so_far);
        }
        self.put(&text)
    }

    /// A text that is laid out already.
    pub(super) fn put(&mut self, text: &str) -> io::Result<()> {
        self.output.write_all(text.as_bytes())?;
        self.output.flush()
    }

    /// The sections without an outcome, and the questions that would settle them.
    pub(super) fn undecided(&mut self) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let mut page = self.page();
        for section in session.undecided() {
            let title = &advisor.section(section).title;
            let state = session.section(section);
            let mut possible = titles(session, state.possible());
            if state.applies() == Tri::Unknown {
                possible.push_str("; ");
                possible.push_str(self.words.may_not_apply);
            }
            page.text(0, Tone::Plain, &(self.own.undecided)(title, &possible));
            if let Some(question) = session.settling_question(section) {
                let id = &advisor.question(question).id;
                page.text(0, Tone::Plain, &(self.own.settle)(id));
            }
        }
        self.write(page)
    }

    pub(super) fn help(&mut self) -> io::Result<()> {
        let mut page = self.page();
        for line in self.own.help {
            page.text(0, Tone::Plain, line);
        }
        let (colon, is_answer) = self.own.colon;
        let told = commands(self.own);
        let told = told.map(|(_, command)| (names(command), command.does));
        let told: Vec<(String, &str)> = told
            .into_iter()
            .chain([(colon.to_owned(), is_answer)])
            .collect();
        let column = page.column(told.iter().map(|(names, _)| names.as_str()));
        for (names, does) in &told {
            page.pair(2, names, column, does);
        }
        self.write(page)
    }

    pub(super) fn review(&mut self) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let answered = self.answered();
        let mut page = self.page();
        if answered.is_empty() {
            page.text(0, Tone::Plain, self.words.nothing_so_far);
            return self.write(page);
        }
        page.text(0, Tone::Plain, self.words.so_far);
        let mut section = None;
        for (place, ix) in answered.iter().enumerate() {
            let question = advisor.question(*ix);
            if section.replace(question.section) != Some(question.section) {
                page.text(0, Tone::Title, &advisor.section(question.section).title);
            }
            let Some(given) = session.given(*ix) else {
                continue;
            };
            let answer = label(self.words, question, &given.answer);
            let mark = match given.origin {
                Origin::Accepted | Origin::Settled | Origin::Default => {
                    format!(" ({})", self.words.default)
                }
                Origin::Given => String::new(),
            };
            let text = format!("{}: {answer}{mark}", question.id);
            page.item(2, &format!("{}.", place + 1), Tone::Plain, &text);
        }
        self.write(page)
    }
}

/// The titles of outcomes.
pub(super) fn titles(session: &Session<'_>, outcomes: &[OutcomeIx]) -> String {
    render::titles(session, outcomes).join("; ")
}

/// A message that stands in a line of its own here.
pub(super) fn sentence_of(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    let end = if message.ends_with('?') { "" } else { "." };
    format!("{}{}{end}", first.unwrap_or_default(), chars.as_str())
}
