//! The brake. What handlers need may be away, as a database; each message that is taken then is one more
//! that fails, and the queue is empty before it is back. So after a batch that failed no more are taken
//! for a while, and then a few at a time, with growing pauses, until a batch succeeds.
//!
//! A message that fails alone may be poison, which concerns nobody else: only after many in a row there
//! is a pause, and it does not grow.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};
use tracing::warn;

use super::MAX_DEMAND;
use super::policy::{FIRST_PAUSE, LONGEST_PAUSE};
use crate::otp::pauses::Pauses;

/// So many messages that fail one after the other are more than poison.
const IN_A_ROW: usize = 2 * MAX_DEMAND;

/// Who fails pulls it, and the producer waits for it.
pub(super) struct Brake {
    state: watch::Sender<State>,
    failed: AtomicUsize,
}

struct State {
    pauses: Pauses,
    /// As long as it is not known whether anything succeeds again.
    pause: Option<Duration>,
    until: Instant,
    /// A few were taken after the pause, and what becomes of them is not known.
    probing: bool,
    /// Between failures that were told to nobody.
    unkept: Pauses,
    unkept_until: Instant,
}

impl Brake {
    pub(super) fn new() -> Self {
        let (pauses, now) = (|| Pauses::new(FIRST_PAUSE, LONGEST_PAUSE), Instant::now());
        let state = State {
            pauses: pauses(),
            pause: None,
            until: now,
            probing: false,
            unkept: pauses(),
            unkept_until: now,
        };
        Self {
            state: watch::Sender::new(state),
            failed: AtomicUsize::new(0),
        }
    }

    pub(super) fn batch_failed(&self) {
        self.pull(Pauses::grow);
    }

    pub(super) fn batch_done(&self) {
        self.state.send_if_modified(|state| {
            state.pauses.reset();
            state.pause.take().is_some()
        });
    }

    pub(super) fn message_failed(&self) {
        if self.failed.fetch_add(1, Ordering::Relaxed) + 1 >= IN_A_ROW {
            self.pull(|_| FIRST_PAUSE);
        }
    }

    pub(super) fn message_done(&self) {
        self.failed.store(0, Ordering::Relaxed);
    }

    fn pull(&self, pause: impl FnOnce(&mut Pauses) -> Duration) {
        self.state.send_if_modified(|state| {
            // What was in flight when the first failed fails in the same pause.
            if state.pause.is_some() && !state.probing && Instant::now() < state.until {
                return false;
            }
            let pause = pause(&mut state.pauses);
            warn!(?pause, "too much fails; no more messages are taken for now");
            state.pause = Some(pause);
            state.until = Instant::now() + pause;
            state.probing = false;
            true
        });
    }

    /// Waits until more may be taken.
    pub(super) async fn released(&self) {
        let mut state = self.state.subscribe();
        loop {
            let until = {
                let state = state.borrow_and_update();
                let Some(_) = state.pause else { return };
                state.until
            };
            tokio::select! {
                () = sleep_until(until) => return,
                // Longer, or over.
                changed = state.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Some were taken: if that was to see whether anything succeeds again, it is waited for.
    pub(super) fn taken(&self) {
        self.state.send_if_modified(|state| {
            if let Some(pause) = state.pause {
                state.until = Instant::now() + pause;
                state.probing = true;
            }
            false
        });
    }

    /// How long to keep a message whose failure was told to nobody, before it comes again.
    pub(super) fn unkept(&self) -> Duration {
        let mut pause = Duration::ZERO;
        self.state.send_if_modified(|state| {
            // All that fail together share one pause.
            pause = state.unkept_until.saturating_duration_since(Instant::now());
            if pause.is_zero() {
                pause = state.unkept.grow();
                state.unkept_until = Instant::now() + pause;
            }
            false
        });
        pause
    }

    /// Failures are heard of again.
    pub(super) fn kept(&self) {
        self.state.send_if_modified(|state| {
            state.unkept.reset();
            false
        });
    }
}
