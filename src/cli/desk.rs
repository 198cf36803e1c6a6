//! What the wizard and the prompts show of the project, and the files they write.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::emission;
#[cfg(feature = "tui")]
use super::kept::Kept;
use super::load::Loaded;
use super::parting::Parting;
use super::project::{files, name_of, refuse_name};
use super::tongues::Tongues;
use crate::advice::Advice;
use crate::emit;
use crate::error::Error;
#[cfg(feature = "tui")]
use crate::host::Left;
use crate::host::{Host, Refusal};
use crate::model::Advisor;
use crate::render;
use crate::session::Session;
use crate::text::in_line;

/// The host of one interview.
pub(super) struct Desk<'d> {
    args: &'d Args,
    loaded: &'d Loaded,
    pub(super) tongues: &'d Tongues,
    #[cfg(feature = "tui")]
    kept: Kept,
    /// What is told of the answers when the interview ends here.
    parting: Parting,
    /// The sheets saved so far, as they were written.
    saved: BTreeMap<PathBuf, String>,
    written: Option<Project>,
    /// The sheet that was saved last, until something is answered after it.
    sheet: Option<String>,
    /// The advice that was read last.
    told: Option<String>,
}

/// A project that was written during the interview.
#[derive(Clone)]
pub(super) struct Project {
    pub(super) directory: PathBuf,
    /// Of its package.
    pub(super) name: String,
    /// The answers it was written for.
    sheet: String,
}

impl Project {
    /// The one that a run writes with these arguments.
    pub(super) fn of(args: &Args, directory: &Path) -> Result<Self, Error> {
        Ok(Self {
            directory: directory.to_path_buf(),
            name: match &args.name {
                Some(name) => name.clone(),
                None => name_of(directory)?,
            },
            sheet: String::new(),
        })
    }
}

impl<'d> Desk<'d> {
    pub(super) fn new(args: &'d Args, loaded: &'d Loaded, tongues: &'d Tongues) -> Self {
        Self {
            args,
            loaded,
            tongues,
            #[cfg(feature = "tui")]
            kept: Kept::default(),
            parting: Parting::default(),
            saved: BTreeMap::new(),
            written: None,
            sheet: None,
            told: None,
        }
    }

    /// The project that was written for this very session.
    pub(super) fn written(&self, session: &Session<'_>) -> Option<Project> {
        let written = self.written.clone();
        written.filter(|project| project.sheet == self.sheet(session))
    }

    /// What is told of the answers when the interview ends here; it is up to date as long as this lives.
    pub(super) fn parting(&self) -> Parting {
        self.parting.clone()
    }

    /// Whether they were to be kept, and are not: then the command that gives them again is told.
    pub(super) fn is_lost(&self) -> bool {
        self.why_not_kept().is_some()
    }

    /// Where the answers are, and how to go on with them.
    fn farewell(&self, session: Option<&Session<'_>>) -> Option<String> {
        let advisor = self
            .args
            .advisor
            .as_ref()
            .map_or(String::new(), |directory| {
                let directory = directory.display().to_string();
                format!(" --advisor {}", render::quoted(&directory))
            });
        let plain = if self.args.plain { " --plain" } else { "" };
        let words = &self.args.language().words().wizard;
        if self.is_kept() {
            let line = (words.kept_line)(&format!("otp-advisor{advisor}{plain}"));
            return Some(in_line(&line).into());
        }
        if let (Some(why), Some(session)) = (self.why_not_kept(), session) {
            let command = self.command(session);
            return Some((words.not_kept_line)(&in_line(&why), &in_line(&command)));
        }
        let sheet = render::quoted(self.sheet.as_deref()?);
        let line = (words.saved_line)(&format!("otp-advisor{advisor} --answers {sheet}"));
        Some(in_line(&line).into())
    }

    /// The advice that was read before the end.
    pub(super) fn told(&mut self) -> Option<String> {
        self.told.take()
    }

    fn files(&self, session: &Session<'_>, name: &str) -> Result<Vec<emit::File>, String> {
        let loaded = self.loaded(session);
        files(self.args, loaded, session, name).map_err(|error| self.said(&error))
    }

    fn refuse_name(&self, session: &Session<'_>, name: &str) -> Result<(), String> {
        let loaded = self.loaded(session);
        refuse_name(self.args, loaded, session, name).map_err(|error| self.said(&error))
    }

