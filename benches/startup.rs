//! Start-up as a user feels it: a whole piped interview beside a one-line Rust program, and the time
//! to the wizard's first frame. Times are those of whole processes, taken in turns in the same run;
//! where valgrind is there, the instructions of both are counted as well, and those of a line of `batch`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use otp_advisor::inside::embedded;

const ROUNDS: usize = 100;
const ANSWERS: &str = "yes\nyes\nyes\nyes\nno\n";

/// The same answers as a line of `batch`: a `GenServer`.
const BATCH: &str = "{\"state\":\"yes\",\"complex\":true,\"supervision\":1,\"request_response\":\"Y\",\"explicit_states\":false}\n";

fn main() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(&folder).unwrap();
    let answers = folder.join("answers.txt");
    fs::write(&answers, ANSWERS).unwrap();
    let line = one_line_program(&folder);
    let advisor = Path::new(env!("CARGO_BIN_EXE_otp-advisor"));
    let mut floor = Vec::new();
    let mut whole = Vec::new();
    for _ in 0..ROUNDS {
        floor.push(run(&line, &answers));
        whole.push(run(advisor, &answers));
    }
    let (floor, whole) = (median(floor), median(whole));
    println!(
        "piped interview: {:.2} ms, one-line program: {:.2} ms, ratio {:.2} (at most 3)",
        millis(whole),
        millis(floor),
        whole.as_secs_f64() / floor.as_secs_f64()
    );
    match (
        instructions(advisor, &[], &answers),
        instructions(&line, &[], &answers),
    ) {
        (Some(whole), Some(floor)) => println!(
            "instructions, by callgrind: {:.2} million, one-line program: {:.2} million, ratio {:.2}",
            millions(whole),
            millions(floor),
            millions(whole) / millions(floor)
        ),
        _ => println!("instructions: NOT COUNTED, there is no valgrind (apt-get install valgrind)"),
    }
    let lines = |text: &str| {
        let path = folder.join("lines.jsonl");
        fs::write(&path, text).unwrap();
        instructions(advisor, &["batch"], &path)
    };
    let (gen_server, scenarios) = (BATCH.repeat(100), scenarios());
    for (what, before, text) in [
        ("the same answers again", &gen_server, &gen_server),
        // Each is the first that begins as it does.
        ("a scenario each", &String::new(), &scenarios),
    ] {
        if let (Some(before), Some(all)) = (lines(before), lines(&(before.clone() + text))) {
            println!(
                "instructions of a line of batch, {what}: {:.3} million",
                millions(all - before) / f64::from(u32::try_from(text.lines().count()).unwrap())
            );
        }
    }
    #[cfg(unix)]
    {
        for (theme, said) in [
            (Some("dark"), "a fixed theme"),
            (None, "the terminal's colours"),
        ] {
            let mut firsts: Vec<Duration> = (0..40).map(|_| first_frame(advisor, theme)).collect();
            firsts.sort();
            let first = firsts[firsts.len() / 2];
            println!(
                "first frame of the wizard, {said}: {:.2} ms (at most 15), fastest {:.2} ms, {:.1} one-line programs",
                millis(first),
                millis(firsts[0]),
                first.as_secs_f64() / floor.as_secs_f64()
            );
        }
        println!(
            "idle: {} ticks of processor time in two seconds (0)",
            idle(advisor)
        );
    }
    println!(
        "largest resident set: {} KiB (under 20480)",
        peak(advisor, &answers)
    );
}

/// All that the embedded advisor is tested with, a line each, and no two the same.
fn scenarios() -> String {
    let advisor = embedded::advisor(None).unwrap();
    let lines = advisor.scenarios.iter().map(|scenario| {
        let answers = scenario.answers.iter().map(|(question, answer)| {
            let question = advisor.question(*question);
            (question.id.to_string(), question.answer_text(answer))
        });
        let answers: BTreeMap<String, String> = answers.collect();
        serde_json::to_string(&answers).unwrap() + "\n"
    });
    lines.collect::<BTreeSet<_>>().into_iter().collect()
}

