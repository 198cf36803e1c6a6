//! Hears the signals and keeps the deadline, on threads of their own: nothing that the program runs can
//! block them. What they end the program with does not wait for anything either.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::{log, threads};
use crate::otp::supervisor::{alive, overdue};

/// Signals that come so soon after the first are the same one: what wraps the program may pass on
/// what the terminal has sent to both (`timeout`, `npm`).
const ECHO: Duration = Duration::from_millis(100);

/// How much of the budget is for saying what was left, should whoever reads that be stuck as well.
fn last_words(budget: Duration) -> Duration {
    Duration::from_secs(2).min(budget / 2)
}

/// How long the program may take to say how it goes: twice what its parts may take. Then it is told
/// from here what can be known without it.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it is looked whether a task keeps its thread.
const LOOK: Duration = Duration::from_secs(1);

/// More tasks than this are only counted.
const NAMED: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// SIGUSR1.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no such signal"))]
    Health,
    /// SIGTERM, SIGINT or SIGHUP, by its number.
    Stop(i32),
    /// The program stops by itself.
    Stopping,
}

/// Why the program was ended, and its exit status.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) why: String,
    pub(super) status: i32,
}

/// What the program is told, and what it tells.
pub(super) struct Watch {
    /// Cancelled when the program has to stop.
    pub(super) stop: CancellationToken,
    /// Told when the health is asked for.
    pub(super) health: Notify,
    /// The signal that told it to stop.
    pub(super) signal: OnceLock<i32>,
    /// What it runs in.
    pub(super) runtime: OnceLock<Handle>,
    /// Whether that was not answered yet.
    asked: AtomicBool,
    phase: Mutex<&'static str>,
    events: Sender<Event>,
}

impl Watch {
    /// From now on signals are heard; before, they would end the program at once, or, as process 1,
    /// be lost.
    pub(super) fn start(budget: Duration) -> io::Result<Arc<Watch>> {
        let (watch, sender, events) = Watch::new();
        listen(sender)?;
        let watch = Arc::new(watch);
        let watching = Arc::clone(&watch);
        let keep = move || {
            let end = watching.keep(&events, budget);
            watching.exit(&end, last_words(budget));
        };
        threads::apart("the watch", keep)?;
        Ok(watch)
    }

    pub(super) fn new() -> (Watch, Sender<Event>, Receiver<Event>) {
        let (sender, events) = mpsc::channel();
        let watch = Watch {
            stop: CancellationToken::new(),
            health: Notify::new(),
            signal: OnceLock::new(),
            runtime: OnceLock::new(),
            asked: AtomicBool::new(false),
            phase: Mutex::new("starting"),
            events: sender.clone(),
        };
        (watch, sender, events)
    }

    /// What the program does now, for its last words.
    pub(super) fn enter(&self, phase: &'static str) {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner) = phase;
    }

    pub(super) fn phase(&self) -> &'static str {
        *self.phase.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The program stops: if nobody has told it to, the budget begins now.
    pub(super) fn stopping(&self) {
        self.enter("stopping");
        let _ = self.events.send(Event::Stopping);
    }

    /// The health was told.
    pub(super) fn answered(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }

    /// Passes on what is heard, until the budget is spent or a second signal comes.
    pub(super) fn keep(&self, events: &Receiver<Event>, budget: Duration) -> End {
        let limit = budget.saturating_sub(last_words(budget));
        // None is never, as it is for a budget that no clock can hold.
        let end = || Instant::now().checked_add(limit);
        let mut deadline: Option<Instant> = None;
        let mut answer: Option<Instant> = None;
        let mut look = Instant::now();
        let (mut said, mut warned) = (None, None);
        // Who reads it may be stuck: one line waits, not many.
        let unread = |said: &Receiver<()>| said.try_recv() == Err(TryRecvError::Empty);
        loop {
            let next = deadline.into_iter().chain(answer).fold(look, Instant::min);
            let left = next.saturating_duration_since(Instant::now());
            let event = events.recv_timeout(left);
            if event.is_ok() {
                // What is stuck now is known to be so when it is asked for.
                look = Instant::now();
            }
            match event {
                Ok(Event::Health) => {
                    self.asked.store(true, Ordering::Relaxed);
                    self.health.notify_one();
                    answer = answer.or_else(|| Instant::now().checked_add(PATIENCE));
                }
                Ok(Event::Stopping) => deadline = deadline.or_else(end),
                Ok(Event::Stop(signal)) => {
                    if self.signal.set(signal).is_err() {
                        let why = "told again to stop".to_owned();
                        let status = 128 + signal;
                        return End { why, status };
                    }
                    deadline = deadline.or_else(end);
                    thread::sleep(ECHO);
                    while events.try_recv().is_ok() {}
                    self.stop.cancel();
                }
                Err(_) if look == next => {
                    look = Instant::now() + LOOK;
                    if let Some(runtime) = self.runtime.get() {
                        // One thread waits for the clock and the sockets. Should code have kept it when it was
                        // woken, another one takes its place, once there is something to do.
                        runtime.spawn(async {});
                    }
                    let stuck = overdue();
                    if !stuck.is_empty() && !warned.as_ref().is_some_and(unread) {
                        let stuck = stuck.join(", ");
                        warned = Some(apart(move || {
                            warn!(%stuck, "code keeps its thread from all others: await, or use `spawn_blocking`");
                        }));
                    }
                }
                Err(_) if answer == Some(next) => {
                    answer = None;
                    if self.asked.swap(false, Ordering::Relaxed)
                        && !said.as_ref().is_some_and(unread)
                    {
                        let (phase, busy) = (self.phase(), named());
                        let line = format!("no answer within {PATIENCE:?} ({phase}); busy: {busy}");
                        said = Some(say(line));
                    }
                }
                Err(_) => {
                    let why = format!("not stopped within {budget:?}");
                    return End { why, status: 1 };
                }
            }
        }
    }

