//! `batch`: JSON lines of answers in, JSON lines of advice out, one for one.
//!
//! ```text
//! reader -> jobs of lines -> a worker a core -> their answers in the order asked -> output
//! ```
//! A line is an object of answers by question, or has the shape of a sheet. A faulty one gives an
//! object with `errors`, and the rest goes on; the exit status then tells that answers were wrong.
//! Between the stages only so much waits, so memory is bounded whatever comes in, and output is
//! flushed as soon as there is nothing to add, so whoever waits for an answer gets it.

mod lines;

use std::io::{self, BufRead, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

use self::lines::{LONGEST, Line, Lines};
use super::advise::json;
use super::args::Args;
use super::load::{load, text_of, unreadable};
use super::streams::{Door, Streams};
use crate::advice::{Advice, Known};
use crate::answers::{Answers, complete, object, unused};
use crate::diagnostic::kind::{Answers as Kind, Reading};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText, input_line, standard_input};
use crate::error::{Error, Finding};
use crate::render::json::{Pieces, SafeLines, faults_of_line};
use crate::session::Session;
use crate::words::Language;

/// Lines that one worker takes at a time, if they are there.
const LINES: usize = 32;
/// A job of long lines is full before that, in bytes.
const BYTES: usize = 256 * 1024;

/// Lines and where their answers are waited for.
struct Job {
    lines: Vec<Line>,
    answers: SyncSender<Answered>,
}

/// The answers to a job.
#[derive(Default)]
struct Answered {
    text: SafeLines,
    lines: usize,
    faulty: usize,
}

pub(super) fn batch(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    let loaded = load(args)?;
    let desk = Desk {
        directory: args.advisor.as_deref(),
        partial: args.partial,
        blank: Session::new(&loaded.advisor),
        pieces: Pieces::of(&loaded.advisor),
        language: args.language(),
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let (job, jobs) = sync_channel(workers);
    let (promise, promises) = sync_channel(2 * workers);
    let jobs = Mutex::new(jobs);
    let Streams { input, output, .. } = streams;
    let (read, written) = thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| desk.work(&jobs));
        }
        let reader = scope.spawn(move || read(&mut **input, &job, &promise));
        let written = write(output, &promises);
        // When nobody takes the output, the reader hears of it at its next line.
        drop(promises);
        (reader.join(), written)
    });
    let sum = written?;
    if let Ok(Err(error)) = read {
        return Err(unreadable(standard_input(desk.language), &error));
    }
    if sum.faulty == 0 {
        return Ok(Finding::Clean);
    }
    Err(Error::answers(Diagnostic::new(Kind::FaultyLines {
        faulty: sum.faulty,
        lines: sum.lines,
    })))
}

/// Gathers the lines that are there into jobs, and promises their answers in order.
fn read(
    input: &mut (dyn BufRead + Send),
    jobs: &SyncSender<Job>,
    promises: &SyncSender<Receiver<Answered>>,
) -> io::Result<()> {
    let mut input = Lines::new(input);
    while let Some(line) = input.next()? {
        let mut lines = vec![line];
        let mut bytes = 0;
        while input.ready() && lines.len() < LINES && bytes < BYTES {
            // It is in memory, so this neither waits nor fails.
            let Some(line) = input.next()? else {
                break;
            };
            bytes += line.bytes.as_ref().map_or(0, Vec::len);
            lines.push(line);
        }
        let (answers, promise) = sync_channel(1);
        let taken = promises.send(promise).is_ok() && jobs.send(Job { lines, answers }).is_ok();
        if !taken {
            break;
        }
    }
    Ok(())
}

/// Writes answers in the order promised, and flushes whenever the next is not there yet.
fn write(output: &mut Door<'_>, promises: &Receiver<Receiver<Answered>>) -> io::Result<Answered> {
    let mut sum = Answered::default();
    while let Some(promise) = wait(promises, output)? {
        let Some(answered) = wait(&promise, output)? else {
            break;
        };
        output.safe(&answered.text)?;
        sum.lines += answered.lines;
        sum.faulty += answered.faulty;
    }
    // What is wrong is told after what is right.
    output.flush()?;
    Ok(sum)
}

fn wait<T>(from: &Receiver<T>, output: &mut Door<'_>) -> io::Result<Option<T>> {
    match from.try_recv() {
        Ok(there) => Ok(Some(there)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            output.flush()?;
            Ok(from.recv().ok())
        }
    }
}

/// What every worker answers with.
struct Desk<'d> {
    /// Where the advisor was loaded from.
    directory: Option<&'d Path>,
    partial: bool,
    /// Nothing answered yet; made once.
    blank: Session<'d>,
    pieces: Pieces,
    language: Language,
}

impl Desk<'_> {
    fn work(&self, jobs: &Mutex<Receiver<Job>>) {
        let known = Known::new();
        loop {
            let next = match jobs.lock() {
                Ok(jobs) => jobs.recv(),
                Err(_) => return,
            };
            let Ok(Job { lines, answers }) = next else {
                return;
            };
            let mut answered = Answered {
                text: SafeLines::with_room_for(lines.len()),
                ..Answered::default()
            };
            for line in lines {
                self.answer(line, &known, &mut answered);
            }
            // Nobody waits for it any more when the output is closed.
            let _ = answers.send(answered);
        }
    }

    fn answer(&self, line: Line, known: &Known, answered: &mut Answered) {
        let number = line.number;
        let text = &mut answered.text;
        match self.session(line) {
            Ok(session) => {
                let advice = Advice::knowing(&session, known);
                text.add(&json(
                    self.directory,
                    (&advice, &session),
                    Some(&self.pieces),
                ));
            }
            Err(faults) => {
                answered.faulty += 1;
                text.add(&faults_of_line(number, &faults, self.language));
            }
        }
        answered.lines += 1;
    }

    fn session(&self, line: Line) -> Result<Session<'_>, Diagnostics> {
        let name = standard_input(self.language);
        let bytes = line.bytes.ok_or_else(|| {
            // What was not kept is told by its line alone.
            let nothing = SourceText::from_line(line.number, name, "");
            let name = input_line(self.language, line.number);
            let most = LONGEST as u64;
            Diagnostic::new(Reading::MoreThan { name, most }).at(nothing.end())
        })?;
        let source = text_of(name, line.number, bytes)?;
        let mut session = self.blank.clone();
        let mut answers = Answers::default();
        answers.add(object(session.advisor(), &source)?);
        let applied = if self.partial {
            let applied = answers.apply(&mut session)?;
            session.let_details_stand();
            applied
        } else {
            let applied = answers.apply_and_finish(&mut session)?;
            complete(&mut session, &applied, Some(&source.end()))?;
            applied
        };
        let unused = unused(&session, &applied);
        if unused.is_empty() {
            Ok(session)
        } else {
            Err(unused)
        }
    }
}
