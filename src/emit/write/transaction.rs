//! Changes to an existing directory, all or none, whatever interrupts them.
//!
//! ```text
//! stage every file -> note all moves in a journal -> move old versions away, new ones in -> clean up
//!                     ^ before it the old tree stands untouched; from here the next run can finish
//! ```
//! Everything happens inside the directory itself, so that it keeps its inode, owner and mode and no
//! other file system is met. A move that fails brings all earlier ones back.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::tree::{self, Entry, OWN, is_inside};

/// Names of staging folders begin so, inside [`OWN`].
const STAGE: &str = "stage-";
const JOURNAL: &str = "journal.json";
/// Inside a staging folder.
const NEW: &str = "new";
const OLD: &str = "old";

/// One file to move.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Move {
    /// Below the directory, with `/`.
    pub(super) path: String,
    /// Whether a new version comes; otherwise the old one only goes.
    pub(super) new: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    moves: Vec<Move>,
    /// Folders that did not exist before, the outer ones first.
    made: Vec<String>,
}

/// A staging folder that is filled, and then moved into place.
pub(super) struct Transaction<'d> {
    directory: &'d Path,
    stage: tempfile::TempDir,
    /// Whether the folder for our own things was made for this.
    made_own: bool,
    journal: Journal,
}

impl<'d> Transaction<'d> {
    pub(super) fn begin(directory: &'d Path) -> io::Result<Self> {
        let own = directory.join(OWN);
        let made_own = match fs::create_dir(&own) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error),
        };
        let stage = tempfile::Builder::new().prefix(STAGE).tempdir_in(&own);
        if stage.is_err() && made_own {
            let _ = fs::remove_dir(&own);
        }
        Ok(Self {
            directory,
            stage: stage.map_err(without_path)?,
            made_own,
            journal: Journal {
                moves: Vec::new(),
                made: Vec::new(),
            },
        })
    }

    /// Stages a new version of a file.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        write(&self.stage.path().join(NEW).join(path), bytes)?;
        self.change(path, true);
        Ok(())
    }

    pub(super) fn remove(&mut self, path: &str) {
        self.change(path, false);
    }

    fn change(&mut self, path: &str, new: bool) {
        self.journal.moves.push(Move {
            path: path.to_owned(),
            new,
        });
    }

    /// Moves everything into place.
    ///
    /// # Errors
    /// Why not; then all is as it was before.
    pub(super) fn commit(mut self, stop: &AtomicBool) -> io::Result<()> {
        self.note_missing_folders();
        let text = serde_json::to_string(&self.journal)?;
        let journal = self.stage.path().join(JOURNAL);
        write(&self.stage.path().join("journal.part"), text.as_bytes())?;
        if stop.load(Ordering::Relaxed) {
            return Err(interrupted());
        }
        fs::rename(self.stage.path().join("journal.part"), &journal)?;
        let steps = Steps {
            directory: self.directory,
            stage: self.stage.path(),
            journal: &self.journal,
        };
        match steps.forward(stop) {
            Ok(()) => {
                fs::remove_file(&journal)?;
                steps.remove_empty_folders();
                self.made_own = false;
                Ok(())
            }
            Err(error) => {
                steps.back()?;
                Err(error)
            }
        }
    }

    fn note_missing_folders(&mut self) {
        let mut made = Vec::new();
        for step in self.journal.moves.iter().filter(|step| step.new) {
            let mut folders: Vec<&Path> = Path::new(&step.path).ancestors().skip(1).collect();
            folders.reverse();
            for folder in folders {
                let Some(name) = folder.to_str().filter(|name| !name.is_empty()) else {
                    continue;
                };
                let known = made.iter().any(|known| known == name);
                if !known && !self.directory.join(folder).exists() {
                    made.push(name.to_owned());
                }
            }
        }
        self.journal.made = made;
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // Before the folder it stands in.
        let _ = fs::remove_dir_all(self.stage.path());
        if self.made_own {
            let _ = fs::remove_dir(self.directory.join(OWN));
        }
    }
}

fn interrupted() -> io::Error {
    io::Error::from(io::ErrorKind::Interrupted)
}

/// The moves of a journal; each can be made or taken back again and again.
struct Steps<'s> {
    directory: &'s Path,
    stage: &'s Path,
    journal: &'s Journal,
}

