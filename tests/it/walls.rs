//! The walls of the architecture, kept by reading the sources: who may name the terminal, who may
//! touch the world outside, that the engine knows nothing of Erlang/OTP, and that no layer looks up.

mod imports;

use std::fs;
use std::path::{Path, PathBuf};

use imports::Imports;

/// The layers, lowest first: each may use those before it.
const LAYERS: &[&str] = &[
    "text",
    "signs",
    "data",
    "words",
    "diagnostic",
    "ids",
    "condition",
    "formula",
    "model",
    "facts",
    "load",
    "embedded",
    "session",
    "advice",
    "interview",
    "answers",
    "decide",
    "sketch",
    "render",
    "facade",
    "emit",
    "proofs",
    "lab",
    "host",
    "signals",
    "plain",
    "tui",
    "error",
    "cli",
];

/// A source file: its path below `src/`, and its lines without comments.
struct Source {
    path: String,
    text: String,
    code: Vec<String>,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(&root).unwrap().display().to_string();
            let code = code(&text);
            Source { path, text, code }
        })
        .collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Lines without comments and without the tests at the end of a file.
fn code(text: &str) -> Vec<String> {
    text.lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .map(|line| match line.find("//") {
            Some(at) => &line[..at],
            None => line,
        })
        // The program may say its own name.
        .map(|line| line.replace("otp-advisor", ""))
        .collect()
}

/// Every line of `sources` that holds one of `words` as a word of its own.
fn naming(sources: &[&Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for (line, code) in source.code.iter().enumerate() {
            for word in words {
                if has_word(code, word) {
                    found.push(format!("src/{}:{}: {word}", source.path, line + 1));
                }
            }
        }
    }
    found
}

fn has_word(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

fn belongs(path: &str, stage: &str) -> bool {
    path == format!("{stage}.rs") || path.starts_with(&format!("{stage}/"))
}

fn imports() -> Imports {
    let sources = sources();
    let files = sources.iter().map(|s| (s.path.as_str(), s.text.as_str()));
    Imports::read(&files.collect::<Vec<_>>())
}

#[test]
fn no_layer_looks_up() {
    let layer = |module: &str| {
        let top = module.split("::").next().unwrap();
        let place = LAYERS.iter().position(|layer| *layer == top);
        place.unwrap_or_else(|| panic!("`{top}` belongs to no layer"))
    };
    let imports = imports();
    let found: Vec<String> = imports
        .edges()
        .filter(|(from, to)| layer(to) > layer(from))
        .map(|(from, to)| format!("{from} looks up to {to}"))
        .collect();
    assert!(imports.edges().count() > 300, "the files were not read");
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_names_the_layers_in_their_order_and_opens_none() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let named: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    let in_order: Vec<&str> = LAYERS
        .iter()
        .copied()
        .filter(|layer| named.contains(layer))
        .collect();
    assert!(named.len() > 20, "the map was not read");
    assert_eq!(named, in_order);
    let public: Vec<&str> = map
        .lines()
        .filter(|line| line.starts_with("pub mod"))
        .collect();
    assert_eq!(public, ["pub mod inside {"]);
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let circles = imports().circles();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn only_the_wizard_names_the_terminal_libraries() {
    let sources = sources();
    let others: Vec<&Source> = sources
        .iter()
        .filter(|s| !belongs(&s.path, "tui"))
        .collect();
    let found = naming(&others, &["ratatui", "crossterm"]);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn all_text_goes_out_through_one_door() {
    // The door's streams are opened beside it, the wizard's where frames are written, which are
    // cleaned before.
    let may = [
        "cli/streams.rs",
        "tui/terminal.rs",
        "tui/terminal/screen.rs",
    ];
    let sources = sources();
    let others: Vec<&Source> = sources
        .iter()
        .filter(|s| !may.contains(&s.path.as_str()))
        .collect();
    assert_eq!(others.len() + may.len(), sources.len());
    let ways = [
        "stdout", "stderr", "println", "eprintln", "print!", "eprint!", "/dev/tty",
    ];
    let found = naming(&others, &ways);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn from_session_to_emitted_text_nothing_touches_the_world() {
    let pure = [
        "text",
        "signs",
        "data",
        "ids",
        "condition",
        "formula",
        "model",
        "facts",
        "load",
        "session",
        "interview",
        "advice",
        "answers",
        "render",
        "emit",
        "lab",
        "host",
        "plain",
        "words",
        "diagnostic",
    ];
    let may = ["load/source.rs", "emit/write"];
    let sources = sources();
    let inside: Vec<&Source> = sources
        .iter()
        .filter(|s| pure.iter().any(|stage| belongs(&s.path, stage)))
        .filter(|s| !may.iter().any(|door| s.path.starts_with(door)))
        .collect();
    assert!(inside.len() > 30, "the stages were not found");
    let outside = [
        "std::fs",
        "std::env",
        "std::process",
        "std::net",
        "std::thread",
        "stdin",
        "stdout",
        "stderr",
        "SystemTime",
        "Instant",
        "println",
        "eprintln",
    ];
    let found = naming(&inside, &outside);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_engine_knows_nothing_of_otp() {
    let engine = [
        "text",
        "signs",
        "data",
        "ids",
        "condition",
        "formula",
        "model",
        "facts",
        "load",
        "session",
        "interview",
        "advice",
        "answers",
        "diagnostic",
        "emit",
    ];
    let sources = sources();
    let inside: Vec<&Source> = sources
        .iter()
        .filter(|s| engine.iter().any(|stage| belongs(&s.path, stage)))
        .collect();
    let words = [
        "otp",
        "OTP",
        "erlang",
        "Erlang",
        "elixir",
        "Elixir",
        "gen_server",
        "GenServer",
        "gen_state_machine",
        "supervisor",
        "Supervisor",
        "agent",
        "ets",
        "ETS",
        "mnesia",
        "dets",
        "persistent_term",
        "broadway",
        "oban",
        "mailbox",
        "abstraction",
        "tokio",
    ];
    let found = naming(&inside, &words);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_stays_readable() {
    let mut found = Vec::new();
    for source in sources() {
        let path = &source.path;
        if !source.text.starts_with("//!") {
            found.push(format!("src/{path} does not open with //!"));
        }
        if path.ends_with("mod.rs") {
            found.push(format!("src/{path}: name.rs and name/, no mod.rs"));
        }
        let lines = source.text.lines().count();
        if lines > 525 {
            found.push(format!("src/{path} has {lines} lines"));
        }
        for (line, text) in source.text.lines().enumerate() {
            let unfinished = ["todo!(", "unimplemented!(", "dbg!("];
            if unfinished.iter().any(|word| text.contains(word)) {
                found.push(format!("src/{path}:{}: unfinished", line + 1));
            }
        }
        for (line, text) in source.code.iter().enumerate() {
            if text.trim_start().starts_with("#[allow(") {
                found.push(format!(
                    "src/{path}:{}: #[expect(…, reason)] instead",
                    line + 1
                ));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_scanner_finds_what_it_looks_for() {
    let source = Source {
        path: "session.rs".to_owned(),
        text: String::new(),
        code: code(
            "use ratatui::Frame; // crossterm\nlet pilots = 1;\n#[cfg(test)]\nuse crossterm;\n",
        ),
    };
    let found = naming(&[&source], &["ratatui", "crossterm", "pilot"]);
    assert_eq!(found, ["src/session.rs:1: ratatui"]);
}
