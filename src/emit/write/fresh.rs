//! A project in a place where nothing is: made beside it, and moved there in one step.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::transaction::{without_path, write};
use super::tree::{self, WRITTEN};
use crate::emit::File;

/// Writes `files` so that `directory` either is all of the project or is not there.
///
/// # Errors
/// The system's reason; [`io::ErrorKind::DirectoryNotEmpty`] when somebody else was faster.
pub(super) fn fresh(directory: &Path, files: &[File], stop: &AtomicBool) -> io::Result<()> {
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let made = missing_ancestor(&parent);
    fs::create_dir_all(&parent)?;
    let result = staged(&parent, directory, files, stop);
    // Parents that were made for it go again; one that is not empty stays.
    if let (Err(_), Some(made)) = (&result, made) {
        remove_empty(&parent, &made);
    }
    result
}

fn staged(parent: &Path, directory: &Path, files: &[File], stop: &AtomicBool) -> io::Result<()> {
    let prefix = prefix(directory);
    // A staging folder is not held yet when it is made, so nobody looks for left ones meanwhile.
    let gate = fs::File::open(parent)?;
    let _ = gate.lock();
    clear_left_behind(parent, &prefix);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As `mkdir` would: the project is not a secret.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    let stage = builder.tempdir_in(parent).map_err(without_path)?;
    // Held until the end, so that nobody takes it for left behind. Not every file system can.
    let held = fs::File::open(stage.path())?;
    let _ = held.try_lock();
    drop(gate);
    for file in files {
        if stop.load(Ordering::Relaxed) {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        write(&stage.path().join(&file.path), file.text.as_bytes())?;
    }
    write(&stage.path().join(WRITTEN), tree::list(files).as_bytes())?;
    // An empty directory may stand there by now; one with anything in it is not replaced.
    fs::rename(stage.path(), directory)?;
    // It has moved, so there is nothing to remove.
    let _ = stage.keep();
    Ok(())
}

fn prefix(directory: &Path) -> String {
    let name = directory.file_name().map(|name| name.to_string_lossy());
    format!(".{}.otp-advisor-", name.as_deref().unwrap_or("project"))
}

/// The most entries of a directory that are looked at for what was left behind.
const MAX_ENTRIES: usize = 10_000;

/// Removes what a run that was killed left: a staging folder for this target that nobody holds.
fn clear_left_behind(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else {
        return;
    };
    for entry in entries.take(MAX_ENTRIES).flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(prefix);
        if !ours || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let Ok(folder) = fs::File::open(entry.path()) else {
            continue;
        };
        if folder.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// The topmost directory that does not exist yet on the way to `path`.
fn missing_ancestor(path: &Path) -> Option<PathBuf> {
    path.ancestors()
        .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
        .last()
        .map(Path::to_path_buf)
}

fn remove_empty(from: &Path, to: &Path) {
    for ancestor in from.ancestors() {
        if fs::remove_dir(ancestor).is_err() || ancestor == to {
            break;
        }
    }
}
