//! The terminal: taken when the wizard starts, given back however it ends.
//!
//! Return and errors give it back in `Drop`, a panic in a hook before its message, signals in a
//! thread of their own; whoever comes first does it, the others find it done.

#[cfg(unix)]
mod decode;
#[cfg(not(unix))]
mod events;
#[cfg(unix)]
mod keyboard;
mod screen;
#[cfg(unix)]
mod signals;

use std::io;
use std::panic;
use std::sync::Once;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

use self::screen::{Screen, enter, leave};
use super::drive::{Device, drive};
use super::options::{Error, Options};
use super::run::Wizard;
use crate::host::{Host, Translations};
use crate::session::Session;

/// Runs the wizard on the terminal.
pub(super) fn run<'a>(
    session: Session<'a>,
    host: &mut dyn Host,
    options: &Options,
    languages: Option<&'a dyn Translations>,
) -> Result<Option<Session<'a>>, Error> {
    screen::find()?;
    screen::mouse(options.mouse)?;
    let (columns, rows) = screen::size();
    let mut wizard = Wizard::new(session, host, options, (columns, rows));
    // The terminal's own idea of its size is not asked again: it may be none.
    let fixed = TerminalOptions {
        viewport: Viewport::Fixed(Rect::new(0, 0, columns, rows)),
    };
    if let Some(languages) = languages {
        wizard.speaks(languages);
    }
    let asks = wizard.asks_background();
    let mut terminal = Terminal::with_options(CrosstermBackend::new(Screen::default()), fixed)?;
    let finished = taken(|keyboard| {
        if asks {
            screen::ask_background()?;
        }
        drive(&mut wizard, &mut terminal, keyboard, &mut Controls)
    })?;
    Ok(finished.then(|| wizard.into_session()))
}

/// Runs with the terminal in raw mode and the alternate screen.
#[cfg(unix)]
fn taken<T>(run: impl FnOnce(&mut keyboard::Keyboard<'_>) -> Result<T, Error>) -> Result<T, Error> {
    use std::io::IsTerminal as _;
    use std::os::fd::{AsFd as _, OwnedFd};

    let input: OwnedFd = if io::stdin().is_terminal() {
        io::stdin().as_fd().try_clone_to_owned()?
    } else {
        std::fs::File::open("/dev/tty")?.into()
    };
    hook_panics();
    let (signals, woken) = signals::Watch::start()?;
    let guard = Guard { signals };
    // From here on Drop gives back what was taken, even when only half of it was.
    enter()?;
    let mut keyboard = keyboard::Keyboard::new(input.as_fd(), woken);
    let result = run(&mut keyboard);
    drop(guard);
    match result {
        // Drawing may find out first that nobody is there.
        Err(Error::Io(_)) if keyboard.is_lost() => Err(keyboard::lost()),
        result => result,
    }
}

#[cfg(not(unix))]
fn taken<T>(run: impl FnOnce(&mut events::Keyboard) -> Result<T, Error>) -> Result<T, Error> {
    hook_panics();
    let guard = Guard {};
    enter()?;
    let result = run(&mut events::Keyboard);
    drop(guard);
    result
}

/// Raw mode and the alternate screen, until dropped.
struct Guard {
    #[cfg(unix)]
    signals: signals::Watch,
}

impl Drop for Guard {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.signals.stop();
        leave();
    }
}

/// Gives the terminal back before a panic is told, so that the message can be read.
fn hook_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
    });
}

/// The terminal besides drawing.
struct Controls;

impl Device for Controls {
    fn mouse(&mut self, on: bool) -> Result<(), Error> {
        Ok(screen::mouse(on)?)
    }

    fn copy(&mut self, text: &str) -> Result<(), Error> {
        Ok(screen::copy(text)?)
    }

    fn suspend(&mut self) -> Result<(), Error> {
        #[cfg(unix)]
        signals::suspend()?;
        Ok(())
    }
}
