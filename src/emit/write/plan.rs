//! What writing a project into a directory would do, file by file.
//!
//! What an earlier emission wrote and this one does not goes, unless somebody edited it. A file that
//! somebody edited stays where this one has nothing new to say in it; else it is replaced, and the edited
//! version is kept aside.

use std::io;
use std::path::{Path, PathBuf};

use super::tree::{self, Entry};
use crate::emit::File;

/// Everything that would happen.
#[derive(Debug, Default)]
pub struct Plan {
    pub changes: Vec<Change>,
    /// Written by an earlier emission, no longer needed, but edited since: they stay.
    pub kept: Vec<String>,
}

/// What happens to one file.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub what: What,
}

/// See [`Change`].
#[derive(Debug, PartialEq, Eq)]
pub enum What {
    Same,
    New,
    /// There is another version, which an emission wrote.
    Update {
        before: Vec<u8>,
    },
    /// There is another version, and this one writes what the last emission wrote: it stays as its owner
    /// made it.
    Edited,
    /// There is another version, which no emission wrote.
    Replace {
        before: Vec<u8>,
    },
    /// An earlier emission wrote it, nobody edited it, and it is not part of the project any more.
    Remove {
        before: Vec<u8>,
    },
}

/// Why nothing can be planned.
#[derive(Debug)]
pub(super) enum Obstacle {
    /// A link on the way to a file, which could lead outside.
    Link(PathBuf),
    /// Something that is no regular file, where a file is to go.
    InTheWay(PathBuf),
    Io(io::Error),
}

impl From<io::Error> for Obstacle {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Compares `files` with what is in `directory`.
///
/// # Errors
/// What stands in the way of it.
pub(super) fn plan(directory: &Path, files: &[File]) -> Result<Plan, Obstacle> {
    for own in [tree::OWN, tree::REPLACED, tree::WRITTEN] {
        let is_list = own == tree::WRITTEN;
        match tree::entry(directory, own)? {
            Entry::Absent => {}
            Entry::Directory if !is_list => {}
            Entry::File(_) if is_list => {}
            Entry::Link(at) => return Err(Obstacle::Link(at)),
            _ => return Err(Obstacle::InTheWay(directory.join(own))),
        }
    }
    let written = tree::written(directory)?;
    let is_written = |path: &str, content: &[u8]| {
        let known = written.get(path);
        known.is_some_and(|known| *known == tree::digest(content))
    };
    let mut plan = Plan::default();
    for file in files {
        let new = file.text.as_bytes();
        let what = match tree::entry(directory, &file.path)? {
            Entry::Absent => What::New,
            Entry::File(before) if before == new => What::Same,
            Entry::File(before) if is_written(&file.path, &before) => What::Update { before },
            Entry::File(_) if is_written(&file.path, new) => What::Edited,
            Entry::File(before) => What::Replace { before },
            Entry::Link(at) => return Err(Obstacle::Link(at)),
            Entry::Directory | Entry::Other => {
                return Err(Obstacle::InTheWay(directory.join(&file.path)));
            }
        };
        plan.changes.push(Change {
            path: file.path.clone(),
            what,
        });
    }
    for (path, known) in &written {
        if files.iter().any(|file| file.path == *path) {
            continue;
        }
        match tree::entry(directory, path)? {
            Entry::File(before) if tree::digest(&before) == *known => plan.changes.push(Change {
                path: path.clone(),
                what: What::Remove { before },
            }),
            Entry::Absent => {}
            _ => plan.kept.push(path.clone()),
        }
    }
    Ok(plan)
}
