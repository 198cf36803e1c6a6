//! The advisor of this run: the built-in one, or a directory; and its answers so far.

use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use super::args::Args;
use super::begin::begin;
use super::streams::Streams;
use crate::answers::{Answers, Applied, piped, set_argument, sheet};
use crate::data::Held;
use crate::diagnostic::kind::{Part, Reading};
use crate::diagnostic::{
    Diagnostic, Diagnostics, Kind, Place, SourceText, not_utf8, standard_input,
};
use crate::embedded;
use crate::emit::{Template, Templates};
use crate::error::Error;
use crate::load::check;
use crate::load::source::{Builtin, Directory, Source, regular_file};
use crate::model::Advisor;
use crate::session::Session;
use crate::words::Language;

/// An advisor and where its templates are.
pub(super) struct Loaded {
    pub(super) advisor: Held<Advisor>,
    pub(super) templates: Templates,
}

/// Loads the advisor that the arguments name.
pub(super) fn load(args: &Args) -> Result<Loaded, Error> {
    let loaded = load_from(args.advisor.as_deref(), args.lang.as_deref())?;
    args.speak_as(&loaded.advisor);
    Ok(loaded)
}

pub(super) fn load_from(directory: Option<&Path>, language: Option<&str>) -> Result<Loaded, Error> {
    match directory {
        None => built_in(language),
        Some(directory) => load_by(directory, |source, builtin| {
            check::load(source, builtin, language)
        }),
    }
}

/// In its own language, once it is right in all of them.
pub(super) fn load_in_every_language(directory: Option<&Path>) -> Result<Loaded, Error> {
    match directory {
        // It was checked when this program was built.
        None => built_in(None),
        Some(directory) => load_by(directory, check::load_in_every_language),
    }
}

fn built_in(language: Option<&str>) -> Result<Loaded, Error> {
    Ok(Loaded {
        advisor: Held::Fixed(embedded::advisor(language).map_err(refused)?),
        templates: Arc::new(|name| embedded::template(name).map(Template::Builtin)),
    })
}

fn load_by(
    directory: &Path,
    load: impl FnOnce(&dyn Source, Builtin<'_>) -> Result<Advisor, Diagnostics>,
) -> Result<Loaded, Error> {
    if !directory.is_dir() {
        let path = directory.display().to_string();
        let fault = Diagnostic::new(Reading::NoAdvisor { path });
        return Err(Error::Advisor(fault.into()));
    }
    let source = Directory(directory.to_path_buf());
    let builtin = |name: &str| embedded::template(name).map(str::to_owned);
    let advisor = load(&source, &builtin).map_err(refused)?;
    Ok(Loaded {
        advisor: advisor.into(),
        templates: Arc::new(move |name| {
            let own = source.read(&format!("templates/{name}")).ok().flatten();
            own.map(Template::Foreign)
                .or_else(|| embedded::template(name).map(Template::Builtin))
        }),
    })
}

/// A language that the advisor does not have is a wrong flag, not a wrong advisor.
fn refused(faults: Diagnostics) -> Error {
    let is_flag = |fault: &Diagnostic| matches!(*fault.kind, Kind::Part(Part::NoTexts { .. }));
    if faults.iter().all(is_flag) {
        Error::Usage(faults)
    } else {
        Error::Advisor(faults)
    }
}

/// More than any interview needs, in bytes.
const MAX_INPUT: u64 = 4 * 1024 * 1024;

/// The answers given besides an interview.
pub(super) struct Gathered {
    pub(super) applied: Applied,
    /// Behind the last answer of a file or of standard input.
    pub(super) end: Option<Place>,
}

/// Applies `--set`, `--answers` and, when `read_input`, standard input.
pub(super) fn gather(
    args: &Args,
    session: &mut Session<'_>,
    streams: &mut Streams<'_>,
    read_input: bool,
) -> Result<Gathered, Error> {
    begin(args, session)?;
    let mut answers = Answers::default();
    let mut end = None;
    let language = Language::of(&session.advisor().language);
    if let Some(path) = &args.answers {
        let source = read_sheet(path, streams, language)?;
        end = Some(source.end());
        answers.add(sheet(session.advisor(), &source).map_err(Error::Answers)?);
    } else if read_input {
        let source = read_all(streams, language)?;
        end = Some(source.end());
        answers.add(piped(session.advisor(), &source).map_err(Error::answers)?);
    }
    let sets: Result<Vec<_>, _> = args.set.iter().map(|set| set_argument(set)).collect();
    answers.add(sets.map_err(Error::usage)?);
    let applied = answers.apply(session).map_err(Error::Answers)?;
    Ok(Gathered { applied, end })
}

/// The file name that means standard input.
const STANDARD_INPUT: &str = "-";

/// Whether a sheet is named that comes from standard input.
pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

/// A sheet's text.
pub(super) fn read_sheet(
    path: &Path,
    streams: &mut Streams<'_>,
    language: Language,
) -> Result<Arc<SourceText>, Error> {
    if is_standard_input(path) {
        return read_all(streams, language);
    }
    let name = path.display().to_string();
    let bytes = regular_file(path).map_err(|error| unreadable(&name, &error))?;
    text_of(&name, 1, bytes).map_err(Error::answers)
}

/// Answers that cannot be read at all.
pub(super) fn unreadable(name: &str, error: &io::Error) -> Error {
    Error::answers(Diagnostic::new(Reading::Unreadable {
        name: name.to_owned(),
        why: error.to_string(),
    }))
}

fn read_all(streams: &mut Streams<'_>, language: Language) -> Result<Arc<SourceText>, Error> {
    let name = standard_input(language);
    let mut bytes = Vec::new();
    (&mut streams.input)
        .take(MAX_INPUT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(name, &error))?;
    text_of(name, 1, bytes).map_err(Error::answers)
}

/// A text that begins with a line of what is called `name`.
pub(super) fn text_of(
    name: &str,
    line: usize,
    bytes: Vec<u8>,
) -> Result<Arc<SourceText>, Diagnostic> {
    if bytes.len() as u64 > MAX_INPUT {
        return Err(Diagnostic::new(Reading::MoreThan {
            name: name.to_owned(),
            most: MAX_INPUT,
        }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Ok(SourceText::from_line(line, name, text))
        }
        Err(error) => Err(not_utf8(name, line, &error)),
    }
}
