//! The lines of the advice as they are put together, and which of them can be chosen.

use ratatui::text::{Line, Span};

use crate::data::Str;
use crate::tui::entry::{Entry, Place};
use crate::tui::theme::Role;
use crate::tui::view::canvas::View;
use crate::tui::view::paragraphs::Text;

/// The advice.
pub(crate) struct Page<'s, 'a> {
    pub(crate) view: View<'s, 'a>,
    pub(crate) columns: usize,
    pub(crate) lines: Vec<Line<'static>>,
    /// In the order shown.
    pub(crate) entries: Vec<Place>,
    chosen: Option<Entry>,
}

impl<'s, 'a> Page<'s, 'a> {
    pub(super) fn new(view: View<'s, 'a>, columns: usize, chosen: Option<Entry>) -> Self {
        Self {
            view,
            columns,
            lines: Vec::new(),
            entries: Vec::new(),
            chosen,
        }
    }

    pub(super) fn text(&mut self) -> Text<'_, 's, 'a> {
        Text {
            view: self.view,
            columns: self.columns,
            lines: &mut self.lines,
        }
    }

    pub(crate) fn say(&mut self, lead: (&str, Role), pieces: &[(&str, Role)]) {
        self.text().say(lead, pieces);
    }

    pub(super) fn gap(&mut self) {
        self.text().gap();
    }

    /// Where something comes from and who says otherwise, when that is unfolded.
    pub(super) fn notes(&mut self, lead: &str, source: Option<&Str>, dissent: Option<&Str>) {
        if self.view.app.unfolded {
            self.text().notes(lead, source, dissent);
        }
    }

    /// Something that can be chosen: what `draw` adds is lit up where it is. It begins with two
    /// columns that say nothing, or a sign.
    pub(super) fn entry(&mut self, entry: Entry, draw: impl FnOnce(&mut Self)) {
        let first = self.lines.len();
        draw(self);
        let end = self.lines.len();
        self.entries.push(Place { entry, first, end });
        if self.chosen == Some(entry) {
            let view = self.view;
            for (place, line) in self.lines[first..end].iter_mut().enumerate() {
                lit(view, line, place == 0);
            }
        }
    }
}

/// Lights a line up; the first of an entry gets a sign as well, since not every eye sees the light.
fn lit(view: View<'_, '_>, line: &mut Line<'static>, first: bool) {
    let text = line.to_string();
    let bare = text.trim_start();
    let indent = text.len() - bare.len();
    let lead = if first { "▸ " } else { "  " };
    let rest = match bare.strip_prefix("! ") {
        // The sign of a flag makes room.
        Some(rest) if indent == 0 => rest.to_owned(),
        _ => text.get(2.min(indent)..).unwrap_or_default().to_owned(),
    };
    let kept = rest.trim_start();
    let gap = format!("{lead}{}", " ".repeat(rest.len() - kept.len()));
    line.spans = vec![
        Span::styled(gap, view.style(Role::Key)),
        Span::styled(kept.to_owned(), view.style(Role::Selected)),
    ];
}
