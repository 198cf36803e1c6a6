//! The design in one glance: every section that somebody decided and what it came to, and of the others
//! those that the sentence above it goes by.

use super::page::Page;
use crate::advice::Decision;
use crate::tui::entry::Entry;
use crate::tui::state::Findings;
use crate::tui::theme::Role;
use crate::tui::view::text::width;

/// What is not as the defaults would have it comes first, as `decisions` do.
pub(super) fn table(page: &mut Page<'_, '_>, found: &Findings<'_>) {
    let decisions = found.overview();
    if decisions.is_empty() {
        return;
    }
    page.gap();
    let heading = page.view.app.words.overview;
    page.say(("", Role::Text), &[(heading, Role::Heading)]);
    let advisor = found.advice.advisor;
    let name = |decision: &Decision| advisor.section(decision.section).title.as_str();
    let widest = decisions.iter().map(|(one, _)| width(name(one)));
    let widest = widest.max().unwrap_or(0);
    let column = widest.min(page.columns / 2);
    let mark = format!(" ({})", page.view.app.common.default);
    for (decision, default) in decisions {
        let name = name(decision);
        let gap = column.saturating_sub(width(name)) + 2;
        let lead = format!("  {name}{}", " ".repeat(gap));
        page.entry(Entry::Decision(decision.section), |page| {
            let mark = if default { mark.as_str() } else { "" };
            let told = [(&*decision.title, Role::Outcome), (mark, Role::Quiet)];
            page.say((&lead, Role::Quiet), &told);
        });
    }
}
