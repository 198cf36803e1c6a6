//! The log: lines on stdout, each with its time in UTC. Who logs never waits for who reads: a thread of its
//! own writes, and what that has not written in time is dropped, counted and told of. So it is with panics:
//! they are lines of the log, for stderr would have the thread wait for who reads it. (`tracing-appender` tells
//! nothing of what it has dropped, and prints at its end when its queue is full, which waits for who reads.)

use std::backtrace::{Backtrace, BacktraceStatus};
use std::env;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use tracing::warn;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::format;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::threads;
use crate::otp::failure::in_a_line;

/// The variable of the environment that says what is logged: a level, and those of modules. If it is not
/// set, what is `info` or worse.
const FILTER: &str = "RUST_LOG";

/// How many bytes may wait to be written; a line longer than that waits alone.
const WAITING: usize = 1 << 20;

/// The way to the thread that writes.
static LOG: OnceLock<Sender<Line>> = OnceLock::new();
static BYTES: AtomicUsize = AtomicUsize::new(0);
static LOST: AtomicUsize = AtomicUsize::new(0);

enum Line {
    Text(Vec<u8>),
    Flush(Sender<()>),
}

/// Logs what happens, unless somebody has set another log before, who keeps it, and the panic hook.
pub(super) fn start() -> io::Result<()> {
    let (log, lines) = mpsc::channel();
    let write = move || write(&lines, io::stdout());
    threads::apart("the log", write)?;
    let _ = LOG.set(log);
    let wanted = env::var(FILTER).unwrap_or_default();
    let filter = wanted.parse::<Targets>();
    let unknown = filter.is_err();
    let filter = filter.ok().filter(|_| !wanted.is_empty());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    // That a log cannot be written must not end anything.
    let lines = fmt::layer()
        .with_writer(|| Queue)
        .log_internal_errors(false);
    let logs = tracing_subscriber::registry().with(lines).with(filter);
    if logs.try_init().is_ok() {
        panic::set_hook(Box::new(|panic| {
            let _ = Queue.write(panicked(panic).as_bytes());
        }));
    }
    if unknown {
        warn!(
            wanted,
            "{FILTER} is not understood, as `info` or `warn,app::stock=debug` would be"
        );
    }
    Ok(())
}

/// A panic as a line of the log; below it where it came from, if the environment asks for that. It is not
/// by way of `tracing`, which may be what panics, when it is given something to show.
fn panicked(panic: &PanicHookInfo) -> String {
    let mut line = String::new();
    let _ = SystemTime.format_time(&mut format::Writer::new(&mut line));
    let thread = thread::current();
    let thread = thread.name().unwrap_or("without a name");
    let says = panic.payload_as_str().unwrap_or("(no message)");
    let _ = write!(line, " ERROR panic: {}", in_a_line(says));
    if let Some(place) = panic.location() {
        let _ = write!(line, " at={place}");
    }
    let _ = writeln!(line, " thread={thread:?}");
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        let _ = writeln!(line, "{backtrace}");
    }
    line
}

/// Waits until all is written that was logged before, but not for long.
pub(super) fn flush(patience: Duration) {
    let (flushed, heard) = mpsc::channel();
    if let Some(log) = LOG.get() {
        let _ = log.send(Line::Flush(flushed));
        let _ = heard.recv_timeout(patience);
    }
}

/// Takes one line at a time.
struct Queue;

impl Write for Queue {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let waiting = BYTES.fetch_add(line.len(), Ordering::Relaxed);
        let fits = waiting == 0 || waiting + line.len() <= WAITING;
        if !fits
            || LOG
                .get()
                .is_none_or(|log| log.send(Line::Text(line.into())).is_err())
        {
            BYTES.fetch_sub(line.len(), Ordering::Relaxed);
            LOST.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write(lines: &Receiver<Line>, mut out: impl Write) {
    for line in lines {
        let lost = LOST.swap(0, Ordering::Relaxed);
        if lost > 0 {
            let _ = writeln!(
                out,
                "{lost} lines of the log are lost: nobody read it in time"
            );
        }
        match line {
            Line::Text(line) => {
                let _ = out.write_all(&line);
                BYTES.fetch_sub(line.len(), Ordering::Relaxed);
            }
            Line::Flush(flushed) => {
                let _ = out.flush();
                let _ = flushed.send(());
            }
        }
    }
}
