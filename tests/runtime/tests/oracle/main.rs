//! The runtime's behaviours beside OTP's own: random scripts, run by both, must leave the same trace.
//! README.md says how; it needs Erlang/OTP and is therefore not run by default.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

#[cfg(feature = "nats")]
mod groups;
#[path = "../../../emitted/oracle/random.rs"]
#[expect(dead_code, reason = "the supervisor's scripts need more of it")]
mod random;
mod server;
mod statem;

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use random::Random;
use tokio::task::{self, JoinSet};
use tokio::{runtime, time};

/// Differences worth shrinking in one run.
const SHOWN: usize = 1;

/// What a script may call before it has to end.
const FUEL: usize = 60;

/// A script: what the subject does about what (`ID=…`), and what it is told, one word each.
type Script = Vec<String>;

#[test]
#[ignore = "needs Erlang/OTP (escript)"]
fn a_state_machine_leaves_the_traces_of_gen_statem() {
    compare("statem", statem::random, |script| {
        paused(statem::run(script))
    });
}

#[test]
#[ignore = "needs Erlang/OTP (escript)"]
fn a_server_leaves_the_traces_of_gen_server() {
    compare("server", server::random, |script| {
        paused(server::run(script))
    });
}

#[cfg(feature = "nats")]
#[test]
#[ignore = "needs Erlang/OTP (escript)"]
fn groups_leave_the_traces_of_pg() {
    compare("groups", groups::random, groups::run);
}

fn compare(what: &str, random: fn(&mut Random) -> Script, run: fn(Script) -> Vec<String>) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let seed = number("ORACLE_SEED").unwrap_or(now.unwrap().as_secs());
    let count = number("ORACLE_CASES").unwrap_or(1_000);
    println!("{what}: ORACLE_SEED={seed} ORACLE_CASES={count}");
    let dice = &mut Random::new(seed);
    let scripts: Vec<Script> = (0..count).map(|_| random(dice)).collect();
    let both = Both { what, run };
    let (differences, skipped) = both.differences(&scripts);
    println!("{what}: {skipped} skipped, in which OTP lost a timer");
    for at in differences.iter().take(SHOWN) {
        let script = both.shrink(scripts[*at].clone());
        let (otp, rust) = both.traces(std::slice::from_ref(&script));
        println!(
            "\n{}\nOTP:  {}\nRust: {}",
            script.join(" "),
            otp[0],
            rust[0]
        );
    }
    assert!(
        differences.is_empty(),
        "{} of {count} traces differ, seed {seed}",
        differences.len()
    );
    assert!(skipped * 10 < scripts.len(), "most scripts must count");
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| text.parse().unwrap())
}

/// The two that run scripts.
struct Both<'a> {
    what: &'a str,
    run: fn(Script) -> Vec<String>,
}

impl Both<'_> {
    fn traces(&self, scripts: &[Script]) -> (Vec<String>, Vec<String>) {
        let input = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.txt", self.what));
        let lines = scripts.iter().enumerate();
        let lines = lines.map(|(at, script)| format!("{at} {}\n", script.join(" ")));
        fs::write(&input, lines.collect::<String>()).unwrap();
        let erlang = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/behaviours.erl");
        let output = Command::new("escript")
            .arg(erlang)
            .arg(self.what)
            .stdin(File::open(input).unwrap())
            .stderr(Stdio::inherit())
            .output()
            .unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        let otp = output.lines().enumerate().map(|(at, line)| {
            let (number, trace) = line.split_once(' ').unwrap();
            assert_eq!(number, at.to_string());
            trace.to_owned()
        });
        let otp: Vec<String> = otp.collect();
        assert_eq!(otp.len(), scripts.len(), "a trace for every script");
        let rust = scripts.iter().cloned().map(self.run);
        (otp, rust.map(|trace| trace.join(" ")).collect())
    }

    /// Where the two differ, and how many do not count.
    fn differences(&self, scripts: &[Script]) -> (Vec<usize>, usize) {
        let (otp, rust) = self.traces(scripts);
        let lost = |at: &usize| otp[*at].split(' ').any(|word| word == "lost");
        let (skipped, others): (Vec<usize>, Vec<usize>) = (0..scripts.len()).partition(lost);
        let differ = others.into_iter().filter(|at| otp[*at] != rust[*at]);
        (differ.collect(), skipped.len())
    }

    /// A script from which nothing can be taken without losing the difference.
    fn shrink(&self, mut script: Script) -> Script {
        loop {
            let smaller = smaller(&script);
            let (differences, _) = self.differences(&smaller);
            let Some(first) = differences.first() else {
                return script;
            };
            script.clone_from(&smaller[*first]);
        }
    }
}

