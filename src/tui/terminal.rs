//! The terminal: taken when the wizard starts, given back however it ends.
//!
//! Everything is written to standard error, a frame at a time under its lock. Return and errors give
//! the terminal back in `Drop`, a panic in a hook before its message, signals in a thread of their
//! own; whoever comes first does it, the others find it done.

#[cfg(unix)]
mod signals;

use std::io::{self, IsTerminal, Stderr, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    self as raw, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen,
};
use ratatui::crossterm::{execute, queue};

use super::host::{Error, Host, Options};
use super::key::Input;
use super::run::{Device, Events, Wizard, drive};
use crate::session::Session;

/// Runs the wizard on standard error.
pub(super) fn run<'a>(
    session: Session<'a>,
    host: &mut dyn Host,
    options: &Options,
) -> Result<Option<Session<'a>>, Error> {
    if !io::stderr().is_terminal() {
        return Err(io::Error::other("standard error is not one").into());
    }
    let guard = Guard::take()?;
    let mut terminal = Terminal::new(CrosstermBackend::new(Screen::default()))?;
    let size = terminal.size()?;
    let mut wizard = Wizard::new(session, host, options, (size.width, size.height));
    let finished = drive(&mut wizard, &mut terminal, &mut Keyboard, &mut Controls)?;
    let session = wizard.into_session();
    drop(terminal);
    drop(guard);
    Ok(finished.then_some(session))
}

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Raw mode and the alternate screen, until dropped.
struct Guard {
    #[cfg(unix)]
    signals: signals::Watch,
}

impl Guard {
    fn take() -> io::Result<Self> {
        hook_panics();
        #[cfg(unix)]
        let signals = signals::Watch::start()?;
        let guard = Self {
            #[cfg(unix)]
            signals,
        };
        // From here on Drop gives back what was taken, even when only half of it was.
        enter(&mut io::stderr().lock())?;
        Ok(guard)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.signals.stop();
        leave(&mut io::stderr().lock());
    }
}

/// Takes the terminal.
fn enter(out: &mut impl Write) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    raw::enable_raw_mode()?;
    execute!(out, EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back, unless that is done already. Nobody is left to tell about failures.
fn leave(out: &mut impl Write) {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = raw::disable_raw_mode();
}

/// Gives the terminal back before a panic is told, so that the message can be read.
fn hook_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave(&mut io::stderr().lock());
            before(info);
        }));
    });
}

/// Collects a frame and writes it at once, so that nobody writes in the middle of it.
#[derive(Default)]
struct Screen {
    frame: Vec<u8>,
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(self.frame.len() + 16);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.append(&mut self.frame);
        queue!(frame, EndSynchronizedUpdate)?;
        let mut out: io::StderrLock<'static> = Stderr::lock(&io::stderr());
        // Given back in the meantime: what is drawn now belongs to nobody.
        if TAKEN.load(Ordering::SeqCst) {
            out.write_all(&frame)?;
            out.flush()?;
        }
        Ok(())
    }
}

/// Input from the terminal.
struct Keyboard;

impl Events for Keyboard {
    fn next(&mut self) -> Result<Input, Error> {
        loop {
            check_signals()?;
            let read = event::read();
            // A terminal that is gone fails, too; the signal says it better.
            check_signals()?;
            if let Some(input) = Input::from_event(read?) {
                return Ok(input);
            }
        }
    }

    fn pending(&mut self) -> Result<bool, Error> {
        check_signals()?;
        Ok(event::poll(std::time::Duration::ZERO)?)
    }
}

/// Whether the process was told to end.
fn check_signals() -> Result<(), Error> {
    #[cfg(unix)]
    if let Some(signal) = signals::received() {
        return Err(Error::Signal(signal));
    }
    Ok(())
}

/// The terminal besides drawing.
struct Controls;

impl Device for Controls {
    fn copy(&mut self, text: &str) -> Result<(), Error> {
        let mut out = io::stderr().lock();
        execute!(out, CopyToClipboard::to_clipboard_from(text))?;
        Ok(())
    }

    fn suspend(&mut self) -> Result<(), Error> {
        #[cfg(unix)]
        signals::suspend()?;
        Ok(())
    }
}
