//! Signals: a thread gives the terminal back before the program ends or sleeps.
//!
//! A signal to end is also handed to the main thread, which may be in the middle of writing a
//! project and ends when that is done. The main thread waits for input; it is woken by the signal
//! that tells of a new window size, as it is to paint anew after a sleep.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ratatui::crossterm::terminal as raw;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level;

use super::{enter, leave};

/// Whether signals do what they do without the wizard. A handler once set stays for good, so the
/// defaults have to be kept up when nobody watches.
static UNWATCHED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The signal that tells the process to end; 0 for none.
static RECEIVED: AtomicU8 = AtomicU8::new(0);

/// A main thread that has not ended by then never will.
const GRACE: Duration = Duration::from_secs(3);

/// The watching thread.
pub(super) struct Watch {
    handle: Handle,
    /// Dropped when the main thread has ended the wizard.
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    pub(super) fn start() -> io::Result<Self> {
        if let Some(unwatched) = UNWATCHED.get() {
            unwatched.store(false, Ordering::SeqCst);
        } else {
            let unwatched = UNWATCHED.get_or_init(Arc::default);
            for signal in [SIGTERM, SIGINT, SIGHUP, SIGTSTP] {
                register_conditional_default(signal, Arc::clone(unwatched))?;
            }
        }
        RECEIVED.store(0, Ordering::SeqCst);
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT])?;
        let handle = signals.handle();
        let (running, ended) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in &mut signals {
                    receive(signal, &ended);
                }
            })?;
        Ok(Self {
            handle,
            running: Some(running),
            thread: Some(thread),
        })
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
    }
}

/// The signal that the process got, if it is to end.
pub(super) fn received() -> Option<u8> {
    let signal = RECEIVED.load(Ordering::SeqCst);
    (signal != 0).then_some(signal)
}

fn receive(signal: i32, ended: &Receiver<()>) {
    match signal {
        SIGTSTP => {
            leave(&mut io::stderr().lock());
            // Sleeps here; SIGCONT arrives when it is over.
            let _ = low_level::emulate_default_handler(SIGTSTP);
        }
        SIGCONT => {
            // Whoever had the terminal meanwhile may have left it in any mode.
            let _ = raw::disable_raw_mode();
            if enter(&mut io::stderr().lock()).is_ok() {
                wake();
            }
        }
        fatal => {
            RECEIVED.store(u8::try_from(fatal).unwrap_or(u8::MAX), Ordering::SeqCst);
            leave(&mut io::stderr().lock());
            wake();
            if ended.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
                process::exit(128 + fatal);
            }
        }
    }
}

/// Makes the main thread look up from its waiting.
fn wake() {
    let _ = low_level::raise(SIGWINCH);
}

/// Sends the whole job to sleep, as Ctrl-Z does outside raw mode.
pub(super) fn suspend() -> io::Result<()> {
    // Without a shell above nobody could wake it up again.
    if getsid(None)? == getpgrp() {
        return Ok(());
    }
    kill_current_process_group(Signal::TSTP)?;
    Ok(())
}
