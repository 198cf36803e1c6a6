//! Answers kept for the case that the wizard is interrupted: a sheet in the user's state directory.
//!
//! Its name tells the advisor, the working directory and the run, which none had before. A run holds a lock
//! beside it as long as it lives, however it ends, so that what another one keeps is not taken. Nothing is
//! told of failures: the interview goes on without.

use std::env::{current_dir, var_os};
use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use etcetera::BaseStrategy as _;
use sha2::{Digest as _, Sha256};

use super::load::text_of;
use crate::answers::{Answers, sheet};
use crate::emit;
use crate::host::Left;
use crate::load::source::regular_file;
use crate::model::Advisor;
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
    /// What was to be kept last is.
    safe: bool,
    /// What the own one was called while it was offered.
    was: Option<PathBuf>,
    /// Held while the own one is.
    lock: Option<fs::File>,
}

fn directory() -> Option<PathBuf> {
    match var_os(VARIABLE) {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(path.into()),
        None => {
            let base = etcetera::choose_base_strategy().ok()?;
            let state = base.state_dir().unwrap_or_else(|| base.data_dir());
            Some(state.join("otp-advisor"))
        }
    }
}

/// What the names of all sheets for this advisor and working directory begin with.
fn prefix(advisor: &Advisor) -> Option<String> {
    let here = current_dir().ok()?;
    let hash = Sha256::digest(here.as_os_str().as_encoded_bytes());
    let number = hash.iter().take(8);
    let number = number.fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let safe = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let id: String = advisor.id.chars().filter(|c| safe(*c)).collect();
    Some(format!("{id}-{number:016x}-"))
}

impl Kept {
    /// Writes the sheet of this run anew, and whether it has come to its result.
    pub(super) fn keep(&mut self, advisor: &Advisor, text: &str, finished: bool) {
        let mark = if finished { FINISHED } else { "" };
        let written = self.write(advisor, &format!("{mark}{text}"));
        self.safe = written.is_some();
    }

    fn write(&mut self, advisor: &Advisor, text: &str) -> Option<()> {
        if self.own.is_none() {
            fs::create_dir_all(directory()?).ok()?;
            let own = own(advisor)?;
            self.lock = hold(&own);
            self.own = Some(own);
        }
        // After every answer, so nobody is to wait for a busy disk.
        emit::write::write_file_soon(self.own.as_deref()?, text).ok()
    }

    pub(super) fn is_kept(&self) -> bool {
        self.safe
    }

    /// Removes it.
    pub(super) fn forget(&mut self) {
        self.safe = false;
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
        let readable = latest.filter_map(|path| Some((left(advisor, &path)?, path)));
        let (all, paths) = readable.unzip();
        self.left = paths;
        all
    }

    /// What was left is the sheet of this run; it is never away while its name changes.
    pub(super) fn take_up(&mut self, advisor: &Advisor, place: usize) {
        let own = own(advisor).filter(|_| self.own.is_none());
        if let (Some(left), Some(own)) = (self.left.get(place), own) {
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
fn own(advisor: &Advisor) -> Option<PathBuf> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_nanos());
    let name = format!("{}{now:x}-{}.yaml", prefix(advisor)?, process::id());
    Some(directory()?.join(name))
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
    let prefix = prefix(advisor)?;
    let entries = fs::read_dir(directory()?).ok()?;
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

/// What a sheet tells; nothing when the advisor has changed so that it cannot be read any more, and where
/// nothing is answered.
fn left(advisor: &Advisor, path: &Path) -> Option<Left> {
    let bytes = regular_file(path).ok()?;
    let modified = fs::metadata(path).and_then(|data| data.modified()).ok();
    let ago = modified.and_then(|then| SystemTime::now().duration_since(then).ok());
    let finished = bytes.starts_with(FINISHED.as_bytes());
    let source = text_of(&path.display().to_string(), 1, bytes).ok()?;
    let mut answers = Answers::default();
    answers.add(sheet(advisor, &source).ok()?);
    let mut session = Session::new(advisor);
    answers.apply(&mut session).ok()?;
    let given = advisor.question_ixs().filter_map(|question| {
        let answer = session.given(question)?.answer.clone();
        Some((question, answer))
    });
    let answers: Vec<_> = given.collect();
    (!answers.is_empty()).then_some(Left {
        answers,
        finished,
        ago,
    })
}
