//! A frame as text that can be reviewed: the rows, then one line for every styled run.
//!
//! A run is `row:first-last`, the roles that look so, and its text.

use std::fmt::Write as _;

use otp_advisor::inside::tui::Theme;
use ratatui::Terminal;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr as _;

/// The rows of a buffer without trailing blanks.
pub(crate) fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (area.top()..area.bottom())
        .map(|y| {
            let mut row = String::new();
            let mut x = area.left();
            while x < area.right() {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                // The cell after a wide character is hidden by it.
                x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).unwrap();
            }
            row.trim_end().to_owned()
        })
        .collect()
}

/// Rows, styled runs and the cursor.
pub(crate) fn frame(terminal: &mut Terminal<TestBackend>, theme: Theme) -> String {
    let buffer = terminal.backend().buffer().clone();
    let mut text = String::new();
    for row in rows(&buffer) {
        writeln!(text, "{row}").unwrap();
    }
    writeln!(text, "----").unwrap();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut x = buffer.area.left();
        while x < buffer.area.right() {
            let style = buffer[(x, y)].style();
            let from = x;
            let mut run = String::new();
            while x < buffer.area.right() && buffer[(x, y)].style() == style {
                run.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            let names = theme.names(style);
            // What a wide character hides was never drawn.
            let before = from
                .checked_sub(1)
                .map(|before| buffer[(before, y)].symbol());
            if names.is_empty() && before.is_some_and(|wide| wide.width() > 1) {
                continue;
            }
            if names.first() != Some(&"text") {
                assert!(!names.is_empty(), "no role looks like {style:?}");
                let names = names.join("/");
                writeln!(text, "{y}:{from}-{} {names} {:?}", x - 1, run.trim_end()).unwrap();
            }
        }
    }
    let backend = terminal.backend_mut();
    if let Ok(position) = backend.get_cursor_position()
        && backend.cursor_visible()
    {
        writeln!(text, "cursor {}:{}", position.y, position.x).unwrap();
    }
    text
}
