//! What stands in a directory that is to be written into, looked at without following any link.
//!
//! A link on the way to a file could lead outside the directory, so it is refused; and what an earlier
//! emission wrote is known by the list it left in [`WRITTEN`].

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::emit::File;

/// What belongs to the program in an emitted project.
pub(super) const OWN: &str = ".otp-advisor";
/// What the last emission wrote, each file with its digest: `sha256sum --check` tells what was edited.
pub(super) const WRITTEN: &str = ".otp-advisor/written.sha256";
/// The user's versions of files that an emission replaced.
pub(super) const REPLACED: &str = ".otp-advisor/replaced";

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

/// How a file's content is known again.
pub(super) fn digest(content: &[u8]) -> String {
    format!("{:x}", Sha256::digest(content))
}

/// What stands in [`WRITTEN`] for these files.
pub(super) fn list(files: &[File]) -> String {
    let line = |file: &File| format!("{}  {}\n", digest(file.text.as_bytes()), file.path);
    files.iter().map(line).collect()
}

/// What the last emission wrote: path and digest. Empty when there was none; a line that is none of such
/// a list is passed over, so that its file counts as its owner's.
///
/// # Errors
/// The system's reason for not telling.
pub(super) fn written(directory: &Path) -> io::Result<BTreeMap<String, String>> {
    let Entry::File(list) = entry(directory, WRITTEN)? else {
        return Ok(BTreeMap::new());
    };
    let list = String::from_utf8_lossy(&list);
    let files = list.lines().filter_map(|line| line.split_once("  "));
    let inside = files.filter(|(_, path)| is_inside(path));
    let owned = inside.map(|(digest, path)| (path.to_owned(), digest.to_owned()));
    Ok(owned.collect())
}