/// Without a step, or with a plan that does less.
fn smaller(script: &Script) -> Vec<Script> {
    let mut all = Vec::new();
    for (at, word) in script.iter().enumerate() {
        let mut with = |word: Option<String>| {
            let mut script = script.clone();
            script.splice(at..=at, word);
            all.push(script);
        };
        let Some((id, plan)) = word.split_once('=') else {
            // The last step lets everything come to its end.
            if !word.contains("init") && at + 1 < script.len() {
                with(None);
            }
            continue;
        };
        for (start, _) in plan.match_indices(|c: char| c.is_ascii_alphabetic() || c == '!') {
            let (before, rest) = plan.split_at(start);
            let end = rest.find([',', '/']).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            let less = match after.strip_prefix(',') {
                Some(after) => format!("{before}{after}"),
                None if token == "k" => continue,
                None => format!("{before}k{after}"),
            };
            with(Some(format!("{id}={less}")));
        }
    }
    all
}

/// Runs it on time that passes when everybody waits.
fn paused<T>(run: impl Future<Output = T>) -> T {
    let mut builder = runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build();
    runtime.unwrap().block_on(run)
}

/// What a subject does and leaves behind.
#[derive(Debug, Default)]
struct World {
    plans: Vec<(String, String)>,
    log: Mutex<Vec<String>>,
    calls: AtomicUsize,
}

impl World {
    /// The plans of a script, and its steps.
    fn new(script: Script) -> (Self, Vec<String>) {
        let (plans, steps): (Vec<String>, Vec<String>) =
            script.into_iter().partition(|word| word.contains('='));
        let plans = plans.iter().filter_map(|plan| plan.split_once('='));
        let plans = plans.map(|(id, plan)| (id.to_owned(), plan.to_owned()));
        let world = World {
            plans: plans.collect(),
            ..World::default()
        };
        (world, steps)
    }

    fn plan(&self, id: &str) -> &str {
        let found = self.plans.iter().find(|(known, _)| known == id);
        found.map_or("", |(_, plan)| plan)
    }

    fn note(&self, word: impl Into<String>) {
        self.log().push(word.into());
    }

    fn log(&self) -> MutexGuard<'_, Vec<String>> {
        self.log.lock().unwrap()
    }

    /// Whether this call may do something.
    fn fuel(&self) -> bool {
        self.calls.fetch_add(1, Ordering::Relaxed) < FUEL
    }
}

/// Those who wait for an answer while the script goes on.
#[derive(Default)]
struct Callers(JoinSet<String>);

impl Callers {
    /// Begins now; what it comes to is told at the end.
    async fn begin(&mut self, call: impl Future<Output = String> + Send + 'static) {
        let mut call: Pin<Box<dyn Future<Output = String> + Send>> = Box::pin(call);
        let begun = std::future::poll_fn(|cx| Poll::Ready(call.as_mut().poll(cx))).await;
        match begun {
            Poll::Ready(word) => self.0.spawn(std::future::ready(word)),
            Poll::Pending => self.0.spawn(call),
        };
    }

    /// What they heard, sorted.
    async fn told(self) -> Vec<String> {
        let mut words = self.0.join_all().await;
        words.sort_unstable();
        words
    }
}

/// Lets time pass, and what ends with it come first.
async fn wait(time: &str) {
    time::sleep(ms(time)).await;
    for _ in 0..10 {
        task::yield_now().await;
    }
}

fn ms(text: &str) -> Duration {
    Duration::from_millis(text.parse().unwrap())
}
