//! Signals: a thread gives the terminal back before the program ends or sleeps.
//!
//! After waking up it takes the terminal again and lets the main thread paint anew by the signal
//! that also tells of a new window size, since that is what it waits for.

use std::io::{self, Write as _};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use ratatui::crossterm::terminal as raw;
use rustix::process::{getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::flag::register_conditional_default;
use signal_hook::iterator::{Handle, Signals};
use signal_hook::low_level;

use super::{enter, leave};

/// Whether signals do what they do without the wizard. A handler once set stays for good, so the
/// defaults have to be kept up when nobody watches.
static UNWATCHED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// The watching thread.
pub(super) struct Watch {
    handle: Handle,
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
        let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT])?;
        let handle = signals.handle();
        let thread = thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in &mut signals {
                    receive(signal);
                }
            })?;
        Ok(Self {
            handle,
            thread: Some(thread),
        })
    }

    pub(super) fn stop(&mut self) {
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

fn receive(signal: i32) {
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
                let _ = low_level::raise(SIGWINCH);
            }
        }
        fatal => {
            // Nobody else may write any more, so the lock is kept to the end.
            let mut out = io::stderr().lock();
            leave(&mut out);
            let _ = out.flush();
            process::exit(128 + fatal);
        }
    }
}

/// Sends the whole job to sleep, as Ctrl-Z does outside raw mode.
pub(super) fn suspend() -> io::Result<()> {
    // Without a shell above nobody could wake it up again.
    if getsid(None)? == getpgrp() {
        return Ok(());
    }
    kill_current_process_group(rustix::process::Signal::TSTP)?;
    Ok(())
}
