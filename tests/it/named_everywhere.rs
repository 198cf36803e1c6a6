//! Help, manual page and README name the same commands and flags.
//!
//! `TRANSCRIPTS=update cargo test --test it named_everywhere` writes README's tables from the help.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use regex_lite::Regex;

use crate::support::program::run;

/// A name and what it is for.
type Named = (String, String);

fn help(args: &[&str]) -> String {
    let ran = run(&[args, &["--help"]].concat(), "");
    assert_eq!((ran.status, &*ran.errors), (0, ""), "{args:?}");
    ran.output
}

/// Commands in the help, each with its first argument where it has one.
fn commands() -> Vec<Named> {
    let help = help(&[]);
    let (_, rest) = help.split_once("\nCommands:\n").unwrap();
    let (list, _) = rest.split_once("\n\n").unwrap();
    let mut found: Vec<Named> = Vec::new();
    for line in list.lines() {
        let line = &line[2..];
        match (line.starts_with(' '), found.last_mut()) {
            // The text of the one above goes on.
            (true, Some((_, text))) => *text = format!("{text} {}", line.trim()),
            _ => {
                let (name, text) = line.split_once(' ').unwrap();
                found.push((name.to_owned(), text.trim().to_owned()));
            }
        }
    }
    found
}

/// Flags in a page of help, with their values as they are written there.
fn flags(help: &str) -> Vec<Named> {
    let flag = Regex::new(r"(?m)^ +(?:-\w, )?(--[a-z-]+.*)\n +(.+)$").unwrap();
    let found = flag.captures_iter(help);
    found
        .map(|one| (one[1].to_owned(), one[2].trim().to_owned()))
        .collect()
}

/// Every flag that a text names.
fn named_flags(text: &str) -> BTreeSet<String> {
    let flag = Regex::new(r"(?:^|[^\w-])(--[a-z][a-z-]*[a-z])").unwrap();
    let found = flag.captures_iter(text);
    found.map(|one| one[1].to_owned()).collect()
}

/// The flags of the program and of all its commands.
fn all_flags() -> BTreeSet<String> {
    let mut found = flags(&help(&[]));
    for (command, _) in commands() {
        if command != "help" {
            found.extend(flags(&help(&[&command])));
        }
    }
    let name = |(flag, _): &Named| flag.split(' ').next().unwrap().to_owned();
    found.iter().map(name).collect()
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).unwrap()
}

#[test]
fn readme_lists_the_commands_and_flags_of_the_help() {
    let mut table = "| Command | Does |\n|---|---|\n".to_owned();
    for (command, text) in commands() {
        // What it takes stands in its usage line.
        let usage = if command == "help" {
            "otp-advisor help [COMMAND]".to_owned()
        } else {
            let page = help(&[&command]);
            let usage = page.lines().find_map(|line| line.strip_prefix("Usage: "));
            usage
                .unwrap()
                .replace("[OPTIONS] ", "")
                .replace(" [OPTIONS]", "")
        };
        writeln!(table, "| `{usage}` | {text} |").unwrap();
    }
    table += "\n| Flag | Does |\n|---|---|\n";
    for (flag, text) in flags(&help(&[])) {
        writeln!(table, "| `{flag}` | {text} |").unwrap();
    }
    let text = readme();
    let (before, rest) = text.split_once("<!-- commands -->\n").unwrap();
    let (shown, after) = rest.split_once("<!-- /commands -->").unwrap();
    if env::var_os("TRANSCRIPTS").is_some_and(|value| value == "update") {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let text = format!("{before}<!-- commands -->\n{table}<!-- /commands -->{after}");
        fs::write(path, text).unwrap();
    } else {
        assert_eq!(
            shown, table,
            "the tables in README.md are not the program's"
        );
    }
    for flag in all_flags() {
        assert!(
            shown.contains(&format!("`{flag}")),
            "README.md lists no {flag}"
        );
    }
}

#[test]
fn the_manual_page_names_what_the_help_names() {
    for lang in ["en", "pt-BR"] {
        let page = run(&["man", "--lang", lang], "").output;
        // As a reader sees it.
        let marks = Regex::new(r"\\f[BIR]").unwrap();
        let page = marks.replace_all(&page, "").replace("\\-", "-");
        assert_eq!(named_flags(&page), all_flags(), "{lang}");
        // This is the only page there is, so it names no other.
        assert!(!page.contains("(1)"), "{page}");
        let command = Regex::new(r"(?m)^otp-advisor ([a-z]+)$").unwrap();
        let listed = command.captures_iter(&page).map(|one| one[1].to_owned());
        let known = commands().into_iter().map(|(command, _)| command);
        assert!(listed.eq(known), "{page}");
    }
}

#[test]
fn nothing_is_named_that_is_not_there() {
    let flags = all_flags();
    let commands: BTreeSet<String> = commands().into_iter().map(|(name, _)| name).collect();
    let command = Regex::new(r"otp-advisor ([a-z]+)\b").unwrap();
    for page in ["README.md", "trees/README.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| !line.contains("cargo ")) {
            for flag in named_flags(line) {
                assert!(flags.contains(&flag), "{page} names {flag}: {line}");
            }
            // Only in what is written as code.
            for code in line.split('`').skip(1).step_by(2) {
                for one in command.captures_iter(code) {
                    assert!(
                        commands.contains(&one[1]),
                        "{page} names {}: {line}",
                        &one[1]
                    );
                }
            }
        }
    }
}
