//! Keys, freed from how each terminal and system reports them.
//!
//! Raw mode turns Ctrl-C and Ctrl-Z into plain keys, sends Backspace as 0x08 or 0x7f and Enter as
//! `\r` or (Ctrl-J) `\n`; Windows also reports releases. All of that is settled here once, so that
//! the keymap can be a plain table.

use std::fmt;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// One key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character as typed, Shift included.
    Char(char),
    /// A lower-case letter with Ctrl.
    Ctrl(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// What reaches the program from the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// Pasted text, control characters and all.
    Paste(String),
    /// The screen is this wide and high, or must be painted anew.
    Resize(u16, u16),
}

impl Input {
    /// The input that an event stands for; none for releases, mice and unknown keys.
    pub fn from_event(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.is_press() || key.is_repeat() => {
                Key::from_event(key).map(Self::Key)
            }
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::Resize(width, height) => Some(Self::Resize(width, height)),
            _ => None,
        }
    }
}

impl Key {
    fn from_event(event: KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        // AltGr arrives as Ctrl+Alt on Windows and only changes the character.
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        Some(match event.code {
            KeyCode::Char(c) if ctrl && !alt => match c.to_ascii_lowercase() {
                'j' | 'm' => Self::Enter,
                'h' => Self::Backspace,
                'i' => Self::Tab,
                '[' => Self::Esc,
                c => Self::Ctrl(c),
            },
            KeyCode::Char(_) if alt && !ctrl => return None,
            KeyCode::Char(c) => Self::Char(c),
            KeyCode::F(number) => Self::F(number),
            KeyCode::Enter => Self::Enter,
            KeyCode::Esc => Self::Esc,
            KeyCode::Tab => Self::Tab,
            KeyCode::BackTab => Self::BackTab,
            KeyCode::Backspace => Self::Backspace,
            KeyCode::Delete => Self::Delete,
            KeyCode::Up => Self::Up,
            KeyCode::Down => Self::Down,
            KeyCode::Left => Self::Left,
            KeyCode::Right => Self::Right,
            KeyCode::Home => Self::Home,
            KeyCode::End => Self::End,
            KeyCode::PageUp => Self::PageUp,
            KeyCode::PageDown => Self::PageDown,
            _ => return None,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::Ctrl(c) => write!(f, "Ctrl-{}", c.to_ascii_uppercase()),
            Self::F(number) => write!(f, "F{number}"),
            Self::Enter => f.write_str("Enter"),
            Self::Esc => f.write_str("Esc"),
            Self::Tab => f.write_str("Tab"),
            Self::BackTab => f.write_str("Shift-Tab"),
            Self::Backspace => f.write_str("Backspace"),
            Self::Delete => f.write_str("Del"),
            Self::Up => f.write_str("↑"),
            Self::Down => f.write_str("↓"),
            Self::Left => f.write_str("←"),
            Self::Right => f.write_str("→"),
            Self::Home => f.write_str("Home"),
            Self::End => f.write_str("End"),
            Self::PageUp => f.write_str("PgUp"),
            Self::PageDown => f.write_str("PgDn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        Key::from_event(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn control_characters_are_the_keys_they_mean() {
        let ctrl = KeyModifiers::CONTROL;
        assert_eq!(key(KeyCode::Char('j'), ctrl), Some(Key::Enter));
        assert_eq!(key(KeyCode::Char('h'), ctrl), Some(Key::Backspace));
        assert_eq!(key(KeyCode::Char('C'), ctrl), Some(Key::Ctrl('c')));
    }

    #[test]
    fn shift_is_part_of_the_character() {
        let shift = KeyModifiers::SHIFT;
        assert_eq!(key(KeyCode::Char('G'), shift), Some(Key::Char('G')));
        assert_eq!(key(KeyCode::Char('?'), shift), Some(Key::Char('?')));
    }

    #[test]
    fn alt_gr_types_and_alt_does_not() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(key(KeyCode::Char('@'), alt_gr), Some(Key::Char('@')));
        assert_eq!(key(KeyCode::Char('x'), KeyModifiers::ALT), None);
    }

    #[test]
    fn releases_are_no_input() {
        let mut event = KeyEvent::from(KeyCode::Enter);
        event.kind = ratatui::crossterm::event::KeyEventKind::Release;
        assert_eq!(Input::from_event(Event::Key(event)), None);
    }
}