impl Steps<'_> {
    fn places(&self, step: &Move) -> (PathBuf, PathBuf, PathBuf) {
        (
            self.directory.join(&step.path),
            self.stage.join(NEW).join(&step.path),
            self.stage.join(OLD).join(&step.path),
        )
    }

    fn forward(&self, stop: &AtomicBool) -> io::Result<()> {
        for step in &self.journal.moves {
            if stop.load(Ordering::Relaxed) {
                return Err(interrupted());
            }
            let (target, new, old) = self.places(step);
            // Moved already, by a run that was interrupted.
            if step.new && !exists(&new) {
                continue;
            }
            if exists(&target) && !exists(&old) {
                rename(&target, &old)?;
            }
            if step.new {
                rename(&new, &target)?;
            }
        }
        Ok(())
    }

    fn back(&self) -> io::Result<()> {
        let mut outcome = Ok(());
        for step in self.journal.moves.iter().rev() {
            let (target, new, old) = self.places(step);
            let mut undo = Ok(());
            if step.new && !exists(&new) && exists(&target) {
                undo = rename(&target, &new);
            }
            if exists(&old) {
                undo = undo.and_then(|()| rename(&old, &target));
            }
            outcome = outcome.and(undo);
        }
        for folder in self.journal.made.iter().rev() {
            // One that somebody else uses by now stays.
            let _ = fs::remove_dir(self.directory.join(folder));
        }
        outcome
    }

    /// Folders that held nothing but what went.
    fn remove_empty_folders(&self) {
        for step in self.journal.moves.iter().filter(|step| !step.new) {
            for folder in Path::new(&step.path).ancestors().skip(1) {
                let named = !folder.as_os_str().is_empty();
                if !named || fs::remove_dir(self.directory.join(folder)).is_err() {
                    break;
                }
            }
        }
    }
}

/// What an earlier run left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recovered {
    Nothing,
    /// It had not begun to change anything.
    Cleaned,
    /// It was in the middle, and its changes are complete now.
    Finished,
}

/// Finishes, or clears away, what a run that was killed left in `directory`. The directory is locked.
///
/// # Errors
/// The system's reason.
pub(super) fn recover(directory: &Path) -> io::Result<Recovered> {
    let own = directory.join(OWN);
    let mut found = Recovered::Nothing;
    let Ok(entries) = fs::read_dir(&own) else {
        return Ok(found);
    };
    for entry in entries {
        let entry = entry?;
        let is_stage = entry.file_name().to_string_lossy().starts_with(STAGE);
        // A link of that name is not ours.
        if !is_stage || !entry.file_type()?.is_dir() {
            continue;
        }
        let stage = entry.path();
        match journal(&stage) {
            Some(journal) => {
                finish(directory, &stage, &journal)?;
                found = Recovered::Finished;
            }
            None => {
                if found == Recovered::Nothing {
                    found = Recovered::Cleaned;
                }
            }
        }
        fs::remove_dir_all(&stage)?;
    }
    if found != Recovered::Nothing {
        // Empty when nothing was written yet.
        let _ = fs::remove_dir(&own);
    }
    Ok(found)
}

fn finish(directory: &Path, stage: &Path, journal: &Journal) -> io::Result<()> {
    let steps = Steps {
        directory,
        stage,
        journal,
    };
    // Whoever brought the directory here may have put links into it since.
    for step in &journal.moves {
        for (root, path) in [
            (directory, step.path.clone()),
            (stage, format!("{NEW}/{}", step.path)),
            (stage, format!("{OLD}/{}", step.path)),
        ] {
            if let Entry::Link(at) = tree::entry(root, &path)? {
                return Err(io::Error::other(format!("{} is a link", at.display())));
            }
        }
    }
    match steps.forward(&AtomicBool::new(false)) {
        Ok(()) => {
            fs::remove_file(stage.join(JOURNAL))?;
            steps.remove_empty_folders();
            Ok(())
        }
        Err(error) => {
            steps.back()?;
            Err(error)
        }
    }
}

/// A journal that is whole and stays inside; it is only made once everything is staged.
fn journal(stage: &Path) -> Option<Journal> {
    let text = fs::read_to_string(stage.join(JOURNAL)).ok()?;
    let journal: Journal = serde_json::from_str(&text).ok()?;
    let mut paths = journal.moves.iter().map(|step| &step.path);
    let inside =
        paths.all(|path| is_inside(path)) && journal.made.iter().all(|path| is_inside(path));
    inside.then_some(journal)
}

/// The system's reason alone: the name of a staging folder says nothing to the user.
pub(super) fn without_path(error: io::Error) -> io::Error {
    // The library puts the path behind the reason, and offers no way to have the two apart.
    match error.to_string().split_once(" at path ") {
        Some((reason, _)) => io::Error::new(error.kind(), reason),
        None => error,
    }
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(from, to).map_err(|error| {
        let from = from.display();
        io::Error::new(error.kind(), format!("{from} cannot be moved: {error}"))
    })
}

