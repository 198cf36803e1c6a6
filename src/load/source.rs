//! Where an advisor's files come from: a directory, or memory (tests, the build).
//!
//! This is the one door to the disk for whatever an advisor names: only regular files of its own
//! directory come through, and none that is larger than any advisor needs.

#[cfg(feature = "inside")]
use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::kind::Reading;
use crate::diagnostic::{Diagnostic, Place, not_utf8};

/// Read access to the files of one advisor. Paths are relative, with `/`.
pub trait Source {
    /// The text of a file; `Ok(None)` when there is none.
    ///
    /// # Errors
    /// Why it cannot be read: the system's reason, that it is not UTF-8, or that it is no file of
    /// the advisor's own.
    fn read(&self, path: &str) -> io::Result<Option<String>>;

    /// The file as the user knows it.
    fn name(&self, path: &str) -> String;

    /// Paths the source could have answered, where it can tell (for did-you-mean).
    fn list(&self) -> Vec<String>;
}

/// Where templates are found that an advisor does not bring itself.
pub type Builtin<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Larger files are not read, in bytes.
pub(crate) const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// A directory on disk.
pub struct Directory(pub PathBuf);

impl Source for Directory {
    fn read(&self, path: &str) -> io::Result<Option<String>> {
        if !is_inside(path) {
            return Err(refused("it is not inside the advisor's directory"));
        }
        let found = match self.0.join(path).canonicalize() {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // A link may lead anywhere.
        if !found.starts_with(self.0.canonicalize()?) {
            return Err(refused("it leads out of the advisor's directory"));
        }
        let bytes = regular_file(&found)?;
        // With the reason inside, so that it can be told where the byte is.
        let text = String::from_utf8(bytes);
        text.map(Some)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    fn name(&self, path: &str) -> String {
        self.0.join(path).display().to_string()
    }

    fn list(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.0, &mut found);
        found.sort();
        found
    }
}

/// Why a file cannot be read: at the byte, where the file itself is at fault, and else at the place that
/// names it.
pub(super) fn unreadable(name: String, error: &io::Error, named_at: Option<Place>) -> Diagnostic {
    let inside = error.get_ref().and_then(|error| error.downcast_ref());
    if let Some(error) = inside {
        return not_utf8(&name, 1, error);
    }
    let why = error.to_string();
    let mut fault = Diagnostic::new(Reading::Unreadable { name, why });
    fault.place = named_at;
    fault
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.to_owned())
}

/// The bytes of a regular file that is not too large. Anything else might block, or never end.
///
/// # Errors
/// The system's reason, or that it is something else, or too large.
pub(crate) fn regular_file(path: &Path) -> io::Result<Vec<u8>> {
    let known = fs::metadata(path)?;
    // Reading a directory fails in the system's own words.
    if !known.is_file() && !known.is_dir() {
        return Err(refused("it is not a regular file"));
    }
    let too_large = || refused(&format!("it has more than {MAX_BYTES} bytes"));
    if known.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    // It may have grown since.
    File::open(path)?
        .take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Whether a path is relative and never leaves its directory.
pub(crate) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':', '\0'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}

/// What is looked at for a hint: deep and wide enough for any advisor.
const MAX_DEPTH: usize = 8;
const MAX_ENTRIES: usize = 2_000;

/// Files by name, the nearest first. Links are not followed, so there is no way in circles.
fn collect(root: &Path, found: &mut Vec<String>) {
    let mut waiting = VecDeque::from([(root.to_path_buf(), String::new(), 0)]);
    let mut seen = 0;
    while let Some((directory, prefix, depth)) = waiting.pop_front() {
        let Ok(entries) = fs::read_dir(directory) else {
            continue;
        };
        for entry in entries.flatten() {
            seen += 1;
            if seen > MAX_ENTRIES {
                return;
            }
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                found.push(name);
            } else if depth < MAX_DEPTH {
                waiting.push_back((entry.path(), format!("{name}/"), depth + 1));
            }
        }
    }
}

/// Files held in memory, as those who make advisors up have them.
#[cfg(feature = "inside")]
#[derive(Default)]
pub struct Memory(pub BTreeMap<String, String>);

#[cfg(feature = "inside")]
impl Source for Memory {
    fn read(&self, path: &str) -> io::Result<Option<String>> {
        Ok(self.0.get(path).cloned())
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }

    fn list(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}
