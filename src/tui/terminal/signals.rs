//! Signals: a thread gives the terminal back before the program ends or sleeps.
//!
//! A signal to end is also handed to the main thread, which may be in the middle of writing a
//! project and ends when that is done. The main thread waits for input and is woken to look around:
//! after a signal to end, a new window size, a sleep.

use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level;

use super::screen::{enter_again, leave};
use crate::signals::{ENDING, Watching, end};
use crate::tui::options::Error;

/// Whether the signal to stop does what it does without the wizard. A handler once set stays for good, so
/// the default has to be kept up when nobody watches.
static UNWATCHED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The signal that tells the process to end; 0 for none.
static RECEIVED: AtomicU8 = AtomicU8::new(0);

/// A terminal that has not taken its last bytes by then takes none any more: nobody reads, or nobody is
/// there.
const LEAVE: Duration = Duration::from_millis(500);
/// A main thread that has not ended by then never will.
const GRACE: Duration = Duration::from_secs(3);

/// The watching thread.
pub(super) struct Watch {
    handle: Handle,
    /// Dropped when the main thread has ended the wizard.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
    /// Until then nothing else ends the program.
    watching: Option<Watching>,
}

impl Watch {
    /// Starts to watch; the stream can be read from when there is something to look at.
    pub(super) fn start() -> io::Result<(Self, UnixStream)> {
        let watching = Watching::begin()?;
        if let Some(unwatched) = UNWATCHED.get() {
            unwatched.store(false, Ordering::SeqCst);
        } else {
            let unwatched = UNWATCHED.get_or_init(Arc::default);
            register_conditional_default(SIGTSTP, Arc::clone(unwatched))?;
        }
        RECEIVED.store(0, Ordering::SeqCst);
        let others = [SIGTSTP, SIGCONT, SIGWINCH];
        let signals = Signals::new(ENDING.iter().chain(&others))?;
        let handle = signals.handle();
        let (running, ended) = mpsc::channel();
        let (waker, woken) = UnixStream::pair()?;
        // A full pipe wakes as well as one more byte.
        waker.set_nonblocking(true)?;
        woken.set_nonblocking(true)?;
        let mut watcher = Watcher {
            signals,
            ended,
            waker,
        };
        let thread = thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || watcher.watch())?;
        let watch = Self {
            handle,
            running: Some(running),
            thread: Some(thread),
            watching: Some(watching),
        };
        Ok((watch, woken))
    }

    pub(super) fn stop(&mut self) {
        self.running = None;
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            // It only ever panics after the terminal was given back.
            let _ = thread.join();
        }
        if let Some(unwatched) = UNWATCHED.get() {
            unwatched.store(true, Ordering::SeqCst);
        }
        self.watching = None;
    }
}

/// Fails when the process was told to end.
pub(super) fn check() -> Result<(), Error> {
    match RECEIVED.load(Ordering::SeqCst) {
        0 => Ok(()),
        signal => Err(Error::Signal(signal)),
    }
}

/// A signal as exit statuses count it.
pub(super) fn number(signal: i32) -> u8 {
    u8::try_from(signal).unwrap_or(u8::MAX)
}

/// What the thread has.
struct Watcher {
    signals: Signals,
    ended: Receiver<()>,
    waker: UnixStream,
}

impl Watcher {
    fn watch(&mut self) {
        while !self.signals.handle().is_closed() {
            let came: Vec<i32> = self.signals.wait().collect();
            for signal in came {
                self.receive(signal);
            }
        }
    }

    fn receive(&mut self, signal: i32) {
        match signal {
            SIGTSTP => self.sleep(),
            SIGCONT => {
                if enter_again().is_ok() {
                    self.wake();
                }
            }
            SIGWINCH => self.wake(),
            fatal => {
                RECEIVED.store(number(fatal), Ordering::SeqCst);
                let is_left = left_in(LEAVE);
                self.wake();
                let ended = self.ended.recv_timeout(GRACE);
                // Where nothing more can be said, saying more would take for ever, too.
                if ended == Err(RecvTimeoutError::Timeout) || !is_left {
                    end(fatal);
                }
            }
        }
    }

    /// Gives the terminal back and stops the process.
    fn sleep(&mut self) {
        leave();
        // Others of the job may have stopped first, and their shell taken the terminal, so that
        // giving it back had to wait until all went on. Then it is too late to stop.
        let meanwhile: Vec<i32> = self.signals.pending().collect();
        if !meanwhile.contains(&SIGCONT) {
            // SIGCONT arrives when it is over.
            let _ = low_level::emulate_default_handler(SIGTSTP);
        }
        for signal in meanwhile {
            if signal != SIGTSTP {
                self.receive(signal);
            }
        }
    }

    /// Makes the main thread look up from its waiting.
    fn wake(&mut self) {
        let _ = self.waker.write(&[0]);
    }
}

/// Gives the terminal back, and tells whether it took that in so much time. Writing to one that nobody
/// reads from would never end.
fn left_in(patience: Duration) -> bool {
    let (done, left) = mpsc::channel();
    let leaving = thread::Builder::new().spawn(move || {
        leave();
        let _ = done.send(());
    });
    leaving.is_ok() && left.recv_timeout(patience).is_ok()
}

/// Sends the whole job to sleep, as Ctrl-Z does outside raw mode.
pub(super) fn suspend() -> io::Result<()> {
    // Without a shell above nobody could wake it up again.
    if getsid(None)? == getpgrp() {
        return Ok(());
    }
    // A shell that sees a part of the job stop takes the terminal at once. So it is given back
    // first, and then all stop together, by the signal that no one can put off.
    leave();
    kill_current_process_group(Signal::STOP)?;
    Ok(())
}
