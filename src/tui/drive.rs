//! The loop that gives the wizard a terminal.
//!
//! It is generic over where it draws and where input comes from, so that tests run the very same one.

use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::Rect;

use super::key::Input;
use super::options::Error;
use super::run::{Step, Wizard};

/// Where input comes from.
pub trait Events {
    /// Waits for the next input.
    ///
    /// # Errors
    /// When there can be no more.
    fn next(&mut self) -> Result<Input, Error>;

    /// Whether one is there already.
    ///
    /// # Errors
    /// When there can be no more.
    fn pending(&mut self) -> Result<bool, Error>;
}

/// What the loop does with the terminal besides drawing.
pub trait Device {
    /// Listens to the mouse, or no longer.
    ///
    /// # Errors
    /// When the terminal fails.
    fn mouse(&mut self, on: bool) -> Result<(), Error>;

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// When the terminal fails.
    fn copy(&mut self, text: &str) -> Result<(), Error>;

    /// Stops the program until it is resumed.
    ///
    /// # Errors
    /// When the terminal fails.
    fn suspend(&mut self) -> Result<(), Error>;
}

/// Runs the wizard to its end; whether it was finished and not cancelled.
///
/// # Errors
/// When drawing or reading fails.
pub fn drive<B: Backend>(
    wizard: &mut Wizard<'_, '_>,
    terminal: &mut Terminal<B>,
    events: &mut dyn Events,
    device: &mut dyn Device,
) -> Result<bool, Error>
where
    Error: From<B::Error>,
{
    loop {
        terminal.draw(|frame| wizard.draw(frame))?;
        wizard.seen();
        if !events.pending()? && wizard.catch_up() {
            continue;
        }
        // Keys typed ahead are all taken before the next frame.
        loop {
            match wizard.input(events.next()?) {
                Step::Continue => {}
                Step::Copy(text) => device.copy(&text)?,
                Step::Suspend => device.suspend()?,
                Step::Mouse(on) => device.mouse(on)?,
                Step::Redraw => {
                    // Unlike `clear`, this does not ask the terminal where its cursor is, which not
                    // every one answers; nor how large it is, which not every one knows.
                    let (width, height) = wizard.size();
                    terminal.resize(Rect::new(0, 0, width, height))?;
                }
                Step::Finish => return Ok(true),
                Step::Cancel => return Ok(false),
            }
            if !events.pending()? {
                break;
            }
        }
    }
}
