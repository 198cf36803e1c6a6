//! The main job: an interview from wherever, its advice to standard output, its project to a
//! directory.

use std::io::Write;
use std::path::Path;

use super::args::{Args, Format};
use super::desk::{Desk, Project, advice_text};
use super::emission;
use super::given::needs_more;
use super::load::{Gathered, Loaded, gather, is_standard_input, load, unreadable};
#[cfg(unix)]
use super::parting::Watch;
use super::project::{files, name_of, record};
use super::streams::{Streams, terminal_width};
use super::tell::{remark, tell, tell_notes};
use super::terminals::this_is_drawn_on;
use super::tongues::Tongues;
use crate::advice::{Advice, question_text};
use crate::answers::{Taken, complete, unused};
use crate::diagnostic::kind::{Answers as Kind, Usage};
use crate::diagnostic::{Diagnostic, standard_input};
use crate::emit::{self, File};
use crate::error::{Error, Finding};
use crate::host::Host as _;
use crate::ids::QuestionIx;
use crate::model::answer::possible_answers;
use crate::plain;
use crate::render;
use crate::render::emitted::{EmissionObject, EmittedObject};
use crate::render::json::{AdviceObject, Pieces};
use crate::session::Session;
use crate::text::in_line;

pub(super) fn advise(args: &Args, streams: &mut Streams<'_>) -> Result<Finding, Error> {
    refuse_contradictions(args)?;
    if let Some(name) = &args.name {
        emit::check_name(name).map_err(Error::usage)?;
    }
    if let Some(directory) = &args.emit {
        emission::refuse_tilde("--emit", directory)?;
    }
    #[cfg(feature = "tui")]
    if args.print_config {
        super::config::print(args, streams)?;
        return Ok(Finding::Clean);
    }
    let loaded = load(args)?;
    #[cfg(feature = "tui")]
    let loaded = super::configured::configured(args, loaded, streams)?;
    // A wrong target is told before any question is asked.
    if args.emit.is_some() || args.format == Some(Format::Code) || args.target.is_some() {
        emit::target(&loaded.advisor, args.target.as_deref()).map_err(Error::usage)?;
    }
    // And so is a directory whose name makes no package.
    if let (Some(directory), None) = (&args.emit, &args.name) {
        name_of(directory)?;
    }
    // And to whoever answers at a terminal, that there is no room for the project.
    if let Some(directory) = &args.emit
        && streams.input_is_terminal
        && !(args.force || args.dry_run)
    {
        emission::refuse_taken(directory)?;
    }
    let tongues = Tongues::new(args);
    let Interviewed {
        session,
        attended,
        written,
        told,
    } = interview(args, &loaded, &tongues, streams)?;
    // The result is in the language in which it was last read.
    let loaded = tongues.of(session.advisor()).unwrap_or(&loaded);
    args.speak_as(session.advisor());
    let design = (&session, written.as_ref());
    let delivered = deliver(args, loaded, design, told.as_deref(), streams);
    if let Err(error) = &delivered
        && attended
        && (error.faults().is_some() || matches!(error, Error::Signal(_)))
    {
        keep(&Desk::new(args, loaded, &tongues), &session, streams);
    }
    delivered.map(|()| Finding::Clean)
}

/// What an interview came to.
struct Interviewed<'a> {
    session: Session<'a>,
    /// A person answered.
    attended: bool,
    /// The project that was written on the way.
    written: Option<Project>,
    /// The advice that was read on the way.
    told: Option<String>,
}

