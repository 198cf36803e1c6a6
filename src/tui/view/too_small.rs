//! What a window too small for the wizard says instead.
//!
//! It has to fit anywhere, so it is cut rather than refused.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::canvas::{View, draw};
use super::text::wrap;
use crate::tui::action::Action;
use crate::tui::keymap::{self, Context};
use crate::tui::layout::MIN_SIZE;
use crate::tui::theme::Role;

pub(super) fn render(view: View<'_, '_>, area: Rect, buffer: &mut Buffer) {
    let words = view.app.words;
    let size = (words.too_small_size)((area.width, area.height), MIN_SIZE);
    let columns = usize::from(area.width);
    let mut lines = wrap(
        view.span("", Role::Text),
        &[(words.too_small, view.style(Role::Ask))],
        columns,
    );
    lines.extend(wrap(
        view.span("", Role::Text),
        &[(&size, view.style(Role::Text))],
        columns,
    ));
    let cancel = keymap::key_of(Context::Small, Action::Cancel, &view.app.keys);
    let cancel = format!("{}: ", cancel.unwrap_or_default());
    lines.extend(wrap(
        view.span("", Role::Text),
        &[
            (&cancel, view.style(Role::Key)),
            (words.hint_quit, view.style(Role::Text)),
        ],
        columns,
    ));
    draw(&lines, 0, area, buffer);
}
