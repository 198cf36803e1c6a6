//! Designs far from the matrix, rendered and not built: every module has its file and every file its
//! module, every template renders, nothing is left of it. What the compiler would say first.

use std::collections::BTreeSet;

use otp_advisor::inside::emit::File;
use otp_advisor::inside::session::{Origin, Session};
use proptest::prelude::*;

use crate::advisor;
use crate::projects::{describe, files};

/// Answers thrown by dice, never unknown.
fn thrown(dice: &[u8]) -> Option<Session<'static>> {
    let mut session = Session::new(advisor());
    for die in dice {
        let Some(question) = session.next() else {
            break;
        };
        let choices = session.candidates(question);
        let answer = choices[usize::from(*die) % choices.len()].clone();
        session.set(question, answer, Origin::Given);
    }
    session.finish_with_defaults().ok()?;
    session.is_complete().then_some(session)
}

/// The files that the modules of a file stand in, whichever of the two places each is in.
fn modules(file: &File) -> Vec<[String; 2]> {
    let root = ["src/lib.rs", "src/main.rs"].contains(&file.path.as_str());
    let stem = file.path.trim_end_matches(".rs");
    let folder = if root { "src" } else { stem };
    let names = file.text.lines().filter_map(|line| {
        let line = line
            .trim_start_matches("pub(crate) ")
            .trim_start_matches("pub(super) ")
            .trim_start_matches("pub ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    names
        .map(|name| {
            [
                format!("{folder}/{name}.rs"),
                format!("{folder}/{name}/mod.rs"),
            ]
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_module_has_its_file_and_every_file_its_module(dice in prop::collection::vec(any::<u8>(), 5..45)) {
        let Some(session) = thrown(&dice) else {
            return Ok(());
        };
        let files = files(&session, "app");
        let there: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let sources = || files.iter().filter(|file| file.path.starts_with("src/"));
        let mut wanted: BTreeSet<String> = BTreeSet::from(["src/lib.rs".to_owned(), "src/main.rs".to_owned()]);
        for file in sources() {
            prop_assert!(!file.text.contains("{{") && !file.text.contains("{%"), "{}", file.path);
            for places in modules(file) {
                let place = places.iter().find(|place| there.contains(place.as_str()));
                prop_assert!(place.is_some(), "{} wants {places:?}\n{}", file.path, describe(&session));
                wanted.extend(place.cloned());
            }
        }
        // An argument that nothing uses is a warning.
        for file in sources().filter(|file| file.text.contains("fn run(system: &System)")) {
            prop_assert!(file.text.contains("system."), "{}\n{}", file.path, describe(&session));
        }
        for file in sources() {
            prop_assert!(wanted.contains(&file.path), "nobody wants {}\n{}", file.path, describe(&session));
        }
    }
}
