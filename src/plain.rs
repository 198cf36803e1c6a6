//! The interview as numbered prompts on lines of text: no alternate screen, no cursor, no colour.
//!
//! For screen readers, dumb terminals, logs and pipes. It drives the same
//! [`Interview`] as the wizard and can do all that the wizard can: go
//! back and forth, look at all answers, see what each option would leave, stop early. What is read
//! and written are lines, so a transcript is the whole truth of a session.

mod begin;
mod command;
mod keeping;
mod kept;
mod lab;
mod line;
mod map;
mod project;
mod reading;
mod tongue;
mod trial;
mod undoing;
mod view;
mod what_if;

use std::io::{self, BufRead, Write};

use self::command::{Command, Go, parse};
use self::kept::{Answered, Kept};
use self::line::{Line, read_line};
use crate::host::{Host, Translations};
use crate::ids::QuestionIx;
use crate::interview::Interview;
use crate::lab::story::Story;
use crate::model::Answer;
use crate::model::answer::parse_answer;
use crate::session::Session;
use crate::text::shorten;
use crate::text::{nearest, sanitise};
use crate::words::number::Writing;
use crate::words::{Prompts, Words};

/// Why an interview did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<'a> {
    /// The input ended and a question without a default is still open.
    #[error("the input ended before question `{}` was answered", id(.session, *.question))]
    MissingAnswer {
        question: QuestionIx,
        /// As far as it came, for those who want partial advice.
        session: Box<Session<'a>>,
    },
    /// Lines came that brought the interview no further, and nobody is there to see why.
    #[error("question `{}` got {lines} lines and no answer", id(.session, *.question))]
    NoAnswer {
        question: QuestionIx,
        lines: usize,
        session: Box<Session<'a>>,
    },
    /// The input cannot be read.
    #[error(transparent)]
    Unreadable(io::Error),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn id<'s>(session: &'s Session<'_>, question: QuestionIx) -> &'s str {
    &session.advisor().question(question).id
}

/// How the prompts behave.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The columns that prompts are wrapped to.
    pub width: usize,
    /// Whether somebody reads the prompts and types the answers. Lines from elsewhere may go on for
    /// ever without an answer among them, so that they end after a while.
    pub attended: bool,
}

/// Refusals of one question, from input that nobody types.
const REFUSALS: usize = 3;
/// Lines between one question and the next, likewise: commands may take some.
const LINES: usize = 100;
/// Lines altogether, likewise: going back and forth comes to no end, either.
const ALL_LINES: usize = 10_000;

/// Leads through the interview; `None` when the user left it.
///
/// Prompts go to `output`. The end of the input takes the defaults for what is left. The host saves
/// and emits what the user asks for, who can go over to another of the `languages`.
pub fn run<'a>(
    session: Session<'a>,
    input: impl BufRead,
    output: impl Write,
    options: Options,
    host: &mut dyn Host,
    languages: Option<&'a dyn Translations>,
) -> Result<Option<Session<'a>>, Stopped<'a>> {
    let advisor = session.advisor();
    let directory = host.project();
    let mut plain = Plain {
        interview: Interview::new(session),
        words: advisor.words(),
        own: &advisor.words().prompts,
        input,
        output,
        options,
        host,
        languages,
        section: None,
        told_finish: false,
        brief: false,
        shown: None,
        directory,
        offered: Vec::new(),
        lab: None,
        lines: Lines::default(),
        told_end: None,
        told_advice: None,
        kept: Kept::default(),
    };
    plain.welcome()?;
    match plain.lead()? {
        End::Done => {
            // What leaves something open can still be gone on with.
            if plain.interview.session().is_complete() {
                plain.host.forget();
            }
            Ok(Some(plain.interview.into_session()))
        }
        End::Quit => Ok(None),
        End::Unreadable(error) => Err(Stopped::Unreadable(error)),
        End::NoAnswer(question) => Err(Stopped::NoAnswer {
            question,
            lines: plain.lines.in_vain(),
            session: Box::new(plain.interview.into_session()),
        }),
        End::Missing(question) => Err(Stopped::MissingAnswer {
            question,
            session: Box::new(plain.interview.into_session()),
        }),
    }
}

struct Plain<'a, 'h, R, W> {
    interview: Interview<'a>,
    words: &'static Words,
    own: &'static Prompts,
    input: R,
    output: W,
    options: Options,
    host: &'h mut dyn Host,
    languages: Option<&'a dyn Translations>,
    /// The section whose introduction was shown last.
    section: Option<crate::ids::SectionIx>,
    /// Whether it was said that the rest has defaults.
    told_finish: bool,
    /// A question that was just shown is not shown again.
    brief: bool,
    /// The question shown last, while nothing was answered since.
    shown: Option<QuestionIx>,
    /// The directory that the project is shown for: it makes the names in it.
    directory: Option<String>,
    /// The answers that give the outcome asked about last.
    offered: Vec<(QuestionIx, Answer)>,
    /// What is played, once it was asked for.
    lab: Option<Story>,
    lines: Lines,
    /// The answers for which the end was told last, and for which the advice was.
    told_end: Option<Answered>,
    told_advice: Option<Answered>,
    kept: Kept,
}

