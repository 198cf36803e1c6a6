//! Answers kept for the case that the wizard is interrupted: a sheet in the user's state directory.
//!
//! Its name tells the advisor, the working directory and the run, which none had before. A run holds a lock
//! beside it as long as it lives, however it ends, so that what another one keeps is not taken. When it
//! cannot be written the interview goes on without, and whoever asks is told why.

use std::env::{current_dir, var_os};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use etcetera::BaseStrategy as _;
use sha2::{Digest as _, Sha256};

use super::load::text_of;
use crate::answers::{Answers, Entry, kept_sheet};
use crate::diagnostic::Diagnostics;
use crate::emit;
use crate::host::Left;
use crate::ids::QuestionIx;
use crate::load::source::regular_file;
use crate::model::{Advisor, Answer};
use crate::session::Session;

/// A directory instead of the usual one; empty for none, which keeps nothing.
const VARIABLE: &str = "OTP_ADVISOR_STATE";

/// The first line of the sheet of a run that had come to its result.
const FINISHED: &str = "# finished\n";

/// So many are looked at; older ones come up when one of these is gone on with or dropped.
const READ: usize = 100;

/// What is kept, and what is left of earlier runs.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The sheet of this run, once one is written.
    own: Option<PathBuf>,
    /// Those that are offered, the latest first.
    left: Vec<PathBuf>,
    /// Those that cannot be read any more.
    unreadable: Vec<PathBuf>,
    /// What was to be kept last is.
    safe: bool,
    /// Why it is not, though it was to be.
    why: Option<String>,
    /// What the own one was called while it was offered.
    was: Option<PathBuf>,
    /// Held while the own one is.
    lock: Option<fs::File>,
}

/// Where sheets are; `None` when none are wanted.
fn directory() -> io::Result<Option<PathBuf>> {
    match var_os(VARIABLE) {
        Some(path) if path.is_empty() => Ok(None),
        Some(path) => Ok(Some(path.into())),
        None => {
            let base = etcetera::choose_base_strategy().map_err(io::Error::other)?;
            let state = base.state_dir().unwrap_or_else(|| base.data_dir());
            Ok(Some(state.join("otp-advisor")))
        }
    }
}

/// What the names of all sheets for this advisor and working directory begin with.
fn prefix(advisor: &Advisor) -> io::Result<String> {
    let here = current_dir()?;
    let hash = Sha256::digest(here.as_os_str().as_encoded_bytes());
    let number = hash.iter().take(8);
    let number = number.fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let id: String = advisor.id.chars().filter(|c| safe(*c)).collect();
    Ok(format!("{id}-{number:016x}-"))
}

impl Kept {
    /// Writes the sheet of this run anew, and whether it has come to its result.
    pub(super) fn keep(&mut self, advisor: &Advisor, text: &str, finished: bool) {
        let mark = if finished { FINISHED } else { "" };
        let written = self.write(advisor, &format!("{mark}{text}"));
        self.safe = matches!(written, Ok(true));
        self.why = written.err().map(|error| error.to_string());
    }

    /// Whether it was to be written at all.
    fn write(&mut self, advisor: &Advisor, text: &str) -> io::Result<bool> {
        let Some(directory) = directory()? else {
            return Ok(false);
        };
        let at = |error| io::Error::other(format!("{}: {error}", directory.display()));
        if self.own.is_none() {
            fs::create_dir_all(&directory).map_err(at)?;
            let own = own(advisor, &directory)?;
            self.lock = hold(&own);
            self.own = Some(own);
        }
        if let Some(own) = &self.own {
            // After every answer, so nobody is to wait for a busy disk.
            emit::write::write_file_soon(own, text).map_err(at)?;
        }
        Ok(true)
    }

    /// Why what was to be kept last is not.
    pub(super) fn why_not(&self) -> Option<&str> {
        self.why.as_deref()
    }

    pub(super) fn is_kept(&self) -> bool {
        self.safe
    }

    /// Removes it.
    pub(super) fn forget(&mut self) {
        self.safe = false;
        self.why = None;
        if let Some(own) = self.own.take() {
            remove(&own);
        }
        self.lock = None;
    }

    /// The latest runs that ended without doing so.
    pub(super) fn left(&mut self, session: &Session<'_>) -> Vec<Left> {
        let advisor = session.advisor();
        let mut sheets = sheets(advisor).unwrap_or_default();
        // What this run keeps is not left.
        sheets.retain(|path| Some(path) != self.own.as_ref());
        sheets.sort_by_key(|path| fs::metadata(path).and_then(|data| data.modified()).ok());
        let latest = sheets.into_iter().rev().take(READ);
        let mut all = Vec::new();
        self.left.clear();
        self.unreadable.clear();
        for path in latest {
            match left(advisor, &path) {
                Some(Ok(left)) => {
                    all.push(left);
                    self.left.push(path);
                }
                Some(Err(_)) => self.unreadable.push(path),
                None => {}
            }
        }
        all
    }

    /// The sheets that were met meanwhile and are none any more, so that they are not offered.
    pub(super) fn unreadable(&self) -> Vec<String> {
        let paths = self.unreadable.iter();
        paths.map(|path| path.display().to_string()).collect()
    }

