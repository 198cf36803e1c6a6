//! Where an advisor's files come from: a directory, or memory (tests, the build).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Read access to the files of one advisor. Paths are relative, with `/`.
pub trait Source {
    /// The text of a file; `Ok(None)` when there is none.
    ///
    /// # Errors
    /// Why it cannot be read: the system's reason, or that it is not UTF-8.
    fn read(&self, path: &str) -> io::Result<Option<String>>;

    /// The file as the user knows it.
    fn name(&self, path: &str) -> String;

    /// Every path the source could have answered, where it can tell (for did-you-mean).
    fn list(&self) -> Vec<String>;
}

/// A directory on disk.
pub struct Directory(pub PathBuf);

impl Source for Directory {
    fn read(&self, path: &str) -> io::Result<Option<String>> {
        match fs::read(self.0.join(path)) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("not UTF-8 (the byte at offset {at})"),
                )
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn name(&self, path: &str) -> String {
        self.0.join(path).display().to_string()
    }

    fn list(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.0, &mut String::new(), 0, &mut found);
        found.sort();
        found
    }
}

/// Deep enough for any advisor, and an end for links that lead back.
const MAX_DEPTH: u8 = 8;

fn collect(directory: &Path, prefix: &mut String, depth: u8, found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() && depth < MAX_DEPTH {
            let length = prefix.len();
            prefix.push_str(&name);
            prefix.push('/');
            collect(&path, prefix, depth + 1, found);
            prefix.truncate(length);
        } else {
            found.push(format!("{prefix}{name}"));
        }
    }
}

/// Files held in memory.
#[derive(Default)]
pub struct Memory(pub BTreeMap<String, String>);

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