/// The lines read so far.
#[derive(Debug, Default)]
struct Lines {
    all: usize,
    /// Since the last answer.
    here: usize,
    /// Of them, refused as answers.
    refused: usize,
}

impl Lines {
    /// How many brought the interview no further: of a few commands and refusals, the refusals.
    fn in_vain(&self) -> usize {
        if self.refused >= REFUSALS {
            self.refused
        } else {
            self.here
        }
    }

    /// Whether nobody can be meant to read the prompts any more.
    fn are_too_many(&self) -> bool {
        self.refused >= REFUSALS || self.here >= LINES || self.all >= ALL_LINES
    }
}

/// How the interview ended.
enum End {
    Done,
    Quit,
    Missing(QuestionIx),
    Unreadable(io::Error),
    NoAnswer(QuestionIx),
}

/// What to do after a line.
enum Step {
    /// Show the question in front again, or the next one.
    Ask,
    End(End),
}

impl<R: BufRead, W: Write> Plain<'_, '_, R, W> {
    fn lead(&mut self) -> io::Result<End> {
        loop {
            let question = self.interview.current();
            match question {
                Some(question) if self.brief && self.shown == Some(question) => {
                    self.prompt(&self.prompt_for(question))?;
                }
                Some(question) => {
                    self.shown = Some(question);
                    self.ask(question)?;
                }
                None => self.all_answered()?,
            }
            if !self.options.attended && self.lines.are_too_many() {
                writeln!(self.output)?;
                return Ok(question.map_or(End::Done, End::NoAnswer));
            }
            let line = match read_line(&mut self.input) {
                Ok(line) => line,
                Err(error) => return Ok(End::Unreadable(error)),
            };
            self.lines.all += 1;
            self.lines.here += 1;
            let step = match line {
                Line::End => return self.end_of_input(),
                Line::TooLong => {
                    self.lines.refused += 1;
                    self.say(self.own.too_long)?;
                    Step::Ask
                }
                Line::Text(text) => self.line(question, text.trim())?,
            };
            self.keep()?;
            if let Step::End(end) = step {
                return Ok(end);
            }
        }
    }

    fn line(&mut self, question: Option<QuestionIx>, text: &str) -> io::Result<Step> {
        match parse(text, self.words.language) {
            Command::Answer("") => self.empty(question),
            Command::Answer(answer) => {
                match question {
                    Some(question) => self.answer(question, answer)?,
                    None => {
                        self.lines.refused += 1;
                        self.say(self.own.nothing_to_answer)?;
                    }
                }
                Ok(Step::Ask)
            }
            Command::Back if self.interview.take_back() => {
                self.say(self.own.taken_back).map(|()| Step::Ask)
            }
            Command::Back => {
                let moved = self.interview.back();
                self.moved(moved, self.words.first_question)
            }
            Command::Forward => {
                let moved = self.interview.forward();
                self.moved(moved, self.words.nothing_later)
            }
            Command::Why(outcome) if !outcome.is_empty() => {
                self.why_outcome(outcome).map(|()| Step::Ask)
            }
            Command::Try(given) => self.attempt(given).map(|()| Step::Ask),
            Command::Take => self.take_offered().map(|()| Step::Ask),
            Command::Why(_) => {
                match question {
                    Some(question) => self.why(question)?,
                    None => self.why_advice()?,
                }
                Ok(Step::Ask)
            }
            Command::Undo => self.undo().map(|()| Step::Ask),
            Command::Redo => self.redo().map(|()| Step::Ask),
            Command::Help => self.help().map(|()| Step::Ask),
            Command::Begin(name) => self.begin(name).map(|()| Step::Ask),
            Command::Resume(number) => self.resume(number).map(|()| Step::Ask),
            Command::Drop(number) => self.drop_kept(number).map(|()| Step::Ask),
            Command::Find(words) => self.find(words).map(|()| Step::Ask),
            Command::Guide(topic) => self.guide(topic).map(|()| Step::Ask),
            Command::Again => {
                self.shown = None;
                self.told_end = None;
                Ok(Step::Ask)
            }
            Command::Brief => {
                self.brief = !self.brief;
                let told = if self.brief {
                    self.own.is_brief
                } else {
                    self.own.is_not_brief
                };
                self.say(told).map(|()| Step::Ask)
            }
            Command::Review => self.review().map(|()| Step::Ask),
            Command::Advice => self.advice().map(|()| Step::Ask),
            Command::Go(target) => self.go(&target).map(|()| Step::Ask),
            Command::Map(section) => self.map(question, section).map(|()| Step::Ask),
            Command::Code(file) => self.code(file).map(|()| Step::Ask),
            Command::Files(text) => self.files(text).map(|()| Step::Ask),
            Command::Diff(file) => self.diff(file).map(|()| Step::Ask),
            Command::Pairs => self.pairs().map(|()| Step::Ask),
            Command::Sources => self.sources().map(|()| Step::Ask),
            Command::Language(tag) => self.speak(tag).map(|()| Step::Ask),
            Command::Save(path) => self.save(path).map(|()| Step::Ask),
            Command::Emit(directory) => self.emit(directory).map(|()| Step::Ask),
            Command::Lab(events) => self.play(events).map(|()| Step::Ask),
            Command::Finish => self.finish(),
            Command::Quit => self.quit(),
            Command::Unknown { given, near } => {
                self.say(&(self.own.unknown_command)(&shorten(&sanitise(given))))?;
                if let Some(near) = near {
                    self.say(&(self.own.did_you_mean)(near))?;
                }
                self.say(self.own.help_hint)?;
                Ok(Step::Ask)
            }
        }
    }

