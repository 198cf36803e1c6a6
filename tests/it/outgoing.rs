//! Whatever comes in, nothing goes out that a terminal or a log would act on.
//!
//! The real binary runs with hostile sheets, advisors, arguments, lines and directories, and all bytes of
//! its standard output and standard error are searched. Each run must show some of the hostile text, so
//! that none is clean for having lost it. Coloured output is looked at in `tests/terminal`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// Something of every kind, and a word to know it by.
const HOSTILE: &str = "\u{1b}[31mPWN\u{1b}]0;t\u{7}\u{9b}2J\u{8}\u{7f}\u{202e}\u{2028}\u{2029}\u{2066}\u{feff}\
    \r\u{85}\n\n::error::PWN\n \t::add-mask::PWN\n##[error]PWN ##vso[task.complete]";
/// The same for a file's name, which may not be long or hold a `/`.
const NAME: &str = "\u{1b}[31mPWN\u{9b}2J\u{202e}\n::error::PWN\n##[error]\r";
/// What an advisor's texts may hold, for they may have several lines.
const TEXT: &str = "\"PWN\\n\\n::error::PWN\\n::warning file=a::PWN\\n##[error]PWN\"";

/// A place with an advisor in a directory of a hostile name.
struct Place(TempDir);

impl Place {
    fn new(template: &str, path: &str) -> Self {
        let place = Self(TempDir::new().unwrap());
        let files = [
            (
                "advisor.yaml",
                format!(
                    "advisor: hostile\nversion: '1'\ntitle: {TEXT}\ndescription: {TEXT}\n\
                     language: en\nsections: [s]\nemit: emit\n"
                ),
            ),
            (
                "s.yaml",
                format!(
                    "section: s\nkind: tree\ntitle: {TEXT}\nintro: {TEXT}\nstart: q\nquestions:\n  \
                     - id: q\n    kind: choice\n    ask: {TEXT}\n    help: {TEXT}\n    options:\n      \
                     - {{id: one, label: {TEXT}, because: {TEXT}, outcome: a}}\n      \
                     - {{id: two, label: Two, outcome: b}}\noutcomes:\n  \
                     - {{id: a, title: {TEXT}, summary: {TEXT}}}\n  - {{id: b, title: B}}\n"
                ),
            ),
            (
                "emit.yaml",
                format!(
                    "targets:\n  - id: t\n    title: T\n    confirm: 'true'\n    \
                     files: [{{path: {path:?}, template: out.j2, main: true}}]\n"
                ),
            ),
            ("templates/out.j2", template.to_owned()),
        ];
        for (path, text) in files {
            place.write(&format!("{NAME}/{path}"), &text);
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// What a run with the hostile advisor tells.
    fn advised(&self, args: &[&str], input: &str) -> String {
        let args: Vec<&str> = ["--advisor", NAME].iter().chain(args).copied().collect();
        told(self.0.path(), &args, input)
    }
}

/// Arguments between blanks, `@` standing for something hostile.
fn with<'a>(args: &'a str, hostile: &'a str) -> Vec<&'a str> {
    args.split(' ')
        .map(|arg| if arg == "@" { hostile } else { arg })
        .collect()
}

/// All that a run tells, on both streams, which must be clean.
#[track_caller]
fn clean(directory: &Path, args: &[&str], input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_otp-advisor"))
        .current_dir(directory)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It need not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.code().is_some(), "{args:?}: {output:?}");
    let mut all = String::new();
    for stream in [output.stdout, output.stderr] {
        let text = String::from_utf8(stream).unwrap();
        assert_eq!(obeyed(&text), None, "{args:?}:\n{text:?}");
        all.push_str(&text);
    }
    all
}

/// The same, which must hold some of what is hostile.
#[track_caller]
fn told(directory: &Path, args: &[&str], input: &str) -> String {
    let all = clean(directory, args, input);
    assert!(all.contains("PWN"), "{args:?} lost it all:\n{all}");
    all
}

/// What of a text a terminal or a log would act on. Written apart from the program's own rules.
fn obeyed(text: &str) -> Option<String> {
    let moves = |c: &char| {
        !matches!(c, '\n' | '\t')
            && matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
                | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    // A line break as Windows has it moves nothing.
    let text = &text.replace("\r\n", "\n");
    if let Some(c) = text.chars().find(moves) {
        return Some(format!("{c:?}"));
    }
    let commands = ["::error", "::warning", "::add-mask"];
    for line in text.lines() {
        let line = line.trim_start();
        let begins = commands.iter().any(|command| line.starts_with(command));
        if begins || line.contains("##[") || line.contains("##vso[") {
            return Some(format!("{line:?}"));
        }
    }
    None
}

#[test]
fn h09_the_search_finds_what_it_looks_for() {
    for hostile in [
        "\u{1b}[0m",
        "\u{9b}",
        "\r",
        "\u{202e}",
        "\u{2028}",
        "a\n ::error::b",
        "a ##[error]b",
    ] {
        assert!(obeyed(hostile).is_some(), "{hostile:?}");
    }
    assert_eq!(obeyed("\tx: ::error::\n# [ü]\n"), None);
}

#[test]
fn h09_sheets_and_what_they_are_called() {
    let place = TempDir::new().unwrap();
    let hostile = serde_json::to_string(HOSTILE).unwrap();
    let answers = "state: no";
    let sheets = [
        format!("advisor: otp\nanswers: {{{answers}}}\ndecisions: {{abstraction: {hostile}}}\n"),
        format!("advisor: otp\nanswers: {{{answers}}}\ndecisions: {{{hostile}: {hostile}}}\n"),
        format!("advisor: otp\nanswers: {{state: {hostile}}}\n"),
        format!("advisor: otp\nanswers: {{{answers}, {hostile}: yes}}\n"),
        format!("advisor: {hostile}\nanswers: {{{answers}}}\n"),
        format!("{hostile}: x\nanswers: {{{answers}}}\n"),
        format!("answers: [{HOSTILE}"),
        HOSTILE.to_owned(),
    ];
    for (nth, sheet) in sheets.iter().enumerate() {
        let name = format!("{nth}{NAME}");
        fs::write(place.path().join(&name), sheet).unwrap();
        let review = told(place.path(), &["review", &name], "");
        // Lines of a sheet are no lines of ours.
        assert!(
            !review.lines().any(|line| line.starts_with("PWN")),
            "{review}"
        );
        for format in ["text", "json", "yaml", "markdown", "code"] {
            let args = ["--answers", &name, "--format", format, "--partial"];
            // What is right has nothing of the sheet's name in its code.
            if nth > 1 || format == "markdown" {
                told(place.path(), &args, "");
            }
        }
    }
    let missing = format!("missing{NAME}");
    told(place.path(), &["review", &missing], "");
    told(place.path(), &["--answers", &missing], "");
}

#[test]
fn h09_arguments() {
    let place = TempDir::new().unwrap();
    let equals = format!("state={HOSTILE}");
    let unknown = format!("{HOSTILE}=yes");
    let flag = format!("--{HOSTILE}");
    let value = format!("--format={HOSTILE}");
    for (args, hostile) in [
        ("--set @", equals.as_str()),
        ("--set @", &unknown),
        ("--set @", HOSTILE),
        ("--set state=no --set @ --format json", &unknown),
        ("--set state=no --emit x --name @", HOSTILE),
        ("--set state=no --emit x --target @", HOSTILE),
        ("--set state=no --emit @", NAME),
        ("--set state=no --emit @ --name app", NAME),
        ("--set state=no --emit @ --name app --force", NAME),
        ("--advisor @", NAME),
        ("--lang @", HOSTILE),
        ("--format @", HOSTILE),
        ("@", &value),
        ("@", &flag),
        ("@ --format json", &flag),
        ("@", HOSTILE),
        ("why @", HOSTILE),
        ("check @", NAME),
        ("completions @", HOSTILE),
        ("graph --format @", HOSTILE),
        ("graph @", HOSTILE),
        ("--plain --answers x @", HOSTILE),
    ] {
        told(place.path(), &with(args, hostile), "");
        if !args.contains("--lang") {
            let args = format!("--lang pt-BR {args}");
            told(place.path(), &with(&args, hostile), "");
        }
    }
}

#[test]
fn h09_lines_that_come_in() {
    let place = TempDir::new().unwrap();
    let json = serde_json::to_string(HOSTILE).unwrap();
    let lines = format!(
        "{HOSTILE}\n:{HOSTILE}\n:go {NAME}\n:save {NAME}/x\nno\n:finish\n:save PWN\u{1b}[31m\u{9b}\n\
         :save PWN\u{1b}[31m\u{9b}\n:emit PWN\u{1b}[31m\u{202e}/x\n\n"
    );
    told(place.path(), &["--plain"], &lines);
    told(
        place.path(),
        &["--plain"],
        "no\n:finish\n:save PWN\u{1b}[31m\u{9b}\n\n",
    );
    told(place.path(), &[], &lines);
    told(place.path(), &["--format", "json"], &lines);
    let batch = format!(
        "{{{json}: 1}}\n{{\"state\": {json}}}\n{json}\n{{\"answers\": {{\"state\": {json}}}}}\n{HOSTILE}\n"
    );
    told(place.path(), &["batch"], &batch);
}

#[test]
fn h09_advisors_that_load() {
    let template = format!("{HOSTILE}\n\tfn kept() {{}}\r\n// {{{{ name }}}}");
    let place = Place::new(&template, "PWN ##[error].txt");
    let one = |flags: &str| place.advised(&with(&format!("--set q=one {flags}"), ""), "");
    // A sheet is ids alone, and needs none of its texts.
    for format in ["text", "json", "markdown", "code"] {
        one(&format!("--format {format}"));
    }
    let code = one("--format code");
    assert!(code.contains("\n\tfn kept() {}\r\n"), "{code}");
    for args in [
        "graph",
        "graph --format dot",
        "why a",
        "why a --format json",
    ] {
        place.advised(&with(args, ""), "");
    }
    one("--emit x --name app --dry-run");
    one("--emit x --name app");
    one("--emit x --name app --dry-run");
    // Somebody's own text, about to be replaced.
    fs::write(place.path("x/PWN ##[error].txt"), HOSTILE).unwrap();
    one("--emit x --name app --dry-run --force");
    one("--emit x --name app --force");
    place.advised(&["batch"], "{\"q\": \"one\"}\n");
    let lines = ":why\n:help\n:review\none\n:review\n:emit y\n\n";
    place.advised(&["--plain"], lines);
}

#[test]
fn h09_advisors_that_are_refused() {
    let hostile = serde_json::to_string(HOSTILE).unwrap();
    let good = Place::new("", "out.txt");
    let manifest = fs::read_to_string(good.path(&format!("{NAME}/advisor.yaml"))).unwrap();
    let section = fs::read_to_string(good.path(&format!("{NAME}/s.yaml"))).unwrap();
    let emit = fs::read_to_string(good.path(&format!("{NAME}/emit.yaml"))).unwrap();
    let broken = [
        (
            "advisor.yaml",
            manifest.replace("advisor: hostile", &format!("advisor: {hostile}")),
        ),
        (
            "advisor.yaml",
            manifest.replace("version: '1'", &format!("version: {hostile}")),
        ),
        (
            "advisor.yaml",
            manifest.replace("[s]", &format!("[s, {hostile}]")),
        ),
        (
            "advisor.yaml",
            manifest.replace("language: en", &format!("language: {hostile}")),
        ),
        ("advisor.yaml", format!("{manifest}{hostile}: x\n")),
        (
            "advisor.yaml",
            format!("{manifest}translations: [{hostile}]\n"),
        ),
        ("advisor.yaml", manifest.replace(TEXT, &hostile)),
        ("advisor.yaml", HOSTILE.to_owned()),
        (
            "s.yaml",
            section.replace("id: q\n", &format!("id: {hostile}\n")),
        ),
        (
            "s.yaml",
            section.replace("start: q", &format!("start: {hostile}")),
        ),
        (
            "s.yaml",
            section.replace("kind: choice", &format!("kind: {hostile}")),
        ),
        (
            "s.yaml",
            section.replace("outcome: a", &format!("outcome: {hostile}")),
        ),
        (
            "s.yaml",
            section.replace("id: one", &format!("id: {hostile}")),
        ),
        ("s.yaml", section.replace(TEXT, &hostile)),
        (
            "s.yaml",
            section.replace(TEXT, &format!("\"{{{{{}}}}}\"", "PWN ::error::")),
        ),
        (
            "emit.yaml",
            emit.replace("out.txt", "PWN\\e[31m\\N::error::.txt"),
        ),
        (
            "emit.yaml",
            emit.replace("out.j2", "\"PWN\\e[31m\\n::error::.j2\""),
        ),
        (
            "emit.yaml",
            emit.replace("id: t", &format!("id: {hostile}")),
        ),
        (
            "templates/out.j2",
            format!("PWN {HOSTILE} {{{{ {HOSTILE} }}}}"),
        ),
        ("templates/out.j2", format!("PWN {{% include {hostile} %}}")),
        (
            "templates/out.j2",
            format!("PWN {{{{ answers[{hostile}].x }}}}"),
        ),
    ];
    for (path, text) in broken {
        let place = Place::new("", "out.txt");
        place.write(&format!("{NAME}/{path}"), &text);
        let directory = place.0.path();
        let checked = clean(directory, &["check", NAME], "");
        let told = ["json", "code"].map(|format| {
            let args = ["--advisor", NAME, "--set", "q=one", "--format", format];
            clean(directory, &args, "")
        });
        let all = checked + &told.concat();
        assert!(all.contains("PWN"), "{path}:\n{text}\n{all}");
    }
}
