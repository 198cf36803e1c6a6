//! Files onto the disk, all or none.
//!
//! A new project is written beside its place and moved there in one step. With `force`, an existing
//! directory keeps its other files: every new file is staged beside its place first, and only when
//! all are on the disk are they moved over the old ones.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::File;
use super::diff::Change;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::kind::Emitting;

/// What emitting did.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    pub files: usize,
    /// Whether files of an existing directory were replaced.
    pub over: bool,
}

/// Writes a project.
///
/// # Errors
/// A directory that is not empty without `force`, or the system's reason; nothing is left half
/// written.
pub fn write(directory: &Path, files: &[File], force: bool) -> Result<Written, Diagnostic> {
    match state(directory).map_err(|error| unwritable(directory, &error))? {
        State::Absent | State::Empty => {
            fresh(directory, files).map_err(|error| unwritable(directory, &error))?;
            Ok(Written {
                files: files.len(),
                over: false,
            })
        }
        State::Filled if force => {
            over(directory, files).map_err(|error| unwritable(directory, &error))?;
            Ok(Written {
                files: files.len(),
                over: true,
            })
        }
        State::Filled => Err(Diagnostic::new(Emitting::NotEmpty {
            path: directory.display().to_string(),
        })),
        State::NoDirectory => Err(Diagnostic::new(Emitting::NoDirectory {
            path: directory.display().to_string(),
        })),
    }
}

/// What stands where each file would go.
///
/// # Errors
/// A file that is there and cannot be read.
pub fn changes<'a>(directory: &Path, files: &'a [File]) -> Result<Vec<Change<'a>>, Diagnostic> {
    files
        .iter()
        .map(|file| {
            let path = directory.join(&file.path);
            let before = match fs::read(&path) {
                Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => None,
                Err(error) => return Err(unwritable(&path, &error)),
            };
            Ok(Change { file, before })
        })
        .collect()
}

/// Writes one file in one step.
///
/// # Errors
/// The system's reason.
pub fn write_file(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let staged = beside(path);
    let result = stage(&staged, text).and_then(|()| fs::rename(&staged, path));
    if result.is_err() {
        let _ = fs::remove_file(&staged);
    }
    result.map_err(|error| unwritable(path, &error))
}

enum State {
    Absent,
    Empty,
    Filled,
    NoDirectory,
}

fn state(directory: &Path) -> io::Result<State> {
    match fs::metadata(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::Absent),
        Err(error) => Err(error),
        Ok(metadata) if !metadata.is_dir() => Ok(State::NoDirectory),
        Ok(_) => match fs::read_dir(directory)?.next() {
            None => Ok(State::Empty),
            Some(_) => Ok(State::Filled),
        },
    }
}

fn fresh(directory: &Path, files: &[File]) -> io::Result<()> {
    let parent = match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let made = missing_ancestor(&parent);
    fs::create_dir_all(&parent)?;
    let staged = beside(directory);
    let result = write_all(&staged, files).and_then(|()| fs::rename(&staged, directory));
    if result.is_err() {
        let _ = fs::remove_dir_all(&staged);
        // Parents that were made for it go again; one that is not empty stays.
        if let Some(made) = made {
            remove_empty(&parent, &made);
        }
    }
    result
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

fn write_all(directory: &Path, files: &[File]) -> io::Result<()> {
    fs::create_dir(directory)?;
    for file in files {
        let path = directory.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        stage(&path, &file.text)?;
    }
    Ok(())
}

fn over(directory: &Path, files: &[File]) -> io::Result<()> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut made: Vec<(PathBuf, PathBuf)> = Vec::new();
    let result = (|| {
        for file in files {
            let path = directory.join(&file.path);
            if let Some(parent) = path.parent() {
                if let Some(top) = missing_ancestor(parent) {
                    made.push((parent.to_path_buf(), top));
                }
                fs::create_dir_all(parent)?;
            }
            if path.is_dir() {
                return Err(io::Error::new(
                    io::ErrorKind::IsADirectory,
                    format!("{} is a directory", path.display()),
                ));
            }
            let beside = beside(&path);
            staged.push((beside.clone(), path));
            stage(&beside, &file.text)?;
        }
        for (beside, path) in &staged {
            fs::rename(beside, path)?;
        }
        Ok(())
    })();
    if result.is_err() {
        for (beside, _) in &staged {
            let _ = fs::remove_file(beside);
        }
        for (parent, top) in made.iter().rev() {
            remove_empty(parent, top);
        }
    }
    result
}

/// Writes and flushes to the disk, so that a full one is noticed before anything is moved.
fn stage(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name next to `path` that no other run uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map_or_else(
        || "project".into(),
        |name| name.to_string_lossy().into_owned(),
    );
    path.with_file_name(format!(".{name}.otp-advisor-{}", std::process::id()))
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::new(Emitting::Unwritable {
        path: path.display().to_string(),
        why: error.to_string(),
    })
}