    /// An empty line keeps the answer there is, or takes the default.
    fn empty(&mut self, question: Option<QuestionIx>) -> io::Result<Step> {
        let Some(question) = question else {
            return Ok(Step::End(End::Done));
        };
        let session = self.interview.session();
        if session.answer(question).is_some() {
            if !self.interview.forward() {
                self.interview.go_to_front();
            }
            return Ok(Step::Ask);
        }
        if session.default_of(question).is_some() {
            self.take(question, None)?;
        } else {
            self.lines.refused += 1;
            let text = format!("{} {}", self.words.no_default, self.own.or_unknown);
            self.say(&text)?;
        }
        Ok(Step::Ask)
    }

    fn answer(&mut self, question: QuestionIx, text: &str) -> io::Result<()> {
        let asked = self.interview.advisor().question(question);
        match parse_answer(asked, text, Writing::Typed(self.words.language)) {
            Ok(answer) => self.take(question, Some(answer)),
            Err(no) => {
                self.lines.refused += 1;
                self.refuse(&no)
            }
        }
    }

    /// An answer, or the default.
    fn take(&mut self, question: QuestionIx, answer: Option<Answer>) -> io::Result<()> {
        let before = self.interview.session().clone();
        self.lines.here = 0;
        self.lines.refused = 0;
        self.shown = None;
        match answer {
            Some(answer) => self.interview.answer(answer),
            None => {
                self.interview.accept();
            }
        }
        self.noted(question, &before)
    }

    fn moved(&mut self, moved: bool, nowhere: &str) -> io::Result<Step> {
        if !moved {
            self.say(nowhere)?;
        }
        Ok(Step::Ask)
    }

    fn go(&mut self, target: &Go<'_>) -> io::Result<()> {
        let session = self.interview.session();
        let advisor = session.advisor();
        let answered: Vec<QuestionIx> = self.answered();
        let found = match target {
            Go::Number(number) => number
                .checked_sub(1)
                .and_then(|place| answered.get(place))
                .copied(),
            Go::Question(id) => advisor
                .find_question(id)
                .filter(|question| session.is_asked(*question)),
            Go::Nowhere => None,
        };
        if found.is_some_and(|question| self.interview.jump(question)) {
            return Ok(());
        }
        let Go::Question(given) = target else {
            return match answered.len() {
                0 => self.say(self.words.nothing_so_far),
                count => self.say(&(self.own.go_where)(count)),
            };
        };
        self.say(&(self.own.not_asked)(&shorten(&sanitise(given))))?;
        let session = self.interview.session();
        let known = session.asked().map(|ix| advisor.question(ix).id.as_str());
        match nearest(given, known) {
            Some(near) => self.say(&(self.own.did_you_mean)(near)),
            None => self.say(self.own.review_hint),
        }
    }

    /// The questions that have an answer, in the order asked.
    fn answered(&self) -> Vec<QuestionIx> {
        let session = self.interview.session();
        session
            .asked()
            .filter(|question| session.answer(*question).is_some())
            .collect()
    }

    fn finish(&mut self) -> io::Result<Step> {
        let before = self.interview.session().clone();
        match self.interview.finish() {
            Err(question) => {
                let id = &self.interview.advisor().question(question).id;
                self.say(&(self.own.needs_answer)(id))?;
                Ok(Step::Ask)
            }
            // The result is offered before it ends, or what something answered unknown leaves open.
            Ok(()) => {
                self.consequences(&before)?;
                Ok(Step::Ask)
            }
        }
    }

    fn end_of_input(&mut self) -> io::Result<End> {
        writeln!(self.output)?;
        Ok(match self.interview.finish() {
            Ok(()) => End::Done,
            Err(question) => End::Missing(question),
        })
    }

    fn quit(&mut self) -> io::Result<Step> {
        Ok(if self.leaves()? {
            Step::End(End::Quit)
        } else {
            Step::Ask
        })
    }
}
