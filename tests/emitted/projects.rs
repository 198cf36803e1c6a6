//! Emitted projects on disk, and cargo run in them: shared by the tests that build them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};

use otp_advisor::inside::advice::Advice;
use otp_advisor::inside::embedded;
use otp_advisor::inside::emit::{self, Brief, File};
use otp_advisor::inside::model::{Advisor, Answer};
use otp_advisor::inside::render;
use otp_advisor::inside::session::{Origin, Session};

/// What is asked for besides a design, by name.
pub(crate) type Extras = &'static [&'static str];

/// The name under which a project's runtime brings its tests along.
pub(crate) const RUNTIME_TESTS: Extras = &["runtime_tests"];

/// What a project is made of, with the tests of its runtime.
pub(crate) fn files(session: &Session<'_>, name: &str) -> Vec<File> {
    files_with(session, name, RUNTIME_TESTS)
}

/// What a project is made of, with what is asked for besides.
pub(crate) fn files_with(session: &Session<'_>, name: &str, with: &[&str]) -> Vec<File> {
    let advisor = session.advisor();
    let target = emit::target(advisor, None).unwrap();
    let context = render::markdown::Context {
        target: Some(target),
        ..Default::default()
    };
    let record = render::markdown::record(&Advice::of(session), session, context);
    let sheet = render::yaml::sheet(session);
    let brief = Brief {
        name,
        target,
        with,
        record: &record,
        sheet: &sheet,
    };
    let templates: emit::Templates =
        Arc::new(|name| embedded::template(name).map(emit::Template::Builtin));
    emit::project(session, brief, &templates)
        .unwrap_or_else(|fault| panic!("{}\n{fault}", describe(session)))
}

/// A folder of this test that outlives the run, so that what was built is built once.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Where emitted projects are built; kept outside the clone by CI.
pub(crate) fn build_folder() -> PathBuf {
    env::var_os("OTP_ADVISOR_EMITTED_TARGET")
        .map_or_else(|| folder("emitted-target"), PathBuf::from)
}

pub(crate) fn lay(directory: &Path, files: &[File]) {
    if directory.exists() {
        // The lock file stays: it saves resolving the same versions again.
        let _ = fs::remove_dir_all(directory.join("src"));
        let _ = fs::remove_dir_all(directory.join("tests"));
        let _ = fs::remove_dir_all(directory.join("benches"));
        let _ = fs::remove_dir_all(directory.join("docs"));
    }
    let options = emit::write::Options {
        force: true,
        stop: &std::sync::atomic::AtomicBool::new(false),
    };
    emit::write::write(directory, files, &options).unwrap();
}

/// Runs cargo in a project and returns what it printed.
pub(crate) fn cargo(directory: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(args)
        .current_dir(directory)
        .env("CARGO_TARGET_DIR", build_folder())
        .env_remove("RUSTFLAGS")
        // Neither changes what is tested, and both cost time and disk.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .output()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success(),
        "cargo {} in {}: {}\n{text}",
        args.join(" "),
        directory.display(),
        output.status
    );
    text
}

/// Sums `test result: ok. N passed` over all of cargo's lines.
pub(crate) fn passed(text: &str) -> usize {
    text.lines()
        .filter_map(|line| line.strip_prefix("test result: ok. "))
        .filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok())
        .sum()
}

/// Lays the projects of all designs as one workspace, so that what they share is built once; each with what
/// is asked for besides, by its place.
pub(crate) fn workspace(root: &Path, designs: &[Session<'_>], with: fn(usize) -> Extras) {
    let mut members = String::new();
    for (place, session) in designs.iter().enumerate() {
        let name = member(place);
        let mut files = files_with(session, &name, with(place));
        for file in &mut files {
            if file.path == "Cargo.toml" {
                // Profiles belong to the root of a workspace.
                file.text = without_profiles(&file.text);
            }
        }
        lay(&root.join(&name), &files);
        writeln!(members, "    \"{name}\", # {}", describe(session)).unwrap();
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n");
    fs::write(root.join("Cargo.toml"), manifest).unwrap();
}

/// What a project in such a workspace is called.
pub(crate) fn member(place: usize) -> String {
    format!("design-{place:02}")
}

fn without_profiles(manifest: &str) -> String {
    let mut kept = String::new();
    let mut in_profile = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_profile = line.starts_with("[profile");
        }
        if !in_profile {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The answer to a question, as a user would give it.
pub(crate) fn parse(advisor: &Advisor, question: &str, answer: &str) -> Answer {
    let ix = advisor
        .find_question(question)
        .expect("a question of the advisor");
    otp_advisor::inside::model::answer::parse_answer(
        advisor.question(ix),
        answer,
        otp_advisor::inside::model::answer::AS_WRITTEN,
    )
    .expect("an answer of the question")
}

/// What a session came to, as `section=outcome` for every section that applies.
pub(crate) fn describe(session: &Session<'_>) -> String {
    let advisor = session.advisor();
    let parts: Vec<String> = advisor
        .section_ixs()
        .filter_map(|ix| {
            let outcome = session.outcome(ix)?;
            Some(format!(
                "{}={}",
                advisor.section(ix).id,
                advisor.outcome(outcome).id
            ))
        })
        .collect();
    parts.join(" ")
}

/// The five answers of the tree that come to a server.
pub(crate) const SERVER: [(&str, &str); 5] = [
    ("state", "yes"),
    ("complex", "yes"),
    ("supervision", "yes"),
    ("request_response", "yes"),
    ("explicit_states", "no"),
];

/// A session with these answers and nothing else.
pub(crate) fn started<'a>(advisor: &'a Advisor, given: &[(&str, &str)]) -> Session<'a> {
    let mut session = Session::new(advisor);
    for (question, answer) in given {
        let ix = advisor.find_question(question).expect("a question");
        let answer = parse(advisor, question, answer);
        session.set(ix, answer, Origin::Given);
    }
    session
}

/// A server with these answers, and defaults for the rest.
pub(crate) fn answered<'a>(advisor: &'a Advisor, given: &[(&str, &str)]) -> Session<'a> {
    let given: Vec<_> = SERVER.iter().chain(given).copied().collect();
    let mut session = started(advisor, &given);
    session.finish_with_defaults().expect("a whole design");
    session
}

/// Denies every warning of a project, or of each in a workspace.
pub(crate) fn lint(directory: &Path) {
    let args = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    cargo(directory, &args);
}
