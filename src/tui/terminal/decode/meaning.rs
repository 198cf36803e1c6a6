//! What the sequences of terminals mean: keys, what the mouse did, the background that was asked for.

use vte::Params;

use crate::tui::key::{Does, Input, Key, Mouse};

/// The colour of `ESC ] 11 ; rgb:RRRR/GGGG/BBBB`, of which the upper digits count.
pub(super) fn background(colour: &[u8]) -> Option<Input> {
    let text = std::str::from_utf8(colour).ok()?;
    let text = text.strip_prefix("rgb:").or(text.strip_prefix("rgba:"))?;
    let mut parts = text.split('/').map(|part| {
        let value = u32::from_str_radix(part, 16).ok()?;
        let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)? - 1;
        u8::try_from(value * 255 / most.max(1)).ok()
    });
    let mut next = || parts.next().flatten();
    Some(Input::Background(next()?, next()?, next()?))
}

/// What `ESC [ < BUTTON ; COLUMN ; ROW M` tells; none for other buttons and for motion.
pub(super) fn mouse(params: &Params) -> Option<Mouse> {
    let mut numbers = params.iter().filter_map(|param| param.first().copied());
    let (button, column, row) = (numbers.next()?, numbers.next()?, numbers.next()?);
    // Shift, Alt and Ctrl are held besides.
    let does = match button & !0b1_1100 {
        0 => Does::Click,
        64 => Does::WheelUp,
        65 => Does::WheelDown,
        _ => return None,
    };
    let at = (column.checked_sub(1)?, row.checked_sub(1)?);
    Some(Mouse { does, at })
}

/// The key of a final letter, as in `ESC [ A` and `ESC O A`.
pub(super) fn named(letter: char) -> Option<Key> {
    Some(match letter {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'F' => Key::End,
        'H' => Key::Home,
        'M' => Key::Enter,
        'P' => Key::F(1),
        'Q' => Key::F(2),
        'R' => Key::F(3),
        'S' => Key::F(4),
        'Z' => Key::BackTab,
        _ => return None,
    })
}

/// The key of a number, as in `ESC [ 5 ~`.
pub(super) fn numbered(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        11..=15 => function(number - 10)?,
        17..=21 => function(number - 11)?,
        23 | 24 => function(number - 12)?,
        _ => return None,
    })
}

/// The key of a letter after `ESC [ [`.
pub(super) fn console(letter: char) -> Option<Key> {
    match letter {
        'A'..='E' => function(u16::try_from(u32::from(letter) - u32::from('A')).ok()? + 1),
        _ => None,
    }
}

fn function(number: u16) -> Option<Key> {
    u8::try_from(number).ok().map(Key::F)
}
