//! What is told when an interview is left, by whichever way: where the answers are, and what goes on with
//! them.
//!
//! Whoever answers prompts may also be cut off by a signal, for which nobody looks while a line is read.
//! A thread does, tells it and lets the signal end the program as it would have.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(unix)]
use super::streams::standard_errors;

/// The line to tell; none where there is nothing to go on with. Held while answers or files are written,
/// so that an end waits for that.
#[derive(Clone, Debug, Default)]
pub(super) struct Parting(Arc<Mutex<Option<String>>>);

impl Parting {
    pub(super) fn hold(&self) -> MutexGuard<'_, Option<String>> {
        // It is written whole: whoever panicked left an older one.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn line(&self) -> Option<String> {
        self.hold().clone()
    }
}

#[cfg(unix)]
pub(super) use self::watch::Watch;

#[cfg(unix)]
mod watch {
    use std::io::{self, Write as _};
    use std::sync::mpsc;
    use std::thread::{self, JoinHandle};
    use std::time::Duration;

    use signal_hook::iterator::{Handle, Signals};

    use super::{Parting, standard_errors};
    use crate::signals::{ENDING, Watching, end_by};

    /// What cannot be told by then is not, as on a terminal that takes nothing any more.
    const PATIENCE: Duration = Duration::from_secs(3);

    /// As long as this lives, signals are told before they end the program.
    pub(crate) struct Watch {
        handle: Handle,
        thread: Option<JoinHandle<()>>,
        _watching: Watching,
    }

    impl Watch {
        /// Starts to watch; with a prompt in front, which ends no line.
        pub(crate) fn start(parting: &Parting, prompt: bool) -> io::Result<Self> {
            let watching = Watching::begin()?;
            let mut signals = Signals::new(ENDING)?;
            let handle = signals.handle();
            let parting = parting.clone();
            let thread = thread::Builder::new()
                .name("signals".to_owned())
                .spawn(move || {
                    if let Some(signal) = signals.forever().next() {
                        tell(parting, prompt);
                        end_by(signal);
                    }
                })?;
            Ok(Self {
                handle,
                thread: Some(thread),
                _watching: watching,
            })
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.handle.close();
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }

    fn tell(parting: Parting, prompt: bool) {
        let (done, told) = mpsc::channel();
        let telling = thread::Builder::new().spawn(move || {
            if let Some(line) = parting.line() {
                let before = if prompt { "\n" } else { "" };
                let mut errors = standard_errors();
                let _ = writeln!(errors, "{before}{line}").and_then(|()| errors.flush());
            }
            let _ = done.send(());
        });
        if telling.is_ok() {
            let _ = told.recv_timeout(PATIENCE);
        }
    }
}
