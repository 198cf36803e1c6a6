//! Real programs, told to stop by signals, whatever their code does meanwhile.
//!
//! Nothing here depends on the time that something takes: a test waits for a line, and a program that
//! has not ended after [`LIMIT`] never will.

#![cfg(unix)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "all of it is a test")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{env, fs};

mod blocked;
mod told;

const PROGRAM: &str = env!("CARGO_BIN_EXE_otp-runtime-program");

/// By far more than the short budget, and by far less than the long one.
const LIMIT: Duration = Duration::from_mins(2);

/// How the scene is played.
#[derive(Clone, Copy)]
struct Scene {
    name: &'static str,
    budget: &'static str,
    serve: bool,
    /// Threads of the runtime.
    workers: &'static str,
    /// Process 1 of a namespace of its own, as in a container.
    first: bool,
    /// Started by `nohup`.
    nohup: bool,
    /// The last lines to be read from stdout and stderr.
    last: [&'static str; 2],
}

fn scene(name: &'static str) -> Scene {
    Scene {
        name,
        budget: "long",
        serve: true,
        workers: "2",
        first: false,
        nohup: false,
        last: ["(read to the end)"; 2],
    }
}

impl Scene {
    fn short(self) -> Scene {
        let budget = "short";
        Scene { budget, ..self }
    }

    fn nohup(self) -> Scene {
        let nohup = true;
        Scene { nohup, ..self }
    }

    fn work(self) -> Scene {
        let serve = false;
        Scene { serve, ..self }
    }

    /// The program, having told its process id: all that it is sent from now on is heard.
    fn play(self) -> Program {
        let mut command = if self.first {
            let mut unshare = Command::new("unshare");
            unshare.args(["--user", "--map-root-user", "--pid", "--fork"]);
            unshare.args(["--kill-child", PROGRAM]);
            unshare
        } else if self.nohup {
            let mut nohup = Command::new("nohup");
            nohup.arg(PROGRAM);
            nohup
        } else if cfg!(target_os = "linux") {
            // The tests themselves may have been started by `nohup`.
            let mut env = Command::new("env");
            env.args(["--default-signal=HUP", PROGRAM]);
            env
        } else {
            Command::new(PROGRAM)
        };
        if self.serve {
            command.arg("serve");
        }
        let environment = [
            ("SCENE", self.name),
            ("BUDGET", self.budget),
            ("TOKIO_WORKER_THREADS", self.workers),
        ];
        command.envs(environment);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let output = Box::new(process.stdout.take().unwrap());
        let errors = Box::new(process.stderr.take().unwrap());
        let readers = [
            follow(output, self.last[0], sender.clone()),
            follow(errors, self.last[1], sender),
        ];
        let mut program = Program {
            id: process.id(),
            process,
            lines,
            log: Vec::new(),
            unseen: Vec::new(),
            readers: readers.into(),
        };
        let line = program.wait_for("process ");
        if self.first {
            assert_eq!(line, "process 1");
            let unshare = program.id;
            let children = format!("/proc/{unshare}/task/{unshare}/children");
            let children = fs::read_to_string(children).unwrap();
            program.id = children.trim().parse().unwrap();
        }
        program
    }
}

type Pipe = Box<dyn Read + Send>;

struct Program {
    process: Child,
    /// Its own, not that of what has started it.
    id: u32,
    lines: Receiver<String>,
    log: Vec<String>,
    /// Of the log, the lines that nobody has waited for. Of two pipes, either may be read first.
    unseen: Vec<String>,
    readers: Vec<JoinHandle<BufReader<Pipe>>>,
}

/// Reads up to the last line that is wanted, and gives back what is left to read.
fn follow(pipe: Pipe, last: &'static str, lines: Sender<String>) -> JoinHandle<BufReader<Pipe>> {
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = String::new();
        while pipe.read_line(&mut line).is_ok_and(|read| read > 0) {
            let line = std::mem::take(&mut line);
            let is_last = line.contains(last);
            let _ = lines.send(line.trim_end().to_owned());
            if is_last {
                break;
            }
        }
        pipe
    })
}

impl Program {
    /// Waits for a line that contains this, and that nobody has waited for yet.
    fn wait_for(&mut self, text: &str) -> String {
        loop {
            let line = self.unseen.iter().position(|line| line.contains(text));
            if let Some(line) = line {
                return self.unseen.remove(line);
            }
            let line = self.lines.recv_timeout(LIMIT);
            let line = line.unwrap_or_else(|_| panic!("no {text:?} in {:#?}", self.log));
            self.log.push(line.clone());
            self.unseen.push(line);
        }
    }

    fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.id);
        let sent = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(sent.success());
    }

    /// What is left to read of stdout and stderr, when the last lines wanted have been read.
    fn pipes(&mut self) -> Vec<BufReader<Pipe>> {
        let readers = self.readers.drain(..);
        readers.map(|reader| reader.join().unwrap()).collect()
    }

    /// Waits for its end and hears the rest of what it tells.
    fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < LIMIT, "still there: {:#?}", self.log);
            thread::sleep(Duration::from_millis(10));
        };
        self.log.extend(self.lines.iter());
        status
    }

    #[track_caller]
    fn ends_with(&mut self, code: i32) {
        let status = self.end();
        assert_eq!(status.code(), Some(code), "{status} {:#?}", self.log);
    }

    /// All children that had started have stopped, the last started first, and nobody had to be forced.
    #[track_caller]
    fn stopped_in_order(&self, children: &[&str]) {
        self.stopped_though_blocked(children);
        assert!(!self.has("; left: "), "{:#?}", self.log);
    }

    /// The same, while other code kept its thread.
    #[track_caller]
    fn stopped_though_blocked(&self, children: &[&str]) {
        let stopped = self.log.iter().filter_map(|line| {
            let (_, child) = line.split_once(": stopped child=")?;
            let child = child.split(' ').next()?;
            Some(child)
        });
        let stopped: Vec<&str> = stopped.collect();
        assert_eq!(stopped, children, "{:#?}", self.log);
    }

    fn has(&self, text: &str) -> bool {
        self.log.iter().any(|line| line.contains(text))
    }

    /// After these words it has named first what is stuck, in whichever order, and then the others.
    #[track_caller]
    fn left(&self, words: &str, stuck: &[&str], others: &[&str]) {
        let line = self.log.iter().find_map(|line| line.split_once(words));
        let (_, left) = line.unwrap_or_else(|| panic!("no {words:?} in {:#?}", self.log));
        let (mut named, after): (Vec<_>, Vec<_>) = left
            .trim_end_matches(')')
            .split(", ")
            .partition(|name| name.contains(" (in "));
        named.sort_unstable();
        let first = named.iter().map(|name| name.split(" (in ").next());
        let mut stuck = stuck.to_vec();
        stuck.sort_unstable();
        assert!(first.eq(stuck.iter().map(|name| Some(*name))), "{left}");
        assert_eq!(after, others);
        let stuck: Vec<_> = left.split(", ").take(named.len()).collect();
        assert!(stuck.iter().all(|name| name.contains(" (in ")), "{left}");
    }

    #[track_caller]
    fn told(&self, text: &str) {
        assert!(self.has(text), "no {text:?} in {:#?}", self.log);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

type Texts = &'static [&'static str];

const ALL: [&str; 3] = ["hard", "b", "a"];

/// What the log says of lines that are not in it.
const LOST: &str = " lines of the log are lost: nobody read it in time";

/// What begins the last words of a program with a short budget.
const LATE: &str = "not stopped within 4s (stopping); left: ";

#[test]
fn it_stops_in_order_when_told_to() {
    for signal in ["TERM", "INT", "HUP"] {
        let mut program = scene("").play();
        program.wait_for("serving");
        program.signal(signal);
        program.wait_for("stopping health=ready=true children=3/3 restarts=0 waiting=0");
        program.ends_with(0);
        program.stopped_in_order(&ALL);
    }
}

#[test]
fn it_ends_when_what_it_does_while_it_serves_has_ended() {
    let mut program = scene("serves once").play();
    program.wait_for("serving");
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

#[test]
fn it_ends_when_its_work_is_done() {
    let mut program = scene("").work().play();
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

#[test]
fn work_that_is_interrupted_is_not_done() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let mut program = scene("work hangs").work().play();
        program.wait_for("working");
        program.signal(signal);
        program.ends_with(code);
        program.stopped_in_order(&ALL);
    }
}