/// What the session leads to goes where it was asked for.
fn deliver(
    args: &Args,
    loaded: &Loaded,
    (session, written): (&Session<'_>, Option<&Project>),
    told: Option<&str>,
    streams: &mut Streams<'_>,
) -> Result<(), Error> {
    // The other formats have none, whatever their texts bring along.
    let text = args.format.is_none_or(|format| format == Format::Text);
    let colour = text && streams.output_is_terminal && streams.colour;
    if let Some(directory) = &args.emit {
        return emit_project(args, loaded, session, directory, (colour, streams));
    }
    // Whoever has read this very text on the same terminal need not read it twice.
    if let Some(told) = told
        && text
        && streams.output_is_terminal
        && advice_text(args, session, written, (streams.width, false)) == told
    {
        return Ok(());
    }
    let advice = print(args, loaded, session, written, (streams.width, colour))?;
    streams.output.coloured(&advice, colour)?;
    streams.output.flush()?;
    Ok(())
}

/// Tells the command that gives an interview's answers again: it ends without what it was for, and
/// nobody should have to type them twice.
fn keep(desk: &Desk<'_>, session: &Session<'_>, streams: &mut Streams<'_>) {
    let again = session.advisor().words().prompts.again;
    let command = desk.command(session);
    remark(again, streams);
    // Whole, in one line: it is there to be copied.
    let _ = writeln!(streams.errors, "  {}", in_line(&command));
}

/// Writes the project, or tells what would be written.
fn emit_project(
    args: &Args,
    loaded: &Loaded,
    session: &Session<'_>,
    directory: &Path,
    (colour, streams): (bool, &mut Streams<'_>),
) -> Result<(), Error> {
    let words = loaded.advisor.words();
    let target = emit::target(&loaded.advisor, args.target.as_deref()).map_err(Error::usage)?;
    let files = render_files(args, loaded, session, directory)?;
    let command = emission::confirm(directory, &target.confirm);
    let object = |emitted: EmittedObject| {
        let advice = Advice::of(session);
        let advice = json(args.advisor.as_deref(), (&advice, session), None);
        render::json::pretty(&EmissionObject::new(advice, emitted))
    };
    if args.dry_run {
        let text = if args.json() {
            object(emission::would_emit(directory, &files, command)?)
        } else {
            emission::dry_run(directory, &files, words)?
        };
        streams.output.write_all(text.as_bytes())?;
        return Ok(());
    }
    if args.json() {
        let written = emission::emit(directory, &files, args.force)?;
        let text = object(emission::emitted(&written, directory, &files, command));
        streams.output.write_all(text.as_bytes())?;
        return Ok(());
    }
    // The advice is rendered before anything is written and printed after, so that neither stands
    // without the other.
    let project = Project::of(args, directory)?;
    let advice = print(
        args,
        loaded,
        session,
        Some(&project),
        (streams.width, colour),
    )?;
    let written = emission::emit(directory, &files, args.force)?;
    streams.output.coloured(&advice, colour)?;
    let mut lines = emission::report(&written, directory, words);
    // Whoever sees the text has read it there.
    let told = args.format.is_none_or(|format| format == Format::Text);
    let told = told && streams.output_is_terminal;
    if let Some(first) = lines.first_mut().filter(|_| !told) {
        *first = format!("{first}; {}", (words.reports.try_now)(&command));
    }
    streams.output.flush()?;
    for line in lines {
        remark(&line, streams);
    }
    Ok(())
}

fn refuse_contradictions(args: &Args) -> Result<(), Error> {
    let refuse = |why: Usage| Err(Error::usage(Diagnostic::new(why)));
    if args.emit.is_some() && args.partial {
        return refuse(Usage::EmitPartial);
    }
    if args.emit.is_none() && args.format != Some(Format::Code) {
        // A record tells how the target is confirmed.
        let record = args.format == Some(Format::Markdown);
        for (flag, given) in [
            ("--name", args.name.is_some()),
            ("--target", args.target.is_some() && !record),
        ] {
            if given {
                return refuse(Usage::NothingEmitted { flag });
            }
        }
    }
    if args.dry_run
        && args
            .format
            .is_some_and(|format| format != Format::Text && !args.json())
    {
        return refuse(Usage::DryRunFormat);
    }
    let spoken = args
        .format
        .is_none_or(|format| matches!(format, Format::Text | Format::Markdown));
    if args.with_code && !spoken && args.emit.is_none() {
        return refuse(Usage::WithCodeFormat);
    }
    if args.plain && args.answers.is_some() {
        return refuse(Usage::PlainAnswers);
    }
    Ok(())
}

/// Comes to a session by whichever way the run offers.
fn interview<'a>(
    args: &'a Args,
    loaded: &'a Loaded,
    tongues: &'a Tongues,
    streams: &mut Streams<'_>,
) -> Result<Interviewed<'a>, Error> {
    let mut session = Session::new(&loaded.advisor);
    let from_input = args.answers.is_none() && !args.plain && !streams.input_is_terminal;
    let gathered = gather(args, &mut session, streams, from_input)?;
    let asks = args.answers.is_none() && (args.plain || streams.input_is_terminal);
    let needed = args.set.is_empty() || needs_more(args, &session);
    if asks && needed {
        let mut desk = Desk::new(args, loaded, tongues);
        let session = ask(args, &mut desk, session, &gathered, streams)?;
        return Ok(Interviewed {
            attended: streams.input_is_terminal,
            written: desk.written(&session),
            told: desk.told(),
            session,
        });
    }
    if args.partial {
        session.let_details_stand();
    } else {
        complete(&mut session, &gathered.applied, gathered.end.as_ref()).map_err(Error::Answers)?;
    }
    refuse_unused(&session, &gathered.applied)?;
    tell_notes(args, &session, &gathered.applied, streams);
    Ok(Interviewed {
        session,
        attended: false,
        written: None,
        told: None,
    })
}

