//! How the result begins: what is undecided, the verdict, and the flags, which say to stop.

use super::page::Page;
use crate::advice::{Advice, Flag};
use crate::facts::Tri;
use crate::ids::OutcomeIx;
use crate::model::Severity;
use crate::render;
use crate::tui::entry::Entry;
use crate::tui::theme::Role;
use crate::tui::view::canvas::View;

pub(super) fn undecided(page: &mut Page<'_, '_>, advice: &Advice<'_>) {
    let words = page.view.app.words;
    if advice.complete {
        return;
    }
    page.say(("", Role::Text), &[(words.not_decided, Role::Warn)]);
    for (section, outcomes) in &advice.still_possible {
        let name = format!(
            "{}: ",
            page.view.told(&advice.advisor.section(*section).title)
        );
        let mut list = either(page.view, outcomes);
        if page.view.app.session().section(*section).applies() == Tri::Unknown {
            list = format!("{list}, {}", page.view.app.common.may_not_apply);
        }
        page.say(
            ("  ", Role::Text),
            &[(&name, Role::Text), (&list, Role::Ask)],
        );
    }
    if let Some(next) = advice.next {
        let ask = page.view.told(&advice.advisor.question(next).ask);
        let hint = (words.undecided_hint)(&ask);
        page.say(("  ", Role::Text), &[(&hint, Role::Quiet)]);
    }
}

/// Outcomes, one of which it will be.
pub(super) fn either(view: View<'_, '_>, outcomes: &[OutcomeIx]) -> String {
    let or = format!(" {} ", view.app.common.or);
    render::titles(view.app.session(), outcomes).join(&or)
}

pub(super) fn verdict(page: &mut Page<'_, '_>, advice: &Advice<'_>) {
    if let Some(verdict) = &advice.verdict {
        page.say(("", Role::Text), &[(verdict, Role::Outcome)]);
    }
}

/// Those that say to stop first.
pub(super) fn flags(page: &mut Page<'_, '_>, advice: &Advice<'_>) {
    let all = || advice.red_flags.iter().enumerate();
    let stop = all().filter(|(_, flag)| flag.severity == Severity::Stop);
    let warn = all().filter(|(_, flag)| flag.severity != Severity::Stop);
    for (place, raised) in stop.chain(warn) {
        flag(page, place, raised);
    }
}

fn flag(page: &mut Page<'_, '_>, place: usize, flag: &Flag) {
    let name = flag.severity.heading(page.view.app.common);
    let role = Role::of(flag.severity);
    page.gap();
    let head = format!("! {name}: ");
    page.entry(Entry::Flag(place), |page| {
        page.say(("", Role::Text), &[(&head, role), (&flag.title, role)]);
    });
    page.say(("  ", Role::Text), &[(&flag.text, Role::Text)]);
    let fix = format!("{} ", page.view.app.common.instead);
    page.say(
        ("  ", Role::Text),
        &[(&fix, Role::Good), (&flag.fix, Role::Text)],
    );
    page.notes("  ", flag.source.as_ref(), flag.dissent.as_ref());
}
