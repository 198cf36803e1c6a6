//! Files onto the disk, all or none.
//!
//! ```text
//! nothing there -> fresh: made beside the place, moved there in one step
//! a directory   -> plan -> transaction: staged inside it, then moved file by file, or back
//! ```
//! Whatever interrupts it, the target is as before, or complete, or the next run completes it. One run
//! at a time writes into a directory. This is the only part of emission that touches the disk.

mod fresh;
mod plan;
mod transaction;
mod tree;
pub mod workspace;

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use self::plan::Obstacle;
pub use self::plan::{Plan, What};
use self::transaction::{Recovered, Transaction};
use super::File;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Emitting;

/// How to write.
pub struct Options<'o> {
    /// Write into a directory that is not empty.
    pub force: bool,
    /// Set when the program is to end: everything is taken back.
    pub stop: &'o AtomicBool,
}

/// What emitting did.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the project, those that stayed the same included.
    pub files: usize,
    /// Files of an earlier emission that are not part of the project any more.
    pub removed: Vec<String>,
    /// Files of an earlier emission that are not part of it either, but were edited, so they stay.
    pub kept: Vec<String>,
    /// Files that their owner edited, and in which nothing is new: they stay.
    pub edited: Vec<String>,
    /// Files that were not as an earlier emission wrote them, and where their old versions are now, in
    /// [`REPLACED`].
    pub replaced: Vec<(String, String)>,
    /// Whether what a killed run had begun was finished first.
    pub finished_earlier: bool,
}

/// Where the user's versions of replaced files are, below the project.
pub const REPLACED: &str = tree::REPLACED;

/// Writes a project.
///
/// # Errors
/// A directory that is not empty without `force`, a link that leads outside, or the system's reason;
/// then nothing has changed.
pub fn write(
    directory: &Path,
    files: &[File],
    options: &Options<'_>,
) -> Result<Written, Diagnostic> {
    let unwritable = |error: &io::Error| failed(directory, error, options.stop);
    match fs::metadata(directory) {
        Ok(metadata) if metadata.is_dir() => into(directory, files, options),
        Ok(_) => Err(Diagnostic::new(Emitting::NoDirectory {
            path: shown(directory),
        })),
        // A link to nowhere is there and names nothing.
        Err(_) if fs::symlink_metadata(directory).is_ok_and(|found| found.is_symlink()) => {
            Err(Diagnostic::new(Emitting::NoDirectory {
                path: shown(directory),
            }))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match fresh::fresh(directory, files, options.stop) {
                Ok(()) => Ok(Written {
                    files: files.len(),
                    ..Written::default()
                }),
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                    Err(Diagnostic::new(Emitting::NotEmpty {
                        path: shown(directory),
                    }))
                }
                Err(error) => Err(unwritable(&error)),
            }
        }
        Err(error) => Err(unwritable(&error)),
    }
}

/// What [`write()`] would do; nothing is touched.
///
/// # Errors
/// What stands in its way.
pub fn plan(directory: &Path, files: &[File]) -> Result<Plan, Diagnostic> {
    plan::plan(directory, files).map_err(|obstacle| told(directory, obstacle))
}

fn into(directory: &Path, files: &[File], options: &Options<'_>) -> Result<Written, Diagnostic> {
    let unwritable = |error: &io::Error| failed(directory, error, options.stop);
    // The lock goes with the process, however it ends. Not every file system has locks.
    let held = fs::File::open(directory).map_err(|error| unwritable(&error))?;
    if let Err(fs::TryLockError::WouldBlock) = held.try_lock() {
        return Err(Diagnostic::new(Emitting::Busy {
            path: shown(directory),
        }));
    }
    let recovered = transaction::recover(directory).map_err(|error| unwritable(&error))?;
    let finished_earlier = recovered == Recovered::Finished;
    let empty = fs::read_dir(directory)
        .map_err(|error| unwritable(&error))?
        .next()
        .is_none();
    if !empty && !options.force {
        return Err(Diagnostic::new(if finished_earlier {
            Emitting::FinishedEarlier {
                path: shown(directory),
            }
        } else {
            Emitting::NotEmpty {
                path: shown(directory),
            }
        }));
    }
    let plan = plan(directory, files)?;
    let mut written =
        carry_out(directory, files, plan, options.stop).map_err(|error| unwritable(&error))?;
    written.finished_earlier = finished_earlier;
    Ok(written)
}

