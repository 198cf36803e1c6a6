//! The picture of a finished design in words: what stands under what, by indent.

use crate::render::page::{Page, Tone};
use crate::session::Session;
use crate::sketch::pictured;

/// Tells it, where the advisor draws one.
pub(crate) fn picture(page: &mut Page, session: &Session<'_>) {
    let Some(picture) = pictured(session) else {
        return;
    };
    page.blank();
    page.text(0, Tone::Title, &picture.title);
    for node in &picture.nodes {
        page.item(2 + 2 * node.depth(), "-", Tone::Plain, &node.told());
    }
}
