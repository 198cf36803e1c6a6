//! The signals that end a program, for whoever has something to do before the end: to give a terminal
//! back, to undo half of a project, to tell where the answers are.
//!
//! A handler once set stays for good, so the defaults are kept up while nobody watches. They are one for
//! all who watch: whoever has done last would end the program for the others otherwise.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
use signal_hook::flag::register_conditional_default;
use signal_hook::low_level::emulate_default_handler;

/// What a program does not outlive.
pub(crate) const ENDING: [i32; 7] = [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2];

/// Those that callers know by an exit status; the others may leave more than that, such as a core.
const BY_STATUS: [i32; 3] = [SIGTERM, SIGINT, SIGHUP];

static WATCHERS: Mutex<Watchers> = Mutex::new(Watchers {
    count: 0,
    nobody: None,
});

struct Watchers {
    count: usize,
    /// Whether signals do what they do by default, once that is up to us.
    nobody: Option<Arc<AtomicBool>>,
}

fn watchers() -> MutexGuard<'static, Watchers> {
    WATCHERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As long as this lives, none of [`ENDING`] ends the program by itself.
pub(crate) struct Watching(());

impl Watching {
    pub(crate) fn begin() -> io::Result<Self> {
        let mut watchers = watchers();
        let nobody = match &watchers.nobody {
            Some(nobody) => Arc::clone(nobody),
            None => Arc::default(),
        };
        if watchers.nobody.is_none() {
            for signal in ENDING {
                register_conditional_default(signal, Arc::clone(&nobody))?;
            }
            watchers.nobody = Some(Arc::clone(&nobody));
        }
        watchers.count += 1;
        nobody.store(false, Ordering::SeqCst);
        Ok(Self(()))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut watchers = watchers();
        watchers.count -= 1;
        if let (0, Some(nobody)) = (watchers.count, &watchers.nobody) {
            nobody.store(true, Ordering::SeqCst);
        }
    }
}

/// Ends the program as a signal does by default. Only those that do not end it are come back from.
pub(crate) fn end_by(signal: i32) {
    let _ = emulate_default_handler(signal);
}

/// Ends the program, all said and done, for a signal that it got.
pub(crate) fn end(signal: i32) -> ! {
    let status = 128 + signal;
    if let Ok(status) = u8::try_from(status) {
        end_as(status);
    }
    process::exit(status)
}

/// Where an exit status stands for a signal that callers know by more than that, ends by it.
pub(crate) fn end_as(status: u8) {
    let signal = i32::from(status) - 128;
    if ENDING.contains(&signal) && !BY_STATUS.contains(&signal) {
        end_by(signal);
    }
}