    /// The advisor in the language of the session.
    fn loaded(&self, session: &Session<'_>) -> &'d Loaded {
        self.tongues.of(session.advisor()).unwrap_or(self.loaded)
    }

    /// The name of the package that a directory makes.
    fn package(&self, directory: &Path) -> Result<String, String> {
        match &self.args.name {
            Some(name) => Ok(name.clone()),
            None => name_of(directory).map_err(|error| self.said(&error)),
        }
    }

    /// The first fault of an error as one line. Flags are no help to somebody who is in the middle of an
    /// interview.
    fn said(&self, error: &Error) -> String {
        let Some(faults) = error.faults() else {
            return error.to_string();
        };
        let language = self.args.language();
        faults.iter().next().map_or(String::new(), |fault| {
            let said = fault.said(language);
            let help = said.help.last();
            let help = help.map_or(String::new(), |help| format!(" ({help})"));
            format!("{}{help}", said.message)
        })
    }

    /// Whether a project was written there from here, so that it can be written anew for other answers. What
    /// its owner has changed meanwhile stays or is set aside, as with `--force`.
    fn is_own(&self, directory: &Path) -> bool {
        let written = self.written.as_ref();
        written.is_some_and(|written| written.directory == directory)
    }

    /// There is no way here to say that what somebody else has in a directory is to be replaced.
    fn refuse_taken(&self, directory: &Path) -> Result<(), String> {
        if emission::is_taken(directory) && !self.args.force && !self.is_own(directory) {
            let words = &self.args.language().words().wizard.acting;
            return Err((words.not_empty)(&directory.display().to_string()));
        }
        Ok(())
    }

    /// Whether there is something at a path that has to be replaced.
    fn occupied(&self, path: &Path, text: &str) -> Result<Place, Refusal> {
        let there = match fs::metadata(path) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Place::Free),
            Err(error) => return Err(Refusal::Because(format!("{}: {error}", path.display()))),
        };
        let known = self.saved.get(path);
        let same = |text: &str| {
            let length = u64::try_from(text.len()).ok();
            // What is no file may never end.
            there.is_file()
                && Some(there.len()) == length
                && fs::read(path).is_ok_and(|found| found == text.as_bytes())
        };
        if same(text) {
            Ok(Place::Done)
        } else if known.is_some_and(|known| same(known)) {
            Ok(Place::Own)
        } else {
            // Somebody's: there is no way here to compare the two.
            let taken = self.args.language().words().wizard.taken;
            Err(Refusal::Because(taken(&path.display().to_string())))
        }
    }
}

/// The advice in words.
pub(super) fn advice_text(
    args: &Args,
    session: &Session<'_>,
    written: Option<&Project>,
    (width, colour): (usize, bool),
) -> String {
    let advice = Advice::in_short(session);
    let directory = args.advisor.as_deref().map(Path::to_string_lossy);
    let project = written.map(|project| project.directory.to_string_lossy());
    let now = match (&project, written) {
        (Some(directory), Some(project)) => render::text::Now::Written {
            directory,
            name: &project.name,
        },
        _ => render::text::Now::Write {
            directory: directory.as_deref(),
        },
    };
    let shown = render::text::Shown {
        now,
        all_code: args.with_code,
    };
    render::text::text_with(&advice, session, shown, (width, colour))
}

/// What is at the place of a file.
enum Place {
    Free,
    /// What was written from here, unchanged.
    Own,
    /// What would be written.
    Done,
}

