//! The name of an emitted project: what cargo accepts as a package, and no trap for its owner.

use crate::diagnostic::kind::{Name, Usage};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::signs::bare;
use crate::text::is_unsafe;

/// Strict and reserved words of edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names that cargo or the standard library keep, that Windows cannot have as a file, or that modules of
/// every project have.
const TAKEN: &[&str] = &[
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "demo",
    "deps",
    "examples",
    "incremental",
    "nul",
    "prn",
    "proc_macro",
    "std",
    "test",
    "tests",
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
    if name.len() > MAX_LENGTH {
        return Some(Name::TooLong(name.len()));
    }
    // rustc's lint `non_snake_case` speaks of the crate's name as well.
    let unlike = snake.contains("__") || name.contains(|c: char| c.is_ascii_uppercase());
    unlike.then_some(Name::NotSnakeCase)
}

/// The name with everything unfit taken out, when something fit is left.
fn suggestion(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty())?;
    let mut kept = String::new();
    let mut small = false;
    for c in bare(last) {
        // `MyApp` is `my-app`.
        if c.is_ascii_uppercase() && small {
            kept.push('-');
        }
        small = c.is_ascii_lowercase() || c.is_ascii_digit();
        match c {
            ' ' | '.' => kept.push('-'),
            c if c.is_ascii_alphanumeric() || c == '-' || c == '_' => {
                kept.push(c.to_ascii_lowercase());
            }
            _ => {}
        }
    }
    let parts = |separator: char| {
        move |part: &str| part.split(separator).map(str::to_owned).collect::<Vec<_>>()
    };
    let words: Vec<String> = parts('-')(&kept)
        .iter()
        .map(|word| {
            let inner: Vec<String> = parts('_')(word)
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
            inner.join("_")
        })
        .filter(|word| !word.is_empty())
        .collect();
    let mut kept = words.join("-");
    kept.truncate(MAX_LENGTH - 4);
    let kept = kept.trim_end_matches(['-', '_']);
    let kept = if KEYWORDS.contains(&kept) || TAKEN.contains(&kept) {
        format!("{kept}-app")
    } else {
        kept.to_owned()
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
        for name in ["a", "app", "my-app", "my_app2", "a_", &"n".repeat(64)] {
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
            "Stock",
            "a--b",
            "a_-b",
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
        for name in [
            "fn",
            "../My App",
            "test",
            "demo",
            "tests",
            "a/b.c",
            "9lives-x",
        ] {
            if let Some(other) = suggestion(name) {
                assert_eq!(check_name(&other), Ok(()), "{name} -> {other}");
            }
        }
        assert_eq!(suggestion("../My App").as_deref(), Some("my-app"));
        for (name, other) in [("ünï", "uni"), ("Ação Rápida", "acao-rapida")] {
            assert_eq!(suggestion(name).as_deref(), Some(other), "t7: {name}");
        }
    }
}
