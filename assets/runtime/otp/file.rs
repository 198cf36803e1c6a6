//! Whether the file that a program has open is still the one that is found at its path. What is written to
//! one that was removed, or replaced, is gone when the program ends, and no write would say so.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Which file it is, whatever its name; where the system tells it, as Unix does.
type Identity = Option<(u64, u64)>;

/// A file, and where it was found.
#[derive(Clone, Debug)]
pub struct Place {
    path: PathBuf,
    file: Identity,
}

impl Place {
    /// The file that is there now.
    pub fn of(path: &Path) -> io::Result<Place> {
        let (path, file) = (path.to_owned(), identity(path)?);
        Ok(Place { path, file })
    }

    /// Whether it is there no more. What cannot be looked at may be there.
    pub fn is_left(&self) -> bool {
        match identity(&self.path) {
            Ok(file) => file != self.file,
            Err(reason) => reason.kind() == io::ErrorKind::NotFound,
        }
    }

    /// Where it was found.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    let file = fs::metadata(path)?;
    Ok(Some((file.dev(), file.ino())))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| None)
}
