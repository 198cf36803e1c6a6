//! `review`: what a saved sheet recorded against what its answers come to now. The names are those of
//! the lists of what once failed.

use crate::support::program::{Ran, run};

fn sheet() -> String {
    run(&["--format", "yaml"], "yes\nyes\nyes\nyes\nno\n").output
}

fn review(sheet: &str) -> Ran {
    run(&["review", "-"], sheet)
}

/// Without the lines that hold one of these.
fn without(sheet: &str, parts: &[&str]) -> String {
    let kept = sheet
        .split_inclusive('\n')
        .filter(|line| !parts.iter().any(|part| line.contains(part)));
    kept.collect()
}

#[test]
fn f35_a_sheet_that_records_nothing_is_told() {
    for sheet in [
        "advisor: otp\nanswers: {state: no}\n",
        "answers: {state: no}\ndecisions: {}\n",
        sheet().split("decisions:").next().unwrap(),
    ] {
        let ran = review(sheet);
        assert_eq!(
            (ran.status, &*ran.output),
            (
                1,
                "standard input: it records no decisions to compare with; `--format yaml` writes them\n"
            )
        );
    }
    let ran = run(
        &["review", "-", "--lang", "pt-BR"],
        "answers: {state: no}\n",
    );
    assert!(
        ran.output.contains("não registra decisões"),
        "{}",
        ran.output
    );
}

#[test]
fn f35_a_sheet_older_than_a_section_is_told() {
    let ran = review(&without(&sheet(), &["  storage: ", "  instances: "]));
    assert_eq!(
        (ran.status, &*ran.output),
        (
            1,
            "standard input: instances is now single and was not recorded\n\
             standard input: storage is now none and was not recorded\n"
        )
    );
    // A section that the advisor no longer has is the other side of it.
    let ran = review(&(sheet() + "  weather: sunny\n"));
    assert_eq!(ran.status, 1);
    assert!(
        ran.output
            .contains("weather was sunny and does not come up"),
        "{}",
        ran.output
    );
}

#[test]
fn h14_of_a_sheet_cut_anywhere_nothing_is_as_recorded() {
    let sheet = sheet();
    let whole = sheet.trim_end().len();
    // Cut within a comment of it, or within what is before the answers, it only lacks what follows.
    let from = sheet.find("answers:").unwrap();
    for end in (from..whole).filter(|end| sheet.is_char_boundary(*end)) {
        let ran = review(&sheet[..end]);
        assert!(
            ran.status == 1 || ran.status == 3,
            "{}\n{ran:?}",
            &sheet[..end]
        );
    }
    assert_eq!(review(&sheet[..whole]).status, 0);
}

#[test]
fn h14_another_version_or_fingerprint_is_noted() {
    let sheet = sheet();
    let version = review(&sheet.replace("version: \"1.0\"", "version: \"0.9\""));
    assert_eq!(
        version.output,
        "standard input: as recorded\n\
         standard input: note: it was made with version 0.9 of the advisor, and this is 1.0\n"
    );
    let fingerprint = review(&sheet.replace("sha256:", "sha256:0"));
    assert_eq!(
        fingerprint.output,
        "standard input: as recorded\n\
         standard input: note: the advisor has changed since it was made, within its version\n"
    );
    // The advice is the same, which is what the status tells.
    assert_eq!((version.status, fingerprint.status), (0, 0));
    // Written by hand, it names neither.
    let ran = review(&without(&sheet, &["version:", "fingerprint:"]));
    assert_eq!(ran.output, "standard input: as recorded\n");
}

#[test]
fn h14_what_a_sheet_says_reaches_no_terminal_as_it_is() {
    let sheet = "answers: {state: no}\ndecisions: {abstraction: \"\\e[31mX\\n\\n::error::pwn\"}\nversion: \"\\e[2J\"\n";
    let ran = review(sheet);
    assert_eq!(ran.status, 1);
    assert!(!ran.output.contains('\u{1b}'), "{:?}", ran.output);
    assert!(!ran.output.contains("\n::error"), "{:?}", ran.output);
}
