//! The real program in a real terminal: a pseudo-terminal and an emulator that shows its screen.
//!
//! Tests wait for conditions and never for time; a condition that does not come true in time fails
//! with the screen as it is. `OTP_TEST_WAIT_MS` gives slow machines more.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// A program in a terminal.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
    reader: Option<JoinHandle<()>>,
    deaf: Arc<Deaf>,
    /// The terminal's modes before the program started.
    before: String,
}

/// Whether nobody is to read what comes out, and whether something came since.
#[derive(Default)]
struct Deaf {
    asked: AtomicBool,
    came: AtomicBool,
}

/// What came out of the terminal.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// The emulator is as large as usual where the terminal does not know its size.
fn parser((columns, rows): (u16, u16)) -> vt100::Parser {
    let or = |size, usual| NonZeroU16::new(if size == 0 { usual } else { size }).unwrap();
    vt100::Parser::new(or(rows, 24), or(columns, 80), 0)
}

/// A command with nothing of the environment that the tests run in.
fn command(argv: &[&str], env: &[(&str, &str)]) -> CommandBuilder {
    let mut command = CommandBuilder::new(argv[0]);
    command.args(&argv[1..]);
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("PATH", "/usr/bin:/bin");
    // An inherited back-trace would scroll messages off the screen.
    command.env("RUST_BACKTRACE", "0");
    // Nothing of the one who runs the tests, and nothing kept there.
    command.env("OTP_ADVISOR_CONFIG", "");
    command.env("OTP_ADVISOR_STATE", "");
    for (name, value) in env {
        command.env(name, value);
    }
    command
}

/// How a program ended whose terminal was taken away.
#[derive(Debug)]
pub(crate) struct HungUp {
    pub(crate) status: u32,
    /// The processor time that its end took, in hundredths of a second.
    pub(crate) ticks: u64,
}

/// Starts a program, waits for a text and hangs up.
pub(crate) fn hang_up(
    argv: &[&str],
    env: &[(&str, &str)],
    controlling: bool,
    text: &'static str,
) -> HungUp {
    let pair = native_pty_system().openpty(pty_size((80, 24))).unwrap();
    let mut command = command(argv, env);
    command.set_controlling_tty(controlling);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let id = child.process_id().unwrap();
    let mut output = pair.master.try_clone_reader().unwrap();
    let (send, seen) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let mut parser = parser((80, 24));
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            parser.process(&buffer[..count]);
            if parser.screen().contents().contains(text) {
                // The reader goes first: what is open here keeps the terminal alive.
                drop(output);
                let _ = send.send(());
                return;
            }
        }
    });
    seen.recv_timeout(patience()).expect("the text is shown");
    let before = ticks(id);
    drop(pair.master);
    let end = Instant::now() + patience();
    while stat(id)[0] != "Z" {
        if Instant::now() > end {
            let _ = child.kill();
            panic!("still running, after {} ticks", ticks(id) - before);
        }
        thread::sleep(Duration::from_millis(5));
    }
    let ticks = ticks(id) - before;
    HungUp {
        status: child.wait().unwrap().exit_code(),
        ticks,
    }
}

/// What the kernel tells of a process, from its state on.
fn stat(id: u32) -> Vec<String> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    let (_, after) = stat.rsplit_once(") ").unwrap();
    after.split(' ').map(str::to_owned).collect()
}

/// The processor time that a process has taken, in hundredths of a second.
fn ticks(id: u32) -> u64 {
    let stat = stat(id);
    let (user, system) = (&stat[11], &stat[12]);
    user.parse::<u64>().unwrap() + system.parse::<u64>().unwrap()
}

impl Session {
    pub(crate) fn start(argv: &[&str], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        Self::start_command(command(argv, env), size)
    }

    /// The terminal is there and controls nobody.
    pub(crate) fn start_uncontrolled(argv: &[&str], env: &[(&str, &str)]) -> Self {
        let mut command = command(argv, env);
        command.set_controlling_tty(false);
        Self::start_command(command, (80, 24))
    }

