//! The console blocks of README and of `tests/cmd/*.md`, run as they stand.
//!
//! In a block, `$ ` starts a command for `sh`; what it prints (standard error too) follows, then
//! `[status: N]` when that is not 0. A line `...` stands for any lines. Every file's commands run one
//! after the other in one empty directory. `TRANSCRIPTS=update cargo test --test it transcripts` writes
//! what was printed into the files; read the difference before committing it.
//!
//! Not by `trycmd`: it runs programs without a shell, and most of these commands are pipes and redirections.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// A command and what it is to print.
struct Step {
    command: String,
    expected: String,
}

/// A markdown file as prose and console blocks.
enum Part {
    Prose(String),
    Console(Vec<Step>),
}

fn parse(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut prose = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        prose.push_str(line);
        prose.push('\n');
        if line != "```console" {
            continue;
        }
        parts.push(Part::Prose(std::mem::take(&mut prose)));
        let mut steps: Vec<Step> = Vec::new();
        for line in lines.by_ref() {
            if line == "```" {
                break;
            }
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push(Step {
                    command: command.to_owned(),
                    expected: String::new(),
                }),
                (None, Some(step)) => {
                    step.expected.push_str(line);
                    step.expected.push('\n');
                }
                (None, None) => panic!("a console block starts with a command: {line}"),
            }
        }
        parts.push(Part::Console(steps));
        prose.push_str("```\n");
    }
    parts.push(Part::Prose(prose));
    parts
}

fn run(command: &str, directory: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_otp-advisor"));
    let path = format!(
        "{}:{}",
        binary.parent().unwrap().display(),
        env::var("PATH").unwrap_or_default()
    );
    let output = Command::new("sh")
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(directory)
        .env_clear()
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => writeln!(text, "[status: {code}]").unwrap(),
        None => writeln!(text, "[ended by a signal]").unwrap(),
    }
    text
}

/// Whether what was printed is what was expected, `...` standing for any lines.
fn fits(expected: &[&str], printed: &[&str]) -> bool {
    match (expected.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => {
            (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]))
        }
        (Some((e, e_rest)), Some((p, p_rest))) => e == p && fits(e_rest, p_rest),
        _ => false,
    }
}

/// Runs a file; returns its text with what was really printed, and the commands that differ.
fn check(path: &Path) -> (String, Vec<String>) {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("transcript-{name}"));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let mut actual = String::new();
    let mut wrong = Vec::new();
    for part in parse(&text) {
        match part {
            Part::Prose(prose) => actual.push_str(&prose),
            Part::Console(steps) => {
                for step in steps {
                    let printed = run(&step.command, &directory);
                    let expected: Vec<&str> = step.expected.lines().collect();
                    let same = fits(&expected, &printed.lines().collect::<Vec<_>>());
                    writeln!(actual, "$ {}", step.command).unwrap();
                    actual.push_str(if same { &step.expected } else { &printed });
                    if !same {
                        wrong.push(format!(
                            "{}: $ {}\n--- expected\n{}--- printed\n{printed}",
                            path.display(),
                            step.command,
                            step.expected
                        ));
                    }
                }
            }
        }
    }
    (actual, wrong)
}

fn check_all(paths: &[PathBuf]) {
    assert!(!paths.is_empty());
    let update = env::var_os("TRANSCRIPTS").is_some_and(|value| value == "update");
    let mut all = Vec::new();
    for path in paths {
        let (actual, wrong) = check(path);
        if update && !wrong.is_empty() {
            fs::write(path, actual).unwrap();
        } else {
            all.extend(wrong);
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn commands_print_what_their_transcripts_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    check_all(&paths);
}

#[test]
fn readme_shows_what_is_printed() {
    check_all(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")]);
}

#[test]
fn dots_stand_for_any_lines() {
    assert!(fits(&["a", "...", "d"], &["a", "b", "c", "d"]));
    assert!(fits(&["...", "d"], &["d"]));
    assert!(!fits(&["a", "..."], &["b"]));
    assert!(!fits(&["a"], &["a", "b"]));
}

#[test]
fn the_keys_of_the_wizard_are_listed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- keys -->\n").unwrap();
    let (shown, after) = rest.split_once("<!-- /keys -->").unwrap();
    let table = otp_advisor::inside::tui::key_table("en");
    if env::var_os("TRANSCRIPTS").is_some_and(|value| value == "update") {
        fs::write(
            path,
            format!("{before}<!-- keys -->\n{table}<!-- /keys -->{after}"),
        )
        .unwrap();
    } else {
        assert_eq!(
            shown, table,
            "the table in docs/keys.md is not the program's"
        );
    }
}
