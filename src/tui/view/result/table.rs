//! The design in one glance: every section that somebody decided and what it came to.

use super::page::Page;
use crate::advice::{Advice, Decision};
use crate::tui::entry::Entry;
use crate::tui::theme::Role;
use crate::tui::view::text::width;

/// What is not as the defaults would have it comes first, as `decisions` do.
pub(super) fn table(page: &mut Page<'_, '_>, advice: &Advice<'_>, decisions: &[&Decision]) {
    if decisions.is_empty() {
        return;
    }
    page.gap();
    let heading = page.view.app.words.overview;
    page.say(("", Role::Text), &[(heading, Role::Heading)]);
    let name = |decision: &Decision| advice.advisor.section(decision.section).title.as_str();
    let widest = decisions.iter().map(|d| width(name(d))).max().unwrap_or(0);
    let column = widest.min(page.columns / 2);
    for decision in decisions {
        let name = name(decision);
        let gap = column.saturating_sub(width(name)) + 2;
        let lead = format!("  {name}{}", " ".repeat(gap));
        page.entry(Entry::Decision(decision.section), |page| {
            page.say((&lead, Role::Quiet), &[(&decision.title, Role::Outcome)]);
        });
    }
}
