//! What several actions share: closing, moving, editing a line.

use crate::tui::action::Action;
use crate::tui::line::Line;
use crate::tui::state::{App, Effect};

pub(super) fn close(app: &mut App<'_>) -> Effect {
    app.overlays.pop();
    Effect::None
}

/// A place after a move, between 0 and `last`.
pub(super) fn moved(place: usize, action: Action, page: usize, last: usize) -> usize {
    let to = match action {
        Action::Up => place.saturating_sub(1),
        Action::Down => place + 1,
        Action::PageUp => place.saturating_sub(page),
        Action::PageDown => place + page,
        Action::First => 0,
        Action::Last => last,
        Action::Point(to) => usize::from(to),
        _ => place,
    };
    to.min(last)
}

/// Changes a line; `false` when the action is not about lines.
pub(super) fn edit(line: &mut Line, action: Action) -> bool {
    match action {
        Action::Type(c) => line.insert(c.encode_utf8(&mut [0; 4])),
        Action::CursorLeft => line.left(),
        Action::CursorRight => line.right(),
        Action::CursorStart => line.start(),
        Action::CursorEnd => line.end(),
        Action::EraseLeft => line.erase_left(),
        Action::EraseRight => line.erase_right(),
        Action::EraseWord => line.erase_word(),
        Action::EraseLine => line.clear(),
        _ => return false,
    }
    true
}
