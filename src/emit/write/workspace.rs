//! A cargo workspace around the target that does not know it: every cargo command in it would fail.
//!
//! Cargo looks upwards for the nearest manifest with a `[workspace]`; a package below it must be among
//! its `members`, or under one of its `exclude`
//! (<https://doc.rust-lang.org/cargo/reference/workspaces.html>).

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

/// The workspace, and what its `members` lack.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The manifest of the workspace.
    pub manifest: PathBuf,
    /// The entry to add to its `members`.
    pub member: String,
}

/// A longer manifest is not looked at, in bytes.
const MAX_MANIFEST: u64 = 1024 * 1024;

/// The workspace that a package in `directory` would wrongly belong to.
pub fn foreign(directory: &Path) -> Option<Foreign> {
    let target = resolved(directory)?;
    for folder in target.ancestors().skip(1) {
        let manifest = folder.join("Cargo.toml");
        let Some(document) = read(&manifest) else {
            continue;
        };
        let Some(workspace) = document.get("workspace") else {
            continue;
        };
        let below = target.strip_prefix(folder).ok()?;
        let member = below.to_str()?.replace('\\', "/");
        let excluded = texts(workspace.get("exclude")).any(|path| below.starts_with(path));
        let listed = texts(workspace.get("members")).any(|pattern| {
            let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
            glob::Pattern::new(pattern).is_ok_and(|pattern| {
                let options = glob::MatchOptions {
                    require_literal_separator: true,
                    ..glob::MatchOptions::new()
                };
                pattern.matches_with(&member, options)
            })
        });
        return (!listed && !excluded).then_some(Foreign { manifest, member });
    }
    None
}

/// The path without links and dots, as far as it exists.
fn resolved(directory: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(directory).ok()?;
    let there = absolute.ancestors().find(|path| path.exists())?;
    let rest = absolute.strip_prefix(there).ok()?;
    let there = there.canonicalize().ok()?;
    Some(if rest.as_os_str().is_empty() {
        there
    } else {
        there.join(rest)
    })
}

fn read(manifest: &Path) -> Option<DocumentMut> {
    let found = fs::metadata(manifest).ok()?;
    if !found.is_file() || found.len() > MAX_MANIFEST {
        return None;
    }
    fs::read_to_string(manifest).ok()?.parse().ok()
}

fn texts(list: Option<&Item>) -> impl Iterator<Item = &str> {
    list.and_then(Item::as_array)
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str())
}
