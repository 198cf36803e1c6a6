//! Keys, freed from how each terminal and system reports them.
//!
//! How a key arrives (escape sequences, control characters, the console's events) is settled in
//! `terminal`, so that the keymap can be a plain table.

use std::fmt;

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
    Mouse(Mouse),
    /// The terminal told its background: red, green, blue.
    Background(u8, u8, u8),
    /// The screen is this wide and high, or must be painted anew.
    Resize(u16, u16),
}

/// What the mouse did, and in which column and row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    pub does: Does,
    pub at: (u16, u16),
}

/// What a mouse does that counts here. Motion is never asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Click,
    WheelUp,
    WheelDown,
}

/// The keys that have a name in a configuration; a character is its own, and Ctrl and F have numbers.
const NAMES: [(Key, &str); 15] = [
    (Key::Char(' '), "space"),
    (Key::Enter, "enter"),
    (Key::Esc, "esc"),
    (Key::Tab, "tab"),
    (Key::BackTab, "shift-tab"),
    (Key::Backspace, "backspace"),
    (Key::Delete, "delete"),
    (Key::Up, "up"),
    (Key::Down, "down"),
    (Key::Left, "left"),
    (Key::Right, "right"),
    (Key::Home, "home"),
    (Key::End, "end"),
    (Key::PageUp, "page-up"),
    (Key::PageDown, "page-down"),
];

impl Key {
    /// The key of a name in a configuration, in whatever case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control() && c != ' ').then_some(Self::Char(c));
        }
        let lower = name.to_lowercase();
        if let Some((key, _)) = NAMES.iter().find(|(_, name)| *name == lower) {
            return Some(*key);
        }
        if let Some(rest) = lower.strip_prefix("ctrl-") {
            let mut chars = rest.chars();
            let letter = chars
                .next()
                .filter(|c| c.is_ascii_lowercase() || *c == '_')?;
            return chars.next().is_none().then_some(Self::Ctrl(letter));
        }
        let number = lower.strip_prefix('f')?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self::F(number))
    }

    /// Its name in a configuration.
    pub(crate) fn name(self) -> String {
        match (self, NAMES.iter().find(|(key, _)| *key == self)) {
            (_, Some((_, name))) => (*name).to_owned(),
            (Self::Ctrl(c), _) => format!("ctrl-{c}"),
            (Self::F(number), _) => format!("f{number}"),
            (other, _) => other.to_string(),
        }
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