/// Writes a file that is not there yet; flushed to the disk, so that a full one is noticed before
/// anything is moved.
pub(super) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn project() -> tempfile::TempDir {
        let project = tempfile::tempdir().unwrap();
        fs::write(project.path().join("a"), "old a").unwrap();
        fs::write(project.path().join("c"), "old c").unwrap();
        project
    }

    /// Three moves: one file replaced, one new below a new folder, one removed.
    fn staged(directory: &Path) -> Transaction<'_> {
        let mut transaction = Transaction::begin(directory).unwrap();
        transaction.put("a", b"new a").unwrap();
        transaction.put("b/b", b"new b").unwrap();
        transaction.remove("c");
        transaction
    }

    /// Every file below a directory with its text, except what is ours.
    fn files(directory: &Path) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(directory.join(&folder)).unwrap() {
                let path = folder.join(entry.unwrap().file_name());
                if directory.join(&path).is_dir() {
                    folders.push(path);
                } else {
                    let text = fs::read_to_string(directory.join(&path)).unwrap();
                    found.push((path.display().to_string(), text));
                }
            }
        }
        found.sort();
        found
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        all.iter().map(owned).collect()
    }

    fn before() -> Vec<(String, String)> {
        pairs(&[("a", "old a"), ("c", "old c")])
    }

    fn after() -> Vec<(String, String)> {
        pairs(&[("a", "new a"), ("b/b", "new b")])
    }

    #[test]
    fn all_moves_are_made() {
        let project = project();
        let going_on = AtomicBool::new(false);
        staged(project.path()).commit(&going_on).unwrap();
        assert_eq!(files(project.path()), after());
    }

    #[test]
    fn what_was_staged_and_not_committed_leaves_nothing() {
        let project = project();
        drop(staged(project.path()));
        assert_eq!(files(project.path()), before());
        assert!(!project.path().join(OWN).exists());
    }

    #[test]
    fn h02_a_move_that_fails_brings_all_earlier_ones_back() {
        let project = project();
        let transaction = staged(project.path());
        // The old version of the last file has no place to go.
        fs::create_dir_all(transaction.stage.path().join(OLD)).unwrap();
        let mut transaction = transaction;
        transaction.remove("missing/../c");
        transaction.journal.moves.swap(2, 3);
        fs::write(transaction.stage.path().join(OLD).join("missing"), "").unwrap();
        fs::create_dir(project.path().join("missing")).unwrap();
        let failed = transaction.commit(&AtomicBool::new(false));
        assert!(failed.is_err());
        assert_eq!(files(project.path()), before());
        assert!(!project.path().join("b").exists(), "a new folder stayed");
    }

    #[test]
    fn h15_what_was_killed_at_any_move_is_finished_by_the_next_run() {
        for done in 0..=3 {
            let project = project();
            let mut transaction = staged(project.path());
            transaction.note_missing_folders();
            let text = serde_json::to_string(&transaction.journal).unwrap();
            let stage = transaction.stage.path().to_path_buf();
            write(&stage.join(JOURNAL), text.as_bytes()).unwrap();
            let mut part = Vec::new();
            std::mem::swap(&mut part, &mut transaction.journal.moves);
            let all = part.split_off(done);
            let begun = Journal {
                moves: part,
                made: Vec::new(),
            };
            let steps = Steps {
                directory: project.path(),
                stage: &stage,
                journal: &begun,
            };
            steps.forward(&AtomicBool::new(false)).unwrap();
            // Killed between the two renames of one file.
            if let Some(next) = all.first().filter(|next| next.path == "a") {
                let (target, _, old) = steps.places(next);
                rename(&target, &old).unwrap();
            }
            std::mem::forget(transaction);
            assert_eq!(recover(project.path()).unwrap(), Recovered::Finished);
            assert_eq!(files(project.path()), after(), "after {done} moves");
            assert_eq!(recover(project.path()).unwrap(), Recovered::Nothing);
        }
    }

    #[test]
    fn h15_what_was_killed_while_staging_is_cleared_away() {
        let project = project();
        std::mem::forget(staged(project.path()));
        assert_eq!(recover(project.path()).unwrap(), Recovered::Cleaned);
        assert_eq!(files(project.path()), before());
        assert!(!project.path().join(OWN).exists());
    }

    #[test]
    fn a_journal_of_somebody_else_moves_nothing_outside() {
        for path in ["../outside", "/outside", "a/../../outside"] {
            let project = project();
            let stage = project.path().join(OWN).join("stage-x");
            let moves = format!(r#"{{"moves":[{{"path":{path:?},"new":true}}],"made":[]}}"#);
            write(&stage.join(JOURNAL), moves.as_bytes()).unwrap();
            assert_eq!(recover(project.path()).unwrap(), Recovered::Cleaned);
            assert_eq!(files(project.path()), before(), "{path}");
        }
    }
}
