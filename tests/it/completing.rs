//! Completions: what each shell is told, and what bash makes of it.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Cursor;
use std::process::{Command, Output, Stdio};

use otp_advisor::inside::cli::{Door, Streams, complete};

use crate::support::advisors::english;
use crate::support::program::run;

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];
const TEA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/tea");

/// The candidates behind these words, for a shell that is told where the last one is by nothing else.
fn candidates(words: &[&str]) -> Vec<String> {
    let mut output = Vec::new();
    let mut streams = Streams {
        input: Box::new(Cursor::new("")),
        output: Door::new(&mut output),
        errors: Door::new(Vec::new()),
        input_is_terminal: false,
        output_is_terminal: false,
        errors_are_terminal: false,
        colour: false,
        width: 80,
        errors_width: None,
    };
    let words = ["otp-advisor", "--", "otp-advisor"].iter().chain(words);
    let words = words.map(OsString::from);
    let status = complete(OsStr::new("/bin/bash"), words, &mut streams);
    assert_eq!(status, Some(0));
    drop(streams);
    let text = String::from_utf8(output).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn questions_and_their_options_are_known() {
    let questions = candidates(&["--set", ""]);
    let ids = english().questions.iter().map(|one| format!("{}=", one.id));
    assert!(ids.eq(questions.iter().cloned()), "{questions:?}");
    for question in &english().questions {
        let typed = format!("{}=", question.id);
        let mut found = candidates(&["--set", &typed]);
        assert_eq!(found.pop(), Some(format!("{typed}unknown")));
        let options = question.options().iter();
        let options: Vec<String> = options.map(|one| format!("{typed}{}", one.id)).collect();
        if !question.is_typed() {
            assert_eq!(found, options);
        }
        // What is offered is taken.
        for set in found {
            let ran = run(&["--partial", "--set", &set], "");
            assert!(
                !ran.errors.contains("unknown-answer"),
                "{set}: {}",
                ran.errors
            );
        }
    }
    assert_eq!(
        candidates(&["why", "agent", "--set", "sta"]),
        ["state=", "start_storm="]
    );
}

#[test]
fn outcomes_formats_languages_and_commands_are_known() {
    let starts = candidates(&["--start", "send"]);
    assert_eq!(starts, ["send_emails"]);
    assert_eq!(candidates(&["guide", "iron"]), ["iron_law"]);
    let outcomes: BTreeSet<String> = candidates(&["why", ""]).into_iter().collect();
    for outcome in &english().outcomes {
        let section = &english().section(outcome.section).id;
        assert!(outcomes.contains(outcome.id.as_str()), "{}", outcome.id);
        assert!(outcomes.contains(&format!("{section}.{}", outcome.id)));
    }
    assert_eq!(
        candidates(&["--format", ""]),
        ["text", "json", "yaml", "markdown", "code"]
    );
    assert_eq!(candidates(&["review", "--format", "j"]), ["json"]);
    assert_eq!(candidates(&["graph", "--format", ""]), ["mermaid", "dot"]);
    assert_eq!(candidates(&["--lang", ""]), ["en", "pt-BR"]);
    assert_eq!(candidates(&["--lang", "pt"]), ["pt-BR"]);
    assert_eq!(candidates(&["--target", ""]), ["tokio"]);
    assert_eq!(candidates(&["schema", "o"]), ["output"]);
    assert_eq!(candidates(&["lab", "cr"]), ["crash"]);
    assert_eq!(candidates(&["lab", "crash", "work"]), ["worker"]);
    assert_eq!(candidates(&["que"]), ["questions"]);
    assert!(candidates(&["completions", ""]).contains(&"zsh".to_owned()));
}

#[test]
fn another_advisor_is_asked_for_its_own() {
    assert_eq!(
        candidates(&["--advisor", TEA, "--set", "wa"]),
        ["wake=", "water="]
    );
    let together = format!("--advisor={TEA}");
    assert_eq!(candidates(&[&together, "why", "oo"]), ["oolong"]);
    // Of one that cannot be loaded nothing is known, and nothing is said.
    assert_eq!(candidates(&["--advisor", "/nowhere", "--set", ""]), [""; 0]);
    assert_eq!(
        candidates(&["--advisor", "/nowhere", "--par"]),
        ["--partial"]
    );
}

#[test]
fn every_shell_gets_a_script_and_answers_to_it() {
    for shell in SHELLS {
        let script = run(&["completions", shell], "");
        assert_eq!((script.status, &*script.errors), (0, ""), "{shell}");
        assert!(
            script.output.contains("COMPLETE"),
            "{shell}: {}",
            script.output
        );
        assert!(script.output.contains("otp-advisor"), "{shell}");
        let asked = asked(shell, &["otp-advisor", "--set", "state="]);
        let answer = String::from_utf8(asked.stdout).unwrap();
        assert!(answer.contains("yes"), "{shell}: {answer}");
        assert!(answer.contains("unknown"), "{shell}: {answer}");
        assert!(!answer.contains('\u{fffd}'), "{shell}: {answer}");
        assert!(asked.status.success() && asked.stderr.is_empty(), "{shell}");
    }
    // Another program may use the variable for something else.
    let version = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .arg("--version")
        .env("COMPLETE", "1")
        .output()
        .unwrap();
    assert!(version.stdout.starts_with(b"otp-advisor "));
}

/// The program as the script of a shell calls it, the cursor at the end of the last word.
fn asked(shell: &str, words: &[&str]) -> Output {
    let last = (words.len() - 1).to_string();
    Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .arg("--")
        .args(words)
        .env("COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", last)
        .env("_CLAP_IFS", "\n")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What bash offers behind a line, taken apart into words as bash does.
#[cfg(unix)]
fn in_bash(words: &[&str]) -> Vec<String> {
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_otp-advisor"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        std::env::var("PATH").unwrap_or_default()
    );
    let script = r#"
        source <(otp-advisor completions bash)
        complete -p otp-advisor >/dev/null || exit 1
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        last=${COMP_WORDS[COMP_CWORD]}
        [[ $last == "=" ]] && last=
        _otp_advisor otp-advisor "$last"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let output = Command::new("bash")
        .args(["--norc", "--noprofile", "-c", script, "bash"])
        .args(words)
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_behind_the_marks_it_takes_words_apart_at() {
    let yes_no = ["yes", "no", "unknown"];
    assert_eq!(in_bash(&["otp-advisor", "--set", "stat"]), ["state="]);
    assert_eq!(in_bash(&["otp-advisor", "--set", "state", "="]), yes_no);
    assert_eq!(
        in_bash(&["otp-advisor", "--set", "state", "=", "y"]),
        ["yes"]
    );
    assert_eq!(
        in_bash(&["otp-advisor", "--set", "=", "state", "="]),
        yes_no
    );
    assert_eq!(in_bash(&["otp-advisor", "--format", "=", "y"]), ["yaml"]);
    // As it is where `=` takes nothing apart.
    assert_eq!(in_bash(&["otp-advisor", "--set", "state=y"]), ["state=yes"]);
    assert_eq!(
        in_bash(&[
            "otp-advisor",
            "--set",
            "state",
            "=",
            "no",
            "--set",
            "keep",
            "=",
            "c"
        ]),
        ["cache", "config"]
    );
}
