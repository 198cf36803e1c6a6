//! The wizard's host: what it shows of the project, and the files it writes.

use std::io::Write as _;
use std::path::Path;

use super::args::Args;
use super::load::Loaded;
use super::project::{files, name_of};
use crate::emit;
use crate::error::Error;
use crate::render;
use crate::session::Session;
use crate::tui::{self, Host, Options};

/// Interviews the user on the screen; `None` when they cancelled.
pub(super) fn run<'a>(
    args: &Args,
    loaded: &'a Loaded,
    session: Session<'a>,
    colour: bool,
) -> Result<Option<Session<'a>>, Error> {
    let defaults = Options::default();
    let options = Options {
        colour,
        project: args.emit.as_ref().map_or(defaults.project, |directory| {
            directory.display().to_string()
        }),
        sheet: defaults.sheet,
    };
    let mut desk = Desk { args, loaded };
    tui::run(session, &mut desk, &options).map_err(|error| match error {
        tui::Error::Io(error) => Error::Output(error),
        tui::Error::Signal(signal) => Error::Signal(signal),
    })
}

struct Desk<'d> {
    args: &'d Args,
    loaded: &'d Loaded,
}

impl Desk<'_> {
    fn files(&self, session: &Session<'_>, name: &str) -> Result<Vec<emit::File>, String> {
        files(self.args, self.loaded, session, name).map_err(|error| said(&error))
    }
}

impl Host for Desk<'_> {
    fn code(&self, session: &Session<'_>) -> Result<Vec<(String, String)>, String> {
        let name = self.args.name.as_deref().unwrap_or("app");
        let mut files = self.files(session, name)?;
        files.sort_by_key(|file| !file.main);
        Ok(files
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect())
    }

    fn sheet(&self, session: &Session<'_>) -> String {
        render::yaml::sheet(session)
    }

    fn save(&mut self, path: &str, text: &str) -> Result<(), String> {
        // A sheet that is there is somebody's; the wizard offers no way to compare them.
        let path = Path::new(path);
        match std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
        {
            Ok(()) => Ok(()),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    fn emit(&mut self, directory: &str, session: &Session<'_>) -> Result<String, String> {
        let directory = Path::new(directory);
        let name = match &self.args.name {
            Some(name) => name.clone(),
            None => name_of(directory).map_err(|error| said(&error))?,
        };
        let files = self.files(session, &name)?;
        let written = emit::write::write(directory, &files, self.args.force)
            .map_err(|fault| fault.message)?;
        let reports = &session.advisor().words().reports;
        let place = directory.display().to_string();
        Ok((reports.written)(written.files, &place))
    }
}

/// The first fault of an error as one line.
fn said(error: &Error) -> String {
    match error {
        Error::Usage(faults)
        | Error::Answers(faults)
        | Error::Advisor(faults)
        | Error::Target(faults) => faults.0.first().map_or(String::new(), |fault| {
            let help = fault
                .help
                .last()
                .map_or(String::new(), |help| format!(" ({help})"));
            format!("{}{help}", fault.message)
        }),
        other => other.to_string(),
    }
}