fn carry_out(
    directory: &Path,
    files: &[File],
    plan: Plan,
    stop: &AtomicBool,
) -> io::Result<Written> {
    let mut written = Written {
        files: files.len(),
        kept: plan.kept,
        ..Written::default()
    };
    let mut transaction = Transaction::begin(directory)?;
    for change in plan.changes {
        if stop.load(Ordering::Relaxed) {
            return Err(io::Error::from(io::ErrorKind::Interrupted));
        }
        let path = change.path;
        let new = files.iter().find(|file| file.path == path);
        let stays = matches!(change.what, What::Same | What::Edited);
        if let (Some(file), false) = (new, stays) {
            transaction.put(&path, file.text.as_bytes())?;
        }
        match change.what {
            What::Same | What::New | What::Update { .. } => {}
            What::Edited => written.edited.push(path),
            What::Replace { before } => {
                let aside = aside(directory, &path, &before)?;
                transaction.put(&aside, &before)?;
                written.replaced.push((path, aside));
            }
            What::Remove { .. } => {
                transaction.remove(&path);
                written.removed.push(path);
            }
        }
    }
    transaction.put(tree::WRITTEN, tree::list(files).as_bytes())?;
    transaction.commit(stop)?;
    Ok(written)
}

/// Where somebody's version of a file goes: never over an earlier one.
fn aside(directory: &Path, path: &str, version: &[u8]) -> io::Result<String> {
    let places = (1_u32..).map(|nth| match nth {
        1 => format!("{REPLACED}/{path}"),
        _ => format!("{REPLACED}/{path}.{nth}"),
    });
    for place in places {
        match tree::entry(directory, &place)? {
            tree::Entry::Absent => return Ok(place),
            tree::Entry::File(there) if there == version => return Ok(place),
            _ => {}
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

/// Writes one file in one step; an existing one is only replaced when `over`.
///
/// # Errors
/// The system's reason; [`io::ErrorKind::AlreadyExists`] without `over`.
pub fn write_file(path: &Path, text: &str, over: bool) -> io::Result<()> {
    write_in_one_step(path, text, over, true)
}

/// The same over whatever is there, without waiting until the disk has it: what is lost with a process is
/// worth that, and what is lost with the power is not.
///
/// # Errors
/// The system's reason.
#[cfg(feature = "tui")]
pub(crate) fn write_file_soon(path: &Path, text: &str) -> io::Result<()> {
    write_in_one_step(path, text, true, false)
}

fn write_in_one_step(path: &Path, text: &str, over: bool, flush: bool) -> io::Result<()> {
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".otp-advisor-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any file that is written: it is not a secret.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut staged = builder
        .tempfile_in(parent)
        .map_err(transaction::without_path)?;
    staged.write_all(text.as_bytes())?;
    if flush {
        staged.as_file().sync_all()?;
    }
    let persisted = if over {
        staged.persist(path)
    } else {
        staged.persist_noclobber(path)
    };
    persisted.map(drop).map_err(|error| error.error)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn told(directory: &Path, obstacle: Obstacle) -> Diagnostic {
    Diagnostic::new(match obstacle {
        Obstacle::Link(at) => Emitting::ThroughLink { path: shown(&at) },
        Obstacle::InTheWay(at) => Emitting::NoFile { path: shown(&at) },
        Obstacle::Io(error) => Emitting::Unwritable {
            path: shown(directory),
            why: error.to_string(),
        },
    })
}

fn failed(directory: &Path, error: &io::Error, stop: &AtomicBool) -> Diagnostic {
    let path = shown(directory);
    Diagnostic::new(if stop.load(Ordering::Relaxed) {
        Emitting::Interrupted { path }
    } else {
        Emitting::Unwritable {
            path,
            why: error.to_string(),
        }
    })
}
