//! Every flag beside every command: it counts, or it is refused with what would count.

use std::path::Path;

use serde_json::Value;

use crate::support::program::{Ran, run};

/// Every command with what it needs and what it reads.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["check"], ""),
    (&["graph"], ""),
    (&["review", "-"], "answers: {state: no}\n"),
    (&["batch"], "{\"state\": \"no\"}\n"),
    (&["questions"], ""),
    (&["starts"], ""),
    (&["guide"], ""),
    (&["why", "agent"], "no\n"),
    (&["lab"], "no\n"),
    (&["schema"], ""),
    (&["completions", "bash"], ""),
    (&["man"], ""),
];

fn advisor() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/tea");
    path.to_str().unwrap().to_owned()
}

/// Whether the help of a command lists a flag; a text of it may name others.
fn lists(command: &str, flag: &str) -> bool {
    let help = run(&[command, "--help"], "").output;
    let mut lines = help.lines();
    lines.any(|line| {
        let mut words = line.split_whitespace().skip_while(|word| *word == "-h,");
        let value = |word: &str| word.starts_with('<');
        words.next() == Some(flag) && words.next().is_none_or(value)
    })
}

fn is_refused(ran: &Ran, flag: &str) -> bool {
    let told = ["bad-flag", flag, "help"];
    let told = told.iter().all(|part| ran.errors.contains(part));
    (ran.status, &*ran.output, told) == (2, "", true)
}

#[test]
fn a_flag_counts_for_a_command_or_is_refused() {
    let tea = advisor();
    let flags: &[&[&str]] = &[
        &["--plain"],
        &["--answers", "-"],
        &["--start", "send_emails"],
        &["--set", "complex=no"],
        &["--advisor", &tea],
        &["--lang", "pt-BR"],
        &["--format", "json"],
        &["--emit", "out"],
        &["--name", "app"],
        &["--target", "tokio"],
        &["--runtime-tests"],
        &["--emit", "out", "--dry-run"],
        &["--emit", "out", "--force"],
        &["--partial"],
        &["--thorough"],
        &["--no-mouse"],
        &["--print-config"],
        &["--with-code"],
    ];
    let help = run(&["--help"], "").output;
    let all = help.split_whitespace().filter(|word| {
        word.starts_with("--") && !matches!(*word, "--help" | "--version" | "--dry-run" | "--force")
    });
    for flag in all {
        assert!(
            flags.iter().any(|one| one[0] == flag),
            "{flag} is not tried"
        );
    }
    for (command, input) in COMMANDS {
        let plain = run(command, input);
        for flag in flags {
            let ran = run(&[flag, *command].concat(), input);
            let name = flag[0];
            let counts = match (name, command[0]) {
                // Behind it that is one thing, and before it another.
                ("--format", "graph") => false,
                _ => lists(command[0], name),
            };
            if !counts {
                assert!(is_refused(&ran, name), "{flag:?} {command:?}: {ran:?}");
            } else if matches!(name, "--lang" | "--partial") || command[0] == "batch" {
                assert_ne!(ran.status, 2, "{flag:?} {command:?}: {}", ran.errors);
            } else {
                assert_ne!(ran, plain, "{flag:?} {command:?}");
            }
        }
    }
}

#[test]
fn a_format_counts_before_a_command_as_behind_it() {
    for (command, input) in COMMANDS {
        if command[0] == "graph" || !lists(command[0], "--format") {
            continue;
        }
        let behind = run(&[command, &["--format", "json"][..]].concat(), input);
        let before = run(&[&["--format", "json"][..], command].concat(), input);
        assert_eq!(before, behind);
        serde_json::from_str::<Value>(&before.output).unwrap();
        let both = [&["--format", "text"][..], command, &["--format", "json"]].concat();
        assert_eq!(run(&both, input).status, 2, "{both:?}");
        for other in ["yaml", "markdown", "code"] {
            let ran = run(&[&["--format", other][..], command].concat(), input);
            assert!(is_refused(&ran, other), "{other} {command:?}: {ran:?}");
        }
    }
}

#[test]
fn flags_that_would_pass_each_other_by_are_refused() {
    let tea = advisor();
    for (args, names) in [
        (&["check", "trees", "--advisor", &tea][..], &*tea),
        (&["--set", "state=no", "--target", "tokio"], "--target"),
        (&["--set", "state=no", "--name", "app"], "--name"),
        (
            &[
                "--set",
                "state=no",
                "--emit",
                "out",
                "--dry-run",
                "--format",
                "yaml",
            ],
            "--dry-run",
        ),
    ] {
        let ran = run(args, "");
        assert!(is_refused(&ran, names), "{args:?}: {ran:?}");
    }
    // A record tells how what is emitted for a target is confirmed.
    let record = ["--set", "state=no", "--format", "markdown", "--target"];
    assert_eq!(run(&[&record[..], &["tokio"]].concat(), "").status, 0);
    assert_eq!(run(&[&record[..], &["beam"]].concat(), "").status, 2);
    // The refusal is an object for those who asked for one, wherever they asked.
    let ran = run(&["--format", "json", "man"], "");
    let object: Value = serde_json::from_str(&ran.errors).unwrap();
    assert_eq!(object["errors"][0]["code"], "bad-flag");
}

#[test]
fn help_of_a_command_lists_what_counts_for_it() {
    assert!(lists("why", "--set") && lists("why", "--answers"));
    assert!(!lists("why", "--partial") && lists("batch", "--partial"));
    assert!(!lists("batch", "--set") && !lists("man", "--advisor"));
    assert!(lists("man", "--lang") && lists("man", "--help"));
}
