//! The emitted supervisor against OTP's own: random supervision trees and events, run by both, must
//! leave the same trace; many more of them are run by what it decides alone. README.md says how; it needs
//! Erlang/OTP and is therefore not run by default.

mod cases;
#[expect(dead_code, reason = "what only the supervisor asks of it")]
#[path = "../../assets/runtime/otp/supervisor/policy.rs"]
mod policy;
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
#[ignore = "needs Erlang/OTP (escript)"]
fn the_emitted_supervisor_leaves_the_traces_of_otp() -> Result<()> {
    let both = Runners::new("oracle/supervisor", Some(runner()?))?;
    let (mut random, count) = dice("ORACLE_CASES", 2_000)?;
    let mut cases: Vec<Case> = (0..count).map(|_| Case::random(&mut random)).collect();
    cases.extend((0..count / 4).map(|_| Case::dynamic(&mut random)));
    // They take ten seconds, however many they are.
    cases.extend((0..count / 8).map(|_| Case::timed(&mut random)));
    both.compare(&cases)
}

#[test]
#[ignore = "needs Erlang/OTP (escript)"]
fn what_the_emitted_supervisor_decides_leaves_the_traces_of_otp() -> Result<()> {
    let both = Runners::new("oracle/decisions", None)?;
    let (mut random, count) = dice("ORACLE_DECISIONS", 100_000)?;
    let mut cases: Vec<Case> = (0..count)
        .map(|_| Case::random(&mut random).at_once())
        .collect();
    cases.extend((0..count / 400).map(|_| Case::timed(&mut random)));
    both.compare(&cases)
}

/// The dice, and how many cases they are thrown for.
fn dice(variable: &str, usual: u64) -> Result<(Random, u64)> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let seed = number("ORACLE_SEED")?.unwrap_or(now.as_secs());
    let count = number(variable)?.unwrap_or(usual);
    println!("ORACLE_SEED={seed} {variable}={count}");
    Ok((Random::new(seed), count))
}

fn number(variable: &str) -> Result<Option<u64>> {
    Ok(match env::var(variable) {
        Ok(text) => Some(text.parse()?),
        Err(_) => None,
    })
}

/// What runs cases.
struct Runners {
    /// None: what the supervisor decides, without the supervisor.
    rust: Option<PathBuf>,
    otp: PathBuf,
    scratch: PathBuf,
}

impl Runners {
    /// Each test has a folder of its own.
    fn new(folder: &str, rust: Option<PathBuf>) -> Result<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/emitted/oracle");
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        fs::create_dir_all(&scratch)?;
        let otp = here.join("oracle.erl");
        Ok(Self { rust, otp, scratch })
    }

    /// Fails if the traces of any case differ; the first such cases are shown.
    fn compare(&self, cases: &[Case]) -> Result<()> {
        let differences = self.differences(cases, "cases.txt")?;
        for (at, expected, found) in differences.iter().take(SHOWN) {
            let (case, expected, found) = self.shrink(&cases[*at], expected, found)?;
            println!("\n{}OTP:  {expected}\nRust: {found}", case.text(*at));
        }
        assert!(
            differences.is_empty(),
            "{} of {} traces differ",
            differences.len(),
            cases.len()
        );
        Ok(())
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
        let rust = match &self.rust {
            Some(runner) => traces(&mut Command::new(runner), &input, cases.len())?,
            None => cases.iter().map(Case::played).collect(),
        };
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

/// `trace_runner`, built as an example of the runtime, unless `ORACLE_RUNNER` is one.
fn runner() -> Result<PathBuf> {
    if let Some(built) = env::var_os("ORACLE_RUNNER") {
        return Ok(built.into());
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("oracle/target");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--package", "otp-runtime"])
        .args(["--example", "trace_runner"])
        .env("CARGO_TARGET_DIR", &target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if status.success() {
        Ok(target.join("debug/examples/trace_runner"))
    } else {
        Err(format!("trace_runner: {status}").into())
    }
}
