//! What was written, and the exact commands that come next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::canvas::{View, draw, seen, title};
use super::paragraphs::Text;
use super::result::next::steps;
use crate::tui::layout::padded;
use crate::tui::theme::Role;

pub(super) fn render(
    view: View<'_, '_>,
    (told, scroll): (&str, usize),
    area: Rect,
    buffer: &mut Buffer,
) {
    Clear.render(area, buffer);
    let lines = lines(view, told, area);
    let right = seen(view, lines.len(), scroll, area.height.saturating_sub(1));
    let name = view.app.words.acting.written_title;
    let inner = title(view, name, &right, area, buffer);
    draw(&lines, scroll, padded(inner, 1), buffer);
}

pub(super) fn limit(view: View<'_, '_>, told: &str, area: Rect) -> usize {
    let rows = usize::from(area.height.saturating_sub(1));
    lines(view, told, area).len().saturating_sub(rows)
}

fn lines(view: View<'_, '_>, told: &str, area: Rect) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut text = Text {
        view,
        columns: usize::from(padded(area, 1).width),
        lines: &mut lines,
    };
    text.say(("", Role::Text), &[(told, Role::Good)]);
    let target = view.app.interview.advisor().targets.first();
    if let (Some(project), Some(target)) = (view.app.written(), target) {
        text.gap();
        let heading = view.app.common.now_do;
        text.say(("", Role::Text), &[(heading, Role::Heading)]);
        for (head, told) in steps(view, target, project) {
            text.say(("  ", Role::Text), &[(head, Role::Quiet)]);
            text.say(("    ", Role::Text), &[(&told, Role::Ask)]);
        }
    }
    lines
}