    /// Ends the process at once: no destructors, no exit handlers.
    fn exit(&self, end: &End, last_words: Duration) -> ! {
        log::flush(last_words / 2);
        let line = format!("{} ({}); left: {}", end.why, self.phase(), named());
        let _ = say(line).recv_timeout(last_words / 2);
        signal_hook::low_level::exit(end.status)
    }
}

/// Tells why nothing was begun.
pub(super) fn refuse(why: &str) {
    let _ = writeln!(io::stderr(), "error: {why}");
}

/// Tells what blocks a thread when all else has ended: tasks, of which this says whether there are any,
/// by their names, if they have one; and calls on threads that are lent for that.
pub(super) fn left_behind((workers, calls): (usize, usize)) -> bool {
    let named = alive().len();
    let unnamed = workers.saturating_sub(named);
    let mut left = Vec::new();
    if named > 0 {
        left.push(self::named());
    }
    if unnamed > 0 {
        left.push(format!("tasks without a name: {unnamed}"));
    }
    if calls > 0 {
        left.push(format!("blocking calls: {calls}"));
    }
    if left.is_empty() {
        return false;
    }
    let left = left.join(", ");
    error!(%left, "stopped, but for what cannot be");
    // Should that be stuck, the watch ends the program.
    let _ = writeln!(io::stderr(), "left behind: {left}");
    named + unnamed > 0
}

/// Writes a line to stderr, which may block, and tells when that is done.
fn say(line: String) -> Receiver<()> {
    apart(move || _ = writeln!(io::stderr(), "{line}"))
}

/// Does it on a thread of its own, and tells when it is done.
fn apart(work: impl FnOnce() + Send + 'static) -> Receiver<()> {
    let (done, heard) = mpsc::channel();
    let work = move || {
        work();
        let _ = done.send(());
    };
    // Without a thread, nobody sends, and who waits knows at once.
    let _ = thread::Builder::new().spawn(work);
    heard
}

/// What runs, in words.
fn named() -> String {
    let alive = alive();
    if alive.is_empty() {
        return "no child".to_owned();
    }
    let named = &alive[..alive.len().min(NAMED)];
    let mut words = named.join(", ");
    if alive.len() > NAMED {
        words = format!("{words} and {} more", alive.len() - NAMED);
    }
    words
}

#[cfg(unix)]
fn listen(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGUSR1};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGINT, SIGTERM, SIGUSR1])?;
    // Who started it with `nohup` wants it to outlive the terminal.
    if !is_ignored(SIGHUP) {
        signals.add_signal(SIGHUP)?;
    }
    let hear = move || {
        for signal in signals.forever() {
            let _ = events.send(match signal {
                SIGUSR1 => Event::Health,
                signal => Event::Stop(signal),
            });
        }
    };
    threads::apart("signals", hear)
}

/// Whether the signal was ignored when the program began, as far as the system (Linux) tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 << (signal - 1) != 0)
}

/// Elsewhere there is only ctrl-c, and its number is that of SIGINT.
#[cfg(not(unix))]
fn listen(events: Sender<Event>) -> io::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build()?;
    let hear = move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                let _ = events.send(Event::Stop(2));
            }
        });
    };
    threads::apart("signals", hear)
}
