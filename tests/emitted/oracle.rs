//! The emitted supervisor against OTP's own: random supervision trees and events, run by both, must
//! leave the same trace. README.md says how; it needs Erlang/OTP and is therefore not run by default.

mod cases;
mod random;

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use cases::Case;
use random::Random;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Differences worth shrinking in one run.
const SHOWN: usize = 5;

#[test]
#[ignore = "needs Erlang/OTP (escript) and builds an emitted project"]
fn the_emitted_supervisor_leaves_the_traces_of_otp() -> Result<()> {
    let both = Runners::new()?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let seed = number("ORACLE_SEED")?.unwrap_or(now.as_secs());
    let count = number("ORACLE_CASES")?.unwrap_or(2_000);
    println!("ORACLE_SEED={seed} ORACLE_CASES={count}");
    let random = &mut Random::new(seed);
    let mut cases: Vec<Case> = (0..count).map(|_| Case::random(random)).collect();
    cases.extend((0..count / 4).map(|_| Case::dynamic(random)));
    // They take ten seconds, however many they are.
    cases.extend((0..count / 8).map(|_| Case::timed(random)));

    let differences = both.differences(&cases, "cases.txt")?;
    for (at, expected, found) in differences.iter().take(SHOWN) {
        let (case, expected, found) = both.shrink(&cases[*at], expected, found)?;
        println!("\n{}OTP:  {expected}\nRust: {found}", case.text(*at));
    }
    assert!(
        differences.is_empty(),
        "{} of {} traces differ, seed {seed}",
        differences.len(),
        cases.len()
    );
    Ok(())
}

fn number(variable: &str) -> Result<Option<u64>> {
    Ok(match env::var(variable) {
        Ok(text) => Some(text.parse()?),
        Err(_) => None,
    })
}

/// The two programs that run cases.
struct Runners {
    rust: PathBuf,
    otp: PathBuf,
    scratch: PathBuf,
}

impl Runners {
    /// `ORACLE_RUNNER` is a built `trace_runner`; without it, a project is emitted and built.
    fn new() -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emitted/oracle");
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle");
        fs::create_dir_all(&scratch)?;
        let rust = match env::var_os("ORACLE_RUNNER") {
            Some(built) => built.into(),
            None => build(&here, &scratch)?,
        };
        let otp = here.join("oracle.erl");
        Ok(Self { rust, otp, scratch })
    }

    /// Where the traces of the two differ.
    fn differences(&self, cases: &[Case], file: &str) -> Result<Vec<(usize, String, String)>> {
        let input = self.scratch.join(file);
        let text: String = cases
            .iter()
            .enumerate()
            .map(|(at, case)| case.text(at))
            .collect();
        fs::write(&input, text)?;
        let otp = traces(Command::new("escript").arg(&self.otp), &input, cases.len())?;
        let rust = traces(&mut Command::new(&self.rust), &input, cases.len())?;
        let both = otp
            .into_iter()
            .zip(rust)
            .enumerate()
            .map(|(at, both)| match both {
                (otp, rust) if cases[at].is_dynamic() => (at, (unordered(&otp), unordered(&rust))),
                both => (at, both),
            });
        Ok(both
            .filter(|(_, (otp, rust))| otp != rust)
            .map(|(at, (otp, rust))| (at, otp, rust))
            .collect())
    }

    /// A case from which nothing can be taken without losing the difference.
    fn shrink(&self, case: &Case, otp: &str, rust: &str) -> Result<(Case, String, String)> {
        let mut found = (case.clone(), otp.to_owned(), rust.to_owned());
        loop {
            let smaller = found.0.smaller();
            let Some((at, otp, rust)) = self
                .differences(&smaller, "smaller.txt")?
                .into_iter()
                .next()
            else {
                return Ok(found);
            };
            found = (smaller[at].clone(), otp, rust);
        }
    }
}

/// A trace in which children that stop one after the other do so in the order of their names.
fn unordered(trace: &str) -> String {
    let mut words: Vec<&str> = trace.split(' ').collect();
    for run in words.chunk_by_mut(|a, b| a.starts_with('-') && b.starts_with('-')) {
        run.sort_unstable();
    }
    words.join(" ")
}

/// One trace for each case, in their order.
fn traces(program: &mut Command, input: &Path, count: usize) -> Result<Vec<String>> {
    let output = program
        .stdin(File::open(input)?)
        .stderr(Stdio::inherit())
        .output()?;
    let mut traces = vec!["(no trace)".to_owned(); count];
    for line in String::from_utf8(output.stdout)?.lines() {
        let (number, trace) = line.split_once(' ').unwrap_or((line, ""));
        let number: usize = number.parse()?;
        traces
            .get_mut(number)
            .ok_or("a trace too many")?
            .replace_range(.., trace);
    }
    Ok(traces)
}

/// Emits a supervised `GenServer` and builds the runner in it.
fn build(here: &Path, scratch: &Path) -> Result<PathBuf> {
    let advisor = option_env!("CARGO_BIN_EXE_otp-advisor").ok_or("no otp-advisor was built")?;
    let project = scratch.join("project");
    let answers = [
        "state=yes",
        "complex=yes",
        "supervision=yes",
        "request_response=yes",
        "explicit_states=no",
        "how_many=many",
    ];
    let mut emit = Command::new(advisor);
    for answer in answers {
        emit.args(["--set", answer]);
    }
    emit.args(["--name", "oracle_fixture", "--force", "--emit"])
        .arg(&project);
    run(emit.stdin(Stdio::null()))?;
    let runner = project.join("examples/trace_runner");
    fs::create_dir_all(&runner)?;
    for file in fs::read_dir(here.join("trace_runner"))? {
        let file = file?;
        fs::copy(file.path(), runner.join(file.file_name()))?;
    }
    run(Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--example", "trace_runner"])
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .current_dir(&project))?;
    Ok(scratch.join("target/debug/examples/trace_runner"))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?}: {status}").into())
    }
}
