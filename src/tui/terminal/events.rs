//! Input from the console where there are no signals.

use std::time::Duration;

use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use crate::tui::drive::Events;
use crate::tui::key::{Does, Input, Key, Mouse};
use crate::tui::options::Error;

/// The console's events.
pub(super) struct Keyboard;

impl Events for Keyboard {
    fn next(&mut self) -> Result<Input, Error> {
        loop {
            if let Some(input) = input(event::read()?) {
                return Ok(input);
            }
        }
    }

    fn pending(&mut self) -> Result<bool, Error> {
        Ok(event::poll(Duration::ZERO)?)
    }
}

/// The input that an event stands for; none for releases, motion and unknown keys.
fn input(event: Event) -> Option<Input> {
    match event {
        Event::Key(event) if event.is_press() || event.is_repeat() => key(event).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        Event::Mouse(event) => mouse(event).map(Input::Mouse),
        _ => None,
    }
}

fn mouse(event: MouseEvent) -> Option<Mouse> {
    let does = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Does::Click,
        MouseEventKind::ScrollUp => Does::WheelUp,
        MouseEventKind::ScrollDown => Does::WheelDown,
        _ => return None,
    };
    let at = (event.column, event.row);
    Some(Mouse { does, at })
}

fn key(event: KeyEvent) -> Option<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    // AltGr arrives as Ctrl+Alt on Windows and only changes the character.
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    Some(match event.code {
        KeyCode::Char(c) if ctrl && !alt => match c.to_ascii_lowercase() {
            'j' | 'm' => Key::Enter,
            'h' => Key::Backspace,
            'i' => Key::Tab,
            '[' => Key::Esc,
            c => Key::Ctrl(c),
        },
        KeyCode::Char(_) if alt && !ctrl => return None,
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(number) => Key::F(number),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        _ => return None,
    })
}
