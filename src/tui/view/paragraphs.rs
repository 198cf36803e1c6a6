//! Long texts: paragraphs that are wrapped to their column, each after a lead of its own.

use ratatui::text::Line;

use super::canvas::View;
use super::text::wrap;
use crate::data::Str;
use crate::tui::theme::Role;

/// Collects wrapped paragraphs.
pub(super) struct Text<'v, 's, 'a> {
    pub(super) view: View<'s, 'a>,
    pub(super) columns: usize,
    pub(super) lines: &'v mut Vec<Line<'static>>,
}

impl Text<'_, '_, '_> {
    pub(super) fn say(&mut self, lead: (&str, Role), pieces: &[(&str, Role)]) {
        let pieces: Vec<_> = pieces
            .iter()
            .map(|(text, role)| (*text, self.view.style(*role)))
            .collect();
        let lead = self.view.span(lead.0, lead.1);
        self.lines.extend(wrap(lead, &pieces, self.columns));
    }

    pub(super) fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
    }

    /// `Source: …` and `Others say: …`, when there is something.
    pub(super) fn notes(&mut self, lead: &str, source: Option<&Str>, dissent: Option<&Str>) {
        for (name, text) in [
            (self.view.app.common.dissent, dissent),
            (self.view.app.common.source, source),
        ] {
            if let Some(text) = text {
                let name = format!("{name} ");
                self.say(
                    (lead, Role::Text),
                    &[(&name, Role::Quiet), (text, Role::Quiet)],
                );
            }
        }
    }
}