/// Asks the user: in the wizard where the terminal can draw, by numbered prompts elsewhere.
fn ask<'a>(
    args: &Args,
    desk: &mut Desk<'a>,
    session: Session<'a>,
    gathered: &Gathered,
    streams: &mut Streams<'_>,
) -> Result<Session<'a>, Error> {
    // What cannot count any more is told before anything is asked, as it would be without asking.
    refuse_unused(
        &session,
        gathered
            .applied
            .iter()
            .filter(|taken| session.is_ruled_out(taken.question)),
    )?;
    let given = session.clone();
    let answered = if draws(args) {
        on_screen(args, desk, session, streams)
    } else {
        by_prompts(args, desk, session, streams)
    };
    let answered = answered.and_then(|answered| answered.ok_or(Error::Cancelled));
    let mut session = match answered {
        Ok(session) => session,
        Err(error) => {
            tell_kept(desk, streams);
            return Err(error);
        }
    };
    let attended = streams.input_is_terminal;
    if !args.partial {
        let typed = session.clone();
        if let Err(faults) = complete(&mut session, &[], None) {
            if attended {
                if !desk.is_lost() {
                    keep(desk, &typed, streams);
                }
                tell_kept(desk, streams);
            }
            return Err(Error::Answers(faults));
        }
    }
    // Whoever changed what was given, changed what it leads to as well.
    let kept = |taken: &&Taken| given.answer(taken.question) == session.answer(taken.question);
    if gathered.applied.iter().all(|taken| kept(&taken)) {
        let unused = unused(&session, &gathered.applied);
        if !attended && !unused.is_empty() {
            return Err(Error::Answers(unused));
        }
        // A person has answered all the rest, and sees what did not count.
        if !unused.is_empty() {
            tell(&unused.into_warnings(), args.language(), false, streams);
        }
    }
    tell_notes(args, &session, &gathered.applied, streams);
    Ok(session)
}

/// Whoever leaves is told where the answers are, and how to go on with them.
fn tell_kept(desk: &Desk<'_>, streams: &mut Streams<'_>) {
    for line in desk.parting().line().iter().flat_map(|told| told.lines()) {
        if line.starts_with(' ') {
            // A command, which is copied whole. Nobody is left to tell when standard error is closed.
            let _ = writeln!(streams.errors, "{line}");
        } else {
            remark(line, streams);
        }
    }
}

/// Answers that were given and do not count are faults, whichever way the others came.
fn refuse_unused<'t>(
    session: &Session<'_>,
    applied: impl IntoIterator<Item = &'t Taken>,
) -> Result<(), Error> {
    let unused = unused(session, applied);
    if unused.is_empty() {
        Ok(())
    } else {
        Err(Error::Answers(unused))
    }
}

/// Whether the terminal that answers come from can show the wizard.
fn draws(args: &Args) -> bool {
    cfg!(feature = "tui") && !args.plain && this_is_drawn_on()
}

#[cfg(feature = "tui")]
fn on_screen<'a>(
    args: &Args,
    desk: &mut Desk<'a>,
    session: Session<'a>,
    streams: &Streams<'_>,
) -> Result<Option<Session<'a>>, Error> {
    super::wizard::run(args, desk, session, streams.colour)
}

/// Built without the wizard.
#[cfg(not(feature = "tui"))]
fn on_screen<'a>(
    args: &Args,
    desk: &mut Desk<'a>,
    session: Session<'a>,
    streams: &mut Streams<'_>,
) -> Result<Option<Session<'a>>, Error> {
    by_prompts(args, desk, session, streams)
}

