//! Advisors that reach for what is not theirs, block, or ask for more than there is.
//!
//! The real binary runs on real directories, with its memory bounded where a lost bound would show as
//! gigabytes. Test names begin with the id of the case they keep.

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

mod templates;

const MANIFEST: &str = "\
advisor: hostile
version: '1'
title: T
description: D
language: en
sections: [s]
scenarios: [tests]
emit: emit
";
const SECTION: &str = "\
section: s
kind: tree
title: S
start: q
questions:
  - id: q
    kind: yes_no
    ask: Q?
    default: yes
    options: [{id: yes, outcome: a}, {id: no, outcome: b}]
outcomes: [{id: a, title: A}, {id: b, title: B}]
";
const TESTS: &str = "scenarios: [{id: one, situation: One., answers: {q: yes}, expect: {s: a}}]\n";
const EMIT: &str = "\
targets:
  - id: t
    title: T
    confirm: 'true'
    files: [{path: out.txt, template: out.j2, main: true}]
";

/// A small valid advisor with this template, in a directory of its own.
struct Advisor(TempDir);

impl Advisor {
    fn new(template: &str) -> Self {
        let advisor = Self(TempDir::new().unwrap());
        advisor.write("advisor.yaml", MANIFEST);
        advisor.write("s.yaml", SECTION);
        advisor.write("tests.yaml", TESTS);
        advisor.write("emit.yaml", EMIT);
        advisor.write("templates/out.j2", template);
        advisor
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("advisor").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Something beside the advisor that it must not see.
    fn secret(&self) -> PathBuf {
        let secret = self.0.path().join("secret");
        fs::write(&secret, "SECRET\n").unwrap();
        secret
    }

    fn check(&self) -> Told {
        told(&self.path("."))
    }

    /// What `--format code` prints.
    fn code(&self) -> Told {
        let directory = self.path(".");
        let directory = directory.to_str().unwrap();
        run(&["--advisor", directory, "--set", "q=yes", "--format", "code"])
    }
}

struct Told {
    status: Option<i32>,
    out: String,
    err: String,
}

fn told(directory: &Path) -> Told {
    run(&["check", directory.to_str().unwrap()])
}

/// Runs the program with half a gigabyte and a minute of a processor: enough for anything real,
/// and an end for what has none.
fn run(args: &[&str]) -> Told {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("sh")
        .args([
            "-c",
            "ulimit -v 524288; ulimit -t 60; exec \"$0\" \"$@\" </dev/null",
        ])
        .arg(env!("CARGO_BIN_EXE_otp-advisor"))
        .args(args)
        .output()
        .unwrap();
    Told {
        status: status.code(),
        out: String::from_utf8_lossy(&stdout).into_owned(),
        err: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

impl Told {
    /// Refused as an advisor's fault, in these words.
    fn refused(&self, words: &[&str]) {
        self.ends(4, words);
    }

    /// A finding of `check`, in these words.
    fn found(&self, words: &[&str]) {
        self.ends(1, words);
    }

    fn ends(&self, status: i32, words: &[&str]) {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.status, Some(status), "{all:.2000}");
        for word in words {
            assert!(all.contains(word), "`{word}` is missing in:\n{all:.2000}");
        }
        assert!(!all.contains("SECRET"), "{all:.2000}");
        assert!(all.len() < 20_000, "{} bytes were told", all.len());
    }
}

#[test]
fn the_small_advisor_is_clean() {
    let advisor = Advisor::new("{{ answers.q }} by {{ name }}\n");
    advisor.check().ends(0, &["1 of 1 scenarios"]);
    advisor.code().ends(0, &["yes by"]);
}

#[test]
fn h01_templates_name_nothing_outside() {
    let tags = [
        "{% include \"../../secret\" %}",
        "{% import \"../../secret\" as s %}{{ s }}",
        "{% from \"../../secret\" import x %}",
        "{% extends \"../../secret\" %}",
        "{% include [\"gone.j2\", \"../../secret\"] ignore missing %}",
        "{% include \"/etc/passwd\" %}",
        "{% include \"./../../secret\" %}",
    ];
    for tag in tags {
        let advisor = Advisor::new(tag);
        advisor.write("templates/gone.j2", "");
        advisor.secret();
        advisor.check().refused(&[
            "error[bad-value]",
            "does not stay inside the advisor",
            "out.j2:1:",
        ]);
        advisor
            .code()
            .refused(&["does not stay inside the advisor"]);
    }
}

#[test]
fn h01_names_made_while_rendering_lead_nowhere_outside() {
    let advisor = Advisor::new("{% include \"..\" ~ \"/../secret\" %}");
    advisor.secret();
    advisor.check().found(&["template-failed", "out.j2:1:"]);
    let code = advisor.code();
    assert_ne!(code.status, Some(0));
    assert!(!format!("{}{}", code.out, code.err).contains("SECRET"));
}

#[test]
fn h01_emit_and_manifest_name_nothing_outside() {
    let advisor = Advisor::new("x");
    advisor.secret();
    advisor.write("emit.yaml", &EMIT.replace("out.j2", "../../secret"));
    advisor
        .check()
        .refused(&["error[bad-value]", "emit.yaml:5:"]);
    for (key, name) in [
        ("sections", "[../secret]"),
        ("rules", "[../secret]"),
        ("scenarios", "[../secret]"),
        ("emit", "../secret"),
        ("conditions", "../secret"),
        ("translations", "[../../secret]"),
    ] {
        let advisor = Advisor::new("x");
        advisor.secret();
        let kept: String = MANIFEST
            .lines()
            .filter(|line| !line.starts_with(&format!("{key}:")))
            .fold(String::new(), |text, line| text + line + "\n");
        advisor.write("advisor.yaml", &format!("{kept}{key}: {name}\n"));
        advisor.check().refused(&["error[", "advisor.yaml:"]);
    }
}

#[test]
fn h01_links_lead_nowhere_outside() {
    let advisor = Advisor::new("x");
    let secret = advisor.secret();
    fs::remove_file(advisor.path("templates/out.j2")).unwrap();
    symlink(&secret, advisor.path("templates/out.j2")).unwrap();
    advisor.check().refused(&[
        "error[unreadable]",
        "leads out of the advisor's directory",
        "emit.yaml:5:",
    ]);

    let advisor = Advisor::new("x");
    let secret = advisor.secret();
    fs::remove_file(advisor.path("s.yaml")).unwrap();
    symlink(&secret, advisor.path("s.yaml")).unwrap();
    advisor.check().refused(&[
        "error[unreadable]",
        "leads out of the advisor's directory",
        "advisor.yaml:6:",
    ]);

    let advisor = Advisor::new("x");
    advisor.secret();
    fs::remove_dir_all(advisor.path("templates")).unwrap();
    symlink(advisor.0.path(), advisor.path("templates")).unwrap();
    advisor.write("emit.yaml", &EMIT.replace("out.j2", "secret"));
    advisor
        .check()
        .refused(&["leads out of the advisor's directory"]);
}

#[test]
fn h01_links_inside_are_fine() {
    let advisor = Advisor::new("x");
    fs::rename(advisor.path("templates/out.j2"), advisor.path("real.j2")).unwrap();
    symlink("../real.j2", advisor.path("templates/out.j2")).unwrap();
    advisor.check().ends(0, &["1 of 1 scenarios"]);
}

#[test]
fn f28_paths_bear_the_projects_name() {
    let advisor = Advisor::new("x\n");
    let files = "[{path: \"src/{crate}.rs\", template: out.j2, main: true}, {path: \"{name}/a\", template: out.j2}]";
    let emit = EMIT.replace("[{path: out.txt, template: out.j2, main: true}]", files);
    advisor.write("emit.yaml", &emit);
    advisor.check().ends(0, &["1 of 1 scenarios"]);
    let target = advisor.0.path().join("project");
    let emitted = |name: &str| {
        run(&[
            "--advisor",
            advisor.path(".").to_str().unwrap(),
            "--set",
            "q=yes",
            "--emit",
            target.to_str().unwrap(),
            "--name",
            name,
        ])
    };
    emitted("my-app").ends(0, &[]);
    assert!(target.join("src/my_app.rs").is_file());
    assert!(target.join("my-app/a").is_file());
    assert_eq!(fs::read_dir(target.join("src")).unwrap().count(), 1);

    // Two paths that come to one by the name that is chosen.
    let files = "[{path: \"src/{crate}.rs\", template: out.j2, main: true}, {path: src/main.rs, template: out.j2}]";
    let emit = EMIT.replace("[{path: out.txt, template: out.j2, main: true}]", files);
    advisor.write("emit.yaml", &emit);
    fs::remove_dir_all(&target).unwrap();
    let twice = emitted("main");
    assert_eq!(twice.status, Some(2));
    assert!(
        twice
            .err
            .contains("`main` is the name of another file of the project"),
        "{}",
        twice.err
    );
    assert!(!target.exists());
}

#[test]
fn f28_two_files_of_one_path_are_refused() {
    let advisor = Advisor::new("x\n");
    advisor.write("templates/other.j2", "y\n");
    let both = |one: &str, two: &str| {
        let files = format!(
            "[{{path: main.txt, template: out.j2, main: true}}, {{path: out.txt, template: out.j2{one}}}, {{path: out.txt, template: other.j2{two}}}]"
        );
        let emit = EMIT.replace("[{path: out.txt, template: out.j2, main: true}]", &files);
        advisor.write("emit.yaml", &emit);
        advisor.check()
    };
    both("", ", when: {q: yes}").refused(&[
        "would be written twice",
        "`out.j2`",
        "`other.j2`",
        "emit.yaml:5:",
    ]);
    both(", when: {q: no}", ", when: {s: a}").refused(&["would be written twice"]);
    both(", when: {q: no}", ", when: {q: yes}").ends(0, &["1 of 1 scenarios"]);
    both(", when: {not: {s: a}}", ", when: {s: a}").ends(0, &["1 of 1 scenarios"]);
}

#[test]
fn h06_a_chain_of_questions_is_counted_before_it_is_followed() {
    let mut text = "section: s\nkind: tree\ntitle: S\nstart: q0\nquestions:\n".to_owned();
    for nth in 0..25_000 {
        writeln!(
            text,
            "  - {{id: q{nth}, kind: yes_no, ask: Q?, goto: q{}}}",
            nth + 1
        )
        .unwrap();
    }
    text.push_str("  - {id: q25000, kind: yes_no, ask: Q?, outcome: a}\n");
    text.push_str("outcomes: [{id: a, title: A}]\n");
    let advisor = Advisor::new("x");
    advisor.write("s.yaml", &text);
    advisor
        .check()
        .refused(&["error[too-large]", "25,001 questions in one section"]);
}

#[test]
fn h06_more_sections_than_there_are_places_are_counted_first() {
    let advisor = Advisor::new("x");
    let names: Vec<String> = (0..300).map(|nth| format!("s{nth}")).collect();
    for name in &names {
        let section = SECTION.replace("section: s\n", &format!("section: {name}\n"));
        let section = section.replace("id: q\n", &format!("id: q_{name}\n"));
        let section = section.replace("start: q\n", &format!("start: q_{name}\n"));
        advisor.write(&format!("{name}.yaml"), &section);
    }
    let manifest = MANIFEST.replace("[s]", &format!("[{}]", names.join(", ")));
    advisor.write("advisor.yaml", &manifest);
    advisor
        .check()
        .refused(&["error[too-large]", "300 sections", "s255.yaml:1:"]);
}

#[test]
fn h07_no_disk_is_walked_for_a_hint() {
    told(Path::new("/")).refused(&["missing-file", "advisor.yaml"]);

    let advisor = Advisor::new("x");
    for nth in 0..10 {
        symlink(".", advisor.path(&format!("link{nth}"))).unwrap();
        symlink("..", advisor.path(&format!("templates/up{nth}"))).unwrap();
    }
    advisor.write("emit.yaml", &EMIT.replace("out.j2", "uot.j2"));
    advisor
        .check()
        .refused(&["missing-template", "did you mean `out.j2`?"]);
}

#[test]
fn h08_only_regular_files_are_read() {
    let places = [
        "templates/out.j2",
        "s.yaml",
        "emit.yaml",
        "tests.yaml",
        "advisor.yaml",
    ];
    for place in places {
        let advisor = Advisor::new("x");
        fs::remove_file(advisor.path(place)).unwrap();
        let made = Command::new("mkfifo")
            .arg(advisor.path(place))
            .status()
            .unwrap();
        assert!(made.success());
        advisor
            .check()
            .refused(&["error[unreadable]", "not a regular file"]);

        fs::remove_file(advisor.path(place)).unwrap();
        // A socket's path is short.
        let socket = TempDir::new().unwrap();
        let _listener = UnixListener::bind(socket.path().join("s")).unwrap();
        fs::rename(socket.path().join("s"), advisor.path(place)).unwrap();
        advisor
            .check()
            .refused(&["error[unreadable]", "not a regular file"]);

        fs::remove_file(advisor.path(place)).unwrap();
        let large = fs::File::create(advisor.path(place)).unwrap();
        large.set_len(3 << 30).unwrap();
        advisor
            .check()
            .refused(&["error[unreadable]", "more than 4194304 bytes"]);
    }
}

#[test]
fn h08_an_answer_sheet_is_a_regular_file() {
    let directory = TempDir::new().unwrap();
    let fifo = directory.path().join("fifo");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .unwrap()
            .success()
    );
    for path in [fifo.to_str().unwrap(), "/dev/zero"] {
        run(&["--answers", path]).ends(3, &["error[unreadable]", "not a regular file"]);
        run(&["review", path]).ends(3, &["error[unreadable]", "not a regular file"]);
    }
}

#[test]
fn h18_a_byte_that_is_no_text_is_told_at_its_place() {
    let places = [
        ("s.yaml", SECTION),
        ("advisor.yaml", MANIFEST),
        ("templates/out.j2", "x\n"),
    ];
    for (place, text) in places {
        let advisor = Advisor::new("x");
        let mut bytes = text.as_bytes().to_vec();
        bytes.extend(b"# \xff");
        fs::write(advisor.path(place), bytes).unwrap();
        let line = text.lines().count() + 1;
        let at = format!("{place}:{line}:3");
        advisor
            .check()
            .refused(&["is not UTF-8", "the byte 0xff", &at]);
    }
}

#[test]
fn h18_a_scalar_of_a_million_digits_is_told_in_short() {
    let digits = "1".repeat(1_000_000);
    let places = ["title: ", "ask: ", "default: ", "id: "];
    for place in places {
        let advisor = Advisor::new("x");
        let old = SECTION.lines().find(|line| line.contains(place)).unwrap();
        let (field, _) = old.split_once(place).unwrap();
        let section = SECTION.replacen(old, &format!("{field}{place}{digits}"), 1);
        advisor.write("s.yaml", &section);
        let told = advisor.check();
        let all = told.out.len() + told.err.len();
        assert!(all < 20_000, "{all} bytes of {place}");
    }
    for number in ["4000000000", "5000000000", "-1", "1e99", &digits] {
        let advisor = Advisor::new("x");
        let quantity = format!("quantities: [{{id: n, title: N, value: 1, decimals: {number}}}]\n");
        advisor.write("s.yaml", &format!("{SECTION}{quantity}"));
        advisor.check().refused(&["s.yaml:12:"]);
    }
}
