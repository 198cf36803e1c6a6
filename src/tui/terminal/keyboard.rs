//! Input from the terminal: bytes as they come, and the end of the line.
//!
//! Nothing is polled: it sleeps until the terminal or the thread that hears signals has something
//! to say, or an unfinished sequence has waited long enough. A terminal that is gone ends the
//! wizard, whether or not a signal tells of it.

use std::io::{self, Read as _};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGHUP;

use super::decode::{Decoder, Unfinished};
use super::screen;
use super::signals;
use crate::tui::drive::Events;
use crate::tui::key::Input;
use crate::tui::options::Error;

/// Terminals send a sequence at once, slow lines perhaps in two pieces.
const SEQUENCE: Duration = Duration::from_millis(50);
/// A paste may be long.
const PASTE: Duration = Duration::from_secs(1);

/// The keyboard, and the signals that are input.
pub(super) struct Keyboard<'t> {
    terminal: BorrowedFd<'t>,
    /// Readable when a signal came.
    woken: UnixStream,
    decoder: Decoder,
}

/// What the waiting ended with.
enum Came {
    Bytes,
    Signal,
    Nothing,
}

impl<'t> Keyboard<'t> {
    pub(super) fn new(terminal: BorrowedFd<'t>, woken: UnixStream) -> Self {
        Self {
            terminal,
            woken,
            decoder: Decoder::default(),
        }
    }

    /// Whether the terminal is gone.
    pub(super) fn is_lost(&self) -> bool {
        let mut fds = [PollFd::from_borrowed_fd(self.terminal, PollFlags::IN)];
        poll(&mut fds, Some(&Timespec::default())).is_ok() && gone(fds[0].revents())
    }

    /// Waits, and takes what came of bytes.
    fn wait(&mut self, patience: Option<Duration>) -> Result<Came, Error> {
        let mut fds = [
            PollFd::from_borrowed_fd(self.terminal, PollFlags::IN),
            PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN),
        ];
        let patience = patience.map(|time| Timespec {
            tv_sec: time.as_secs().try_into().unwrap_or(i64::MAX),
            tv_nsec: time.subsec_nanos().into(),
        });
        match poll(&mut fds, patience.as_ref()) {
            Ok(0) => return Ok(Came::Nothing),
            // A signal; its thread says so in a moment, if it is one of ours.
            Err(Errno::INTR) => return Ok(Came::Bytes),
            other => other.map_err(io::Error::from)?,
        };
        let (typed, woken) = (fds[0].revents(), fds[1].revents());
        if !woken.is_empty() {
            drain(&mut self.woken);
            return Ok(Came::Signal);
        }
        if typed.contains(PollFlags::IN) {
            self.read()?;
        } else if gone(typed) {
            return Err(lost());
        }
        Ok(Came::Bytes)
    }

    fn read(&mut self) -> Result<(), Error> {
        let mut bytes = [0; 1024];
        match rustix::io::read(self.terminal, &mut bytes) {
            // In raw mode only a terminal that is gone reads as empty, or fails so.
            Ok(0) | Err(Errno::IO) => Err(lost()),
            Ok(count) => {
                self.decoder.advance(&bytes[..count]);
                Ok(())
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(()),
            Err(error) => Err(io::Error::from(error).into()),
        }
    }
}

/// What a lost terminal amounts to, though not every one sends the signal.
pub(super) fn lost() -> Error {
    Error::Signal(signals::number(SIGHUP))
}

fn gone(events: PollFlags) -> bool {
    events.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL)
}

fn drain(woken: &mut UnixStream) {
    let mut bytes = [0; 64];
    while matches!(woken.read(&mut bytes), Ok(1..)) {}
}

impl Events for Keyboard<'_> {
    fn next(&mut self) -> Result<Input, Error> {
        loop {
            signals::check()?;
            if let Some(input) = self.decoder.next() {
                return Ok(input);
            }
            let patience = self
                .decoder
                .unfinished()
                .map(|unfinished| match unfinished {
                    Unfinished::Sequence => SEQUENCE,
                    Unfinished::Paste | Unfinished::Answer => PASTE,
                });
            match self.wait(patience)? {
                Came::Bytes => {}
                Came::Nothing => self.decoder.expire(),
                Came::Signal => {
                    signals::check()?;
                    let (width, height) = screen::size();
                    return Ok(Input::Resize(width, height));
                }
            }
        }
    }

    fn pending(&mut self) -> Result<bool, Error> {
        signals::check()?;
        if !self.decoder.has_input() {
            let mut fds = [PollFd::from_borrowed_fd(self.terminal, PollFlags::IN)];
            let ready = poll(&mut fds, Some(&Timespec::default()));
            if matches!(ready, Ok(1..)) && fds[0].revents().contains(PollFlags::IN) {
                self.read()?;
            }
        }
        Ok(self.decoder.has_input())
    }
}
