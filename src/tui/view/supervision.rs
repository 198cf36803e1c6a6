//! The picture of the finished design: for this advisor's readers, the supervision tree.

use super::paragraphs::Text;
use super::text::wrap;
use crate::sketch::{Hung, pictured};
use crate::tui::theme::Role;

/// Draws it below what is there, where the advisor draws one.
pub(super) fn picture(text: &mut Text<'_, '_, '_>) {
    let Some(picture) = pictured(text.view.app.session()) else {
        return;
    };
    text.gap();
    text.say(("", Role::Text), &[(&picture.title, Role::Heading)]);
    for (place, node) in picture.nodes.iter().enumerate() {
        // Whether something stands right below it.
        let parent = picture.nodes.get(place + 1);
        let parent = parent.is_some_and(|next| next.depth() > node.depth());
        hung(text, node, parent);
    }
}

fn hung(text: &mut Text<'_, '_, '_>, node: &Hung, parent: bool) {
    let view = text.view;
    let lead = format!("  {}", node.lead());
    let notes = node.notes.join(", ");
    let label = if notes.is_empty() {
        node.label.to_string()
    } else {
        format!("{}  ", node.label)
    };
    let pieces = [
        (label.as_str(), view.style(Role::Outcome)),
        (notes.as_str(), view.style(Role::Quiet)),
    ];
    // Later lines leave room for the lines that go on beside them.
    let columns = text.columns.saturating_sub(2);
    let mut lines = wrap(view.span(lead, Role::Rule), &pieces, columns);
    let below = if parent { "│ " } else { "  " };
    let rail = format!("  {}{below}", node.rail());
    for line in lines.iter_mut().skip(1) {
        if let Some(indent) = line.spans.first_mut() {
            *indent = view.span(rail.clone(), Role::Rule);
        }
    }
    text.lines.extend(lines);
}
