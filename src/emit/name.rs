//! The name of an emitted project: what cargo accepts as a package, and no trap for its owner.

use crate::diagnostic::kind::{Name, Usage};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::text::is_unsafe;

/// Strict and reserved words of edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that cargo or the standard library keep, or that Windows cannot have as a file.
const TAKEN: &[&str] = &[
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "deps",
    "examples",
    "incremental",
    "nul",
    "prn",
    "proc_macro",
    "std",
    "test",
];

/// The longest name, as registries have it.
const MAX_LENGTH: usize = 64;

/// Checks a package name.
///
/// # Errors
/// Why it is refused and, where one is near, a name that would do.
pub fn check_name(name: &str) -> Result<(), Diagnostic> {
    let Some(why) = why_not(name) else {
        return Ok(());
    };
    let kind = Usage::BadName {
        why,
        name: name.to_owned(),
        instead: suggestion(name),
        of_directory: false,
    };
    let source = SourceText::new("--name", name);
    Err(Diagnostic::new(kind).at(source.whole()))
}

fn why_not(name: &str) -> Option<Name> {
    if name.is_empty() {
        return Some(Name::Empty);
    }
    if name.chars().any(is_unsafe) {
        return Some(Name::Control);
    }
    if name.contains(['/', '\\']) || name.contains("..") {
        return Some(Name::Path);
    }
    let snake = name.replace('-', "_");
    if KEYWORDS.contains(&snake.as_str()) || name == "Self" {
        return Some(Name::Keyword);
    }
    if TAKEN.contains(&snake.to_lowercase().as_str()) {
        return Some(Name::Taken);
    }
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !valid {
        return Some(Name::NoPackage);
    }
    (name.len() > MAX_LENGTH).then_some(Name::TooLong(name.len()))
}

/// The name with everything unfit taken out, when something fit is left.
fn suggestion(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty())?;
    let kept: String = last
        .chars()
        .map(|c| if c == ' ' || c == '.' { '-' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '_')
        .take(MAX_LENGTH - 4)
        .collect();
    let kept = kept.trim_matches(['-', '_']).to_lowercase();
    let kept = if KEYWORDS.contains(&kept.as_str()) || TAKEN.contains(&kept.as_str()) {
        format!("{kept}-app")
    } else {
        kept
    };
    kept.starts_with(|c: char| c.is_ascii_lowercase())
        .then_some(kept)
        .filter(|kept| kept != name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn package_names_pass() {
        for name in ["a", "app", "my-app", "my_app2", "Stock", &"n".repeat(64)] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn keywords_paths_and_the_unprintable_are_refused() {
        let bad = [
            "",
            "fn",
            "crate",
            "Self",
            "gen",
            "../up",
            "a/b",
            "a\\b",
            "..",
            "1st",
            "-x",
            "_x",
            "naïve",
            "with space",
            "test",
            "std",
            "con",
            "esc\u{1b}[2J",
            &"n".repeat(65),
        ];
        for name in bad {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn a_refusal_offers_a_name_that_passes() {
        for name in ["fn", "../My App", "test", "a/b.c", "9lives-x"] {
            if let Some(other) = suggestion(name) {
                assert_eq!(check_name(&other), Ok(()), "{name} -> {other}");
            }
        }
        assert_eq!(suggestion("../My App").as_deref(), Some("my-app"));
    }
}
