//! The screen: where frames are written, taken and given back.
//!
//! That is standard error, or the terminal itself where standard error leads elsewhere. A frame is
//! written whole, under the lock, so that nobody writes in the middle of it.

use std::io::{self, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    self as raw, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate,
    EnterAlternateScreen, LeaveAlternateScreen,
};
use ratatui::crossterm::{execute, queue};

/// Whether the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is to tell of the mouse while it is ours.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Clicks and the wheel, in the way that knows wide windows; no motion, which crossterm would turn on
/// with them.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Where it is written to.
static DEVICE: Mutex<Device> = Mutex::new(Device::Errors);

/// Taken for a size that the terminal does not know.
const USUAL: (u16, u16) = (80, 24);

enum Device {
    /// Standard error.
    Errors,
    #[cfg(unix)]
    Itself(std::fs::File),
}

impl Write for Device {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Errors => io::stderr().write(bytes),
            #[cfg(unix)]
            Self::Itself(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn device() -> MutexGuard<'static, Device> {
    // Bytes are all it holds: whoever panicked left nothing half done.
    DEVICE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds out where to draw.
pub(super) fn find() -> io::Result<()> {
    let found = if io::stderr().is_terminal() {
        Device::Errors
    } else {
        itself()?
    };
    *device() = found;
    Ok(())
}

#[cfg(unix)]
fn itself() -> io::Result<Device> {
    use std::os::fd::AsFd as _;
    let named = std::fs::OpenOptions::new()
        .read(true)
        .write(true)
        .open("/dev/tty");
    // What is read from can mostly be written to, which helps where no terminal controls us.
    let found = named.or_else(|error| {
        let input = io::stdin();
        if input.is_terminal() {
            input.as_fd().try_clone_to_owned().map(std::fs::File::from)
        } else {
            Err(error)
        }
    });
    found.map(Device::Itself).map_err(|_| nowhere())
}

#[cfg(not(unix))]
fn itself() -> io::Result<Device> {
    Err(nowhere())
}

fn nowhere() -> io::Error {
    io::Error::other(
        "standard error is none, and there is no other to draw on; --plain asks by lines",
    )
}

/// Columns and rows.
pub(super) fn size() -> (u16, u16) {
    let (columns, rows) = told_size().unwrap_or(USUAL);
    let or = |told: u16, usual: u16| if told == 0 { usual } else { told };
    (or(columns, USUAL.0), or(rows, USUAL.1))
}

#[cfg(unix)]
fn told_size() -> Option<(u16, u16)> {
    use std::os::fd::AsFd as _;
    let size = match &*device() {
        Device::Errors => rustix::termios::tcgetwinsize(io::stderr().as_fd()),
        Device::Itself(file) => rustix::termios::tcgetwinsize(file.as_fd()),
    };
    size.ok().map(|size| (size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn told_size() -> Option<(u16, u16)> {
    raw::size().ok()
}

/// Takes the terminal.
pub(super) fn enter() -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    raw::enable_raw_mode()?;
    let mut device = device();
    // Who was killed may have left the other screen as it was.
    execute!(
        device,
        EnterAlternateScreen,
        Clear(ClearType::All),
        EnableBracketedPaste
    )?;
    if MOUSE.load(Ordering::SeqCst) {
        device.write_all(MOUSE_ON)?;
    }
    Ok(())
}

/// Whether the terminal is to tell of the mouse, from now on or from when it is taken.
pub(super) fn mouse(on: bool) -> io::Result<()> {
    MOUSE.store(on, Ordering::SeqCst);
    let mut device = device();
    if TAKEN.load(Ordering::SeqCst) {
        device.write_all(if on { MOUSE_ON } else { MOUSE_OFF })?;
    }
    Ok(())
}

/// Takes it once more, in whatever mode others have left it.
#[cfg(unix)]
pub(super) fn enter_again() -> io::Result<()> {
    let _ = raw::disable_raw_mode();
    enter()
}

/// Gives the terminal back, unless that is done already. Nobody is left to tell about failures.
pub(super) fn leave() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut device = device();
    let _ = device.write_all(MOUSE_OFF);
    let _ = execute!(
        device,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = raw::disable_raw_mode();
}

/// Asks the terminal for its background.
#[cfg(unix)]
pub(super) fn ask_background() -> io::Result<()> {
    device().write_all(b"\x1b]11;?\x07")
}

/// Elsewhere the console's answer would arrive as keys.
#[cfg(not(unix))]
pub(super) fn ask_background() -> io::Result<()> {
    Ok(())
}

/// Puts a text on the clipboard.
pub(super) fn copy(text: &str) -> io::Result<()> {
    let mut device = device();
    execute!(device, CopyToClipboard::to_clipboard_from(text))
}

/// Collects a frame and writes it at once.
#[derive(Default)]
pub(super) struct Screen {
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
        let mut device = device();
        // Given back in the meantime: what is drawn now belongs to nobody.
        if TAKEN.load(Ordering::SeqCst) {
            device.write_all(&frame)?;
        }
        Ok(())
    }
}