    fn start_command(command: CommandBuilder, size: (u16, u16)) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let before = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        // Kept open it would hold back the end of the output.
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            parser: parser(size),
            bytes: Vec::new(),
        }));
        let shared = Arc::clone(&seen);
        let deaf = Arc::new(Deaf::default());
        let ears = Arc::clone(&deaf);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let mut seen = shared.lock().unwrap();
                seen.parser.process(&buffer[..count]);
                seen.bytes.extend_from_slice(&buffer[..count]);
                drop(seen);
                while ears.asked.load(Ordering::SeqCst) {
                    ears.came.store(true, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(5));
                }
            }
        });
        Self {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            child,
            seen,
            reader: Some(reader),
            deaf,
            before,
        }
    }

    pub(crate) fn send(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    pub(crate) fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        let mut seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen_mut();
        let non_zero = |size| NonZeroU16::new(size).unwrap();
        screen.set_size(non_zero(size.1), non_zero(size.0));
        drop(seen);
        self.master.resize(pty_size(size)).unwrap();
        self
    }

    /// Nobody reads any more, as where a line is dead and nobody has noticed.
    pub(crate) fn stop_reading(&mut self) -> &mut Self {
        self.deaf.asked.store(true, Ordering::SeqCst);
        self
    }

    /// Waits until something came that is not read to its end.
    #[track_caller]
    pub(crate) fn wait_unread(&mut self) -> &mut Self {
        let deaf = Arc::clone(&self.deaf);
        self.wait_until("output", |_| deaf.came.load(Ordering::SeqCst))
    }

    pub(crate) fn kill(&self, signal: Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// The processor time taken so far, in hundredths of a second.
    pub(crate) fn ticks(&self) -> u64 {
        ticks(self.child.process_id().unwrap())
    }

    /// Whether a condition holds within a short time; for what is tried again and again.
    pub(crate) fn soon(&self, condition: impl Fn(&vt100::Screen) -> bool) -> bool {
        let end = Instant::now() + Duration::from_millis(200);
        while Instant::now() < end {
            if condition(self.seen.lock().unwrap().parser.screen()) {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// Waits until the screen shows a text.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    #[track_caller]
    pub(crate) fn wait_until(
        &mut self,
        what: &str,
        condition: impl Fn(&vt100::Screen) -> bool,
    ) -> &mut Self {
        let end = Instant::now() + patience();
        loop {
            if condition(self.seen.lock().unwrap().parser.screen()) {
                return self;
            }
            assert!(Instant::now() < end, "no {what} on\n{}", self.contents());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end; the exit status.
    #[track_caller]
    pub(crate) fn wait_exit(&mut self) -> u32 {
        let end = Instant::now() + patience();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > end {
                let _ = self.child.kill();
                panic!("still running with\n{}", self.contents());
            }
            thread::sleep(Duration::from_millis(5));
        };
        self.deaf.asked.store(false, Ordering::SeqCst);
        // Only now everything written has been read.
        self.reader.take().unwrap().join().unwrap();
        status.exit_code()
    }

    pub(crate) fn contents(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    /// Everything written so far, escape sequences and all.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.seen.lock().unwrap().bytes.clone()
    }

    /// Asserts that the terminal is as it was before the program.
    #[track_caller]
    pub(crate) fn assert_restored(&self) {
        let seen = self.seen.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen(), "still in the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        assert!(!screen.bracketed_paste(), "pastes are still bracketed");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse");
        assert_eq!(modes(&*self.master), self.before, "modes of the terminal");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A failed test leaves nothing running.
        let _ = self.child.kill();
    }
}

fn modes(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

fn patience() -> Duration {
    let given = std::env::var("OTP_TEST_WAIT_MS").ok();
    Duration::from_millis(given.and_then(|ms| ms.parse().ok()).unwrap_or(20_000))
}