fn one_line_program(folder: &Path) -> PathBuf {
    let source = folder.join("line.rs");
    let program = folder.join("line");
    fs::write(&source, "fn main() { println!(\"one line\"); }\n").unwrap();
    let done = Command::new("rustc")
        .args(["-O", "-o"])
        .args([&program, &source])
        .status()
        .unwrap();
    assert!(done.success());
    program
}

fn run(program: &Path, answers: &Path) -> Duration {
    let input = File::open(answers).unwrap();
    let start = Instant::now();
    let done = Command::new(program)
        .stdin(input)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let took = start.elapsed();
    assert!(done.success());
    took
}

/// The instructions that a run executes, which other work on the machine does not change.
fn instructions(program: &Path, args: &[&str], answers: &Path) -> Option<u64> {
    let input = File::open(answers).unwrap();
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(args)
        .stdin(input)
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}");
    let counted = told.lines().find_map(|line| line.split_once("Collected :"));
    let (_, counted) = counted.unwrap_or_else(|| panic!("no count in {told}"));
    Some(counted.trim().parse().unwrap())
}

/// From start to the first page on the screen.
#[cfg(unix)]
fn first_frame(program: &Path, theme: Option<&str>) -> Duration {
    let (took, ()) = shown(program, theme, |_| ());
    took
}

/// The processor time that waiting for a key takes, in hundredths of a second.
#[cfg(unix)]
fn idle(program: &Path) -> u64 {
    let ticks = |id: u32| -> u64 {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let (_, after) = stat.rsplit_once(") ").unwrap_or_default();
        let times = after.split(' ').skip(11).take(2);
        times.filter_map(|time| time.parse::<u64>().ok()).sum()
    };
    let (_, taken) = shown(program, Some("dark"), |id| {
        let before = ticks(id);
        std::thread::sleep(Duration::from_secs(2));
        ticks(id) - before
    });
    taken
}

/// Starts the wizard in a terminal; how long its first frame took, and what came of it then.
#[cfg(unix)]
fn shown<T>(program: &Path, theme: Option<&str>, then: impl FnOnce(u32) -> T) -> (Duration, T) {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    let size = PtySize {
        rows: 24,
        cols: 80,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(program);
    command.env("TERM", "xterm-256color");
    // Nothing of whoever measures.
    command.env("OTP_ADVISOR_STATE", "");
    let config = theme.map(|theme| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("theme.yaml");
        fs::write(&path, format!("theme: {theme}\n")).unwrap();
        command.env("COLORTERM", "truecolor");
        path
    });
    command.env("OTP_ADVISOR_CONFIG", config.unwrap_or_default());
    let mut reader = pair.master.try_clone_reader().unwrap();
    let start = Instant::now();
    let mut child = pair.slave.spawn_command(command).unwrap();
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    let took = loop {
        let read = reader.read(&mut buffer).unwrap();
        assert!(read > 0, "the wizard ended before its first frame");
        seen.extend_from_slice(&buffer[..read]);
        // The last line of a frame names the keys.
        if String::from_utf8_lossy(&seen).contains("help") {
            break start.elapsed();
        }
    };
    let result = then(child.process_id().unwrap());
    child.kill().unwrap();
    child.wait().unwrap();
    (took, result)
}

/// The kernel's own account of a run, in KiB.
fn peak(program: &Path, answers: &Path) -> String {
    let input = File::open(answers).unwrap();
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M"])
        .arg(program)
        .stdin(input)
        .stdout(Stdio::null())
        .output();
    match output {
        Ok(output) => String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        Err(_) => "unknown (there is no /usr/bin/time)".to_owned(),
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "a report, not a sum")]
fn millions(count: u64) -> f64 {
    count as f64 / 1e6
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
