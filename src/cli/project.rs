//! The project of a design: its name, its files, its record; for `--emit` and for the wizard.

use std::path::Path;

use super::args::Args;
use super::load::Loaded;
use crate::advice::Advice;
use crate::answers::complete;
use crate::diagnostic::kind::Usage;
use crate::diagnostic::{Diagnostic, Kind};
use crate::emit::{self, Brief, File};
use crate::error::Error;
use crate::model::Advisor;
use crate::render;
use crate::session::Session;

/// What `--runtime-tests` asks a target for.
const RUNTIME_TESTS: &str = "runtime_tests";

/// The directory's own name, when it makes a package name.
pub(super) fn name_of(directory: &Path) -> Result<String, Error> {
    let name = match directory.file_name() {
        Some(name) => name.to_string_lossy().into_owned(),
        // `.` and `..` have a name once they are resolved.
        None => directory
            .canonicalize()
            .ok()
            .and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
            .unwrap_or_default(),
    };
    match emit::check_name(&name) {
        Ok(()) => Ok(name),
        Err(mut fault) => {
            if let Kind::Usage(Usage::BadName { of_directory, .. }) = &mut *fault.kind {
                *of_directory = true;
            }
            Err(Error::usage(fault))
        }
    }
}

pub(super) fn files(
    args: &Args,
    loaded: &Loaded,
    session: &Session<'_>,
    name: &str,
) -> Result<Vec<File>, Error> {
    let session = &finished(session)?;
    let target = emit::target(&loaded.advisor, args.target.as_deref()).map_err(Error::usage)?;
    let record = record(
        args,
        &loaded.advisor,
        session,
        (Some("otp-advisor.yaml"), Some(name)),
    )?;
    let sheet = render::yaml::sheet(session);
    let brief = Brief {
        name,
        target,
        with: with(args),
        record: &record,
        sheet: &sheet,
    };
    emit::project(session, brief, &loaded.templates).map_err(told)
}

/// Refuses a name that the project of this design cannot have, as [`files`] would, at a small part of the
/// cost.
pub(super) fn refuse_name(
    args: &Args,
    loaded: &Loaded,
    session: &Session<'_>,
    name: &str,
) -> Result<(), Error> {
    let session = &finished(session)?;
    let target = emit::target(&loaded.advisor, args.target.as_deref()).map_err(Error::usage)?;
    let brief = Brief {
        name,
        target,
        with: with(args),
        // Nothing of them stands in a manifest.
        record: "",
        sheet: "",
    };
    emit::refuse_name(session, brief, &loaded.templates).map_err(told)
}

/// A design: a template that is asked about less could only say that something is undefined.
fn finished<'a>(session: &Session<'a>) -> Result<Session<'a>, Error> {
    let mut finished = session.clone();
    complete(&mut finished, &[], None).map_err(Error::Answers)?;
    Ok(finished)
}

fn with(args: &Args) -> &'static [&'static str] {
    if args.runtime_tests {
        &[RUNTIME_TESTS]
    } else {
        &[]
    }
}

fn told(fault: Diagnostic) -> Error {
    if matches!(*fault.kind, Kind::Usage(_)) {
        Error::usage(fault)
    } else {
        Error::Advisor(fault.into())
    }
}

/// The decision record; `sheet` tells where the answers are saved, `project` the name of the project
/// it stands in.
pub(super) fn record(
    args: &Args,
    advisor: &Advisor,
    session: &Session<'_>,
    (sheet, project): (Option<&str>, Option<&str>),
) -> Result<String, Error> {
    let target = match (&args.target, advisor.targets.is_empty()) {
        (None, true) => None,
        _ => Some(emit::target(advisor, args.target.as_deref()).map_err(Error::usage)?),
    };
    let directory = args.advisor.as_deref().map(Path::to_string_lossy);
    let context = render::markdown::Context {
        date: None,
        sheet,
        target,
        directory: directory.as_deref(),
        project,
        with_code: args.with_code,
    };
    Ok(render::markdown::record(
        &Advice::of(session),
        session,
        context,
    ))
}
