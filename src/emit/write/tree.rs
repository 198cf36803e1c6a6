//! What stands in a directory that is to be written into, looked at without following any link.
//!
//! A link on the way to a file could lead outside the directory, so it is refused; and what an earlier
//! emission wrote is known by the copies it left in [`BASE`].

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What belongs to the program in an emitted project.
pub(super) const OWN: &str = ".otp-advisor";
/// What the last emission wrote, in full.
pub(super) const BASE: &str = ".otp-advisor/base";
/// The user's versions of files that an emission replaced.
pub(super) const REPLACED: &str = ".otp-advisor/replaced";

/// The most files of an earlier emission that are looked at; no project comes near.
const MAX_FILES: usize = 10_000;
/// The longest file that is compared with what was written, in bytes.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Absent,
    /// A regular file, with its bytes.
    File(Vec<u8>),
    Directory,
    /// A link, or a link on the way, at this path.
    Link(PathBuf),
    /// A device, a pipe, a file too long to compare.
    Other,
}

/// Looks at `path` (relative, of plain names) below `directory`.
///
/// # Errors
/// The system's reason for not telling.
pub(super) fn entry(directory: &Path, path: &str) -> io::Result<Entry> {
    let mut at = directory.to_path_buf();
    let mut parts = Path::new(path).components().peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let metadata = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Entry::Absent),
            Err(error) => return Err(error),
        };
        if metadata.is_symlink() {
            return Ok(Entry::Link(at));
        }
        let last = parts.peek().is_none();
        if !last && !metadata.is_dir() {
            return Err(io::Error::new(
                io::ErrorKind::NotADirectory,
                format!("{} is not a directory", at.display()),
            ));
        }
        if last {
            return Ok(if metadata.is_dir() {
                Entry::Directory
            } else if metadata.is_file() && metadata.len() <= MAX_BYTES {
                Entry::File(fs::read(&at)?)
            } else {
                Entry::Other
            });
        }
    }
    Ok(Entry::Directory)
}

/// Whether a path is relative and made of plain names alone.
pub(super) fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// What the last emission wrote: path and bytes. Empty when there was none.
///
/// # Errors
/// The system's reason for not telling, or more files than any project has.
pub(super) fn base(directory: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let root = match entry(directory, BASE)? {
        Entry::Directory => directory.join(BASE),
        _ => return Ok(found),
    };
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && entry.metadata()?.len() <= MAX_BYTES {
                // What is not text was not written by an emission.
                let Some(name) = path.to_str() else { continue };
                found.insert(name.replace('\\', "/"), fs::read(entry.path())?);
            }
            if found.len() + folders.len() > MAX_FILES {
                return Err(io::Error::other(format!("{BASE} holds too many files")));
            }
        }
    }
    Ok(found)
}