fn by_prompts<'a>(
    args: &Args,
    desk: &mut Desk<'a>,
    session: Session<'a>,
    streams: &mut Streams<'_>,
) -> Result<Option<Session<'a>>, Error> {
    let mut terminal = streams.terminal();
    let (output, width): (&mut dyn Write, _) = match &mut terminal {
        Some(terminal) => (terminal, Some(terminal_width())),
        None => (&mut streams.errors, streams.errors_width),
    };
    let options = plain::Options {
        width: width.unwrap_or(streams.width),
        attended: streams.input_is_terminal,
    };
    // Whoever is not asked by a terminal gives no answers that could be lost.
    #[cfg(unix)]
    let _watch = {
        let parting = desk.parting();
        let watch = || Watch::start(&parting, streams.errors_are_terminal).ok();
        streams.input_is_terminal.then(watch).flatten()
    };
    let tongues = desk.tongues;
    let input = &mut streams.input;
    match plain::run(session, input, output, options, desk, Some(tongues)) {
        Ok(answered) => Ok(answered),
        // What is missing is told in the same words as for piped answers.
        Err(plain::Stopped::MissingAnswer { session, .. }) => Ok(Some(*session)),
        Err(plain::Stopped::Unreadable(error)) => {
            let name = standard_input(args.language());
            Err(unreadable(name, &error))
        }
        Err(plain::Stopped::NoAnswer {
            question,
            lines,
            session,
        }) => Err(Error::answers(no_answer(&session, question, lines))),
        Err(plain::Stopped::Io(error)) => Err(Error::Output(error)),
    }
}

/// Input that went on without an answer.
fn no_answer(session: &Session<'_>, question: QuestionIx, lines: usize) -> Diagnostic {
    let asked = session.advisor().question(question);
    Diagnostic::new(Kind::NoneAmong {
        question: asked.id.to_string(),
        lines,
        ask: question_text(session, question).to_string(),
        possible: possible_answers(asked),
    })
}

/// What is printed on standard output.
fn print(
    args: &Args,
    loaded: &Loaded,
    session: &Session<'_>,
    written: Option<&Project>,
    (width, colour): (usize, bool),
) -> Result<String, Error> {
    Ok(match args.format.unwrap_or(Format::Text) {
        Format::Text => advice_text(args, session, written, (width, colour)),
        Format::Json => {
            let advice = Advice::of(session);
            render::json::pretty(&json(args.advisor.as_deref(), (&advice, session), None))
        }
        Format::Yaml => render::yaml::sheet(session),
        Format::Markdown => {
            let name = written.map(|project| project.name.as_str());
            let sheet = sheet_name(args);
            record(args, &loaded.advisor, session, (sheet.as_deref(), name))?
        }
        Format::Code => code(args, loaded, session)?,
    })
}

/// The object for a piece of advice, with the command that this run's advisor needs.
pub(super) fn json<'a>(
    directory: Option<&Path>,
    (advice, session): (&'a Advice<'a>, &Session<'a>),
    pieces: Option<&'a Pieces>,
) -> AdviceObject<'a> {
    let object = render::json::advice_of(advice, session, pieces);
    match directory {
        Some(directory) => object.loaded_from(&directory.display().to_string(), session),
        None => object,
    }
}

fn code(args: &Args, loaded: &Loaded, session: &Session<'_>) -> Result<String, Error> {
    if !session.is_complete() {
        return Err(Error::usage(Diagnostic::new(Usage::UnfinishedCode)));
    }
    let name = args.name.as_deref().unwrap_or("app");
    let files = files(args, loaded, session, name)?;
    let main = files.into_iter().find(|file| file.main);
    let main = main.ok_or_else(|| Error::usage(Diagnostic::new(Usage::NoMainFile)))?;
    Ok(main.text)
}

/// The project's files under the name given, or that of the directory.
fn render_files(
    args: &Args,
    loaded: &Loaded,
    session: &Session<'_>,
    directory: &Path,
) -> Result<Vec<File>, Error> {
    let name = match &args.name {
        Some(name) => name.clone(),
        None => name_of(directory)?,
    };
    files(args, loaded, session, &name)
}

/// The sheet the answers came from, for the record; what was piped in has no name to find it by.
fn sheet_name(args: &Args) -> Option<String> {
    let path = args.answers.as_ref()?;
    (!is_standard_input(path)).then(|| path.display().to_string())
}