impl Host for Desk<'_> {
    fn code(
        &self,
        session: &Session<'_>,
        directory: &str,
    ) -> Result<Vec<(String, String)>, String> {
        // As it will be written; what will not do is said where the name is typed.
        let own = Path::new(directory).file_name().and_then(OsStr::to_str);
        let own = own.filter(|name| emit::check_name(name).is_ok());
        let own = own.filter(|name| self.refuse_name(session, name).is_ok());
        let name = self.args.name.as_deref().or(own).unwrap_or("app");
        let files = self.files(session, name)?;
        Ok(files
            .into_iter()
            .map(|file| (file.path, file.text))
            .collect())
    }

    fn project(&self) -> Option<String> {
        let asked = self.args.emit.as_ref();
        asked.map(|directory| directory.display().to_string())
    }

    fn speaks(&mut self, advisor: &Advisor) {
        self.args.speak_as(advisor);
        if !self.is_lost() {
            *self.parting.hold() = self.farewell(None);
        }
    }

    fn sheet(&self, session: &Session<'_>) -> String {
        render::yaml::sheet(session)
    }

    fn command(&self, session: &Session<'_>) -> String {
        let directory = self.args.advisor.as_ref();
        let directory = directory.map(|directory| directory.display().to_string());
        render::command::command(session, directory.as_deref())
    }

    fn advice(&mut self, session: &Session<'_>, width: usize) -> String {
        let written = self.written(session);
        let text = advice_text(self.args, session, written.as_ref(), (width, false));
        self.told = Some(text.clone());
        text
    }

    fn save(&mut self, path: &str, text: &str, replace: bool) -> Result<(), Refusal> {
        let expanded = emission::expanded(Path::new(path));
        let path = expanded.as_deref().unwrap_or(Path::new(path));
        let parting = self.parting();
        let mut told = parting.hold();
        match self.occupied(path, text)? {
            Place::Own if !replace => return Err(Refusal::Own),
            Place::Done => {}
            Place::Free | Place::Own => emit::write::write_file(path, text, replace)
                .map_err(|error| Refusal::Because(format!("{}: {error}", path.display())))?,
        }
        self.saved.insert(path.to_path_buf(), text.to_owned());
        self.sheet = Some(path.display().to_string());
        *told = self.farewell(None);
        Ok(())
    }

    fn check_project(&self, directory: &str, session: &Session<'_>) -> Result<String, String> {
        let words = &self.args.language().words().wizard.acting;
        let expanded = emission::expanded(Path::new(directory));
        let directory = expanded.as_deref().unwrap_or(Path::new(directory));
        let name = self.package(directory)?;
        self.refuse_taken(directory)?;
        self.refuse_name(session, &name)?;
        if let Ok(target) = emit::target(session.advisor(), self.args.target.as_deref()) {
            emission::look_at(directory, target).map_err(|error| self.said(&error))?;
        }
        if self.is_own(directory) {
            return Ok((words.written_before)(&directory.display().to_string()));
        }
        Ok((words.package)(&name))
    }

    fn place(&self, directory: &str) -> String {
        let expanded = emission::expanded(Path::new(directory));
        expanded.map_or(directory.to_owned(), |path| path.display().to_string())
    }

    fn emit(&mut self, directory: &str, session: &Session<'_>) -> Result<String, String> {
        let expanded = emission::expanded(Path::new(directory));
        let directory = expanded.as_deref().unwrap_or(Path::new(directory));
        let name = self.package(directory)?;
        self.refuse_taken(directory)?;
        let files = self.files(session, &name)?;
        let force = self.args.force || self.is_own(directory);
        // Nobody ends in the middle of it.
        let parting = self.parting();
        let _held = parting.hold();
        let written =
            emission::emit(directory, &files, force).map_err(|error| self.said(&error))?;
        self.written = Some(Project {
            directory: directory.to_path_buf(),
            name,
            sheet: self.sheet(session),
        });
        let words = session.advisor().words();
        let mut lines = emission::report(&written, directory, words);
        let target = emit::target(session.advisor(), self.args.target.as_deref());
        if let (Some(first), Ok(target)) = (lines.first_mut(), target) {
            let command = emission::confirm(directory, &target.confirm);
            *first = format!("{first}; {}", (words.reports.try_now)(&command));
        }
        Ok(lines.join("; "))
    }

    #[cfg(feature = "tui")]
    fn keep(&mut self, session: &Session<'_>, finished: bool) {
        // A sheet tells answers and defaults alike, and what nobody answered is not to come back as an
        // answer.
        let considered = session.considered();
        let sheet = render::yaml::kept(&considered);
        self.sheet = None;
        let parting = self.parting();
        let mut told = parting.hold();
        self.kept.keep(session.advisor(), &sheet, finished);
        *told = self.farewell(Some(&considered));
    }

    #[cfg(feature = "tui")]
    fn is_kept(&self) -> bool {
        self.kept.is_kept()
    }

    #[cfg(feature = "tui")]
    fn why_not_kept(&self) -> Option<String> {
        self.kept.why_not().map(str::to_owned)
    }

    #[cfg(feature = "tui")]
    fn forget(&mut self) {
        let parting = self.parting();
        let mut told = parting.hold();
        self.kept.forget();
        *told = self.farewell(None);
    }

    #[cfg(feature = "tui")]
    fn interrupted(&mut self, session: &Session<'_>) -> Vec<Left> {
        self.kept.left(session)
    }

    #[cfg(feature = "tui")]
    fn unreadable(&self) -> Vec<String> {
        self.kept.unreadable()
    }

    #[cfg(feature = "tui")]
    fn take_up_interrupted(&mut self, session: &Session<'_>, place: usize) {
        self.kept.take_up(session.advisor(), place);
    }

    #[cfg(feature = "tui")]
    fn give_back_interrupted(&mut self) {
        let parting = self.parting();
        let mut told = parting.hold();
        self.kept.give_back();
        *told = self.farewell(None);
    }

    #[cfg(feature = "tui")]
    fn drop_interrupted(&mut self, place: usize) {
        self.kept.drop_left(place);
    }
}