#[test]
fn work_may_stop_the_program() {
    let mut program = scene("work stops").work().play();
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

#[test]
fn k06_a_start_is_given_up_and_what_had_started_stops_in_order() {
    for (scene, code) in [
        (scene("start hangs"), 0),
        (scene("start hangs").work(), 143),
    ] {
        let mut program = scene.play();
        program.wait_for("starting");
        program.signal("TERM");
        program.ends_with(code);
        program.stopped_in_order(&["b", "a"]);
    }
}

#[test]
fn k06_a_start_that_blocks_is_bounded() {
    let mut program = scene("start blocks").short().play();
    program.wait_for("starting");
    program.signal("TERM");
    program.ends_with(1);
    program.left(
        "not stopped within 4s (starting); left: ",
        &["the program itself"],
        &[],
    );
    program.stopped_though_blocked(&["b", "a"]);
}

/// A namespace of its own needs a kernel that gives one to this user. Where it does not, that is said.
fn first(name: &'static str) -> Option<Scene> {
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user", "--pid", "--fork", "true"]);
    let works = unshare.stderr(Stdio::null()).status();
    if works.is_ok_and(|status| status.success()) {
        let first = true;
        return Some(Scene {
            first,
            ..scene(name)
        });
    }
    // Not by a macro: those are heard only when a test fails.
    let _ = writeln!(
        io::stderr(),
        "NOT TESTED as process 1: unshare does not work here"
    );
    None
}

#[test]
fn k06_as_process_1_a_signal_is_heard_while_starting() {
    let Some(scene) = first("start hangs") else {
        return;
    };
    let mut program = scene.play();
    program.wait_for("starting");
    program.signal("TERM");
    program.ends_with(0);
    program.stopped_in_order(&["b", "a"]);
}

#[test]
fn k06_as_process_1_it_stops_in_order() {
    let Some(scene) = first("") else { return };
    let mut program = scene.play();
    program.wait_for("serving");
    program.signal("TERM");
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

#[test]
fn k06_as_process_1_the_deadline_is_kept() {
    let Some(scene) = first("all block") else {
        return;
    };
    let mut program = scene.short().play();
    program.wait_for("blocked");
    program.wait_for("blocked");
    program.signal("TERM");
    program.ends_with(1);
    program.left(LATE, &["greedy-1", "greedy-2"], &["a", "b"]);
}

#[test]
fn k20_a_second_signal_exits_at_once() {
    let scenes = [scene("never stops"), scene("all block")];
    let first = first("never stops");
    for (scene, left) in
        scenes
            .into_iter()
            .chain(first)
            .zip([&["hard"][..], &["greedy-1", "greedy-2"], &["hard"]])
    {
        for (signal, code) in [("INT", 130), ("TERM", 143)] {
            let mut program = scene.play();
            program.wait_for("serving");
            program.signal("TERM");
            program.wait_for("told to stop");
            program.signal(signal);
            program.ends_with(code);
            program.told("told again to stop (stopping); left: ");
            for name in ["a", "b"].iter().chain(left) {
                program.told(name);
            }
        }
    }
}

#[test]
fn k23_a_report_that_never_comes_does_not_disturb_the_stop() {
    let mut program = scene("health hangs").play();
    program.wait_for("serving");
    program.signal("TERM");
    program.wait_for("stopping health=ready=true children=3/3 restarts=0 ?");
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

#[test]
fn k23_a_report_that_blocks_is_inside_the_budget() {
    let mut program = scene("health blocks").short().play();
    program.wait_for("serving");
    program.signal("TERM");
    program.ends_with(1);
    program.told("not stopped within 4s (stopping); left: the program itself");
    program.stopped_though_blocked(&ALL);
}

#[test]
fn a_start_that_fails_is_undone_and_told() {
    let scenes = [
        ("start panics", "failed error=it panicked"),
        (
            "start fails",
            "failed error=child `bad` failed to start: broken",
        ),
    ];
    for (name, why) in scenes {
        let mut program = scene(name).play();
        program.ends_with(1);
        program.told(why);
        program.stopped_in_order(&["b", "a"]);
    }
}

#[test]
fn work_that_fails_is_told() {
    let mut program = scene("work fails").work().play();
    program.ends_with(1);
    program.told("failed error=no luck");
    program.stopped_in_order(&ALL);
}

#[test]
fn a_root_that_gives_up_ends_the_program() {
    let mut program = scene("gives up").play();
    program.ends_with(1);
    program.told("failed error=child `hard` exceeded the restart limit: again");
}

#[test]
fn a_program_that_was_to_outlive_its_terminal_does() {
    let mut program = scene("").nohup().play();
    program.wait_for("serving");
    program.signal("HUP");
    program.signal("USR1");
    program.wait_for("asked health=");
    program.signal("TERM");
    program.ends_with(0);
    program.stopped_in_order(&ALL);
}

/// The demonstration works on what is there, so it does not begin by a slip of the fingers.
#[test]
fn a_way_of_calling_it_that_it_does_not_know_is_refused() {
    for args in ["sevre", "--help", "", "serve --port"] {
        let refused = Command::new(PROGRAM).args(args.split(' ')).output();
        let refused = refused.unwrap();
        assert_eq!(refused.status.code(), Some(2), "{args}");
        assert!(refused.stdout.is_empty(), "{args}");
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(
            told.contains(&format!("{args:?}")) && told.contains("serve"),
            "{told}"
        );
    }
}

/// With less than it needs it would seem to start, and wait for what has no thread to run on.
#[test]
fn a_program_that_is_refused_its_threads_says_so_and_ends() {
    for serve in ["", "serve"] {
        let limited = Command::new("sh")
            .args(["-c", "ulimit -v 2000000; exec \"$0\" $1", PROGRAM, serve])
            // There is room for few stacks, and for all else by far.
            .env("RUST_MIN_STACK", (256 << 20).to_string())
            .env("MALLOC_ARENA_MAX", "1")
            .env("TOKIO_WORKER_THREADS", "20")
            .output()
            .unwrap();
        let told = String::from_utf8(limited.stderr).unwrap();
        assert_eq!(limited.status.code(), Some(1), "{told}");
        assert!(
            told.starts_with("error: the program cannot run: no thread for one of 20 workers: "),
            "{told}"
        );
    }
}