    /// What was left is the sheet of this run; it is never away while its name changes.
    pub(super) fn take_up(&mut self, advisor: &Advisor, place: usize) {
        let Some(left) = self.left.get(place).filter(|_| self.own.is_none()) else {
            return;
        };
        if let Some(directory) = left.parent()
            && let Ok(own) = own(advisor, directory)
        {
            // Before it is there, so that nobody finds it left.
            let lock = hold(&own);
            if fs::rename(left, &own).is_ok() {
                self.was = Some(left.clone());
                self.own = Some(own);
                self.lock = lock;
            } else {
                let _ = fs::remove_file(lock_of(&own));
            }
        }
    }

    /// It is left again.
    pub(super) fn give_back(&mut self) {
        self.safe = false;
        self.why = None;
        match (&self.own, &self.was) {
            (Some(own), Some(was)) if fs::rename(own, was).is_ok() => {
                let _ = fs::remove_file(lock_of(own));
                let _ = fs::remove_file(lock_of(was));
                self.own = None;
                self.was = None;
                self.lock = None;
            }
            // Where it could not be renamed, it is still there.
            _ => self.forget(),
        }
    }

    /// What was left is not offered again.
    pub(super) fn drop_left(&mut self, place: usize) {
        if place < self.left.len() {
            remove(&self.left.remove(place));
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // What is kept is left from now on.
        if let (Some(own), Some(_)) = (&self.own, self.lock.take()) {
            let _ = fs::remove_file(lock_of(own));
        }
    }
}

/// The sheet of this run. Numbers of processes come again, in containers at once.
fn own(advisor: &Advisor, directory: &Path) -> io::Result<PathBuf> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_nanos());
    let name = format!("{}{now:x}-{}.yaml", prefix(advisor)?, process::id());
    Ok(directory.join(name))
}

/// The lock of a sheet, held as long as this lives. Not every file system has locks.
fn hold(sheet: &Path) -> Option<fs::File> {
    let lock = fs::File::create(lock_of(sheet)).ok()?;
    let _ = lock.try_lock();
    Some(lock)
}

fn lock_of(sheet: &Path) -> PathBuf {
    sheet.with_extension("lock")
}

fn remove(sheet: &Path) {
    let _ = fs::remove_file(sheet);
    let _ = fs::remove_file(lock_of(sheet));
}

/// The sheets that no running process keeps.
fn sheets(advisor: &Advisor) -> Option<Vec<PathBuf>> {
    let prefix = prefix(advisor).ok()?;
    let entries = fs::read_dir(directory().ok()??).ok()?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mine = paths.filter(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        let run = name.and_then(|name| name.strip_prefix(&*prefix)?.strip_suffix(".yaml"));
        run.is_some() && !is_held(path)
    });
    Some(mine.collect())
}

/// Whether a run that lives keeps this sheet.
fn is_held(sheet: &Path) -> bool {
    let lock = fs::File::open(lock_of(sheet));
    lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

/// What a sheet tells; nothing where nothing is answered, or where it is gone meanwhile.
///
/// # Errors
/// When it is none, or the advisor has changed so that it cannot be read any more.
fn left(advisor: &Advisor, path: &Path) -> Option<Result<Left, Error>> {
    match read(advisor, path) {
        Ok(left) => (!left.answers.is_empty()).then_some(Ok(left)),
        Err(Error::Io(error)) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(Err(error)),
    }
}

/// Why a sheet cannot be read.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error("{0}")]
    Diagnostics(#[from] Diagnostics),
}

fn read(advisor: &Advisor, path: &Path) -> Result<Left, Error> {
    let bytes = regular_file(path)?;
    let modified = fs::metadata(path).and_then(|data| data.modified()).ok();
    let ago = modified.and_then(|then| SystemTime::now().duration_since(then).ok());
    let finished = bytes.starts_with(FINISHED.as_bytes());
    let source = text_of(&path.display().to_string(), 1, bytes).map_err(Diagnostics::from)?;
    let (answers, aside) = kept_sheet(advisor, &source)?;
    let answers = given(advisor, answers)?;
    let counts = |at: &QuestionIx| answers.iter().any(|(question, _)| question == at);
    // Nothing hangs on these, so that one that is none any more is only left out.
    let aside = aside.into_iter();
    let aside = aside.filter_map(|entry| given(advisor, vec![entry]).ok());
    let aside = aside.flatten().filter(|(at, _)| !counts(at)).collect();
    Ok(Left {
        answers,
        aside,
        finished,
        ago,
    })
}

/// What entries answer.
fn given(advisor: &Advisor, entries: Vec<Entry>) -> Result<Vec<(QuestionIx, Answer)>, Diagnostics> {
    let mut answers = Answers::default();
    answers.add(entries);
    let mut session = Session::new(advisor);
    answers.apply(&mut session)?;
    let given = advisor.question_ixs().filter_map(|question| {
        let answer = session.given(question)?.answer.clone();
        Some((question, answer))
    });
    Ok(given.collect())
}
