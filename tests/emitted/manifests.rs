//! What projects depend on: the very crates, in the very versions, that the runtime is tested with as a crate
//! of its own (`tests/runtime/Cargo.toml`).

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item};

use crate::matrix::designs;
use crate::projects::{answered, describe, files};
use crate::{advisor, services};

/// By crate: the version that a manifest asks for.
fn versions(manifest: &str) -> BTreeMap<String, String> {
    let manifest: DocumentMut = manifest.parse().unwrap();
    let tables = ["dependencies", "dev-dependencies"];
    let tables = tables
        .iter()
        .filter_map(|table| manifest.get(table)?.as_table());
    tables
        .flat_map(|table| table.iter())
        .map(|(name, item)| (name.to_owned(), version(item)))
        .collect()
}

fn version(item: &Item) -> String {
    let version = item.as_str().or_else(|| item.get("version")?.as_str());
    version.expect("a version").to_owned()
}

#[test]
fn projects_depend_on_what_the_runtime_is_tested_with() {
    let tested = versions(include_str!("../runtime/Cargo.toml"));
    let served = services::SERVED
        .iter()
        .map(|given| answered(advisor(), given));
    for session in designs().iter().cloned().chain(served) {
        let files = files(&session, "app");
        let manifest = files.iter().find(|file| file.path == "Cargo.toml").unwrap();
        for (name, version) in versions(&manifest.text) {
            assert_eq!(
                tested.get(&name),
                Some(&version),
                "{name} of {}",
                describe(&session)
            );
        }
    }
}
